#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Whom the scan trick never lists: who sends stray segments, broadcast or
# multicast, and peers that hold a live connection. The article's own rules
# list the first (xt_recent defect 3).
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

wire fw peer
wire ref refpeer
fw enable
fw port add tcp 22,5000
fw set scan tcp,udp
on ref iptables-legacy-restore <<'X'
*filter
:INPUT DROP
:TCP -
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -m conntrack --ctstate INVALID -j DROP
-A INPUT -p icmp -m icmp --icmp-type 8 -m conntrack --ctstate NEW -j ACCEPT
-A INPUT -p tcp --tcp-flags FIN,SYN,RST,ACK SYN -m conntrack --ctstate NEW -j TCP
-A INPUT -p tcp -m recent --set --name TCP-PORTSCAN -j REJECT --reject-with tcp-reset
-A TCP -p tcp -m recent --update --seconds 60 --name TCP-PORTSCAN -j REJECT --reject-with tcp-reset
-A TCP -p tcp --dport 22 -j ACCEPT
COMMIT
X
start_talk
start_frames peer
start_helper ref_frames "$python" "$net_dir/lib/frames.py" refpeer
talk serve fw tcp 22 >/dev/null
talk serve ref tcp 22 >/dev/null

nobody() { is "$1: nobody is listed" "$(listed tcp-portscan)$(listed udp-portscan)" ""; }

ack='ip4()/TCP(sport=4000, dport=22, flags="A")'
is "a stray ACK to an open port is answered with RST" "$(frames "$ack")" tcp:R
nobody "a stray ACK to an open port"
is "the next connect succeeds" "$(try tcp 10.0.0.1 22)" open
is "the article's rules answer it alike" "$(ask_helper ref_frames "$ack")" tcp:R
like "but list its sender (xt_recent defect 3)" "$(on ref cat /proc/net/xt_recent/TCP-PORTSCAN)" 'src=10.0.0.2 '
is "and refuse its next connect" "$(talk probe refpeer tcp 10.0.0.1 22)" ECONNREFUSED

for flags in A FA SA R RA F FPU '' SF SR; do
	frames "[ip4()/TCP(sport=4001, dport=p, flags='$flags') for p in (22, 80)]" >/dev/null
	frames "[ip6()/TCP(sport=4001, dport=p, flags='$flags') for p in (22, 80)]" >/dev/null
done
nobody "stray segments that are no SYN, to open and closed ports"

all='Ether(dst="ff:ff:ff:ff:ff:ff", src=PEER_MAC)/'
frames "$all ip4(dst='10.0.0.255')/UDP(sport=137, dport=137)/b'x'" >/dev/null
frames "$all ip4(dst='255.255.255.255')/UDP(sport=9, dport=9)/b'x'" >/dev/null
frames "$all ip4(dst='10.0.0.255')/TCP(sport=9, dport=9, flags='S')" >/dev/null
nobody "broadcast"
frames "$all ip4()/UDP(sport=9, dport=9)/b'x'" >/dev/null
nobody "unicast in a broadcast frame"
frames "Ether(dst='01:00:5e:00:00:fb', src=PEER_MAC)/ip4(dst='224.0.0.251')/UDP(sport=5353, dport=5353)/b'x'" >/dev/null
frames "Ether(dst='01:00:5e:00:00:01', src=PEER_MAC)/ip4(dst='224.0.0.1')/TCP(sport=9, dport=9, flags='S')" >/dev/null
frames "Ether(dst='33:33:00:00:00:01', src=PEER_MAC)/ip6(dst='ff02::1')/UDP(sport=5353, dport=5353)/b'x'" >/dev/null
frames "Ether(dst='33:33:00:00:00:01', src=PEER_MAC)/ip6(dst='ff02::1')/TCP(sport=9, dport=9, flags='S')" >/dev/null
nobody "multicast"

