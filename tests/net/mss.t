#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A capped MSS leaves the checksum right, wherever in the header the option stands.
# In check-full: every place of the option.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/gateway.sh"

gateway_world
listen inet tcp 80
ip -n fw link set wan0 mtu 1400
fw lan add dev lan0
fw enable

# A SYN whose option has so many NOPs before it; prints what the far end heard.
syn() { # ADDRESS NOPS
	spawn inet tcpdump -n -l -vv -i eth0 -c 1 "tcp[tcpflags] & tcp-syn != 0 or (ip6 and ip6[6] == 6)"
	wait_for grep -q 'listening on' "$spawned_log"
	on client "$python" - "$1" "$2" <<-'PYTHON' >/dev/null 2>&1
		import sys
		from scapy.all import IP, TCP, IPv6, send
		to, nops = sys.argv[1], int(sys.argv[2])
		ip = IPv6(src="2001:db8:1::10", dst=to) if ":" in to else IP(dst=to)
		send(ip / TCP(sport=5000 + nops, dport=80, flags="S", options=[("NOP", None)] * nops + [("MSS", 1460)]))
	PYTHON
	wait_for grep -q mss "$spawned_log"
	grep -oE '\((in)?correct\)|mss [0-9]+' "$spawned_log" | paste -sd' '
}
for nops in 0 1 2 3; do
	is "behind $nops NOPs" "$(syn 198.51.100.2 $nops)" "(correct) mss 1360"
	is "behind $nops NOPs, IPv6" "$(syn 2001:db8:9::2 $nops)" "(correct) mss 1340"
done

# What AH carries is not to be changed.
spawn inet tcpdump -n -l -vv -i eth0 -c 2 "ip proto 51 or ip6 proto 51"
wait_for grep -q 'listening on' "$spawned_log"
on client "$python" - <<-'PYTHON' >/dev/null 2>&1
	from scapy.all import IP, TCP, IPv6, Raw, raw, send
	from scapy.layers.ipsec import AH
	for ip in IP(src="192.168.1.10", dst="198.51.100.2"), IPv6(src="2001:db8:1::10", dst="2001:db8:9::2"):
	    tcp = raw(ip / TCP(sport=6000, dport=80, flags="S", options=[("MSS", 1460)]))[len(raw(ip)):]
	    send(ip / AH(nh=6, payloadlen=1, spi=1, seq=1, icv=b"") / Raw(tcp))
PYTHON
heard() { [ "$(grep -c mss "$spawned_log")" = 2 ]; }
wait_for heard
is "in AH" "$(grep -oE '\((in)?correct\)|mss [0-9]+' "$spawned_log" | paste -sd' ')" "(correct) mss 1460 (correct) mss 1460"
done_testing
