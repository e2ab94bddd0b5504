#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# sfwctl and the module together, in a network namespace of its own, as TAP.
# As root, with the module loaded: module_test.sh SFWCTL
set -u

if [ "${2:-}" != inside ]; then
	exec unshare -n "$0" "$1" inside
fi
sfwctl=$1
. "$(dirname "$0")/tap.sh"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# expect STATUS OUTPUT WORDS...: all that is printed, on both streams.
expect() {
	want=$1 text=$2
	shift 2
	got=$("$sfwctl" "$@" 2>&1)
	status=$?
	if [ $status -ne "$want" ] || [ "$got" != "$text" ]; then
		printf 'want %s\n%s\n' "$want" "$text" | sed 's/^/# /'
		printf 'got %s\n%s\n' "$status" "$got" | sed 's/^/# /'
		false
	fi
	verdict "sfwctl $*"
}

# unprivileged COMMAND...
unprivileged() {
	setpriv --reuid 65534 --regid 65534 --clear-groups \
		--inh-caps=-all --bounding-set=-all "$@"
}

none="enabled     no: every packet passes until 'sfwctl enable'
generation  0
saved       no: a reboot forgets this policy: sfwctl save
ports       none
all else    passes"
version=$(cat /sys/module/sfw/version 2>/dev/null)
[ -z "$version" ] ||
	expect 0 "sfwctl $version, module $version" --version
expect 0 "$none" status

expect 0 '' port add tcp 22
expect 1 'sfwctl: open already: tcp 22' port add tcp 22
expect 1 'sfwctl: open already: tcp 22' port add tcp 81,22,82
# Under other terms: the command that changes it at once is told, ready to be typed.
change="printf '%s\n' 'port del tcp 22' 'port add tcp 22 comment \"it'\\''s 100 %\"' | sfwctl batch -"
expect 1 "sfwctl: open already: tcp 22; to change it: $change" port add tcp 22 comment "it's 100 %"
sfwctl() { "$sfwctl" "$@"; }
eval "$change"
[ "$("$sfwctl" save - | grep '^port')" = "port add tcp 22 comment \"it's 100 %\"" ]
verdict "which does so"
expect 1 'sfwctl: open already: tcp 22' port add tcp 22 for 1h
"$sfwctl" guard add some 3/1m
change="printf '%s\n' 'port del tcp 22' 'port add tcp 22 guard some comment \"it'\\''s 100 %\"' | sfwctl batch -"
expect 1 "sfwctl: open already: tcp 22; to change it: $change" port add tcp 22 guard some
eval "$change"
change="printf '%s\n' 'port del tcp 22' 'port add tcp 22 guard some comment \"x\"' | sfwctl batch -"
expect 1 "sfwctl: open already: tcp 22; to change it: $change" port add tcp 22 comment x
"$sfwctl" port del tcp 22
"$sfwctl" guard del some
"$sfwctl" port add tcp 22
expect 1 'sfwctl: open already: tcp 22' port add tcp 81,22 comment x
expect 0 '' port add udp 6000-6010 dev eth0 for 2h comment 'a "b" \c'
expect 0 '' port add sctp 80,443 from 10.0.0.0/8,2001:db8::/32
expect 1 'sfwctl: not open: udp 53 from 10.0.0.0/8' \
	port del udp 53 from 10.0.0.0/8
expect 0 '' proto add gre from 192.0.2.1
expect 1 'sfwctl: open already: proto 47 from 192.0.2.1' \
	proto add gre from 192.0.2.1
expect 0 '' trust add dev wg0
expect 0 '' trust add from fd00::/8
expect 1 'sfwctl: trusted already: dev wg0' trust add dev wg0
expect 0 '' set ping off
expect 0 'dry run: nothing changed' -n flush
expect 0 '{"dry_run":true}' -j -n flush
expect 0 '' -q -n flush
expect 1 'sfwctl: open already: tcp 22' -n port add tcp 22
expect 1 'sfwctl: open already: tcp 22' -q port add tcp 22

