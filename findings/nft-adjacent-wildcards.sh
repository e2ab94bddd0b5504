#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# nftables 1.1.3 (also seen with 1.0.6 and 1.1.7): `nft list ruleset` prints lines that
# `nft -f` refuses, when a rule names "eth0*" and "eth1", but not with "eth2".
#
# Expected: a listed ruleset can be loaded again; nft(8) says so of `list ruleset`. A
# wildcard in a set or a verdict map does come back.
#
# Cause: a wildcard is an interval of names, and the next name in the order of
# bytes begins where it ends: "eth1" behind "eth0*". In a rule's own set the two become
# one interval, for which the printer has no name: `""-""`. In a verdict map they stay
# two, and the wildcard is printed as `""/32`, a prefix of an empty string. Loading that
# fails, and with it the whole file: a machine that saves its rules and loads them at
# boot has none. JSON has the same; a named set is printed as it was typed.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch trixie nftables=1.1.3-1 libnftables1=1.1.3-1 libnftnl11 libmnl0 libc6 libjansson4 libedit2 \
	libtinfo6 libbsd0 libmd0 libgmp10 libxtables12
real nft -v

# Prints the one rule of a chain as it is listed, and whether the listing loads again.
there_and_back() { # RULE
	real nft flush ruleset
	printf 'table inet t {\n chain c {\n type filter hook input priority 0;\n %s\n }\n}\n' "$1" >"$work/rules"
	real nft -f "$work/rules"
	real nft list ruleset >"$work/listed"
	sed -n 's/^[[:space:]]*\(iifname.*\)/\1/p' "$work/listed"
	real nft flush ruleset
	real nft -f "$work/listed" 2>"$work/error" && echo 'loads again' || sed -n 's/.*Error: //p' "$work/error" | sort -u
}

refused='Empty string is not allowed'
saw 'a set without neighbours' 'iifname { "eth0*", "eth2" } accept
loads again' "$(there_and_back 'iifname { "eth0*", "eth2" } accept')"
saw 'a set with neighbours' "iifname { \"\"-\"\" } accept
$refused" "$(there_and_back 'iifname { "eth0*", "eth1" } accept')"
saw 'a verdict map without' 'iifname vmap { "eth0*" : accept, "eth2" : drop }
loads again' "$(there_and_back 'iifname vmap { "eth0*" : accept, "eth2" : drop }')"
saw 'a verdict map with neighbours' "iifname vmap { \"\"/32 : accept, \"eth1\" : drop }
$refused" "$(there_and_back 'iifname vmap { "eth0*" : accept, "eth1" : drop }')"
finish
