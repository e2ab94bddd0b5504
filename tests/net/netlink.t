#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Whatever a netlink socket sends: it is refused with a text, and the policy
# stays as it is.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

host fw
ip -n fw link add eth0 type dummy
fw enable
fw port add tcp 22 comment ssh
before=$(policy)

results() { # MODE
	local line
	while IFS= read -r line; do
		case $line in
		ok\ *) ok "${line#ok }" ;;
		bad\ *) not_ok "${line#bad }" ;;
		*) not_ok "netlink_test.py: $line" ;;
		esac
	done < <(on fw "$python" "$net_dir/lib/netlink_test.py" "$1" 2>&1)
}

results refusals
is "the policy is what it was" "$(policy)" "$before"
results parallel
is "in the end no port but 22 is open" "$(fw port list | awk 'NR > 1 { print $1, $2 }')" "tcp 22"
done_testing
