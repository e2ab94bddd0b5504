# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the tests of rehearsals share, sourced after world.sh.
#
#   found                the differences without their times, blanks made one
#   rehearsed            a policy from standard input is rehearsed in "fw"

found() {
	fw rehearse list | awk '/^(accept|refuse) / { $9 = $10 = ""; print }' | sed 's/  */ /g; s/ $//'
}

rehearsed() {
	fw rehearse - >/dev/null
}
