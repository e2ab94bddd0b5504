#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The trick that the article plays on port scanners, with nmap: who tries a
# closed port sees every port closed for a while. Who is listed, for how long.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

window=$((4 * slow))
wire fw peer
crowd fw
address peer eth0 10.0.0.3/24
ip -n peer addr add fd00::3/64 dev eth0 nodad preferred_lft 0
fw enable
fw port add tcp 22
fw port add udp 53
start_talk
start_frames peer
talk serve fw tcp 22 >/dev/null
talk serve fw udp 53 >/dev/null

# "PORT:STATE ..." of what is not closed, and how many are.
verdicts() { # ARGS...
	scan_from peer 300 -r --max-retries 2 --min-rate 100 -e eth0 -oG - "$@" |
		tr -s ' ,\t' '\n' | awk -F/ 'NF < 5 { next } $2 == "closed" { n++; next } { printf "%s:%s ", $1, $2 }
			END { print n + 0, "closed" }'
}
# Answered UDP flows spare their peers too.
clear() {
	on fw conntrack -F 2>/dev/null
	fw flush lists
}

few=20-24,80
is "trick off: -sS finds port 22" "$(verdicts -sS -p $few 10.0.0.1)" "22:open 5 closed"
is "trick off: -6 -sS finds port 22" "$(verdicts -6 --send-ip -sS -p $few fd00::1)" "22:open 5 closed"
is "trick off: -sU finds port 53" "$(verdicts -sU -p 50-54 10.0.0.1)" "53:open 4 closed"
clear
is "trick off: nobody is listed" "$(fw list show tcp-portscan | tail -n +2)$(fw list show udp-portscan | tail -n +2)" ""

ok "scan tcp,udp" fw set scan tcp,udp
is "-sS: every port is closed" "$(verdicts -sS -p $few 10.0.0.1)" "6 closed"
is "the scanner is listed, as TCP scanner only" "$(listed tcp-portscan)+$(listed udp-portscan)" "10.0.0.2+"
is "a program on it sees port 22 closed" "$(try tcp 10.0.0.1 22)" ECONNREFUSED
is "another source sees port 22 open" "$(try tcp 10.0.0.1 22 10.0.0.3)" open
is "so does nmap from there, asked for it alone" "$(verdicts -S 10.0.0.3 -sS -p 22 10.0.0.1)" "22:open 0 closed"
is "the listed one is not hindered over UDP" "$(try udp 10.0.0.1 53)" open
is "nor over IPv6" "$(try tcp fd00::1 22)" open
like "sfwctl shows it" "$(fw list show tcp-portscan)" "^10.0.0.2 .* 64 +[0-9]+[sm]"

clear
fw set scan-window $window
try tcp 10.0.0.1 80 >/dev/null
for i in 1 2 3 4; do
	sleep "$slow"
	is "attempt $i, $slow s later: still closed" "$(try tcp 10.0.0.1 22)" ECONNREFUSED
done
event try tcp 10.0.0.1 22
lasts "it leaves the list $window s after the last attempt" $window is_listed tcp-portscan 10.0.0.2
is "and sees port 22 open" "$(try tcp 10.0.0.1 22)" open

fw set scan-window 1h
clear
is "-6 -sS: every port is closed" "$(verdicts -6 --send-ip -sS -p $few fd00::1)" "6 closed"
is "the IPv6 scanner is listed" "$(listed tcp-portscan)" fd00::2
is "another IPv6 source is not hindered" "$(try tcp fd00::1 22 fd00::3)" open

clear
is "-sU: every port is closed" "$(verdicts -sU -p 50-54 10.0.0.1)" "5 closed"
is "the UDP scanner is listed" "$(listed udp-portscan)+$(listed tcp-portscan)" "10.0.0.2+"
is "it is not hindered over TCP" "$(try tcp 10.0.0.1 22)" open
is "another source is not hindered over UDP" "$(try udp 10.0.0.1 53 10.0.0.3)" open
is "UDP over IPv6: the open port alone lists nobody" "$(try udp fd00::1 53) $(listed udp-portscan)" "open 10.0.0.2"
on fw conntrack -F 2>/dev/null
try udp fd00::1 99 >/dev/null
is "UDP over IPv6: listed after a closed port" "$(listed udp-portscan)" "10.0.0.2 fd00::2"

clear
fw set scan-ports 3
a=198.18.0.1
for p in 1000 1001 1000 1001 1000; do syn $a $p >/dev/null; done
is "scan-ports 3: two closed ports, often, list nobody" "$(listed tcp-portscan)$(syn $a 22)" "tcp:SA"
syn $a 1002 >/dev/null
is "the third does" "$(listed tcp-portscan) $(syn $a 22)" "$a tcp:RA"
fw set scan-ports 1

clear
fw guard add hard 3/1m
fw port add tcp 2222 guard hard
talk serve fw tcp 2222 >/dev/null
syn $a 1000 >/dev/null
counted "a guarded port is closed for who is listed" scan 1 "$(syn_frame $a 2222 '' 1234)" tcp:RA
is "and the guard does not hear of it" "$(listed hard)" ""

clear
fw exempt add 10.0.0.2
is "exempt: -sS finds port 22" "$(verdicts -sS -p $few 10.0.0.1)" "22:open 5 closed"
verdicts -sU -p 50-54 10.0.0.1 >/dev/null
is "exempt: not listed" "$(listed tcp-portscan)$(listed udp-portscan)" ""
fw exempt del 10.0.0.2
clear
try tcp 10.0.0.1 80 >/dev/null
is "exempt no more: listed" "$(listed tcp-portscan)" "10.0.0.2"
done_testing
