#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Corner cases of TCP, tcp_corners.txt, on four hosts: "fw" judges early, "late"
# does not, "article" has the article's rules and "bare" no firewall at all. So
# what a script says is true of the kernel's own TCP, and sfw does not hurt it.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

worlds=()
for ns in fw late article bare; do
	wire $ns ${ns}peer
	silent_peer ${ns}peer
	worlds+=("$ns=${ns}peer")
	# Every challenge is answered; nothing says more than the scripts.
	set_sysctl $ns net.ipv4.tcp_invalid_ratelimit=0 net.ipv4.tcp_challenge_ack_limit=1000000 \
		net.ipv4.tcp_timestamps=0 net.ipv4.tcp_sack=0 net.ipv4.tcp_ecn=0
done
for ns in fw late; do
	on $ns sfwctl enable
	on $ns sfwctl port add tcp 22022
done
fw set early on
on late sfwctl set early off
on article iptables-legacy-restore <"$net_dir/oracle/article4.rules"
on article ip6tables-legacy-restore <"$net_dir/oracle/article6.rules"
on article iptables-legacy -A TCP -p tcp --dport 22022 -j ACCEPT
on article ip6tables-legacy -A TCP -p tcp --dport 22022 -j ACCEPT

while IFS= read -r line; do
	case $line in
	ok\ *) ok "${line#ok }" ;;
	bad\ *) not_ok "${line#bad }" ;;
	*) note "$line" ;;
	esac
done < <("$python" "$net_dir/tcp_corners.py" "$net_dir/tcp_corners.txt" "${worlds[@]}" 2>&1
	echo "status $?" >"$tmp/status")
is "tcp_corners.py ends" "$(cat "$tmp/status")" "status 0"

# Who waits for an answer asks with pings, and here and there more of them.
counters() { on "$1" awk '$1 != "established" && $1 != "ping" { print $1, $2 }' /proc/net/sfw/stats; }
is "early and late count the same reasons" "$(counters fw)" "$(counters late)"
done_testing
