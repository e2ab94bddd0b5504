#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# nftables 1.1.7 (also seen with 1.1.3): `nft -o` refuses a file that `nft` loads, when
# one rule is about an address and the next about its network.
#
# Expected: an exception before the rule that it is an exception from is the usual form, and the
# optimizer leaves alone rules that it cannot merge, as it does with two rules about one port.
#
# Cause: rules of the same match with different verdicts become a verdict map, whose
# keys may not overlap. With one value twice the merge is given up; with overlapping
# intervals it is made, and then refused as if it had been typed. The whole file is not
# loaded. Where a second match makes a concatenation, the same two rules load in
# the one order and not in the other.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch sid nftables=1.1.7-3 libnftables1=1.1.7-3 libnftnl11 libmnl0 libc6 libjansson4 libedit2 \
	libtinfo6 libbsd0 libmd0 libgmp10 libxtables12
real nft -v

# Loads two rules, as written or with -o: "loads", or why not.
load() { # RULE RULE [-o]
	printf 'flush ruleset\ntable inet t {\n chain c {\n %s\n %s\n }\n}\n' "$1" "$2" >"$work/rules"
	if real nft ${3:+"$3"} -f "$work/rules" >/dev/null 2>"$work/error"; then
		echo loads
	else
		sed -n 's/.*Error: //p' "$work/error" | head -n 1
	fi
}

one='ip saddr 192.0.2.1' all='ip saddr 192.0.2.0/24' port='tcp dport 22'
saw 'as written' loads "$(load "$one accept" "$all drop")"
saw 'optimized' 'conflicting intervals specified' "$(load "$one accept" "$all drop" -o)"
saw 'one port twice, optimized' loads "$(load "$port accept" "$port drop" -o)"
saw 'with a port, the exception first' loads "$(load "$port $one accept" "$port $all drop" -o)"
saw 'with a port, the exception last, as written' loads "$(load "$port $all drop" "$port $one accept")"
saw 'with a port, the exception last' 'Could not process rule: File exists' "$(load "$port $all drop" "$port $one accept" -o)"
finish
