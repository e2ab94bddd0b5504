#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# sfwctl why, block list and block del: who holds an address, since when, until
# when, and which packet it was. Of real packets; by hand: module_test.sh.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

wire fw peer
crowd fw
fw set scan tcp,udp
fw set scan-window 1h
fw knock add door tcp/7000,udp/8000 within 1h open 2h
fw guard add ssh 2/1h
fw guard add ban 1/1h mask4 24 mask6 64 'then' block 2h
fw port add tcp 22 guard ssh
fw port add tcp 24 guard ban
fw port add tcp 25 knock door
fw enable
start_talk
start_frames peer
for port in 22 24; do talk serve fw tcp $port >/dev/null; done
silence_to() { frames "[ip4(src='$1')/TCP(sport=$3, dport=$2, flags='S')]" >/dev/null; }

# What why tells, without the times.
why() {
	fw why "$@" | awk 'NR > 1 { print $1, $2, $3, $4 ($4 ~ /^(blocked|open)$/ && $5 ~ /^[0-9]+[dhms]$/ && NF == 12 ? "+" : ""),
		$(NF - 3), $(NF - 2), $(NF - 1), $NF }'
}
# A member of one holder in JSON: why_json ADDR KIND KEY
why_json() {
	fw -j why "$1" | "$python" -c '
import json, sys
for h in json.load(sys.stdin)["holders"]:
    if h["kind"] == sys.argv[1]: print(h[sys.argv[2]])' "$2" "$3"
}
within() { # TEXT NUMBER LEAST MOST
	ok "$1 ($2)" test "${2:-x}" -ge "$3" -a "${2:-x}" -le "$4"
}

a=198.18.0.1
status_is "nothing holds it yet" 1 fw why $a
is "and says so" "$output" "nothing holds $a"
syn $a 81 >/dev/null
status_is "a scanner is held" 0 fw why $a
is "by its list, for a packet to port 81" "$(why $a)" "scan tcp-portscan $a refused 1 64 tcp/81 -"
syn $a 9 "ttl=33" >/dev/null
is "the last packet is told" "$(why $a)" "scan tcp-portscan $a refused 2 33 tcp/9 -"
frames "ip4(src='$a')/UDP(sport=5, dport=514)" >/dev/null
is "for UDP too" "$(why $a | paste -sd,)" \
	"scan tcp-portscan $a refused 2 33 tcp/9 -,scan udp-portscan $a refused 1 64 udp/514 -"
like "list show has it" "$(fw list show udp-portscan)" "^$a .* 64 .* udp/514$"
syn fd01::1 83 >/dev/null
is "over IPv6" "$(why fd01::1)" "scan tcp-portscan fd01::1 refused 1 64 tcp/83 -"
within "since when" "$(why_json $a scan first | head -n 1)" 0 600
within "until when" "$(why_json $a scan left | head -n 1)" 3000 3600

# The fixes of a packet, those that change the least first.
fixes() { # ADDR PORT
	fw test tcp "$1" to "$2" fix | sed -n 's/^fix *//p' | paste -sd,
}
fw port add tcp 26
is "a scanner is refused by its line" "$(fw test tcp $a to 26 | tail -n 1)" "line     set scan tcp,udp"
is "what frees it" "$(fixes $a 26)" \
	"list del tcp-portscan $a,exempt add $a,trust add from $a,set scan off"
fw port del tcp 26

b=198.18.0.2
syns 2 $b 22 >/dev/null
is "a guard has counted two" "$(why $b)" "guard ssh $b refused 2 64 tcp/22 -"
syn $b 22 >/dev/null
is "an attempt counts as a hit" "$(why $b)" "guard ssh $b refused 3 64 tcp/22 -"
is "does not block" "$(fw block list | wc -l)" 1
like "what admits it again" "$(fixes $b 22)" "^list del ssh $b,exempt add $b,"
syn 198.18.0.3 22 >/dev/null
is "one is admitted" "$(why 198.18.0.3)" "guard ssh 198.18.0.3 admitted 1 64 tcp/22 -"

