#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A guard without memory for a source refuses the packet, but the source is not to blame:
# nobody is blocked for that.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

failslab=/sys/kernel/debug/failslab
if [ ! -e "$failslab" ]; then
	skip "memory is short" "the kernel cannot have allocations fail (FAILSLAB)"
	done_testing
	exit
fi
wire fw peer
fw enable
fw guard add hard 5/1h "then" block 1h
fw port add tcp 80 guard hard
# Of the caches of lists, which alone can fail (slub_debug=A in tests/vm/run.sh).
echo N >$failslab/ignore-gfp-wait
echo 0 >$failslab/verbose
echo Y >$failslab/cache-filter
echo -1 >$failslab/times
fails() { # PROBABILITY INTERVAL: of so many allocations one
	echo "$2" >$failslab/interval
	echo "$1" >$failslab/probability
}
syns() {
	local i
	for i in 10 11 12 13 14 15; do
		on peer hping3 -q -c 1 -S -p 80 -a "10.0.0.$i" 10.0.0.1 >/dev/null 2>&1
	done
}
# What is allocated for the block finds memory again.
fails 100 2
syns
is "every other one of six is refused" "$(packets guard) $(packets port)" "3 3"
is "and nobody is blocked" "$(fw block list | grep -c hard)" 0
fails 0 1
syns
is "with memory all are let in" "$(packets guard) $(packets port) $(packets blocked)" "3 9 0"
done_testing
