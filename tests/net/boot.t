#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A boot: what sfw.service runs, line by line, in the initial namespace, while
# an attacker on the cable tries everything all the time. The commands come from
# the unit that `make install` puts in place; only `modprobe` is told where
# sfw.ko lies. What is reachable at each moment is never more than what the
# policy opens, or nothing, which is boot_policy=drop.
# On the stock kernel too: the modules of a real installation.
# In check-full: whole boots under attack.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/attack.sh"

unit=/usr/lib/systemd/system/sfw.service
conf=/etc/sfw/sfw.conf
phase_file=$tmp/phase
released=$(uname -r)

# Folders that modprobe looks into: one with sfw.ko, one without.
for name in with without; do
	mkdir -p "$tmp/$name/lib/modules/$released"
	touch "$tmp/$name/lib/modules/$released/modules."{order,builtin,builtin.modinfo}
done
cp "$SFW_MODULE" "$tmp/with/lib/modules/$released/sfw.ko"
depmod -b "$tmp/with" "$released" 2>/dev/null
depmod -b "$tmp/without" "$released" 2>/dev/null

# ExecStart|ExecReload: the unit's commands until one fails, as systemd runs
# them; step_done after each.
run_unit() {
	local key=$1 line status
	while IFS= read -r line; do
		status=0
		env -i PATH=/usr/sbin:/usr/bin MODPROBE_OPTIONS="-d $tmp/$modules" \
			/bin/sh -c "exec ${line#-}" >>"$tmp/journal" 2>&1 </dev/null || status=$?
		case $line in -*) status=0 ;; esac
		[ "$status" = 0 ] || return "$status"
		step_done
	done < <(sed -n "s/^$key=//p" "$unit")
}

# What systemd runs behind a start that failed.
told() {
	SERVICE_RESULT=exit-code sh -c "exec $(sed -n 's/^ExecStopPost=//p' $unit)" 2>&1
}
closed_for() { # TEXT REMEDY: the last line of a boot that closed the machine
	is "$1" "$(told)" "sfw: THIS MACHINE IS CLOSED, but for replies: $2, then: systemctl start sfw"
}
mend_file='mend /etc/sfw/sfw.conf (sfwctl -n restore)' mend_module='see what the module lacks (sfwctl doctor)'

journal() {
	cat "$tmp/journal"
}

may[down]='' may[closed]=''
may[open]='tcp4/22 tcp6/22 ping4 ping6'
may[web]="${may[open]} tcp4/80 tcp6/80 udp4/53 udp6/53"

cable_up() {
	ip link set out0 up
	ip -n attacker link set eth0 up
	wait_for link_up
}

link_up() {
	[ "$(ip -br link show dev out0 up | awk '{ print $2 }')" = UP ] &&
		[ "$(ip -n attacker -br link show dev eth0 up | awk '{ print $2 }')" = UP ] &&
		[ -z "$(ip -6 addr show dev out0 tentative)$(ip -n attacker -6 addr show dev eth0 tentative)" ]
}

# A machine that was off: no network, no module nor what stood in for it, and no
# connections that are tracked.
power_off() {
	ip link set out0 down
	phase "down.$1"
	[ ! -d /sys/module/sfw ] || unload_sfw
	nft delete table inet sfw_closed 2>/dev/null
	conntrack -F >/dev/null 2>&1
	: >"$tmp/journal"
	step_done() { :; }
	modules=with
}

rm -rf /etc/sfw
ok "make install" make -s -C "$net_dir/../../ctl" install
is "it brings a policy with ssh, where there was none" "$(grep '^port' $conf)" 'port add tcp 22 comment "ssh"'
echo '# mine' >$conf
ok "make install, once more" make -s -C "$net_dir/../../ctl" install
is "a policy that is there is kept" "$(cat $conf)" '# mine'
if command -v systemd-analyze >/dev/null; then
	output=$(systemd-analyze verify "$unit" 2>&1 | grep -F "sfw" )
	is "systemd-analyze verify" "$output" ''
else
	skip "systemd-analyze verify" "there is no systemd here"
