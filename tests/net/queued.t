#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Another firewall's queue holds packets on their way past sfw's hooks, while
# the policy changes: each packet is judged whole by one policy.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
silent_peer peer
start_frames peer
fw enable
fw set reject4 drop
fw set reject6 drop
fw block add 192.0.2.1	# so the hook before connection tracking is there all the time
fw save - >"$tmp/closed"
{
	cat "$tmp/closed"
	echo "port add tcp 80"
	echo "port add udp 80"
} >"$tmp/open"
{
	cat "$tmp/open"
	echo "block add 10.0.0.9"
	echo "block add fd00::9"
} >"$tmp/blocked"

queue_at() { # HOOK PRIORITY
	on fw nft flush ruleset
	on fw nft "table inet q { chain q { type filter hook $1 priority $2; meta l4proto { tcp, udp } queue num 5; }; }"
}
# Behind sfw's hook before connection tracking, before those that judge.
queue_at prerouting -250
start_helper hold ip netns exec fw "$python" "$net_dir/lib/hold.py" - 5
is "a queue is there" "$(ask_helper hold "wait 0")" 0

counts() {
	echo "$(packets closed-tcp) $(packets closed-udp) $(packets port) $(packets blocked)"
}
held() { # EXPRESSION POLICY POLICY: what a packet counts as that waits while the one becomes the other
	local was
	fw -q restore "$tmp/$2"
	was=$(counts)
	frames "$1" >/dev/null
	ask_helper hold "wait 1" >/dev/null
	fw -q restore "$tmp/$3"
	ask_helper hold go >/dev/null
	echo "$was $(counts)" | awk '{ print $5 - $1 + $6 - $2 " closed, " $7 - $3 " let in, " $8 - $4 " blocked" }'
}
port=1000
for ip in "ip4(src='10.0.0.9')" "ip6(src='fd00::9')"; do
	for proto in TCP UDP; do
		packet() { echo "$ip / $proto(sport=$port, dport=80)"; }
		port=$((port + 10))
		is "$ip, $proto: a port is opened" "$(held "$(packet)" closed open)" "0 closed, 1 let in, 0 blocked"
		port=$((port + 10))
		is "a port is closed" "$(held "$(packet)" open closed)" "1 closed, 0 let in, 0 blocked"
		port=$((port + 10))
		is "a port is opened, the source is blocked" "$(held "$(packet)" closed blocked)" "0 closed, 0 let in, 1 blocked"
		port=$((port + 10))
		is "the source is blocked" "$(held "$(packet)" open blocked)" "0 closed, 0 let in, 1 blocked"
	done
done

# What is forwarded, and where others judge that.
host far
cable fw eth1 far eth0
address fw eth1 10.0.6.1/24
address far eth0 10.0.6.2/24
ip -n far route add default via 10.0.6.1
set_sysctl fw net.ipv4.ip_forward=1
spawn far tcpdump -n -l -i eth0 'udp port 80'
seen=$spawned_log
wait_for grep -q listening "$seen"
through="ip4(src='10.0.0.9', dst='10.0.6.2') / UDP(sport=PORT, dport=80)"
came() { grep -q "10.0.0.9.$1 >" "$seen"; }
port=2000
for how in "lan add dev eth0" "set forward off"; do
	{
		cat "$tmp/closed"
		echo "$how"
	} >"$tmp/through"
	{
		cat "$tmp/through"
		echo "block add 10.0.0.9"
	} >"$tmp/not_through"
	port=$((port + 10))
	is "$how: blocked meanwhile" "$(held "${through/PORT/$port}" through not_through)" "0 closed, 0 let in, 1 blocked"
	is "not blocked" "$(held "${through/PORT/$((port + 1))}" through through)" "0 closed, 0 let in, 0 blocked"
	ok "it goes through" wait_for came $((port + 1))
	status_is "the other one did not" 1 came "$port"
done

# Queues right before sfw's hooks, which run then in the process that lets go, with
# bottom halves on.
in_process() { # HOOK PRIORITY
	queue_at "$1" "$2"
	port=$((port + 10))
	is "in a process, $1: let in" "$(held "$(packet)" open open)" "0 closed, 1 let in, 0 blocked"
	port=$((port + 10))
	is "closed" "$(held "$(packet)" closed closed)" "1 closed, 0 let in, 0 blocked"
}
for ip in "ip4(src='10.0.0.9')" "ip6(src='fd00::9')"; do
	for proto in TCP UDP; do
		in_process prerouting -310
		in_process input -10
	done
done
queue_at forward -10
is "in a process, forward" "$(held "${through/PORT/3000}" through through)" "0 closed, 0 let in, 0 blocked"
ok "it goes through" wait_for came 3000
done_testing