# The time left is told by the second: the rest of 2h may be less.
"$sfwctl" port list | sed "s/ 7[0-9]*s / 2h /" |
	sed 's/  */ /g' >"$tmp/got"
cat >"$tmp/want" <<'EOT'
PROTO PORTS FROM DEV GUARD KNOCK LEFT PACKETS BYTES SERVED BY COMMENT
tcp 22 - - - - - 0 0 nobody -
udp 6000-6010 - eth0 - - 2h 0 0 nobody a "b" \c
sctp 80 10.0.0.0/8 - - - - 0 0 nobody -
sctp 80 2001:db8::/32 - - - - 0 0 nobody -
sctp 443 10.0.0.0/8 - - - - 0 0 nobody -
sctp 443 2001:db8::/32 - - - - 0 0 nobody -
EOT
diff "$tmp/want" "$tmp/got" | sed 's/^/# /'
cmp -s "$tmp/want" "$tmp/got"
verdict "sfwctl port list"
expect 0 'PROTO  FROM       DEV  PACKETS  BYTES
gre    192.0.2.1  -          0      0' proto list
expect 0 'FROM      DEV
fd00::/8  -
-         wg0' trust list
expect 0 'off' get ping
expect 0 '{"ping":"off"}' -j get ping
expect 0 'ping         off
reject4      rfc
reject6      admin
scan         off
scan-window  1m
scan-ports   1
rpfilter     off
dhcp         on
forward      drop
published    ports
invalid      drop
discovery    off
early        on
direct       on
mss-clamp    on
offload      off
log          off' get
expect 0 '' set scan tcp,udp
expect 0 '' set scan-window 90
expect 0 '' set scan-ports 16
expect 0 'tcp,udp' get scan
expect 0 '90s' get scan-window
expect 0 '{"scan-window":90}' -j get scan-window
expect 0 '{"scan-ports":16}' -j get scan-ports
expect 0 '' set scan off
expect 0 '' set log ping-off,closed-tcp
expect 0 'closed-tcp,ping-off' get log
expect 0 '{"log":"closed-tcp,ping-off"}' -j get log
expect 0 '' set log off

for words in "" "port list" "proto list" "trust list" get stats \
	     "exempt list" "guard list" "knock list" "block list" "lan list" \
	     "masquerade list" "forward list" list \
	     "list show tcp-portscan" "test tcp ::1 to 22" \
	     "why ::1"; do
	# shellcheck disable=SC2086
	"$sfwctl" -j $words | python3 -c 'import json, sys; json.load(sys.stdin)'
	verdict "sfwctl -j $words"
done

expect 0 "verdict  accept
reason   port (open port)
line     port add tcp 22
note     sfw is disabled: every packet passes until 'sfwctl enable'" \
	test tcp 198.51.100.7 to 22
expect 0 '' enable
expect 0 'verdict  accept
reason   port (open port)
line     port add tcp 22' test tcp 198.51.100.7:5 to 22
expect 1 'verdict  reject with tcp-reset
reason   closed-tcp (closed TCP port)
line     set reject4 rfc' test tcp 198.51.100.7 to 23
expect 1 '{"verdict":"drop","accepted":false,"reason":"ping-off","line":"set ping off","enabled":true}' \
	-j test icmp 198.51.100.7
expect 0 'verdict  accept
reason   trusted (trusted source or interface)
line     trust add from fd00::/8' test icmpv6 fd00::1
expect 1 '' -q test tcp 198.51.100.7 to 23

refused='sfwctl: not permitted: run as root (CAP_NET_ADMIN in the initial user namespace)'
for words in "port list" get "port add tcp 80" disable "-n flush" \
	     list "list show udp-portscan" "list add tcp-portscan ::1" \
	     "-n flush lists" "block sync /dev/null" "test tcp ::1 to 22" \
	     "why ::1"; do
	# shellcheck disable=SC2086
	got=$(unprivileged "$sfwctl" $words 2>&1)
	[ $? -eq 3 ] && [ "$got" = "$refused" ]
	verdict "nobody: sfwctl $words"
