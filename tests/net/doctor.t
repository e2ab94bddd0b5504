#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# sfwctl doctor: what real sysctls, rules of real iptables and nft, files and
# links come to, and that the command which it names mends it.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

released=$(uname -r)
conf=/etc/sfw/sfw.conf
wants=/etc/systemd/system/sysinit.target.wants
# Kernels of the host, which its files show, are none of this machine's.
find /usr/lib/modules/ -mindepth 1 -maxdepth 1 ! -name "$released" -exec rm -r {} +
[ -e "/usr/lib/modules/$released/modules.builtin" ] || touch "/usr/lib/modules/$released/modules.builtin"
mkdir -p /etc/sfw "$wants"
rm -f $conf "$wants/sfw.service"

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

status_is "a machine with nothing done" 1 fw doctor
like "no module for this kernel" "$output" "^module +kernel $released has no sfw.ko"
like "nothing is judged" "$output" "^policy +packets are not judged"
like "the command stands below" "$output" "^ +sfwctl enable$"
mkdir -p "/usr/lib/modules/$released/updates/dkms"
cp "$SFW_MODULE" "/usr/lib/modules/$released/updates/dkms/"
depmod
is "the module is found where DKMS puts it" "$(told module text)" ''
fw port add tcp 22
mends "disabled" policy 'not judged'
mends "not saved" policy 'no policy is saved'
like "nothing restores it" "$(told unit text)$(told unit command)" 'at boot.*systemctl enable sfw$'
ln -s /usr/lib/systemd/system/sfw.service "$wants/sfw.service"
is "enabled" "$(told unit text)" ''

fw port add tcp 80
mends "another policy runs" policy 'saved policy is another one'
cp $conf "$tmp/conf"
echo 'prot add tcp 22' >>$conf
like "a broken one is saved" "$(told policy text)" 'has an error'
cp "$tmp/conf" $conf

# Sysctls.
on fw sysctl -qw net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.eth0.rp_filter=2
is "rp_filter alone" "$(told rpfilter text)" ''
fw set rpfilter strict
fw save
mends "rp_filter twice" rpfilter 'checked twice'
on fw sysctl -qw net.netfilter.nf_conntrack_tcp_be_liberal=1
mends "be_liberal" sysctl 'fit no window'
fw lan add dev eth0
fw save
on fw sysctl -qw net.ipv4.ip_forward=0
mends "a gateway that does not forward" sysctl 'turned the forwarding of IPv4 off'
fw lan del dev eth0
fw save
most=$(sysctl -n net.netfilter.nf_conntrack_max)
talk pair live tcp peer fw 10.0.0.1 80 >/dev/null
tracked=$(on fw cat /proc/sys/net/netfilter/nf_conntrack_count)
ok "connections are tracked ($tracked)" test "$tracked" -ge 1
sysctl -qw "net.netfilter.nf_conntrack_max=$tracked"
mends "a full table of connections" conntrack "$tracked of $tracked connections" none
sysctl -qw "net.netfilter.nf_conntrack_max=$most"
talk close live >/dev/null

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
on fw iptables-legacy -A INPUT -s 198.18.0.9 -j DROP
mends "iptables" rules '^others refuse packets for this host, too \(iptables-legacy, chain ip filter INPUT, priority 0\), beside sfw'
on fw iptables-nft -A INPUT -s 198.18.0.9 -j REJECT
mends "iptables of nft" rules '\(nft, chain ip filter INPUT, priority 0\), beside sfw'
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
	-1) mends "nft, before" rules '\(nft, chain inet t c, priority -1\), before sfw'
		ok "it sees what sfw refuses ($seen)" test "$seen" -gt 0 ;;
	1) mends "nft, after" rules '\(nft, chain inet t c, priority 1\), after sfw'
		is "it does not see what sfw refuses" "$seen" 0 ;;
	esac
	on fw nft delete table inet t
done
on fw iptables-legacy -A INPUT -s 198.18.0.9 -j DROP
fw disable
like "alone" "$(rules)" 'alone, since sfw judges none'
fw enable
on fw iptables-legacy -F
on fw sh -c 'iptables-nft -N DOCKER-USER; iptables-nft -A FORWARD -j DOCKER-USER
	iptables-nft -A DOCKER-USER -s 198.18.0.9 -j DROP; iptables-nft -P FORWARD DROP'
like "the names in JSON" "$(fw -j doctor)" '^\{"findings":\[\{"check":"rules","text":"[^"]*","command":"[^"]*"\}\]\}$'
mends "Docker" rules 'through this host, too \(Docker, nft, chain ip filter FORWARD'
fw set forward drop
on fw nft flush ruleset
status_is "sound again" 0 fw doctor
status_is "others may not ask" 3 on fw setpriv --reuid 65534 --regid 65534 --clear-groups "$(command -v sfwctl)" doctor
unload_sfw
like "without the module" "$(told module text)" 'the module is not loaded'
load_sfw
rm -rf /etc/sfw
done_testing
