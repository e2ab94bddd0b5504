#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A receiver of multicast behind a switch that snoops and asks: Linux's bridge. It goes on
# receiving when those that do not answer are forgotten, under each policy that is shipped.
# On the stock kernel too: User-Mode Linux's bridges know neither snooping nor queries.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

host switch fw deaf sender
ip -n switch link add br0 type bridge mcast_snooping 1
if ! on switch test -e /sys/class/net/br0/bridge/multicast_querier; then
	skip "multicast behind a querier" "this kernel's bridges know no querier"
	done_testing
	exit 0
fi

ip -n switch link set br0 up
number=0
for name in fw deaf sender; do
	number=$((number + 1))
	cable switch "to_$name" "$name" eth0
	ip -n switch link set "to_$name" master br0
	set_sysctl "$name" net.ipv6.conf.eth0.accept_dad=0
	address "$name" eth0 "10.0.0.$number/24" "fd00::$number/64"
done
address switch br0 10.0.0.9/24 fd00::9/64
groups="239.1.2.3 ff15::77"

# Hundredths of a second. MLD asks from the bridge's address of the link.
ip -n switch link set br0 type bridge mcast_query_interval 200 mcast_query_response_interval 100 \
	mcast_startup_query_interval 100 mcast_membership_interval 500 mcast_querier_interval 500 \
	mcast_igmp_version 3 mcast_mld_version 2
has_link_address() { [ -n "$(ip -n "$1" -6 addr show dev "$2" scope link -tentative)" ]; }
for name in fw deaf sender; do wait_for has_link_address $name eth0; done
ok "all have an address of the link" wait_for has_link_address switch br0

# It receives what is sent, and never answers a query.
on deaf nft -f - <<-N
	table inet deaf {
		chain in { type filter hook input priority 0; ip protocol igmp drop; icmpv6 type 130 drop; }
	}
N

receives() { # HOST; its programs in $receivers
	: >"$tmp/$1.4"
	: >"$tmp/$1.6"
	spawn "$1" socat -u UDP4-RECV:5000,ip-add-membership=239.1.2.3:eth0 "OPEN:$tmp/$1.4,append"
	receivers=$spawned
	spawn "$1" socat -u 'UDP6-RECV:5000,ipv6only,ipv6-join-group=[ff15::77]:eth0' "OPEN:$tmp/$1.6,append"
	receivers="$receivers $spawned"
	for group in $groups; do
		wait_for is_member "$1" "$group" || not_ok "$1 has joined $group" "$(on switch bridge mdb show)"
	done
}
is_member() { on switch bridge mdb show dev br0 | grep "port to_$1 " | grep -q " $2 "; }
is_forgotten() { ! is_member "$1" "$2"; }
arrives() { # HOST TEXT
	echo "$2" | on sender socat -u - UDP4-DATAGRAM:239.1.2.3:5000
	echo "$2" | on sender socat -u - 'UDP6-DATAGRAM:[ff15::77]:5000'
	grep -q "$2" "$tmp/$1.4" && grep -q "$2" "$tmp/$1.6"
}

goes_on() { # TEXT
	receives deaf
	ok "$1: who does not answer receives at first" wait_for arrives deaf first
	for group in $groups; do
		ok "$1: who does not answer is forgotten, $group" wait_for 60 is_forgotten deaf "$group"
		ok "$1: and this host is not, $group" wait_for is_member fw "$group"
	done
	ok "$1: it receives" wait_for arrives fw "$1"
	is "$1: and the other does not" "$(grep -hv '^first$' "$tmp/deaf.4" "$tmp/deaf.6")" ""
	# shellcheck disable=SC2086
	kill $receivers
}

ip -n sender route add 224.0.0.0/4 dev eth0
ip -n switch link set br0 type bridge mcast_querier 1
receives fw
for policy in desktop server containers; do
	fw restore "$net_dir/../../ctl/examples/$policy.conf"
	fw port add udp 5000
	goes_on "$policy.conf"
done
fw set rpfilter strict
goes_on "rpfilter strict, a querier without an address"
ip -n switch link set br0 type bridge mcast_query_use_ifaddr 1
goes_on "rpfilter strict, a querier with one"
done_testing
