#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# block sync: a feed of 100,000 prefixes replaces the blocks, at once and under
# traffic. SFW_FEED scales it.
# By the host's clock: two commands are timed, and packets flow while a feed is replaced.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

size=${SFW_FEED:-100000}
wire fw peer
crowd fw
fw enable
fw port add udp 53 from 198.18.0.0/15
fw port add tcp 5000
start_talk

feed() { # FIRST_BYTE: that many addresses and prefixes, and 198.18.0.1
	awk -v n="$size" -v a="$1" 'BEGIN { print "198.18.0.1"
		for (i = 1; i < n; i++)
			if (i % 10) printf "%d.%d.%d.%d\n", a + i / 65536, i / 256 % 256, i % 256, i % 254 + 1
			else printf "2001:db8:%x:%x::/64\n", a * 16 + i / 65536, i % 65536 }'
}
feed 20 >"$tmp/one"
feed 60 >"$tmp/two"
entries() { fw -j block list | tr '{' '\n' | grep -c '"prefix"'; }

# The same in nft's sets; it dislikes long lines.
nft_set() { # NAME TYPE
	echo "set $1 { type $2; flags interval; elements = {"
	sed '$!s/$/,/'
	echo "}; }"
}
{
	echo "table inet peer {"
	grep -v : "$tmp/one" | nft_set four ipv4_addr
	grep : "$tmp/one" | nft_set six ipv6_addr
	echo "}"
} >"$tmp/nft"

best() { # COMMAND...: of three times, milliseconds
	local t round best=999999999
	for round in 1 2 3; do
		t=$(milliseconds)
		"$@" || return
		t=$(($(milliseconds) - t))
		[ $t -ge $best ] || best=$t
	done
	echo $best
}
nft_load() {
	on peer nft -f "$tmp/nft" && on peer nft flush ruleset
}
ours=$(best fw block sync "$tmp/one") theirs=$(best nft_load)
is "all $size are in" "$(entries)" "$size"
note "$size entries, the best of three: sfw $ours ms, nft -f and flush $theirs ms"
ok "$size entries take no longer than nft's" test "$ours" -le "$theirs"
t=$(milliseconds)
fw block sync "$tmp/two"
note "sync of $size others in their place: $(($(milliseconds) - t)) ms"
is "all $size others are in" "$(entries)" "$size"

# One bad line changes nothing.
for bad in 10.0.0.1/8 rubbish 300.1.1.1 '10.0.0.1 for' '10.0.0.1 for 0' '10.0.0.1 comment' "1.2.3.4 comment $(printf 'x%.0s' {1..99})" 198.18.0.1; do
	{ head -n 500 "$tmp/one"; echo "$bad"; } >"$tmp/bad"
	status_is "a feed with the line '${bad:0:40}' is refused" 1 fw block sync "$tmp/bad"
	like "its line is named" "$output" ':501: '
done
is "and nothing is changed" "$(entries)" "$size"
ok "comments and empty lines are fine" fw block sync - <<<$'# a feed\n\n192.0.2.0/24 comment "bad net"\n192.0.3.1 for 1h\n'
is "from standard input too" "$(entries)" 2
ok "an empty feed empties it" fw block sync - </dev/null
is "none is left" "$(entries)" 0

# Under traffic: a source in both feeds, and one in none.
fw block sync "$tmp/one"
on fw iptables-legacy -t raw -A PREROUTING -s 198.18.0.2 -p udp
on fw iptables-legacy -A INPUT -s 198.18.0.1
on fw iptables-legacy -A INPUT -s 198.18.0.2 -p udp
talk pair live tcp peer fw fd00::1 5000 >/dev/null
spawn peer hping3 -q --udp -s 4000 -k -p 53 -a 198.18.0.1 -d 20 -i u500 10.0.0.1
blocked_source=$spawned
spawn peer hping3 -q --udp -s 4000 -k -p 53 -a 198.18.0.2 -d 20 -i u500 10.0.0.1
free_source=$spawned
rule() { on fw iptables-legacy -t "$1" -nvxL "$2" | awk -v s="$3" '$0 ~ s { print $1 }'; }
enough() { [ "$(packets blocked)" -gt 100 ] && [ "$(rule filter INPUT 198.18.0.2)" -gt 100 ]; }
ok "both sources send" wait_for enough
talk stream live >/dev/null
before=$(packets blocked)
for round in 1 2 3 4 5; do
	for name in one two; do fw block sync "$tmp/$name" || not_ok "sync $name in round $round"; done
done
kill -INT "$blocked_source" "$free_source"
wait "$blocked_source" "$free_source"
ok "packets of the source in both feeds: $(($(packets blocked) - before)) were blocked" test $(($(packets blocked) - before)) -gt 100
like "of a session from a source in none, every byte arrived" "$(talk stop live)" '^[1-9][0-9]*$'
raw=$(rule raw PREROUTING 198.18.0.2) input=$(rule filter INPUT 198.18.0.2)
is "of the source in both feeds none passed in 10 syncs" "$(rule filter INPUT 198.18.0.1)" 0
is "of the source in none all passed ($raw)" "$input" "$raw"
done_testing