fi
first=$(sed -n 's/^ExecStart=//p' $unit | head -n 1)
like "it comes before the network" "$(cat $unit)" '^Before=network-pre.target$'
is "stopping it only saves the lists, after the end of a trial at a shutdown" "$(sed -n 's/^ExecStop=//p' $unit)" \
	$'-/usr/lib/sfw/load --end\n-/usr/sbin/sfwctl list save'
is "modprobe.conf is what modprobe reads" \
	"$(modprobe -C /usr/share/doc/sfw/examples/modprobe.conf -c 2>/dev/null | grep '^options sfw ')" \
	'options sfw boot_policy=drop'

unload_sfw
ip netns add attacker
ip link add out0 type veth peer name eth0 netns attacker
set_sysctl attacker net.ipv6.conf.eth0.accept_dad=0
sysctl -qw net.ipv6.conf.out0.accept_dad=0 net.ipv6.conf.out0.keep_addr_on_down=1
no_icmp_limits attacker
sysctl -qw net.ipv4.icmp_ratelimit=0
ip addr add 192.0.2.1/24 dev out0
ip -6 addr add 2001:db8:1::1/64 dev out0 nodad
address attacker eth0 192.0.2.2/24 2001:db8:1::2/64
"$python" "$net_dir/lib/boot_probe.py" serve >"$tmp/served" &
wait_for 30 grep -q serving "$tmp/served" || not_ok "the host serves" "$(cat "$tmp/served")"
power_off 0
spawn attacker "$python" "$net_dir/lib/boot_probe.py" "$phase_file"
attack=$spawned_log
tried

# The test sees what it must see: without sfw all of it is reachable.
may[bare]="${may[web]} tcp4/9999 tcp6/9999 udp4/9999 udp6/9999"
phase bare
cable_up
reaches_all "without sfw the attacker reaches everything" bare

# A good file. The cable is in from the moment that the module is there.
power_off 1
cp /usr/share/doc/sfw/examples/server.conf $conf
stage=0
step_done() {
	stage=$((stage + 1))
	case $stage in
	1)
		phase closed.1
		cable_up
		tried
		phase open.1
		;;
	*) tried ;;
	esac
}
tried
mkdir -p /var/lib/sfw
echo 'sfw-lists 1 and then nonsense' >/var/lib/sfw/lists
status_is "boot with a good file, and lists that are damaged" 0 run_unit ExecStart
like "the journal tells of the lists" "$(journal)" '^sfwctl: /var/lib/sfw/lists: .*: nothing of it is restored$'
tried
is "nothing before the policy" "$(reachable closed.1)" ''
reaches_all "ssh and ping with it" open.1
unlike "and no table of nftables" "$(nft list tables)" sfw_closed

# Reload: with a good file, with a bad one, and a start with a bad one.
step_done() { :; }
cat >>$conf <<-'EOF'
	port add tcp 80
	port add udp 53
EOF
phase web.1
status_is "reload" 0 run_unit ExecReload
like "the journal tells what it changes" "$(journal)" '^new: port add tcp 80$'
like "and saves the lists" "$(head -1 /var/lib/sfw/lists)" '^sfw-lists 1$'
sfwctl block add 203.0.113.77 for 1h
status_is "stop" 0 run_unit ExecStop
like "saves them too" "$(cat /var/lib/sfw/lists)" '^block 203.0.113.77 3[56][0-9]{2}$'
sfwctl block del 203.0.113.77
status_is "a start" 0 run_unit ExecStart
like "restores them" "$(sfwctl block list)" '203\.0\.113\.77'
sfwctl block del 203.0.113.77
reaches_all "what it opens is open" web.1

