#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The scenario of the kernel's own test of reverse paths, rpath.sh, with sfw as
# the firewall; with and without a VRF.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

# What peer sends from 192.168.42.2, fw would send back by d0.
host fw peer
cable fw v0 peer v0
set_sysctl fw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.v0.rp_filter=0 net.ipv6.conf.all.keep_addr_on_down=1
ip -n fw link add d0 type dummy
ip -n fw link set d0 up
address peer v0 192.168.23.2/24 fec0:23::2/64 192.168.42.2/24 fec0:42::2/64
address fw v0 192.168.23.1/24 fec0:23::1/64
address fw d0 192.168.42.1/24 fec0:42::1/64
# Nothing but the pings comes from 192.168.42.2 and fec0:42::2: no ARP and no
# neighbour solicitation, whose repetitions would be refused later.
for a in 192.168.42.1 fec0:42::1; do
	ip -n peer neigh replace "$a" lladdr "$(on fw cat /sys/class/net/v0/address)" dev v0 nud permanent
done
fw set rpfilter strict
fw enable

heard() { if on peer ping -q -c 1 -W 1 "$@" >/dev/null; then echo heard; else echo silence; fi; }
round() {
	local before
	wait_for on peer ping -q -c 1 -W 1 192.168.23.1
	wait_for on peer ping -q -c 1 -W 1 fec0:23::1
	before=$(packets rpfilter)
	is "$1: by the right way" "$(heard 192.168.23.1) $(heard fec0:23::1)" "heard heard"
	is "$1: nothing is refused" "$(packets rpfilter)" "$before"
	is "$1: by the wrong way" "$(heard -I v0 192.168.42.1) $(heard -I v0 fec0:42::1)" "silence silence"
	is "$1: both are refused, and nothing else" "$(packets rpfilter)" "$((before + 2))"
}
round "no VRF"
ip -n fw link add vrf0 type vrf table 10 2>/dev/null || { skip "with a VRF" "this kernel has none"; done_testing; exit; }
ip -n fw link set vrf0 up
ip -n fw link set v0 master vrf0
round "v0 in a VRF"
done_testing
