#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The direct way: what sockets and open ports let in takes no place in the table of
# connections, with the verdicts of "plain", where all is tracked; and connections
# live on when it begins, ends, or somebody else comes.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw fwpeer
wire plain plainpeer
start_talk
for ns in fw plain; do
	on $ns sfwctl enable
	on $ns sfwctl port add tcp 22,25,5000-5099
	on $ns sfwctl port add udp 53
	for port in 22 25; do talk serve $ns tcp $port >/dev/null; done
	talk serve $ns udp 53 >/dev/null
	talk serve ${ns}peer tcp 80 >/dev/null
	talk serve ${ns}peer udp 53 >/dev/null
done
fw set direct on
on plain sfwctl set direct off

known() { # NS [ARGS...]: connections that conntrack knows, but those just reset
	on "$1" conntrack -L "${@:2}" 2>/dev/null | grep -vc ' CLOSE '
}
forget() {
	on "$1" conntrack -F >/dev/null 2>&1
}
reasons() { # NS: packets by reason, but pings
	on "$1" awk '$2 && $1 != "ping" && $1 != "neighbour" { print $1, $2 }' /proc/net/sfw/stats | xargs
}
for ns in fw plain; do
	for addr in 10.0.0.1 fd00::1; do
		is "$ns: in, TCP to $addr" "$(talk probe ${ns}peer tcp $addr 22)" open
		is "$ns: in, UDP to $addr" "$(talk probe ${ns}peer udp $addr 53)" open
	done
	for addr in 10.0.0.2 fd00::2; do
		is "$ns: out, TCP to $addr" "$(talk probe $ns tcp $addr 80)" open
	done
	is "$ns: a closed port" "$(talk probe ${ns}peer tcp 10.0.0.1 80)" ECONNREFUSED
	is "$ns: an open one where nobody listens" "$(talk probe ${ns}peer tcp 10.0.0.1 5050)" ECONNREFUSED
done
is "fw: conntrack knows none of them" "$(known fw)" 0
ok "plain: it knows them" test "$(on plain conntrack -L 2>/dev/null | wc -l)" -gt 5
count() { on "$1" awk '$1 == "direct" { print $2 }' /proc/net/sfw/status; }
is "status counts all that was let in" "$(count fw) $(count plain)" "$(on fw awk '$1 ~ /^(established|port)$/ { n += $2 } END { print n }' /proc/net/sfw/stats) "
is "as JSON" "$(fw -j status | "$python" -c 'import json, sys; print(json.load(sys.stdin)["direct"])')" "$(count fw)"
like "as text" "$(fw status)" "^direct +$(count fw) packets "
is "both count the same reasons" "$(reasons fw)" "$(reasons plain)"
is "and the same for each port" "$(on fw cat /proc/net/sfw/ports)" "$(on plain cat /proc/net/sfw/ports)"

# Much data, each way.
head -c 3000000 /dev/urandom >"$tmp/data"
wanted=$(sha256sum <"$tmp/data")
carry() { # FROM TO ADDR PORT
	spawn "$2" bash -c "socat -u TCP6-LISTEN:$4,ipv6-v6only=0,reuseaddr - | sha256sum"
	wait_for listening "$2" tcp "$4"
	on "$1" timeout 60 socat -u "FILE:$tmp/data" "TCP:$3:$4"
	wait_for grep -q . "$spawned_log"
	cat "$spawned_log"
}
is "3 MB come in" "$(carry fwpeer fw 10.0.0.1 5001)" "$wanted"
is "over IPv6" "$(carry fwpeer fw '[fd00::1]' 5002)" "$wanted"
is "3 MB go out" "$(carry fw fwpeer 10.0.0.2 5003)" "$wanted"
is "over IPv6" "$(carry fw fwpeer '[fd00::2]' 5004)" "$wanted"
is "conntrack knows none of them" "$(known fw)" 0

# What has no socket of its own: a query of this host, a closed port.
is "a query of UDP is answered" "$(talk probe fw udp 10.0.0.2 53)" open
is "it is tracked" "$(known fw -p udp)" 1
before=$(packets closed-udp)
is "nothing else from there is let in" "$(talk probe fwpeer udp 10.0.0.1 54)" ECONNREFUSED
is "it was refused" "$(($(packets closed-udp) - before))" 1
forget fw

