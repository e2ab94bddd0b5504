#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# guard ... live N: connections at once of a source, with a real web server, over both
# families, TCP and UDP, and with handshakes that are ended late; and a flood of forged
# SYNs, which locks nobody out.
# On the stock kernel too: conntrack is a module there.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
here=$(realpath "$(dirname "$0")")
slow=${SFW_SLOW:-1}

wire fw peer
address peer eth0 10.0.0.3/24 10.0.0.4/24 fd00::3/64
fw enable
mkdir "$tmp/www"
echo hello >"$tmp/www/index.html"
spawn fw busybox httpd -f -p '[::]:80' -h "$tmp/www"
wait_for listening fw tcp 80
start_helper live on peer env SFW_SLOW="$slow" "$python" "$here/lib/live.py"
tells() { ask_helper live "$*"; } # WORDS...: a command to live.py

# A connection is over when the server has closed it as well: then its place is free.
served() { [ "$(on fw ss -Htn state established state close-wait state last-ack '( sport = :80 )' | wc -l)" = "$1" ]; }
ends() { # close|reset N LEFT: N end, so many of the server are left
	tells "$1" "$2" >/dev/null
	wait_for served "$3" || not_ok "$3 are left" "$(on fw ss -tn)"
}

fw guard add web live 5 "then" reject
fw port add tcp 80 guard web
is "as it is typed" "$(fw save - | grep guard)" "guard add web live 5 then reject
port add tcp 80 guard web"
is "five at once, and no more" "$(tells open 10.0.0.1 80 8)" "5 3"
is "counted as guard" "$(packets guard)" 3
is "another source has five of its own" "$(tells open 10.0.0.1 80 7 10.0.0.3)" "5 2"
is "over IPv6 too" "$(tells open fd00::1 80 6)" "5 1"
said() { fw test tcp "$1" to 80 | sed -n 's/^reason *\([a-z-]*\).*/\1/p; s/^line *//p' | xargs; }
is "test says so" "$(said 10.0.0.2)" "guard guard add web live 5 then reject"
is "and of a stranger" "$(said 10.0.0.9)" "port port add tcp 80 guard web"
ends close 1 14
is "a place is free as soon as one closes" "$(tells open 10.0.0.1 80 2)" "1 1"
ends reset 2 13
is "or is reset" "$(tells open 10.0.0.1 80 3)" "2 1"
fw save "$tmp/policy"
fw restore "$tmp/policy"
is "a restore forgets none" "$(tells open 10.0.0.1 80 1)" "0 1"
like "listed" "$(fw guard list)" '^web +- +5 +'
like "as JSON" "$(fw -j guard list)" '"name":"web","windows":\[\],"live":5,'
ends close 15 0
is "all at once: exactly five" "$(tells burst 10.0.0.1 80 40)" "5 35"
ends close 5 0
is "half requests" "$(tells loris 10.0.0.1 80 7)" "5 2"
ends close 5 0
is "closed by the client" "$(tells loris 10.0.0.1 80 5)" "5 0"
ends close 5 0
closing() { [ "$(tells open 10.0.0.1 80 5)" = "5 0" ] && ends close 5 0; }
is "$(few 20) times five come and go" "$(for ((i = 0; i < $(few 20); i++)); do closing || echo bad; done)" ""

# In a zone of conntrack's, past the second in which it need not know a connection.
zone() { # A|D
	local chain
	for chain in PREROUTING OUTPUT; do on fw iptables-legacy -t raw "-$1" $chain -j CT --zone 7; done
}
zone A
is "in a zone" "$(tells open 10.0.0.1 80 5)" "5 0"
sleep 2
is "they count while they live" "$(tells open 10.0.0.1 80 2)" "0 2"
ends close 5 0
is "and no longer" "$(tells open 10.0.0.1 80 5)" "5 0"
ends close 5 0
zone D

# Sources by prefix, and with a window.
fw flush policy
fw enable
fw guard add net live 2 mask4 24 mask6 64 "then" reject
fw port add tcp 80 guard net
is "a network is one source" "$(tells open 10.0.0.1 80 2) $(tells open 10.0.0.1 80 1 10.0.0.3)" "2 0 0 1"
is "of IPv6" "$(tells open fd00::1 80 2) $(tells open fd00::1 80 1 fd00::3)" "2 0 0 1"
fw exempt add 10.0.0.4
is "but not who is exempt" "$(tells open 10.0.0.1 80 1 10.0.0.4)" "1 0"
ends close 5 0
fw flush policy
fw enable
fw guard add both 4/1h live 2 "then" reject
fw port add tcp 80 guard both
is "at once" "$(tells open 10.0.0.1 80 3)" "2 1"
ends close 2 0
is "the window counts those that were let in" "$(tells open 10.0.0.1 80 2)" "2 0"
ends close 2 0
is "and them alone" "$(tells open 10.0.0.1 80 1)" "0 1"

