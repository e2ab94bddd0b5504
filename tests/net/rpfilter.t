#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The reverse-path filter, strict and loose, IPv4 and IPv6, and its exemptions.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

wire fw peer
ip -n fw link add eth9 type dummy
ip -n fw link set eth9 up
address fw eth9 10.9.0.1/24 fd09::1/64 fe80::9/64
ip -n fw route add 198.18.0.0/16 via 10.9.0.2
ip -n fw route add 198.18.5.0/24 via 10.0.0.2
ip -n fw -6 route add fd01::/16 via fd09::2
ip -n fw -6 route add fd01:5::/32 via fd00::2
# Two ways of the same worth; and a way for some service, and to some port, alone.
ip -n fw -6 route add 2001:db8:e::/48 nexthop via fd00::2 nexthop via fd09::2
ip -n fw rule add tos 0x10 lookup 20
ip -n fw rule add ipproto udp dport 5060 lookup 20
ip -n fw route add 198.19.0.0/16 via 10.0.0.2 table 20
ip -n fw -6 rule add tos 0x10 lookup 20
ip -n fw -6 rule add ipproto udp dport 5060 lookup 20
ip -n fw -6 route add 2001:db8:19::/48 via fd00::2 table 20
fw enable
fw port add udp 53,5353
start_frames peer
spawn fw socat -u UDP6-RECV:53,ipv6-v6only=0 OPEN:/dev/null
wait_for listening fw udp 53

passed() { # TEXT REASON EXPRESSION
	counted "$1" "$2" 1 "$3"
}
# TEXT EXPRESSION: it belongs to a connection, as does the ping of frames.py.
belongs() {
	counted "$1" established 2 "$2"
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
	passed "$mode: our own address of the link" "$ours" "$(to6 fe80::ff:fe00:1)"
	passed "$mode: one that we have on another link" port "IPv6(src='fe80::9', dst=LINK_HOST6)/UDP(sport=9, dport=53)/b'x'"
	counted "$mode: two ways back, this is one" port 20 "[ip6(src=f'2001:db8:e::{n}')/UDP(sport=9, dport=53)/b'x' for n in range(20)]"
	passed "$mode: the way back is for another service" "$nowhere" "ip4(src='198.19.0.1')/UDP(sport=9, dport=53)/b'x'"
	passed "$mode: IPv6" "$nowhere" "ip6(src='2001:db8:19::1')/UDP(sport=9, dport=53)/b'x'"
	passed "$mode: for its service" port "ip4(src='198.19.0.1', tos=0x13)/UDP(sport=9, dport=53)/b'x'"
	passed "$mode: IPv6" port "ip6(src='2001:db8:19::1', tc=0x13)/UDP(sport=9, dport=53)/b'x'"
	passed "$mode: for its port" port "ip4(src='198.19.0.1')/UDP(sport=5060, dport=53)/b'x'"
	passed "$mode: IPv6" port "ip6(src='2001:db8:19::1')/UDP(sport=5060, dport=53)/b'x'"
	passed "$mode: DHCP from a server with no way back" dhcp \
		"Ether(dst='ff:ff:ff:ff:ff:ff', src=PEER_MAC)/IP(src='203.0.113.1', dst='255.255.255.255')/UDP(sport=67, dport=68)/BOOTP(op=2)"
	passed "$mode: DHCPv6 from a server with a way back elsewhere" dhcp \
		"IPv6(src='fd01::1', dst=LINK_HOST6)/UDP(sport=547, dport=546)/DHCP6_Advertise(trid=1)"
	case $mode in off) told=dhcp ;; *) told=rpfilter ;; esac
	passed "$mode: DHCPv6 from ourselves" $told "IPv6(src=LINK_HOST6, dst=LINK_HOST6)/UDP(sport=547, dport=546)/DHCP6_Advertise(trid=1)"
	passed "$mode: neighbour discovery" neighbour \
		"IPv6(src=LINK_PEER6, dst=LINK_HOST6, hlim=255)/ICMPv6ND_NS(tgt=LINK_HOST6)"
	passed "$mode: with a way back elsewhere" neighbour "IPv6(src='fd01::1', dst=HOST6, hlim=255)/ICMPv6ND_NS(tgt=HOST6)"
	passed "$mode: somebody else has our address" neighbour \
		"Ether(dst='33:33:00:00:00:01', src=PEER_MAC)/IPv6(src=HOST6, dst='ff02::1', hlim=255)/ICMPv6ND_NA(tgt=HOST6)"
	passed "$mode: duplicate address detection" neighbour \
		"Ether(dst='33:33:ff:00:00:01', src=PEER_MAC)/IPv6(src='::', dst='ff02::1:ff00:1', hlim=255)/ICMPv6ND_NS(tgt=HOST6)"
	passed "$mode: link-local" port "IPv6(src=LINK_PEER6, dst=LINK_HOST6)/UDP(sport=9, dport=53)/b'x'"
