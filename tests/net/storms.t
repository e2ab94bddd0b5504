#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Namespaces and the module come and go in great number, under floods and with
# packets waiting in queues; the clock jumps, the machine sleeps. SFW_NAMESPACES
# (1000) and SFW_LOADS (200) are how often when it matters; here they are few.
# By the host's clock: floods without a pause.
# In check-full: namespaces and loads in great number.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/lib/slab.sh"

namespaces=${SFW_NAMESPACES:-12} loads=${SFW_LOADS:-6}
printf '%s\n' enable 'port add tcp 22' 'guard add sshbf 3/10s then block 1h' 'set scan tcp,udp' 'set rpfilter strict' \
	'port add tcp 23 guard sshbf' 'block add 192.0.2.0/24' 'masquerade add 10.9.0.0/24 out eth0' >"$tmp/policy"

# Each is made, configured, flooded, and goes while the flood goes on.
storm() {
	ip netns add "storm$1" &&
		ip -n peer link add "v$1" type veth peer name eth0 netns "storm$1" &&
		ip -n peer addr add "10.9.0.2/24" dev "v$1" &&
		ip -n peer link set "v$1" up &&
		ip -n "storm$1" addr add 10.9.0.1/24 dev eth0 &&
		ip -n "storm$1" link set eth0 up &&
		on "storm$1" sfwctl -q restore "$tmp/policy" || return 1
	on peer ping -q -f -c 200 -W 1 10.9.0.1 >/dev/null 2>&1 &
	on peer timeout 5 hping3 -q -S -i u200 -c 200 -p ++1 --rand-source -I "v$1" 10.9.0.1 >/dev/null 2>&1 &
	flood=$!
	wait_for busy "storm$1" || return 1
	ip netns del "storm$1" || return 1
	wait "$flood"
	return 0
}
busy() { [ "$(awk '{ n += $2 } END { print n }' < <(on "$1" cat /proc/net/sfw/stats))" -gt 20 ]; }
gone() { ! ip -n peer -o link show | grep -q ': v[0-9]'; }

host peer
storm 0 || not_ok "the first namespace"	# what is made once is there
wait_for 30 gone
before=$(slab)
[ ! -e /proc/slabinfo ] || slab_objects >"$tmp/objects"
done=0
for i in $(seq "$namespaces"); do
	storm "$i" || break
	done=$i
done
is "$namespaces namespaces were made, configured, flooded and deleted" "$done" "$namespaces"
ok "all of them are gone" wait_for 60 gone
lists_are_empty() { [ "$(recent_objects)" = 0 ]; }
if [ -e /proc/slabinfo ]; then
	ok "and what their lists held" wait_for 60 lists_are_empty
fi
note "slab: $before kB before, grown by $(slab_grew "$before") hundredths of a percent"
# A few objects come and go with the processes of the test.
if [ "$namespaces" -ge 100 ] && [ -e "$tmp/objects" ]; then
	is "no cache keeps an object of each namespace" "$(slab_kept "$tmp/objects" $((namespaces / 2)))" ''
fi

# Packets wait in nfqueue, by rules before ours and behind them, while we go.
wire fw sender
on fw nft -f - <<'END'
table ip queues {
	chain before {
		type filter hook input priority -10
		icmp type echo-request queue num 1
	}
	chain behind {
		type filter hook input priority 10
		icmp type echo-request queue num 2
	}
	chain out {
		type filter hook output priority 10
		icmp type echo-reply queue num 3
	}
}
END
spawn fw "$python" "$net_dir/lib/hold.py" 0.2 1 2 3
held=$spawned_log
ready() { grep -q ready "$held"; }
wait_for ready || not_ok "queues are held" "$(cat "$held")"
spawn sender ping -q -i 0.005 10.0.0.1
spawn sender ping -q -f 10.0.0.1
let_go() { tail -n 1 "$held" | sed 's/ready/0/'; }
more() { [ "$(let_go)" -gt "$1" ]; }
ok "packets wait there, and go on" wait_for more 0
start=$(let_go)
for i in $(seq "$loads"); do
	output=$(unload_sfw 2>&1 && load_sfw 2>&1 && fw -q restore "$tmp/policy" 2>&1) || {
		not_ok "load $i" "$output"
		break
	}
done
is "$loads times rmmod, insmod and restore meanwhile" "$i" "$loads"
ok "packets still go on" wait_for 30 more "$(let_go)"
note "$(($(let_go) - start)) packets waited and went on meanwhile"
judged() { [ "$(packets ping)" -gt 0 ] || [ "$(packets established)" -gt 0 ]; }
ok "and the last module judges them" wait_for judged
on fw nft delete table ip queues
kill "$spawned"
ok "the peer is answered" wait_for 30 on sender ping -q -c 1 -W 5 10.0.0.1

# The clock of the day jumps: nothing of ours goes by it.
jump() { date -s "@$(($(date +%s) + $1))" >/dev/null; }
left() { fw status | sed -n 's/.*comes back in //p'; }
fw -q restore "$tmp/policy"
fw list flush tcp-portscan
fw set scan-window 10m
fw port add tcp 99 for 10m
on fw bash -c 'echo +203.0.113.9 >/proc/net/sfw/recent/sshbf'
printf 'enable\nport add tcp 77\n' >"$tmp/trial"
fw -q -f apply "$tmp/trial" confirm-within 10m
for step in 3600 -7200 3600; do
	jump $step
	like "the clock jumps by $step s: the policy is still on trial" "$(fw port list)" ' 77 '
	like "it may be confirmed for ten minutes" "$(left)" '^([5-9]m|10m|5[0-9][0-9]s)'
done
fw -q rollback
like "after the jumps: the port is open for its time" "$(fw port list)" ' 99 .* (9m|10m|[5-9][0-9]*s)'
like "what was put by hand is there" "$(on fw cat /proc/net/sfw/recent/sshbf)" '^203.0.113.9 '
fw -q -f apply "$tmp/trial" confirm-within 1
jump 3600
rolled_back() { ! fw port list | grep -q ' 77 '; }
ok "a trial of one second ends" wait_for 30 rolled_back
jump -3600

# The machine sleeps: what it promised goes on by the clock of the world.
if [ -e /sys/power/pm_test ] && grep -qw mem /sys/power/state; then
	fw -q -f apply "$tmp/trial" confirm-within 3
	echo core >/sys/power/pm_test
	ok "the machine sleeps, and wakes up" bash -c 'echo mem >/sys/power/state'
	ok "the trial ended in its sleep" wait_for 20 rolled_back
	echo none >/sys/power/pm_test
	ok "packets pass" wait_for 30 on sender ping -q -c 1 -W 5 10.0.0.1
else
	note "this kernel cannot sleep (SUSPEND, PM_DEBUG)"
fi
done_testing
