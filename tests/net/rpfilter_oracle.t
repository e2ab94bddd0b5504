#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The reverse-path filter beside those of iptables, ip6tables and nft: the same
# packets have the same end, but for oracle/rpfilter.md. Addresses of every
# scope, routes of every kind, rules, VRF, a bridge.
# On the stock kernel too: it has routes of several paths over IPv4.
# In check-full: thousands of packets.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

modprobe br_netfilter 2>/dev/null
# Packets wait there while softirqs are late: a full queue loses them, and sendto() fails.
sysctl -qw net.core.netdev_max_backlog=100000
hosts=(fw xt nf)
host wires "${hosts[@]}"

# HOST DEV MAC [ADDRESS...]: its cable ends in "wires" as HOST-DEV. In one request
# "up" comes before "addrgenmode": the host might make an address of its own.
end() {
	ip -n "$1" link add "$2" type veth peer name "$1-$2" netns wires
	set_sysctl wires "net.ipv6.conf.$1-$2.disable_ipv6=1"
	ip -n wires link set "$1-$2" arp off up
	ip -n "$1" link set "$2" address "$3" addrgenmode none
	ip -n "$1" link set "$2" up
	set_sysctl "$1" net.ipv4.conf.all.rp_filter=0 "net.ipv4.conf.$2.rp_filter=0" "net.ipv6.conf.$2.accept_ra=0" \
		"net.ipv6.conf.$2.accept_redirects=0" "net.ipv4.conf.$2.accept_redirects=0"
	[ $# -lt 4 ] || address "$1" "$2" "${@:4}"
}

# Both families in the same way: IPv4 route, IPv6 route, and what follows them.
both() { # HOST ROUTE4 ROUTE6
	# shellcheck disable=SC2086
	ip -n "$1" route add $2 2>"$tmp/route" || grep -q 'Multipath support' "$tmp/route" || note "$2: $(head -1 "$tmp/route")"
	# shellcheck disable=SC2086
	ip -n "$1" -6 route add $3
}

interfaces() { # HOST
	local dev
	set_sysctl "$1" net.ipv6.conf.all.keep_addr_on_down=1 net.ipv4.icmp_ratelimit=0
	end "$1" eth0 02:00:00:00:00:01 10.0.0.1/24 fd00::1/64 fe80::1/64
	end "$1" eth1 02:00:00:00:01:01 10.1.0.1/24 fd01::1/64 fe80::11/64
	end "$1" eth2 02:00:00:00:02:01
	end "$1" eth3 02:00:00:00:03:01
	end "$1" eth4 02:00:00:00:04:01
	end "$1" port0 02:00:00:00:05:01
	end "$1" port1 02:00:00:00:06:01
	ip -n "$1" link add vrf0 type vrf table 10
	ip -n "$1" link set vrf0 up
	for dev in eth2 eth3; do ip -n "$1" link set $dev master vrf0; done
	address "$1" eth2 10.2.0.1/24 fd02::1/64 fe80::21/64
	address "$1" eth3 10.3.0.1/24 fd03::1/64 fe80::31/64
	ip -n "$1" link add br0 type bridge mcast_snooping 0
	ip -n "$1" link set br0 address 02:00:00:00:05:01 addrgenmode none
	ip -n "$1" link set br0 up
	for dev in port0 port1; do ip -n "$1" link set $dev master br0; done
	address "$1" br0 10.4.0.1/24 fd04::1/64 fe80::41/64
	for dev in d0 d1; do
		ip -n "$1" link add $dev type dummy
		ip -n "$1" link set $dev addrgenmode none
		ip -n "$1" link set $dev up
	done
	address "$1" d0 10.9.0.1/24 fd09::1/64 fe80::91/64
	address "$1" d1 10.10.0.1/24 fd0a::1/64
	address "$1" lo 10.77.0.1/32 fd77::1/128
}

routes() { # HOST
	both "$1" "10.5.0.0/24 dev eth4" "fd05::/64 dev eth4"
	both "$1" "198.18.0.0/16 via 10.9.0.2" "2001:db8:18::/48 via fd09::2"
	both "$1" "198.18.5.0/24 via 10.0.0.2" "2001:db8:18:5::/64 via fd00::2"
	both "$1" "198.51.100.0/24 nexthop via 10.0.0.2 nexthop via 10.1.0.2" \
		"2001:db8:100::/48 nexthop via fd00::2 nexthop via fd01::2"
	ip -n "$1" nexthop add id 1 via 10.0.0.2 dev eth0
	ip -n "$1" nexthop add id 2 via 10.1.0.2 dev eth1
	ip -n "$1" nexthop add id 3 group 1/2 2>/dev/null || :
	ip -n "$1" nexthop add id 11 via fd00::2 dev eth0
	ip -n "$1" nexthop add id 12 via fd01::2 dev eth1
	ip -n "$1" nexthop add id 13 group 11/12 2>/dev/null || :
	both "$1" "198.51.101.0/24 nhid 3" "2001:db8:101::/48 nhid 13"
	both "$1" "198.51.102.0/24 via 10.1.0.2 metric 10" "2001:db8:102::/48 via fd01::2 metric 10"
	both "$1" "198.51.102.0/24 via 10.0.0.2 metric 20" "2001:db8:102::/48 via fd00::2 metric 20"
	both "$1" "198.51.103.0/24 nexthop via 10.0.0.2 nexthop via 10.10.0.2" \
		"2001:db8:103::/48 nexthop via fd00::2 nexthop via fd0a::2"
	ip -n "$1" link set d1 carrier off
	both "$1" "blackhole 198.51.104.0/26" "blackhole 2001:db8:104:1::/64"
	both "$1" "unreachable 198.51.104.64/26" "unreachable 2001:db8:104:2::/64"
	both "$1" "prohibit 198.51.104.128/26" "prohibit 2001:db8:104:3::/64"
	both "$1" "throw 198.51.104.192/26" "throw 2001:db8:104:4::/64"
	both "$1" "local 198.51.105.0/24 dev lo" "local 2001:db8:105::/48 dev lo"
	ip -n "$1" -6 route add anycast 2001:db8:106::5 dev eth0
	both "$1" "198.51.106.0/24 via 10.2.0.2 dev eth2 table 10" "2001:db8:107::/48 via fd02::2 dev eth2 table 10"
}

# A source that the main table sends to eth1, and the rule to eth0.
ruled() { # HOST NUMBER RULE4 [RULE6]
	# shellcheck disable=SC2086
	ip -n "$1" rule add pref "$2" $3 lookup "$2"
	# shellcheck disable=SC2086
	ip -n "$1" -6 rule add pref "$2" ${4:-$3} lookup "$2"
	both "$1" "203.0.$2.0/24 via 10.1.0.2" "2001:db8:$2::/48 via fd01::2"
	both "$1" "203.0.$2.0/24 via 10.0.0.2 table $2" "2001:db8:$2::/48 via fd00::2 table $2"
}

rules() { # HOST
	ruled "$1" 113 "tos 0x10"
	ruled "$1" 114 "ipproto tcp dport 443"
	ruled "$1" 115 "from 10.0.0.1" "from fd00::1"
	ruled "$1" 116 "fwmark 1"
	ruled "$1" 117 "iif lo"
	ruled "$1" 118 "oif eth0"
}

watch() { # HOST
	on "$1" nft -f - <<'X'
table inet watch {
	set came { type iface_index . ether_addr; size 65535; flags dynamic; }
	set went { type iface_index . ether_addr; size 65535; flags dynamic; }
	chain first {
		type filter hook prerouting priority -450;
		update @came { iif . ether saddr }
		ether saddr & ff:00:00:00:00:00 == 06:00:00:00:00:00 meta mark set 1
		ether saddr & ff:00:00:00:00:00 == 0a:00:00:00:00:00 meta mark set 2
	}
	chain next { type filter hook prerouting priority -290; update @went { iif . ether saddr }; }
}
X
}

mode() { # strict|loose
	local table option='' what='fib saddr . mark . iif oif'
	[ "$1" = strict ] || option=--loose what='fib saddr . mark oif'
	fw set rpfilter "$1"
	for table in iptables-legacy ip6tables-legacy; do
		on xt $table -t raw -F PREROUTING
		on xt $table -t raw -A PREROUTING -m rpfilter --validmark $option --invert -j DROP
	done
	on nf nft -f - <<-X
	table inet rpfilter
	delete table inet rpfilter
	table inet rpfilter {
		chain filter { type filter hook prerouting priority raw; $what 0 drop; }
	}
	X
}

# Whether IPv4 has routes of several paths.
paths() {
	ip -n fw route show 198.51.100.0/24 | grep -q nexthop && echo yes
}

compare() { # SCENE
	local line
	for mode in strict loose; do
		mode $mode
		while IFS= read -r line; do
			case $line in
			ok\ *) ok "${line#ok }" ;;
			bad\ *) not_ok "${line#bad }" ;;
			meant\ *) echo "${line#meant }" >>"$tmp/meant" ;;
			*) note "$line" ;;
			esac
		done < <("$python" "$net_dir/lib/rpfilter_oracle.py" "$1" $mode 2>&1; echo "status $?" >"$tmp/status")
		is "$1, $mode: it ends" "$(cat "$tmp/status")" "status 0"
	done
}

fw enable
fw set early off	# which the sets would keep off anyway
for h in "${hosts[@]}"; do
	interfaces "$h"
	routes "$h"
	rules "$h"
	watch "$h"
done
setting() { # IPV4 IPV6: whether frames of bridges are shown to the hooks
	for h in "${hosts[@]}"; do
		on "$h" sysctl -qw "net.bridge.bridge-nf-call-iptables=$1" "net.bridge.bridge-nf-call-ip6tables=$1"
	done
}
export SFW_PATHS
SFW_PATHS=$(paths)
[ -n "$SFW_PATHS" ] || skip "IPv4, two ways of the same worth" "this kernel has no such routes"
setting 0
compare plain
setting 1
compare bridge
for h in "${hosts[@]}"; do
	both "$h" "default via 10.1.0.2" "default via fd01::2"
done
setting 0
compare default

while read -r name how text; do
	shown=$(awk -v n="$name" '$1 == n { sum += $2 } END { print sum + 0 }' "$tmp/meant")
	[ "$how" = shows ] || [ "$shown" -gt 0 ] || continue
	ok "on purpose, $name: $text ($shown packets)" test "$shown" -gt 0
done < <("$python" "$net_dir/lib/rpfilter_differences.py")
done_testing
