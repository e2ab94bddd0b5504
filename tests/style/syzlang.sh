#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# tests/fuzz/sfw.txt, syzkaller's description, agrees with the header.
. "$(dirname "$0")/tap.sh"

stale() {
	tests/fuzz/syzlang.py | diff tests/fuzz/sfw.txt -
}

complaints "syzlang: tests/fuzz/sfw.txt is made of the header as it is" stale
plan
