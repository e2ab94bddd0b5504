#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The arrows between the rooms of ctl and of kmod, by includes and by symbols; no knots.
. "$(dirname "$0")/tap.sh"
. tests/vm/lib.sh

need_packages gcc make pkg-config binutils python3 libmnl-dev libncurses-dev libexpat1-dev >&2
out=$sfw_cache/style-ctl/$(cksum <<<"$PWD" | cut -d" " -f1)	# each tree its own

# tests/ctl judges the code itself; here only calls count.
objects() {
	make -s -j"$(nproc)" -C ctl O="$out" CFLAGS="-O0 -w"
}

rooms() { # TREE OBJECTS
	complaints "rooms: $1's includes follow the arrows" tests/style/rooms.py "$1" includes
	complaints "rooms: $1's symbols follow the arrows" tests/style/rooms.py "$1" symbols "$2"
	complaints "rooms: no more than two files of $1 need each other" tests/style/rooms.py "$1" knots "$2"
}

complaints "rooms: ctl builds" objects
rooms ctl "$out"
built=$(tests/vm/build-module.sh --kernel uml 2>/dev/null) || built=''
complaints "rooms: kmod builds" test -n "$built"
rooms kmod "${built%/*}/kmod"
plan
