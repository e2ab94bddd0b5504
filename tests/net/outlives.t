#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What a list has promised outlives what led to it: a guard's block its windows, a
# knock's opening the time to knock.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

wire fw peer
crowd fw
fw enable
fw guard add ban 1/1s 'then' block 1h
fw knock add door tcp/7000 within 1s open 1h
fw port add tcp 23 guard ban
fw port add tcp 24 knock door
start_talk
start_frames peer
for port in 23 24; do talk serve fw tcp $port >/dev/null; done
is "the second connection within a second blocks" "$(syns 2 198.18.0.1 23)" "tcp:SA"
is "a knock opens" "$(syn 198.18.0.2 7000) $(syn 198.18.0.2 24)" "tcp:RA tcp:SA"
# Each has been silent for longer than that.
silent() { on fw grep -q "^$2 .* last [2-9]" "/proc/net/sfw/recent/$1"; }
ok "the list still knows who is blocked" wait_for silent ban 198.18.0.1
like "and drops all of it" "$(fw test tcp 198.18.0.1 to 24)" 'blocked'
ok "the other one who has knocked" wait_for silent door 198.18.0.2
is "and lets him in" "$(syn 198.18.0.2 24)" "tcp:SA"
done_testing
