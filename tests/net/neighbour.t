#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# IPv6 finds its neighbours with everything closed, and nobody else passes for
# a neighbour.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
start_talk
talk serve fw tcp 22 >/dev/null
fw set ping off
fw set reject6 drop
fw set reject4 drop
fw port add tcp 22
fw enable
forget_neighbours() {
	ip -n "$1" -6 neigh flush all nud permanent
	ip -n "$1" -6 neigh flush all
	[ -z "$(ip -n "$1" -6 neigh show to fd00::/64)" ]
}
for ns in fw peer; do
	ok "$ns forgets its neighbours" wait_for forget_neighbours $ns
done
is "the peer finds this host" "$(talk probe peer tcp fd00::1 22)" open
like "by its solicitation" "$(packets neighbour)" '^[1-9]'
for ns in fw peer; do
	wait_for forget_neighbours $ns
done
is "this host finds the peer" "$(talk probe fw tcp fd00::2 9)" ECONNREFUSED

# Duplicate address detection hears the owner.
on fw sysctl -qw net.ipv6.conf.eth0.accept_dad=1 net.ipv6.conf.eth0.dad_transmits=1
ip -n fw addr add fd00::2/64 dev eth0
duplicate() { ip -n fw -6 addr show dev eth0 dadfailed | grep -q fd00::2; }
ok "a duplicate address is found out" wait_for duplicate
ip -n fw addr del fd00::2/64 dev eth0

# A block of all that neighbours have goes no further than one of IPv4, which spares ARP.
forgotten() {
	for ns in fw peer; do
		wait_for forget_neighbours $ns
	done
}
fw block add fe80::/10,fd00::2
forgotten
is "the peer is blocked" "$(talk probe peer tcp fd00::1 22)" silence
like "its packets are" "$(packets blocked)" '^[1-9]'
fw block del fd00::2
finds_by_router() {
	on fw ping -6 -q -c 1 -W 5 fd00:9::9
}
ip -n peer addr add fd00:9::9/128 dev eth0
ip -n fw route add fd00:9::/64 via fe80::ff:fe00:2 dev eth0
forgotten
ok "and this host those behind a blocked router" finds_by_router
fw block del fe80::/10
fw group add feed fe80::/10
fw block add @feed
forgotten
ok "and where a group is blocked" finds_by_router
fw exempt add 192.0.2.1
forgotten
ok "and where some are exempt" finds_by_router
fw exempt del 192.0.2.1
fw block del @feed
ip -n fw route del fd00:9::/64

# Packets that only look like it.
wire_end fw 1 2 2>/dev/null
wire_end peer 2 1 2>/dev/null
wait_for is_linked fw
silent_peer peer
fw set ping on
start_frames peer
solicit="ICMPv6ND_NS(tgt=HOST6) / ICMPv6NDOptSrcLLAddr(lladdr=PEER_MAC)"
counted "a solicitation" neighbour 1 "ip6(hlim=255) / $solicit" neighbour
counted "hop limit 254: it crossed a router" closed-proto 1 "ip6(hlim=254) / $solicit" silence
counted "from the link, hop limit 254" closed-proto 1 "ip6(src=LINK_PEER6, hlim=254) / $solicit" silence
counted "an advertisement" neighbour 1 "ip6(hlim=255) / ICMPv6ND_NA(tgt=PEER6)" silence
counted "a router solicitation" neighbour 1 "ip6(src=LINK_PEER6, hlim=255) / ICMPv6ND_RS()" silence
redirect="ICMPv6ND_Redirect(tgt=LINK_PEER6, dst='fd00:9::9')"
counted "a redirect" neighbour 1 "ip6(src=LINK_PEER6, hlim=255) / $redirect" silence
counted "a redirect, hop limit 254" invalid 1 "ip6(src=LINK_PEER6, hlim=254) / $redirect" silence
for kind in 130 131 132 143; do
	mld="IPv6ExtHdrHopByHop(options=[RouterAlert()]) / ICMPv6Unknown(type=$kind, msgbody=bytes(4) + bytes([255, 2]) + bytes(14))"
	counted "MLD $kind" neighbour 1 "ip6(src=LINK_PEER6, hlim=1) / $mld" silence
	counted "MLD $kind from afar" closed-proto 1 "ip6(hlim=1) / $mld" silence
	counted "MLD $kind, hop limit 2" closed-proto 1 "ip6(src=LINK_PEER6, hlim=2) / $mld" silence
done
counted "MLD report from nobody" neighbour 1 "ip6(src='::', dst='ff02::1', hlim=1) / ICMPv6Unknown(type=143, msgbody=bytes(20))" silence
group="Ether(dst='01:00:5e:00:00:01', src=PEER_MAC) / ip4(dst='224.0.0.1', proto=2,"
for kind in 0x11 0x12 0x16 0x17 0x22; do
	igmp="bytes([$kind]) + bytes(11)"
	counted "IGMP $kind" neighbour 1 "$group ttl=1) / ($igmp)"
	counted "IGMP $kind, TTL 2" closed-proto 1 "$group ttl=2) / ($igmp)" silence
	counted "IGMP $kind to the host alone" closed-proto 1 "ip4(proto=2, ttl=1) / ($igmp)"
done
counted "IGMP 0x13 is none" closed-proto 1 "$group ttl=1) / (bytes([0x13]) + bytes(11))" silence
counted "type 138 is none" invalid 1 "ip6(src=LINK_PEER6, hlim=255) / ICMPv6Unknown(type=138, msgbody=bytes(20))" silence

# The source of those who look for duplicates is nobody's to lose.
fw guard add tries 2/1m 'then' block
fw port add udp 53 guard tries
counted "datagrams from nobody, too many" guard 3 "[ip6(src='::') / UDP(sport=5000 + n, dport=53) / b'x' for n in range(5)]"
counted "a search for duplicates" neighbour 1 "Ether(dst='33:33:ff:00:00:01', src=PEER_MAC) / ip6(src='::', dst='ff02::1:ff00:1', hlim=255) / ICMPv6ND_NS(tgt=HOST6)"
counted "datagrams from one host: the third blocks it" guard 1 "[ip6() / UDP(sport=5000 + n, dport=53) / b'x' for n in range(5)]"
fw port del udp 53
fw guard del tries
fw guard add tries 2/1m mask6 64 'then' block
fw port add udp 53 guard tries
counted "datagrams from ::5, of ::/64: the third blocks it" guard 1 "[ip6(src='::5') / UDP(sport=5000 + n, dport=53) / b'x' for n in range(5)]"
counted "a search for duplicates is heard" neighbour 1 "Ether(dst='33:33:ff:00:00:01', src=PEER_MAC) / ip6(src='::', dst='ff02::1:ff00:1', hlim=255) / ICMPv6ND_NS(tgt=HOST6)"
fw port del udp 53
fw guard del tries

# A router's advertisement brings its route.
on fw sysctl -qw net.ipv6.conf.eth0.accept_ra=2
counted "a router advertisement" neighbour 1 "ip6(src=LINK_PEER6, dst='ff02::1', hlim=255) / ICMPv6ND_RA(routerlifetime=900)" silence
has_route() { ip -n fw -6 route show default | grep -q ' via fe80::ff:fe00:2 '; }
ok "and its route" wait_for has_route
done_testing
