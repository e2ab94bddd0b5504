# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The rules of the "Simple stateful firewall" article, as it has them: a rule a
# port, lists of xt_recent with the 100 entries that it has by default. Where a
# row drops, its REJECT is DROP.

reject() { # ANSWER
	[ "$answer" = drop ] && echo "-j DROP" || echo "-j REJECT --reject-with $1"
}

accept_ports() { # CHAIN PROTO
	ports | sed "s/.*/-A $1 -p $2 -m $2 --dport & -j ACCEPT/"
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
		:fw-interfaces - [0:0]
		:fw-open - [0:0]
		-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
		-A INPUT -i lo -j ACCEPT
		-A INPUT -m conntrack --ctstate INVALID -j DROP
		-A INPUT -p icmp -m icmp --icmp-type 8 -m conntrack --ctstate NEW -j ACCEPT
		-A INPUT -p udp -m conntrack --ctstate NEW -j UDP
		-A INPUT -p tcp --tcp-flags FIN,SYN,RST,ACK SYN -m conntrack --ctstate NEW -j TCP
		${scan:+-A INPUT -p tcp -m recent --set --name TCP-PORTSCAN --rsource $tcp}
		${scan:+-A INPUT -p udp -m recent --set --name UDP-PORTSCAN --rsource $udp}
		-A INPUT -p udp $udp
		-A INPUT -p tcp $tcp
		-A INPUT $(reject icmp-proto-unreachable)
		${scan:+-A TCP -m recent --update --seconds $scan_seconds --name TCP-PORTSCAN --rsource $tcp}
		${scan:+-A UDP -m recent --update --seconds $scan_seconds --name UDP-PORTSCAN --rsource $udp}
		$(accept_ports TCP tcp)
		$(accept_ports UDP udp)
	END
	[ -z "$gateway" ] || cat <<-END
		-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
		-A FORWARD -j fw-interfaces
		-A FORWARD -j fw-open
		-A FORWARD -j REJECT --reject-with icmp-host-unreachable
		-A fw-interfaces -i lan0 -j ACCEPT
	END
	echo COMMIT
}

masquerade() {
	echo '*nat'
	echo '-A POSTROUTING -s 192.168.1.0/24 -o wan0 -j MASQUERADE'
	echo COMMIT
}

# With ten thousand rules or more nobody would wait for the result.
has_part() {
	[ "$gateway" != offload ] && [ "$open" -lt 10000 ] && [ "$remember" -le 100 ] && case $blocks in *0000) false ;; esac
}

firewall() {
	{
		filter
		[ "$gateway" != nat ] || masquerade
	} | iptables-legacy-restore
}

listed() {
	wc -l </proc/net/xt_recent/TCP-PORTSCAN
}

# It knows no sets.
prepare_blocks() { # FILE
	echo '*raw'
	sed 's/.*/-A PREROUTING -s & -j DROP/' "$1"
	echo COMMIT
}

load_blocks() {
	iptables-legacy-restore --noflush <"$1"
}