# UDP flows.
fw flush policy
fw enable
answer=$(reply hello)
spawn fw socat UDP4-RECVFROM:53,fork,reuseaddr "$answer"
wait_for listening fw udp 53
set_sysctl fw net.netfilter.nf_conntrack_udp_timeout=3600	# nothing may end by time
fw guard add dns live 3 "then" reject
fw port add udp 53 guard dns
is "UDP flows at once" "$(tells udp 10.0.0.1 53 5)" "3 2"
on fw conntrack -D -p udp --dport 53 >/dev/null 2>&1
is "and when conntrack has forgotten them" "$(sleep 1; tells udp 10.0.0.1 53 2)" "2 0"
tells close 5 >/dev/null

# The ACK that ends a handshake meets no guard: who sends it late has as many again.
fw flush policy
fw enable
spawn fw "$python" "$here/lib/streams.py" serve 10.0.0.1 81	# its queue is longer than that of busybox
wait_for listening fw tcp 81
fw guard add late live 5 "then" reject
fw port add tcp 81 guard late
ip -n fw neigh replace 10.0.0.9 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
late() { [ "$(on fw ss -Htn state established '( sport = :81 )' | wc -l)" = "$1" ]; }
is "half-open ones count for 3 seconds" "$("$python" "$here/lib/late_acks.py" peer 10.0.0.9 81 7 3.3 6)" "5 5 0 0 0 0"
wait_for late 10 || not_ok "ten at once" "$(on fw ss -tn)"
is "and then no more" "$(fw test tcp 10.0.0.9 to 81 | awk '/^reason/ { print $2 }')" guard

# Blocked, as a guard can.
fw flush policy
fw enable
fw guard add hard live 1 "then" block 1h
fw port add tcp 80 guard hard
is "the second one" "$(tells open 10.0.0.1 80 2 10.0.0.3)" "1 1"
is "blocks its source" "$(said 10.0.0.3)" "blocked guard add hard live 1 then block 1h"
like "which why tells" "$(fw why 10.0.0.3)" 'hard'
tells reset 1 >/dev/null

# A server's refusal has conntrack forget the connection at once.
fw guard add refused live 1 "then" block 1h
fw port add tcp 2222 guard refused
start_talk
for addr in 10.0.0.1 fd00::1; do
	is "where nothing listens, each is told, $addr" "$(for n in 1 2 3; do talk probe peer tcp "$addr" 2222; done | xargs)" \
		"ECONNREFUSED ECONNREFUSED ECONNREFUSED"
done
is "and nobody blocked" "$(said 10.0.0.2)" "port port add tcp 80 guard hard"

# Forged SYNs, each from another source.
fw flush policy
fw enable
fw guard add web live 5 "then" reject
fw port add tcp 80 guard web
ip -n fw route add default via 10.0.0.2
set_sysctl fw net.ipv4.conf.all.log_martians=0
forged=${SFW_FLOOD:-$(($(few 1000000) / slow))}
echo "{ 2,0,0,0,0,1, 2,0,0,0,0,2, const16(0x0800), 0x45, 0, const16(40), drnd(2), const16(0),
	64, 6, csumip(14, 33), drnd(4), 10,0,0,1, drnd(2), const16(80), drnd(4), const32(0), const16(0x5002),
	const16(512), csumtcp(14, 34), const16(0) }" >"$tmp/flood"
memory() { awk '/^MemAvailable/ { print $2 }' /proc/meminfo; }
began=$SECONDS
is "two connections" "$(tells open 10.0.0.1 80 2)" "2 0"
before=$(memory)
spawn peer trafgen -i "$tmp/flood" -o eth0 -n "$forged" -P 1 -q
is "a source that has none open, meanwhile" "$(tells open 10.0.0.1 80 1 10.0.0.3)" "1 0"
wait "$spawned" || not_ok "the flood ends" "$(cat "$spawned_log")"
ok "$forged forged SYNs, $(packets port) let in" test "$(packets port)" -ge 1000
note "$((before - $(memory))) kB less"
is "and afterwards" "$(tells open 10.0.0.1 80 6 10.0.0.4)" "5 1"
if [ $((SECONDS - began)) -lt 50 ]; then
	is "who has some open may have the rest" "$(tells open 10.0.0.1 80 4)" "3 1"
else
	skip "who has some open may have the rest" "the web server ends them after a minute, and the flood took longer"
fi

# Words.
status_is "neither window nor live" 2 fw guard add none
status_is "no number" 2 fw guard add none live 0
status_is "rttl without a window" 2 fw guard add none live 5 rttl
exec {live_in}>&- {live_out}<&-
done_testing
