#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# sfwctl doctor: what real sysctls, rules of real iptables and nft, files and
# links come to, and that the command which it names mends it, or shows it. The rules
# of real programs: doctor_others.t.
# In check-full: many rules of others, each with its mend.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

released=$(uname -r)
conf=/etc/sfw/sfw.conf
wants=/etc/systemd/system/sysinit.target.wants
# Kernels of the host, which its files show, are none of this machine's.
find /usr/lib/modules/ -mindepth 1 -maxdepth 1 ! -name "$released" -exec rm -r {} +
[ -e "/usr/lib/modules/$released/modules.builtin" ] || touch "/usr/lib/modules/$released/modules.builtin"
mkdir -p /etc/sfw "$wants"
rm -rf $conf "$wants/sfw.service" "/usr/lib/modules/$released/updates"	# of an earlier test

wire fw peer
start_talk
told() { # CHECK KEY: of each finding of that check
	fw -j doctor 2>/dev/null | "$python" -c '
import json, sys
for f in json.load(sys.stdin)["findings"]:
    if f["check"] == sys.argv[1]: print(f[sys.argv[2]])' "$1" "$2"
}
# This is found, its command mends it, and it is found no longer.
mends() { # TEXT CHECK PATTERN [NS]
	local command
	like "$1" "$(told "$2" text)" "$3"
	command=$(told "$2" command | head -n 1)
	if [ "${4:-fw}" = none ]; then
		status_is "  $command" 0 sh -c "$command"
	else
		status_is "  $command" 0 on fw sh -c "$command"
	fi
	unlike "  mends it" "$(told "$2" text)" "$3"
}
# This is found, its command shows it, and nothing is changed.
shows() { # TEXT PATTERN COMMAND
	local command
	like "$1" "$(told rules text)" "$2"
	command=$(told rules command | head -n 1)
	is "  its command" "$command" "$3"
	status_is "  succeeds" 0 on fw sh -c "$command"
	like "  and leaves it to its owner" "$(told rules text)" "$2"
}

status_is "a machine with nothing done" 1 fw doctor
like "no module for this kernel" "$output" "^module +kernel $released has no sfw.ko"
like "nothing is judged" "$output" "^policy +packets are not judged"
like "the command stands below" "$output" "^ +sfwctl enable$"
install_sfw
is "the module is found where DKMS puts it" "$(told module text)" ''
mkdir -p /etc/sfw
cp "$net_dir/../../ctl/examples/server.conf" $conf
ln -s /usr/lib/systemd/system/sfw.service "$wants/sfw.service"
like "a fresh module beside a saved policy" "$(told policy text)" 'the saved policy is not in force: packets are not judged'
is "  is no cause to save over it" "$(told policy command)" 'sfwctl restore'
mends "  mended by the policy" policy 'not in force'
is "  the saved one" "$(fw diff)" ''
fw flush policy
like "status tells of a reboot" "$(fw status)" '^saved +no: a reboot brings another policy'
like "and the fate of all else" "$(fw status)" '^all else +is refused: reject4 rfc, reject6 admin; through this host: drop$'
like "an empty policy" "$(told policy text)" 'another one than the policy that runs'
is "  is not saved over it either" "$(told policy command)" 'sfwctl diff'
closed() {
	fw -j status | "$python" -c 'import json, sys; print(json.load(sys.stdin)["closed"])'
}
is "  closes the machine" "$(closed)" True
fw group new f2b volatile
fw block add @f2b
is "  with a group for bans too" "$(closed)" True
for line in 'port add tcp 22' 'proto add gre' 'trust add dev eth0' 'lan add dev eth0' 'forward add tcp 80 in eth0 to 10.0.0.9' \
	'set forward off'; do
	# shellcheck disable=SC2086
	fw $line
	is "  but not with: $line" "$(closed)" False
	fw flush policy
done
fw disable
is "  nor where nothing is judged" "$(closed)" False
is "  and is not judged by, where a saved one is there" "$(told policy command)" 'sfwctl restore'
rm -f $conf "$wants/sfw.service"
fw port add tcp 22
mends "disabled" policy 'not judged'
mends "not saved" policy 'no policy is saved'
like "nothing restores it" "$(told unit text)$(told unit command)" 'at boot.*systemctl enable sfw$'
ln -s /usr/lib/systemd/system/sfw.service "$wants/sfw.service"
is "enabled" "$(told unit text)" ''

fw port add tcp 80
mends "another policy runs" policy 'saved policy is another one'
like "status: saved" "$(fw status)" '^saved +yes$'
fw save "$tmp/kept"
fw flush policy
like "an empty one over it is warned of" "$(fw save 2>&1)" 'warning: this policy opens nothing, and replaces a saved one that does'
is "a second time there is nothing to lose" "$(fw save 2>&1)" ''
fw restore "$tmp/kept"
fw save
cp $conf "$tmp/conf"
echo 'prot add tcp 22' >>$conf
like "status tells" "$(fw status 2>/dev/null)" '^saved +no: /etc/sfw/sfw.conf has an error'
like "a broken one is saved" "$(told policy text)" 'has an error'
cp "$tmp/conf" $conf

