#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Trusted sources and interfaces, and protocols without ports.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
silent_peer peer
cable fw eth1 peer eth1
address fw eth1 10.0.1.1/24
address peer eth1 10.0.1.2/24
fw enable
start_frames peer

counted "gre at first" closed-proto 1 'ip4(proto=47) / Raw(bytes(8))'
fw proto add gre
counted "proto add gre" proto 1 'ip4(proto=47) / Raw(bytes(8))'
counted "over IPv6 too" proto 1 'ip6(nh=47) / Raw(bytes(8))'
counted "behind a destination option" proto 1 'ip6() / IPv6ExtHdrDestOpt(nh=47) / Raw(bytes(8))'
counted "but not esp" closed-proto 1 'ip4(proto=50) / Raw(bytes(16))'
fw proto del gre
counted "proto del gre" closed-proto 1 'ip4(proto=47) / Raw(bytes(9))'
fw proto add 253 from 10.0.0.2
counted "proto from" proto 1 'ip4(proto=253) / Raw(bytes(8))'
counted "proto from: not for others" closed-proto 1 'ip4(proto=253, src="10.0.0.9") / Raw(bytes(8))'
counted "proto from: not for IPv6" closed-proto 1 'ip6(nh=253) / Raw(bytes(8))'
fw proto add 252 dev eth1
counted "proto dev: not on another" closed-proto 1 'ip4(proto=252) / Raw(bytes(8))'
fw proto add 252 dev eth0
counted "proto dev" proto 1 'ip4(proto=252) / Raw(bytes(10))'
fw proto add 6in4
counted "6in4" proto 1 'ip4(proto=41) / IPv6()'
counted "icmp timestamps at first" closed-proto 1 'ip4() / ICMP(type=13, id=1)'
fw proto add icmp
counted "proto add icmp" proto 1 'ip4() / ICMP(type=13, id=2)' icmp:14
like "proto list" "$(fw proto list)" '^gre|^icmp'
like "an entry counts its packets" "$(on fw grep '^proto 1 ' /proc/net/sfw/ports)" '^proto 1 packets 1 bytes [1-9]'

# Trust.
syn='TCP(sport=PORT, dport=80)'
try() { echo "$1() / ${syn/PORT/$((port += 1))}"; }
port=2000
counted "a stranger" closed-tcp 1 "$(try ip4)" tcp:RA; port=2001
fw trust add from 10.0.0.0/24
counted "trust from" trusted 1 "$(try ip4)"; port=2002
counted "trust from: also what is invalid" trusted 1 "ip4() / TCP(sport=2050, dport=80, flags='FPU')"
counted "trust from: also what is malformed" trusted 1 "ip4(proto=6) / Raw(b'1234')"
counted "trust from: not for IPv6" closed-tcp 1 "$(try ip6)" tcp:RA; port=2003
fw trust add from fd00::/64
counted "trust from, IPv6" trusted 1 "$(try ip6)"; port=2004
fw trust del from 10.0.0.0/24
counted "trust del" closed-tcp 1 "$(try ip4)" tcp:RA; port=2005
fw trust add dev eth1
counted "trust dev: not another one" closed-tcp 1 "$(try ip4)" tcp:RA; port=2006
start_talk
before=$(packets trusted)
talk probe peer udp 10.0.1.1 4444 >/dev/null
is "trust dev" "$(($(packets trusted) - before))" 1
fw flush
counted "flush ends all trust" closed-tcp 1 "$(try ip6)" tcp:RA
done_testing
