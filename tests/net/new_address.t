#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A gateway that masquerades says nothing about connections that it does not know in the
# name of an address that came a moment ago: a pair of gateways may have passed it on.
# In check-full: a pair of gateways, several times.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
silent_peer peer
set_sysctl fw net.ipv4.tcp_synack_retries=0
start_frames peer
host inside
cable fw lan0 inside eth0
address fw lan0 192.168.1.1/24
listen fw tcp 22
fw port add tcp 22
fw lan add dev eth0
fw enable

ack4() { echo "ip4(dst='$1') / TCP(sport=$2, dport=22, flags='A', seq=7, ack=9)"; }
ack6() { echo "ip6(dst='$1') / TCP(sport=$2, dport=22, flags='A', seq=7, ack=9)"; }
come() { # LAST_BYTE
	address fw eth0 "10.0.0.$1/24" "fd00::$1/64"
}
asked() { # WORDS...: verdict and line of test
	fw test "$@" | sed -n 's/^\(verdict\|reason\|line\) *//p' | xargs
}
old() { [ "$(frames "$(ack4 "10.0.0.$1" 1999)")" = tcp:R ] && [ "$(frames "$(ack6 "fd00::$1" 1999)")" = tcp:R ]; }

# Where nothing is translated, nothing changes.
come 7
counted "a server's new address: an ACK" not-syn 1 "$(ack4 10.0.0.7 2000)" tcp:R
counted "of IPv6" not-syn 1 "$(ack6 fd00::7 2000)" tcp:R

fw masquerade add 10.0.0.0/24 out lan0 to 192.168.1.9
fw masquerade add fd00::/64 out eth0
ok "an address becomes an old one" wait_for old 1
come 8
counted "a gateway's new address: an ACK" not-syn 1 "$(ack4 10.0.0.8 2001)" silence
counted "of IPv6" not-syn 1 "$(ack6 fd00::8 2001)" silence
counted "data" not-syn 1 "ip4(dst='10.0.0.8') / TCP(sport=2002, dport=22, flags='PA', seq=7, ack=9) / b'data'" silence
counted "its old address: an ACK" not-syn 1 "$(ack4 10.0.0.1 2003)" tcp:R
counted "of IPv6" not-syn 1 "$(ack6 fd00::1 2003)" tcp:R
counted "its new address: a closed port" closed-tcp 1 "ip4(dst='10.0.0.8') / TCP(sport=2004, dport=23)" tcp:RA
is "a new connection" "$(frames "ip4(dst='10.0.0.8') / TCP(sport=2005, dport=22)")" tcp:SA

# Likewise for segments that would be hidden behind it; others pass. And for what servers
# behind forwarded ports say, while any address is new where it would leave.
fw forward add udp 8000 in lan0 to 10.0.0.2:80
fw forward add udp 8000 in lan0 to '[fd00::2]:80'
fw forward add tcp 8000 in lan0 to '[fd00::2]:80'
address fw lan0 fd01::1/64
served='[fd00::2]:80 to [fd01::2]:40000 in eth0'
through='tcp 10.0.0.2:2006 to 192.168.1.2:80 in eth0'
lan='^accept lan .*lan add dev eth0$'
# shellcheck disable=SC2086
{
	like "hidden by an address that is not there" "$(asked $through flags A)" "$lan"
	ip -n fw addr add 192.168.1.9/24 dev lan0
	like "by one that has come: a segment" "$(asked $through flags A)" 'not-syn'
	unlike "  no line says so" "$(asked $through flags A)" 'lan0|set reject'
	like "  a new connection" "$(asked $through)" "$lan"
	like "  UDP" "$(asked udp 10.0.0.2:81 to 192.168.1.2:80 in eth0)" "$lan"
	like "  UDP of a server" "$(asked udp 10.0.0.2:80 to 192.168.1.2:40000 in eth0)" 'not-syn'
	like "  of IPv6, hidden by no address" "$(asked udp $served)" 'not-syn'
	like "  its segment" "$(asked tcp $served flags A)" 'not-syn'
	like "  its SYN" "$(asked tcp $served)" "$lan"
	like "  its segment from another port" "$(asked tcp ${served/80/81} flags A)" "$lan"
	like "  not hidden" "$(asked tcp 10.0.0.2:2006 to 192.168.1.2:80 in lan0 flags A)" 'no-forward'
	is_over() { asked $through flags A | grep -q "$lan"; }
	ok "  soon it passes" wait_for is_over
	is "  what a server says, too" "$(asked udp $served) $(asked tcp $served flags A)" "$(asked tcp $served) $(asked tcp $served)"
}
ok "the new one becomes an old one" wait_for old 8
counted "then an ACK is answered" not-syn 1 "$(ack4 10.0.0.8 2007)" tcp:R
counted "of IPv6" not-syn 1 "$(ack6 fd00::8 2007)" tcp:R
done_testing
