#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# iptables 1.8.13 with nftables 1.1.7: the translation of "multiport --ports" to nft loses "!",
# and of a range all ports but its ends.
#
# Expected: as with --dports and --sports, "! --ports 7,8:12" takes packets of which neither port
# is one of these six, and --ports those of which one is.
#
# Cause: --ports becomes a set of pairs of source and destination, with two pairs for each number
# that is written. A range is two numbers there; that it is one, and "!", is not looked
# at. A rule that refuses all but some ports comes to refuse these.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch_iptables
real iptables-nft -V
real nft --version
ip link set lo up
real iptables-nft -A OUTPUT -p udp -m comment --comment begin	# its table and chain
real iptables-nft -F OUTPUT

count() { real nft list chain ip filter OUTPUT 2>/dev/null | sed -n 's/.*counter packets \([0-9]*\) .*/\1/p'; }
datagram() { real nft reset rules >/dev/null 2>&1; echo x >"/dev/udp/127.0.0.1/$1"; count; }
# Of datagrams to these ports, those that a rule takes.
taken() { # PORT...
	local port
	for port; do
		[ "$(datagram "$port")" = 0 ] || echo "$port"
	done | paste -sd' '
}
original() { real iptables-nft -F OUTPUT && real iptables-nft -A OUTPUT -p udp -m multiport "$@"; }
translated() {
	real iptables-nft -F OUTPUT
	real iptables-translate -A OUTPUT -p udp -m multiport "$@" | sed "s/^nft '\(.*\)'$/\1/" | real nft -f -
}

original --ports 7,8:12
saw '--ports 7,8:12 takes, of 7 9 12 13' '7 9 12' "$(taken 7 9 12 13)"
translated --ports 7,8:12
saw 'its translation' '7 12' "$(taken 7 9 12 13)"
original ! --ports 7,8:12
saw '! --ports 7,8:12 takes' 13 "$(taken 7 9 12 13)"
translated ! --ports 7,8:12
saw 'its translation' '7 12' "$(taken 7 9 12 13)"
finish
