#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What a port entry opens, for whom, for how long, and which of several counts.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
cable fw eth1 peer eth1
address fw eth1 10.0.1.1/24
address peer eth1 10.0.1.2/24
address peer eth0 10.0.0.3/24 fd00::3/64
ip -n fw neigh replace fd00::3 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
start_talk
talk serve fw tcp 8000-8020 >/dev/null
talk serve fw udp 8000-8020 >/dev/null
fw enable

# TEXT WANTED PROTO PORT [SOURCE4 SOURCE6]: over both families.
both() {
	is "$1" "$(talk probe peer "$3" 10.0.0.1 "$4" "${@:5:1}") $(talk probe peer "$3" fd00::1 "$4" "${@:6:1}")" "$2"
}

refused_tcp="ECONNREFUSED ECONNREFUSED"
refused_udp="ECONNREFUSED EACCES"
entry() { # the packets of an entry as /proc names it
	on fw sed -n "s/^$1 packets \([0-9]*\) .*/\1/p" /proc/net/sfw/ports
}

both "tcp is closed at first" "$refused_tcp" tcp 8000
both "udp is closed at first" "$refused_udp" udp 8000
fw port add tcp 8000
both "port add tcp opens it" "open open" tcp 8000
both "but not for udp" "$refused_udp" udp 8000
both "and not its neighbour" "$refused_tcp" tcp 8001
fw port add udp 8000
both "port add udp" "open open" udp 8000
is "it counts new connections alone" "$(entry "tcp 8000") $(entry "udp 8000")" "2 2"

fw port add tcp 8003-8005,8007,8009-8010 comment "a list"
for port in 8002 8003 8004 8005 8006 8007 8008 8009 8010 8011; do
	case $port in
	8002 | 8006 | 8008 | 8011) wanted=$refused_tcp ;;
	*) wanted="open open" ;;
	esac
	both "a list of ranges: $port" "$wanted" tcp $port
done
is "each part of the list has its own counter" \
	"$(entry "tcp 8003-8005") $(entry "tcp 8007") $(entry "tcp 8009-8010")" "6 2 4"
like "the comment is listed" "$(fw port list)" '^tcp +8003-8005 .* a list$'
fw port add tcp http
like "a service has a name" "$(fw port list)" '^tcp +80 '

# Whom it is for.
fw port add tcp 8012 from 10.0.0.2,fd00::2
both "from: for whom it is meant" "open open" tcp 8012 10.0.0.2 fd00::2
both "from: not for others" "$refused_tcp" tcp 8012 10.0.0.3 fd00::3
fw port add tcp 8013 from 10.0.0.0/31
is "from: a prefix ends where it ends" \
	"$(talk probe peer tcp 10.0.0.1 8013 10.0.0.3) $(talk probe peer tcp fd00::1 8013)" "$refused_tcp"
fw port del tcp 8013 from 10.0.0.0/31
fw port add tcp 8013 from 10.0.0.0/29
is "from: within the prefix" "$(talk probe peer tcp 10.0.0.1 8013 10.0.0.3)" open
is "from: an IPv4 prefix opens nothing for IPv6" "$(talk probe peer tcp fd00::1 8013)" ECONNREFUSED

# Where it comes in.
fw port add tcp 8014 dev eth1
is "dev: on that interface" "$(talk probe peer tcp 10.0.1.1 8014)" open
both "dev: not on another one" "$refused_tcp" tcp 8014
fw port add tcp 8015 dev later0
is "dev: an interface that does not exist" "$(talk probe peer tcp 10.0.1.1 8015)" ECONNREFUSED
rename() {
	ip -n fw link set "$1" down
	ip -n fw link set "$1" name "$2"
	ip -n fw link set "$2" up
	wait_for on peer ping -c 1 -W 1 10.0.1.1
}
rename eth1 later0
is "dev: it comes by renaming" "$(talk probe peer tcp 10.0.1.1 8015)" open
is "dev: the old name is gone" "$(talk probe peer tcp 10.0.1.1 8014)" ECONNREFUSED
ip -n fw link del later0
cable fw later0 peer eth1
address fw later0 10.0.1.1/24
address peer eth1 10.0.1.2/24
wait_for on peer ping -c 1 -W 1 10.0.1.1
is "dev: a new interface of that name" "$(talk probe peer tcp 10.0.1.1 8015)" open

