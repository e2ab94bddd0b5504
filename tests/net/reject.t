#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# How closed ports answer, for each value of reject4 and reject6: the bytes of
# iptables -j REJECT, and of a kernel without a firewall where it says the same.
# On the stock kernel too: the answers of a real build.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
wire ref refpeer
wire bare barepeer
for ns in fw ref bare; do
	on $ns ethtool -K eth0 tx off >/dev/null
done
for ns in peer refpeer barepeer; do
	silent_peer $ns
done
fw enable
start_frames peer refpeer

rules() { # TOOL FOR_UDP FOR_OTHERS ICMP
	on ref "$1" -F
	on ref "$1" -A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT
	on ref "$1" -A INPUT -p "$4" -j ACCEPT
	if [ "$2" = drop ]; then
		on ref "$1" -A INPUT -j DROP
		return
	fi
	on ref "$1" -A INPUT -p tcp -j REJECT --reject-with tcp-reset
	on ref "$1" -A INPUT -p udp -j REJECT --reject-with "$2"
	on ref "$1" -A INPUT -j REJECT --reject-with "$3"
}
rules4() { rules iptables-legacy "$1" "${2:-}" icmp; }
rules6() { rules ip6tables-legacy "$1" "${2:-}" icmpv6; }

port=3000
answers() { # TEXT ip4|ip6 TCP UDP OTHER
	port=$((port + 1))
	is "$1: tcp SYN" "$(frames "$2() / TCP(sport=$port, dport=80, seq=7)")" "$3"
	is "$1: tcp SYN with data" "$(frames "$2() / TCP(sport=$port, dport=81, seq=7) / b'data'")" "$3"
	is "$1: tcp ACK" "$(frames "$2() / TCP(sport=$port, dport=82, flags='A', seq=7, ack=9)")" "${3%A}"
	is "$1: udp" "$(frames "$2() / UDP(sport=$port, dport=80) / b'data'")" "$4"
	is "$1: udp of 1400 bytes" "$(frames "$2() / UDP(sport=$port, dport=81) / bytes(1400)")" "$4"
	is "$1: sctp INIT" "$(frames "$2() / SCTP(sport=$port, dport=80) / SCTPChunkInit(init_tag=1)")" "$5"
	is "$1: protocol 253" "$(frames "summed($2(), 253)")" "$5"
}

rules4 icmp-port-unreachable icmp-proto-unreachable
answers "reject4 rfc" ip4 tcp:RA unreachable:port unreachable:protocol
rules4 icmp-admin-prohibited icmp-admin-prohibited
fw set reject4 admin
answers "reject4 admin" ip4 tcp:RA unreachable:admin unreachable:admin
rules4 drop
fw set reject4 drop
closed=$(packets closed-tcp)
answers "reject4 drop" ip4 silence silence silence
is "what is dropped is counted" "$(($(packets closed-tcp) - closed))" 2

rules6 icmp6-adm-prohibited icmp6-adm-prohibited
answers "reject6 admin" ip6 tcp:RA unreachable:admin unreachable:admin
rules6 icmp6-port-unreachable icmp6-port-unreachable
fw set reject6 rfc
answers "reject6 rfc" ip6 tcp:RA unreachable:port unreachable:port
rules6 drop
fw set reject6 drop
answers "reject6 drop" ip6 silence silence silence

# The kernel's own answers.
fw set reject4 rfc
fw set reject6 rfc
start_helper frames "$python" "$net_dir/lib/frames.py" peer barepeer
port=4000
for ip in ip4 ip6; do
	is "$ip: tcp SYN as without a firewall" "$(frames "$ip() / TCP(sport=4001, dport=80, seq=7)")" tcp:RA
	is "$ip: tcp ACK as without a firewall" "$(frames "$ip() / TCP(sport=4001, dport=81, flags='A', seq=7, ack=9)")" tcp:R
	is "$ip: udp as without a firewall" "$(frames "$ip() / UDP(sport=4001, dport=80) / b'data'")" unreachable:port
done
is "ip4: protocol 253 as without a firewall" "$(frames "summed(ip4(), 253)")" unreachable:protocol
done_testing
