#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What lists netfilter's hooks reads no memory of ours that is free already; on
# the debug kernel a read of it is a report, with slub_debug=FP a wrong name.
# By the host's clock: listings of hooks and changes of them without a pause.
# In check-full: listings without a pause.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
ip -n fw link add dummy0 type dummy
fw set forward drop
fw lan add dev eth0
fw enable
modprobe nfnetlink_hook 2>/dev/null
names=()
for _ in 1 2; do
	spawn fw "$python" "$net_dir/lib/hooks.py" eth0 dummy0
	names+=("$spawned_log")
done
fw set offload on
listed() { grep -q . "$1"; }
wait_for eval 'listed "${names[0]}" && listed "${names[1]}"' || not_ok "hooks are listed"
if grep -qx none "${names[@]}"; then
	skip "hooks are listed while they come and go" "this kernel lists none"
else
	rounds=${SFW_ROUNDS:-$(($(few 200) / ${SFW_SLOW:-1}))}
	for i in $(seq "$rounds"); do
		fw set offload off && fw set offload on || { i=failed; break; }
	done
	is "offload is turned off and on" "$i" "$rounds"
	# What takes the place of a hook that goes is the kernel's accept_all().
	is "all that was listed is its function" "$(sort -u "${names[@]}" | grep -vx accept_all)" look_up
fi
done_testing
