#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Messages out of the family's grammar, whole, cut off or with mistakes: an error
# or a valid policy, never a part of a change. SFW_FUZZ says how many messages,
# SFW_SEED which; tests/fuzz/run has it run for long.
# In check-full: many thousand messages.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

host fw
ip -n fw link add eth0 type dummy
fw enable
fw port add tcp 22 comment ssh
seed=${SFW_SEED:-20240229}
note "seed $seed"
while IFS= read -r line; do
	case $line in
	ok\ *) ok "${line#ok }" ;;
	*) not_ok "${line#bad }" "seed $seed" ;;
	esac
done < <(on fw "$python" "$net_dir/lib/netlink_fuzz.py" "${SFW_FUZZ:-10000}" "$seed" 2>&1)
done_testing
