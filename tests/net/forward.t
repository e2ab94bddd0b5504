#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Packets through this host: set forward drop, reject, off. Bridged ones are
# not routed and none of our business.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

# peer - fw - far
wire fw peer
host far
cable fw eth1 far eth0
address fw eth1 10.0.2.1/24 fd00:2::1/64
address far eth0 10.0.2.2/24 fd00:2::2/64
on fw sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
no_icmp_limits far
for dst in 10.0.2.0/24 fd00:2::/64; do
	case $dst in *:*) ip -n peer -6 route add $dst via fd00::1 ;; *) ip -n peer route add $dst via 10.0.0.1 ;; esac
done
ip -n far route add default via 10.0.2.1
ip -n far -6 route add default via fd00:2::1
start_talk
talk serve far tcp 80 >/dev/null
talk serve far udp 53 >/dev/null
talk serve peer tcp 80 >/dev/null
wait_for on peer ping -c 1 -W 1 10.0.2.2
wait_for on peer ping -c 1 -W 1 fd00:2::2

through() { # TEXT WANTED: tcp and udp, both families
	is "$1" "$(talk probe peer tcp 10.0.2.2 80) $(talk probe peer tcp fd00:2::2 80) $(talk probe peer udp 10.0.2.2 53) $(talk probe peer udp fd00:2::2 53)" "$2"
}

fw enable
fw set forward off
through "forward off: not our business" "open open open open"
is "counted, none as refused" "$(packets no-forward) $(($(packets forward) >= 4))" "0 1"
for family in 4 6; do
	addr=10.0.2.2
	[ $family = 4 ] || addr=fd00:2::2
	is "a connection through, IPv$family" "$(talk pair tcp$family tcp peer far $addr 8000)" open
	is "a flow through, IPv$family" "$(talk pair udp$family udp peer far $addr 8000)" open
	talk speak udp$family c >/dev/null
done

fw set forward drop
through "forward drop: silence" "silence silence silence silence"
ok "counted as no-forward" test "$(packets no-forward)" -ge 4
fw set forward reject
through "forward reject: tells" "EHOSTUNREACH EACCES EHOSTUNREACH EACCES"
is "the other way too" "$(talk probe far tcp 10.0.0.2 80) $(talk probe far tcp fd00::2 80)" "EHOSTUNREACH EACCES"
before=$(packets established)
for name in tcp4 tcp6 udp4 udp6; do
	is "$name goes on through it" "$(talk speak $name s)" heard
done
ok "counted as established" test "$(packets established)" -ge $((before + 8))
fw port add tcp 80
is "an open port is one of this host" "$(talk probe peer tcp 10.0.2.2 80)" EHOSTUNREACH
fw trust add dev eth0
is "trust is for packets to this host" "$(talk probe peer tcp 10.0.2.2 80)" EHOSTUNREACH

# An ICMP error belongs to the flow it is about.
before=$(packets related)
is "the far end's answer to a closed port" "$(fw set forward off; talk probe peer udp 10.0.2.2 54)" ECONNREFUSED
fw set forward drop
on far ip link set eth0 mtu 1400
ip -n fw link set eth1 mtu 1400
is "what is too big is fragmented or told" "$(talk say udp4 s "$(printf 'x%.0s' {1..3000})")" heard
fw disable
through "disabled: all pass" "open open open open"
fw enable

# A bridge, with br_netfilter showing its frames to the IPv4 hooks.
modprobe br_netfilter 2>/dev/null
host switch left right
ip -n switch link add br0 type bridge
ip -n switch link set br0 up
for side in left right; do
	cable switch $side $side eth0
	ip -n switch link set $side master br0
done
address left eth0 10.0.3.1/24 fd00:3::1/64
address right eth0 10.0.3.2/24 fd00:3::2/64
if on switch sysctl -qw net.bridge.bridge-nf-call-iptables=1 net.bridge.bridge-nf-call-ip6tables=1 2>/dev/null; then
	on switch sfwctl enable
	ok "bridged frames pass, forward drop" wait_for on left ping -c 1 -W 1 10.0.3.2
	ok "over IPv6" wait_for on left ping -c 1 -W 1 fd00:3::2
	is "none was refused" "$(packets no-forward switch)" 0
else
	skip "bridged frames pass" "this kernel has no br_netfilter"
fi
done_testing
