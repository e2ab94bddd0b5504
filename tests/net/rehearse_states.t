#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Rehearsals of policies that judge by the states of connections, beside one whose packets
# go direct: what they foretell is what happens then, and nothing is cut when they end.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"
. "$(dirname "$0")/rehearsal.sh"

wire fw peer
address peer eth0 10.0.0.3/24 10.0.0.4/24 fd00::3/64 fd00::4/64
for addr in fd00::3 fd00::4; do	# nobody's source who does not ask for it
	ip -n peer addr change $addr/64 dev eth0 preferred_lft 0
done
for addr in 10.0.0.3 10.0.0.4 fd00::3 fd00::4; do
	ip -n fw neigh replace $addr lladdr 02:00:00:00:00:02 dev eth0 nud permanent
done
fw restore - <<<$'set direct on\nport add tcp 80,443\nenable'
start_talk
talk serve fw tcp 443 >/dev/null

known() { # the states of connections in the table
	on fw conntrack -L -p tcp 2>/dev/null | awk '{ print $4 (/UNREPLIED/ ? "?" : "") }' | sort | paste -sd' '
}
open() { # NAME ADDR
	is "$1 opens" "$(talk pair "$1" tcp peer fw "$2" 80)" open
}
heard() {
	local name result=''
	for name; do
		result+="$(talk speak "$name" c) $(talk speak "$name" s) "
	done
	tr ' ' '\n' <<<"$result" | sort -u | xargs
}
refusals() {
	echo $(($(packets invalid) + $(packets not-syn) + $(packets closed-tcp)))
}

# A guard of connections at once. A handshake may last 3 s.
open old 10.0.0.1
rehearsed <<<$'guard add one live 1\nport add tcp 80 guard one\nport add tcp 443'
for addr in 10.0.0.1 fd00::1; do
	open "first-$addr" $addr
	sleep 4
	open "second-$addr" $addr
done
is "the second ones would be refused" "$(found | sort)" "refuse guard port tcp 80 10.0.0.2 eth0 1 guard add one live 1
refuse guard port tcp 80 fd00::2 eth0 1 guard add one live 1"
is "connections are tracked as a whole" "$(known)" "ESTABLISHED ESTABLISHED ESTABLISHED ESTABLISHED"
all=(old {first,second}-{10.0.0.1,fd00::1})
is "all of them are heard" "$(heard "${all[@]}")" heard
is "the port that both leave open goes direct" "$(try tcp 10.0.0.1 443)" open
unlike "  past the table" "$(on fw conntrack -L 2>/dev/null)" 'dport=443 '

# Its end, another one, and the way back to the table: packets go direct in between.
before=$(refusals)
fw rehearse stop
is "they outlive the rehearsal" "$(heard "${all[@]}")" heard
rehearsed <<<$'guard add one live 1\nport add tcp 80 guard one'
is "and the next one's begin" "$(heard "${all[@]}")" heard
fw rehearse stop
is "and end" "$(heard "${all[@]}")" heard
fw set direct off
is "and the end of going direct" "$(heard "${all[@]}")" heard
is "nothing was refused" "$(refusals)" "$before"
for name in "${all[@]}"; do talk close "$name" >/dev/null; done

# A peer with a live connection, whoever began it, is no scanner.
fw set direct on
on fw conntrack -F >/dev/null 2>&1
rehearsed <<<$'set scan tcp\nport add tcp 80,443'
open in4 10.0.0.1
open in6 fd00::1
is "out4 opens" "$(talk pair out4 tcp fw peer 10.0.0.3 90)" open
is "out6 opens" "$(talk pair out6 tcp fw peer fd00::3 90)" open
for source in 10.0.0.2 10.0.0.3 10.0.0.4 fd00::2 fd00::3 fd00::4; do
	[[ $source == *:* ]] && to=fd00::1 || to=10.0.0.1
	for port in 81 82 83 443; do try tcp "$to" "$port" "$source" >/dev/null; done
done
is "no more than the two without one would be refused" "$(found | sort)" "refuse scan port tcp 443 10.0.0.4 eth0 1 set scan tcp
refuse scan port tcp 443 fd00::4 eth0 1 set scan tcp"
is "all of them are heard" "$(heard in4 in6 out4 out6)" heard
done_testing