# A server's socket of UDP is not connected: nothing tells a flow that goes direct from a new one.
keep_asking() { # NS: the same flow, a packet a line
	on "$1peer" "$python" -c 'import socket, sys
flow = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
flow.connect(("10.0.0.1", 53))
flow.settimeout(60)
for line in sys.stdin:
    try:
        flow.send(b"x")
        flow.recv(9)
        print("open", flush=True)
    except ConnectionRefusedError:
        print("refused", flush=True)'
}
for ns in fw plain; do
	coproc flow { keep_asking $ns; }
	try() { echo >&"${flow[1]}" && read -r said <&"${flow[0]}" && echo "$said"; }
	is "$ns: a flow of UDP" "$(try)" open
	on $ns sfwctl port del udp 53
	[ $ns = fw ] && wanted_then=refused || wanted_then=open
	is "$ns: after its port was closed" "$(try)" "$wanted_then"
	on $ns sfwctl port add udp 53
	is "$ns: and opened again" "$(try)" open
	end_process "$flow_PID"
done
forget fw

# Connections through a guard stay with conntrack.
fw guard add slow 50/60s
fw port del tcp 25
fw port add tcp 25 guard slow
is "a guarded port" "$(talk pair guarded tcp fwpeer fw 10.0.0.1 5055) $(talk probe fwpeer tcp 10.0.0.1 25)" "open open"
like "its connection is tracked to its end" "$(on fw conntrack -L -p tcp 2>/dev/null)" " CLOSE .*dport=25 "
is "and no other" "$(on fw conntrack -L 2>/dev/null | grep -vc 'dport=25 ')" 0
talk close guarded >/dev/null
fw port del tcp 25
fw port add tcp 25
forget fw

# Connections live on, whatever comes.
lines=()
for way in 4-in 6-in 4-out 6-out; do lines+=("tcp-$way"); done
port=5010
open_all() { # WHAT
	local name client=fwpeer server=fw addr
	for name in "${lines[@]}"; do
		case $name in
		*-4-in) addr=10.0.0.1 ;; *-6-in) addr=fd00::1 ;;
		*-4-out) addr=10.0.0.2 ;; *-6-out) addr=fd00::2 ;;
		esac
		case $name in *-in) client=fwpeer server=fw ;; *-out) client=fw server=fwpeer ;; esac
		port=$((port + 1))
		is "$1: $name opens" "$(talk pair "$name" tcp $client $server $addr $port)" open
	done
}
heard() { # the side that speaks first: c or s
	local name result=''
	for name in "${lines[@]}"; do
		[ "$(talk speak "$name" "$1")" = heard ] || result+="$name "
	done
	echo "${result:-all}"
}
refusals() {
	echo $(($(packets invalid) + $(packets not-syn) + $(packets closed-tcp)))
}
others() { # of nft
	on fw nft -f - <<'RULES'
table inet other {
	chain in {
		type filter hook input priority -10; policy drop;
		ct state invalid drop
		ct state established,related accept
		meta l4proto { icmp, ipv6-icmp } accept
		tcp dport 22 ct state new accept
	}
	chain out { type filter hook output priority 0; ct state invalid drop; }
	chain nat { type nat hook prerouting priority dstnat; tcp dport 9 redirect to :10; }
}
RULES
}
no_others() {
	on fw nft delete table inet other
}
before=$(refusals)
fw set direct off
open_all "tracked"
is "they are tracked" "$(known fw -p tcp)" 4
rounds=$(few 20)
for ((i = 1; i <= rounds; i++)); do
	fw set direct on
	[ "$(heard c) $(heard s)" = "all all" ] || break
	fw set direct off
	[ "$(heard s) $(heard c)" = "all all" ] || break
done
is "direct on and off, each time" "$((i - 1)) $(heard c)" "$rounds all"
fw set direct on
forget fw
is "direct" "$(heard c) $(heard s) $(known fw -p tcp)" "all all 0"
# Rules that let in what is established and nothing else; entries of any age or none.
for ((i = 1; i <= rounds; i++)); do
	[ $((i % 3)) = 0 ] || forget fw
	others
	[ "$(heard c) $(heard s)" = "all all" ] || break
	no_others
	[ "$(heard s) $(heard c)" = "all all" ] || break
