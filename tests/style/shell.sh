#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Every shell script parses and satisfies shellcheck; no file is over 600 lines.
# Exceptions: SC1091 (sourced by a path that only the run knows), SC2015 (A && B
# || C where B cannot fail), SC2016 (awk programs), SC2154 and SC2034 (variables
# across sourced files), SC2317 (functions that traps and names call).
. "$(dirname "$0")/tap.sh"
. tests/vm/lib.sh

need shellcheck=shellcheck
mapfile -t scripts < <(grep -rlIE '^(#!.*/(ba)?sh$|# shellcheck shell=)' \
	.ci tests dkms ctl 2>/dev/null | sort)

parse() {
	local script
	for script in "${scripts[@]}"; do
		bash -n "$script"
	done
}

long_files() {
	find kmod ctl include tests dkms -type f \( -name '*.[ch]' -o -name '*.sh' -o -name '*.t' \
		-o -name '*.py' -o -name run \) -exec wc -l {} + |
		awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines" }'
}

# The shell looks at $() once, before wait_for waits.
looked_once() {
	! grep -nE 'wait_for( [0-9]+)? (test|\[|grep) [^|&;'"'"']*\$\([^(]' "${scripts[@]}"
}

complaints "shell: ${#scripts[@]} scripts parse" parse
complaints "shell: what is waited for is looked at each time" looked_once
complaints "shell: shellcheck" shellcheck -e SC1091,SC2015,SC2016,SC2034,SC2154,SC2317 "${scripts[@]}"
complaints "size: no file is over 600 lines" long_files
plan
