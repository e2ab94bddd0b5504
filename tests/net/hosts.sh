# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Hosts that are network namespaces. Sourced by the tests and by the demo.
#
# Two are the usual case; `on` runs a command in one of them:
#   two_hosts            attacker and server, joined by a cable:
#                        attacker eth0 192.0.2.2 2001:db8:1::2
#                        server   eth0 192.0.2.1 2001:db8:1::1
#   three_hosts          attacker -- gateway -- server, forwarding on:
#                        attacker eth0 192.0.2.2     2001:db8:1::2
#                        gateway  eth0 192.0.2.1     2001:db8:1::1
#                        gateway  eth1 198.51.100.1  2001:db8:2::1
#                        server   eth0 198.51.100.2  2001:db8:2::2
#   host NAME...         namespaces of your own, with lo up
#   cable HOST DEV HOST DEV
#   address HOST DEV ADDR/LEN...   usable when it returns: no duplicate detection;
#                        those of IPv6 are passed over where there is none
#   has_ipv6             this kernel has IPv6, and it was not switched off at boot
#   on HOST COMMAND...
#   listening HOST tcp|udp|sctp PORT [4|6]   over that version of IP
#   wait_for [SECONDS] COMMAND...  tries until it succeeds, 30 s long; slow
#                                  machines get more; 1 when it never does

# few N: how often a test does the same again. All of N, or with SFW_FEW=1, which `make
# check` sets, a fifth: `make check-full` has the whole.
few() {
	echo $(($1 / (${SFW_FEW:-0} == 1 ? 5 : 1)))
}

wait_for() {
	local limit=30 start=$SECONDS
	case $1 in
	*[!0-9]*) ;;
	*) limit=$1; shift ;;
	esac
	limit=$((limit * ${SFW_SLOW:-1}))
	until "$@" >/dev/null 2>&1; do
		[ $((SECONDS - start)) -lt "$limit" ] || return 1
		sleep 0.1
	done
}

on() {
	local name=$1
	shift
	ip netns exec "$name" "$@"
}

host() {
	local name
	for name; do
		ip netns add "$name"
		ip -n "$name" link set lo up
	done
}

cable() {
	ip -n "$1" link add "$2" type veth peer name "$4" netns "$3"
	ip -n "$1" link set "$2" up
	ip -n "$3" link set "$4" up
}

has_ipv6() {
	[ -e /proc/net/if_inet6 ]
}

# The kernel makes an address of IPv6 local in a work that runs later; where the device is
# down, not before it is up.
is_usable() { # HOST DEV ADDR
	[ -z "$(ip -n "$1" link show dev "$2" up)" ] ||
		[ -n "$(ip -n "$1" -6 route show table all type local "$3")" ]
}

address_six() { # HOST DEV ADDR/LEN
	ip -n "$1" addr add "$3" dev "$2" nodad && wait_for is_usable "$1" "$2" "${3%/*}"
}

address() {
	local name=$1 dev=$2 addr
	shift 2
	for addr; do
		case $addr in
		*:*) ! has_ipv6 || address_six "$name" "$dev" "$addr" ;;
		*) ip -n "$name" addr add "$addr" dev "$dev" ;;
		esac
	done
}

two_hosts() {
	host attacker server
	cable attacker eth0 server eth0
	address attacker eth0 192.0.2.2/24 2001:db8:1::2/64
	address server eth0 192.0.2.1/24 2001:db8:1::1/64
}

three_hosts() {
	host attacker gateway server
	cable attacker eth0 gateway eth0
	cable gateway eth1 server eth0
	address attacker eth0 192.0.2.2/24 2001:db8:1::2/64
	address gateway eth0 192.0.2.1/24 2001:db8:1::1/64
	address gateway eth1 198.51.100.1/24 2001:db8:2::1/64
	address server eth0 198.51.100.2/24 2001:db8:2::2/64
	ip -n attacker route add default via 192.0.2.1
	ip -n attacker -6 route add default via 2001:db8:1::1
	ip -n server route add default via 198.51.100.1
	ip -n server -6 route add default via 2001:db8:2::1
	on gateway sysctl -q net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
}

listening() {
	local flag
	case $2 in tcp) flag=-tln ;; udp) flag=-uln ;; sctp) flag=-Sln ;; esac
	[ -n "$(on "$1" ss -H $flag ${4:+"-$4"} "sport = :$3")" ]
}
