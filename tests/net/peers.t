#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Connections that are older than the scan trick are found while older ones of
# the same peers expire: conntrack's locks and the list's in one order.
# On the stock kernel too: there is nothing to wait for with one processor.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

wire fw peer
start_talk
crowd fw
ip -n peer route add local 198.18.0.0/15 dev lo
talk serve fw udp 5001 >/dev/null
fw port add udp 5001
fw set scan tcp,udp
fw enable

# Datagrams from many addresses of "peer"; prints how many were echoed.
sources=2000
datagrams() { # SOURCE_PORT
	on peer "$python" - "$sources" "$1" <<-'PYTHON'
		import socket, struct, sys
		count, port = map(int, sys.argv[1:])
		sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
		sock.bind(("", port))
		sock.settimeout(30)
		for n in range(count):
		    source = struct.pack("I4s4s", 0, bytes([198, 18, n >> 8, n & 255]), bytes(4))
		    sock.sendmsg([b"x"], [(socket.IPPROTO_IP, 8, source)], 0, ("10.0.0.1", 5001))
		    sock.recv(1)	# IP_PKTINFO is 8
		print(count)
	PYTHON
}
set_sysctl fw net.netfilter.nf_conntrack_udp_timeout=$((slow * 4))
is "each has a connection" "$(datagrams 7000)" "$sources"
expires=$((SECONDS + slow * 4 + 1))
set_sysctl fw net.netfilter.nf_conntrack_udp_timeout=600
is "and one more, that lasts" "$(datagrams 7001)" "$sources"
fw set scan off
is_time() { [ "$SECONDS" -ge "$expires" ]; }
wait_for is_time
ok "the trick begins when the first ones have expired" fw set scan tcp,udp

try udp 10.0.0.1 81 198.18.0.7 >/dev/null
is "a peer of the second ones is not listed" "$(listed udp-portscan)" ""
try udp 10.0.0.1 81 198.18.255.7 >/dev/null
is "a stranger is" "$(listed udp-portscan)" 198.18.255.7

# Both sides have sent a SYN when the trick begins; only then they answer.
simultaneous() { on fw conntrack "$1" -p tcp -s 10.0.0.1 -d 198.18.9.9 --sport 4000 --dport 80 "${@:2}"; }
fw set scan off
ok "a simultaneous open" simultaneous -I --state SYN_SENT2 --timeout 600
fw set scan tcp,udp
ok "it is open" simultaneous -U --state ESTABLISHED
try udp 10.0.0.1 81 198.18.9.9 >/dev/null
is "its peer is not listed" "$(listed udp-portscan)" 198.18.255.7
done_testing
