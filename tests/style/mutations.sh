#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Each line of mutants/table and of prove/mutations still breaks something: the stages
# that run them take long, and a change of the sources can leave a mutation behind.
. "$(dirname "$0")/tap.sh"

complaints "mutations: those of mutants/table fit the sources" python3 tests/mutants/mutate.py tests/mutants/table check .

idle_mutations() {
	local file script status=0
	while IFS=$'\t' read -r _ file script; do
		! sed "$script" "kmod/core/$file" | cmp -s - "kmod/core/$file" || { echo "$file: $script"; status=1; }
	done < <(grep -v '^#' tests/prove/mutations)
	return "$status"
}
complaints "mutations: those of prove/mutations fit the sources" idle_mutations
plan
