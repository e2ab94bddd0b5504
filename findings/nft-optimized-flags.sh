#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# nftables 1.1.7 (also seen with 1.1.3): `nft -o` makes of two rules that accept one
# that accepts less.
#
# Expected: nft(8) says that -o optimizes a ruleset, so it decides as before. "tcp flags
# syn accept" and "tcp flags rst accept" let a SYN in, and the RST that answers it.
#
# Cause: a single flag in a rule is a question about one bit, with any others; an element
# of a set is compared with all of them. The two rules become "tcp flags { syn, rst }",
# and a RST that answers a SYN carries ACK as well, so it is in no element. The rules
# load without a warning; only their connections time out.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch sid nftables=1.1.7-3 libnftables1=1.1.7-3 libnftnl11 libmnl0 libc6 libjansson4 libedit2 \
	libtinfo6 libbsd0 libmd0 libgmp10 libxtables12
real nft -v
ip link set lo up

cat >"$work/rules" <<'X'
flush ruleset
table inet t {
	chain c {
		type filter hook input priority 0; policy drop;
		tcp flags syn accept
		tcp flags rst accept
	}
}
X

# The end of a connect() to a closed port of this host.
closed_port() {
	local said
	said=$(timeout 3 bash -c '</dev/tcp/127.0.0.1/9' 2>&1) || :
	case $said in *refused*) echo refused ;; *) echo 'no answer' ;; esac
}

real nft -f "$work/rules"
saw 'as written' refused "$(closed_port)"
real nft -o -f "$work/rules" >/dev/null 2>&1
saw 'optimized' 'no answer' "$(closed_port)"
saw 'the rule' 'tcp flags { syn, rst } accept' "$(real nft list ruleset | sed -n 's/^[[:space:]]*\(tcp .*\)/\1/p')"
finish
