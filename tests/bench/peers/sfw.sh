# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# sfw, as it is when a policy says no more than the row wants. To find out the cost of
# something, SFW_BENCH_POLICY adds lines.

early=''

reject() {
	[ "$answer" = drop ] && echo drop || echo rfc
}

policy() {
	echo "set reject4 $(reject)"
	[ -z "$scan" ] || printf 'set %s\n' "scan tcp,udp" "scan-window $scan_seconds"
	[ -z "$early" ] || echo "set early $early"
	ports | sed 's/^/port add tcp /'
	ports | sed 's/^/port add udp /'
	[ -z "$gateway" ] || echo "lan add dev lan0"
	case $gateway in nat | offload) echo "masquerade add 192.168.1.0/24 out wan0" ;; esac
	[ "$gateway" != offload ] || echo "set offload on"
	echo "${SFW_BENCH_POLICY:-}"
}

has_part() {
	[ -z "$early" ] || sfwctl get early >/dev/null 2>&1
}

firewall() {
	policy | sfwctl -f restore - && sfwctl -f enable
}

listed() {
	wc -l </proc/net/sfw/recent/tcp-portscan
}

prepare_blocks() { # FILE
	cat "$1"
}

load_blocks() {
	sfwctl block sync "$1"
}
