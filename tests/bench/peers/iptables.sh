# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# iptables at its best: sets of ipset in place of rules, a list of 65,536
# sources (xt_recent with ip_list_tot=65536, ./guest), no test twice, and each
# packet sees its own protocol's chain only. A closed port meets one operation on
# the list: whether a port is open is asked before who asks.

reject() { # ANSWER
	[ "$answer" = drop ] && echo "-j DROP" || echo "-j REJECT --reject-with $1"
}

port_set() { # NAME
	echo "create $1 bitmap:port range 0-65535"
	ports | sed "s/^/add $1 /"
}

# A protocol's chain for a new packet.
judge() { # CHAIN PROTO ANSWER
	if [ -z "$scan" ]; then
		echo "-A $1 -m set --match-set open_$2 dst -j ACCEPT"
		echo "-A $1 -p $2 $3"
		return
	fi
	echo "-A $1 -p $2 -m set ! --match-set open_$2 dst -m recent --set --name scan_$2 --rsource $3"
	echo "-A $1 -p $2 -m recent --update --seconds $scan_seconds --name scan_$2 --rsource $3"
	echo "-A $1 -j ACCEPT"
}

filter() {
	local tcp udp
	tcp=$(reject tcp-reset) udp=$(reject icmp-port-unreachable)
	cat <<-END
		*filter
		:INPUT DROP [0:0]
		:FORWARD DROP [0:0]
		:OUTPUT ACCEPT [0:0]
		:TCP - [0:0]
		:UDP - [0:0]
		-A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
		-A INPUT -i lo -j ACCEPT
		-A INPUT -m conntrack --ctstate INVALID -j DROP
		-A INPUT -p udp -g UDP
		-A INPUT -p tcp --syn -g TCP
		-A INPUT -p tcp $tcp
		-A INPUT -p icmp --icmp-type 8 -j ACCEPT
		-A INPUT $(reject icmp-proto-unreachable)
		$(judge TCP tcp "$tcp")
		$(judge UDP udp "$udp")
	END
	[ -z "$gateway" ] || cat <<-END
		-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
		-A FORWARD -i lan0 -j ACCEPT
	END
	echo COMMIT
	[ "$gateway" != nat ] || cat <<-END
		*nat
		-A POSTROUTING -s 192.168.1.0/24 -o wan0 -j MASQUERADE
		COMMIT
	END
}

has_part() {
	[ "$gateway" != offload ]
}

firewall() {
	{ port_set open_tcp; port_set open_udp; } | ipset restore || return
	filter | iptables-legacy-restore
}

listed() {
	wc -l </proc/net/xt_recent/scan_tcp
}

prepare_blocks() { # FILE
	local kind=hash:net
	[ "$blocks_kind" != single ] || kind=hash:ip
	echo "create blocks $kind hashsize 131072 maxelem 1000000"
	sed 's/^/add blocks /' "$1"
}

load_blocks() {
	ipset restore <"$1" &&
		iptables-legacy -t raw -A PREROUTING -m set --match-set blocks src -j DROP
}
