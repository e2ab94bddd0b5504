#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Wrong words about guards, knocks, blocks, exemptions, lists and their
# settings: the documented exit status, a clear line, nothing changed.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

everything() {
	policy
	fw -j guard list
	fw -j knock list
	fw -j exempt list
	fw -j block list
	fw -j list | sed 's/"last":[0-9]*//g'
}

host fw
fw enable
fw guard add ssh 3/10s 4/30m rttl
fw knock add door tcp/7000,udp/8000
fw port add tcp 22 guard ssh
fw port add tcp 23 knock door
fw block add 192.0.2.0/24 comment bad
fw exempt add 198.51.100.0/24
fw list add ssh 203.0.113.1
before=$(everything)

# STATUS TEXT_REGEX WORDS...
refused() {
	local status=0 first='' words
	fw "${@:3}" >"$tmp/out" 2>"$tmp/err" || status=$?
	read -r first <"$tmp/err"
	[[ $first =~ ^sfwctl:\ .*$2 ]] && first=clear
	[ ! -s "$tmp/out" ] || first="$first, and something on stdout"
	printf -v words '%q ' "${@:3}"
	is "refused with $1: sfwctl ${words:0:70}" "$status $first" "$1 clear"
}

long=$(printf 'n%.0s' {1..100})
windows=$(printf '%d/1m ' {1..60} {1..60} {1..60} {1..60} {1..16})

refused 2 '0' guard add g 0/10s
refused 2 '' guard add g 3/0
refused 2 '' guard add g 3
refused 2 '' guard add g 3/x
refused 2 '' guard add g -1/10s
refused 2 '65' guard add g 65/10s
refused 2 '' guard add g
refused 2 '' guard add g 3/99999999999d
# shellcheck disable=SC2086
refused 2 '8' guard add g $windows
refused 2 '' guard add g 3/10s mask4 33
refused 2 '' guard add g 3/10s mask6 129
refused 2 '' guard add g 3/10s mask4 0
refused 2 '' guard add g 3/10s 'then' explode
refused 2 '' guard add g 3/10s 'then' block x
refused 2 '' guard add "$long" 3/10s
refused 2 '' guard add a/b 3/10s
refused 2 '' guard add '' 3/10s
refused 2 '' guard add .. 3/10s
refused 2 '' guard add . 3/10s
refused 2 '' guard add 'a b' 3/10s
refused 2 '' guard add $'a\nb' 3/10s
refused 1 'ssh' guard add ssh 5/1m
refused 1 'door' guard add door 5/1m
refused 1 'tcp-portscan' guard add tcp-portscan 5/1m
refused 1 'nope' guard del nope
refused 1 'ssh' guard del ssh
refused 1 'nope' port add tcp 80 guard nope
refused 1 'nope' port add tcp 80 knock nope

refused 2 '7000' knock add k tcp/7000,tcp/7000
refused 2 '7000' knock add k udp/1,tcp/7000,tcp/7000,udp/1
refused 2 '' knock add k tcp/0
refused 2 '' knock add k tcp/70000
refused 2 '' knock add k icmp/1
refused 2 '' knock add k 7000
refused 2 '' knock add k tcp/7000,
refused 2 '' knock add k
refused 2 '16' knock add k "$(printf 'tcp/%d,' {1..16})tcp/17"
refused 2 '' knock add k tcp/7000 within 0
refused 2 '' knock add k tcp/7000 open never
refused 2 '' knock add "$long" tcp/7000
refused 2 '' knock add a/b tcp/7000
refused 1 'door' knock add door tcp/7000
refused 1 'ssh' knock add ssh tcp/7000
refused 1 'door' knock del door
refused 1 'nope' knock del nope

for object in block exempt; do
	refused 2 '10.0.0.1/8 has host bits.*10.0.0.0/8' $object add 10.0.0.1/8
	refused 2 'fd00::1/64 has host bits.*fd00::/64' $object add fd00::1/64
	refused 2 '' $object add 10.0.0.0/33
	refused 2 '' $object add rubbish
	refused 2 '' $object add
	refused 1 '203.0.113.0/24' $object del 203.0.113.0/24
done
refused 1 '192.0.2.0/24' block add 192.0.2.0/24
refused 1 '192.0.2.0/24' block add 198.18.0.0/15,192.0.2.0/24
refused 1 '198.51.100.0/24' exempt add 198.51.100.0/24
refused 2 '' block add 10.0.0.0/8 for 0
refused 2 '' block add 10.0.0.0/8 for ever
refused 2 '' block add 10.0.0.0/8 comment "$long"
refused 1 'no/such/file' block sync no/such/file
refused 2 '' block sync

refused 2 '' list add ssh rubbish
refused 2 '' list add ssh 10.0.0.0/8
refused 2 '' list add "$long" 10.0.0.1
refused 1 'nope' list add nope 10.0.0.1
refused 1 'nope' list show nope
refused 1 'nope' list flush nope
refused 1 '203.0.113.1' list add ssh 203.0.113.1
refused 1 '203.0.113.2' list del ssh 203.0.113.2
refused 2 '' set scan perhaps
refused 2 '' set scan-window 0
refused 2 '17' set scan-ports 17
refused 2 '' set scan-ports 0
refused 2 '' set rpfilter maybe
refused 2 '' flush list

if on fw bash -c 'echo garbage >/proc/net/sfw/recent/ssh' 2>/dev/null; then not_ok "/proc refuses garbage"; else pass "/proc refuses garbage"; fi
is "nothing has changed" "$(everything)" "$before"

# Full tables.
for i in $(seq 63); do echo "g$i"; done | while read -r name; do fw guard add "$name" 1/1s || echo bad; done >"$tmp/full"
is "64 guards fit" "$(cat "$tmp/full")" ""
before=$(everything)
refused 1 '64' guard add onemore 1/1s
is "a full table changes nothing" "$(everything)" "$before"
done_testing
