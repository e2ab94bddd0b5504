#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What a source was promised outlives a flood of others: who is blocked stays blocked,
# who knocked stays let in, at the cap of their lists. SFW_FLOOD scales it.
# In check-full: a million sources.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

sources=${SFW_FLOOD:-$((75000 + 75000 / slow))}
cap=65536
wire fw peer
crowd fw
address peer eth0 10.0.0.3/24 10.0.0.4/24 10.0.0.5/24
ip -n fw route add default via 10.0.0.2
set_sysctl fw net.ipv4.conf.all.log_martians=0
fw enable
fw guard add ban 2/1h 'then' block 2h
fw knock add door tcp/7000,tcp/7001 within 1h open 2h
fw port add tcp 22 guard ban
fw port add tcp 25 knock door
fw port add tcp 80
start_talk
for port in 22 25 80; do talk serve fw tcp $port >/dev/null; done

is "2 connections pass, the next blocks its source" \
	"$(for _ in 1 2 3; do try tcp 10.0.0.1 22 10.0.0.4; done | paste -sd' ')" "open open silence"
is "indeed, for every port" "$(try tcp 10.0.0.1 80 10.0.0.4)" silence
for port in 7000 7001; do try tcp 10.0.0.1 $port 10.0.0.5 >/dev/null; done
is "who knocked is let in" "$(try tcp 10.0.0.1 25 10.0.0.5)" open
is "who did not is not" "$(try tcp 10.0.0.1 25 10.0.0.3)" ECONNREFUSED

column() { # LIST KEY
	fw -j list | "$python" -c 'import json, sys
print(next(l[sys.argv[2]] for l in json.load(sys.stdin)["lists"] if l["name"] == sys.argv[1]))' "$@"
}

flood() { # LIST PORT: SYNs from random sources
	echo "{ 2,0,0,0,0,1, 2,0,0,0,0,2, const16(0x0800), 0x45, 0, const16(40), drnd(2), const16(0), 64, 6, csumip(14, 33),
		drnd(4), 10,0,0,1, drnd(2), const16($2), drnd(4), const32(0), const16(0x5002), const16(512), csumtcp(14, 34),
		const16(0) }" >"$tmp/flood"
	ok "$sources sources for $1" on peer trafgen -i "$tmp/flood" -o eth0 -n "$sources" -P 1 -q
	note "$1: size $(column "$1" size), evicted $(column "$1" evicted), broken $(column "$1" broken)"
	ok "$1: at most $cap" test "$(column "$1" size)" -le $cap
	ok "$1: some made room for others" test "$(column "$1" evicted)" -gt $((sources * 3 / 4 - cap))
	is "$1: no promise was broken" "$(column "$1" broken)" 0
}

flood ban 22
is "who was blocked before the flood is blocked after it" "$(try tcp 10.0.0.1 80 10.0.0.4)" silence
like "why knows" "$(fw why 10.0.0.4)" '^guard +ban +10.0.0.4 .*blocked'
is "others are not" "$(try tcp 10.0.0.1 80 10.0.0.3)" open
flood door 7000
is "who had knocked before the flood is let in after it" "$(try tcp 10.0.0.1 25 10.0.0.5)" open
is "others are not" "$(try tcp 10.0.0.1 25 10.0.0.3)" ECONNREFUSED
done_testing
