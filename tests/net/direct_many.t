#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Many local connections, in and out: with "set direct on" they take none of connection
# tracking's memory, as they do where all is tracked; and they all live on when somebody
# else's rules come, and when these go. SFW_CONNECTIONS=100000: so many of them.
# In check-full: 100,000 connections.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/lib/slab.sh"

many=${SFW_CONNECTIONS:-$(few 1000)}
wire fw fwpeer
wire plain plainpeer
set_sysctl fw net.ipv4.ip_local_port_range='1024 65535'
set_sysctl fwpeer net.ipv4.ip_local_port_range='1024 65535'
set_sysctl plainpeer net.ipv4.ip_local_port_range='1024 65535'
sysctl -qw net.netfilter.nf_conntrack_max=$((4 * many + 1000))
fw set direct on
on plain sfwctl set direct off
for ns in fw plain; do
	on $ns sfwctl port add tcp 5000-5003
	on $ns sfwctl enable
done

entries() { # NS
	on "$1" cat /proc/sys/net/netfilter/nf_conntrack_count
}
entries_slab() {
	slab_shrink 'nf_conntrack*'
	awk '$1 == "nf_conntrack" { print $2 }' /proc/slabinfo
}
others() { # nothing but what is established
	on fw nft -f - <<'RULES'
table inet other {
	chain in { type filter hook input priority -10; policy drop; ct state established,related accept; meta l4proto { icmp, ipv6-icmp } accept; }
	chain out { type filter hook output priority 0; ct state invalid drop; }
}
RULES
}

start_talk
before=$(entries_slab)
is "out of the host" "$(talk gather fw fwpeer 10.0.0.2 7000-7003 $((many / 2)))" $((many / 2))
is "and into it" "$(talk gather fwpeer fw 10.0.0.1 5000-5003 "$many")" "$many"
is "conntrack has no entry" "$(entries fw)" 0
after=$(entries_slab)
note "objects of nf_conntrack: $before, with $many connections $after"
is "nor memory for one" "$((after - before))" 0

rounds=${SFW_ROUNDS:-$(few 20)}
for ((i = 1; i <= rounds; i++)); do
	others
	[ "$(talk shout "$([ $((i % 2)) = 0 ] && echo c || echo s)")" = "$many" ] || break
	[ "$(talk shout "$([ $((i % 2)) = 0 ] && echo s || echo c)")" = "$many" ] || break
	on fw nft delete table inet other
	[ "$(talk shout c) $(talk shout s)" = "$many $many" ] || break
	[ $((i % 3)) = 0 ] || on fw conntrack -F >/dev/null 2>&1
done
is "rules of nft come and go, each time" "$((i - 1))" "$rounds"
is "the kernel lists all of them" "$(on fw ss -tnH state established | wc -l)" "$many"
talk disperse >/dev/null

is "where all is tracked" "$(talk gather plainpeer plain 10.0.0.1 5000-5003 "$many")" "$many"
is "each has an entry" "$(on plain conntrack -L 2>/dev/null | grep -c ESTABLISHED)" "$many"
note "objects of nf_conntrack: $(entries_slab)"
done_testing
