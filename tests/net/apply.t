#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A policy on trial: confirmed, or the one before comes back, whatever becomes
# of the process, the terminal, the namespace and the module.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

slow=${SFW_SLOW:-1}
wire fw peer
start_talk
talk serve fw tcp 22-23 >/dev/null
cat >"$tmp/old" <<'END'
port add tcp 22 comment "old"
enable
END
cat >"$tmp/new" <<'END'
port add tcp 23 comment "new"
set ping off
enable
END
opened() { # which of 22 and 23 a peer reaches
	local port
	for port in 22 23; do
		[ "$(talk probe peer tcp 10.0.0.1 $port)" != open ] || echo $port
	done | paste -sd' '
}
left() { on fw sed -n 's/^rollback-in //p' /proc/net/sfw/status; }
generation() { on fw sed -n 's/^generation //p' /proc/net/sfw/status; }

# The first enable of all.
status_is "nothing to confirm" 1 fw confirm
like "is told" "$output" '^sfwctl: no policy waits to be confirmed$'
status_is "nothing to go back to" 1 fw rollback
status_is "nothing to confirm, dry" 1 fw -n confirm
like "is told too" "$output" '^sfwctl: no policy waits to be confirmed$'
status_is "nothing to go back to, dry" 1 fw -n rollback
like "is told as well" "$output" '^sfwctl: no policy waits to be confirmed$'
was=$(fw save -)
ok "apply returns at once" fw apply "$tmp/new" confirm-within 10m
like "and says what to do" "$output" 'comes back in 10m.*'
like "which is: confirm" "$output" 'sfwctl confirm'
is "it judges" "$(opened)" 23
like "status shows it" "$(fw status)" "^on trial +until 'sfwctl confirm'; the policy before comes back in (10m|[5-9][0-9]*s)"
like "as JSON" "$(fw -j status)" '"rollback_in":[0-9]+'
like "in /proc" "$(left)" '^(600|5[0-9]*)$'
ok "to everybody" on fw setpriv --reuid 65534 --clear-groups grep rollback-in /proc/net/sfw/status
status_is "a second one must wait" 1 fw apply "$tmp/old" confirm-within 1
like "for the first" "$output" 'a policy waits to be confirmed already'
is "which goes on" "$(opened)" 23
ok "a dry rollback" fw -n rollback
is "is that" "$output" 'dry run: nothing changed'
ok "a dry confirmation" fw -n confirm
is "is that" "$output" 'dry run: nothing changed'
is "it goes on still" "$(opened) $([ -n "$(left)" ] && echo on trial)" '23 on trial'
ok "a change on trial" fw port add tcp 22
like "says that it goes back" "$output" '^sfwctl: note: a policy is on trial: this goes back with it in [0-9a-z ]*, unless: sfwctl confirm$'
is "is made" "$(opened)" '22 23'
ok "a reload on trial" fw restore "$tmp/new"
like "says so too" "$output" 'this goes back with it'
like "so does a block for good" "$(fw block add 192.0.2.79 2>&1)" 'this goes back with it'
is "but not one that ends by itself" "$(fw block add 192.0.2.80 for 1h 2>&1)" ''
fw group new banned volatile
is "nor a member that may stay" "$(fw group add banned 192.0.2.81 2>&1)" ''
is "but not where nothing is to be told" "$(fw -q port add tcp 22 2>&1)" ''
ok "rollback" fw rollback
is "the first policy, to the byte" "$(fw save -)" "$was"
is "disabled: all is open" "$(opened)" '22 23'
is "no trace in /proc" "$(left)" ''
like "nor in JSON" "$(fw -j status)" '"rollback_in":null'
before=$(generation)
ok "a dry run" fw -n apply "$tmp/new" confirm-within 1m
is "changes nothing" "$(generation) $(left)" "$before "

