#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Queries of this host to everybody on a link, and the answers of hosts that nobody
# named, with the shipped policy of a desktop; and no answer lists its sender.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
here=$(realpath "$(dirname "$0")")

#	nas 10.0.0.2 fd00::2 --- eth0 fw eth1 --- other 10.1.0.2
#	10.9.0.9 is nas's too, and not of the link
wire fw peer
host other
cable fw eth1 other eth0
address fw eth1 10.1.0.1/24
address other eth0 10.1.0.2/24
ip -n peer addr add 10.9.0.9/32 dev eth0
ip -n fw route add 10.9.0.0/24 dev eth0
for ns in fw peer; do ip -n $ns route add 224.0.0.0/4 dev eth0; done
ok "the shipped desktop.conf" fw restore "$here/../../ctl/examples/desktop.conf"

# A client that asks a group or all, and prints who answers within seconds.
cat >"$tmp/ask.py" <<'X'
import socket, sys, time
group, port, seconds, pause = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
six = ":" in group
sock = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
if six:
    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, socket.if_nametoindex("eth0"))
elif not group.endswith(".255"):
    sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("10.0.0.1"))
sock.bind(("", 40000))
sock.sendto(b"M-SEARCH * HTTP/1.1\r\n\r\n", (group, port))
sock.settimeout(0.2)
found, end = set(), time.monotonic() + seconds
while time.monotonic() < end and not found:
    try:
        found.add(sock.recvfrom(2000)[1][0])
    except socket.timeout:
        pass
print(" ".join(sorted(found)) or "silence")
X
# A server that is in the group, and answers from an address and a port of its choice.
cat >"$tmp/answer.py" <<'X'
import socket, struct, sys, time
group, port, source, sport, pause = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), float(sys.argv[5])
six = ":" in group
family = socket.AF_INET6 if six else socket.AF_INET
sock = socket.socket(family, socket.SOCK_DGRAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
sock.bind(("", port))
if six:
    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP,
                    socket.inet_pton(family, group) + struct.pack("I", socket.if_nametoindex("eth0")))
elif not group.endswith(".255"):
    sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + socket.inet_aton("10.0.0.2"))
print("ready", flush=True)
while True:
    to = sock.recvfrom(2000)[1]
    time.sleep(pause)
    out = socket.socket(family, socket.SOCK_DGRAM)
    out.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    out.bind((source, sport))
    out.sendto(b"HTTP/1.1 200 OK\r\n\r\n", to)
    out.close()
X
server() { # GROUP PORT SOURCE SPORT [PAUSE]
	spawn peer "$python" "$tmp/answer.py" "$1" "$2" "$3" "$4" "${5:-0}"
	wait_for grep -q ready "$spawned_log"
}
asks() { on fw "$python" "$tmp/ask.py" "$1" "$2" "$3" 0; }
listed() { on fw cat /proc/net/sfw/recent/udp-portscan | wc -l; }

server 239.255.255.250 1900 10.0.0.2 1900
ssdp=$spawned
is "SSDP" "$(asks 239.255.255.250 1900 9)" 10.0.0.2
ok "is related" test "$(packets related)" -ge 1
is "nobody is listed" "$(listed)" 0
fw set discovery off
is "off: silence" "$(asks 239.255.255.250 1900 2)" silence
is "refused as a closed port" "$(packets closed-udp)" 1
is "and no scan" "$(listed)" 0
fw set discovery on
end_process "$ssdp"
server 239.255.255.250 1900 10.0.0.2 52000
other_port=$spawned
is "from another port" "$(asks 239.255.255.250 1900 9)" 10.0.0.2
end_process "$other_port"
server 239.255.255.250 1900 10.9.0.9 1900
afar=$spawned
is "not from another network" "$(asks 239.255.255.250 1900 2)" silence
end_process "$afar"
server 10.0.0.255 137 0.0.0.0 137
broadcast=$spawned
is "a broadcast" "$(asks 10.0.0.255 137 9)" 10.0.0.2
end_process "$broadcast"
server ff02::c 3702 fd00::2 3702
six=$spawned
is "IPv6" "$(asks ff02::c 3702 9)" fd00::2
end_process "$six"

# An answer that finds its socket closed: no scanner, wanted or not.
server 239.255.255.250 1900 10.0.0.2 1900 3
slow=$spawned
sleep 11 # other queries are forgotten
came() { [ "$(packets closed-udp)" -gt "$before" ]; }
for discovery in off on; do
	fw set discovery "$discovery"
	before=$(packets closed-udp)
	is "$discovery: gone before the answer" "$(asks 239.255.255.250 1900 1)" silence
	ok "$discovery: the port is free" test -z "$(fw ss -Hauln 'sport = :40000')"
	is "$discovery: it has not come" "$(packets closed-udp)" "$before"
	ok "$discovery: it comes to a closed port" wait_for came
	is "$discovery: and is no scan" "$(listed)" 0
done
end_process "$slow"

# Nobody asked, another link, another port, too late.
spawn fw socat -u UDP4-RECV:41000 "CREATE:$tmp/heard"
wait_for listening fw udp 41000
before=$(packets closed-udp)
echo hello | on peer socat -u - UDP4-SENDTO:10.0.0.1:41000,sourceport=1901
refused() { [ "$(packets closed-udp)" -gt "$before" ]; }
ok "who was not asked is refused" wait_for refused
is "and no scanner, since a socket is there" "$(listed)" 0
before=$(packets closed-udp)
echo hello | on peer socat -u - UDP4-SENDTO:10.0.0.1:41001,sourceport=1901
ok "where none is" wait_for refused
is "one is" "$(listed)" 1
fw flush lists
on fw "$python" - <<'X'
import socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("10.0.0.1"))
sock.bind(("", 42000))
sock.sendto(b"x", ("239.255.255.250", 1900))
X
spawn fw socat -u UDP4-RECV:42000 "CREATE:$tmp/heard2"
wait_for listening fw udp 42000
before=$(packets closed-udp)
echo hello | on other socat -u - UDP4-SENDTO:10.1.0.1:42000
ok "by another link" wait_for refused
echo hello | on peer socat -u - UDP4-SENDTO:10.0.0.1:42000
ok "by the link that was asked" wait_for test -s "$tmp/heard2"
sleep 11
before=$(packets closed-udp)
echo hello | on peer socat -u - UDP4-SENDTO:10.0.0.1:42000
ok "after 10 s" wait_for refused
is "kept" "$(fw save - | grep discovery)" "set discovery on"
done_testing
