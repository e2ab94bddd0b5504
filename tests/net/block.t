#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Blocks: prefixes from which everything is dropped, before conntrack, the
# established too; for a time; and what outranks them.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

wire fw peer
crowd fw
address fw eth0 10.0.1.1/24 fd02::1/64
address peer eth0 10.0.1.2/24 fd02::2/64
fw enable
fw port add tcp 22,5000
fw port add udp 53
start_talk
start_frames peer
talk serve fw tcp 22 >/dev/null
talk serve fw udp 53 >/dev/null

for addr in 10.0.1 fd02:; do
	us=$addr.1 them=$addr.2 net=10.0.1.0/24 family=ipv4
	[ $addr != fd02: ] || us=fd02::1 them=fd02::2 net=fd02::/64 family=ipv6
	talk pair live tcp peer fw $us 5000 >/dev/null
	is "$addr: a session stands" "$(talk speak live c)" heard
	ok "$addr: block add $net" fw block add $net comment "the $addr net"
	before=$(packets blocked)
	is "$addr: nothing of the session passes" "$(talk say live c)" silence
	is "$addr: no connect, no datagram" "$(try tcp $us 22) $(try udp $us 53)" "silence silence"
	if on peer ping -c 1 -W "$slow" $us >/dev/null; then not_ok "$addr: no ping"; else pass "$addr: no ping"; fi
	ok "$addr: this host hears itself" on fw ping -c 1 -W "$slow" $us
	ok "$addr: it counts as blocked" test $(($(packets blocked) - before)) -ge 4
	is "$addr: conntrack has not seen any of it" "$(on fw conntrack -L -f $family 2>/dev/null |
		grep "src=$them " | grep -vc ' dport=5000 ')" 0
	like "$addr: block list" "$(fw block list)" "^$net .*the $addr net"
	like "$addr: sfwctl test" "$(fw test tcp $them to 22)" "block"
	is "$addr: a source beside the prefix passes" "$(try tcp 10.0.0.1 22) $(try tcp fd00::1 22)" "open open"
	ok "$addr: exempt outranks it" fw exempt add $them
	is "$addr: it connects" "$(try tcp $us 22)" open
	fw exempt del $them
	is "$addr: exempt no more" "$(try tcp $us 22)" silence
	fw trust add from $them
	is "$addr: trust outranks it" "$(try tcp $us 22)" open
	fw trust del from $them
	is "$addr: trusted no more" "$(try tcp $us 22)" silence
	ok "$addr: block del" fw block del $net
	is "$addr: it connects" "$(try tcp $us 22)" open
	ok "$addr: the session goes on" wait_for eval '[ "$(talk say live s)" = heard ]'
	talk close live >/dev/null
done

# Nested prefixes: any of them blocks.
fw block add 198.18.0.0/16,198.18.1.0/24,198.18.1.1
fw block del 198.18.1.1
fw block del 198.18.0.0/16
is "nested prefixes are entries of their own" "$(syn 198.18.1.1 22) $(syn 198.18.2.1 22)" "silence tcp:SA"
fw block del 198.18.1.0/24
is "the last one gone: it passes" "$(syn 198.18.1.1 22)" tcp:SA

# For a time.
time=$((3 * slow))
blocked() { fw block list | grep -q 198.18.3.3; }
event fw block add 198.18.3.3 for ${time}s
is "for ${time}s: blocked" "$(syn 198.18.3.3 22)" silence
lasts "it ends after $time s, without traffic from there" $time blocked
is "then it passes" "$(syn 198.18.3.3 22)" tcp:SA
fw block add 198.18.3.4 for 1h
fw block add 198.18.3.5
ok "flush policy" fw flush policy
is "the timed block outlives it, the other does not" "$(fw block list | awk 'NR > 1 { print $1 }' | paste -sd' ')" 198.18.3.4

# No policy: it is there on trial and after the way back, and what went stays away.
fw block add 198.18.3.6 for 1h
ok "a policy on trial" fw apply - confirm-within 1h <<<$'enable\nport add tcp 22\nblock add 198.18.3.4'
is "the timed ones outlive it" "$(syn 198.18.3.4 22) $(syn 198.18.3.6 22)" "silence silence"
fw block del 198.18.3.6
fw block add 198.18.3.7 for 1h
is "added and deleted on trial" "$(syn 198.18.3.6 22) $(syn 198.18.3.7 22)" "tcp:SA silence"
ok "rollback" fw rollback
is "the timed ones of now outlive that too" "$(fw block list | awk 'NR > 1 { print $1 }' | paste -sd' ')" "198.18.3.4 198.18.3.7"
fw enable
fw -q port add tcp 22
is "and block" "$(syn 198.18.3.4 22) $(syn 198.18.3.7 22) $(syn 198.18.3.6 22)" "silence silence tcp:SA"
like "sfwctl test names it" "$(fw test tcp 198.18.3.7 to 22)" "198.18.3.7"
like "sfwctl why too" "$(fw why 198.18.3.7)" "198.18.3.7"
fw block del 198.18.3.4
fw block del 198.18.3.7
is "the last one gone: all pass" "$(syn 198.18.3.4 22) $(syn 198.18.3.7 22)" "tcp:SA tcp:SA"
done_testing
