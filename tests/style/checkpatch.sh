#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The kernel's checkpatch --strict, with these exceptions:
#   COMPLEX_MACRO BRACKET_SPACE MACRO_ARG_REUSE   the X-macro tables, whose
#       expansions are enumerators and initialisers, not values
#   PREFER_DEFINED_ATTRIBUTE_MACRO   userspace has no __printf() (ctl only)
#   CAMELCASE                        cmocka's names (tests/ctl only)
. "$(dirname "$0")/tap.sh"
. tests/vm/lib.sh

need perl=perl
tree=$(tests/vm/uml-kernel.sh)
macros=COMPLEX_MACRO,BRACKET_SPACE,MACRO_ARG_REUSE

# It leaves a cache of names in the current folder, hence the other one.
checkpatch() { # FOLDER IGNORED
	local files scratch
	mapfile -t files < <(find "$PWD/$1" -name '*.[ch]' | sort)
	[ ${#files[@]} -gt 0 ] || return 0
	scratch=$(mktemp -d)
	(cd "$scratch" && perl "$tree/scripts/checkpatch.pl" --root="$tree" --strict --terse --show-types --no-summary \
		--ignore "$2" -f "${files[@]}") | sed "s|^$PWD/||"
	rm -r "$scratch"
}

for folder in include kmod tests/kunit; do
	complaints "checkpatch: $folder" checkpatch "$folder" "$macros"
done
complaints "checkpatch: ctl" checkpatch ctl "$macros,PREFER_DEFINED_ATTRIBUTE_MACRO"
complaints "checkpatch: tests/ctl" checkpatch tests/ctl \
	"$macros,PREFER_DEFINED_ATTRIBUTE_MACRO,CAMELCASE"
plan