# A shutdown while a policy is on trial that lacks a group and a guard.
mv /usr/bin/systemctl "$tmp/systemctl" 2>/dev/null
install /dev/null /usr/bin/systemctl
machine_is() { # STATE [JOB]
	printf '#!/bin/sh\n[ "$1" != list-jobs ] || { echo "%s"; exit; }\necho %s\n[ %s = running ]\n' \
		"${2:-}" "$1" "$1" >/usr/bin/systemctl
}
on_trial() {
	grep -q '^rollback-in ' /proc/net/sfw/status
}
sfwctl save - >"$tmp/trial"
printf '%s\n' 'group new banned volatile' 'block add @banned' 'guard add tries 3/1h' >>$conf
sfwctl restore
sfwctl group add banned 203.0.113.78 for 1h
sfwctl list add tries 203.0.113.79
sfwctl -q apply "$tmp/trial" confirm-within 1h
machine_is running
status_is "stop" 0 run_unit ExecStop
ok "does not end a trial" on_trial
machine_is stopping
status_is "shutdown" 0 run_unit ExecStop
status_is "does" 1 on_trial
like "the journal tells it" "$(journal)" '^rolled back: the policy before is back$'
is "once more, it has none to end" "$(run_unit ExecStop; journal | grep -c 'rolled back')" 1
sfwctl -q apply "$tmp/trial" confirm-within 1h
machine_is starting '5 ssh.service start running'
status_is "stop while the machine starts" 0 run_unit ExecStop
ok "ends none" on_trial
machine_is starting '7 shutdown.target start waiting'
status_is "shutdown while it starts" 0 run_unit ExecStop
status_is "does, too" 1 on_trial
power_off trial
status_is "the next start" 0 run_unit ExecStart
like "restores a member that the policy on trial had no group for" "$(sfwctl group list banned)" '203\.0\.113\.78 .*(1h|59m|3[56][0-9]{2}s)'
like "and a list that it had no guard for" "$(sfwctl list show tries)" '203\.0\.113\.79'
rm /usr/bin/systemctl
mv "$tmp/systemctl" /usr/bin/systemctl 2>/dev/null
phase web.trial
cable_up
echo 'port add tcp 9999 form 192.0.2.0/24' >>$conf
status_is "reload with a broken file" 1 run_unit ExecReload
phase web.2
like "names the line and the word" "$(journal)" "$conf:[0-9]+:[0-9]+: .*form"
reaches_all "and changes nothing" web.2
status_is "so does a new start" 1 run_unit ExecStart
phase web.3
reaches_all "which changes nothing either" web.3
is "and is told so" "$(told)" "sfw: the policy of before is still in force: $mend_file, then: systemctl start sfw"
status_is "a start whose module has lost its file" 0 env MODPROBE_OPTIONS="-d $tmp/without" sh -c "exec $first"
unlike "does not close what is judged" "$(nft list tables)" sfw_closed

# A broken file, no file, an unreadable one.
closed_boot() { # TEXT NAME PATTERN
	power_off "$2"
	run_phase=$2
	step_done() {
		phase "closed.$run_phase"
		cable_up
		tried
	}
	status_is "boot with $1 fails" 1 run_unit ExecStart
	like "it says why" "$(journal)" "$3"
	closed_for "and what comes of $1" "$mend_file"
	like "doctor tells it too" "$(sfwctl doctor)" "and so this machine is closed: .*'systemctl start sfw'"
	ok "a program that bans makes its group" /usr/lib/sfw/ban start fail2ban
	like "in the policy" "$(sfwctl group list)" fail2ban
	closed_for "what came of $1 is as before" "$mend_file"
	like "doctor tells the same" "$(sfwctl doctor)" "and so this machine is closed: .*'systemctl start sfw'"
	unlike "and offers not to save that" "$(sfwctl doctor)" 'sfwctl save'
	phase "closed.$2.after"
	cable_up
	tried
	is "nothing is reachable with $1" "$(reachable "closed.$2")$(reachable "closed.$2.after")" ''
	ok "from inside the network can be used" ping -c 1 -W 5 192.0.2.2
	ok "likewise over IPv6" ping -6 -c 1 -W 5 2001:db8:1::2
}

cp $conf "$tmp/broken"
closed_boot "a broken file" broken "$conf:[0-9]+:[0-9]+: .*form"
rm $conf
closed_boot "no file" none "$conf: No such file"
mkdir $conf
closed_boot "a folder in its place" folder "$conf: Is a directory"
rmdir $conf

