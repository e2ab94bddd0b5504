#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Output and exit status of sfwctl without the module.
# Usage: cli_test.sh SFWCTL
set -u

sfwctl=$1
. "$(dirname "$0")/tap.sh"

# expect STATUS STREAM TEXT WORDS...: TEXT is the first line of the stream.
expect() {
	want=$1 stream=$2 text=$3
	shift 3
	if [ "$stream" = err ]; then
		got=$("$sfwctl" "$@" 2>&1 >/dev/null)
	else
		got=$("$sfwctl" "$@" 2>/dev/null)
	fi
	status=$?
	first=$(printf '%s\n' "$got" | head -n 1)
	if [ $status -ne "$want" ] || [ "$first" != "$text" ]; then
		echo "# want $want '$text'"
		echo "# got  $status '$first'"
		false
	fi
	verdict "sfwctl $*"
}

expect 2 err 'sfwctl: port add: 70000 is not a port: 1 to 65535' \
	port add tcp 70000
expect 2 err 'sfwctl: port add: 22-20 is not a range: the lower port comes first: 20-22' \
	port add tcp 22-20
expect 2 err "sfwctl: port add: icmp has no ports: use 'set ping on|off' or 'proto add icmp'" \
	port add icmp 1
expect 2 err 'sfwctl: trust add: 10.0.0.1/8 has host bits set: did you mean 10.0.0.0/8?' \
	trust add from 10.0.0.1/8
expect 2 err 'sfwctl: prot was not understood: did you mean proto?' prot
expect 2 err 'sfwctl: port: a verb is missing' port
expect 2 err 'sfwctl: port list: x was not understood: nothing more is expected' \
	port list x
expect 2 err 'sfwctl: port list: -j was not understood: options come before the object' \
	port list -j
expect 2 err 'sfwctl: set: ping takes off|on, not maybe' set ping maybe
expect 2 err 'sfwctl: set: scan-window takes 1s..1d, not 2d' \
	set scan-window 2d
expect 2 err 'sfwctl: set: ping takes off|on, not onn: did you mean on?' \
	set ping onn
expect 2 err 'sfwctl: set: rpfilter takes off|strict|loose, not lose: did you mean loose?' \
	set rpfilter lose
expect 2 err 'sfwctl: port: delete was not understood: did you mean del?' \
	port delete tcp 22
expect 2 err 'sfwctl: port: show was not understood; type: sfwctl port list' \
	port show
expect 2 err 'sfwctl: port: show was not understood; type: sfwctl port list' \
	port show 22
expect 2 err 'sfwctl: list: rm was not understood; type: sfwctl list del x ::1' \
	list rm x ::1
expect 2 err 'sfwctl: group: create was not understood; type: sfwctl group new x' \
	group create x
expect 2 err 'sfwctl: guard: create was not understood; type: sfwctl guard add x live 3' \
	guard create x live 3
expect 2 err 'sfwctl: stop was not understood; type: sfwctl disable' stop now
expect 2 err 'sfwctl: version was not understood; type: sfwctl --version' version
expect 2 err 'sfwctl: port: hepl was not understood: expected add del list' port hepl
expect 2 err 'sfwctl: port add: tpc is not a protocol with ports: tcp, udp or sctp: did you mean tcp?' \
	port add tpc 22
expect 2 err 'sfwctl: port add: htpp is not a port: 1 to 65535, or a known tcp service: did you mean http?' \
	port add tcp htpp
expect 2 err 'sfwctl: proto add: osfp is not a protocol: a name such as gre, or 0 to 255: did you mean ospf?' \
	proto add osfp
expect 2 err 'sfwctl: guard add: regect was not understood: did you mean reject?' \
	guard add x 3/10s 'then' regect
expect 2 err 'sfwctl: test: estabished was not understood: did you mean established?' \
	test tcp ::1 to 22 state estabished
expect 2 err 'sfwctl: port add: fro was not understood: did you mean from?' \
	port add tcp 22 fro
expect 2 err 'sfwctl: --jsn is not an option: did you mean --json?' --jsn status
expect 2 err 'sfwctl: guard add: 0/10s is not a window: 1 to 64 hits' \
	guard add x 0/10s
expect 2 err 'sfwctl: knock add: tcp/1 stands twice in a row, which looks like a retransmission' \
	knock add x tcp/1,tcp/1
