#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The module goes and comes under traffic, namespaces go under traffic, and
# nobody notices. SFW_ROUNDS scales it.
# On the stock kernel too: unloading on two processors.
# By the host's clock: a flood without a pause.
# In check-full: loads under traffic.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

rounds=${SFW_ROUNDS:-$((${SFW_SLOW:-1} > 1 ? 25 : $(few 100)))}
wire fw peer
start_talk
talk serve fw tcp 8000 >/dev/null

# Short connections, one after another, and a flood of echo requests; what is
# slow is in the midst of a packet with fewer.
flood=-f
[ "${SFW_SLOW:-1}" = 1 ] || flood='-i 0.005'
spawn peer nice -n 15 bash -c "yes 'probe peer tcp 10.0.0.1 8000' | $python $net_dir/lib/talk.py"
connections=$spawned_log
# shellcheck disable=SC2086
spawn peer nice -n 15 ping $flood -q 10.0.0.1
spawn peer nice -n 15 ping -6 -q -i 0.002 fd00::1
connected() { [ "$(wc -l <"$connections")" -gt "${1:-0}" ]; }
ok "connections come in" wait_for connected

cycle() {
	unload_sfw &&
		load_sfw &&
		fw port add tcp 8000 &&
		fw enable
}

is "the talk goes on meanwhile" "$(talk pair kept tcp peer fw 10.0.0.1 7000)" open
for i in $(seq "$rounds"); do
	note "round $i"
	output=$(cycle 2>&1) || {
		not_ok "round $i" "$output"
		break
	}
done
is "$rounds times rmmod, insmod, port add, enable" "$i" "$rounds"
ok "connections still come in" wait_for connected "$(wc -l <"$connections")"
is "each connection was opened" "$(sort -u "$connections")" open
note "$(wc -l <"$connections") connections"
is "a connection outlived all that" "$(talk speak kept c)" heard
ok "the last module judges packets" test "$(packets established)" -gt 0
unload_sfw
ok "no trace in /proc" test ! -e /proc/net/sfw
load_sfw

# Lists are looked through twice a second, each in its turn: the module goes in
# the middle of that. The kernel complains when a turn comes too late.
guards=64
for i in $(seq "$guards"); do echo "guard add g$i 3/10s"; done >"$tmp/guards"
fill() { # a list at a time, so that their turns differ
	for i in $(seq "$1"); do
		echo +192.0.2.1 >"/proc/net/sfw/recent/g$i" || return
		sleep 0.007
	done
}
export -f fill
for i in 1 2 3 4 5; do
	note "lists in use, round $i"
	output=$(fw -q restore "$tmp/guards" 2>&1 && on fw bash -c "fill $guards" 2>&1 &&
		unload_sfw 2>&1 && load_sfw 2>&1) || {
		not_ok "lists in use, round $i" "$output"
		break
	}
done
is "$i times rmmod with $guards lists in use" "$i" 5

# A namespace goes while its packets are judged.
is_gone() { ! ip -n peer link show eth0 >/dev/null 2>&1; }
for i in $(seq $((rounds / 10 > 2 ? rounds / 10 : 2))); do
	if [ "$i" != 1 ]; then
		ip netns add fw
		cable fw eth0 peer eth0
		wire_end fw 1 2
		wire_end peer 2 1
		wait_for is_linked fw
	fi
	is "a new namespace is disabled ($i)" "$(on fw sed -n 's/^enabled //p' /proc/net/sfw/status)" 0
	fw port add tcp 80 for 1
	fw enable
	spawn peer nice -n 15 ping -f -q 10.0.0.1
	flood=$spawned
	counts() { [ "$(packets established)" -gt 0 ]; }
	wait_for counts || not_ok "packets are judged ($i)"
	if [ "$i" = 1 ]; then
		talk close kept >/dev/null
		kill "${pids[@]}" 2>/dev/null
	fi
	ip netns del fw
	ok "a namespace goes under a flood ($i)" wait_for 30 is_gone
	kill "$flood" 2>/dev/null
done
ip netns add fw
ok "and the module after them" unload_sfw
load_sfw
done_testing
