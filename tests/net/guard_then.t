#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Guards of all kinds: several windows, drop, reject and block, the prefixes
# that share an entry, what counts as an attempt and who is exempt.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

wire fw peer
crowd fw
address fw eth0 10.0.1.1/24
address peer eth0 10.0.1.2/24	# who will be blocked: frames.py needs the other
fw enable
start_talk
start_frames peer
for port in 22 23 24 25 26; do talk serve fw tcp $port >/dev/null; done

# Two windows, exactly.
fw guard add plain 2/$((2 * slow))s 3/$((6 * slow))s
fw port add tcp 22 guard plain
a=198.18.0.1
refuses() { ! fw test tcp $a to 22; }
syn 198.18.0.9 99 >/dev/null	# frames.py is ready
event syns 5 $a 22
first_from=$event_from first_to=$event_to
is "2 in $((2 * slow)) s pass, the third does not" "$answer" "tcp:SA*2"
lasts "for $((2 * slow)) s" $((2 * slow)) refuses
is "the next is the third in $((6 * slow)) s: no fourth" "$(syns 5 $a 22)" "tcp:SA"
event_from=$first_from event_to=$first_to
lasts "until the first is $((6 * slow)) s old" $((6 * slow)) refuses
is "attempts that were refused do not prolong it" "$(syns 2 $a 22)" "tcp:SA*2"
is "IPv6 sources are counted too" "$(syns 5 fd01::1 22)" "tcp:SA*2"
is "another one is not concerned" "$(syns 1 fd01::2 22)" "tcp:SA"

# What counts.
b=198.18.0.2
frames "[ip4(src='$b')/TCP(sport=5000 + n, dport=22, flags=f) for n in range(9) for f in ('A', 'FA', 'R', 'SA', 'FPU')]" >/dev/null
is "only SYNs count" "$(listed plain) $(syns 3 $b 22)" "198.18.0.1 fd01::1 fd01::2 tcp:SA*2"
fw guard add datagrams 2/1m
fw port add udp 53 guard datagrams
spawn fw socat -u UDP4-RECV:53 OPEN:"$tmp/udp",creat,append
wait_for listening fw udp 53
frames "[ip4(src='$b')/UDP(sport=5000, dport=53)/b'x' for n in range(10)]" >/dev/null
is "a flow of datagrams counts once" "$(on fw cat /proc/net/sfw/recent/datagrams | cut -d' ' -f1-3)" "$b hits 1"
frames "[ip4(src='$b')/UDP(sport=5001 + n, dport=53)/b'y' for n in range(4)]" >/dev/null
wait_for 3 grep -q y "$tmp/udp"
is "every new flow counts" "$(wc -c <"$tmp/udp") $(tr -d x <"$tmp/udp")" "11 y"

# Reject, and prefixes.
fw guard add nets 3/1m mask4 24 mask6 64 'then' reject
fw port add tcp 23 guard nets
is "mask4 24: 3 of a /24 pass, then RST" "$(for n in 1 2 3 4 5; do syn 198.18.7.$n 23; done | paste -sd' ')" \
	"tcp:SA tcp:SA tcp:SA tcp:RA tcp:RA"
is "mask4 24: its neighbour is not concerned" "$(syn 198.18.8.1 23)" tcp:SA
is "mask6 64: the same" "$(for n in 1 2:2 3:0:3 ffff:4; do syn fd01::$n 23; done | paste -sd' ')" \
	"tcp:SA tcp:SA tcp:SA tcp:RA"
is "its list holds the prefixes" "$(listed nets)" "198.18.7.0/24 198.18.8.0/24 fd01::/64"

# Block.
time=$((4 * slow))
fw guard add ban 2/1m 'then' block ${time}s
fw port add tcp 24,25 guard ban
fw port add tcp 26
fw port add tcp 2600
is "a session stands" "$(talk pair session tcp peer fw 10.0.1.1 2600) $(talk speak session c)" "open heard"
is "2 connections pass" "$(try tcp 10.0.1.1 24) $(try tcp 10.0.1.1 25)" "open open"
before=$(packets blocked)
event try tcp 10.0.1.1 24
is "the third does not" "$answer" silence
blocked() { fw test tcp 10.0.1.2 to 26 | grep -q blocked; }
ok "sfwctl test tells that the source is blocked" blocked
is "it may not go on with what was established" "$(talk say session c)" silence
is "nor connect to any other port" "$(try tcp 10.0.1.1 26)" silence
ok "its packets count as blocked" test "$(packets blocked)" -gt "$before"
like "the list shows it" "$(fw list show ban)" '^10.0.1.2 '
lasts "it ends $time s later, without any traffic" $time blocked
is "the source connects again" "$(try tcp 10.0.1.1 26)" open
hears() { [ "$(talk say session s)" = heard ]; }
ok "its session goes on" wait_for hears
talk close session >/dev/null
is "other sources were not concerned" "$(syns 1 198.18.0.3 24)" "tcp:SA"

# Exempt.
fw exempt add 198.18.0.0/24
is "an exempt source is not guarded" "$(syns 9 198.18.0.4 22)" "tcp:SA*9"
is "nor listed" "$(listed plain | grep -c 198.18.0.4)" 0
fw exempt del 198.18.0.0/24
is "exempt no more" "$(syns 9 198.18.0.4 22)" "tcp:SA*2"
done_testing