expect 2 err 'sfwctl: list: x was not understood: expected add del flush save restore show' \
	list x
expect 2 err 'sfwctl: list show: NAME is missing' list show
expect 2 err 'sfwctl: why: ADDR is missing' why
expect 2 err 'sfwctl: why: 10.0.0.0/8 is not an IPv4 or IPv6 address' why 10.0.0.0/8
expect 2 err 'sfwctl: why: ::2 was not understood: nothing more is expected' why ::1 ::2
expect 2 err 'sfwctl: list show: a/b is not a name: letters, digits, - _ and ., not . first' \
	list show a/b
expect 2 err 'sfwctl: block sync: FILE is missing' block sync
expect 1 err 'sfwctl: /nowhere: No such file or directory' import /nowhere
expect 1 err 'sfwctl: /dev/null: this is nothing that iptables-save has written' \
	import /dev/null
# With -j a policy is JSON: the empty output of a program that failed is none.
for json in "-j restore" "restore -j" "restore --json"; do
	# shellcheck disable=SC2086
	expect 2 err 'sfwctl: /dev/null:1:1: no document of JSON begins here: { is missing' \
		$json /dev/null
done
for content in '' 'port add tcp 22' '[]'; do
	echo "$content" | "$sfwctl" restore -j - 2>/dev/null
	[ $? -eq 2 ]
	verdict "sfwctl restore -j - of '$content'"
done
expect 2 err 'sfwctl: block sync: b was not understood: nothing more is expected' \
	block sync a b
expect 2 err 'sfwctl: block: syn was not understood: did you mean sync?' \
	block syn

# The file of "block sync" is read before the kernel is asked.
tmp=$(mktemp -d)
feed=$tmp/feed
# feed_error NUMBER TEXT LINE...
feed_error() {
	text="sfwctl: $feed:$1: $2"
	shift 2
	printf '%b\n' "$@" >"$feed"
	expect 1 err "$text" block sync "$feed"
}

feed_error 2 '10.0.0.1/8 has host bits set: did you mean 10.0.0.0/8?' \
	'# a feed' 10.0.0.1/8 ::1
feed_error 4 '192.0.2.1 stands in line 1 already' \
	192.0.2.1 '' ::1 '192.0.2.1/32 for 1h'
feed_error 1 'for is given twice' '::1 for 1h for'
feed_error 3 'a quote is not closed' ::1 ::2 '::3 comment "x'
feed_error 1:4 'the line has a zero byte' '::1\0000'
expect 1 err "sfwctl: $tmp/none: No such file or directory" \
	block sync "$tmp/none"
expect 1 err "sfwctl: $tmp: Is a directory" block sync "$tmp"
got=$(echo x | "$sfwctl" block sync - 2>&1)
[ $? -eq 1 ] &&
	[ "$got" = 'sfwctl: standard input:1: x is not an IPv4 or IPv6 prefix' ]
verdict "sfwctl block sync -"
rm -rf "$tmp"

expect 2 err 'sfwctl: get: pin was not understood: did you mean ping?' get pin
expect 2 err 'sfwctl: test: SRC is missing' test tcp
expect 2 err "sfwctl: top: it needs a terminal: 'stats' and 'list' tell the same once" \
	top
expect 2 err 'sfwctl: stats: x was not understood: expected --prometheus' \
	stats x
expect 2 err 'sfwctl: stats: --promethus was not understood: did you mean --prometheus?' \
	stats --promethus
expect 2 err 'sfwctl: stats: --prometheus is no JSON: leave out -j' \
	-j stats --prometheus
expect 2 err 'sfwctl: import: it prints a policy with remarks, no JSON: leave out -j' \
	-j import /dev/null
expect 2 err 'sfwctl: status: x was not understood: nothing more is expected' \
	status x
expect 2 err 'sfwctl: -x is not an option' -x
expect 2 err 'sfwctl: -x is not an option' -jx port list
expect 2 err 'sfwctl: -V is not an option' --json -V
expect 2 err 'sfwctl: --version=1 is not an option: did you mean --version?' \
	--version=1
expect 2 err 'sfwctl: --nosuch is not an option' --nosuch
expect 2 err 'sfwctl: --json=1 is not an option: did you mean --json?' \
	--json=1
