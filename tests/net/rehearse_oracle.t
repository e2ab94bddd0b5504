#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A rehearsal foretells what happens under its policy, and changes nothing: random
# packets meet A with B rehearsed, B alone, and A alone. SFW_PACKETS: a seed, SFW_SEEDS:
# which; SFW_WAYS: the settings of early, A's and B's, and of direct. At odd seeds
# interfaces forward, which keeps UDP from going direct.
# In check-full: thousands of packets, in eight ways.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/lib/results.sh"

wire fw peer
wire ref refpeer
wire plain plainpeer
for ns in fw ref plain; do
	set_sysctl $ns net.ipv4.tcp_synack_retries=0 net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
		net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.eth0.send_redirects=0 \
		net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0
	ip -n $ns route add 198.18.0.0/15 via 10.0.0.2
	ip -n $ns route add 203.0.113.0/24 via 10.0.0.2
	ip -n $ns -6 route add fd01::/16 via fd00::2
	ip -n $ns -6 route add 2001:db8:9::/48 via fd00::2
	on $ns ethtool -K eth0 tx off rx off >/dev/null
	no_limits $ns
done
for ns in peer refpeer plainpeer; do
	silent_peer $ns
done
for seed in ${SFW_SEEDS:-1 2 3}; do
	for way in ${SFW_WAYS:-on,on/on,on off,off/on,on on,off/on,on off,on/on,on on,on/off,off on,on/on,off on,on/off,on}; do
		IFS=,/ read -ra settings <<<"$way"
		for ns in fw ref plain; do	# packets of a run before have the same ports
			on $ns conntrack -F 2>/dev/null
		done
		results_of "$python" "$net_dir/lib/rehearse_oracle.py" "$seed" "${SFW_PACKETS:-$(few 300)}" "${settings[@]}"
	done
done
done_testing
