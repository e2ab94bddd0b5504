#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Ways through a gateway: where an interface of the local network may lead, and
# sources that are hidden behind an address of a pair of gateways.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

host fw
for side in guest office dmz inet; do host $side; done
n=0
for side in guest office dmz inet; do
	n=$((n + 1))
	cable fw ${side}0 $side eth0
	address fw ${side}0 10.0.$n.1/24 fd0$n::1/64
	address $side eth0 10.0.$n.2/24 fd0$n::2/64
	ip -n $side route add default via 10.0.$n.1
	ip -n $side -6 route add default via fd0$n::1
	for port in 80 53; do
		spawn $side socat TCP6-LISTEN:$port,fork,reuseaddr,ipv6-v6only=0 SYSTEM:"read -r _; echo $side \$SOCAT_PEERADDR"
		wait_for listening $side tcp $port
	done
done
start_talk

reaches() { # FROM TO: over IPv4 and IPv6
	local n
	case $2 in guest) n=1 ;; office) n=2 ;; dmz) n=3 ;; inet) n=4 ;; esac
	echo "$(talk probe "$1" tcp 10.0.$n.2 80) $(talk probe "$1" tcp fd0$n::2 80)"
}
said() { # FROM TO: the same by `test`
	local from to
	case $1 in guest) from=1 ;; office) from=2 ;; dmz) from=3 ;; inet) from=4 ;; esac
	case $2 in guest) to=1 ;; office) to=2 ;; dmz) to=3 ;; inet) to=4 ;; esac
	fw test tcp 10.0.$from.2 to 10.0.$to.2:80 in "${1}0" | sed -n 's/^line *//p'
}
table() {
	local from to
	for from in guest office dmz inet; do
		for to in guest office dmz inet; do
			[ $from = $to ] || echo "$from $to: $(reaches $from $to)"
		done
	done
}
yes='open open' no='EHOSTUNREACH EACCES'
wanted() { # PAIR...: those that reach each other, FROM>TO
	local from to
	for from in guest office dmz inet; do
		for to in guest office dmz inet; do
			[ $from = $to ] && continue
			case " $* " in *" $from>$to "*) echo "$from $to: $yes" ;; *) echo "$from $to: $no" ;; esac
		done
	done
}

fw set forward reject
fw lan add dev guest0 out inet0
fw lan add dev office0
fw lan add dev dmz0 out 'ine*'
fw enable
is "who reaches whom" "$(table)" "$(wanted 'guest>inet' 'office>guest' 'office>dmz' 'office>inet' 'dmz>inet')"
is "test names the line" "$(said guest inet)" "lan add dev guest0 out inet0"
is "a pattern" "$(said dmz inet)" 'lan add dev dmz0 out "ine*"'
is "and where none leads" "$(said guest office)" "set forward reject"
fw lan add dev guest0 out dmz0
is "ways add up" "$(reaches guest dmz) $(reaches guest office)" "$yes $no"
fw lan del dev guest0 out dmz0
is "and go" "$(reaches guest dmz) $(reaches guest inet)" "$no $yes"
status_is "the same way again" 1 fw lan add dev guest0 out inet0
status_is "not a way" 1 fw lan del dev guest0
like "lan list" "$(fw lan list)" '^guest0 +present +inet0$'
fw -j lan list >"$tmp/lan"
ok "and its JSON" jq -e '.lans[] | select(.dev == "guest0") | .out == "inet0"' "$tmp/lan"

# Lists: each with each.
fw flush policy
fw set forward reject
fw lan add dev guest0,office0 out dmz0,inet0
is "lists" "$(fw save - | grep '^lan')" "lan add dev guest0 out dmz0
lan add dev guest0 out inet0
lan add dev office0 out dmz0
lan add dev office0 out inet0"
fw lan del dev office0,guest0 out inet0
is "deleted likewise" "$(fw save - | grep -c '^lan')" 2
fw save "$tmp/policy"
ok "restored" fw restore "$tmp/policy"
is "nothing differs" "$(fw diff "$tmp/policy")" ""
status_is "given twice" 2 fw lan add dev guest0,guest0
status_is "an empty place" 2 fw lan add dev guest0,

# Behind an address that comes and goes.
fw flush policy
fw lan add dev guest0
fw enable
fw masquerade add 10.0.1.0/24 out inet0 to 10.0.4.9
fw masquerade add fd01::/64 out inet0 to fd04::9
status_is "one prefix, one address" 1 fw masquerade add 10.0.1.0/24 out inet0 to 10.0.4.10
status_is "of another family" 2 fw masquerade add 10.0.9.0/24 out inet0 to fd04::9
status_is "no address" 1 fw masquerade add 10.0.9.0/24 out inet0 to 224.0.0.1
like "masquerade list" "$(fw masquerade list)" '^10.0.1.0/24 +inet0 +present +10.0.4.9$'
ip -n fw addr add 10.0.4.9/32 dev inet0
address fw inet0 fd04::9/128
fetches() { # ADDRESS
	on guest "$python" -c 'import socket, sys
s = socket.create_connection((sys.argv[1], 80), 10)
s.sendall(b"who\n")
print(s.makefile().read().strip())' "$1" 2>&1
}
is "the source" "$(fetches 10.0.4.2) $(fetches fd04::2)" "inet [0000:0000:0000:0000:0000:ffff:0a00:0409] inet [fd04:0000:0000:0000:0000:0000:0000:0009]"
spawn inet socat TCP4-LISTEN:7,fork,reuseaddr EXEC:cat
wait_for listening inet tcp 7
mkfifo "$tmp/in"
on guest socat - TCP4:10.0.4.2:7 <"$tmp/in" >"$tmp/out" &
pids+=("$!")
exec 7>"$tmp/in"
echo before >&7
wait_for grep -q before "$tmp/out"
ip -n fw addr del 10.0.4.9/32 dev inet0
ip -n fw addr add 10.0.4.9/32 dev inet0
echo after >&7
ok "a connection outlives the address" wait_for grep -q after "$tmp/out"
exec 7>&-
fw masquerade del 10.0.1.0/24 out inet0
unlike "deleted" "$(fw save -)" '10.0.4.9'

# A forwarded port of the office is none of the guests', who may go to the internet alone.
fw flush policy
fw lan add dev guest0 out inet0
fw lan add dev office0
fw forward add tcp 3389 in dmz0 to 10.0.2.2:80
fw forward add tcp 3389 in dmz0 to '[fd02::2]:80'
fw forward add tcp 3390 in inet0 to 10.0.2.2:80
fw enable
hairpin() { # FROM PORT
	local here
	case $1 in guest) here=10.0.4.1 ;; *) here=10.0.3.1 ;; esac
	[ "$2" = 3390 ] || here=10.0.3.1
	talk probe "$1" tcp $here "$2"
}
is "by an address of another network guests reach no office" \
	"$(hairpin guest 3389) $(talk probe guest tcp fd03::1 3389)" "ECONNREFUSED ECONNREFUSED"
like "test says so" "$(fw test tcp 10.0.1.2 to 10.0.3.1:3389 in guest0)" "^reason *closed-tcp"
is "by that of the internet they do, as all there" "$(hairpin guest 3390)" open
is "who may go everywhere does" "$(hairpin office 3389)" open
done_testing
