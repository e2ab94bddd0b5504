#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Corner cases of TCP, tcp_corners.txt, on five hosts: "fw" judges early, "late"
# does not, "direct" lets packets go direct, "article" has the article's rules and
# "bare" no firewall at all. So what a script says is true of the kernel's own TCP,
# and sfw does not hurt it.
# In check-full: 33 scripts on five hosts.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/lib/results.sh"

worlds=()
for ns in fw late direct article bare; do
	wire $ns ${ns}peer
	silent_peer ${ns}peer
	worlds+=("$ns=${ns}peer")
	# Every challenge is answered; nothing says more than the scripts.
	set_sysctl $ns net.ipv4.tcp_invalid_ratelimit=0 net.ipv4.tcp_challenge_ack_limit=1000000 \
		net.ipv4.tcp_timestamps=0 net.ipv4.tcp_sack=0 net.ipv4.tcp_ecn=0
done
for ns in fw late direct; do
	on $ns sfwctl set direct off
	on $ns sfwctl enable
	on $ns sfwctl port add tcp 22022
done
fw set early on
on late sfwctl set early off
on direct sfwctl set direct on
on article iptables-legacy-restore <"$net_dir/oracle/article4.rules"
on article ip6tables-legacy-restore <"$net_dir/oracle/article6.rules"
on article iptables-legacy -A TCP -p tcp --dport 22022 -j ACCEPT
on article ip6tables-legacy -A TCP -p tcp --dport 22022 -j ACCEPT

results_of "$python" "$net_dir/lib/tcp_corners.py" "$net_dir/lib/tcp_corners.txt" "${worlds[@]}"

# Who waits for an answer asks with pings, and here and there more of them.
counters() { on "$1" awk '$1 != "established" && $1 != "ping" { print $1, $2 }' /proc/net/sfw/stats; }
is "early and late count the same reasons" "$(counters fw)" "$(counters late)"
done_testing
