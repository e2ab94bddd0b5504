#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The kernel's checkpatch --strict, with these exceptions:
#   COMPLEX_MACRO BRACKET_SPACE MACRO_ARG_REUSE MACRO_ARG_UNUSED   the X-macro
#       tables, whose expansions are enumerators and initialisers, not values
#   ALLOC_WITH_SIZEOF   kzalloc_obj() is newer than the oldest kernel
#   PREFER_DEFINED_ATTRIBUTE_MACRO STRCPY   userspace has no __printf() and no
#       strscpy() (ctl and tests/ctl only)
#   CAMELCASE   cmocka's names (tests/ctl only)
#   NEW_TYPEDEFS DATA_RACE MEMORY_BARRIER IS_ENABLED_CONFIG MACRO_ARG_PRECEDENCE
#   PREFER_DEFINED_ATTRIBUTE_MACRO CAMELCASE   the kernel's names are defined there, not
#       used: __always_inline by its attribute, static_assert() by _Static_assert()
#       (ctl/kernel/include only)
. "$(dirname "$0")/tap.sh"
. tests/vm/lib.sh

need perl=perl
tree=$(tests/vm/uml-kernel.sh)
kernel=COMPLEX_MACRO,BRACKET_SPACE,MACRO_ARG_REUSE,MACRO_ARG_UNUSED,ALLOC_WITH_SIZEOF
userspace=PREFER_DEFINED_ATTRIBUTE_MACRO,STRCPY

# Files that passed before, in any clone and in these words, pass again: their sums are kept.
# Checkpatch leaves a cache of names in the current folder, hence the other one.
checkpatch() { # FOLDER IGNORED
	local sums files scratch passed
	passed=$sfw_cache/checkpatch-$(echo "$2" | cat - "$tree/scripts/checkpatch.pl" tests/style/checkpatch.sh | sha256sum | cut -c1-16)
	touch "$passed"
	sums=$(find "$1" -name '*.[ch]' "${@:3}" -exec sha256sum {} + | grep -vxFf "$passed" | sort -k2 || :)
	mapfile -t files < <(cut -c67- <<<"$sums" | sed '/^$/d')
	[ ${#files[@]} -gt 0 ] || return 0
	scratch=$(mktemp -d)
	if (cd "$scratch" && perl "$tree/scripts/checkpatch.pl" --root="$tree" --strict --terse --show-types --no-summary \
		--ignore "$2" -f "${files[@]/#/$OLDPWD/}") >"$scratch.said"; then
		echo "$sums" >>"$passed"
	fi
	sed "s|^$PWD/||" "$scratch.said"
	rm -r "$scratch" "$scratch.said"
}

for folder in include kmod tests/kunit tests/bench/inject tests/net/probe tests/prove; do
	complaints "checkpatch: $folder" checkpatch "$folder" "$kernel"
done
complaints "checkpatch: ctl" checkpatch ctl "$kernel,$userspace" -not -path '*/kernel/include/*' -not -path '*/kernel/made/*'
complaints "checkpatch: ctl/kernel/include" checkpatch ctl/kernel/include \
	"$kernel,NEW_TYPEDEFS,DATA_RACE,MEMORY_BARRIER,IS_ENABLED_CONFIG,MACRO_ARG_PRECEDENCE,PREFER_DEFINED_ATTRIBUTE_MACRO,CAMELCASE"
complaints "checkpatch: tests/ctl" checkpatch tests/ctl "$kernel,$userspace,CAMELCASE"
plan