# A live connection, either way.
spared() { # TEXT CLIENT SERVER ADDR PORT, the peer's address of that family, ours
	is "$1: it stands" "$(talk pair live "$2" "$3" "$4" "$5" "$6")" open
	try tcp "$8" 81 >/dev/null
	try udp "$8" 81 >/dev/null
	nobody "$1, its peer tries closed ports"
	is "$1: the peer sees port 22 open" "$(try tcp "$8" 22)" open
	talk close live >/dev/null
	wait_for conntrack_gone "$6"
}
conntrack_gone() { ! on fw conntrack -L 2>/dev/null | grep "port=$1 " | grep -q ESTABLISHED; }
on peer true
spared "a connection in" tcp peer fw 10.0.0.1 5000 10.0.0.2 10.0.0.1
spared "a connection out" tcp fw peer 10.0.0.2 6000 10.0.0.2 10.0.0.1
spared "a connection in over IPv6" tcp peer fw fd00::1 5000 fd00::2 fd00::1
spared "a connection out over IPv6" tcp fw peer fd00::2 6000 fd00::2 fd00::1
talk pair first tcp peer fw 10.0.0.1 5000 >/dev/null
talk pair second tcp fw peer 10.0.0.2 6000 >/dev/null
talk close first >/dev/null
wait_for conntrack_gone 5000
try tcp 10.0.0.1 81 >/dev/null
nobody "the second of two connections stands, its peer tries a closed port"
talk close second >/dev/null
wait_for conntrack_gone 6000
try tcp 10.0.0.1 81 >/dev/null
try tcp fd00::1 81 >/dev/null
is "without a connection it is listed" "$(listed tcp-portscan)" "10.0.0.2 fd00::2"
fw flush lists

# Of several connections, those that stay while others come and go.
for n in 0 1 2; do talk pair "of_three$n" tcp fw peer 10.0.0.2 "600$n" >/dev/null; done
for n in 2 0; do
	talk close "of_three$n" >/dev/null
	wait_for conntrack_gone "600$n"
done
try tcp 10.0.0.1 81 >/dev/null
nobody "the second of three connections stands, its peer tries a closed port"
fw flush lists
talk close of_three1 >/dev/null
wait_for conntrack_gone 6001
spawn fw socat -U TCP-LISTEN:5000,fork,reuseaddr 'SYSTEM:echo open; sleep 9999'
server=$spawned
wait_for listening fw tcp 5000
half_open() { [ "$(on fw ss -tnH state syn-recv | wc -l)" = "$1" ]; }
on peer iptables-legacy -A INPUT -p tcp --tcp-flags SYN,ACK SYN,ACK -j DROP
spawn peer socat -u TCP:10.0.0.1:5000 -
first=$spawned first_log=$spawned_log
wait_for half_open 1
spawn peer socat -u TCP:10.0.0.1:5000 -
ok "two begin at once" wait_for half_open 2
on peer iptables-legacy -F INPUT
ok "one opens" wait_for grep -q open "$first_log"
ok "and the other" wait_for grep -q open "$spawned_log"
kill "$spawned"
left() { [ "$(on fw conntrack -L -p tcp --dport 5000 2>/dev/null | grep -c ESTABLISHED)" = "$1" ]; }
ok "the second ends" wait_for left 1
try tcp 10.0.0.1 81 >/dev/null
nobody "the first of two that began at once stands, its peer tries a closed port"
kill "$first" "$server"
wait_for left 0
fw flush lists

# A port that a local socket holds, open or not: answers to its own questions come so.
spawn fw socat -u UDP6-RECV:7777,ipv6only=0 "CREATE:$tmp/heard"
wait_for listening fw udp 7777
try udp 10.0.0.1 7777 >/dev/null
try udp fd00::1 7777 >/dev/null
nobody "UDP to a port that a local socket holds"
is "it is refused all the same" "$(try udp 10.0.0.1 7777)" ECONNREFUSED
try udp 10.0.0.1 7778 >/dev/null
is "UDP to one that none holds lists its sender" "$(listed udp-portscan)" 10.0.0.2
fw flush lists

fw port add udp 5001
is "an answered UDP flow stands" "$(talk pair flow udp peer fw 10.0.0.1 5001) $(talk speak flow c)" "open heard"
try udp 10.0.0.1 81 >/dev/null
nobody "an answered UDP flow, its peer tries a closed port"

# Connections that began before the trick was on: known to conntrack, or direct.
for direct in off on; do
	fw set scan off
	fw set direct "$direct"
	talk pair "old_$direct" tcp peer fw fd00::1 5000 >/dev/null
	fw set scan tcp,udp
	talk speak "old_$direct" c >/dev/null
	try tcp fd00::1 81 >/dev/null
	nobody "a connection older than the setting, direct $direct, its peer tries a closed port"
	talk close "old_$direct" >/dev/null
done
done_testing
