#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Memory that lives on is charged to the process that causes it, and kmod/SECURITY.md
# quotes the bounds that the code has.
. "$(dirname "$0")/tap.sh"

# Messages of netlink (nl) are the socket's to pay for.
unaccounted() {
	! grep -rnE '\bGFP_KERNEL\b|alloc_percpu\(' kmod/db kmod/nf kmod/proc kmod/net.c
}

# `NAME` NUMBER in the table, "#define NAME NUMBER" in the code.
wrong_bounds() {
	local name said is count=0
	while read -r name said; do
		count=$((count + 1))
		is=$(grep -rhE "^#define[[:space:]]+${name}[[:space:]]" include kmod | awk '{ print $3 }')
		[ "$is" = "$said" ] || echo "kmod/SECURITY.md: $name is $said, in the code '$is'"
	done < <(grep '^| ' kmod/SECURITY.md | grep -oE '`[A-Z_]+` [0-9]+' | tr -d '`')
	[ "$count" -gt 10 ] || echo "kmod/SECURITY.md: only $count bounds were found"
}

complaints "memory: what lives on is accounted" unaccounted
complaints "memory: SECURITY.md has the bounds of the code" wrong_bounds
plan
