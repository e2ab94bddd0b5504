# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The limit: bare conntrack, and hooks that look at nothing (inject/hook.c). A
# gateway has the rule that masquerades on top, which live flows do not meet.

has_part() {
	[ -n "$empty" ]
}

firewall() {
	blocks=''
	echo "hook ${empty//,/ }" >/proc/sfw_bench
	[ "$gateway" != nat ] ||
		iptables-legacy -t nat -A POSTROUTING -s 192.168.1.0/24 -o wan0 -j MASQUERADE
}