c=198.18.7.1
syn $c 24 >/dev/null
is "a guard that blocks admits one" "$(why $c)" "guard ban 198.18.7.0/24 refused 1 64 tcp/24 -"
silence_to 198.18.7.2 24 1000
is "and blocks the prefix" "$(why 198.18.7.9)" "guard ban 198.18.7.0/24 blocked+ 2 64 tcp/24 -"
within "for two hours" "$(why_json $c guard state_left)" 6600 7200
is "block list names the guard" "$(fw block list | awk 'NR > 1 { print $1, $3, $4 }')" "198.18.7.0/24 ban -"
left=$(fw -j block list | "$python" -c 'import json, sys; print(json.load(sys.stdin)["blocked"][0]["left"])')
within "and the time left" "$left" 6600 7200
fw block add 198.18.0.0/16 for 1d comment "of a feed"
fw block add 0.0.0.0/0 for 2d
fw block add 198.18.7.1
is "after the blocks of the policy" "$(fw block list | awk 'NR > 1 { print $1, $3 }' | paste -sd,)" \
	"0.0.0.0/0 -,198.18.0.0/16 -,198.18.7.1 -,198.18.7.0/24 ban"
is "the policy's blocks, from the widest" "$(fw why $c | awk '{ print $1, $3 }' | sed 1d | paste -sd,)" \
	"block 0.0.0.0/0,block 198.18.0.0/16,block 198.18.7.1,guard 198.18.7.0/24"
like "with their comment and time" "$(fw why $c)" '^block +- +198.18.0.0/16 +blocked .* (1d|86[0-9]+s|1439m) .* of a feed$'
fw block del 0.0.0.0/0,198.18.0.0/16
fw block del $c
status_is "what only a guard blocks is no block of the policy" 1 fw block del $c
is "the error says what frees it" "$output" \
	"sfwctl: guard ban blocks $c: free it with 'sfwctl list del ban $c'"
like "fix says it too" "$(fixes $c 24)" "^list del ban $c,"
ok "that does" fw list del ban $c
status_is "nothing holds it any more" 1 fw why $c
is "nothing is blocked" "$(fw block list | wc -l)" 1

d=198.18.0.4
syn $d 7000 >/dev/null
is "a knock begins" "$(why $d)" "knock door $d knocking 1 64 tcp/7000 -"
frames "ip4(src='$d')/UDP(sport=5, dport=8000)" >/dev/null
is "and opens" "$(why $d)" "knock door $d open+ 2 64 udp/8000 -"
within "for two hours" "$(why_json $d knock state_left)" 6600 7200

fw trust add from 198.18.0.0/15
fw trust add dev eth7
fw exempt add 198.19.0.0/16
is "trust and exemptions" "$(fw why 198.19.0.1 | awk '{ print $1, $3, $4 }' | sed 1d | paste -sd,)" \
	"trust 198.18.0.0/15 accepted,exempt 198.19.0.0/16 exempt"
is "not those of others" "$(why fd01::2)" ""

# As many as there can be, in more than one message of the kernel.
for i in {1..60}; do
	printf 'guard add g%d 1/1h then block\n' "$i"
done >"$tmp/many"
for i in {8..32}; do
	"$python" -c 'import ipaddress, sys
print("block add", ipaddress.ip_network(("198.18.9.9", int(sys.argv[1])), strict=False), "comment", "x" * 63)' "$i"
done >>"$tmp/many"
fw save - | cat - "$tmp/many" >"$tmp/policy"
ok "a policy of many guards and nested blocks" fw restore "$tmp/policy"
for i in {1..60}; do fw list add "g$i" 198.18.9.9; done
is "all of them are told" "$(fw why 198.18.9.9 | awk 'NR > 1 { print $1 }' | uniq -c | xargs)" "1 trust 25 block 60 guard"
done_testing
