#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A gateway within a VRF: the addresses of the VRF are this host's there, over both
# families, and those of another VRF are none.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/gateway.sh"

gateway_world
for vrf in 'blue 10' 'red 20'; do
	ip -n fw link add "${vrf% *}" type vrf table "${vrf#* }"
	ip -n fw link set "${vrf% *}" up
done
for dev in lan0 wan0; do ip -n fw link set $dev master blue; done
address fw lan0 fd01::1/64 2001:db8:1::1/64
address fw wan0 2001:db8:9::1/64
ip -n fw -6 route replace default via 2001:db8:9::2 vrf blue
web server 80 "the server"
wait_for on client ping -c 1 -W 1 fd01::1
wait_for on inet ping -c 1 -W 1 2001:db8:9::1
start_talk
reason() { fw test "$@" | awk '$1 == "reason" { print $2 }'; }

fw enable
fw lan add dev lan0
fw forward add tcp 443 in wan0 to 192.168.1.20:80
fw forward add tcp 443 in wan0 to '[fd01::20]:80'
is "a forwarded port" "$(fetch inet 198.51.100.1:443)" "the server"
is "of IPv6" "$(fetch inet '[2001:db8:9::1]:443')" "the server"
is "test agrees" "$(reason tcp 198.51.100.2 to 198.51.100.1:443 in wan0)" forward
is "of IPv6" "$(reason tcp 2001:db8:9::2 to '[2001:db8:9::1]:443' in wan0)" forward
is "and by the name of the VRF" "$(reason tcp 2001:db8:9::2 to '[2001:db8:9::1]:444' in blue)" closed-tcp
is "hairpin" "$(fetch client 198.51.100.1:443)" "the server"
is "of IPv6" "$(fetch client '[2001:db8:9::1]:443')" "the server"

# What others translate.
on fw iptables-legacy -t nat -A PREROUTING -p tcp -d 198.51.100.1 --dport 8080 -j DNAT --to-destination 192.168.1.20:80
on fw ip6tables-legacy -t nat -A PREROUTING -p tcp -d 2001:db8:9::1 --dport 8080 -j DNAT --to-destination '[fd01::20]:80'
is "a published port is closed" "$(talk probe inet tcp 198.51.100.1 8080) $(talk probe inet tcp 2001:db8:9::1 8080)" "ECONNREFUSED ECONNREFUSED"
fw port add tcp 8080 dev wan0
is "until it is open" "$(fetch inet 198.51.100.1:8080) $(fetch inet '[2001:db8:9::1]:8080')" "the server the server"

# Another VRF has an address of its own, and the same as this one.
ip -n fw link add other type dummy
ip -n fw link set other master red
ip -n fw link set other up
address fw other 203.0.113.9/32 198.51.100.1/32 2001:db8:77::9/128 2001:db8:9::1/128
ip -n inet route add 203.0.113.9 via 198.51.100.1
ip -n inet -6 route add 2001:db8:77::9 via 2001:db8:9::1
unlike "an address of another VRF is none of this host's" "$(fetch inet 203.0.113.9:443)" "the server"
unlike "of IPv6" "$(fetch inet '[2001:db8:77::9]:443')" "the server"
is "one that both have is" "$(fetch inet 198.51.100.1:443)" "the server"
is "of IPv6" "$(fetch inet '[2001:db8:9::1]:443')" "the server"

# Connections that a new address may have are not known yet.
fw masquerade add fd01::/64 out wan0
address fw wan0 203.0.113.77/32 2001:db8:9::77/64
like "a new address" "$(fw test tcp 198.51.100.2 to 203.0.113.77:99 in wan0 flags A)" '^verdict +drop$'
like "of IPv6" "$(fw test tcp 2001:db8:9::2 to '[2001:db8:9::77]:99' in wan0 flags A)" '^verdict +drop$'
done_testing