# No module: nftables stands in for it, before the network is there.
cp /usr/share/doc/sfw/examples/server.conf $conf
power_off missing
modules=without
status_is "boot without the module fails" 1 run_unit ExecStart
like "it says why" "$(journal)" 'the module cannot be loaded: see what it lacks'
like "and what keeps the machine closed" "$(journal)" 'nftables keeps this machine closed'
closed_for "the last line blames the module" "$mend_module"
like "it lets in IGMP of the link, as the module does" "$(nft list table inet sfw_closed)" \
	'ip ttl 1 igmp type .*membership-query.* accept'
phase closed.missing
cable_up
tried
is "nothing is reachable" "$(reachable closed.missing)" ''
ok "from inside the network can be used" ping -c 1 -W 5 192.0.2.2
ok "likewise over IPv6" ping -6 -c 1 -W 5 2001:db8:1::2
status_is "a second start fails as well" 1 run_unit ExecStart
tried
is "and nothing is reachable" "$(reachable closed.missing)" ''

# The module is built, and the unit started again.
modules=with
step_done() { phase open.again; tried; }
status_is "with the module it starts" 0 run_unit ExecStart
reaches_all "the policy is in force" open.again
unlike "and nftables out of the way" "$(nft list tables)" sfw_closed

# The command of doctor that replaces an older module, where that one is in use and stays.
power_off replaced
mkdir "$tmp/bin"
version=$(modinfo -F version "$SFW_MODULE")
LC_ALL=C sed "s/${version//./\\.}/${version%?}x/g" "$SFW_MODULE" >"$tmp/older.ko"
insmod "$tmp/older.ko" boot_policy=drop
sfwctl -q restore
printf '#!/bin/sh\necho "rmmod: ERROR: Module sfw is in use" >&2\nexit 1\n' >"$tmp/bin/rmmod"
printf '#!/bin/sh\n%s\n' "$(sed -n 's/^ExecStart=-\{0,1\}//p' $unit | sed 's/$/ || exit/')" >"$tmp/bin/systemctl"
chmod +x "$tmp"/bin/*
phase open.replaced
cable_up
like "where none is built, doctor has that done first" "$(sfwctl doctor)" \
	"kernel $released has no sfw.ko: .*; the loaded module, version ${version%?}x, must stay"
unlike "and names nothing that removes the older one" "$(sfwctl doctor)" 'rmmod'
status_is "nor is the machine closed" 1 /usr/lib/sfw/load --close "$version"
is "which says why" "$output" \
	"sfw: the module stays: sfw.ko of this kernel is missing, not $version: build it first (sfwctl doctor)"
unlike "no table was made" "$(nft list tables)" sfw_closed
install_sfw
replace=$(sfwctl -j doctor | "$python" -c 'import json, sys
print(*[f["command"] for f in json.load(sys.stdin)["findings"] if f["check"] == "version"], sep="\n")')
like "doctor names a command for an older module" "$replace" 'rmmod sfw'
status_is "that one is in use" 0 env "PATH=$tmp/bin:$PATH" sh -c "$replace"
like "and says so" "$output" 'is in use'
unlike "nftables is out of the way all the same" "$(nft list tables)" sfw_closed
reaches_all "and the policy in force" open.replaced

# Neither module nor nftables: the journal does not hide it.
power_off naked
phase bare.naked
output=$(env -i MODPROBE_OPTIONS="-d $tmp/without" unshare -m sh -c \
	"mount --bind /bin/false /usr/sbin/nft && exec $first" 2>&1)
is "status without nftables" "$?" 1
like "it says that the machine is open" "$output" 'IT IS OPEN'
like "and so does the last line" "$(told)" '^sfw: THIS MACHINE IS OPEN: .*: see what the module lacks '
load_sfw
like "a module without a policy judges nothing" "$(told)" '^sfw: THIS MACHINE IS OPEN: packets are not judged'

phase down.last
is "at no moment was more reachable" "$(excess)" ''
note "$(grep -c round "$attack") times everything was tried"
ok "the attacker never rested" kill -0 "$spawned"
rm -rf /etc/sfw
make -s -C "$net_dir/../../ctl" uninstall
ok "make uninstall leaves no unit" test ! -e $unit
done_testing