# Sysctls.
on fw sysctl -qw net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.eth0.rp_filter=2
is "rp_filter alone" "$(told rpfilter text)" ''
fw set rpfilter strict
fw save
fw set rpfilter loose
is "a sysctl that is stricter is shown only" "$(told rpfilter command)" 'sysctl net/ipv4/conf/all/rp_filter'
fw set rpfilter strict
mends "rp_filter twice" rpfilter 'checked twice'
evil="a';>owned;'"
on fw ip link add "$evil" type dummy
on fw sysctl -qw "net/ipv4/conf/$evil/rp_filter=1"
mends "of an interface whose name is a command" rpfilter 'checked twice'
ok "  which is not carried out" test ! -e owned
on fw ip link del "$evil"
on fw sysctl -qw net.netfilter.nf_conntrack_tcp_be_liberal=1
mends "be_liberal" sysctl 'fit no window'
fw lan add dev eth0
fw save
on fw sysctl -qw net.ipv4.ip_forward=0
mends "a gateway that does not forward" sysctl 'forwarding is off for IPv4$'
on fw sysctl -qw net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0
mends "of both families" sysctl 'forwarding is off for IPv4 IPv6$'
fw lan del dev eth0
fw save
most=$(sysctl -n net.netfilter.nf_conntrack_max)
fw set direct off	# else no connection of this host takes a place
fw save
talk pair live tcp peer fw 10.0.0.1 80 >/dev/null
tracked=$(on fw cat /proc/sys/net/netfilter/nf_conntrack_count)
ok "connections are tracked ($tracked)" test "$tracked" -ge 1
sysctl -qw "net.netfilter.nf_conntrack_max=$tracked"
mends "a full table of connections" conntrack "$tracked of $tracked connections" none
sysctl -qw "net.netfilter.nf_conntrack_max=$most"
talk close live >/dev/null
fw set direct on
fw save

# Rules of others, and where they stand.
rules() {
	told rules text
}
status_is "a sound machine" 0 fw doctor
is "says so" "$output" 'nothing found'
is "in JSON too" "$(fw -j doctor)" '{"findings":[]}'
on fw iptables-legacy -A INPUT -p tcp --dport 9 -j ACCEPT
on fw ip6tables-legacy -L -n >/dev/null
is "rules that refuse nothing" "$(rules)" ''
status_is "are no fault" 0 fw doctor
like "but keep packets from going direct" "$output" "^direct +'set direct on' does nothing beside the rules of others"
like "which is no finding" "$output" '^nothing found$'
on fw iptables-legacy -A INPUT -s 198.18.0.9 -j DROP
shows "iptables" '^others refuse packets for this host, too \(iptables-legacy, chain ip filter INPUT, priority 0\), beside sfw' \
	'iptables-legacy -t filter -S'
on fw iptables-legacy -F
on fw iptables-nft -A INPUT -s 198.18.0.9 -j REJECT
shows "iptables of nft" '\(nft, chain ip filter INPUT, priority 0\), beside sfw' 'nft list chain ip filter INPUT'
on fw nft flush ruleset
# What is said of the order is so: a counter sees what sfw refuses, or not.
for priority in -1 1; do
	on fw nft -f - <<-N
		table inet t {
			chain c { type filter hook input priority $priority; ip saddr 198.18.0.9 drop; tcp dport 81 counter; }
		}
	N
	talk probe peer tcp 10.0.0.1 81 >/dev/null
	seen=$(on fw nft list table inet t | sed -n 's/.*counter packets \([0-9]*\) .*/\1/p')
	case $priority in
	-1) shows "nft, before" '\(nft, chain inet t c, priority -1\), before sfw' 'nft list chain inet t c'
		ok "it sees what sfw refuses ($seen)" test "$seen" -gt 0 ;;
	1) shows "nft, after" '\(nft, chain inet t c, priority 1\), after sfw' 'nft list chain inet t c'
		is "it does not see what sfw refuses" "$seen" 0 ;;
	esac
	on fw nft delete table inet t
done
# How a verdict can be written, and how it can look like one.
refuses() { # TEXT yes|no LINES OF A TABLE
	on fw nft -f - <<<"table inet t {"$'\n'"$3"$'\n}' || not_ok "nft takes: $3"
	if [ "$2" = yes ]; then like "$1" "$(rules)" 'chain inet t c'; else is "$1" "$(rules)" ''; fi
	on fw nft delete table inet t
}
base='type filter hook input priority -1'
refuses "a named map of verdicts" yes "
	map m { type inet_service : verdict; elements = { 22 : accept, 23 : drop }; }
	chain c { $base; tcp dport vmap @m; }"
