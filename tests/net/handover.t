#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Connections that are half open when packets cease to go direct: to connection tracking
# they are no more than that, and they open all the same.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

wire fw peer
ip -n fw route add 198.18.0.0/15 via 10.0.0.2
start_talk
start_frames peer
fw enable
fw port add tcp 22,5000-5002
# Each keeps all of its connections.
for port in 5000 5001 5002; do
	spawn fw socat -U "TCP6-LISTEN:$port,fork,reuseaddr,ipv6only=0" "SYSTEM:echo open; sleep 9999"
	wait_for listening fw tcp $port
done

deaf() { # A|D: the peer does not hear, or hears again, that it is answered
	local tables
	for tables in iptables-legacy ip6tables-legacy; do
		on peer $tables "-$1" INPUT -p tcp --tcp-flags SYN,ACK SYN,ACK -j DROP
	done
}
half_open() { [ "$(on fw ss -tnH state syn-recv "sport = :$port" | wc -l)" = "$1" ]; }
tracked() { # connections to $port
	local family
	for family in ipv4 ipv6; do on fw conntrack -L -f $family -p tcp --dport "$port" 2>/dev/null; done
}
states() { tracked | awk '{ print $4 }' | sort | paste -sd' '; }
others() {
	on fw nft -f - <<'RULES'
table inet other {
	chain in {
		type filter hook input priority -10; policy drop;
		ct state established,related accept
		meta l4proto { icmp, ipv6-icmp } accept
	}
}
RULES
}
ends() { # HOW: packets cease to go direct
	case $1 in
	direct) fw set direct off ;;
	scan) fw set scan tcp ;;
	others) others; try udp 10.0.0.1 9 >/dev/null; try udp fd00::1 9 >/dev/null ;;
	esac
}
listen_to_conntrack() {
	spawn fw conntrack -E -e NEW -p tcp
	heard=$spawned_log
	# Protocol 12 is netfilter's; the fourth column has the groups that are listened to.
	wait_for eval '[ -n "$(on fw awk "\$2 == 12 && \$4 != \"00000000\"" /proc/net/netlink)" ]'
}
begin() { # and packets go direct again
	on fw nft delete table inet other 2>/dev/null
	fw set scan off
	fw set direct on
	on fw conntrack -F >/dev/null 2>&1
}
port=5000
for how in scan direct others; do
	begin
	deaf A
	spawn peer socat -u TCP:10.0.0.1:$port -
	log4=$spawned_log
	spawn peer socat -u "TCP:[fd00::1]:$port" -
	log6=$spawned_log
	like "$how: a forged SYN" "$(syn 198.18.0.9 $port)" "^tcp:SA"
	ok "$how: three are half open" wait_for half_open 3
	is "$how: unknown to connection tracking" "$(states)" ""
	[ $how != direct ] || listen_to_conntrack
	ends $how
	ok "$how: known" wait_for eval '[ "$(states | wc -w)" = 3 ]'
	is "$how: as what they are" "$(states)" "SYN_RECV SYN_RECV SYN_RECV"
	unlike "$how: and not assured" "$(tracked)" ASSURED
	[ $how != direct ] || ok "$how: conntrackd hears of each" wait_for eval '[ "$(grep -c "dport=$port" "$heard")" = 3 ]'
	deaf D
	ok "$how: the one of IPv4 opens" wait_for grep -q open "$log4"
	ok "$how: the one of IPv6 opens" wait_for grep -q open "$log6"
	is "$how: which conntrack sees" "$(states)" "ESTABLISHED ESTABLISHED SYN_RECV"
	if [ $how = scan ]; then
		try tcp 10.0.0.1 81 >/dev/null
		try tcp fd00::1 81 >/dev/null
		is "$how: their peer is no scanner" "$(listed tcp-portscan)" ""
	fi
	port=$((port + 1))
done

