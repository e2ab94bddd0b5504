#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# restore is one transaction: all of a file or nothing. What is wrong is named with
# its place, and diff tells what would change.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

host fw
state() { fw save -; on fw grep -v '^version' /proc/net/sfw/status; }

# A bad line N changes nothing, and is named with its column and word.
fw port add tcp 22
good=$(printf 'port add tcp %s\n' $(seq 2000 2099))
before=$(state)
bad() { # COLUMN TEXT LINE: as line 101 and as line 1
	status_is "refused: ${3:0:50}" 1 fw restore - <<<"$good"$'\n'"$3"$'\nenable'
	like "with its place and word" "$output" "^sfwctl: standard input:101:$1: $2"
	status_is "as the first line too" 1 fw restore - <<<"$3"$'\n'"$good"
	like "with its place and word" "$output" "^sfwctl: standard input:1:$1: $2"
}
bad 1 'prot was not understood' 'prot add tcp 80'
bad 14 '99999 is not a port' 'port add tcp 99999'
bad 20 'DURATION is missing' 'port add tcp 80 for'
bad 13 'tpc is not a protocol' '   port add tpc 80'
bad 11 'icmp has no ports' 'port add  icmp 80'
bad 25 'a quote is not closed' 'port add tcp 80 comment "x'
status_is "a port twice" 1 fw restore - <<<"$good"$'\n  port add tcp 80,2050'
like "the second line is the wrong one" "$output" '^sfwctl: standard input:101:3: open already: tcp 2050'
bad 1 'no guard|there is no' 'port add tcp 80 guard nobody'
bad 1 'not open' 'port del tcp 80'
bad 1 'recent lists are no part of a policy' 'list add tcp-portscan 192.0.2.1'
bad 1 'recent lists are no part of a policy' 'flush lists'
bad 1 'recent lists are no part of a policy: only flush policy' 'flush'
bad 1 'save was not understood' 'save /etc/passwd'
bad 1 'restore was not understood' 'restore /etc/passwd'
bad 7 'sync was not understood' 'block sync /etc/passwd'
bad 1 '"" was not understood|was not understood' '"" x'
status_is "a zero byte" 1 fw restore - < <(printf 'port add tcp 80\nport \0add tcp 81\n')
like "has a place too" "$output" '^sfwctl: standard input:2:6: the line has a zero byte'
status_is "no such file" 1 fw restore "$tmp/none"
like "is told" "$output" "^sfwctl: $tmp/none: No such file or directory"
status_is "a folder" 1 fw restore "$tmp"
is "after all that nothing has changed" "$(state)" "$before"
ok "a dry run of a good file" fw -n restore - <<<"$good"
is "changes nothing either" "$(state)" "$before"
ok "flush policy may stand in a file" fw restore - <<<$'# as people write it\nflush policy\nport add tcp 22\n\n'
ok "the port that the article opens: no end of line" fw restore - < <(printf 'port add tcp 22')
status_is "no JSON, where it must be" 2 fw restore -j /dev/null
is "changes nothing" "$(fw save - | grep -c '^port')" 1
ok "an empty file is an empty policy" fw restore - </dev/null
is "which is said" "$output" "sfwctl: note: standard input has no command: the policy is empty"
is "and not with -q" "$(fw -q restore /dev/null 2>&1)" ""
is "indeed" "$(fw save - | grep -cv '^set\|^disable')" 0

# diff: what the file has and the kernel has not, and the other way round.
printf '%s\n' 'port add tcp 443,80' 'guard add x 3/10s then block' 'set ping off' 'block add 192.0.2.9 for 1h' enable >"$tmp/file"
fw restore "$tmp/file"
status_is "diff: the same, however it is written" 0 fw diff "$tmp/file"
is "says nothing" "$output" ''
fw block add 192.0.2.1
status_is "diff: only what runs has it" 1 fw diff "$tmp/file"
is "it alone is shown" "$output" '+block add 192.0.2.1'
fw port del tcp 80
fw set ping on
status_is "diff: different" 1 fw diff "$tmp/file"
is "line by line" "$output" "-set ping off
-port add tcp 80
+set ping on
+block add 192.0.2.1"
status_is "diff as JSON" 1 fw -j diff "$tmp/file"
is "one document" "$output" '{"only_file":["set ping off","port add tcp 80"],"only_running":["set ping on","block add 192.0.2.1"],"same":false}'
status_is "diff of a broken file" 2 fw diff - <<<'port add tcp 0'
like "names the place" "$output" 'standard input:1:14: '
before=$(state)
fw diff "$tmp/file" >/dev/null
is "diff changes nothing" "$(state)" "$before"

# 10,000 lines.
awk 'BEGIN { for (i = 1; i <= 10000; i++) printf "port add tcp %d from 10.%d.0.0/16 comment \"line %d\"\n", i, i % 250, i; print "enable" }' >"$tmp/big"
best=999999
for round in 1 2 3; do
	t=$(milliseconds)
	fw restore "$tmp/big" || not_ok "restore $round"
	t=$(($(milliseconds) - t))
	[ $t -ge $best ] || best=$t
	note "restore of 10,001 lines: $t ms"
done
ok "10,001 lines in $best ms: under $slow s" test $best -lt $((1000 * slow))
is "all are there" "$(fw save - | grep -c '^port add')" 10000
ok "and the same bytes come out" cmp <(fw save - | grep '^port\|^enable') "$tmp/big"

done_testing