# The most specific entry decides, however they were typed.
fw port add tcp 8016-8019
fw port add tcp 8017
fw port add tcp 8017 dev eth0
fw port add tcp 8017 from 10.0.0.0/24
fw port add tcp 8017 from 10.0.0.2
talk probe peer tcp 10.0.0.1 8016 >/dev/null
is "precedence: only the range matches" "$(entry "tcp 8016-8019")" 1
talk probe peer tcp 10.0.1.1 8017 >/dev/null
is "precedence: the port before the range" "$(entry "tcp 8017") $(entry "tcp 8016-8019")" "1 1"
talk probe peer tcp fd00::1 8017 >/dev/null
is "precedence: the interface before none" "$(entry "tcp 8017 dev eth0") $(entry "tcp 8017")" "1 1"
talk probe peer tcp 10.0.0.1 8017 10.0.0.3 >/dev/null
is "precedence: the prefix before the interface" \
	"$(entry "tcp 8017 from 10.0.0.0\/24") $(entry "tcp 8017 dev eth0")" "1 1"
talk probe peer tcp 10.0.0.1 8017 10.0.0.2 >/dev/null
is "precedence: the long prefix before the short one" \
	"$(entry "tcp 8017 from 10.0.0.2") $(entry "tcp 8017 from 10.0.0.0\/24")" "1 1"

# Profiles of applications, as packages of servers bring them for ufw.
mkdir -p /etc/ufw/applications.d
printf '[Some Server]\nports=8030/tcp|8031/udp\n' >/etc/ufw/applications.d/sfw-test
ok "app: a profile" fw port add app "Some Server" from 10.0.0.0/24
like "app: its ports, each of its protocol" "$(fw save - | grep 803 | tr '\n' ' ')" \
	'^port add tcp 8030 from 10.0.0.0/24 port add udp 8031 from 10.0.0.0/24 $'
talk serve fw tcp 8030 >/dev/null
is "app: opens them" "$(talk probe peer tcp 10.0.0.1 8030)" open
status_is "app: one that is not there" 2 fw port add app "Sume Server"
like "app: with the nearest one" "$output" 'Sume Server is not a profile in /etc/ufw/applications.d: did you mean Some Server'
fw port del app "Some Server" from 10.0.0.0/24
is "app: and all of them are closed" "$(fw save - | grep -c 803)" 0

# For a time.
generation() { on fw sed -n 's/^generation //p' /proc/net/sfw/status; }
is_listed() { on fw grep -q "^$1 " /proc/net/sfw/ports; }
is_gone() { ! is_listed "$1"; }
fw port add tcp 8020 for $((2 * ${SFW_SLOW:-1}))
published=$(generation)
like "for: the list tells what is left" "$(fw port list)" '^tcp +8020( +-)+ +[0-9]+s '
is "for: open meanwhile" "$(talk probe peer tcp 10.0.0.1 8020) $(talk probe peer tcp fd00::1 8020)" "open open"
fw port add udp 7000 for $((2 * ${SFW_SLOW:-1}))
is "for: a flow begins" "$(talk pair timed udp peer fw 10.0.0.1 7000)" open
is "for: and speaks" "$(talk speak timed c)" heard
ok "for: it ends by itself, without traffic" wait_for 10 is_gone "tcp 8020"
ok "for: the other one too" wait_for 10 is_gone "udp 7000"
both "for: closed then" "$refused_tcp" tcp 8020
is "for: what was established goes on" "$(talk speak timed c)" heard
status_is "for: there is nothing to delete any more" 1 fw port del tcp 8020
ok "for: it can be opened again" fw port add tcp 8020
is "for: expiry is no change of the policy" "$(generation)" $((published + 2))

# Closing.
is "a port to close again is closed" "$(talk pair kept tcp peer fw 10.0.0.1 7001)" ECONNREFUSED
fw port add tcp 7001
is "a connection is open" "$(talk pair kept tcp peer fw 10.0.0.1 7001)" open
fw port del tcp 7001
is "port del leaves it alone" "$(talk speak kept c)" heard
fw port del tcp 8000
both "port del closes for new ones" "$refused_tcp" tcp 8000

if talk serve fw sctp 9000 | grep -q serving; then
	unlike "sctp is closed at first" "$(talk probe peer sctp 10.0.0.1 9000) $(talk probe peer sctp fd00::1 9000)" open
	fw port add sctp 9000
	both "port add sctp" "open open" sctp 9000
else
	skip "sctp ports" "this kernel has no SCTP"
fi
done_testing
