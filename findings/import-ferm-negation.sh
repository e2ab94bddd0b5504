#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ferm 2.7: import-ferm turns "! --ttl-eq 5" and its like into a line that ferm refuses, and the
# whole file with it, without a word and with status 0.
#
# Expected: import-ferm(1) makes a configuration for ferm of the output of iptables-save; ferm(1) says
# of negation "Read iptables(8) to see where the ! can be used", and there it can be used with
# all of these. Rules that import-ferm cannot write it names, as it does with options unknown to it.
#
# Cause: both read one table of keywords, which says for each whether ferm takes a "!". Those of
# marks and lengths have it; that of TTL, DSCP, a helper or a probability has not. import-ferm
# writes the "!" without a look at the table, ferm asks it.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch_iptables ferm=2.7-9
ferm() { perl "$work/tree/usr/sbin/$1" "${@:2}"; }
real iptables-nft -V
ferm ferm --version | head -n 1

# Imports one rule and has ferm read the result: its rule, or its complaint.
there_and_back() { # MATCH
	printf '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT %s -j DROP\nCOMMIT\n' "$1" >"$work/rules"
	ferm import-ferm "$work/rules" >"$work/ferm.conf" 2>"$work/said" || echo "status $?"
	[ ! -s "$work/said" ] || cat "$work/said"
	if ferm ferm --noexec --lines --domain ip "$work/ferm.conf" >"$work/back" 2>"$work/error"; then
		sed -n 's/^-A INPUT //p' "$work/back"
	else
		grep -o 'negation is not allowed here' "$work/error"
	fi
}
refused='negation is not allowed here'
saw 'a mark' '--match mark ! --mark 0x1 --jump DROP' "$(there_and_back '-m mark ! --mark 0x1')"
saw 'a TTL' '--match ttl --ttl-eq 5 --jump DROP' "$(there_and_back '-m ttl --ttl-eq 5')"
saw 'all but a TTL' "$refused" "$(there_and_back '-m ttl ! --ttl-eq 5')"
saw 'line of the import' 'mod ttl ttl-eq ! 5 DROP;' "$(sed -n 's/^ *\(mod ttl.*\)/\1/p' "$work/ferm.conf")"
saw 'all but a DSCP' "$refused" "$(there_and_back '-m dscp ! --dscp 0x0a')"
saw 'all but a helper' "$refused" "$(there_and_back '-m helper ! --helper ftp')"
saw 'all but a share' "$refused" "$(there_and_back '-m statistic --mode random ! --probability 0.50000000000')"
finish