done
unprivileged "$sfwctl" | grep -q '^policy  *7 open ports and protocols; root'
verdict "nobody: sfwctl"
unprivileged "$sfwctl" -j | grep -q '"port_count":7'
verdict "nobody: sfwctl -j"
unprivileged "$sfwctl" stats | grep -q '^ping-off  '
verdict "nobody: sfwctl stats"

expect 0 '' flush policy
expect 0 'on' get ping
expect 0 '' disable

# Guards and knocks, and the ports that name them.
expect 0 '' guard add sshbf 3/10s 4/30m rttl
expect 0 '' guard add web 64/1 mask4 24 mask6 64 'then' block
expect 0 '' guard add mail 1/1h 'then' reject
expect 1 'sfwctl: the name web is taken already' guard add web 1/1
expect 1 'sfwctl: the name tcp-portscan is taken already' \
	guard add tcp-portscan 1/1
expect 1 'sfwctl: no guard is called nobody' guard del nobody
expect 0 'NAME   WINDOWS      RTTL  MASK4  MASK6  THEN
mail   1/1h         -        32    128  reject
sshbf  3/10s 4/30m  rttl     32    128  drop
web    64/1s        -        24     64  block 1h' guard list
"$sfwctl" -j guard list | grep -qF '"guards":[{"name":"mail","windows":[{"hits":1,"seconds":3600}],"rttl":false,"mask4":32,"mask6":128,"then":"reject","duration":null},{"name":"sshbf","windows":[{"hits":3,"seconds":10},{"hits":4,"seconds":1800}],"rttl":true,'
verdict "sfwctl -j guard list"

expect 0 '' knock add door tcp/7000,udp/8000,tcp/9000
expect 0 '' knock add bell tcp/1,tcp/2 within 1m open 2h
expect 1 'sfwctl: the name web is taken already' knock add web tcp/1
expect 1 'sfwctl: no knock is called nobody' knock del nobody
expect 0 'NAME  PORTS                       WITHIN  OPEN
bell  tcp/1,tcp/2                     1m    2h
door  tcp/7000,udp/8000,tcp/9000     10s   30s' knock list
"$sfwctl" -j knock list | grep -qF '"knocks":[{"name":"bell","ports":[{"proto":"tcp","port":1},{"proto":"tcp","port":2}],"within":60,"open":7200},'
verdict "sfwctl -j knock list"

expect 0 '' port add tcp 22 guard sshbf knock door comment x
expect 1 'sfwctl: no guard is called nobody: add it first' \
	port add tcp 23 guard nobody
expect 0 'PROTO  PORTS  FROM  DEV  GUARD  KNOCK  LEFT  PACKETS  BYTES  SERVED BY  COMMENT
tcp    22     -     -    sshbf  door      -        0      0  nobody     x' port list
"$sfwctl" -j port list | grep -qF '"guard":"sshbf","knock":"door"'
verdict "sfwctl -j port list"
expect 1 'sfwctl: guard sshbf is named by 1 line: port add tcp 22 guard sshbf knock door comment "x"' guard del sshbf
expect 1 'sfwctl: knock door is named by 1 line: port add tcp 22 guard sshbf knock door comment "x"' knock del door
expect 0 '' knock del bell

# Recent lists.
expect 0 'NAME          SIZE    CAP  EVICTED  BROKEN
tcp-portscan     0  65536        0       0
udp-portscan     0  65536        0       0
mail             0  65536        0       0
sshbf            0  65536        0       0
web              0  65536        0       0
door             0  65536        0       0' list
expect 0 '' list add tcp-portscan 198.51.100.1
expect 0 '' list add tcp-portscan 2001:db8::1
expect 0 '' list add tcp-portscan 198.51.99.255
expect 0 '' list add web 198.51.100.7
expect 1 'sfwctl: in the list already: 198.51.100.1' \
	list add tcp-portscan 198.51.100.1