# Confirmed.
fw restore "$tmp/old"
ok "apply" fw apply "$tmp/new" confirm-within 2
ok "confirm" fw confirm
like "reminds of save" "$output" 'sfwctl save'
sleep 3 # longer than the trial would have been
is "it stays" "$(opened)" 23
status_is "a trial of no time" 2 fw apply "$tmp/new" confirm-within 0
status_is "a trial of two days" 1 fw apply "$tmp/new" confirm-within 2d
like "the kernel says how long it can be" "$output" '1 to 86400 seconds'
status_is "a broken file" 1 fw apply - confirm-within 5 <<<'port add tpc 22'
like "with its place" "$output" 'standard input:1:10: tpc'
is "nothing is on trial" "$(left)" ''

# What is no policy outlives the way back.
fw restore "$tmp/old"
fw -q apply "$tmp/new" confirm-within 1h
fw block add 192.0.2.77 for 1h
fw block add 192.0.2.78
fw list add tcp-portscan 192.0.2.79
fw -q rollback
like "a block for an hour stays" "$(fw block list)" '192\.0\.2\.77'
unlike "a block for good was on trial" "$(fw block list)" '192\.0\.2\.78'
like "a list stays" "$(fw list show tcp-portscan)" '192\.0\.2\.79'
is "the policy is back" "$(opened)" 22
fw flush lists
fw block del 192.0.2.77

# Over ssh it is the session's connection that must live.
talk pair kept tcp peer fw 10.0.0.1 5000 >/dev/null
fw disable
is "an old connection" "$(talk pair kept tcp peer fw 10.0.0.1 5001)" open
fw enable
talk stream kept >/dev/null
back() { [ -z "$(left)" ]; }
for _ in 1 2 3; do
	fw apply "$tmp/new" confirm-within 1h >/dev/null
	fw rollback >/dev/null
	fw apply "$tmp/new" confirm-within 1 >/dev/null
	wait_for back
done
like "lives through every way back" "$(talk stop kept)" '^[1-9][0-9]*$'

# Twenty at a time are killed between publication and confirmation.
names=()
for i in $(seq 20); do
	names+=("t$i")
	ip netns add "t$i"
	on "t$i" sfwctl restore "$tmp/old"
done
is "twenty hosts" "$(for i in "${names[@]}"; do on "$i" sfwctl save - | cksum; done | sort | uniq -c | awk '{ print $1 }')" 20
for how in kill hangup; do
	answer=$("$python" "$net_dir/lib/trial.py" $how 2 "$tmp/new" "${names[@]}" 2>&1)
	good=$(awk -v slow="$slow" '$2 ~ /^[0-9.]+$/ && $2 > 1.9 && $2 < 2 + slow { n++ } END { print n + 0 }' <<<"$answer")
	is "$how: within a second of its time the policy before is back, 20 of" "$good" 20
	[ "$good" = 20 ] || note "$answer"
	note "$how: seconds: $(awk '{ print $2 }' <<<"$answer" | sort -n | sed -n '1p;$p' | paste -sd- | sed 's/-/ to /')"
	is "$how: to the byte" "$(for i in "${names[@]}"; do on "$i" sfwctl save - | cksum; done | sort | uniq -c | awk '{ print $1 }')" 20
done

# Namespaces and the module go in the middle of trials.
for i in "${names[@]}"; do on "$i" sfwctl -q apply "$tmp/new" confirm-within 1; done
for i in "${names[@]:0:10}"; do ip netns del "$i"; done
sleep 1.5
ok "ten namespaces went, ten trials ended" wait_for eval '! on t20 grep -q rollback-in /proc/net/sfw/status'
for i in "${names[@]:10}"; do on "$i" sfwctl -q apply "$tmp/new" confirm-within 2; done
fw -q apply "$tmp/new" confirm-within 2
ok "the module goes" unload_sfw
sleep 2.5
ok "and comes" load_sfw
is "disabled" "$(on fw sed -n 's/^enabled //p' /proc/net/sfw/status)" 0
done_testing
