#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Rules of other programs, and words of ufw, as they are typed.
# Usage: foreign_test.sh SFWCTL
set -u

. "$(dirname "$0")/tap.sh"
sfwctl=$1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# Rules of other programs, cut off.
# import STATUS TEXT: TEXT is all that it says of "rules", on standard input; or a remark.
import() {
	local got status
	cat >"$tmp/rules"
	got=$(cd "$tmp" && "$sfwctl" import -4 rules 2>&1)
	status=$?
	[ "$status" -eq "$1" ] && grep -qxF -- "$2" <<<"$got"
	local good=$?
	[ "$good" -eq 0 ] || printf '# want %s %s\n# got  %s %s\n' "$1" "$2" "$status" "$got"
	[ "$good" -eq 0 ]
	verdict "import: ${2#sfwctl: }"
}
rules=$'-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -p tcp --dport 22 -j ACCEPT\n'
saved=$'*filter\n:INPUT ACCEPT [0:0]\n'"$rules"$'-A INPUT -j DROP\n'
listed=$'-P INPUT DROP\n'"$rules"
no_end='this table has no COMMIT: the file is cut off'
import 0 'port add tcp 22 from 0.0.0.0/0' <<<"${saved}COMMIT"
import 1 "sfwctl: rules:1: $no_end" <<<"${saved%%-A INPUT -j*}"
import 1 "sfwctl: rules:2: $no_end" < <(printf '# a remark\n%s' "${saved%% -j DROP*}")
import 1 "sfwctl: rules:1: $no_end" <<<"*nat"$'\n'"${saved}COMMIT"
import 1 "sfwctl: rules:8: $no_end" <<<"${saved}COMMIT"$'\n*nat\n:PREROUTING ACCEPT [0:0]'
import 0 'port add tcp 22 from 0.0.0.0/0' <<<"$listed"
import 0 'port add tcp 22 from 0.0.0.0/0' < <(printf '%sCOMMIT' "$saved")
import 0 'port add tcp 22 from 0.0.0.0/0' < <(printf '%s# of today' "$listed")
import 1 '# the last line has no end: the file may be cut off' < <(printf %s "${listed% *}")
import 1 '# the last line has no end: the file may be cut off' \
	< <(printf 'create s hash:ip family inet\n%sCOMMIT\nadd s 192.0.2.1' "$saved")
import 1 'sfwctl: rules:3:1: a value is missing' <<<$'\n{"nftables":['
import 1 "sfwctl: rules:1:1: this is no output of 'nft -j list ruleset'" <<<'{"version":1}'
import 1 'sfwctl: rules: this is nothing that iptables-save has written' <<<''
import 1 'sfwctl: rules: this is nothing that iptables-save has written' <<<'hello'

# Answers to words of ufw are taken, one behind the other, and where a port is open for one
# protocol alone.
advised() { # WORDS of ufw
	"$sfwctl" "$@" 2>&1 | sed -n 's/.*; type: sfwctl //p' | sed 's/ && sfwctl /\n/; s/; sfwctl /\n/'
}
{
	advised limit 22/tcp
	advised limit 443/tcp
	advised limit 443/udp
	advised limit proto tcp from 10.0.0.5/8 to any port 25
	advised limit proto tcp from 192.0.2.0/24 to any port 25
	advised limit in on eth0 to any port 25 proto tcp
} >"$tmp/policy"
"$sfwctl" check "$tmp/policy" && [ "$(grep -c ^port "$tmp/policy")" = 6 ]
verdict 'ufw: a limit of each port'
for proto in tcp udp; do
	for words in 'deny 22' 'delete allow 22'; do
		# shellcheck disable=SC2086
		advised $words | while read -r line; do
			printf 'port add %s 22\n%s\n' $proto "$line" >"$tmp/policy"
			"$sfwctl" check "$tmp/policy" 2>/dev/null && echo "$line"
		done >"$tmp/taken"
		[ "$(cat "$tmp/taken")" = "port del $proto 22" ]
		verdict "ufw: $words of $proto"
	done
done

echo "1..$count"
exit "$failed"
