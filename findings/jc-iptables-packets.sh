#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# jc 1.25.7 with iptables 1.8.13: of "10M" packets in a listing jc makes the number 10, and of
# "1200M" bytes beside it 1200000000.
#
# Expected: jc says of its iptables parser that it supports -v and that "pkts" is an integer. Without
# -x iptables writes both counters with K, M and G from 100000 on: both are converted, or one that
# cannot be is null or a text.
#
# Cause: bytes go through a converter of sizes, packets through one that drops all that is not a
# digit. The packets of a chain's policy go the same way. Of two counts the larger may so be
# the smaller number, and bytes by packets is a packet of 120 MB.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch_jc
real iptables-nft -V
jc --version | sed -n 's/.*version: */jc /p' | head -n 1

real iptables-nft-restore -c <<-'end'
	*filter
	:INPUT ACCEPT [12000000:3456000000]
	[10000000:1200000000] -A INPUT -s 192.0.2.1 -j ACCEPT
	[99999:9999900] -A INPUT -s 192.0.2.2 -j ACCEPT
	COMMIT
end
# Packets and bytes: of the policy and of both rules.
counted() { # OPTION
	real iptables-nft -L INPUT -n "$1" | jc --iptables | python3 -c '
import json, sys
chain = json.load(sys.stdin)[0]
print("; ".join("%s %s" % pair for pair in [(chain["default_packets"], chain["default_bytes"])] +
                [(rule["pkts"], rule["bytes"]) for rule in chain["rules"]]))'
}

saw 'iptables prints' '10M 1200M' "$(real iptables-nft -L INPUT -n -v | awk '/192.0.2.1/ { print $1, $2 }')"
saw 'jc reads' '12 3456000000; 10 1200000000; 99999 10000000' "$(counted -v)"
saw 'jc reads, printed with -x' '12000000 3456000000; 10000000 1200000000; 99999 9999900' "$(counted -vx)"
finish
