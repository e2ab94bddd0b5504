#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The reverse-path filter, strict and loose, IPv4 and IPv6, and its exemptions.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

wire fw peer
ip -n fw link add eth9 type dummy
ip -n fw link set eth9 up
address fw eth9 10.9.0.1/24 fd09::1/64
ip -n fw route add 198.18.0.0/16 via 10.9.0.2
ip -n fw route add 198.18.5.0/24 via 10.0.0.2
ip -n fw -6 route add fd01::/16 via fd09::2
ip -n fw -6 route add fd01:5::/32 via fd00::2
fw enable
fw port add udp 53
start_frames peer
spawn fw socat -u UDP6-RECV:53,ipv6-v6only=0 OPEN:/dev/null
wait_for listening fw udp 53

passed() { # TEXT REASON EXPRESSION
	counted "$1" "$2" 1 "$3"
}
to4() { echo "ip4(src='$1')/UDP(sport=$((RANDOM + 10000)), dport=53)/b'x'"; }
to6() { echo "ip6(src='$1')/UDP(sport=$((RANDOM + 10000)), dport=53)/b'x'"; }

for mode in off strict loose; do
	fw set rpfilter $mode
	case $mode in off) there=port nowhere=port ours=port ;; strict) there=rpfilter nowhere=rpfilter ours=rpfilter ;; loose) there=port nowhere=rpfilter ours=rpfilter ;; esac
	passed "$mode: the way back is the way it came" port "$(to4 10.0.0.2)"
	passed "$mode: so it is by a route" port "$(to4 198.18.5.1)"
	passed "$mode: IPv6" port "$(to6 fd00::2)"
	passed "$mode: IPv6 by a route" port "$(to6 fd01:5::1)"
	passed "$mode: the way back leads elsewhere" "$there" "$(to4 198.18.0.1)"
	passed "$mode: IPv6" "$there" "$(to6 fd01::1)"
	passed "$mode: no way back" "$nowhere" "$(to4 203.0.113.1)"
	passed "$mode: IPv6" "$nowhere" "$(to6 2001:db8::1)"
	passed "$mode: our own address" "$ours" "$(to6 fd09::1)"
	passed "$mode: DHCP from a server with no way back" dhcp \
		"Ether(dst='ff:ff:ff:ff:ff:ff', src=PEER_MAC)/IP(src='203.0.113.1', dst='255.255.255.255')/UDP(sport=67, dport=68)/BOOTP(op=2)"
	passed "$mode: neighbour discovery" neighbour \
		"IPv6(src=LINK_PEER6, dst=LINK_HOST6, hlim=255)/ICMPv6ND_NS(tgt=LINK_HOST6)"
	passed "$mode: duplicate address detection" neighbour \
		"Ether(dst='33:33:ff:00:00:01', src=PEER_MAC)/IPv6(src='::', dst='ff02::1:ff00:1', hlim=255)/ICMPv6ND_NS(tgt=HOST6)"
	passed "$mode: link-local" port "IPv6(src=LINK_PEER6, dst=LINK_HOST6)/UDP(sport=9, dport=53)/b'x'"
done

# Before conntrack.
fw set rpfilter strict
on fw conntrack -F 2>/dev/null
frames "$(to4 203.0.113.7)" >/dev/null
is "what it drops is not in conntrack" "$(on fw conntrack -L -s 203.0.113.7 2>/dev/null)" ""

# Policy routing by mark: the tunnel is eth0, the default route leads elsewhere
# unless the mark of the connection says eth0, as wg-quick has it.
ip -n fw route add default via 10.9.0.2
ip -n fw -6 route add default via fd09::2
ip -n fw route add default via 10.0.0.2 table 51820
ip -n fw -6 route add default via fd00::2 table 51820
ip -n fw rule add fwmark 51820 table 51820
ip -n fw -6 rule add fwmark 51820 table 51820
passed "without a mark it comes the wrong way" rpfilter "$(to4 203.0.113.9)"
passed "IPv6" rpfilter "$(to6 2001:db8::9)"
on fw nft -f - <<'X'
table inet marks {
	chain restore { type filter hook prerouting priority mangle; ct mark != 0 meta mark set ct mark; }
	chain save { type route hook output priority mangle; udp sport 53 meta mark set 51820; udp dport 4000 meta mark set 51820; ct mark set meta mark; }
}
X
ip -n fw neigh replace 10.9.0.2 lladdr 02:00:00:00:09:02 dev eth9
ip -n fw -6 neigh replace fd09::2 lladdr 02:00:00:00:09:02 dev eth9
on fw bash -c 'echo x | socat -t 0 - UDP4:203.0.113.9:4000,sourceport=4001'
on fw bash -c 'echo x | socat -t 0 - UDP6:[2001:db8::9]:4000,sourceport=4001'
passed "the answer to a connection with that mark passes" established "ip4(src='203.0.113.9')/UDP(sport=4000, dport=4001)/b'x'"
passed "IPv6" established "ip6(src='2001:db8::9')/UDP(sport=4000, dport=4001)/b'x'"
passed "another packet of its sender does not" rpfilter "$(to4 203.0.113.9)"
done_testing
