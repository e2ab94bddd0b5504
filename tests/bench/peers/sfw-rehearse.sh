# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# sfw, while it rehearses a policy with no port open: the cost of a rehearsal, and in rows
# with open ports that of a difference too. Not among those that are measured by default.

. "$here/peers/sfw.sh"

firewall() {
	policy | sfwctl -f restore - && sfwctl -f enable &&
		policy | grep -v '^port add' | sfwctl rehearse - >/dev/null
}
