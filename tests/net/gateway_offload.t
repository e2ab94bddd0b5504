#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Live connections by the kernel's flow table, and what takes them back. After
# the scenarios of the kernel's nft_flowtable.sh.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/gateway.sh"

gateway_world
start_talk
on fw sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
fw lan add dev lan0
fw masquerade add 192.168.1.0/24 out wan0
fw forward add tcp 8000-8005 in wan0 to 192.168.1.20
fw forward add udp 8000-8005 in wan0 to 192.168.1.20
fw enable

offloaded() { on fw conntrack -L -f "${1:-ipv4}" 2>/dev/null | grep -c OFFLOAD; }
both_offloaded() { echo $(($(offloaded ipv4) + $(offloaded ipv6))); }
both_speak() { # NAME...
	local name
	for name; do talk speak "$name" c; talk speak "$name" s; done | sort -u
}
# They live, and we do not see them, in one of ten rounds: in the first a flow
# gets there, and something else may pass at the same time.
by_table() { # NAME...
	local before after spoken round
	for round in 1 2 3 4 5 6 7 8 9 10; do
		before=$(packets established)
		spoken=$(both_speak "$@")
		after=$(packets established)
		[ "$before" != "$after" ] || break
	done
	echo "$spoken"
	[ "$before" = "$after" ] && echo unseen || echo "seen $((after - before)) times in round $round"
}
by_us() {
	local before name
	before=$(packets established)
	for name; do talk speak "$name" c; done | sort -u
	[ "$(packets established)" -gt "$before" ] && echo seen || echo unseen
}

# What is offloaded: TCP and UDP, masqueraded, forwarded, IPv6.
open_all() {
	talk pair t4 tcp client inet 198.51.100.2 "$1"
	talk pair u4 udp client inet 198.51.100.2 "$1"
	talk pair t6 tcp client inet 2001:db8:9::2 "$1"
	talk pair u6 udp client inet 2001:db8:9::2 "$1"
}
# A connected UDP server does not know the masqueraded port: its side is left out.
open_all 7000 >"$tmp/open"
is "connections" "$(sort -u "$tmp/open")" open
talk close u4 >/dev/null
all="t4 t6 u6"
# shellcheck disable=SC2086
is "offload off: we see them" "$(by_us $all)" "heard
seen"
is "none is offloaded" "$(both_offloaded)" 0
fw set offload on
# shellcheck disable=SC2086
is "offload on: they live, unseen" "$(by_table $all)" "heard
unseen"
ok "they are in the table" test "$(both_offloaded)" -ge 3
dns inet 53
is "UDP through masquerade" "$(ask client 198.51.100.2 53)" "from 198.51.100.1"

# A forwarded port, and its hairpin: a web server, and large answers.
mkdir -p "$tmp/www"
head -c 3000000 /dev/urandom >"$tmp/www/large"
spawn server busybox httpd -f -p "[::]:8001" -h "$tmp/www"
wait_for listening server tcp 8001
sum=$(sha256sum <"$tmp/www/large")
get() { on "$1" curl -sS -g --max-time 60 "http://$2/large" 2>&1 | sha256sum; }
before=$(packets established)
is "a large answer through forward" "$(get inet 198.51.100.1:8001)" "$sum"
ok "by the table: we saw few of its packets" test $(($(packets established) - before)) -lt 200
note "$(($(packets established) - before)) packets seen"
is "by hairpin" "$(get client 198.51.100.1:8001)" "$sum"
ip -n fw link set wan0 mtu 1400
is "over a link of 1400 bytes" "$(get inet 198.51.100.1:8001)" "$sum"
fw set mss-clamp off
is "whose size nobody is told" "$(get inet 198.51.100.1:8001)" "$sum"
fw set mss-clamp on
ip -n fw link set wan0 mtu 1500

# What takes them back.
# shellcheck disable=SC2086
by_table $all >/dev/null
# A late acknowledgement may bring one back before it is looked at: so once more then.
for port in 99 98 97 96; do
	fw port add tcp $port
	left=$(both_offloaded)
	[ "$left" != 0 ] || break
