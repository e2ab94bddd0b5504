#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A second router on the same link: this one sees what the hosts send to a network
# behind that one, and not the answers, so conntrack finds all but the SYN invalid.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/gateway.sh"

#	client --+
#	         +-- switch -- lan0 fw wan0 -- inet
#	other ---+
#	other far0 -- far 10.9.0.2, fd09::2
gateway_world
host other far
cable other eth0 switch other
ip -n switch link set other master br0
gateway_end other eth0 192.168.1.30/24 fd01::30/64
cable other far0 far eth0
gateway_end other far0 10.9.0.1/24 fd09::1/64
gateway_end far eth0 10.9.0.2/24 fd09::2/64
ip -n far route add default via 10.9.0.1
ip -n far -6 route add default via fd09::1
on other sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n fw route add 10.9.0.0/24 via 192.168.1.30
ip -n fw -6 route add fd09::/64 via fd01::30
ip -n client -6 route add fd09::/64 via fd01::1
on fw sysctl -qw net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.lan0.send_redirects=0
on client sysctl -qw net.ipv4.conf.all.accept_redirects=0 net.ipv4.conf.eth0.accept_redirects=0 \
	net.ipv6.conf.eth0.accept_redirects=0
start_talk
web far 80 "the far"
web inet 80 "the world"
web client 81 "the client"
fw lan add dev lan0
fw enable
wait_for on fw ping -c 1 -W 1 10.9.0.2 && wait_for on fw ping -c 1 -W 1 fd09::2

like "invalid drop: the connection hangs" "$(fetch client 10.9.0.2)" 'timed out|Timeout'
ok "counted" test "$(packets invalid)" -ge 1
fw set invalid lan
is "invalid lan" "$(fetch client 10.9.0.2)" "the far"
is "IPv6" "$(fetch client '[fd09::2]')" "the far"
ok "as lan" test "$(packets lan)" -ge 4
is "kept" "$(fw save - | grep invalid)" "set invalid lan"
asked() { fw test "$@" state invalid flags A | sed -n 's/^reason *\([a-z-]*\).*/\1/p; s/^line *//p' | xargs; }
is "test says so" "$(asked tcp 192.168.1.10 to 10.9.0.2:80 in lan0)" "lan lan add dev lan0"
is "not to the outside" "$(asked tcp 192.168.1.10 to 198.51.100.2:80 in lan0)" invalid
is "nor from there" "$(asked tcp 198.51.100.2 to 192.168.1.10:81 in wan0)" invalid
is "TCP alone" "$(fw test udp 192.168.1.10 to 10.9.0.2:80 in lan0 state invalid | sed -n 's/^reason *\([a-z-]*\).*/\1/p')" invalid
is "to this host as ever" "$(asked tcp 192.168.1.10 to 192.168.1.1:80 in lan0)" invalid

# On the wire: an ACK of nothing, from inside to the outside, and from outside.
fw masquerade add 192.168.1.0/24 out wan0
on fw sysctl -qw net.netfilter.nf_conntrack_tcp_loose=0
before=$(packets invalid)
segment() { on "$1" "$python" -c 'import sys
from scapy.all import IP, TCP, send
send(IP(dst=sys.argv[1]) / TCP(sport=4000, dport=int(sys.argv[2]), flags="FA", seq=5, ack=9), verbose=0)' "$2" "$3" 2>/dev/null; }
segment inet 192.168.1.10 81
segment client 198.51.100.2 80
more() { [ "$(packets invalid)" = $((before + 2)) ]; }
ok "neither passes" wait_for more
fw set invalid drop
like "drop again" "$(fetch client 10.9.0.2)" 'timed out|Timeout'
status_is "a wrong word" 2 fw set invalid yes
done_testing