# A handshake by cookie, of which only the peer knows: its next segment is all that there is.
# Rules of others are their own.
set_sysctl fw net.ipv4.tcp_syncookies=2
mute() { # A|D: of the peer no more than SYNs are heard
	local tables
	for tables in iptables-legacy ip6tables-legacy; do
		on peer $tables "-$1" OUTPUT -p tcp ! --syn -j DROP
	done
}
begun() { [ "$(on peer ss -tnH state established "dport = :$1" | wc -l)" = 2 ]; }
for how in scan direct; do
	port=$((port + 1))
	spawn fw socat -U "TCP6-LISTEN:$port,fork,reuseaddr,ipv6only=0" "SYSTEM:echo open; sleep 9999"
	wait_for listening fw tcp $port
	fw port add tcp $port
	begin
	mute A
	spawn peer bash -c "(echo hello; sleep 9999) | socat - TCP:10.0.0.1:$port"
	log4=$spawned_log
	spawn peer bash -c "(echo hello; sleep 9999) | socat - 'TCP:[fd00::1]:$port'"
	log6=$spawned_log
	ok "$how: to the peer they are open" wait_for begun $port
	is "$how: to this host they are nothing" "$(states)$(on fw ss -tnH state all exclude listening "sport = :$port")" ""
	ends $how
	mute D
	ok "$how: the one of IPv4 opens, by its cookie" wait_for 60 grep -q open "$log4"
	ok "$how: the one of IPv6 opens, by its cookie" wait_for 60 grep -q open "$log6"
done
set_sysctl fw net.ipv4.tcp_syncookies=1

# Half open with data (TCP Fast Open), it has a whole socket, and its peer may be forged as well.
port=5007
set_sysctl fw net.ipv4.tcp_fastopen=0x602
set_sysctl peer net.ipv4.tcp_fastopen=0x5
spawn fw socat -U "TCP6-LISTEN:$port,fork,reuseaddr,ipv6only=0" "SYSTEM:echo open; sleep 9999"
wait_for listening fw tcp $port
fw port add tcp $port
begin
deaf A
spawn peer "$python" -c "import socket
sock = socket.socket()
sock.sendto(b'hello', socket.MSG_FASTOPEN, ('10.0.0.1', $port))
print(sock.recv(9), flush=True)
sock.recv(9)"
ok "one with data is half open" wait_for half_open 1
fw set direct off
is "  to connection tracking, too" "$(states)" SYN_RECV
unlike "  and not assured" "$(tracked)" ASSURED
deaf D
ok "  and opens" wait_for grep -q open "$spawned_log"
is "  which conntrack sees" "$(states)" ESTABLISHED

# An entry from before lives on as long as a new one does.
port=5002
begin
fw set direct off
established_for() { on fw sysctl -qw "net.netfilter.nf_conntrack_tcp_timeout_established=$1"; }
established_for 60
spawn peer socat -u TCP:10.0.0.1:$port -
wait_for grep -q open "$spawned_log"
fw set direct on
established_for 432000
try tcp 10.0.0.1 81 >/dev/null
fw set direct off
is "what conntrack knew from before lives as long as ever" \
	"$(tracked | awk '$4 == "ESTABLISHED" { print ($3 > 430000 ? "long" : "soon over") }' | sort -u)" long

# One that closes, of which the peer does not hear, is soon over to conntrack, too.
port=5003
begin
spawn fw socat -U "TCP6-LISTEN:$port,ipv6only=0" "SYSTEM:echo open; sleep 9999"
server=$spawned
wait_for listening fw tcp $port
fw port add tcp $port
spawn peer socat -u TCP:10.0.0.1:$port -
wait_for grep -q open "$spawned_log"
on peer iptables-legacy -A INPUT -s 10.0.0.1 -j DROP
kill "$server"
wait_for eval '[ -n "$(on fw ss -tnH state fin-wait-1 "sport = :$port")" ]'
fw set direct off
like "one that closes is no more than that" "$(states)" '^(FIN_WAIT|LAST_ACK)$'
on peer iptables-legacy -D INPUT -s 10.0.0.1 -j DROP

# More than conntrack's table takes: what is left of it is for connections that begin.
port=5008
begin
listen peer udp 53
fw port add tcp $port
is "150 connections" "$(talk gather peer fw 10.0.0.1 $port-$port 150)" 150
sysctl -qw net.netfilter.nf_conntrack_max=96
others
is "  of which conntrack knows none" "$(on fw conntrack -C)" 0
fw disable
is "  are handed over as long as there is room" "$(on fw conntrack -C)" 90
on fw nft delete table inet other
fw enable
is "  and this host's own queries have some" "$(echo | on fw socat -t 3 -T 3 - UDP:10.0.0.2:53)" open
is "  the others live on" "$(talk shout c)" 150
done_testing
