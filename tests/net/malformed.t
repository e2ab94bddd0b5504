#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Headers that are short or contradict themselves are counted as malformed and
# get no answer; whole packets in pieces are read right.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
start_talk
talk serve fw udp 53 >/dev/null
talk serve fw tcp 22 >/dev/null
fw enable
fw port add udp 53
fw port add tcp 22
start_frames peer

for ip in 'ip4(proto=' 'ip6(nh='; do
	for size in 1 4 13 19; do
		counted "$size bytes of TCP, ${ip%%(*}" malformed 1 "${ip}6) / Raw(raw(TCP(sport=1, dport=22))[:$size])" silence
	done
	counted "TCP with a header of 16 bytes, ${ip%%(*}" malformed 1 "${ip}6) / TCP(sport=1, dport=22, dataofs=4)" silence
	for size in 1 4 7; do
		counted "$size bytes of UDP, ${ip%%(*}" malformed 1 "${ip}17) / Raw(raw(UDP(sport=1, dport=53))[:$size])" silence
	done
	counted "8 bytes of SCTP, ${ip%%(*}" malformed 1 "${ip}132) / Raw(bytes(8))" silence
done
counted "4 bytes of ICMP" malformed 1 'ip4(proto=1) / Raw(bytes([8, 0, 0, 0]))' silence
counted "4 bytes of ICMPv6" malformed 1 'ip6(nh=58) / Raw(bytes([128, 0, 0, 0]))' silence
counted "an extension header longer than the packet" malformed 1 'ip6(nh=60) / Raw(bytes([6, 32]) + bytes(6))'
counted "half an extension header" malformed 1 'ip6(nh=60) / Raw(bytes([6, 0, 1]))'
counted "a total length that cuts the header" malformed 1 'ip4(len=30) / TCP(sport=1, dport=22)' silence

# What is in pieces, or not in one piece of memory.
big=$(printf 'x%.0s' {1..20000})
for addr in 10.0.0.1 fd00::1; do
	is "a flow of fragments to $addr" "$(talk pair big udp peer fw $addr 5000)" open
	counted "the first one to a closed port" closed-udp 1 "[e for e in fragment(ip4(id=9) / UDP(sport=5, dport=5001) / bytes(3000), 1000)]"
	fw port add udp 5000
	is "datagrams of 20000 bytes to $addr" "$(talk say big c "$big") $(talk say big s "$big")" "heard heard"
	fw port del udp 5000
	talk close big >/dev/null
	fw port add tcp 5000
	is "a connection to $addr" "$(talk pair bulk tcp peer fw $addr 5000)" open
	is "segments of 20000 bytes to $addr" "$(talk say bulk c "$big") $(talk say bulk s "$big")" "heard heard"
	fw port del tcp 5000
	talk close bulk >/dev/null
done
counted "tiny fragments of a SYN" port 1 '[e for e in fragment(ip4(id=10) / TCP(sport=7, dport=22), 8)]'
pieces() { # DATA_OF_THE_FIRST: of an IPv6 SYN with 44 bytes of data
	local syn='raw(ip6() / TCP(sport=8, dport=22) / bytes(44))[40:]'
	echo "[ip6() / IPv6ExtHdrFragment(nh=6, id=$1, offset=o // 8, m=int(o + $1 < 64)) / Raw($syn[o:o + $1]) for o in range(0, 64, $1)]"
}
counted "IPv6 fragments of a SYN" port 1 "$(pieces 32)"
counted "IPv6 fragments with half a TCP header: the kernel drops them (RFC 8200, 4.5)" port 0 "$(pieces 8)"
counted "IPv6 options before a SYN" port 1 'ip6() / IPv6ExtHdrHopByHop(options=[PadN(optdata=bytes(4))]) / IPv6ExtHdrDestOpt(options=[PadN(optdata=bytes(4))]) / TCP(sport=9, dport=22)'
counted "IPv4 options before a SYN" port 1 'ip4(options=Raw(bytes([1] * 40))) / TCP(sport=10, dport=22)'
counted "a lone fragment is never guessed" port 0 'ip4(proto=6, frag=1) / Raw(raw(TCP(sport=11, dport=22)))' silence
done_testing
