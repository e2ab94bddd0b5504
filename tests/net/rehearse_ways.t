#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Rehearsals of packets that take another way: to a forwarded port of a network whose
# prefix changes, through a VRF, by the socket of a live connection; and from scanners, of
# whom each policy has its own, and those of before in common.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"
. "$(dirname "$0")/rehearsal.sh"

wire fw peer
host lan
cable fw lan0 lan eth0
address fw lan0 2001:db8:1::1/64
ip -n fw link set lan0 up
crowd fw
start_frames peer

# A live connection that goes direct, and whose source is blocked then.
set_sysctl fw net.ipv4.ip_forward=0
fw restore - <<<$'set direct on\nport add tcp 80\nenable'
spawn fw socat TCP-LISTEN:80,fork,reuseaddr SYSTEM:cat
wait_for listening fw tcp 80
mkfifo "$tmp/in"
on peer socat -t 60 - TCP:10.0.0.1:80 <"$tmp/in" >"$tmp/echoed" 2>&1 &
pids+=("$!")
exec 7>"$tmp/in"
echo one >&7
ok "a connection lives" wait_for grep -q one "$tmp/echoed"
is "and is not tracked" "$(on fw conntrack -L 2>/dev/null | grep -c 'dport=80 ')" 0
rehearsed <<<'port add tcp 80'
fw block add 10.0.0.2
was=$(packets blocked)
echo two >&7
blocked() { [ "$(packets blocked)" -gt "$was" ]; }
ok "its source is blocked" wait_for blocked
is "its segments are no new connections" "$(found)" ''
exec 7>&-
fw flush all

# A forwarded port of an IPv6 host by the end of its address.
silent_peer peer
set_sysctl fw net.ipv6.conf.all.forwarding=1
ip -n fw -6 route add default via fd00::2
fw restore - <<<'enable'
rehearsed <<'END'
forward add tcp 8000 in eth0 to [::20]:80 dev lan0
forward add tcp 8001 in eth0 to [::20]:80 dev none0
END
syn fd01::1 8000 >/dev/null
syn fd01::1 8001 >/dev/null
is "led to the prefix of the moment, or nowhere" "$(found)" \
	'accept forward closed-tcp tcp 8000 fd01::1 eth0 1 forward add tcp 8000 in eth0 to [::20]:80 dev lan0'

# Lines that help: the forward that the file forgot, and a way through this host behind a
# block; and a remark where none does.
fw flush all
set_sysctl fw net.ipv4.ip_forward=1 net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.eth0.send_redirects=0
ip -n fw route add 203.0.113.0/24 via 10.0.0.2
fw restore - <<'END'
lan add dev eth0
forward add tcp 8000 in eth0 to 203.0.113.20:80
trust add from 198.18.7.1
enable
END
use() {
	syn 198.18.0.1 8000 >/dev/null
	frames "ip4(src='198.18.6.1', dst='203.0.113.9')/TCP(sport=$((RANDOM + 10000)), dport=25, flags='S')" >/dev/null
	syn 198.18.7.1 0 >/dev/null
}
echo 'block add 198.18.6.0/24' >"$tmp/file"
rehearsed <"$tmp/file"
use
is "lines that help" "$(fw rehearse suggest)" "# 1 packet from 1 source: closed-tcp, which no line but trust would let in
# 1 packet from 1 source
exempt add 198.18.6.1
# 1 packet from 1 source
lan add dev eth0 out eth0
# 1 packet from 1 source
forward add tcp 8000 in eth0 to 203.0.113.20:80"
fw rehearse suggest >>"$tmp/file"
rehearsed <"$tmp/file"
use
like "with them nothing else is left" "$(found | paste -sd';')" '^refuse closed-tcp trusted tcp [0-]+ 198.18.7.1 [^;]*$'

# To another host, and blocked before routing: told where the kernel would send it on.
fw flush all
fw restore - <<<$'block add 198.18.6.0/24,fd01:6::/32\nenable'
through() { # HOPS [TO]
	local tcp="TCP(sport=$((RANDOM + 10000)), dport=25, flags='S')"
	frames "[ip4(src='198.18.6.1', dst='${2:-203.0.113.9}', ttl=$1) / $tcp, ip6(src='fd01:6::1', dst='fd01:9::9', hlim=$1) / $tcp]" >/dev/null
	found | awk '{ print $1, $2, $3, $6 }' | sort | paste -sd,
}
both='accept forward blocked 198.18.6.1,accept forward blocked fd01:6::1'
rehearsed <<<'set forward off'
is "the last hop is here" "$(through 1)" ''
is "the last hop is another" "$(through 2)" "$both"
rehearsed <<<'set forward off'
is "no route leads on" "$(through 64 203.0.114.9)" 'accept forward blocked fd01:6::1'
set_sysctl fw net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0
rehearsed <<<'set forward off'
is "nothing is forwarded" "$(through 64)" ''
rehearsed <<<'lan add dev eth0'
is "but would be by a gateway" "$(through 64)" "${both//forward/lan}"
set_sysctl fw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1

# 1 was listed before, 2 by the live policy alone, 3 by both, 4 by the rehearsed one alone, and
# 5, in between, by both after one of them.
for early in on off; do
	fw flush all
	fw restore - <<<$'port add tcp 80,84\nset scan tcp\nset scan-ports 2\nset early '"$early"$'\nenable'
	for port in 81 82; do syn 198.18.4.1 $port >/dev/null; done
	rehearsed <<<$'port add tcp 80,83\nset scan tcp\nset scan-ports 2\nexempt add 198.18.4.6'
	syn 198.18.4.1 80 >/dev/null
	for port in 81 83 80; do syn 198.18.4.2 $port >/dev/null; done
	for port in 81 82 80; do syn 198.18.4.3 $port >/dev/null; done
	for port in 81 84 80; do syn 198.18.4.4 $port >/dev/null; done
	for port in 83 81 82 80; do syn 198.18.4.5 $port >/dev/null; done
	fw list add tcp-portscan 198.18.4.6
	syn 198.18.4.6 80 >/dev/null
	is "early $early: scanners of one policy and of the other" "$(found | sort)" "accept port closed-tcp tcp 83 198.18.4.2,198.18.4.5 eth0 2 port add tcp 83
accept port scan tcp 80 198.18.4.2,198.18.4.6 eth0 2 port add tcp 80
refuse closed-tcp port tcp 84 198.18.4.4 eth0 1 set reject4 rfc
refuse scan port tcp 80 198.18.4.4 eth0 1 set scan tcp"
	is "early $early: the live one's" "$(listed tcp-portscan)" '198.18.4.1 198.18.4.2 198.18.4.3 198.18.4.5 198.18.4.6'
done

# The reverse path of a VRF's port.
fw flush all
into_vrf fw blue
for live in enable disable; do
	fw restore - <<<$'port add tcp 80\n'"$live"
	rehearsed <<<$'port add tcp 80\nset rpfilter strict'
	syn 10.0.0.2 80 >/dev/null
	syn fd00::2 80 >/dev/null
	syn 192.0.2.7 80 >/dev/null
	syn 2001:db8:7::7 80 >/dev/null
	reason=port
	[ $live = enable ] || reason=disabled
	is "$live: the way back from a port of a VRF" "$(found | sort)" "refuse rpfilter $reason tcp 80 192.0.2.7 blue 1 set rpfilter strict
refuse rpfilter $reason tcp 80 2001:db8:7::7 blue 1 set rpfilter strict"
done
done_testing
