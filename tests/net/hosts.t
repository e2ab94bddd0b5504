#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# `address` of hosts.sh returns when packets to the address are this host's, however late
# the kernel is, and does not wait for what cannot come.
. "$(dirname "$0")/lib.sh"

if ! has_ipv6; then
	skip "addresses of IPv6" "a kernel without IPv6"
	done_testing
	exit 0
fi

host one other
cable one eth0 other eth0
address other eth0 2001:db8::2/64

# The kernel's work, later than it ever is.
ip() {
	case "$*" in
	*'addr add'*) { sleep 2 && command ip "$@"; } & ;;
	*) command ip "$@" ;;
	esac
}
address one eth0 2001:db8::1/64
unset -f ip
like "it is local" "$(ip -n one -6 route show table local)" '^local 2001:db8::1 '
ok "and answers" on other ping -c 1 -W 5 2001:db8::1

ip -n one link set eth0 down
ok "nothing is waited for in vain where the device is down" address one eth0 2001:db8::9/64
like "the address is there" "$(ip -n one addr show dev eth0)" '2001:db8::9/64'
done_testing