done
is "rules of nft come and go, each time" "$((i - 1)) $(heard c)" "$rounds all"
forget fw
fw disable
is "disabled" "$(heard c)" all
fw enable
is "enabled again" "$(heard s)" all
fw save - >"$tmp/policy"
fw -q restore "$tmp/policy"
is "restored" "$(heard c)" all
is "nothing was refused meanwhile" "$(refusals)" "$before"

# A block cuts them, and its end lets them go on.
fw block add 10.0.0.2
fw block add fd00::2
is "blocked: the peer is not heard" "$(talk say tcp-4-in c) $(talk say tcp-6-out s)" "silence silence"
fw block del 10.0.0.2
fw block del fd00::2
for name in "${lines[@]}"; do talk close "$name" >/dev/null; done
forget fw

# SYN cookies.
set_sysctl fw net.ipv4.tcp_syncookies=2
is "a handshake with a cookie" "$(talk probe fwpeer tcp 10.0.0.1 22)" open
is "over IPv6" "$(talk probe fwpeer tcp fd00::1 22)" open
ok "they were cookies" eval '[ "$(on fw nstat -az TcpExtSyncookiesRecv | awk "/Recv/ { print \$2 }")" -ge 2 ]'
is "they are not tracked" "$(known fw)" 0

# Such a handshake from a program whose packets have options: the way in is tracked.
optioned() { # ADDR: to port 22
	on fwpeer "$python" -c 'import socket, sys
v6 = ":" in sys.argv[1]
sock = socket.socket(socket.AF_INET6 if v6 else socket.AF_INET)
if v6:
    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_DSTOPTS, bytes([0, 0, 1, 4, 0, 0, 0, 0]))
else:
    sock.setsockopt(socket.IPPROTO_IP, socket.IP_OPTIONS, bytes([7, 7, 4, 0, 0, 0, 0, 0]))
sock.settimeout(float(sys.argv[2]))
sock.connect((sys.argv[1], 22))
sock.send(b"x")
print(sock.recv(1).decode())' "$1" "$((3 * ${SFW_SLOW:-1}))" 2>/dev/null || echo silence
}
is "with an option of IP" "$(optioned 10.0.0.1)" x
is "behind an extension header" "$(optioned fd00::1)" x
forget fw

# A port with a guard that another entry opens to some, or beside it in a guarded range.
fw port del tcp 25
fw port add tcp 25 guard slow
fw port add tcp 25 from 10.0.0.0/8,fd00::/8
fw port add tcp 5090-5095 guard slow
fw port add tcp 5092
talk serve fw tcp 5092 >/dev/null
before=$(packets adopted)
for port in 25 5092; do
	is "a cookie to $port, half guarded" "$(talk probe fwpeer tcp 10.0.0.1 $port) $(talk probe fwpeer tcp fd00::1 $port)" "open open"
done
is "their packets are tracked, all of them" "$(on fw conntrack -L 2>/dev/null | grep -c ASSURED) $(packets adopted)" "4 $before"
fw port del tcp 5092
fw port del tcp 5090-5095
fw port del tcp 25 from 10.0.0.0/8,fd00::/8
fw port del tcp 25
fw port add tcp 25
forget fw
set_sysctl fw net.ipv4.tcp_syncookies=1

# First packets that are as good as any other: over addresses of a link, to a port at which
# somebody may knock, of a trusted source, to an anycast address.
over_link() {
	echo x | on fwpeer socat -t 30 - "TCP6:[fe80::ff:fe00:1%eth0]:22,connect-timeout=$((3 * ${SFW_SLOW:-1}))" 2>&1 || :
}
spawn fw "$python" -c 'import socket, struct, time
sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
sock.setsockopt(socket.IPPROTO_IPV6, 27, socket.inet_pton(socket.AF_INET6, "fd00::99") +
                struct.pack("I", socket.if_nametoindex("eth0")))	# IPV6_JOIN_ANYCAST