expect 2 err 'sfwctl: foo was not understood: expected enable disable flush port proto trust exempt guard knock block group list lan masquerade forward set save restore batch apply rehearse edit confirm rollback undo status get diff check stats top test why refused events doctor import' \
	-f help foo

usage='usage: sfwctl [-j|--json] [-n|--dry-run] [-f|--force] [-q] [-F|--file FILE] OBJECT [VERB] [ARGS]'
expect 0 out "$usage" -h
expect 0 out "$usage" --help
expect 0 out "$usage" help
expect 0 out 'usage: sfwctl set KEY VALUE' set -h
expect 0 out 'usage: sfwctl port list' port list --help
expect 0 out 'usage: sfwctl port list' help port list
expect 0 out 'usage: sfwctl enable' enable -h
expect 0 out "$("$sfwctl" port -h | head -n 1)" port help
expect 0 out "$("$sfwctl" list -h | head -n 1)" list help
expect 2 err 'sfwctl: why: help is not an IPv4 or IPv6 address' why help
expect 1 err 'sfwctl: help: No such file or directory' rehearse help
expect 0 out 'usage: sfwctl lan add dev IFACE[,IFACE...] [out IFACE[,IFACE...]]' lan add dev lo -h
expect 0 out 'usage: sfwctl set KEY VALUE' set ping --help
expect 0 out 'usage: sfwctl why ADDR' why ::1 -h
expect 0 out 'usage: sfwctl set KEY VALUE' -q set -h

# The word that was meant is named, and the usage of that object follows.
[ "$("$sfwctl" port ad tcp 22 2>&1 | sed -n 2p | tr -s ' ')" = \
	"$("$sfwctl" port -h | sed -n 1p | tr -s ' ')" ]
verdict "a wrong verb: the usage of the object follows"

# Every command has a usage that begins with it.
"$sfwctl" help | sed -n 's/^  \([a-z][a-z]*\)  *\(add\|del\|list\|show\|flush\|sync\|new\|\)  *.*/\1 \2/p' |
while read -r object verb; do
	"$sfwctl" "$object" ${verb:+"$verb"} -h |
	grep -q "^usage: sfwctl $object${verb:+ $verb}" || exit 1
done
verdict "every command has a usage"

[ "$("$sfwctl" help | grep -c '^  [a-z]')" -eq 72 ]
verdict "help lists all commands"

root=$(dirname "$0")/../..
if [ -e /sys/module/sfw ]; then
	echo "# the module is loaded: what is said without it is not tested"
else
	export VISUAL=false	# of "edit", which must not come so far
	missing='sfwctl: the kernel module sfw is not loaded: modprobe sfw'
	for words in "" status enable "port list" "port add tcp 22" get stats \
		     "test tcp ::1 to 22" "-j port list" "-n -f flush" list \
		     "list show x" "list add x ::1" "block sync /dev/null" \
		     "guard list" events "-j events reason scan" edit; do
		# shellcheck disable=SC2086
		expect 3 err "$missing" $words
	done
	version=$(sed -n 's/.*SFW_VERSION[^"]*"\(.*\)"/\1/p' \
		"$root/include/uapi/linux/sfw.h")
	expect 0 out "sfwctl $version, module not loaded" --version
fi

# A file that may not be read is a lack of permission, whichever command wants it.
if [ "$(id -u)" = 0 ] && [ -n "$(command -v setpriv)" ]; then
	shut=$(mktemp)
	for words in check diff restore rehearse "block sync" "list restore" import; do
		# shellcheck disable=SC2086
		got=$(setpriv --reuid 65534 --regid 65534 --clear-groups "$sfwctl" \
			$words "$shut" 2>&1)
		[ $? -eq 3 ] && [ "$got" = "sfwctl: $shut: Permission denied" ]
		verdict "not permitted: sfwctl $words"
	done
	rm -f "$shut"
fi

if [ -c /dev/full ]; then
	got=$("$sfwctl" help 2>&1 >/dev/full)
	[ $? -eq 1 ] && [ "$got" = \
		'sfwctl: cannot write: No space left on device' ]
	verdict "sfwctl help >/dev/full"
	"$sfwctl" -F /dev/null save - 2>&1 >/dev/full |
		grep -qx 'sfwctl: standard output: No space left on device'
	verdict "sfwctl save - >/dev/full"
fi

exit "$failed"
