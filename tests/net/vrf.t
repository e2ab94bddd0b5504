#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Within a VRF its device stands for the loopback interface: what this host
# sends to itself passes as lo, what a cable brings is judged.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
into_vrf fw blue
address fw blue 10.0.5.1/32 fd05::1/128
ip -n peer route add 10.0.5.1 via 10.0.0.1
ip -n peer -6 route add fd05::1 via fd00::1
silent_peer peer
start_frames peer
for server in TCP6-LISTEN UDP6-RECVFROM; do
	spawn fw socat "$server:80,fork,reuseaddr,ipv6-v6only=0,so-bindtodevice=blue" SYSTEM:'read -r _; echo heard'
done
wait_for listening fw tcp 80 && wait_for listening fw udp 80
fw enable

says() { # PROTO ADDRESS: what this host answers to itself
	echo hello | on fw timeout $((5 * ${SFW_SLOW:-1})) socat -t 4 - "$1:$2:80,so-bindtodevice=blue" 2>&1
}
for proto in TCP UDP; do
	was=$(packets lo)
	is "$proto, the address of an interface" "$(says "${proto}4" 10.0.0.1)" heard
	is "$proto, IPv6" "$(says "${proto}6" '[fd00::1]')" heard
	is "$proto, an address of the VRF itself" "$(says "${proto}4" 10.0.5.1)" heard
	is "$proto, IPv6" "$(says "${proto}6" '[fd05::1]')" heard
	ok "$proto: it passes as lo" test $(($(packets lo) - was)) -ge 4
done
fw set ping off
for addr in 10.0.0.1 10.0.5.1; do
	ok "a ping to $addr" on fw ping -c 1 -W 5 -I blue "$addr"
done
fw set ping on

# Blocked by mistake, and with the strictest reverse path: as with lo.
fw block add 10.0.0.1,10.0.5.1,fd00::1,fd05::1
fw set rpfilter strict
is "blocked and strict: TCP" "$(says TCP4 10.0.0.1)" heard
is "blocked and strict: IPv6" "$(says TCP6 '[fd05::1]')" heard
fw set rpfilter off
fw block del 10.0.0.1,10.0.5.1,fd00::1,fd05::1

# Not what comes from elsewhere, whatever it says of itself.
is "a cable brings it" "$(frames "ip4() / TCP(sport=1, dport=80)")" tcp:RA
is "IPv6" "$(frames "ip6() / TCP(sport=1, dport=80)")" tcp:RA
was="$(packets closed-udp) $(packets lo)"
frames "ip6(src='fd00::1') / UDP(sport=2, dport=80) / b'x'" >/dev/null
frames "ip6(src='fd05::1') / UDP(sport=2, dport=80) / b'x'" >/dev/null
is "from an own address: refused, not lo" "$was -> $(packets closed-udp) $(packets lo)" \
	"$was -> $((${was% *} + 2)) ${was#* }"
done_testing
