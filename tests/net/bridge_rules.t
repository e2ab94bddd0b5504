#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Rules of a bridge for the state of connections: of a bridge's packets, by a device on top
# of it too, none goes direct, so that such rules know them.
# On the stock kernel too: User-Mode Linux has no rules of bridges, but always br_netfilter.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

modprobe -r br_netfilter 2>/dev/null
host fw left
ip -n fw link add br0 type bridge mcast_snooping 0
ip -n fw link set br0 up
cable fw left left eth0
ip -n fw link set left master br0
ip -n fw link add link br0 name br0.7 type vlan id 7
ip -n left link add link eth0 name eth0.7 type vlan id 7
ip -n fw link set br0.7 up
ip -n left link set eth0.7 up
ip -n fw link add link br0 name iv0 type ipvlan mode l2
ip -n fw link set iv0 up
nets=(3 7 9)
if ip -n fw link add link br0.7 name mv0 type macvlan mode private 2>/dev/null; then
	set_sysctl fw net.ipv4.conf.all.arp_ignore=1	# its address is its alone
	ip -n fw link set mv0 up
	address fw mv0 10.0.11.1/24 fd00:11::1/64
	address left eth0.7 10.0.11.2/24 fd00:11::2/64
	nets+=(11)
fi
address fw br0 10.0.3.1/24 fd00:3::1/64
address fw br0.7 10.0.7.1/24 fd00:7::1/64
address fw iv0 10.0.9.1/24 fd00:9::1/64
address left eth0 10.0.3.2/24 10.0.9.2/24 fd00:3::2/64 fd00:9::2/64
address left eth0.7 10.0.7.2/24 fd00:7::2/64
fw enable
fw port add tcp 22
start_talk

known() { on fw conntrack -L -p tcp --state ESTABLISHED 2>/dev/null | grep -c ' dport=22 '; }
each_way() { # NETWORK: of a connection each way, over both families: whether it lives, and is known
	local way made
	for way in "left fw 10.0.$1.1" "left fw fd00:$1::1" "fw left 10.0.$1.2" "fw left fd00:$1::2"; do
		# shellcheck disable=SC2086
		made=$(talk pair way tcp $way 22)
		[ "$made" = open ] || { echo "$made"; continue; }
		echo "$made $(talk speak way c) $(known)"
		talk close way >/dev/null
	done | uniq -c | xargs
}
for net in "${nets[@]}"; do
	wait_for on left ping -c 1 -W 1 "10.0.$net.1"
	wait_for on left ping -c 1 -W 1 "fd00:$net::1"
	is "network $net" "$(each_way "$net")" "4 open heard 1"
done

rules() {
	on fw nft -f - <<-'X' 2>/dev/null
		table bridge f {
			chain o {
				type filter hook output priority 0; policy drop;
				meta protocol arp accept
				meta l4proto ipv6-icmp accept
				ct state established,related accept
				ct state new tcp dport 22 accept
			}
		}
	X
}
if rules; then
	for net in "${nets[@]}"; do
		is "with rules of the bridge, network $net" "$(each_way "$net")" "4 open heard 1"
	done
else
	skip "with rules of the bridge" "this kernel has none"
fi
done_testing
