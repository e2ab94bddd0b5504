#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The policy before the last change comes back at once, and what is no policy stays.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
listen fw tcp 22 >/dev/null
listen fw tcp 80 >/dev/null
generation() { on fw sed -n 's/^generation //p' /proc/net/sfw/status; }
opened() { # which of 22 and 80 a peer reaches
	local port
	for port in 22 80; do
		! on peer timeout 9 bash -c "exec 3<>/dev/tcp/10.0.0.1/$port" 2>/dev/null || echo $port
	done | paste -sd' '
}

status_is "nothing has changed yet" 1 fw undo
is "which is told" "$output" 'sfwctl: nothing to undo: the policy has not changed since the module came'
fw restore - <<'END'
port add tcp 22 comment "before"
enable
END
is "one port" "$(opened)" 22
fw port add tcp 80
was=$(fw save -)
is "two ports" "$(opened)" '22 80'
before=$(generation)
ok "a dry run" fw -n undo
is "changes nothing" "$(fw save -) $(generation)" "$was $before"
ok "undo" fw undo
like "says how to go forth" "$output" 'undo once more takes this back'
is "one port again" "$(opened)" 22
is "as a new generation" "$(generation)" $((before + 1))
is "the undo is undone" "$(fw -q undo && fw save -)" "$was"
status_is "no words" 2 fw undo now

# What is no policy stays, and is no change.
fw block add 192.0.2.7 for 1h
fw list add tcp-portscan 192.0.2.9
fw -q undo
is "the port, not the block" "$(opened)" 22
like "the block for an hour stays" "$(fw block list)" '192\.0\.2\.7'
like "the list stays" "$(fw list show tcp-portscan)" '192\.0\.2\.9'
fw -q undo

# A trial has its own way back.
fw -q apply - confirm-within 1h <<'END'
port add tcp 80
enable
END
status_is "on trial" 1 fw undo
like "it is told what to do" "$output" 'a policy waits to be confirmed: confirm it or roll it back, then undo$'
fw -q rollback
is "rolled back" "$(opened)" '22 80'
fw -q undo
is "a rollback is no change: the one before that" "$(opened)" 22
fw -q undo
fw -q apply - confirm-within 1h <<<'enable'
fw -q confirm
is "confirmed" "$(opened)" ''
fw -q undo
is "that is one" "$(opened)" '22 80'

# A guard that was deleted comes back with what it remembers.
fw guard add g 3/1h
fw list add g 192.0.2.10
fw guard del g
ok "the list is gone" eval '! fw list show g'
fw -q undo
like "it is back, with its address" "$(fw list show g)" '192\.0\.2\.10'
is "the file too" "$(on fw cut -d' ' -f1 /proc/net/sfw/recent/g)" 192.0.2.10

# The event names it.
spawn fw sfwctl events
log=$spawned_log
sleep 1
fw -q undo
ok "an event" wait_for grep -qE ' policy +undo generation [0-9]+ to [0-9]+ by sfwctl' "$log"
done_testing
