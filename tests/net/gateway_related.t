#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What belongs to a translated connection: ICMP errors both ways, the largest
# segment, and what a helper announces. After the scenarios of the kernel's
# conntrack_icmp_related.sh (a link of 1280 bytes behind the next router).
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/gateway.sh"

# client, server - fw - inet - far
gateway_world
host far
cable inet eth1 far eth0
gateway_end inet eth1 203.0.113.1/24 2001:db8:7::1/64
gateway_end far eth0 203.0.113.2/24 2001:db8:7::2/64
on inet sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n inet route del 192.168.1.0/24
ip -n far route add default via 203.0.113.1
ip -n far -6 route add default via 2001:db8:7::1
ip -n fw route add default via 198.51.100.2
ip -n client -6 route replace default via fd01::1
fw lan add dev lan0
fw masquerade add 192.168.1.0/24 out wan0
fw masquerade add fd01::/64 out wan0
fw forward add udp 5000 in wan0 to 192.168.1.20
fw forward add tcp 8000 in wan0 to 192.168.1.20:80
fw enable
web far 80 "far away"
web server 80 "the server"
related() { packets related; }

ok "the far end answers" wait_for on client ping -c 1 -W 1 203.0.113.2
ok "over IPv6 too" wait_for on client ping -c 1 -W 1 -I fd01::10 2001:db8:7::2
# The largest segment. tcpdump says what the peers see.
mss_seen() { # NS FILTER COMMAND...
	spawn "$1" timeout $((20 * ${SFW_SLOW:-1})) tcpdump -i eth0 -n -l -c 1 "tcp[tcpflags] & tcp-syn != 0 and $2"
	local log=$spawned_log
	wait_for grep -q 'listening on' "$log"
	"${@:3}" >/dev/null
	wait_for grep -q 'mss' "$log"
	grep -o 'mss [0-9]*' "$log"
}
ip -n fw link set wan0 mtu 1400
is "what the far end hears" "$(mss_seen far "dst port 80" fetch client 203.0.113.2)" "mss 1360"
is "what the client hears" "$(mss_seen client "src port 80" fetch client 203.0.113.2)" "mss 1360"
is "what the server hears" "$(mss_seen server "dst port 80" fetch far 198.51.100.1:8000)" "mss 1360"
is "a smaller one stays" "$(ip -n client route replace 203.0.113.2 via 192.168.1.1 advmss 1000; mss_seen far "dst port 80" fetch client 203.0.113.2)" "mss 1000"
ip -n client route del 203.0.113.2
web6() { on client curl -sS --max-time 10 --interface fd01::10 -g 'http://[2001:db8:7::2]/'; }
spawn far timeout $((20 * ${SFW_SLOW:-1})) tcpdump -i eth0 -n -l -c 1 "ip6[53] & 2 != 0 and dst port 80"
wait_for grep -q 'listening on' "$spawned_log"
is "IPv6: the checksum is right" "$(web6)" "far away"
wait_for grep -q 'mss' "$spawned_log"
is "IPv6: what the far end hears" "$(grep -o 'mss [0-9]*' "$spawned_log")" "mss 1340"
fw set mss-clamp off
is "mss-clamp off" "$(mss_seen far "dst port 80" fetch client 203.0.113.2)" "mss 1460"
fw set mss-clamp on
ip -n fw link set wan0 mtu 1500

# ICMP errors about what is masqueraded.
before=$(related)
like "time exceeded, at the next router" "$(on client ping -c 1 -W 3 -t 2 203.0.113.2)" '^From 198.51.100.2 .*Time to live exceeded'
like "over IPv6" "$(on client ping -c 1 -W 3 -t 2 -I fd01::10 2001:db8:7::2)" '^From 2001:db8:9::2 .*Time exceeded'
like "traceroute sees each hop" "$(on client busybox traceroute -n -q 1 -w 3 -m 4 203.0.113.2 2>&1 | awk '{ printf "%s ", $2 }')" '192.168.1.1 198.51.100.2 203.0.113.2 $'
ok "they are related" test "$(related)" -ge $((before + 4))
ip -n inet link set eth1 mtu 1280
ip -n far link set eth0 mtu 1280
like "fragmentation needed" "$(on client ping -c 1 -W 3 -s 1300 -M 'do' 203.0.113.2 2>&1)" '^From 198.51.100.2 .*mtu = 1280'
like "packet too big" "$(on client ping -c 1 -W 3 -s 1300 -M 'do' -I fd01::10 2001:db8:7::2 2>&1)" '^From 2001:db8:9::2 .*mtu=1280'
is "the client has learnt it" "$(on client ip route get 203.0.113.2 | grep -o 'mtu 1280')" "mtu 1280"
is "a large page comes whole" "$(on client curl -sS --max-time 10 http://203.0.113.2/)" "far away"

# Errors about what is forwarded: sent by the gateway itself, and from behind.
asks() { # BYTES: twice, so that an error of the first shows with the second
	on far "$python" -c "
import socket, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(0, 10, 2)                  # IP_MTU_DISCOVER, IP_PMTUDISC_DO
s.setsockopt(0, 11, 1)                  # IP_RECVERR
s.connect(('198.51.100.1', 5000))
s.settimeout($((3 * ${SFW_SLOW:-1})))
try:
    s.send(bytes($1))
    print(s.recv(2000).decode().strip())
except OSError as e:
    print(type(e).__name__, e.errno, s.getsockopt(0, 14))" 2>&1
}
ip -n inet link set eth1 mtu 1500
ip -n far link set eth0 mtu 1500
is "a closed port behind: port unreachable" "$(asks 100)" "ConnectionRefusedError 111 1500"
spawn server socat UDP-RECVFROM:5000,fork "$(reply 'it came')"
wait_for listening server udp 5000
is "an open one" "$(asks 100)" "it came"
ip -n fw link set lan0 mtu 1300
is "a smaller link behind: fragmentation needed" "$(asks 1400)" "OSError 90 1300"
ip -n fw link set lan0 mtu 1500

# A helper that the administrator assigns; FTP where the server calls back.
spawn far "$python" "$net_dir/lib/ftpd.py" 203.0.113.2 "a file"
ftp_log=$spawned_log
wait_for listening far tcp 21 || not_ok "the FTP server listens" "$(cat "$ftp_log")"
ftp() { on client curl -sS --max-time 10 --disable-eprt --disable-epsv -P - ftp://203.0.113.2/file 2>&1 | tail -n 1; }
unlike "without a helper the call does not come through" "$(ftp)" '^a file$'
if on fw iptables-legacy -t raw -A PREROUTING -p tcp --dport 21 -j CT --helper ftp 2>/dev/null; then
	before=$(related)
	is "with it, it does" "$(ftp)" "a file"
	ok "and is related" test "$(related)" -gt "$before"
	is "also to the port of one that was broken off" \
		"$(on client "$python" "$net_dir/lib/ftp_again.py" 203.0.113.2 2>&1 | tail -n 1)" "a file"
else
	skip "with a helper" "this kernel has none for FTP"
fi
done_testing
