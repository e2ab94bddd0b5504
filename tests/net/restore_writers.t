#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Writers that die leave nothing behind, and of two at once one wins whole.
# By the host's clock: several write at the same time.
# In check-full: writers without a pause.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

host fw
awk 'BEGIN { for (i = 1; i <= 10000; i++) printf "port add tcp %d comment \"line %d\"\n", i, i; print "enable" }' >"$tmp/big"
fw restore "$tmp/big"
state() { fw save -; on fw grep -v '^version' /proc/net/sfw/status; }

# A process that dies with a transaction open leaves nothing.
objects() { awk '/^kmalloc-/ { n += $2 } END { print n }' /proc/slabinfo; }
stage() { # N: stages 20,000 ports, is killed, and leaves nothing of them
	local pipe=$tmp/stage.$1
	mkfifo "$pipe"
	ip netns exec fw "$python" - "$net_dir/lib" >"$pipe" <<'END' &
import sys, time
sys.path.insert(0, sys.argv[1])
from netlink import Netlink
nl = Netlink()
nl.ask("TXN_BEGIN")
for port in range(1, 20001):
    nl.ask("PORT_ADD", PROTO=6, PORT_FIRST=port + 20000, PORT_LAST=port + 20000)
print("staged", flush=True)
time.sleep(600)
END
	local pid=$!
	head -n 1 "$pipe" >/dev/null
	kill -KILL $pid
	wait $pid 2>/dev/null
}
before=$(state)
stage warm
calm() { local was=$now; now=$(objects); [ "$now" = "$was" ]; }
now=0
wait_for calm
was=$now
stage 1
gone() { [ "$(objects)" -lt $((was + 2000)) ]; }
ok "a killed writer leaves no memory behind ($was objects before)" wait_for 30 gone
is "and no change" "$(state)" "$before"
for _ in $(seq 40); do # more than there may be transactions
	ip netns exec fw sfwctl restore "$tmp/big" &
	pid=$!
	sleep "0.0$((RANDOM % 9))"
	kill -KILL $pid 2>/dev/null
	wait $pid 2>/dev/null
done
ok "forty killed restores leave the policy whole" cmp <(fw save - | grep '^port\|^enable') "$tmp/big"
ok "and room for the next" fw restore "$tmp/big"

# Two writers: one wins whole, the other is told, and never half of each.
for name in a b; do
	{ for i in $(seq 3000); do echo "port add tcp $i comment $name"; done; echo enable; } >"$tmp/$name"
done
told=0 mixed=0 failed_otherwise=0
for _ in $(seq 10); do
	fw restore "$tmp/a" 2>"$tmp/a.err" &
	first=$!
	fw restore "$tmp/b" 2>"$tmp/b.err" || {
		grep -q 'changed by somebody else meanwhile: nothing was restored, run it again' "$tmp/b.err" &&
			told=$((told + 1)) || failed_otherwise=$((failed_otherwise + 1))
	}
	wait $first || {
		grep -q 'changed by somebody else meanwhile: nothing was restored, run it again' "$tmp/a.err" &&
			told=$((told + 1)) || failed_otherwise=$((failed_otherwise + 1))
	}
	[ "$(fw save - | grep -o 'comment "."' | sort -u | wc -l)" = 1 ] || mixed=$((mixed + 1))
done
note "told: $told times of 10"
is "two writers: never a mixture, no other failure" "$mixed $failed_otherwise" '0 0'
# For sure: a change between the begin and the end of another's.
meanwhile() {
	ip netns exec fw "$python" - "$net_dir/lib" <<'END'
import errno, subprocess, sys
sys.path.insert(0, sys.argv[1])
from netlink import Netlink
nl = Netlink()
print(nl.ask("TXN_BEGIN").error, nl.ask("PORT_ADD", PROTO=6, PORT_FIRST=9998, PORT_LAST=9998).error)
subprocess.run(["sfwctl", "port", "add", "tcp", "9999"], check=True)
print(errno.errorcode.get(nl.ask("TXN_COMMIT", CHANGES=1).error))
END
}
is "who ends after a change of another is told" "$(meanwhile | xargs)" "0 0 EBUSY"
is "and only the other's is in force" "$(fw save - | grep 'tcp 999[89]')" "port add tcp 9999"
done_testing