done
is "a change of the policy: none is offloaded" "$left" 0
# shellcheck disable=SC2086
is "and then again" "$(by_table $all)" "heard
unseen"
fw lan del dev lan0
# shellcheck disable=SC2086
is "without permission they stay" "$(by_table $all)" "heard
unseen"
is "and new ones do not come" "$(talk probe client tcp 198.51.100.2 7000)" silence
fw lan add dev lan0
by_table t4 t6 >/dev/null
fw block add 198.51.100.2
is "a block works at once, though the other end speaks" "$(talk say t4 c) $(talk say t4 s)" "heard silence"
is "and goes on working" "$(talk say t4 s)" silence
is "not for others" "$(talk speak t6 c)" heard
fw block del 198.51.100.2
talk close t4 >/dev/null
is "a new one" "$(talk pair t4 tcp client inet 198.51.100.2 7001) $(talk speak t4 c)" "open heard"

# A guard blocks: no change of the policy.
fw guard add bad 1/1h 'then' block 1h
fw port add tcp 99 guard bad 2>/dev/null || { fw port del tcp 99; fw port add tcp 99 guard bad; }
is "offloaded before a guard blocks" "$(by_table t4 t6)" "heard
unseen"
for _ in 1 2 3; do talk probe inet tcp 198.51.100.1 99 >/dev/null; done
not_heard() { [ "$(SFW_PATIENCE=1 talk say t4 s)" != heard ]; }
ok "then its flows stop" wait_for not_heard
fw list flush bad
fw port del tcp 99
fw guard del bad
talk close t4 >/dev/null

# Ends.
is "FIN" "$(talk end t6 c)" eof
is "closed connections are not offloaded" "$(offloaded ipv6)" 0
is "the other half still speaks" "$(talk say t6 s)" heard
talk close t6 >/dev/null
talk pair t4 tcp client inet 198.51.100.2 7002 >/dev/null
by_table t4 >/dev/null
is "one is offloaded" "$(offloaded ipv4)" 1
# Since Linux 6.14 it stays until it has been silent for its time.
on fw sysctl -qw net.netfilter.nf_flowtable_tcp_timeout=1
talk close t4 >/dev/null
none4() { [ "$(offloaded ipv4)" = 0 ]; }
ok "RST" wait_for none4
is_closed() { ! on fw conntrack -L -p tcp --dport 7002 2>/dev/null | grep -q ESTABLISHED; }
ok "and conntrack knows that it is over, not silent" wait_for is_closed
on fw sysctl -qw net.netfilter.nf_flowtable_tcp_timeout=30
by_table u6 >/dev/null
none6() { [ "$(offloaded ipv6)" = 0 ]; }
if on fw sysctl -qw net.netfilter.nf_flowtable_udp_timeout=1 2>/dev/null; then
	by_table u6 >/dev/null
	ok "silence" wait_for none6
fi
is "and speech again" "$(by_table u6)" "heard
unseen"

# Devices go and come; the way changes.
talk pair t4 tcp client inet 198.51.100.2 7003 >/dev/null
is "before the link goes" "$(by_table t4)" "heard
unseen"
ip -n fw link set lan0 down
is "a link that goes down takes them back" "$(offloaded ipv4)" 0
ip -n fw link set lan0 up
gateway_end fw lan0 fd01::1/64 2001:db8:1::1/64 2>/dev/null
goes_on() { [ "$(talk speak t4 c)" = heard ]; }
ok "and goes on when it is up" wait_for 30 goes_on
is "by the table" "$(by_table t4)" "heard
unseen"
ip -n fw neigh flush dev lan0
ip -n fw neigh flush dev wan0
ok "and when the neighbours are forgotten" wait_for 30 goes_on
is "and again by the table" "$(by_table t4)" "heard
unseen"
talk close t4 >/dev/null

# Behind a bridge of the gateway.
ip -n fw link add br0 type bridge
ip -n fw addr flush dev lan0
ip -n fw link set lan0 master br0
ip -n fw link set br0 up
gateway_end fw br0 192.168.1.1/24 fd01::1/64 2001:db8:1::1/64
fw lan add dev br0
wait_for on client ping -c 1 -W 1 198.51.100.2
talk pair t4 tcp client inet 198.51.100.2 7004 >/dev/null
is "by a bridge" "$(by_table t4)" "heard
unseen"
is "a large answer by the bridge" "$(get inet 198.51.100.1:8001)" "$sum"
talk close t4 >/dev/null

fw set forward off
is "forward off: not our business" "$(talk pair t4 tcp client inet 198.51.100.2 7005) $(by_us t4 | xargs) $(offloaded ipv4)" "open heard seen 0"
fw set forward drop
is "on again" "$(by_table t4)" "heard
unseen"
ok "the module unloads under it" unload_sfw
load_sfw
done_testing
