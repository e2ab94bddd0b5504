#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# proto add ping: echo requests of both families from some sources, or so many of
# each, whichever the setting.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
fw enable
pings() { on peer ping -n -c 1 -W "$2" "${@:3}" "$1" >/dev/null; }
both() { # SECONDS: whether each is answered
	local said=''
	pings 10.0.0.1 "$1" && said+=4
	pings fd00::1 "$1" && said+=6
	echo "${said:-silence}"
}

fw set ping off
is "ping off" "$(both 1)" silence
fw proto add ping
is "open, in one line" "$(fw save - | grep proto)" "proto add ping"
is "both families" "$(both 5)" 46
is "counted as ping" "$(packets ping)" 2
like "and by entry" "$(fw proto list)" '^ping +- +- +2 '
like "in JSON" "$(fw -j proto list)" '"proto":"ping","number":1,"from":null,"dev":null,"packets":2,'
line() { fw test "$@" | sed -n 's/^line *//p'; }
is "test names it" "$(line icmp 10.0.0.2 to 10.0.0.1) $(line icmpv6 fd00::2 to fd00::1)" "proto add ping proto add ping"
is "no other kind" "$(fw test icmp 10.0.0.2 to 10.0.0.1 type 13 | sed -n 's/^reason *\([a-z-]*\).*/\1/p')" closed-proto
status_is "twice" 1 fw proto add ping
like "and why" "$output" 'open already: proto ping'
fw save "$tmp/policy"
ok "restored" fw restore "$tmp/policy"
is "nothing differs" "$(fw diff "$tmp/policy")" ""
fw -j save - >"$tmp/json"
ok "by JSON" fw restore "$tmp/json"
is "nothing differs then" "$(fw diff "$tmp/policy")" ""
fw proto del ping
is "closed again" "$(both 1)" silence

fw proto add ping from 10.0.0.2
is "from there" "$(both 1)" 4
fw proto del ping from 10.0.0.2
fw proto add ping dev eth0
is "by the interface" "$(both 5)" 46
fw proto del ping dev eth0
fw proto add ping dev eth1
is "by another" "$(both 1)" silence
fw proto del ping dev eth1

# A guard, though ping is on.
fw set ping on
fw guard add slow 2/1h
fw proto add ping guard slow
is "within the guard" "$(both 5)$(both 5)" 4646
is "and above" "$(both 1)" silence
is "as guard" "$(packets guard)" 2
is "named by test" "$(line icmp 10.0.0.2 to 10.0.0.1)" "guard add slow 2/1h"
is "in its list without a port" "$(fw list show slow | awk '$1 == "10.0.0.2" { print $NF }') $(fw -j list show slow |
	grep -o '"proto":"icmp","port":[a-z0-9]*' | uniq)" 'icmp "proto":"icmp","port":null'
is "written" "$(fw save - | grep proto)" "proto add ping guard slow"
like "listed" "$(fw proto list)" '^ping +- +- +slow +'
status_is "a guard that is named stays" 1 fw guard del slow
is "and the line is told" "$output" "sfwctl: guard slow is named by 1 line: $(fw save - | grep 'guard slow$')"
fw exempt add 10.0.0.2
is "not for who is exempt" "$(both 1)" 4
status_is "no guard at other protocols" 2 fw proto add gre guard slow
status_is "no such guard" 1 fw proto add ping dev eth0 guard fast
status_is "no ports" 2 fw port add ping 1
done_testing
