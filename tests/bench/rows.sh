# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The rows: row_NAME NUMBER is the row NAME-NUMBER, see ./world.sh. Sourced.

fin=0x01 syn=0x02 rst=0x04 ack=0x10 synack=0x12
some=${SFW_BENCH_PACKETS:-1024}

to_us="dev=wan0 daddr=$here_addr"
from_peer="saddr=$peer_addr sport=5000"
from_us="saddr=$here_addr daddr=$peer_addr dport=5000"

# Flows from PEER, ports from 5000 on.
establish_udp() { # FLOWS
	local port _
	port=$(open_port)
	for _ in 1 2 3; do
		must accepted "$1" "$to_us proto=udp $from_peer sports=$1 dport=$port"
		must other "$1" "proto=udp $from_us dports=$1 sport=$port"
	done
}

establish_tcp() { # FLOWS
	local port
	port=$(open_port)
	must accepted "$1" "$to_us proto=tcp flags=$syn seq=1000 len=0 $from_peer sports=$1 dport=$port"
	must other "$1" "proto=tcp flags=$synack seq=5000 ack=1001 len=0 $from_us dports=$1 sport=$port"
	must accepted "$1" "$to_us proto=tcp flags=$ack seq=1001 ack=5001 len=0 $from_peer sports=$1 dport=$port"
}

row_est_udp() { # FLOWS
	local flows=${1:-1}
	empty=accept,accept,accept
	up
	establish_udp "$flows"
	measure "$row" "$some" accepted "$to_us proto=udp $from_peer sports=$flows dport=$(open_port)"
}

row_est_tcp() { # FLOWS
	local flows=${1:-1}
	empty=accept,accept,accept
	up
	establish_tcp "$flows"
	measure "$row" "$some" accepted "$to_us proto=tcp flags=$ack seq=1001 ack=5001 len=0 $from_peer sports=$flows dport=$(open_port)"
}

through_us="dev=lan0 saddr=$lan_addr daddr=$peer_addr dport=53"

establish_forwarded() { # FLOWS ADDRESS_THAT_THE_PEER_SEES
	local _
	for _ in 1 2 3; do
		must other "$1" "$through_us proto=udp sport=5000 sports=$1"
		must other "$1" "dev=wan0 proto=udp saddr=$peer_addr sport=53 daddr=$2 dport=5000 dports=$1"
	done
}

row_est_fwd() { # FLOWS
	local flows=${1:-1}
	gateway=route empty=accept,accept,accept
	up
	establish_forwarded "$flows" "$lan_addr"
	measure "$row" "$some" other "$through_us proto=udp sport=5000 sports=$flows"
}

row_nat() {
	gateway=nat empty=accept,accept,accept
	up
	establish_forwarded 1 "$here_addr"
	measure "$row" "$some" other "$through_us proto=udp sport=5000"
}

row_offload() {
	gateway=offload
	up
	establish_forwarded 1 "$here_addr"
	measure "$row" "$some" other "$through_us proto=udp sport=5000"
	grep -q OFFLOAD /proc/net/nf_conntrack || conntrack -L 2>/dev/null | grep -q OFFLOAD ||
		fail "nothing is offloaded"
}

row_closed_udp() { # OPEN_PORTS
	open=$1 empty=drop,drop,accept
	up
	measure "$row" "$some" none "$to_us proto=udp $from_peer sports=1000 dport=$closed_port"
}

row_closed_tcp() { # OPEN_PORTS
	open=$1 empty=drop,drop,accept
	up
	measure "$row" "$some" none "$to_us proto=tcp flags=$syn seq=1000 len=0 $from_peer sports=1000 dport=$closed_port"
}

row_rst() { # OPEN_PORTS
	open=$1 answer=reject
	up
	measure "$row" "$some" rst "$to_us proto=tcp flags=$syn seq=1000 len=0 $from_peer sports=1000 dport=$closed_port"
}

row_open_udp() { # OPEN_PORTS
	open=$1 empty=accept,accept,accept
	up
	measure "$row" "$some" accepted "$to_us proto=udp saddr=203.0.113.@ sport=5000 sports=$some dport=$(open_port)"
}

row_open_tcp() { # OPEN_PORTS
	open=$1 empty=accept,accept,accept
	up
	measure "$row" "$some" accepted "$to_us proto=tcp flags=$syn seq=1000 len=0 saddr=203.0.113.@ sport=5000 sports=$some dport=$(open_port)"
}

is_listed() { # LEAST MOST
	local n
	n=$(listed)
	[ "$n" -ge "$1" ] && [ "$n" -le "$2" ] || fail "$n sources are on the list, wanted $1 to $2"
	echo "note $row $firewall: $n sources are on the list"
}
