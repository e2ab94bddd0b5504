#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Ports of UDP that a change closes under the sockets that are bound to them: named where what
# they are for is closed, and only there. More in sitting.t.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/session.sh"

session_world
cable fw eth1 peer eth1
address fw eth1 10.0.1.1/24
login four 10.0.0.1
bound() { # FAMILY PORT [OPTIONS]
	spawn fw socat -u "UDP$1-RECV:$2${3:-}" OPEN:/dev/null
	wait_for 30 listening fw udp "$2"
}
closes() { # WORDS...: the ports that are named; all that was said, if it is something else
	local status
	status=$(there four "$@")
	[ "$status" = 0 ] || echo "status $status"
	said | sed 's/^sfwctl: warning: this closes ports of UDP that are in use here: //'
}
bound 4 68
bound 6 546
bound 4 51820
bound 6 5555 ",bind=[fd00::1]"
printf '%s\n' 'port add tcp 22' enable >"$tmp/plain"
printf '%s\n' 'trust add from fe80::/10' 'port add tcp 22' enable >"$tmp/trusting"

# What a DHCP client waits for comes in by the setting.
is "a policy that begins closes no port of a DHCP client" "$(closes restore "$tmp/plain")" "5555, 51820"
fw port add udp 68,546
is "nor does the end of a line" "$(closes port del udp 68,546)" ""
is "but for the setting, IPv4 and IPv6" "$(closes set dhcp off)" "68, 546"
fw set dhcp on
fw disable
is "nor does one that trusts the link, which is told of all others" "$(closes restore "$tmp/trusting")" "5555, 51820"
fw restore "$tmp/plain"

# Interfaces that lines name.
fw port add udp 51820 dev eth0
is "a port that was open by one interface is named" "$(closes port del udp 51820 dev eth0)" 51820
fw port add udp 5555 from ::/0 dev eth0
is "IPv6" "$(closes port del udp 5555 from ::/0 dev eth0)" 5555
fw port add udp 51000-52000 dev 'eth*'
is "a pattern and a range" "$(closes port del udp 51000-52000 dev 'eth*')" 51820
fw port add udp 51820 dev wg7
is "and one by an interface to come" "$(closes port del udp 51820 dev wg7)" 51820
fw trust add dev eth1
is "one that only a trusted interface opens" "$(closes trust del dev eth1)" "5555, 51820"
fw port add udp 51821 dev eth0
is "what another line opens by it is not" "$(closes port del udp 51821 dev eth0)" ""

narrowed() { # LINE...: what is named when these take the place of a line for all
	fw port add udp 51820
	printf '%s\n' 'port add tcp 22' "$@" enable >"$tmp/narrow"
	closes restore "$tmp/narrow"
}
is "a port that stays open by an interface is not named" "$(narrowed 'port add udp 51820 dev eth0')" ""
is "by a pattern" "$(narrowed 'port add udp 51820 dev wg*')" ""
fw restore "$tmp/plain"
fw port add udp 51820 dev eth1
is "by another one than before" "$(closes restore "$tmp/narrow")" ""
is "by one of several, in a range" \
	"$(narrowed 'port add udp 51820 from 198.51.100.7 dev eth0' 'port add udp 51000-52000 dev eth1')" ""
is "by one that no way back from elsewhere leads to" \
	"$(narrowed 'port add udp 51820 dev eth1' 'set rpfilter strict')" ""
is "by loopback alone it is closed" "$(narrowed 'port add udp 51820 dev lo')" 51820
is "and for some sources" "$(narrowed 'port add udp 51820 from 198.51.100.7 dev eth0')" 51820
is "and behind a knock" "$(narrowed 'knock add door tcp/7000' 'port add udp 51820 dev eth0 knock door')" 51820

fw restore "$tmp/plain"
fw port add udp 51820 dev eth1
printf '%s\n' 'port add tcp 22' 'port add udp 51820 dev eth1' 'forward add udp 51820 in eth1 to 10.0.0.9' enable >"$tmp/led"
is "a port that leads to another host is named" "$(closes restore "$tmp/led")" 51820
done_testing
