#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Rules of iptables that name sets of the real ipset, imported on the machine that runs them
# and from a file of "ipset save": each source reaches the same ports before and after, over
# IPv4 and IPv6; where a block does more, the remark says so, and nothing more is open.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

wire fw peer
crowd fw
sources4=(198.18.0.1 198.18.0.2 198.18.1.1 198.18.2.1 198.18.3.1 10.0.0.2)
sources6=(fd01::1 fd01:2::1 fd00::2)
for ip in "${sources4[@]:0:5}"; do ip -n peer addr add "$ip/32" dev eth0; done
address peer eth0 fd01::1/128 fd01:2::1/128
ports=(22 80 443 9100)
for port in "${ports[@]}"; do listen fw tcp "$port"; done
start_talk

# Each source and port that answers.
picture() {
	local ip port target
	for ip in "${sources4[@]}" "${sources6[@]}"; do
		target=10.0.0.1
		[[ $ip != *:* ]] || target=fd00::1
		for port in "${ports[@]}"; do
			[ "$(talk probe peer tcp $target "$port" "$ip")" != open ] || echo "$ip $port"
		done
	done
}

rules() { # TOOL RULE...
	local tool=$1
	shift
	on fw "$tool" -P INPUT DROP
	on fw "$tool" -F INPUT
	on fw "$tool" -A INPUT -i lo -j ACCEPT
	for rule; do
		# shellcheck disable=SC2086
		on fw "$tool" -A INPUT $rule || not_ok "the rule $rule"
	done
}
live='-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'
from='-m set --match-set'
saved() {
	on fw ipset save
	on fw iptables-save
	on fw ip6tables-save
}
no_rules() {
	for tool in iptables ip6tables; do
		on fw $tool -P INPUT ACCEPT
		on fw $tool -F INPUT
	done
}

on fw ipset restore <<'X'
create bad hash:ip
add bad 198.18.0.1
create nets hash:net
add nets 198.18.2.0/24
create many hash:ip maxelem 100000
create home hash:net
add home 198.18.3.0/24
add home 10.0.0.0/24
create bad6 hash:net family inet6
add bad6 fd01:2::/32
create bans hash:ip timeout 600
add bans 198.18.1.1
add bans 198.18.3.1 timeout 0
create web bitmap:port range 0-1023
add web 443
X
# More than one line of a policy, or one message, has room for.
for ((i = 0; i < 65536; i++)); do
	echo "add many 198.19.$((i / 256)).$((i % 256))"
done | sed '1i add many 198.18.0.2' | on fw ipset restore

# All that comes from a set is refused before anything is let in: a block does the same.
rules iptables "$from bad src -j DROP" "$from nets src -j DROP" "$from many src -j DROP" "$live" \
	"-p tcp --dport 22 $from home src -j ACCEPT" "-p tcp --dport 80 -j ACCEPT" \
	"-m set ! --match-set home src -j DROP" "-p tcp --dport 443 -j ACCEPT"
rules ip6tables "$from bad6 src -j DROP" "$live" "-p icmpv6 -j ACCEPT" "-p tcp --dport 80 -j ACCEPT"
wanted=$(picture)
is "the rules let in those that they should" "$(awk '{ print $2 }' <<<"$wanted" | sort | uniq -c | paste -sd' ' | tr -s ' ')" \
	" 2 22 2 443 5 80"
saved >"$tmp/rules"
sfwctl import "$tmp/rules" >"$tmp/policy"
on fw sfwctl import >"$tmp/here" 2>&1
is "on the machine itself the same groups" "$(grep -E '^(group|block|port)' "$tmp/here" | sort)" \
	"$(grep -E '^(group|block|port)' "$tmp/policy" | sort)"
is "all of the members" "$(grep -c '^group add many ' "$tmp/policy")" 1025
no_rules
ok "restore of it" fw restore "$tmp/policy"
is "the same answers" "$(picture)" "$wanted"
fw group del bad 198.18.0.1
like "a member less" "$(picture)" '^198\.18\.0\.1 80$'
fw flush all
fw disable

# Bans of a port: those who are banned reach nothing any more.
rules iptables "$live" "-p tcp --dport 22 $from bans src -j REJECT" "-p tcp --dport 22 -j ACCEPT" \
	"-p tcp --dport 80 -j ACCEPT" "-p tcp --dport 9100 $from bans src -j ACCEPT"
rules ip6tables "$live"
wanted=$(picture)
saved >"$tmp/rules"
sfwctl import "$tmp/rules" >"$tmp/policy"
no_rules
ok "restore of bans" fw restore "$tmp/policy"
is "the banned reach nothing, the others the same" "$(picture)" "$(grep -vE '^198\.18\.[13]\.1 ' <<<"$wanted")"
is "how long" "$(fw group list bans | awk '/^198/ { print $1, $2 ~ /[0-9]/ }' | paste -sd' ')" \
	"198.18.1.1 1 198.18.3.1 0"
like "what is told of it" "$(<"$tmp/policy")" '^#   stricter: a block drops all that comes from there'
like "and of the program" "$(<"$tmp/policy")" '^#   volatile: the program that fills ipset bans '
like "nobody is let in for longer" "$(<"$tmp/policy")" '^# port add tcp 9100 '
fw flush all
fw disable

# Where nobody knows which: nothing is open.
rules iptables "$live" "-p tcp $from web dst -j DROP" "-p tcp --dport 443 -j ACCEPT"
saved >"$tmp/rules"
sfwctl import "$tmp/rules" >"$tmp/policy"
like "a set with ports" "$(<"$tmp/policy")" '^#   ipset web: its members have ports'
unlike "nothing is opened below" "$(<"$tmp/policy")" '^port add'
done_testing
