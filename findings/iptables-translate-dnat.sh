#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# iptables 1.8.13 (also seen with 1.8.11): the translation of "--ctstate NEW,DNAT" to nft
# takes only packets of translated connections.
#
# Expected: iptables-extensions(8) has DNAT among the states, "a virtual state", and a list
# takes a packet in any of them, so a new connection is taken too.
#
# Cause: nft has no such state, but "ct status dnat". Where DNAT is in a list the translation
# is that alone, and the states beside it are dropped without a word; an "or" of both would take
# two rules. A rule that accepts "NEW,DNAT" accepts no new connection any more.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch sid iptables=1.8.13-1 libxtables12=1.8.13-1 libnftnl11 libmnl0 libc6 libip4tc2 libip6tc2 \
	libnetfilter-conntrack3 libnfnetlink0
export XTABLES_LIBDIR=$work/tree/usr/lib/x86_64-linux-gnu/xtables
real iptables-nft -V
ip link set lo up

# Packets that a rule takes, of a new connection over UDP.
taken() { # STATES
	real iptables-nft -F OUTPUT
	real iptables-nft -A OUTPUT -p udp --dport 9 -m conntrack --ctstate "$1"
	echo x >/dev/udp/127.0.0.1/9
	real iptables-nft -nvxL OUTPUT | awk '/ctstate/ { print $1 }'
}

translation() { # STATES
	real iptables-translate -A OUTPUT -m conntrack --ctstate "$1" | sed -n 's/.*\(ct .*\) counter.*/\1/p'
}

saw 'NEW,UNTRACKED takes a new connection' 1 "$(taken NEW,UNTRACKED)"
saw 'its translation' 'ct state new,untracked' "$(translation NEW,UNTRACKED)"
saw 'NEW,DNAT takes a new connection' 1 "$(taken NEW,DNAT)"
saw 'its translation' 'ct status dnat' "$(translation NEW,DNAT)"
finish
