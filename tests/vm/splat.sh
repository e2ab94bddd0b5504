#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# splat.sh LOG: prints the first line of a kernel log that no healthy run writes,
# with the lines behind it, exit 1 when there is one. Lines of a kernel before the
# guest begins are its own affair (a UML with two processors complains of itself),
# and so is a data race that none of our functions is in.
set -eu
log=${1:?usage: splat.sh LOG}
patterns='BUG:|WARNING:|\bOops\b|Call Trace|kernel BUG at|Kernel panic
general protection|unable to handle|Bad page (state|map)|segfault at .* kernel
(possible|inconsistent|suspicious|illegal) .*(lock|RCU|irq|deadlock|context)
KASAN|KCSAN|KFENCE|UBSAN|kmemleak: [0-9]+ new|refcount_t:|list_(add|del) corruption
unregister_netdevice: waiting|INFO: task .* blocked for more than
rcu.*(stall|starved)|soft lockup|hard LOCKUP|DEBUG_LOCKS|scheduling while atomic
sleeping function called|Slab .*(corrupt|Objects remaining)|Objects remaining in'
begins=$(grep -an -m 1 'sfw-vm: the guest begins' "$log" | cut -d: -f1) || :
if tail -n "+${begins:-1}" "$log" | grep -avE 'BUG: KCSAN: data-race in [^[]*$' | grep -aE -m 1 -A 60 "$(printf '%s' "$patterns" | tr '\n' '|')"; then
	exit 1
fi
