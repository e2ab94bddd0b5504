#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# set ping and set dhcp: echo requests, and answers to a DHCP client, which
# conntrack cannot match with the broadcast that asked.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
fw enable
pings() { on peer ping -n -c 1 -W "$2" "$1"; }

ok "ping on" pings 10.0.0.1 5
ok "ping on, IPv6" pings fd00::1 5
is "counted" "$(packets ping)" 2
fw set ping off
status_is "ping off" 1 pings 10.0.0.1 1
status_is "ping off, IPv6" 1 pings fd00::1 1
is "counted as ping-off" "$(packets ping-off)" 2
unlike "and silent" "$output" 'nreachable|rohibited|Filtered'
ok "the host's own pings are answered" on fw ping -n -c 1 -W 5 10.0.0.2
ok "over IPv6 too" on fw ping -n -c 1 -W 5 fd00::2
fw set ping on
ok "ping on again" pings 10.0.0.1 5

# What a client's socket hears.
silent_peer peer
start_frames peer
spawn fw socat -u UDP4-RECV:68,bind=0.0.0.0 "CREATE:$tmp/heard4"
client4=$spawned
spawn fw socat -u UDP6-RECV:546 "CREATE:$tmp/heard6"
client6=$spawned
wait_for listening fw udp 68
wait_for listening fw udp 546
broadcast='Ether(dst="ff:ff:ff:ff:ff:ff", src=PEER_MAC)'
offer="$broadcast / ip4(dst='255.255.255.255') / UDP(sport=67, dport=68) / BOOTP(op=2) / DHCP(options=[('message-type', 'offer'), 'end'])"
reply="ip6(src=LINK_PEER6, dst=LINK_HOST6) / UDP(sport=547, dport=546) / DHCP6_Advertise(trid=1)"
heard() { [ -s "$tmp/$1" ]; }

fw set dhcp off
counted "dhcp off, an offer to all" closed-udp 1 "$offer" silence
counted "dhcp off, DHCPv6" closed-udp 1 "$reply" unreachable:admin
ok "no socket heard them" test ! -s "$tmp/heard4" -a ! -s "$tmp/heard6"
fw set dhcp on
counted "dhcp on, an offer to all" dhcp 1 "$offer" silence
ok "the client hears it" wait_for heard heard4
counted "dhcp on, an offer to the host" dhcp 1 "ip4() / UDP(sport=67, dport=68) / BOOTP(op=2)"
counted "dhcp on, DHCPv6" dhcp 1 "$reply" silence
ok "the client hears it over IPv6" wait_for heard heard6
counted "a DHCPv6 server with a global address, another port" dhcp 1 "ip6(dst=LINK_HOST6) / UDP(sport=40000, dport=546) / b'x'"
counted "DHCPv6 goes to a link-local address alone" closed-udp 1 "ip6() / UDP(sport=547, dport=546) / b'x'" unreachable:admin
counted "ports the other way round" closed-udp 1 "ip4() / UDP(sport=68, dport=67) / b'x'" unreachable:port
counted "another source port" closed-udp 1 "ip4() / UDP(sport=53, dport=68) / b'x'" unreachable:port

# A real client and a real server.
cat >"$tmp/udhcpd.conf" <<X
start 10.0.0.100
end 10.0.0.110
interface eth0
lease_file $tmp/leases
pidfile $tmp/udhcpd.pid
option subnet 255.255.255.0
option lease 60
X
cat >"$tmp/got" <<X
#!/bin/bash
[ "\$1" != bound ] || echo "\$ip" >"$tmp/lease"
X
chmod +x "$tmp/got"
touch "$tmp/leases"
on peer iptables-legacy -P INPUT ACCEPT
on peer iptables-legacy -P OUTPUT ACCEPT
kill "$client4" "$client6" 2>/dev/null
spawn peer busybox udhcpd -f "$tmp/udhcpd.conf"
wait_for listening peer udp 67
ok "a real DHCP client gets a lease, all ports closed" on fw timeout 60 busybox udhcpc -n -q -f -i eth0 -s "$tmp/got"
like "and an address" "$(cat "$tmp/lease" 2>&1)" '^10\.0\.0\.1[01][0-9]$'
done_testing
