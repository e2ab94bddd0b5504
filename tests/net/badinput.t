#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Whatever is typed wrong is refused with the documented exit status and one
# clear line, and changes nothing.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

host fw
ip -n fw link add eth0 type dummy
fw enable
fw port add tcp 22 comment ssh
fw port add udp 53 from 192.0.2.0/24
fw proto add gre
fw trust add from 198.51.100.0/24
fw set ping off
before=$(policy)

# What is wrong about a refusal, if anything.
complaints() { # WANTED_STATUS STATUS REGEX
	local first rest
	{ read -r first; rest=$(cat); } <"$tmp/err"
	[ "$2" = "$1" ] || echo "exit status $2, not $1"
	[[ $first =~ ^sfwctl:\ .*$3 ]] || echo "the first line is: $first"
	[ "$1" = 2 ] || [ -z "$rest" ] || echo "more than a line: $rest"
	[ -z "$rest" ] || [[ $'\n'$rest =~ ^($'\n'(usage:|\ {6})\ sfwctl\ [^$'\n']*)+$ ]] ||
		echo "more than the usage: $rest"
	[ ! -s "$tmp/out" ] || echo "something on stdout"
}

# STATUS TEXT_REGEX WORDS...
refused() {
	local status=0
	fw "${@:3}" >"$tmp/out" 2>"$tmp/err" || status=$?
	is "refused with $1: sfwctl $(printf '%q ' "${@:3}")" "$(complaints "$1" $status "$2")" ""
}

# The issue's list.
refused 2 '70000' port add tcp 70000
refused 2 '22-20.*20-22' port add tcp 22-20
refused 2 'icmp has no ports' port add icmp 1
refused 2 '10.0.0.1/8 has host bits.*10.0.0.0/8' trust add from 10.0.0.1/8
refused 2 'frobnicate was not understood' frobnicate
refused 2 'frobnicate was not understood' port frobnicate
refused 2 'frobnicate was not understood' port add tcp 22 frobnicate

# Its neighbours.
refused 2 '0 is not a port' port add tcp 0
refused 2 '65536' port add tcp 65536
refused 2 '' port add tcp 22-
refused 2 '' port add tcp -22
refused 2 '' port add tcp 22,,23
refused 2 '' port add tcp ''
refused 2 'nosuchservice' port add tcp nosuchservice
refused 2 'missing' port add tcp
refused 2 'missing' port add tcp 80 from
refused 2 'fd00::1/64 has host bits.*fd00::/64' port add tcp 80 from fd00::1/64
refused 2 '10.0.0.0/33' port add tcp 80 from 10.0.0.0/33
refused 2 '10.0.0' port add tcp 80 from 10.0.0
refused 2 'sixteen_letters_' port add tcp 80 dev sixteen_letters_
refused 2 '' port add tcp 80 for 0
refused 2 '' port add tcp 80 for 5x
refused 2 '' port add tcp 80 for 99999999999999999999
refused 2 '' port add tcp 80 comment "$(printf 'x%.0s' {1..64})"
refused 2 '' port add tcp 80 comment "$(printf 'two\nlines')"
refused 2 '' port add tcp 80 comment "$(printf '\xff\xfe')"
refused 2 '' port del tcp 22 comment ssh
refused 2 'ports' proto add tcp
refused 2 '256' proto add 256
refused 2 '' trust add
refused 2 '' set ping perhaps
refused 2 '' set nosuchkey on
refused 2 '' get nosuchkey
refused 2 '' enable now
refused 2 '' --nosuchoption
refused 2 '' flush everything

# What is there already, what is not there: the words are fine, the kernel refuses.
refused 1 'tcp 22' port add tcp 22
refused 1 'tcp 22' port add tcp 22 comment "another comment"
refused 1 'udp 53 from 192.0.2.0/24' port add udp 53 from 192.0.2.0/24
refused 1 'tcp 23' port del tcp 23
refused 1 'tcp 22 from 192.0.2.1' port del tcp 22 from 192.0.2.1
refused 1 'udp 53' port del udp 53
refused 1 '47' proto add gre
refused 1 '50' proto del esp
refused 1 '198.51.100.0/24' trust add from 198.51.100.0/24
refused 1 'eth0' trust del dev eth0

# One bad one among good ones: none is taken.
refused 1 'tcp 22' port add tcp 20,21,22,23
refused 1 'tcp 24' port del tcp 22,24

is "the policy is what it was" "$(policy)" "$before"

ok "a dry run of a good command succeeds" fw -n port add tcp 80
refused 1 'tcp 22' -n port add tcp 22
is "a dry run changes nothing" "$(policy)" "$before"

unload_sfw
refused 3 'not loaded' port add tcp 80
refused 3 'not loaded' status
load_sfw
done_testing
