#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Each allocation that the kernel makes for an operation fails in turn: told, the
# old policy stays, and what comes after it works. On the debug kernel kmemleak
# looks afterwards for what was lost on the way. SFW_FAULTS=all: more of sfwctl.
# In check-full: each allocation of many operations.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

failslab=/sys/kernel/debug/failslab
if [ ! -e /proc/self/fail-nth ] || [ ! -e "$failslab" ]; then
	skip "allocations fail" "the kernel cannot have them fail (FAULT_INJECTION, FAILSLAB)"
	done_testing
	exit
fi
echo N >$failslab/ignore-gfp-wait
echo 0 >$failslab/verbose

run() { # WORD
	while IFS= read -r line; do
		case $line in
		ok\ *) ok "${line#ok }" ;;
		note\ *) note "${line#note }" ;;
		*) not_ok "${line#bad }" ;;
		esac
	done < <(on fw "$python" "$net_dir/lib/faults.py" "$1" 2>&1)
}

host fw
run policy

# The kernel itself has much to say, with traces, of a module that it cannot load.
dmesg -n 3
dmesg -C
run "$SFW_MODULE"
unlike "the kernel complains of nothing else" "$(dmesg)" \
	'BUG:|WARNING:|\bOops|KASAN|UBSAN|refcount_t:|list_(add|del) corruption|Objects remaining|sleeping function|suspicious|possible.*(lock|deadlock)'
dmesg -n 7

# What sfwctl makes of it.
ok "fail.c builds" gcc -O2 -Wall -Wextra -Werror -shared -fPIC -o "$tmp/fail.so" "$net_dir/lib/fail.c" -ldl
printf '%s\n' enable 'port add tcp 22' 'guard add sshbf 3/10s' 'set scan tcp' 'block add 192.0.2.0/24' >"$tmp/one"
printf '%s\n' enable 'port add tcp 23 comment other' 'knock add door tcp/7000,udp/8000' >"$tmp/two"
seq -f '203.0.113.%g' 9 >"$tmp/feed"
injected() { # N COMMAND...
	on fw timeout 60 env SFW_FAIL_NTH="$1" SFW_FAIL_LEFT="$tmp/left" LD_PRELOAD="$tmp/fail.so" "${@:2}"
}
fails() { # SFWCTL'S WORDS...
	local nth status said lost=0 refused=0 borne=0 before wrong=''
	fw -q restore "$tmp/one"
	before=$(fw save -)
	for ((nth = 1; ; nth++)); do
		status=0
		said=$(injected "$nth" sfwctl "$@" 2>&1) || status=$?
		[ "$(cat "$tmp/left")" = 0 ] || break
		case $status,$said in
		0,*) borne=$((borne + 1)) ;;
		1,*'not known'*) lost=$((lost + 1)) ;;
		1,*memory* | 1,*'buffer space'* | 1,*'open files'*)
			refused=$((refused + 1))
			[ "$(fw save -)" = "$before" ] || wrong="$wrong $nth: another policy;"
			continue ;;
		*) wrong="$wrong $nth: status $status, $said;" ;;
		esac
		fw -q confirm 2>/dev/null
		fw -q restore "$tmp/one"
		fw -q flush lists
	done
	is "sfwctl $1 $2 says so" "$wrong" ''
	is "sfwctl $1 $2 is carried out when nothing failed" "$status $said" "0 $said"
	note "sfwctl $1 $2: $((nth - 1)) failed: $refused refused, $borne done without, $lost answers lost"
	fw -q confirm 2>/dev/null
}
fails restore "$tmp/two"
fails save -
if [ "${SFW_FAULTS:-}" = all ]; then
	fails port add tcp 8080 comment x
	fails -q apply "$tmp/two" confirm-within 1h
	fails block sync "$tmp/feed"
	fails list add tcp-portscan 203.0.113.9
fi

# Packets: no memory for those who are to be listed.
ip netns del fw
wire fw peer
fw enable
fw set scan tcp
filter() { # PROBABILITY INTERVAL [N: of all, not only of our caches (slub_debug=A in tests/vm/run.sh)]
	echo 0 >$failslab/probability
	echo "${3:-Y}" >$failslab/cache-filter
	echo -1 >$failslab/times
	echo "$2" >$failslab/interval
	echo "$1" >$failslab/probability
}
listed() { on fw awk 'END { print NR }' /proc/net/sfw/recent/tcp-portscan; }
refused() { on fw awk '$1 ~ /^(scan|closed-tcp)$/ { n += $2 } END { print n + 0 }' /proc/net/sfw/stats; }
# From so many addresses a SYN to a closed port each.
syns() { # FIRST COUNT
	local before
	before=$(refused)
	for i in $(seq "$1" $(($1 + $2 - 1))); do
		on peer hping3 -q -c 1 -S -p 81 -a "10.0.0.$i" 10.0.0.1 >/dev/null 2>&1
	done
	is "$2 scanners are refused" "$(($(refused) - before))" "$2"
}
filter 100 1
syns 10 10
is "without memory none of them is listed" "$(listed)" 0
filter 100 3
syns 30 12
ok "with memory for two of three these are: $(listed)" test "$(listed)" = 8
filter 0 1 N
syns 10 10
is "with memory all of them" "$(listed)" 18
fw port add tcp 80
like "then all works" "$(fw port list)" '80'
done_testing