print("joined", flush=True)
time.sleep(9999)'
wait_for grep -q joined "$spawned_log"
ip -n fwpeer neigh replace fd00::99 lladdr 02:00:00:00:00:01 dev eth0 nud permanent
to_anycast() { # whether the port let it in
	local was
	was=$(packets port)
	on fwpeer socat -u - 'UDP6:[fd00::99]:53' <<<x
	wait_for eval "[ \$(packets port) -gt $was ]" && echo open
}
first_packets() {
	fw list flush door
	echo "$(over_link) $(talk probe fwpeer tcp 10.0.0.1 25) $(talk probe fwpeer tcp 10.0.0.1 81)" \
		"$(fw test tcp 10.0.0.2 to 26 | awk '/^verdict/ { print $2 }') $(talk probe fwpeer tcp fd00::1 22 fd00::7) $(to_anycast)"
}
fw knock add door tcp/25,tcp/81
fw port add tcp 26 knock door
address fwpeer eth0 fd00::7/64
ip -n fwpeer addr change fd00::7/64 dev eth0 preferred_lft 0
fw trust add from fd00::7
forget fw
is "over a link, at a knock's port, trusted, anycast" "$(first_packets)" "x open ECONNREFUSED accept open open"
is "conntrack knows none of them" "$(known fw)" 0

# A table without room is nobody's concern.
talk serve fwpeer tcp 81 >/dev/null
for ns in fw plain; do
	on $ns conntrack -F >/dev/null 2>&1
	on $ns conntrack -I -p tcp -s 10.0.0.7 -d 10.0.0.8 --sport 1 --dport 9 --state ESTABLISHED \
		-u SEEN_REPLY,ASSURED -t 600 >/dev/null 2>&1
done
was=$(sysctl -n net.netfilter.nf_conntrack_max)
sysctl -qw net.netfilter.nf_conntrack_max=1
is "a full table: in, out, UDP" "$(talk probe fwpeer tcp 10.0.0.1 22) $(talk probe fw tcp 10.0.0.2 80) $(talk probe fwpeer udp 10.0.0.1 53)" \
	"open open open"
is "over a link, and so on" "$(first_packets)" "x open ECONNREFUSED accept open open"
fw trust del from fd00::7
fw port del tcp 26
fw knock del door
is "a closed port answers" "$(talk probe fwpeer tcp 10.0.0.1 80)" ECONNREFUSED
# The last one has its place in the table of UDP sockets where 53 has.
answers=0
for port in {60..68} $((53 + 32768)); do
	[ "$(talk probe fwpeer udp 10.0.0.1 "$port")" != ECONNREFUSED ] || answers=$((answers + 1))
done
is "so does each of UDP" "$answers" 10
is "where all is tracked" "$(talk probe plainpeer tcp 10.0.0.1 22)" silence
sysctl -qw net.netfilter.nf_conntrack_max="$was"
forget fw

# The way to far has a smaller MTU, of which a router tells.
host mid far
cable fw eth1 mid eth0
cable mid eth1 far eth0
address fw eth1 10.0.7.1/24 fd07::1/64
address mid eth0 10.0.7.2/24 fd07::2/64
address mid eth1 10.0.8.1/24 fd08::1/64
address far eth0 10.0.8.2/24 fd08::2/64
set_sysctl mid net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n fw route add 10.0.8.0/24 via 10.0.7.2
ip -n fw route add fd08::/64 via fd07::2
ip -n far route add default via 10.0.8.1
ip -n far route add default via fd08::1
ip -n mid route add 10.0.8.2/32 dev eth1 mtu lock 1300
ip -n mid route add fd08::2/128 dev eth1 mtu lock 1300
before=$(packets related)
is "3 MB go out over a narrow way" "$(carry fw far 10.0.8.2 5006)" "$wanted"
is "over IPv6" "$(carry fw far '[fd08::2]' 5007)" "$wanted"
ok "the router's errors were related" test "$(packets related)" -ge $((before + 2))
like "the way is known" "$(ip -n fw route get 10.0.8.2) $(ip -n fw route get fd08::2)" "mtu 1300 .*mtu 1300 "

# Packets made by hand, to hosts of which one tracks all; each answer byte for byte.
wire near nearpeer
wire ref refpeer
for ns in near ref; do
	on $ns ethtool -K eth0 tx off >/dev/null
	on $ns sfwctl set direct off
	on $ns sfwctl enable
	on $ns sfwctl port add tcp 22
	on $ns sfwctl port add udp 53,54
	talk serve $ns tcp 22 >/dev/null
	talk serve $ns udp 53 >/dev/null
	talk serve $ns udp 7777 >/dev/null
	silent_peer ${ns}peer
