#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# iptables 1.8.13 (also seen with 1.8.11) and nftables 1.1.7: a rule of iptables-nft that
# sets some bits of a connection's mark sets them, and its translation to nft sets none.
#
# Expected: iptables-translate(8) prints the nft rule that does the same. For MARK with a
# mask it does.
#
# Cause: of CONNMARK the translation prints "ct mark xor 0x5 and 0xffffff00", the steps in the
# other order than MARK's "mark and 0xffffff00 xor 0x5". In nft "and" binds closer, so the
# value is masked by the bits that should stay, and nothing is left of it: nft lists the rule
# as "ct mark set ct mark". A listing of the rule itself has the same words.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch_iptables
real iptables-nft -V
real nft -v
ip link set lo up

# The packets of a connection that has mark 5, after one packet of UDP was sent.
marked() {
	real nft -f - <<-'X'
		add chain ip filter seen { type filter hook postrouting priority 0; }
		add rule ip filter seen udp dport 9 ct mark 5 counter
	X
	echo x >/dev/udp/127.0.0.1/9
	real nft list chain ip filter seen | sed -n 's/.*packets \([0-9]*\).*/\1/p'
}

as_written() { # ARGS OF A RULE...
	real nft flush ruleset
	real iptables-nft -A OUTPUT "$@"
	marked
}

translated() { # ARGS OF A RULE...
	real nft flush ruleset
	real nft 'add table ip filter; add chain ip filter OUTPUT { type filter hook output priority 0; }'
	real iptables-translate -A OUTPUT "$@" | sed "s/^nft '\(.*\)'\$/\1/" >"$work/rule"
	real nft -f "$work/rule"
	marked
}

saw 'all bits, as written' 1 "$(as_written -j CONNMARK --set-mark 5)"
saw 'all bits, translated' 1 "$(translated -j CONNMARK --set-mark 5)"
saw 'eight bits, as written' 1 "$(as_written -j CONNMARK --set-mark 5/0xff)"
saw 'eight bits, translated' 0 "$(translated -j CONNMARK --set-mark 5/0xff)"
saw 'the rule' 'ct mark set ct mark' "$(real nft list chain ip filter OUTPUT | grep -o 'ct mark set.*')"
finish
