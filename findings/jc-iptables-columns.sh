#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# jc 1.25.7 with iptables 1.8.13: of a rule without a target, in a listing with line numbers, each
# field has the value of the next one.
#
# Expected: jc names "-vLnx and --line-numbers for all tables" as supported, and says that a blank
# target is null. So it is without the numbers.
#
# Cause: lines are split at spaces, so a blank column is none. With "pkts" or "target" as the
# first heading the parser looks whether the column is blank; with "num" it does not. The
# protocol becomes the target, the way out the source's address, without an error.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch_jc
real iptables-nft -V
jc --version | sed -n 's/.*version: */jc /p' | head -n 1

# A rule that only counts.
real iptables-nft -A INPUT -i eth0 -s 192.0.2.1 -d 192.0.2.2
fields() { # OPTION...
	real iptables-nft -L INPUT -n "$@" | jc --iptables | python3 -c '
import json, sys
rule = json.load(sys.stdin)[0]["rules"][0]
print(*("%s=%s" % (name, rule.get(name)) for name in ("target", "prot", "in", "source")))'
}

saw 'with counters' 'target=None prot=all in=eth0 source=192.0.2.1' "$(fields -v)"
saw 'with counters and numbers' 'target=all prot=-- in=* source=192.0.2.2' "$(fields -v --line-numbers)"
saw 'with neither' 'target=None prot=all in=None source=192.0.2.1' "$(fields)"
saw 'with numbers' 'target=all prot=-- in=None source=192.0.2.2' "$(fields --line-numbers)"
finish
