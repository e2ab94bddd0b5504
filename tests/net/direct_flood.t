#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Half-open connections of forged sources fill a listener and the table of connections;
# with "set direct on" there is no table to be filled, and SYN cookies bring the others in.
# SFW_CONNECTIONS=1000: so many clients, one after another, and of hosts that track them
# too: sfw's, and one with the article's rules.
# In check-full: a flood and a thousand clients.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/lib/trafgen.sh"

connections=${SFW_CONNECTIONS:-$(few 100)}
wire fw fwpeer
wire tracked trackedpeer
wire article articlepeer
for ns in fw tracked article; do
	ip -n $ns route add default via 10.0.0.2
	listen $ns tcp 22
done
fw port add tcp 22
fw set direct on
fw enable
on tracked sfwctl port add tcp 22
on tracked sfwctl enable
on article iptables-legacy-restore <"$net_dir/oracle/article4.rules"
on article iptables-legacy -A TCP -p tcp --dport 22 -j ACCEPT
sysctl -qw net.netfilter.nf_conntrack_max=200
syns_to 22

flooded() { # NS: the listener sends cookies
	[ "$(on "$1" awk '/^TcpExt/ && n++ { print $2 }' /proc/net/netstat)" -gt 0 ]
}
for ns in fw ${SFW_CONNECTIONS:+tracked article}; do
	# With a gap each is sent by itself: from its ring headers would lie in pages, and are tracked.
	on "${ns}peer" trafgen -i "$tmp/flood" -o eth0 -n 1000 -P 1 -q --gap 10us >/dev/null
	wait_for flooded "$ns" || note "$ns: the listener is not full"
	good=0
	for ((n = 0; n < connections; n++)); do
		! on "${ns}peer" timeout 20 bash -c 'exec 3<>/dev/tcp/10.0.0.1/22 && read -r -t 20 <&3' || good=$((good + 1))
	done
	echo "$ns $good" >>"$tmp/reached"
done
note "of $connections: $(xargs <"$tmp/reached")"
is "with direct on all were let in" "$(awk '$1 == "fw" { print $2 }' "$tmp/reached")" "$connections"
known=$(on fw conntrack -L 2>/dev/null | grep -v " CLOSE ")
is "and conntrack knows none, but those just reset" "$known" ""
done_testing
