#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# conntrack 1.4.9 (also seen with 1.4.8): the "save" format leaves out the mark of a
# connection, and loading it back sets the mark to 0.
#
# Expected: conntrack(8) copies the entries of one zone to another by `-L -o save` and
# `--load-file -`. State, status, timeout, addresses of NAT and the zone come along; so would
# the mark, for which the command line of an entry has `-m`.
#
# Cause: the writer of that format knows no mark, nor a label. Where marks choose a routing
# table, a queue or a tunnel, connections that were saved and loaded take another way from
# then on, and no line says so.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch sid conntrack=1:1.4.9-1 libnetfilter-conntrack3 libnfnetlink0 libmnl0 libc6
real conntrack -V

mark_of() {
	real conntrack -L 2>/dev/null | grep -o 'mark=[0-9]*'
}

real conntrack -I -s 192.0.2.1 -d 192.0.2.2 -p tcp --sport 1024 --dport 22 --state ESTABLISHED \
	-u SEEN_REPLY,ASSURED -t 600 -m 5 >/dev/null 2>&1
saw 'before' mark=5 "$(mark_of)"
real conntrack -L -o save >"$work/saved" 2>/dev/null
saw 'the saved line names a mark' 0 "$(grep -cE -- ' (-m|--mark) ' "$work/saved" || :)"
real conntrack -F 2>/dev/null
real conntrack --load-file "$work/saved" >/dev/null 2>&1
saw 'loaded' mark=0 "$(mark_of)"
saw 'all else' 'ESTABLISHED ASSURED' "$(real conntrack -L 2>/dev/null | grep -oE 'ESTABLISHED|ASSURED' | paste -sd' ')"
finish
