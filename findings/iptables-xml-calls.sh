#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# iptables 1.8.13 with libxslt 1.1.45: a jump to a chain of one's own, taken to XML by iptables-xml
# and back by the iptables.xslt that comes with it, names another chain.
#
# Expected: iptables-xml(1) tells calls and gotos from targets for the sake of such scripts, and
# gives `xsltproc iptables.xslt my-iptables.xml | iptables-restore` as the way back. So "-j sub"
# and "-g sub" come back, as "-j ACCEPT" does.
#
# Cause: the style sheet has a template each for <call> and <goto>, and after them one for all
# actions, of the same priority. XSLT takes the last, which prints the element's own name and
# then the chain's, with no space between. The goto is a jump besides. iptables-restore refuses
# the file, for there is no such chain.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch_iptables xsltproc=1.1.45-0.1 libxslt1.1=1.1.45-0.1 libxml2-16 zlib1g liblzma5 libgcrypt20 libgpg-error0
sheet=$work/tree/usr/share/iptables/iptables.xslt
real iptables-nft -V
real xsltproc --version | head -n 1

# A rule, after both ways.
there_and_back() { # RULE
	printf '*filter\n:INPUT ACCEPT [0:0]\n:sub - [0:0]\n-A INPUT %s\nCOMMIT\n' "$1" >"$work/rules"
	real iptables-xml <"$work/rules" >"$work/rules.xml"
	real xsltproc "$sheet" "$work/rules.xml" >"$work/back"
	sed -n 's/^-A INPUT //p' "$work/back"
}
loads() { real iptables-nft-restore "$1" 2>/dev/null && echo yes || echo no; }

saw 'a target' '-s 192.0.2.1/32 -j ACCEPT' "$(there_and_back '-s 192.0.2.1/32 -j ACCEPT')"
saw 'that loads' yes "$(loads "$work/back")"
saw 'a goto' '-s 192.0.2.1/32 -j gotosub' "$(there_and_back '-s 192.0.2.1/32 -g sub')"
saw 'a jump' '-s 192.0.2.1/32 -j callsub' "$(there_and_back '-s 192.0.2.1/32 -j sub')"
saw 'the rules as they were load' yes "$(loads "$work/rules")"
saw 'those that came back load' no "$(loads "$work/back")"
saw 'the XML has the chain' '<call ><sub /></call>' \
	"$(tr -d '\n' <"$work/rules.xml" | grep -o '<call.*</call>' | sed 's/> *</></g')"
finish