done
on near sfwctl set direct on
start_frames nearpeer refpeer
sport=2000
same() { # TEXT WANTED EXPRESSION: with IP() for the header, PORT for the source port
	local ip expr
	for ip in ip4 ip6; do
		sport=$((sport + 1))
		expr=${3//IP()/$ip()}
		like "$ip: $1" "$(frames "${expr//PORT/$sport}")" "^($2)$"
	done
}
same "UDP to a closed port" "unreachable:(port|admin)" "IP() / UDP(sport=PORT, dport=99) / b'data'"
same "without data" "unreachable:(port|admin)" "IP() / UDP(sport=PORT, dport=99)"
same "to an open port where nobody listens" "unreachable:port" "IP() / UDP(sport=PORT, dport=54) / b'data'"
same "a bad checksum" silence "IP() / UDP(sport=PORT, dport=99, chksum=1) / b'data'"
same "a bad checksum, an open port" silence "IP() / UDP(sport=PORT, dport=53, chksum=1) / b'data'"
same "longer than the packet" silence "IP() / UDP(sport=PORT, dport=53, len=99) / b'data'"
same "shorter than its header" silence "IP() / UDP(sport=PORT, dport=53, len=4) / b'data'"
same "SYN to a closed port" tcp:RA "IP() / TCP(sport=PORT, dport=80, seq=7)"
same "SYN with a bad checksum" silence "IP() / TCP(sport=PORT, dport=22, seq=7, chksum=1)"
same "no connection's ACK" tcp:R "IP() / TCP(sport=PORT, dport=22, flags='A', seq=7)"
is "in fragments" "$(frames "fragment(ip4(id=9) / UDP(sport=1, dport=99) / bytes(64), 24)")" unreachable:port
is "with an option of IP" "$(frames "ip4(options=IPOption_RR(length=7, routers=['0.0.0.0'])) / UDP(sport=2, dport=99)")" unreachable:port
is "behind an extension header" "$(frames "ip6() / IPv6ExtHdrDestOpt() / UDP(sport=3, dport=99)")" unreachable:admin
is "to everybody" "$(frames "ip4(dst='10.0.0.255') / UDP(sport=4, dport=99)")" silence
is "to nobody" "$(frames "ip4(dst='192.0.2.99') / UDP(sport=5, dport=53)")" silence
is "an error about nothing" "$(frames "ip4() / ICMP(type=3, code=3) / IP(src=HOST4, dst=PEER4) / TCP(sport=22, dport=999)")" silence
is "nor is one about a datagram of a port that is bound, and closed" \
	"$(frames "ip4() / ICMP(type=3, code=3) / IP(src=HOST4, dst=PEER4) / UDP(sport=7777, dport=999)")" silence
for ns in near ref; do
	on $ns sfwctl set reject4 admin
	on $ns sfwctl set reject6 rfc
done
same "UDP to a closed port, answered otherwise" "unreachable:(admin|host-prohibited|port)" "IP() / UDP(sport=PORT, dport=99) / b'data'"
for ns in near ref; do
	on $ns sfwctl set reject4 drop
	on $ns sfwctl set reject6 drop
done
same "and dropped" silence "IP() / UDP(sport=PORT, dport=99) / b'data'"
is "all of it is counted the same" "$(reasons near)" "$(reasons ref)"
related() { on near awk '$1 == "related" { print $2 }' /proc/net/sfw/stats; }
was=$(related)
frames "ip4() / ICMP(type=3, code=3) / IP(src=HOST4, dst=PEER4) / UDP(sport=53, dport=999)" >/dev/null
is "an error about what an open port has sent is related" "$(related)" $((was + 1))
begun() { spawn "$1" socat -u "TCP4:10.0.0.2:6000,sourceport=5000,reuseaddr" -; }
begun near
begun ref
wait_for eval '[ -n "$(on near ss -tnH state syn-sent)" ] && [ -n "$(on ref ss -tnH state syn-sent)" ]'
like "both ends begin at once" "$(frames "ip4() / TCP(sport=6000, dport=5000, seq=9)")" 'tcp:SA'
done_testing
