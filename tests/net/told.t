#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What is told of packets that are dropped before anything but their source is read.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

wire fw peer
crowd fw
fw enable
fw block add 198.18.0.0/16
fw block add fd01::/32
start_frames peer
spawn fw sfwctl events
log=$spawned_log
# The kernel listens to it once it has told of a change.
heard() {
	fw set ping off
	fw set ping on
	sleep 0.3
	grep -q policy "$log"
}
wait_for heard
told() { # TEXT REGEX
	if wait_for grep -qE "$2" "$log"; then pass "$1"; else not_ok "$1" "$(tail -n 5 "$log")"; fi
}
frames "[ip4(src='198.18.0.1')/UDP(dport=99)/b'x', ip4(src='198.18.0.2')/TCP(dport=98, flags='S')]" >/dev/null
frames "[ip6(src='fd01::1')/UDP(dport=97)/b'x', ip4(src='198.18.0.3')/TCP(dport=96, flags='A')]" >/dev/null
told "a blocked datagram, with its port" 'refused +198\.18\.0\.1 blocked udp/99 '
told "a blocked SYN" 'refused +198\.18\.0\.2 blocked tcp/98 '
told "a blocked segment of which only the source was read" 'refused +198\.18\.0\.3 blocked tcp/96 '
told "over IPv6" 'refused +fd01::1 blocked udp/97 '
done_testing
