#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Patterns of interfaces, and the two names that an interface of a VRF has.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
cable fw br-0a1b peer eth1
address fw br-0a1b 10.0.1.1/24
address peer eth1 10.0.1.2/24
fw enable
start_talk

arrives() { # NAME REASON PORT [ADDRESS]: one connection counts for that reason
	local was
	was=$(packets "$2")
	talk probe peer tcp "${4:-10.0.0.1}" "$3" >/dev/null
	is "$1: $2" $(($(packets "$2") - was)) 1
}
far=10.0.1.1

fw port add tcp 80 dev 'br-*'
fw port add tcp 81 dev 'br-+'
fw port add tcp 82 dev 'e*'
arrives "a pattern" port 80 $far
arrives "with a plus" port 81 $far
arrives "another interface" closed-tcp 80
arrives "another pattern" port 82
arrives "not there" closed-tcp 82 $far
like "it is printed with an asterisk" "$(fw save -)" "^port add tcp 81 dev 'br-\*'$|^port add tcp 81 dev br-\*$|^port add tcp 81 dev \"br-\*\"$"
like "test says the same" "$(fw test tcp 10.0.1.2 to 10.0.1.1:80 in br-0a1b)" '^reason +port'
like "and of another interface" "$(fw test tcp 10.0.1.2 to 10.0.1.1:80 in eth0)" 'closed-tcp'
status_is "a packet has one interface" 2 fw test tcp 10.0.1.2 to 80 in 'br-*'

# A whole name before a pattern, a long pattern before a short one.
fw guard add few 1/1h 'then' reject
fw port add tcp 90 dev 'br*' guard few
fw port add tcp 90 dev 'br-*'
for sport in 1 2 3; do
	arrives "the longer pattern decides ($sport)" port 90 $far
done
fw port del tcp 90 dev 'br-*'
arrives "then the shorter" port 90 $far
arrives "then the shorter, with its guard" guard 90 $far
fw port add tcp 90 dev br-0a1b
arrives "a name before all" port 90 $far

fw lan add dev 'br-*'
like "lan: there is one" "$(fw lan list)" 'br-\* +present'
fw lan add dev 'wg*'
like "lan: there is none" "$(fw lan list)" 'wg\* +absent'
like "lan: a packet" "$(fw test tcp 10.0.1.2 to 203.0.113.9:80 in br-0a1b)" '^reason +lan'
like "lan: one that comes later" "$(ip -n fw link add wg7 type dummy && fw test tcp 10.0.9.2 to 203.0.113.9:80 in wg7)" '^reason +lan'
status_is "the same again" 1 fw lan add dev 'br-+'
for bad in '*' '+' 'br*x' 'fifteen-letters*'; do
	status_is "'$bad' is refused" 2 fw lan add dev "$bad"
done

# Within a VRF.
ip -n fw link add blue type vrf table 10
ip -n fw link set blue up
ip -n fw link set br-0a1b master blue
ip -n fw addr replace 10.0.1.1/24 dev br-0a1b
fw port add tcp 100 dev br-0a1b
fw port add tcp 101 dev blue
fw port add tcp 102 dev eth0
fw proto add 253 dev 'blu*'
arrives "VRF: its port" port 100 $far
arrives "VRF: its device" port 101 $far
arrives "VRF: elsewhere" closed-tcp 102 $far
for dev in br-0a1b blue; do
	like "VRF: test in $dev, the device" "$(fw test tcp 10.0.1.2 to 101 in $dev)" '^reason +port'
done
like "VRF: test in br-0a1b, the port" "$(fw test tcp 10.0.1.2 to 100 in br-0a1b)" '^reason +port'
fw block add 10.0.1.2
fw trust add dev blue
arrives "VRF: trusted by its device, before conntrack too" trusted 102 $far
done_testing
