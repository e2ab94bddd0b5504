#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The words of a gateway: interfaces that come, go and are renamed, what test
# says, warnings, and what is refused.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/gateway.sh"

gateway_world
start_talk
web server 80 "the server"
fw enable

# Interfaces are known by the name that they have.
fw lan add dev later0
fw masquerade add 192.168.1.0/24 out later1
fw forward add tcp 8000 in later1 to 192.168.1.20:80
like "absent: lan" "$(fw lan list)" '^later0 +absent$'
like "absent: masquerade" "$(fw masquerade list)" '^192.168.1.0/24 +later1 +absent$'
like "absent: forward" "$(fw forward list)" '^tcp +8000 +later1 +absent +192.168.1.20:80 '
like "in JSON" "$(fw -j forward list)" '"forwards":\[\{"proto":"tcp","ports":"8000","in":"later1","state":"absent","to":"192.168.1.20:80","from":null,"packets":0,"bytes":0,"comment":null\}\]'
is "nothing passes yet" "$(talk probe inet tcp 198.51.100.1 8000)" ECONNREFUSED
rename() { ip -n fw link set "$1" down; ip -n fw link set "$1" name "$2"; ip -n fw link set "$2" up; }
rename wan0 later1
gateway_end fw later1 2001:db8:9::1/64
like "present after a rename" "$(fw forward list)" '^tcp +8000 +later1 +present '
ok "and works" wait_for on inet curl -s --max-time 2 http://198.51.100.1:8000/
rename later1 wan0
gateway_end fw wan0 2001:db8:9::1/64
is "not under another name" "$(talk probe inet tcp 198.51.100.1 8000)" ECONNREFUSED
ip -n fw link add dum0 type dummy
rename dum0 later0
like "an interface that comes" "$(fw lan list)" '^later0 +present$'
ip -n fw link del later0
like "and goes" "$(fw lan list)" '^later0 +absent$'
fw flush

# What would happen?
fw lan add dev lan0
fw masquerade add 192.168.1.0/24 out wan0
fw forward add tcp 8000 in wan0 to 192.168.1.20:80
fw forward add tcp 443 in wan0 to 2001:db8:1::20
asked() { # TEXT STATUS REASON LINE WORDS...
	local status=0
	fw test "${@:5}" >"$tmp/answer" || status=$?
	is "test: $1" "$status $(sed -n 's/^reason *\([a-z-]*\).*/\1/p' "$tmp/answer") $(sed -n 's/^line *//p' "$tmp/answer")" "$2 $3 $4"
}
forward4="forward add tcp 8000 in wan0 to 192.168.1.20:80"
asked "to a forwarded port" 0 forward "$forward4" tcp 198.51.100.2 to 198.51.100.1:8000 in wan0
asked "of this host" 0 forward "$forward4" tcp 198.51.100.2 to 8000 in wan0
asked "no interface" 1 closed-tcp "set reject4 rfc" tcp 198.51.100.2 to 198.51.100.1:8000
asked "another protocol" 1 closed-udp "set reject4 rfc" udp 198.51.100.2 to 198.51.100.1:8000 in wan0
asked "straight to the server" 1 no-forward "set forward drop" tcp 198.51.100.2 to 192.168.1.20:80 in wan0
asked "from the local network" 0 lan "lan add dev lan0" tcp 192.168.1.10 to 198.51.100.2:80 in lan0
asked "hairpin" 0 lan "lan add dev lan0" tcp 192.168.1.10 to 198.51.100.1:8000 in lan0
asked "the gateway itself" 1 closed-tcp "set reject4 rfc" tcp 192.168.1.10 to 8000 in lan0
asked "a global target" 0 forward "forward add tcp 443 in wan0 to 2001:db8:1::20" tcp 2001:db8:9::2 to '[2001:db8:1::20]:443' in wan0
asked "its address here" 0 forward "forward add tcp 443 in wan0 to 2001:db8:1::20" tcp 2001:db8:9::2 to '[2001:db8:9::1]:443' in wan0
asked "another port of it" 1 no-forward "set forward drop" tcp 2001:db8:9::2 to '[2001:db8:1::20]:80' in wan0
asked "invalid" 1 invalid "" tcp 198.51.100.2 to 192.168.1.20:80 in wan0 state invalid
fw block add 198.51.100.2
asked "blocked" 1 blocked "block add 198.51.100.2" tcp 198.51.100.2 to 198.51.100.1:8000 in wan0
fw block del 198.51.100.2
fw forward add tcp 8001 in wan0 to 192.168.1.77
ip -n fw addr add 192.168.1.77/24 dev lan0
asked "to a target that became an address of this host" 1 closed-tcp "set reject4 rfc" tcp 198.51.100.2 to 198.51.100.1:8001 in wan0
is "as on the wire" "$(talk probe inet tcp 198.51.100.1 8001)" ECONNREFUSED
ip -n fw addr del 192.168.1.77/24 dev lan0
fw forward del tcp 8001 in wan0
is "test changes nothing" "$(fw -j forward list | grep -o '"packets":[0-9]*' | sort -u)" '"packets":0'

# Warnings: done all the same.
fw port add tcp 2222,3333 dev lan0
fw port add tcp 4440-4450
warned() { # TEXT REGEX WORDS...
	status_is "$1: done" 0 fw "${@:3}"
	like "$1: a warning" "$output" "$2"
}
warned "onto an open port" '^sfwctl: warning: tcp 4440-4450 is open on this host' forward add tcp 4445 in wan0 to 192.168.1.20
status_is "an open port elsewhere" 0 fw forward add tcp 2222 in wan0 to 192.168.1.20
is "no warning" "$output" ""
warned "the same interface" '^sfwctl: warning: tcp 2222 ' forward add tcp 2222 in lan0 to 192.168.1.20

