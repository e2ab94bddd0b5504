#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Memory that is short for a moment: what the kernel refuses of a file for want of it,
# which may be any line, is told with its line; and what happens by itself waits.
# By the host's clock: what finds no memory tries again without a pause.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

if [ ! -e /proc/self/fail-nth ]; then
	skip "memory is short" "the kernel cannot have allocations fail (FAULT_INJECTION)"
	done_testing
	exit
fi
failslab=/sys/kernel/debug/failslab
echo N >$failslab/ignore-gfp-wait
echo 0 >$failslab/verbose
host fw
ok "fail.c builds" gcc -O2 -Wall -Wextra -Werror -shared -fPIC -o "$tmp/fail.so" "$net_dir/lib/fail.c" -ldl

# Lines that the kernel cannot take one after another, until nothing fails.
named() { # FILE SFWCTL'S WORDS...
	local nth said
	for ((nth = 1; nth < 2000; nth++)); do
		said=$(on fw timeout 60 env SFW_FAIL_NTH=$nth SFW_FAIL_LEFT="$tmp/left" LD_PRELOAD="$tmp/fail.so" sfwctl "${@:2}" 2>&1)
		[ "$(cat "$tmp/left")" = 0 ] || break
		sed -n "s|^sfwctl: $1:\([0-9]*\):.*Cannot allocate memory.*|\1|p" <<<"$said"
	done | sort -nu | paste -sd' '
}
# Sorted, the second line is the last; comments are memory of their own.
printf '%s\n' '192.0.2.1 comment one' '203.0.113.0/24 comment two' '198.51.100.1 comment three' '# none' \
	'2001:db8::/32 comment five' >"$tmp/feed"
is "block sync names each line that was refused, and no other" "$(named "$tmp/feed" block sync "$tmp/feed")" "1 2 3 5"
printf '%s\n' enable '' 'port add tcp 1' 'port add udp 2,3 from 192.0.2.0/24' 'port add tcp 4 comment x' >"$tmp/policy"
is "restore too" "$(named "$tmp/policy" restore "$tmp/policy")" "1 3 4 5"

# Works: what happens by itself does so at last, though every other allocation fails.
workers() { # 0|1
	local pid
	for pid in $(pgrep kworker); do
		[ ! -e "/proc/$pid/make-it-fail" ] || echo "$1" >"/proc/$pid/make-it-fail" 2>/dev/null || :
	done
}
filter() { # INTERVAL: of so many allocations one fails, those of the workers alone
	echo Y >$failslab/task-filter
	echo -1 >$failslab/times
	echo "$1" >$failslab/interval
	echo 100 >$failslab/probability
}
gone() { ! fw port list | grep -q "$1"; }
workers 1
filter 2
fw port add tcp 99 for 1
printf 'enable\nport add tcp 77\n' >"$tmp/trial"
fw -q apply "$tmp/trial" confirm-within 1
ok "a policy on trial is rolled back" wait_for 30 gone 77
ok "a port with a time is closed" wait_for 60 gone 99

# A time that ends while there is no memory at all: it waits for some.
in_table() { on fw grep -q "^tcp $1 " /proc/net/sfw/ports; }
last_second() { on fw grep -q "^tcp $1 .* ttl 0" /proc/net/sfw/ports; }
starve() { # PORT: it is still there after its end
	workers 1
	filter 1
	fw port add tcp "$1" for 1
	wait_for last_second "$1" && sleep 1.5 && in_table "$1"
}
# The work may be done by a new worker, whom nobody starves.
for port in 101 102 103 104 105 106 107 108; do
	starve $port && break
done
ok "without memory a port with a time stays in the table" in_table "$port"
echo 0 >$failslab/probability
ok "and goes when there is some" wait_for 60 eval "! in_table $port"
echo N >$failslab/task-filter
workers 0
fw port add tcp 80
like "then all works" "$(fw port list)" '80'
done_testing
