#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Sentences begin with the noun. Clauses without one (tests/style/prose.py), per
# 1,000 words, have a limit for each room: 0.3, which netfilter's own comments keep.
# A room above it has its present rate as limit, until it gets there.
. "$(dirname "$0")/tap.sh"

# ROOM LIMIT: comments and messages of C below a folder; scripts below it, after
# "scripts:"; or the one file.
limits="
ctl 0.3
ctl/cmd 0.3
ctl/complete 0.3
ctl/doctor 0.3
ctl/host 0.3
ctl/import 0.3
ctl/kernel 0.3
ctl/lang 0.3
ctl/lib 0.3
ctl/meaning 0.3
ctl/net 0.3
ctl/top 0.3
kmod 0.3
kmod/core 0.3
kmod/db 0.3
kmod/db/event 0.3
kmod/db/list 0.3
kmod/db/policy 0.3
kmod/nf 0.3
kmod/nl 0.3
kmod/proc 0.3
kmod/compat 0.3
include 0.3
tests 0.3
scripts:ctl 0.3
scripts:dkms 0.3
scripts:findings 0.3
scripts:tests 15
scripts:tests/bench 0.3
scripts:tests/ctl 0.3
scripts:tests/demo 0.3
scripts:tests/fuzz 0.3
scripts:tests/mutants 0.3
scripts:tests/packages 0.3
scripts:tests/prove 0.3
scripts:tests/style 0.3
scripts:tests/vm 0.3
README.md 0.3
CONTRIBUTING.md 0.3
kmod/README.md 0.3
kmod/SECURITY.md 0.3
tests/README.md 0.3
dkms/README.md 0.3
findings/README.md 0.3
ctl/neighbours/ansible/README.md 0.3
ctl/neighbours/crowdsec/README.md 0.3
ctl/examples/ha/README.md 0.3
ctl/man/sfw.4 0.3
ctl/man/sfw.conf.5 0.3
ctl/man/sfwctl.8 0.3
"

files_of() { # ROOM
	case $1 in
	kmod) find kmod -maxdepth 1 -name '*.[ch]' ;;
	scripts:*) grep -rlIE '^#!.*(sh|python3)$|^# shellcheck shell=' "${1#*:}" ;;
	*.*) echo "$1" ;;
	*) find "$1" -name '*.[ch]' ;;
	esac
}

wordy() { # ROOM LIMIT
	local files rate
	mapfile -t files < <(files_of "$1" | sort)
	rate=$(tests/style/prose.py "${files[@]}")
	awk -v rate="${rate%% *}" -v limit="$2" 'BEGIN { exit rate <= limit }' || return 0
	echo "$1: $rate (clauses per 1,000 words, clauses, words), over $2:"
	tests/style/prose.py -v "${files[@]}" | head -n -1
}

while read -r room limit; do
	[ -z "$room" ] || complaints "prose: $room, at most $limit" wordy "$room" "$limit"
done <<<"$limits"
plan
