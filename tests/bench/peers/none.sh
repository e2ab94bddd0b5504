# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# No firewall, no connection tracking.

has_part() {
	[ "$empty,$scan$blocks" = accept,accept,accept, ] && [ "$gateway" != nat ]
}

firewall() {
	:
}
