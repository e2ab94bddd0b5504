#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Forwarded ports of a home: for a time, and to a host of IPv6 whose prefix its
# provider changes.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/gateway.sh"

gateway_world
start_talk
web server 80 "the server"
web client 80 "the client"
fw enable

# For a time: new connections end with it, live ones go on. As a port for a time it is not
# saved: each start of the machine would open it anew, for all of its time.
forwards() { fw save - | grep '^forward'; }
hash() { fw -j status | grep -o '"hash":"[0-9a-f]*"'; }
before=$(hash)
fw forward add tcp 8000 in wan0 to 192.168.1.20:80 for 1h
like "the time that is left" "$(fw forward list)" '^tcp +8000 +wan0 +present +192.168.1.20:80 +- +(60m|1h|59m|3[0-9]*s)'
like "in JSON" "$(fw -j forward list)" '"left":3[56][0-9][0-9],'
is "it is not saved" "$(forwards)$(fw -j save - | grep -c '8000')" 0
is "nor summed" "$(hash)" "$before"
is "through it" "$(fetch inet 198.51.100.1:8000)" "the server"
fw save "$tmp/policy"
like "a restore would end it, says diff" "$(fw diff "$tmp/policy")" '^\+forward add tcp 8000 in wan0 to 192.168.1.20:80 for (1h|3[56][0-9][0-9]s)$'
status_is "the same again" 1 fw forward add tcp 8000 in wan0 to 192.168.1.20:80 for 2h
status_is "no time" 2 fw forward add tcp 8001 in wan0 to 192.168.1.20:80 for 0
fw forward del tcp 8000 in wan0
fw forward add udp 9000 in wan0 to 192.168.1.20
talk serve server tcp 9000 >/dev/null
fw forward add tcp 9000 in wan0 to 192.168.1.20 for 3s
mkfifo "$tmp/in"
on inet socat -t 30 - TCP:198.51.100.1:9000 <"$tmp/in" >"$tmp/out" 2>&1 &
pids+=("$!")
exec 7>"$tmp/in"
says() { echo "$1" >&7; wait_for grep -q "$1" "$tmp/out"; }
ended() { [ "$(talk probe inet tcp 198.51.100.1 9000)" = ECONNREFUSED ]; }
lines() { fw forward list | grep -c "^$1 *9000"; }
gone() { [ "$(lines tcp) $(lines udp)" = '0 1' ]; }
[ "$(lines tcp)" = 0 ] || ok "a connection" says one
ok "it ends by itself" wait_for ended
ok "and is gone from the policy, alone" wait_for gone
ok "the connection goes on" says two
exec 7>&-
fw flush policy

# A host of IPv6 by the end of its address.
fw forward add tcp 8000 in wan0 to '[::20]:80' dev lan0
fw forward add tcp 80 in wan0 to ::20 dev lan0
fw enable
is "as it is typed" "$(forwards)" 'forward add tcp 80 in wan0 to ::20 dev lan0
forward add tcp 8000 in wan0 to [::20]:80 dev lan0'
is "to the gateway" "$(fetch inet '[2001:db8:9::1]:8000') $(fetch inet '[2001:db8:9::1]')" "the server the server"
is "to the host itself" "$(fetch inet '[2001:db8:1::20]')" "the server"
is "which translates the port" "$(fetch inet '[2001:db8:1::20]:8000')" "the server"
is "no other host" "$(talk probe inet tcp 2001:db8:1::10 80)" silence
is "no other port" "$(talk probe inet tcp 2001:db8:1::20 81)" silence
is "no private prefix" "$(talk probe inet tcp fd01::20 80)" silence
is "nor IPv4" "$(talk probe inet tcp 198.51.100.1 8000)" ECONNREFUSED
fw lan add dev lan0
is "hairpin" "$(fetch client '[2001:db8:9::1]:8000')" "the server"
fw lan del dev lan0
like "the list" "$(fw forward list)" '^tcp +80 +wan0 +present +::20 +lan0 '
line() { fw test "$@" in wan0 | sed -n 's/^line *//p'; }
is "test names it" "$(line tcp 2001:db8:9::2 to '[2001:db8:9::1]:80')" "forward add tcp 80 in wan0 to ::20 dev lan0"
is "test to the host itself" "$(line tcp 2001:db8:9::2 to '[2001:db8:1::20]:80')" "forward add tcp 80 in wan0 to ::20 dev lan0"

