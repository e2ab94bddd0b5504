#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The early path: SYNs that nothing lets in are refused before connection
# tracking, with the same answers as behind it ("late"), and never where a
# connection, an expectation or another firewall has a say.
# On the stock kernel too: its security module hooks into netfilter as well.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
wire late latepeer
for ns in fw late; do
	on $ns ethtool -K eth0 tx off >/dev/null
	on $ns sfwctl enable
	on $ns sfwctl port add tcp 22
done
is "the default" "$(fw get early)" "${SFW_EARLY:-on}"
fw set early on
on late sfwctl set early off

# The table of connections is full of live ones: a new one finds no place.
start_talk
for ns in fw late; do
	talk serve $ns tcp 22 >/dev/null
done
keep() { on "$1" conntrack -I -p tcp -s 10.0.0.7 -d 10.0.0.8 --sport "$2" --dport 9 --state ESTABLISHED \
	-u SEEN_REPLY,ASSURED -t 600 >/dev/null 2>&1; }
for ns in fw late; do
	ok "$ns: a live connection is tracked" keep $ns 1
	ok "$ns: another one" keep $ns 2
done
port_80() { # PEER
	scan_from "$1" 300 -sS -p 80 --max-retries 1 10.0.0.1 | awk '$1 == "80/tcp" { print $2 }'
	scan_from "$1" 300 -6 --send-ip -sS -p 80 --max-retries 1 fd00::1 | awk '$1 == "80/tcp" { print $2 }'
}
is "while there is room in it both answer" "$(port_80 peer | xargs) $(port_80 latepeer | xargs)" "closed closed closed closed"
was=$(sysctl -n net.netfilter.nf_conntrack_max)
sysctl -qw net.netfilter.nf_conntrack_max=1
is "a full table: answered all the same" "$(port_80 peer | xargs)" "closed closed"
is "without early it is not" "$(port_80 latepeer | xargs)" "filtered filtered"
# Another firewall may hook in with the very priority of conntrack, as ipvlan does.
if ip -n fw link add link eth0 name ipvl0 type ipvlan mode l3s 2>/dev/null; then
	is "beside a hook of conntrack's priority" "$(port_80 peer | xargs)" "filtered filtered"
	ip -n fw link delete ipvl0
	is "without it again" "$(port_80 peer | xargs)" "closed closed"
else
	skip "beside a hook of conntrack's priority" "this kernel has no ipvlan"
fi
sysctl -qw net.netfilter.nf_conntrack_max="$was"

