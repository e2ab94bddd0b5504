#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# "sfwctl test" tells what the wire does: any packets under any policies, to this host
# and through it, both families (lib/test_wire.py); and the places where the two could
# part: forwards to own addresses, ports of a bridge or VRF, own packets.
# In check-full: thousands of packets.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/lib/results.sh"

wire fw peer
host inner
cable fw eth1 inner eth0
for ns in fw inner; do
	set_sysctl $ns net.ipv6.conf.all.accept_ra=0 net.ipv6.conf.default.accept_ra=0 net.ipv6.conf.eth1.accept_ra=0 \
		net.ipv6.conf.eth0.accept_ra=0 net.ipv6.conf.eth1.accept_dad=0 net.ipv6.conf.eth0.accept_dad=0 \
		net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.eth1.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0
done
ip -n fw link set eth1 down
ip -n fw link set eth1 address 02:00:00:00:01:01 up
ip -n inner link set eth0 down
ip -n inner link set eth0 address 02:00:00:00:01:02 up
address fw eth1 172.17.0.1/24 fd01::1/64
address inner eth0 172.17.0.2/24 fd01::2/64
neighbour() { # DEV MAC ADDRESS...
	local dev=$1 mac=$2 addr
	shift 2
	for addr; do ip -n fw neigh replace "$addr" lladdr "$mac" dev "$dev" nud permanent; done
}
neighbour eth0 02:00:00:00:00:02 10.0.0.{2,3,5,9} fd00::{2,3,5,9} fe80::ff:fe00:2
# Each that a packet may be led to: of one that does not answer the kernel says so, late.
neighbour eth1 02:00:00:00:01:02 172.17.0.{2,3,5,9,77} fd01::{2,3,5,9,77} fe80::ff:fe00:102
ip -n fw route add default via 10.0.0.2
ip -n fw -6 route add default via fd00::2
set_sysctl fw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 net.ipv4.conf.all.send_redirects=0 \
	net.ipv4.conf.eth0.send_redirects=0 net.ipv4.conf.eth1.send_redirects=0
silent_peer peer
silent_peer inner
sysctl -qew net.netfilter.nf_conntrack_max=1048576 net.netfilter.nf_conntrack_buckets=262144

results_of "$python" "$net_dir/lib/test_wire.py" ${SFW_VERBOSE:+all}
results_of "$python" "$net_dir/lib/meaning_wire.py"

# A verdict of "test", and of the wire: the reason that a command makes the kernel count.
agree() { # TEXT REASON "WORDS OF test" COMMAND...
	local before
	# shellcheck disable=SC2086	# several words
	is "$1: test" "$(fw test $3 | awk '$1 == "reason" { print $2 }')" "$2"
	before=$(packets "$2")
	"${@:4}" >/dev/null 2>&1
	ok "$1: the wire" test "$(packets "$2")" -gt "$before"
}
knock_at() { # HOST ADDRESS PORT
	on "$1" timeout 2 bash -c "exec 3<>/dev/tcp/$2/$3"
}
fw flush all
fw enable
fw port add tcp 25 dev br0
host side vside
cable fw eth2 side eth0
ip -n fw link add br0 type bridge
ip -n fw link set br0 up
ip -n fw link set eth2 master br0
address fw br0 10.9.0.1/24
address side eth0 10.9.0.2/24
wait_for on side ping -c 1 -W 1 10.9.0.1
agree "by a port of a bridge" port "tcp 10.9.0.2 to 10.9.0.1:25 in eth2" knock_at side 10.9.0.1 25
agree "what is not open there" closed-tcp "tcp 10.9.0.2 to 10.9.0.1:26 in eth2" knock_at side 10.9.0.1 26
agree "this host to itself" lo "tcp 10.0.0.1 to 10.0.0.1:9" knock_at fw 10.0.0.1 9
agree "and to another address of its" lo "tcp 10.0.0.1 to 10.9.0.1:9" knock_at fw 10.9.0.1 9
is "DHCPv6 from the link, to an address of it" "$(fw test udp "[fe80::9]:547" to 546 | awk '$1 == "reason" { print $2 }')" dhcp
if ip -n fw link add red type vrf table 10 2>/dev/null; then
	ip -n fw link set red up
	cable fw eth3 vside eth0
	ip -n fw link set eth3 master red
	address fw eth3 10.8.0.1/24
	address vside eth0 10.8.0.2/24
	wait_for on vside ping -c 1 -W 1 10.8.0.1
	agree "within a VRF" closed-tcp "tcp 10.8.0.2 to 10.8.0.1:26 in eth3" knock_at vside 10.8.0.1 26
	is "an address of a VRF, from outside of it, is elsewhere" \
		"$(fw test tcp 10.0.0.2 to 10.8.0.1:26 in eth0 | awk '$1 == "reason" { print $2 }')" no-forward
else
	skip "within a VRF" "this kernel has none"
fi
done_testing