expect 1 'sfwctl: not in the list: 2001:db8::2' list del tcp-portscan 2001:db8::2
for words in "list show" "list flush" "-n list flush"; do
	# shellcheck disable=SC2086
	expect 1 'sfwctl: no list is called nobody' $words nobody
done
expect 1 'sfwctl: no list is called nobody' list add nobody ::1
expect 1 'sfwctl: no list is called nobody' -n list add nobody ::1
expect 0 'dry run: nothing changed' -n list del web 198.51.100.7
got=$("$sfwctl" list show tcp-portscan | awk '{ print $1, $2, $5, $6 }')
[ "$got" = 'ADDR HITS TTL LEFT
198.51.99.255 0 - stays
198.51.100.1 0 - stays
2001:db8::1 0 - stays' ]
verdict "sfwctl list show tcp-portscan"
"$sfwctl" list show web | grep -q '^198.51.100.0/24  '
verdict "sfwctl list show web"
"$sfwctl" -j list show tcp-portscan |
	grep -q '^{"name":"tcp-portscan","addresses":\[{"addr":"198.51.99.255","hits":0,"first":[0-9]*,"last":[0-9]*,"ttl":null,"left":null,"fixed":true,"proto":null,"port":null},'
verdict "sfwctl -j list show tcp-portscan"
"$sfwctl" -j list | grep -qF '{"name":"tcp-portscan","size":3,"cap":65536,"evicted":0,"broken":0}'
verdict "sfwctl -j list"
got=$("$sfwctl" | sed -n '/^lists/,$p')
[ "$got" = 'lists       tcp-portscan  3 addresses
            web           1 address' ]
verdict "the status shows lists that are not empty"
"$sfwctl" | grep -q '^knocks      knock add door tcp/7000,udp/8000,tcp/9000 within 10s open 30s$'
verdict "the status shows knocks"
expect 0 '' enable
expect 1 'verdict  reject with tcp-reset
reason   knock (no knock before)
line     knock add door tcp/7000,udp/8000,tcp/9000 within 10s open 30s' \
	test tcp 192.0.2.1 to 22
expect 0 '' list add door 192.0.2.1
expect 0 '' -q test tcp 192.0.2.1 to 22
expect 0 '' list add sshbf 192.0.2.1
expect 1 'verdict  drop
reason   guard (too many new connections)
line     guard add sshbf 3/10s 4/30m rttl' test tcp 192.0.2.1 to 22
expect 0 '' disable
[ "$("$sfwctl" why 198.51.100.1 | tr -s ' ' | sed 's/[0-9]*[ms] [0-9]*[ms] stays/N N stays/')" = \
'KIND NAME ADDR STATE SINCE LAST LEFT HITS TTL CAUSE COMMENT
scan tcp-portscan 198.51.100.1 refused N N stays 0 - - -
guard web 198.51.100.0/24 blocked N N stays 0 - - -' ]
verdict "sfwctl why ADDR, put into lists by hand"
"$sfwctl" -j why 192.0.2.1 | grep -q '^{"addr":"192.0.2.1","holders":\[{"kind":"guard","name":"sshbf","prefix":"192.0.2.1","state":"refused","state_left":null,"hits":0,"first":[0-9]*,"last":[0-9]*,"ttl":null,"left":null,"fixed":true,"proto":null,"port":null},{"kind":"knock","name":"door","prefix":"192.0.2.1","state":"open",'
verdict "sfwctl -j why ADDR"
expect 0 'PREFIX           LEFT  GUARD  COMMENT
198.51.100.0/24     -  web    -' block list
"$sfwctl" -j block list | grep -qF '"blocked":[{"prefix":"198.51.100.0/24","left":null,"guard":"web","comment":null}]'
verdict "sfwctl -j block list: by a guard"
expect 1 "sfwctl: guard web blocks 198.51.100.3: free it with 'sfwctl list del web 198.51.100.3'" \
	block del 198.51.100.3
expect 1 'sfwctl: not blocked: from 198.51.0.0/16' block del 198.51.0.0/16
expect 1 'sfwctl: not blocked: from 192.0.2.1' block del 192.0.2.1
expect 0 '' block add 198.51.100.3
expect 0 '' block sync /dev/null
expect 0 'PREFIX           LEFT  GUARD  COMMENT
198.51.100.0/24     -  web    -' block list
expect 0 '' list del web 198.51.100.3
expect 0 '' list del tcp-portscan 198.51.100.1
expect 1 'nothing holds 198.51.100.1' why 198.51.100.1
expect 1 '{"addr":"198.51.100.1","holders":[]}' -j why 198.51.100.1
expect 1 '' -q why 198.51.100.1
expect 0 '' list flush tcp-portscan
expect 0 'ADDR  HITS  FIRST  LAST  TTL  LEFT  CAUSE' list show tcp-portscan
expect 0 'dry run: nothing changed' -n flush lists
expect 0 '' flush lists
"$sfwctl" | grep -q '^lists'
[ $? -eq 1 ]
verdict "all lists are empty"

# Blocks and exemptions, sorted, in any order of their coming.
expect 0 '' exempt add 2001:db8::/32,10.0.0.0/8,10.0.0.0,9.9.9.9
expect 1 'sfwctl: exempt already: from 10.0.0.0/8' exempt add 10.0.0.0/8
expect 1 'sfwctl: 10.0.0.0/9 is no line of its own: 10.0.0.0/8 exempts it' exempt del 10.0.0.0/9
expect 0 'PREFIX
9.9.9.9
10.0.0.0/8
10.0.0.0
2001:db8::/32' exempt list
expect 0 '' block add 2001:db8:1::/48,192.0.2.0/24,192.0.2.7
expect 0 '' block add 198.51.100.0/24 for 2h comment 'a "b"'
expect 1 'sfwctl: blocked already: from 192.0.2.7' block add ::1,192.0.2.7
expect 1 'sfwctl: not blocked: from ::1' block del ::1
[ "$("$sfwctl" block list | sed 's/ 7[0-9]*s / 2h /; s/  */ /g')" = \
'PREFIX LEFT GUARD COMMENT
192.0.2.0/24 - - -
192.0.2.7 - - -
198.51.100.0/24 2h - a "b"
2001:db8:1::/48 - - -' ]
verdict "sfwctl block list"
expect 0 '' enable
expect 1 'verdict  drop
reason   blocked (blocked source)
line     block add 192.0.2.0/24' test tcp 192.0.2.9 to 22
expect 0 '' disable
"$sfwctl" | grep -q '^blocked     4 prefixes: sfwctl block list$'
verdict "the status counts blocks"
expect 0 '' block del 192.0.2.7

# A file of blocks: all of them or none.
cat >"$tmp/feed" <<'EOT'
# a feed
203.0.113.0/24   # with a remark

203.0.113.0/25 for 1d comment "half of it"
2001:db8:2::/48
EOT
expect 0 'dry run: nothing changed' -n block sync "$tmp/feed"
[ "$("$sfwctl" block list | wc -l)" -eq 4 ]
verdict "a dry run of sync changes nothing"
expect 0 '' block sync "$tmp/feed"
got=$("$sfwctl" block list | sed 's/ 86[0-9]*s / 1d /; s/  */ /g')
[ "$got" = 'PREFIX LEFT GUARD COMMENT
203.0.113.0/24 - - -
203.0.113.0/25 1d - half of it
2001:db8:2::/48 - - -' ]
verdict "a sync replaces all blocks"
echo 10.0.0.1/8 >>"$tmp/feed"
expect 1 "sfwctl: $tmp/feed:6: 10.0.0.1/8 has host bits set: did you mean 10.0.0.0/8?" \
	block sync "$tmp/feed"
[ "$("$sfwctl" block list | wc -l)" -eq 4 ]
verdict "a sync with a bad line changes nothing"

awk 'BEGIN { for (i = 0; i < 100000; i++)
	printf "%d.%d.%d.1\n", 16 + i / 65536, i / 256 % 256, i % 256 }' \
	>"$tmp/feed"
start=$(date +%s%N)
expect 0 '' block sync "$tmp/feed"
ms=$((($(date +%s%N) - start) / 1000000))
echo "# 100,000 blocks in $ms ms"
[ "$("$sfwctl" block list | wc -l)" -eq 100001 ]
verdict "100,000 blocks are there"
"$sfwctl" block list | sed 1d | awk '{ print $1 }' | cmp -s - "$tmp/feed"
verdict "100,000 blocks are sorted"
expect 0 '' block sync /dev/null
expect 0 'PREFIX  LEFT  GUARD  COMMENT' block list

# More refusals than the socket's buffer holds errors.
expect 1 'sfwctl: not open: udp 1 from 10.1.0.0/16' port del udp "$(seq -s, 1 64)" \
	from "$(seq -s, -f '10.%g.0.0/16' 1 64)"

# Objects that flush takes, and those that it leaves.
expect 0 '' block add 192.0.2.1 for 1h
expect 0 '' block add 192.0.2.2
expect 0 '' list add udp-portscan ::1
expect 0 '' flush policy
[ "$("$sfwctl" block list | cut -d' ' -f1)" = 'PREFIX
192.0.2.1' ]
verdict "flush policy leaves blocks with a duration"
expect 0 'NAME          SIZE    CAP  EVICTED  BROKEN
tcp-portscan     0  65536        0       0
udp-portscan     1  65536        0       0' list
expect 0 'PREFIX' exempt list
expect 0 'dry run: nothing changed' -n flush
expect 0 '' flush
expect 0 'NAME          SIZE    CAP  EVICTED  BROKEN
tcp-portscan     0  65536        0       0
udp-portscan     0  65536        0       0' list
expect 0 '' block sync /dev/null

# Lists of 64 by 64, in batches; the last of them is refused, so all are.
ports=$(seq -s, 1 64)
nets=$(seq -s, -f '10.%g.0.0/16' 1 64)
expect 0 '' port add udp 64 from 10.64.0.0/16
expect 1 'sfwctl: open already: udp 64 from 10.64.0.0/16' \
	port add udp "$ports" from "$nets"
[ "$("$sfwctl" port list | wc -l)" -eq 2 ]
verdict "a list that is refused in part changes nothing"
expect 0 '' port del udp 64 from 10.64.0.0/16
expect 0 '' port add udp "$ports" from "$nets"
[ "$("$sfwctl" port list | wc -l)" -eq 4097 ]
verdict "4096 entries at once"
"$sfwctl" | grep -q '^ *\.\.\. and 4076 more: sfwctl port list$'
verdict "the status shows 20 of them"
expect 0 '' port del udp "$ports" from "$nets"

# Four writers at the same time: each of their changes is made.
for writer in 1 2 3 4; do
	for port in $(seq 1 20); do
		"$sfwctl" port add tcp $((writer * 1000 + port)) ||
			echo "$port" >>"$tmp/lost"
	done &
done
wait
[ ! -e "$tmp/lost" ] && [ "$("$sfwctl" port list | wc -l)" -eq 81 ]
verdict "four writers lose nothing"

expect 0 '' port add tcp 22 for 1s
sleep 1.2
expect 1 'sfwctl: not open: tcp 22' port del tcp 22
expect 0 '' flush
echo "1..$count"
exit "$failed"