refuses "  of which a thousand accept" no "
	map m { type inet_service : verdict; flags interval; elements = { $(seq -f '%g : accept' -s, 1 1000) }; }
	chain c { $base; tcp dport vmap @m; }"
refuses "  with another chain behind it" yes "
	map m { type inet_service : verdict; elements = { 23 : goto d }; }
	chain d { ct state vmap { new : jump e, established : accept }; }
	chain e { reject; }
	chain c { $base; tcp dport vmap @m; }"
refuses "  whose element for all else drops" yes "
	map m { type inet_service : verdict; elements = { 22 : accept, * : drop }; }
	chain c { $base; tcp dport vmap @m; }"
refuses "  that no rule asks" no "
	map m { type inet_service : verdict; elements = { 23 : drop }; }
	chain c { $base; accept; }"
refuses "a map of marks" no "
	map m { type inet_service : mark; elements = { 23 : 0 }; }
	chain c { $base; meta mark set tcp dport map @m; }"
refuses "a queue" yes "chain c { $base; tcp dport 9 queue num 1; }"
refuses "a policy" yes "chain c { $base; policy drop; accept; }"
refuses "a chain for NAT" yes "chain c { type nat hook prerouting priority -100; tcp dport 9 drop; }"
refuses "a comment, a name, a prefix of a log" no "
	chain drop_it { accept; }
	chain c { $base; jump drop_it; log prefix \"drop reject\" accept comment \"drop\"; }"
refuses "a dormant table" no "flags dormant; chain c { $base; policy drop; }"
refuses "packets that leave" no "chain c { type filter hook output priority 0; policy drop; }"
on fw nft -f - <<<'table netdev t { chain c { type filter hook ingress device eth0 priority 0; tcp dport 9 drop; }; }'
shows "a device" 'all frames that come in by a device, too \(nft, chain netdev t c' 'nft list chain netdev t c'
on fw nft flush ruleset

# A table that only the program which made it may change, and nft goes on running.
mkfifo "$tmp/nft"
on fw nft -i <"$tmp/nft" >/dev/null 2>&1 &
exec 6>"$tmp/nft"
echo "add table inet t { flags owner; }; add chain inet t c { $base; policy drop; }" >&6
is_held() { on fw nft list tables | grep -q 'inet t'; }
ok "a table that is held" wait_for is_held
shows "is found" 'too \(nft, nft, chain inet t c' 'nft list table inet t'
exec 6>&-
is_gone() { ! is_held; }
ok "and gone with its program" wait_for is_gone

on fw iptables-legacy -A INPUT -s 198.18.0.9 -j DROP
fw disable
like "alone" "$(rules)" 'alone, since sfw judges none'
fw enable
on fw iptables-legacy -F

# A port that others lead on as well.
fw forward add tcp 8080 in eth0 to 10.0.0.9:80
is "a forward" "$(told forward text)" ''
on fw iptables-legacy -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.8:80
is "on a port that others lead on" "$(told forward text)" \
	'tcp 8080 in eth0 has a forward, and the NAT of others leads it to 10.0.0.8:80: the one that was set up last has it'
status_is "  its command" 0 on fw sh -c "$(told forward command)"
on fw iptables-legacy -t nat -F
fw forward del tcp 8080 in eth0
on fw sh -c 'iptables-nft -N DOCKER-USER; iptables-nft -A FORWARD -j DOCKER-USER
	iptables-nft -A DOCKER-USER -s 198.18.0.9 -j DROP; iptables-nft -P FORWARD DROP'
like "the names in JSON" "$(fw -j doctor)" '^\{"findings":\[\{"check":"rules","text":"[^"]*","command":"[^"]*"\}\],"notes":\[\{"check":"direct","text":"[^"]*","command":"[^"]*"\}\]\}$'
shows "Docker" 'through this host, too \(Docker, nft, chain ip filter FORWARD' 'nft list table ip filter'
fw set forward off
is "which is Docker's alone with forward off" "$(rules)" ''
fw set forward drop
on fw nft flush ruleset
status_is "sound again" 0 fw doctor
status_is "others may not ask" 3 on fw setpriv --reuid 65534 --regid 65534 --clear-groups "$(command -v sfwctl)" doctor
unload_sfw
like "without the module, and nothing in its place" "$(told module text)" 'the module is not loaded, .*: this machine is open$'
on fw sh "$net_dir/../../ctl/systemd/load" --close "$(modinfo -F version "$SFW_MODULE")"
is "  with nftables in its place" "$(told module text)" 'the module is not loaded'
is "  its command" "$(told module command)" 'systemctl start sfw'
load_sfw
rm -rf /etc/sfw
done_testing
