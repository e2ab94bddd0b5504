#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Each attribute of each command with wrong values, which only a raw socket sends:
# refused, and the policy stays as it is.
# In check-full: each attribute, all values.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

host fw
ip -n fw link add eth0 type dummy
fw group add web 192.0.2.1
fw guard add g 3/1m mask4 24
fw knock add k tcp/7000
fw enable
before=$(fw save -)
generation=$(on fw grep generation /proc/net/sfw/status)
while IFS= read -r line; do
	case $line in
	ok\ *) ok "${line#ok }" ;;
	bad\ *) not_ok "${line#bad }" ;;
	*) not_ok "netlink_values.py: $line" ;;
	esac
done < <(on fw "$python" "$net_dir/lib/netlink_values.py" 2>&1)
is "the policy is what it was" "$(fw save -)" "$before"
is "nothing was published" "$(on fw grep generation /proc/net/sfw/status)" "$generation"
done_testing
