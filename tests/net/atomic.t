#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A thousand changes of the policy under traffic: no packet of an established
# flow is lost, nothing leaks. SFW_ROUNDS scales it.
# By the host's clock: a stream flows while the policy changes.
# In check-full: changes without a pause.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

rounds=${SFW_ROUNDS:-$(few 1000)}
wire fw peer
fw enable
fw port add tcp 5201,22
spawn fw iperf3 -s -1
server=$spawned
wait_for listening fw tcp 5201

change() { # ROUNDS [PORTS]: each adds ports and deletes them again, in two transactions
	on fw "$python" "$net_dir/lib/churn.py" "$1" 30000 "${2:-1}"
}

# A stream until it is told to end, at a pace that overflows no queue.
spawn peer iperf3 -c 10.0.0.1 -t 600 -b 20M
client=$spawned
flows() { on fw ss -tnH state established 'sport = :5201' | wc -l; }
streaming() { [ "$(flows)" -ge 2 ] && [ "$(packets established)" -gt 200 ]; }
ok "a stream runs" wait_for streaming

fw port add udp 5000
fw port add tcp 5001
start_talk
talk pair datagrams udp peer fw 10.0.0.1 5000 >/dev/null
talk pair bytes tcp peer fw fd00::1 5001 >/dev/null
fw port del udp 5000
fw port del tcp 5001
talk stream datagrams >/dev/null
talk stream bytes >/dev/null
bytes_before=$(packets established)
is "$rounds times port add and port del" "$(change "$rounds")" "$((2 * rounds)) published"
for i in $(seq 20); do
	fw port add tcp 40000-40100 from 192.0.2.0/24 comment "round $i" && fw port del tcp 40000-40100 from 192.0.2.0/24 ||
		not_ok "sfwctl in round $i"
done
like "every datagram of an established flow arrived" "$(talk stop datagrams)" '^[1-9][0-9]+$'
like "so did a connection over IPv6, its port closed" "$(talk stop bytes)" '^[1-9][0-9]+$'
ok "the stream was running all the time" test "$(packets established)" -gt $((bytes_before + 100))
kill -INT "$client"
wait "$client"
wait "$server"
refused() {
	on fw awk '/^(blocked|invalid|rpfilter|malformed|not-syn|scan|guard|knock|closed-tcp)/ { n += $2 } END { print n }' /proc/net/sfw/stats
}
is "no packet was refused" "$(refused)" 0
is "the policy is as before" "$(fw port list | awk 'NR > 1 { print $1, $2 }' | paste -sd,)" "tcp 22,tcp 5201"

# Memory: the caches are warm now, so that what one more round keeps is a leak.
# Objects in use, in all caches that a module's kmalloc() ends in.
objects() { awk '/^kmalloc-/ { n += $2 } END { print n }' /proc/slabinfo; }
percpu() { awk '/^Percpu:/ { print $2 }' /proc/meminfo; }
percpu_back() { [ "$(percpu)" -le $((percpu_before + 32)) ]; }
back_again() { [ $(($(objects) - $1)) -lt $((entries / 10)) ]; }
# What is freed after a grace period is gone when nothing changes any more.
same_again() {
	local last=${seen:-}
	seen=$(objects)
	[ "$seen" = "$last" ] && [ $((same += 1)) -ge 5 ] || { [ "$seen" = "$last" ] || same=0; false; }
}
settle() { same=0 seen=''; wait_for same_again; }
# More entries than the granularity of what can be measured.
entries=5000
change 100 $((entries / 100)) >/dev/null
settle
before=$(objects) percpu_before=$(percpu)
is "$entries ports added and deleted again" "$(change 100 $((entries / 100)))" "200 published"
ok "slab objects are back where they were ($before, less than $((entries / 10)) more)" wait_for 30 back_again "$before"
note "objects: $before before, $(objects) after; percpu: $percpu_before kB before, $(percpu) kB after"
ok "per-CPU memory is back where it was" wait_for percpu_back
done_testing