fw forward add tcp 8100-8102 in wan0 to 192.168.1.20

# Refused: the status, a clear line, nothing changed.
everything() {
	policy
	fw -j lan list
	fw -j masquerade list
	fw -j forward list
}
before=$(everything)
refused() { # STATUS TEXT_REGEX WORDS...
	local status=0 first=''
	fw "${@:3}" >"$tmp/out" 2>"$tmp/err" || status=$?
	read -r first <"$tmp/err"
	[[ $first =~ ^sfwctl:\ .*$2 ]] && first=clear
	[ ! -s "$tmp/out" ] || first="$first, and something on stdout"
	is "refused with $1: sfwctl ${*:3}" "$status $first" "$1 clear"
}
refused 2 'dev IFACE is missing' lan add
refused 2 'eth0 was not understood' lan add eth0
refused 2 'interface name' lan add dev 'a b'
refused 2 'interface name' lan add dev sixteen-bytes-xx
refused 1 'in the local network already: lan0' lan add dev lan0
refused 1 'not in the local network: lan1' lan del dev lan1
refused 2 'out IFACE is missing' masquerade add 192.168.2.0/24
refused 2 'host bits' masquerade add 192.168.2.1/24 out wan0
refused 1 'masqueraded already: from 192.168.1.0/24 out wan0' masquerade add 192.168.1.0/24 out wan0
refused 1 'not masqueraded: from 192.168.1.0/24 out wan1' masquerade del 192.168.1.0/24 out wan1
refused 2 'two address families' forward add tcp 81 in wan0 to 192.168.1.20 from fd00::/8
refused 2 'as many ports' forward add tcp 90-99 in wan0 to 192.168.1.20:80
refused 2 'as many ports' forward add tcp 90-99 in wan0 to 192.168.1.20:80-88
refused 2 'not a target' forward add tcp 81 in wan0 to server
refused 2 'not a target' forward add tcp 81 in wan0 to 192.168.1.0/24
refused 2 'to ADDR' forward add tcp 81 in wan0
refused 2 'in IFACE' forward add tcp 81 to 192.168.1.20
refused 2 'has no ports' forward add gre 81 in wan0 to 192.168.1.20
refused 1 'not the address of a host: 0.0.0.0$' forward add tcp 81 in wan0 to 0.0.0.0
refused 1 'not the address of a host: 127.0.0.1$' forward add tcp 81 in wan0 to 127.0.0.1
refused 1 'not the address of a host: 224.0.0.1$' forward add tcp 81 in wan0 to 224.0.0.1
refused 1 'not the address of a host: ff02::1$' forward add tcp 81 in wan0 to ff02::1
refused 1 'not the address of a host: fe80::1$' forward add tcp 81 in wan0 to fe80::1
refused 1 'not the address of a host: ::ffff:10.0.0.1$' forward add tcp 81 in wan0 to ::ffff:10.0.0.1
refused 1 '192.168.1.1 is an address of this host: use port add' forward add tcp 81 in wan0 to 192.168.1.1
refused 1 '198.51.100.1 is an address of this host: use port add' forward add tcp 81 in wan0 to 198.51.100.1:80
refused 1 '2001:db8:1::1 is an address of this host: use port add' forward add tcp 81 in lan0 to 2001:db8:1::1
{ fw save -; echo "forward add tcp 81 in wan0 to 192.168.1.1"; } >"$tmp/own"
refused 1 'own:[0-9]+:.*192.168.1.1 is an address of this host: use port add' restore "$tmp/own"
refused 1 'forwarded already: tcp 8000 in wan0 to 192.168.1.20' forward add tcp 8000 in wan0 to 192.168.1.20:80
refused 1 'forwarded already: tcp 8000 in wan0 to 192.168.1.20$' forward add tcp 8000 in wan0 to 192.168.1.21
refused 1 'forwarded already' forward add tcp 82,8000 in wan0 to 192.168.1.21
refused 1 'another line forwards it: tcp 8100-8102 in wan0 to 192.168.1.20$' forward del tcp 8101 in wan0
refused 1 'not forwarded: tcp 82 in wan0$' forward del tcp 82 in wan0
refused 1 'not forwarded: tcp 8000 in lan0$' forward del tcp 8000 in lan0
refused 1 'another line forwards it: tcp 8000 in wan0 to 192.168.1.20$' forward del tcp 8000 in wan0 from 192.0.2.0/24
refused 1 'not forwarded: tcp 8000 in wan0 to 192.168.1.21$' forward del tcp 8000 in wan0 to 192.168.1.21
refused 1 'not forwarded: tcp 8000 in wan0 to 2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff fr[.]{3}$' forward del tcp 8000 in wan0 \
	from 2001:db8:1111:2222:3333:4444:5555:0/112 to 2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff
refused 2 'takes off.on' set mss-clamp yes
refused 2 'takes off.on' set offload maybe
is "nothing has changed" "$(everything)" "$before"
status_is "a dry run" 0 fw -n forward add tcp 83 in wan0 to 192.168.1.20
is "changes nothing" "$(everything)" "$before"

# Full tables.
for i in {1..255}; do echo "lan add dev l$i"; done >"$tmp/lines"
while read -r line; do
	# shellcheck disable=SC2086
	fw $line || echo "bad: $line"
done <"$tmp/lines" >"$tmp/full" 2>&1
is "256 interfaces fit" "$(cat "$tmp/full")" ""
refused 1 '256' lan add dev onemore
done_testing
