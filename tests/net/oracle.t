#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The article's iptables rules and sfw, side by side: the same packets get the
# same answers, byte for byte but for ids and time stamps. oracle_cases.py has
# the packets, oracle.py the differences that are deliberate.
# In check-full: thousands of packets.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/lib/results.sh"

wire fw peer
wire ref refpeer
on ref iptables-legacy-restore <"$net_dir/oracle/article4.rules"
on ref ip6tables-legacy-restore <"$net_dir/oracle/article6.rules"
on ref iptables-legacy -A TCP -p tcp --dport 22022 -j ACCEPT
on ref iptables-legacy -A UDP -p udp --dport 53 -j ACCEPT
on ref ip6tables-legacy -A TCP -p tcp --dport 22022 -j ACCEPT
on ref ip6tables-legacy -A UDP -p udp --dport 53 -j ACCEPT
export SFW_DIRECT=${SFW_DIRECT:-off}
fw set direct "$SFW_DIRECT"
fw enable
fw port add tcp 22,22022
fw port add udp 53

for ns in fw ref; do
	# Every answer at once, and with a checksum of its own.
	set_sysctl $ns net.ipv4.tcp_synack_retries=0 net.ipv4.ipfrag_time=3600 \
		net.ipv6.ip6frag_time=3600 net.netfilter.nf_conntrack_frag6_timeout=3600
	no_limits $ns
	set_sysctl $ns net.ipv4.tcp_timestamps=0 net.ipv4.conf.all.accept_redirects=0 \
		net.ipv4.conf.eth0.accept_redirects=0 net.ipv6.conf.eth0.accept_redirects=0
	# Whoever a packet claims to be from, its answer is seen.
	ip -n $ns route add default via 10.0.0.2
	ip -n $ns route add default via fd00::2
	for n in 3 9; do
		ip -n $ns neigh replace 10.0.0.$n lladdr 02:00:00:00:00:02 dev eth0 nud permanent
		ip -n $ns neigh replace fd00::$n lladdr 02:00:00:00:00:02 dev eth0 nud permanent
	done
	ip -n $ns neigh replace fe80::77 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
	on $ns ethtool -K eth0 tx off rx off >/dev/null
done
for ns in peer refpeer; do
	silent_peer $ns
done

results_of "$python" "$net_dir/lib/oracle.py" ${SFW_VERBOSE:+all}
done_testing