done

# Packets of this host to a group come back to those on it that listen.
loops() { # TEXT LISTENER SENDER
	spawn fw socat -u "$2" "CREATE:$tmp/heard"
	wait_for listening fw udp 5353
	on fw bash -c "echo x | socat -t 0 - $3"
	ok "$mode: $1 is heard here" wait_for 5 test -s "$tmp/heard"
	end_process "$spawned"
	rm -f "$tmp/heard"
}
ip -n fw route add 224.0.0.0/4 dev eth0
for mode in strict loose; do
	fw set rpfilter $mode
	loops "a group" UDP4-RECV:5353,ip-add-membership=224.0.0.251:10.0.0.1 UDP4-DATAGRAM:224.0.0.251:5353
	loops "a group of IPv6" "UDP6-RECV:5353,ipv6-join-group=[ff02\\:\\:fb]:eth0" 'UDP6-DATAGRAM:[ff02::fb%eth0]:5353'
	loops "a broadcast" UDP4-RECV:5353 UDP4-DATAGRAM:10.0.0.255:5353,broadcast
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
on fw bash -c 'echo x | socat -t 0 - UDP4:203.0.113.9:4000,bind=10.0.0.1:4001'
on fw bash -c 'echo x | socat -t 0 - UDP6:[2001:db8::9]:4000,bind=[fd00::1]:4001'
belongs "the answer to a connection with that mark passes" "ip4(src='203.0.113.9')/UDP(sport=4000, dport=4001)/b'x'"
belongs "IPv6" "ip6(src='2001:db8::9')/UDP(sport=4000, dport=4001)/b'x'"
passed "another packet of its sender does not" rpfilter "$(to4 203.0.113.9)"

# By its mark a connection has a way back, and not before: loose takes any way.
ip -n fw route add unreachable 203.0.111.0/24
ip -n fw -6 route add unreachable 2001:db8:111::/48
ip -n fw rule add fwmark 51821 table 51821
ip -n fw -6 rule add fwmark 51821 table 51821
ip -n fw route add default via 10.9.0.2 table 51821
ip -n fw -6 route add default via fd09::2 table 51821
for ends in "10.0.0.1 203.0.111.9" "fd00::1 2001:db8:111::9"; do
	# shellcheck disable=SC2086
	set -- $ends
	ok "a connection to $2 is marked" on fw conntrack -I -p udp -s "$1" -d "$2" --sport 53 --dport 4000 -t 600 -m 51821
done
far4="ip4(src='203.0.111.9')/UDP(sport=4000, dport=53)/b'x'"
far6="ip6(src='2001:db8:111::9')/UDP(sport=4000, dport=53)/b'x'"
fw set rpfilter strict
passed "strict: its way back is by another interface" rpfilter "$far4"
passed "strict: IPv6" rpfilter "$far6"
fw set rpfilter loose
belongs "loose: that is enough" "$far4"
belongs "loose: IPv6" "$far6"
done_testing
