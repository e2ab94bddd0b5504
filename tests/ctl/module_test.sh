#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# sfwctl and the module together, in a network namespace of its own, as TAP.
# As root, with the module loaded: module_test.sh SFWCTL
set -u

if [ "${2:-}" != inside ]; then
	exec unshare -n "$0" "$1" inside
fi
sfwctl=$1
count=0
failed=0
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# verdict NAME: prints TAP for the status of the command before.
verdict() {
	if [ $? -eq 0 ]; then
		word="ok"
	else
		word="not ok"
		failed=1
	fi
	count=$((count + 1))
	echo "$word $count - $1"
}

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
ports       none"
version=$(cat /sys/module/sfw/version 2>/dev/null)
[ -z "$version" ] ||
	expect 0 "sfwctl $version, module $version" --version
expect 0 "$none" status

expect 0 '' port add tcp 22
expect 1 'sfwctl: open already: tcp 22' port add tcp 22
expect 1 'sfwctl: open already: tcp 22' port add tcp 81,22,82
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

# The time left is told by the second: what is left of 2h may be less.
"$sfwctl" port list | sed "s/ 7[0-9]*s / 2h /" |
	sed 's/   *\(eth0\|2h\)  */ \1 /g; s/  */ /g' >"$tmp/got"
cat >"$tmp/want" <<'EOT'
PROTO PORTS FROM DEV LEFT PACKETS BYTES COMMENT
tcp 22 - - - 0 0 -
udp 6000-6010 - eth0 2h 0 0 a "b" \c
sctp 80 10.0.0.0/8 - - 0 0 -
sctp 80 2001:db8::/32 - - 0 0 -
sctp 443 10.0.0.0/8 - - 0 0 -
sctp 443 2001:db8::/32 - - 0 0 -
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
expect 0 'ping     off
reject4  rfc
reject6  admin
dhcp     on
forward  drop' get

for words in "" "port list" "proto list" "trust list" get stats \
	     "test tcp ::1 to 22"; do
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
	     "test tcp ::1 to 22"; do
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
exit $failed
