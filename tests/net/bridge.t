#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Frames that a bridge carries, shown to the hooks of IP by br_netfilter: blocks,
# the reverse path and the early path leave them alone, and judge what of them
# is for this host, or was sent to it.
# On the stock kernel too: there br_netfilter is a module.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

modprobe br_netfilter 2>/dev/null
host fw left right
ip -n fw link add br0 type bridge mcast_snooping 0
ip -n fw link set br0 up
for side in left right; do
	cable fw $side $side eth0
	ip -n fw link set $side master br0
	set_sysctl $side net.ipv6.conf.eth0.accept_dad=0
done
address left eth0 10.0.3.2/24 10.0.4.2/24 fd00:3::2/64 fd00:4::2/64
address right eth0 10.0.3.3/24 10.0.4.3/24 fd00:3::3/64 fd00:4::3/64
address fw br0 10.0.3.1/24 fd00:3::1/64
set_sysctl fw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.br0.rp_filter=0
for side in left right; do
	no_icmp_limits $side
done
if ! on fw sysctl -qw net.bridge.bridge-nf-call-iptables=1 net.bridge.bridge-nf-call-ip6tables=1 2>/dev/null; then
	skip "frames of a bridge" "this kernel has no br_netfilter"
	done_testing
	exit
fi

reaches() { if on "$1" ping -q -c 1 -W "${SFW_SLOW:-1}" "$2" >/dev/null; then echo reaches; else echo silence; fi; }
# From 10.0.4.2 and fd00:4::2, to which this host has no way back.
strange() { echo "$(reaches left 10.0.4.3) $(reaches left fd00:4::3)"; }
known() { echo "$(reaches left "10.0.3.$1") $(reaches left "fd00:3::$1")"; }
wait_for on left ping -c 1 -W 1 10.0.4.3
wait_for on left ping -c 1 -W 1 fd00:4::3
fw enable
for mode in strict loose; do
	fw set rpfilter $mode
	is "$mode: bridged, without a way back" "$(strange)" "reaches reaches"
	is "$mode: bridged, with one" "$(known 3)" "reaches reaches"
	is "$mode: to this host" "$(known 1)" "reaches reaches"
	is "$mode: nothing is refused" "$(packets rpfilter)" 0
done
fw set rpfilter off
fw block add 10.0.3.2
fw block add fd00:3::2
is "blocked, bridged" "$(known 3)" "reaches reaches"
before=$(packets blocked)
is "blocked, to this host" "$(known 1)" "silence silence"
ok "and counted" test "$(packets blocked)" -ge "$((before + 2))"
is "back from there too" "$(reaches right 10.0.3.2) $(reaches right fd00:3::2)" "reaches reaches"

# To all and to a group: whoever hears it, this host does not.
hear() { # HOST NAME
	spawn "$1" socat -u UDP4-RECV:5353,ip-add-membership=224.0.0.251:"$3" "CREATE:$tmp/$2"
}
say() { on left bash -c "echo x | socat -t 0 - UDP4-DATAGRAM:$1:5353,broadcast,bind=$2,ip-multicast-if=$2"; }
unheard() { # REASON [TEXT]: the hosts say something by themselves, too
	is "${2:-this host does not}: unheard, $1" \
		"$(stat -c %s "$tmp/fw") $(($(packets "$1") > counts))" "0 1"
}
fw port add udp 5353
hear right right 10.0.3.3
hear fw fw 10.0.3.1
wait_for listening right udp 5353
wait_for listening fw udp 5353
for to in 224.0.0.251 255.255.255.255; do
	ip -n left route replace "$to" dev eth0
	truncate -s 0 "$tmp/right" "$tmp/fw"
	counts=$(packets blocked)
	say "$to" 10.0.3.2
	ok "blocked, to $to: others hear it" wait_for test -s "$tmp/right"
	unheard blocked
	fw set rpfilter strict
	counts=$(packets rpfilter)
	truncate -s 0 "$tmp/right"
	say "$to" 10.0.4.2
	ok "no way back, to $to: others hear it" wait_for test -s "$tmp/right"
	unheard rpfilter
	fw set rpfilter off
done

# A connection out of the bridge that this host takes over.
on fw nft -f - <<'X'
table ip taken {
	chain take { type nat hook prerouting priority dstnat; iifname br0 udp dport 5400 redirect to :5353; }
}
X
counts=$(packets blocked)
truncate -s 0 "$tmp/fw"
on left bash -c 'echo x | socat -t 0 - UDP4:10.0.3.3:5400,bind=10.0.3.2'
unheard blocked "and what is redirected to this host"

# SYNs to closed ports of others are not refused here.
listen right tcp 7000 yes
fw block del 10.0.3.2
fw block del fd00:3::2
fw set early on
on fw nft delete table ip taken
is "a SYN to somebody else" "$(on left socat -T $((5 * ${SFW_SLOW:-1})) -u TCP:10.0.3.3:7000,bind=10.0.3.2 -)" yes

# A port of this host that a translation leads back to the bridge, as a container's own
# network sees what it publishes.
on fw nft -f - <<'X'
table inet publishes {
	chain lead {
		type nat hook prerouting priority dstnat
		ip daddr 10.0.3.1 tcp dport 5401 dnat ip to 10.0.3.3:7000
		ip6 daddr fd00:3::1 tcp dport 5401 dnat ip6 to [fd00:3::3]:7000
	}
}
X
on fw sysctl -qw net.ipv4.ip_forward=1
asks() {
	on left socat -T $((5 * ${SFW_SLOW:-1})) -u "TCP:$1:5401,connect-timeout=$((2 * ${SFW_SLOW:-1}))" - 2>&1 |
		grep -o 'yes\|refused\|timed out'
}
published() { echo "$(asks 10.0.3.1) $(asks '[fd00:3::1]')"; }
is "published, but closed" "$(published)" "refused refused"
fw port add tcp 5401
is "published and open" "$(published)" "yes yes"
fw set published off
is "for forward to judge, which drops" "$(published)" "timed out timed out"
fw set forward off
is "or does not judge" "$(published)" "yes yes"
done_testing
