#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Everything is per network namespace; loading the module changes no packet.
# On the stock kernel too: namespaces come and go on two processors.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
wire other otherpeer
start_talk
for ns in fw other; do
	talk serve $ns tcp 80 >/dev/null
done
status() { on "$1" sed -n "s/^$2 //p" /proc/net/sfw/status; }
total() { on "$1" awk '{ n += $2 } END { print n }' /proc/net/sfw/stats; }

# Loaded and not enabled.
is "a new namespace is disabled" "$(status fw enabled) $(status fw generation) $(status fw ports)" "0 0 0"
is "it has the default settings" "$(fw get | xargs)" "ping on reject4 rfc reject6 admin scan off scan-window 1m scan-ports 1 rpfilter off dhcp on forward drop published ports invalid drop discovery off early ${SFW_EARLY:-on} direct ${SFW_DIRECT:-on} mss-clamp on offload off log off"
is "all pass" "$(talk probe peer tcp 10.0.0.1 80) $(talk probe peer tcp fd00::1 80) $(talk probe peer tcp 10.0.0.1 81)" \
	"open open ECONNREFUSED"
is "nothing is counted" "$(total fw)" 0
is "no connection is tracked" "$(on fw conntrack -C 2>/dev/null)" 0
fw port add tcp 22
is "a policy that is not enabled refuses nothing" "$(talk probe peer tcp 10.0.0.1 80) $(total fw)" "open 0"
is "sfwctl test says so" "$(fw test tcp 10.0.0.2 to 80 >"$tmp/out"; echo $?)" 1
like "enabled or not" "$(fw status)" '^enabled +no'

# Two policies.
fw enable
is "here it is closed" "$(talk probe peer tcp 10.0.0.1 80)" ECONNREFUSED
is "there it is open" "$(talk probe otherpeer tcp 10.0.0.1 80)" open
is "there nothing is counted" "$(total other)" 0
on other sfwctl enable
on other sfwctl port add tcp 80
on other sfwctl set ping off
is "now there it is a policy" "$(talk probe otherpeer tcp 10.0.0.1 80) $(talk probe otherpeer tcp 10.0.0.1 22)" "open ECONNREFUSED"
is "here the other one" "$(fw get ping) $(fw port list | awk 'NR > 1 { print $2 }')" "on 22"
is "each has its own counters" "$(packets port) $(packets port other)" "0 1"
fw disable
is "disabled: all pass" "$(talk probe peer tcp 10.0.0.1 80)" open
is "the policy is kept" "$(fw port list | awk 'NR > 1 { print $2 }')" 22
is "there it stays enabled" "$(talk probe otherpeer tcp 10.0.0.1 22)" ECONNREFUSED

# A namespace of the same name is a new one.
host third
on third sfwctl enable
on third sfwctl port add tcp 1
ip netns del third
ip netns add third
is "a namespace made again is new" "$(status third enabled) $(status third ports)" "0 0"

# The module's parameters are for the initial namespace.
initial() { sed -n "s/^$1 //p" /proc/net/sfw/status; }
unload_sfw
load_sfw enabled=1
is "enabled=1: the initial namespace alone" "$(initial enabled) $(status fw enabled)" "1 0"
is "with the default settings" "$(sfwctl get | xargs)" "ping on reject4 rfc reject6 admin scan off scan-window 1m scan-ports 1 rpfilter off dhcp on forward drop published ports invalid drop discovery off early ${SFW_EARLY:-on} direct ${SFW_DIRECT:-on} mss-clamp on offload off log off"
unload_sfw
load_sfw boot_policy=drop
is "boot_policy=drop: the initial namespace alone" "$(initial enabled) $(initial ports) $(status fw enabled)" "1 0 0"
is "with everything off" "$(sfwctl get | xargs)" "ping off reject4 drop reject6 drop scan off scan-window 1m scan-ports 1 rpfilter off dhcp off forward drop published ports invalid drop discovery off early ${SFW_EARLY:-on} direct ${SFW_DIRECT:-on} mss-clamp on offload off log off"
ok "loopback works" ping -c 1 -W 5 127.0.0.1
unload_sfw
status_is "a parameter that is none" 1 load_sfw boot_policy=perhaps
load_sfw
done_testing
