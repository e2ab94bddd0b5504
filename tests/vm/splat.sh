#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# splat.sh LOG: prints the lines of a kernel log that no healthy run writes,
# exit 1 when there are any.
set -eu
log=${1:?usage: splat.sh LOG}
patterns='BUG:|WARNING:|\bOops\b|Call Trace|kernel BUG at|Kernel panic
general protection|unable to handle|Bad page (state|map)|segfault at .* kernel
(possible|inconsistent|suspicious|illegal) .*(lock|RCU|irq|deadlock|context)
KASAN|KCSAN|KFENCE|UBSAN|kmemleak: [0-9]+ new|refcount_t:|list_(add|del) corruption
unregister_netdevice: waiting|INFO: task .* blocked for more than
rcu.*(stall|starved)|soft lockup|hard LOCKUP|DEBUG_LOCKS|scheduling while atomic
sleeping function called|Slab .*(corrupt|Objects remaining)|Objects remaining in'
if grep -nE "$(printf '%s' "$patterns" | tr '\n' '|')" "$log"; then
	exit 1
fi
