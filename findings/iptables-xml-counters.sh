#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# iptables 1.8.13 with libxslt 1.1.45: of two rules that `iptables-xml -c` combines, the second
# comes back with the counters of the first.
#
# Expected: iptables-xml(1) lets -c combine consecutive rules "only when the rule matches are
# identical", and its XML has the counters of each rule. Rules that have counted otherwise are
# left apart, as they are without -c, or both counts are kept.
#
# Cause: matches are compared, counters not. The XML has one element for both rules, with the first
# one's counters, and iptables.xslt writes them before each. A first rule that is no end, as
# MARK or LOG, counts what the second counts while both are there; a rule put in later, or a
# counter set to zero, is what differs, and the sum of a month is gone.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch_iptables xsltproc=1.1.45-0.1 libxslt1.1=1.1.45-0.1 libxml2-16 zlib1g liblzma5 libgcrypt20 libgpg-error0
real iptables-nft -V
real xsltproc --version | head -n 1

# Counters of the rules, as they came back from the XML.
counters() { # OPTION...
	real iptables-xml "$@" <<-'end' >"$work/rules.xml"
		*filter
		:INPUT ACCEPT [0:0]
		[1:100] -A INPUT -s 192.0.2.1/32 -j LOG
		[20:2000] -A INPUT -s 192.0.2.1/32 -j ACCEPT
		[3:300] -A INPUT -s 192.0.2.2/32 -j ACCEPT
		COMMIT
	end
	real xsltproc "$work/tree/usr/share/iptables/iptables.xslt" "$work/rules.xml" >"$work/back"
	sed -n 's/^\(\[.*\]\) -A.*/\1/p' "$work/back" | paste -sd' '
}

saw 'without -c' '[1:100] [20:2000] [3:300]' "$(counters)"
saw 'combined' '[1:100] [1:100] [3:300]' "$(counters -c)"
saw 'the XML has the other count' 0 "$(grep -c 2000 "$work/rules.xml" || :)"
saw 'all else is as it was' 'LOG ACCEPT ACCEPT' "$(sed -n 's/.*-j //p' "$work/back" | paste -sd' ')"
saw 'that loads' yes "$(real iptables-nft-restore --test -c "$work/back" 2>/dev/null && echo yes || echo no)"
finish
