#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The kernel's checkpatch --strict, with these exceptions:
#   COMPLEX_MACRO BRACKET_SPACE MACRO_ARG_REUSE MACRO_ARG_UNUSED   the X-macro
#       tables, whose expansions are enumerators and initialisers, not values
#   ALLOC_WITH_SIZEOF   kzalloc_obj() is newer than the oldest kernel
#   PREFER_DEFINED_ATTRIBUTE_MACRO STRCPY   userspace has no __printf() and no
#       strscpy() (ctl and tests/ctl only)
#   CAMELCASE   cmocka's names (tests/ctl only)
. "$(dirname "$0")/tap.sh"
. tests/vm/lib.sh

need perl=perl
tree=$(tests/vm/uml-kernel.sh)
kernel=COMPLEX_MACRO,BRACKET_SPACE,MACRO_ARG_REUSE,MACRO_ARG_UNUSED,ALLOC_WITH_SIZEOF
userspace=PREFER_DEFINED_ATTRIBUTE_MACRO,STRCPY

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

for folder in include kmod tests/kunit tests/bench/inject tests/prove; do
	complaints "checkpatch: $folder" checkpatch "$folder" "$kernel"
done
complaints "checkpatch: ctl" checkpatch ctl "$kernel,$userspace"
complaints "checkpatch: tests/ctl" checkpatch tests/ctl "$kernel,$userspace,CAMELCASE"
plan