# The same end in another network is another host.
host dmz
cable fw dmz0 dmz eth0
gateway_end fw dmz0 2001:db8:2::1/64
gateway_end dmz eth0 2001:db8:2::20/64
ip -n dmz -6 route add default via 2001:db8:2::1
ip -n inet -6 route add 2001:db8:2::/63 via 2001:db8:9::1
web dmz 80 "the dmz"
web dmz 8000 "the dmz"
wait_for on fw ping -c 1 -W 1 2001:db8:2::20
is "the same end elsewhere" "$(talk probe inet tcp 2001:db8:2::20 80) $(talk probe inet tcp 2001:db8:2::20 8000)" "silence silence"
is "as test says" "$(fw test tcp 2001:db8:9::2 to '[2001:db8:2::20]:80' in wan0 | sed -n 's/^reason *\([a-z-]*\).*/\1/p')" no-forward

# The provider gives another prefix; the old one still has connections.
move() { # PREFIX
	gateway_end fw lan0 "$1::1/64"
	gateway_end server eth0 "$1::20/64"
	ip -n server -6 route replace default via "$1::1"
	ip -n inet -6 route replace "$1::/64" via 2001:db8:9::1
	wait_for on fw ping -c 1 -W 1 "$1::20"
}
move 2001:db8:3
is "both prefixes" "$(fetch inet '[2001:db8:1::20]') $(fetch inet '[2001:db8:3::20]')" "the server the server"
is "to the gateway: the new one" "$(fetch inet '[2001:db8:9::1]:8000')" "the server"
like "is where it leads" "$(on fw conntrack -L -f ipv6 -p tcp 2>/dev/null)" 'dst=2001:db8:9::1 .*dport=8000 src=2001:db8:3::20 '
ip -n fw addr del 2001:db8:1::1/64 dev lan0
is "the old one is gone" "$(fetch inet '[2001:db8:3::20]') $(fetch inet '[2001:db8:9::1]:8000')" "the server the server"
ip -n fw addr del 2001:db8:3::1/64 dev lan0
ip -n fw addr del fd01::1/64 dev lan0
is "no prefix: nobody" "$(talk probe inet tcp 2001:db8:9::1 8000)" ECONNREFUSED
move 2001:db8:4
is "and a new one" "$(fetch inet '[2001:db8:9::1]:8000') $(fetch inet '[2001:db8:4::20]')" "the server the server"

# Words.
fw save "$tmp/policy"
ok "restored" fw restore "$tmp/policy"
is "nothing differs" "$(fw diff "$tmp/policy")" ""
ok "by JSON too" bash -c 'fw() { ip netns exec fw sfwctl "$@"; }; fw -j save - >"$0" && fw restore "$0"' "$tmp/json"
is "nothing differs then" "$(fw diff "$tmp/policy")" ""
fw forward add tcp 80 in wan0 to ::10 dev lan0
is "two hosts that packets name" "$(forwards | grep -c 'tcp 80 ')" 2
status_is "the same host twice" 1 fw forward add tcp 80 in wan0 to '[::20]:81' dev lan0
status_is "the gateway's own" 1 fw forward add tcp 82 in wan0 to ::1 dev lan0
like "and why" "$output" '2001:db8:4::1 is an address of this host: use port add'
status_is "a whole address" 2 fw forward add tcp 82 in wan0 to 2001:db8:1::20 dev lan0
status_is "IPv4" 2 fw forward add tcp 82 in wan0 to 192.168.1.20 dev lan0
status_is "a pattern" 1 fw forward add tcp 82 in wan0 to ::20 dev 'lan*'
status_is "no target" 2 fw forward add tcp 82 in wan0 dev lan0
fw forward del tcp 80 in wan0 to ::10 dev lan0
is "deleted" "$(forwards | grep -c 'tcp 80 ')" 1
done_testing
