# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# nftables at its best: verdict maps, sets (without intervals where there are
# none, so that ports are a bitmap and addresses a hash), no counters, a table of
# IPv4 alone, which spares the test for the family. A closed port meets one
# operation on the list: whether a port is open is asked before who asks.

reject() { # HOW
	[ "$answer" = drop ] && echo drop || echo "reject $1"
}

# A protocol's chain for a new packet. A full set takes no more
# sources, and its rule does not match.
judge() { # PROTO ANSWER
	if [ -z "$scan" ]; then
		echo "$1 dport @open_$1 accept"
		echo "$2"
		return
	fi
	echo "$1 dport != @open_$1 update @scan_$1 { ip saddr } $2"
	echo "ip saddr @scan_$1 update @scan_$1 { ip saddr } $2"
	echo "$1 dport @open_$1 accept"
	echo "$2"
}

scan_set() { # PROTO
	echo "set scan_$1 { type ipv4_addr; size 65536; flags dynamic,timeout; timeout ${scan_seconds}s; }"
}

rules() {
	local tcp udp ports
	tcp=$(reject "with tcp reset") udp=$(reject "with icmp port-unreachable")
	ports=$(ports | sed 's/$/,/')	# nft takes ages over long lines
	cat <<-END
	table ip fw {
		set open_tcp { type inet_service; elements = { $ports }; }
		set open_udp { type inet_service; elements = { $ports }; }
		${scan:+$(scan_set tcp)
		$(scan_set udp)}
		chain new_tcp {
			tcp flags & (fin|syn|rst|ack) != syn $tcp
			$(judge tcp "$tcp")
		}
		chain new_udp {
			$(judge udp "$udp")
		}
		chain new_icmp {
			icmp type echo-request accept
		}
		chain input {
			type filter hook input priority filter; policy drop;
			ct state vmap { established : accept, related : accept, invalid : drop }
			iif lo accept
			meta l4proto vmap { tcp : goto new_tcp, udp : goto new_udp, icmp : jump new_icmp }
			$(reject "with icmp prot-unreachable")
		}
	END
	[ -z "$gateway" ] || forward_rules
	echo "}"
}

forward_rules() {
	[ "$gateway" != offload ] ||
		echo "flowtable ft { hook ingress priority filter; devices = { lan0, wan0 }; }"
	cat <<-END
		chain forward {
			type filter hook forward priority filter; policy drop;
			$([ "$gateway" != offload ] || echo "meta l4proto { tcp, udp } flow add @ft")
			ct state vmap { established : accept, related : accept, invalid : drop }
			iif lan0 accept
		}
	END
	[ "$gateway" = route ] || cat <<-END
		chain postrouting {
			type nat hook postrouting priority srcnat;
			ip saddr 192.168.1.0/24 oif wan0 masquerade
		}
	END
}

# Its bitmaps of ports walk a list for every port that is added: 30,000 take nine
# seconds of a real processor, and minutes of an emulated one.
has_part() {
	[ "$open" -lt 10000 ]
}

firewall() {
	rules | nft -f -
}

listed() {
	nft list set ip fw scan_tcp | grep -o expires | wc -l
}

prepare_blocks() { # FILE
	local flags=''
	[ "$blocks_kind" = single ] || flags='flags interval;'
	echo "table ip blocks {"
	echo "set blocks { type ipv4_addr; $flags elements = {"
	sed 's/$/,/' "$1"
	echo "}; }"
	cat <<-END
		chain prerouting {
			type filter hook prerouting priority raw;
			ip saddr @blocks drop
		}
		}
	END
}

load_blocks() {
	nft -f "$1"
}
