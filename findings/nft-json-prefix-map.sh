#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# nft 1.1.7: a map from prefixes to prefixes, for the translation of whole networks, is printed
# as JSON without the word that its values are intervals; the same nft refuses to read its JSON.
#
# Expected: `nft -j -f` loads the output of `nft -j list ruleset`, as `nft -f` does with the text.
#
# Cause: "type ipv4_addr : interval ipv4_addr" of the text is "map": "ipv4_addr" in the JSON, and
# libnftables-json(5) has nothing to say it with. A value that is a prefix is then none of its type.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch_iptables
real nft -v

real nft -f - <<-'end'
	table ip t {
		map networks {
			type ipv4_addr : interval ipv4_addr
			flags interval
			elements = { 10.0.0.0/24 : 192.0.2.0/24 }
		}
		chain c {
			type nat hook prerouting priority dstnat; policy accept;
			dnat ip prefix to ip daddr map @networks
		}
	}
end
declare -A ends
for format in text json; do
	option=()
	[ $format = text ] || option=(-j)
	real nft "${option[@]}" list ruleset >"$work/$format"
	real nft flush ruleset
	real nft "${option[@]}" -f "$work/$format" >"$work/said" 2>&1 && status=0 || status=$?
	ends[$format]=$status
	[ "$status" != 0 ] || real nft list ruleset >"$work/again"
done
saw 'the text is read again' 0 "${ends[text]}"
saw 'and lists as before' same "$(cmp -s "$work/text" "$work/again" && echo same || echo other)"
saw 'the JSON is read again' 1 "${ends[json]}"
saw 'since' 'Error: Value must be a singleton' "$(sed -n 's/.*\(Error: .*\)/\1/p' "$work/said")"
saw 'its type of a value' '"map": "ipv4_addr"' "$(grep -o '"map": "[^"]*"' "$work/json" | head -n 1)"
finish
