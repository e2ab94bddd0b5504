#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# nft 1.1.7: a rule with a block of rules (`jump { ... }`) is printed as JSON with that block
# as a text in the syntax of nft, and status 0; the same nft refuses to read its JSON.
#
# Expected: each statement of a rule is an object of libnftables-json(5), a block with its rules or a
# chain of its own, and `nft -j -f` loads the output of `nft -j list ruleset`.
#
# Cause: that statement has no printer for JSON; the text of the other printer stands in for it, in
# quotes, with a warning on stderr. A reader of the JSON that takes objects alone finds
# here "tcp dport 22" without a verdict in front of "tcp dport 22 accept": the refusals are in the text.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch_iptables
real nft -v

real nft -f - <<-'end'
	table inet t {
		chain c {
			type filter hook input priority 0; policy drop;
			tcp dport 22 jump {
				ip saddr 10.0.0.0/8 accept
				drop
			}
			tcp dport 22 accept
		}
	}
end
real nft -j list ruleset >"$work/json" 2>"$work/warning" && status=0 || status=$?
saw 'status' 0 "$status"
saw 'warning' 'warning: stmt ops chain have no json callback' "$(cat "$work/warning")"
saw 'statements of the first rule' 'match; a text of 3 lines: jump {' "$(python3 -c '
import json, sys
rules = [item["rule"] for item in json.load(open(sys.argv[1]))["nftables"] if "rule" in item]
print("; ".join(next(iter(s)) if isinstance(s, dict) else "a text of %d lines: %s" % (s.count("\n"), s.split("\n")[0])
                for s in rules[0]["expr"]))' "$work/json")"
real nft flush ruleset
saw 'read again' 'Error: Unexpected expr array element of type string, expected object.' \
	"$(real nft -j -f "$work/json" 2>&1 | sed -n 's/.*\(Error: .*\)/\1/p' | head -n 1)"
finish