# Byte for byte what is answered behind connection tracking.
silent_peer peer
silent_peer latepeer
start_frames peer latepeer
before_fw=$(packets closed-tcp) before_late=$(packets closed-tcp late)
port=3000
same() { # TEXT WANTED EXPRESSION: with IP() for the header, PORT for the source port
	local ip expr
	for ip in ip4 ip6; do
		port=$((port + 1))
		expr=${3//IP()/$ip()}
		is "$ip: $1" "$(frames "${expr//PORT/$port}")" "$2"
	done
}
sums() { # NS ALREADY: its counters, without the closed ports that it had counted
	on "$1" awk -v was="$2" '$1 ~ /^(scan|not-syn|invalid|malformed|port)$/ { print $1, $2, $3 }
		$1 == "closed-tcp" { print $1, $2 - was }' /proc/net/sfw/stats
}
same "SYN" tcp:RA "IP() / TCP(sport=PORT, dport=80, seq=7)"
same "SYN with data" tcp:RA "IP() / TCP(sport=PORT, dport=80, seq=7) / b'data'"
same "SYN with ECN" tcp:RA "IP() / TCP(sport=PORT, dport=80, flags='SEC')"
same "SYN with URG and PSH" tcp:RA "IP() / TCP(sport=PORT, dport=80, flags='SUP')"
same "SYN with options" tcp:RA "IP() / TCP(sport=PORT, dport=80, options=[('MSS', 1460), ('WScale', 7)])"
same "SYN+FIN" silence "IP() / TCP(sport=PORT, dport=80, flags='SF')"
same "SYN+RST" silence "IP() / TCP(sport=PORT, dport=80, flags='SR')"
same "SYN+ACK" silence "IP() / TCP(sport=PORT, dport=80, flags='SA')"
same "bad checksum" silence "IP() / TCP(sport=PORT, dport=80, chksum=1)"
same "header longer than the packet" silence "IP() / TCP(sport=PORT, dport=80, dataofs=15)"
same "header too short" silence "IP() / TCP(sport=PORT, dport=80, dataofs=4)"
same "port 0" tcp:RA "IP() / TCP(sport=PORT, dport=0)"
same "to everybody on the link" tcp:RA "Ether(dst='ff:ff:ff:ff:ff:ff') / IP() / TCP(sport=PORT, dport=80)"
is "to a broadcast address" "$(frames "ip4(dst='10.0.0.255') / TCP(sport=1, dport=80)")" silence
is "to nobody" "$(frames "ip4(dst='192.0.2.99') / TCP(sport=1, dport=80)")" silence
is "to a loopback address" "$(frames "ip4(dst='127.0.0.1') / TCP(sport=1, dport=80)")" silence
is "from a multicast address" "$(frames "ip4(src='224.0.0.9') / TCP(sport=1, dport=80)")" silence
is "from this host's own address" "$(frames "ip4(src=HOST4) / TCP(sport=1, dport=80)")" silence
is "with an option of IP" "$(frames "ip4(options=IPOption_RR(length=7, routers=['0.0.0.0'])) / TCP(sport=1, dport=80)")" tcp:RA
is "with a source route" "$(frames "ip4(options=IPOption_LSRR(routers=['10.0.0.9'])) / TCP(sport=1, dport=80)")" silence
is "in fragments" "$(frames "fragment(ip4(id=9) / TCP(sport=1, dport=80) / bytes(64), 24)")" tcp:RA
is "behind an extension header" "$(frames "ip6() / IPv6ExtHdrDestOpt() / TCP(sport=1, dport=80)")" tcp:RA
is "from the link" "$(frames "ip6(src=LINK_PEER6) / TCP(sport=1, dport=80)")" \
	"$(frames "ip6(src=LINK_PEER6) / TCP(sport=2, dport=80)")"
for ns in fw late; do
	on $ns sfwctl set reject4 drop
	on $ns sfwctl set reject6 drop
done
same "SYN, dropped" silence "IP() / TCP(sport=PORT, dport=80)"
is "all of it is counted the same" "$(sums fw "$before_fw")" "$(sums late "$before_late")"

# Routing is not asked for each packet that is dropped, but what it says counts.
both() {
	for ns in fw late; do on $ns "$@"; done
}
refused_from() { # SOURCE [DESTINATION]: how often both count a SYN as refused
	local was
	was="$(packets closed-tcp) $(packets closed-tcp late)"
	frames "ip4(src='$1', dst=${2:-HOST4}) / TCP(sport=1, dport=80)" >/dev/null
	echo "$(packets closed-tcp) $(packets closed-tcp late) $was" | awk '{ print $1 - $3, $2 - $4 }'
}
is "from an address of nobody" "$(refused_from 10.0.0.77)" "1 1"
both ip address add 10.0.0.77/24 dev eth0
is "from another one" "$(refused_from 10.0.0.79)" "1 1"
is "from one that became this host's own" "$(refused_from 10.0.0.77)" "0 0"
is "to it" "$(refused_from 10.0.0.78 "'10.0.0.77'")" "1 1"
both ip address delete 10.0.0.77/24 dev eth0
is "to it, gone again" "$(refused_from 10.0.0.78 "'10.0.0.77'")" "0 0"
is "from it, gone again" "$(refused_from 10.0.0.77)" "1 1"
is "from the loopback network" "$(refused_from 127.0.0.9)" "0 0"
is "from somewhere else" "$(refused_from 192.0.2.66)" "1 1"
for ns in fw late; do set_sysctl $ns net.ipv4.conf.all.rp_filter=1; done
is "when the way back must be the same" "$(refused_from 192.0.2.66)" "0 0"
for ns in fw late; do set_sysctl $ns net.ipv4.conf.all.rp_filter=0; done
is "when it need not" "$(refused_from 192.0.2.66)" "1 1"
both ip rule add pref 10 lookup local
both ip rule delete pref 0
both ip rule add pref 5 from 192.0.2.66 blackhole
is "from elsewhere, before a rule" "$(refused_from 10.0.0.77)" "1 1"
is "when a rule forbids it" "$(refused_from 192.0.2.66)" "0 0"
both ip rule add pref 0 lookup local
both ip rule delete pref 10
both ip rule delete pref 5

# The path of the kernel's own reverse path filter is kept.
for ns in fw late; do
	on $ns sfwctl set reject4 rfc
	on $ns sfwctl set reject6 rfc
	on $ns sfwctl set scan tcp
	set_sysctl $ns net.ipv4.conf.all.rp_filter=1
done
is "rp_filter: a forged source" "$(frames "ip4(src='192.0.2.66') / TCP(sport=1, dport=80)")" silence
is "and nobody is listed for it" "$(fw list show tcp-portscan | grep -c 192.0.2.66)" 0

# Scanners.
same "a scan begins" tcp:RA "IP() / TCP(sport=PORT, dport=81, seq=7)"
same "the open port is closed now" tcp:RA "IP() / TCP(sport=PORT, dport=22, seq=7)"
is "both list the same" "$(fw list show tcp-portscan | awk '{ print $1 }' | sort)" \
	"$(on late sfwctl list show tcp-portscan | awk '{ print $1 }' | sort)"
is "and count the same" "$(sums fw "$before_fw")" "$(sums late "$before_late")"
for ns in fw late; do
	on $ns sfwctl set scan off
done

start_helper frames "$python" "$net_dir/lib/frames.py" peer

# Another firewall: a redirected port works, a silent one stays silent.
on fw nft -f - <<'RULES'
table ip t {
	chain pre { type nat hook prerouting priority dstnat; tcp dport 8022 redirect to :22; }
}
RULES
is "a redirect of nft's, to an open port" "$(frames "ip4() / TCP(sport=2199, dport=8022, seq=7)")" tcp:RA
fw port add tcp 8022
is "a redirect of nft's, of an open port" "$(frames "ip4() / TCP(sport=2200, dport=8022, seq=7)")" tcp:SA
frames "ip4() / TCP(sport=2200, dport=8022, seq=8, flags='R')" >/dev/null
on fw nft delete table ip t
fw port del tcp 8022
is "gone again" "$(frames "ip4() / TCP(sport=2201, dport=8022, seq=7)")" tcp:RA
on fw nft -f - <<'RULES'
table inet t {
	chain in { type filter hook input priority -10; tcp dport 8023 drop; }
}
RULES
is "a drop of nft's" "$(frames "ip4() / TCP(sport=2202, dport=8023, seq=7)") $(frames "ip6() / TCP(sport=2202, dport=8023, seq=7)")" \
	"silence silence"
on fw nft delete table inet t
# What is claimed goes on: a connection that this host begins, too.
begun() { spawn "$1" socat -u "TCP4:10.0.0.2:6000,sourceport=5000,reuseaddr" -; }
begun fw
begun late
wait_for eval '[ -n "$(on fw ss -tnH state syn-sent)" ] && [ -n "$(on late ss -tnH state syn-sent)" ]'
like "both ends begin at once" "$(frames "ip4() / TCP(sport=6000, dport=5000, seq=9)")" 'tcp:SA'

# The server of an FTP client in active mode calls back.
wire client server
on client sfwctl enable
on client sfwctl set early on
on client nft -f - <<'RULES'
table ip t {
	ct helper ftp { type "ftp" protocol tcp; }
	chain out { type filter hook output priority 0; tcp dport 21 ct helper set "ftp"; }
}
RULES
spawn server socat TCP4-LISTEN:21,fork,reuseaddr EXEC:cat
wait_for listening server tcp 21
listen client tcp 2100 data
call_back() { on server timeout $((5 * ${SFW_SLOW:-1})) socat -T $((3 * ${SFW_SLOW:-1})) -u TCP4:10.0.0.1:2100 - 2>&1; }
like "nobody may call back" "$(call_back)" refused
spawn client bash -c 'exec 3<>/dev/tcp/10.0.0.2/21; printf "USER x\r\n" >&3; read -r -t 5 <&3
	nft delete table ip t; printf "PORT 10,0,0,1,8,52\r\n" >&3; exec sleep 60'
wait_for eval 'on client conntrack -L expect 2>/dev/null | grep -q dport=2100'
is "who is expected may" "$(call_back)" data
ok "as related" test "$(packets related client)" -ge 1

done_testing
