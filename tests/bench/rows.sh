# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The rows: row_NAME NUMBER is the row NAME-NUMBER, see ./world.sh. Sourced.

fin=0x01 syn=0x02 rst=0x04 ack=0x10 synack=0x12
some=${SFW_BENCH_PACKETS:-1024}

to_us="dev=wan0 daddr=$here_addr"
from_peer="saddr=$peer_addr sport=5000"
again="flags=$ack seq=1001 ack=5001 len=18"
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

# With sockets that have received all, and know their route.
establish_tcp() { # FLOWS
	local port
	port=$(open_port)
	hold tcp "$here_addr" "$port" "$peer_addr" 5000 "$1" 1019 5001
	must accepted "$1" "$to_us proto=tcp flags=$syn seq=1000 len=0 $from_peer sports=$1 dport=$port"
	must other "$1" "proto=tcp flags=$synack seq=5000 ack=1001 len=0 $from_us dports=$1 sport=$port"
	must accepted "$1" "$to_us proto=tcp flags=$ack seq=1001 ack=5001 len=0 $from_peer sports=$1 dport=$port"
	must answered "$1" "$to_us proto=tcp $again $from_peer sports=$1 dport=$port deliver=1"
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

# One in, one out: data that TCP has already is acknowledged anew, at once.
row_pair_tcp() {
	empty=accept,accept,accept
	up
	establish_tcp 1
	measure "$row" "$some" answered "$to_us proto=tcp $again $from_peer dport=$(open_port) deliver=1"
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

# While conntrack has a connection: a query of this host.
row_closed_tracked() {
	empty=drop,drop,accept
	up
	must other 1 "proto=udp $from_us dports=1 sport=4000"
	measure closed-udp-tracked "$some" none "$to_us proto=udp $from_peer sports=1000 dport=$closed_port"
	measure closed-tcp-tracked "$some" none "$to_us proto=tcp flags=$syn seq=1000 len=0 $from_peer sports=1000 dport=$closed_port"
}

row_rst() { # OPEN_PORTS
	open=$1 answer=reject
	up
	measure "$row" "$some" rst "$to_us proto=tcp flags=$syn seq=1000 len=0 $from_peer sports=1000 dport=$closed_port"
}

row_open_udp() { # OPEN_PORTS
	open=$1 empty=accept,accept,accept
	up
	hold udp "$(open_port)"
	measure "$row" "$some" accepted "$to_us proto=udp saddr=203.0.113.@ sport=5000 sports=$some dport=$(open_port)"
}

row_open_tcp() { # OPEN_PORTS
	open=$1 empty=accept,accept,accept
	up
	measure "$row" "$some" accepted "$to_us proto=tcp flags=$syn seq=1000 len=0 saddr=203.0.113.@ sport=5000 sports=$some dport=$(open_port)"
}

is_listed() { # LEAST MOST
	listed_now=$(listed)
	[ "$listed_now" -ge "$1" ] && [ "$listed_now" -le "$2" ] ||
		fail "$listed_now sources are on the list, wanted $1 to $2"
	echo "note $row $firewall: $listed_now sources are on the list"
}

knock_on="$to_us proto=tcp flags=$syn seq=1000 len=0 sport=5000 dport=$closed_port"

# The three states of a list: it fills; it is full, and those on it come again;
# more sources than it holds. The packets dropped and listed at first are not timed.
row_scan() {
	scan=yes
	up
	sources "$lists/scan.src"
	measure scan-filling 1024 none "$knock_on first=@0000 sources=1024"
	must none 65536 "$knock_on first=0 sources=65536"
	is_listed 100 65536
	memory memory:scan "$listed_now"
	measure scan-known 4096 none "$knock_on first=@000 sources=4096"
	must none 131072 "$knock_on first=65536 sources=131072"
	measure scan-over 4096 none "$knock_on first=3@0000 sources=4096"
	is_listed 100 65536
}

row_two_cpus() {
	scan=yes
	up
	sources "$lists/scan.src"
	must none 32768 "$knock_on first=0 sources=32768"
	measure_two "$row" 32768 none "$knock_on first=0 sources=32768"
}

# From a listed source nothing is accepted; from another the open port is.
row_scan_open() {
	scan=yes remember=1024
	up
	sources "$lists/scan.src"
	must none 1024 "$knock_on first=0 sources=1024"
	measure "$row" "$some" none "$to_us proto=tcp flags=$syn seq=1000 len=0 sport=5000 dport=$(open_port) first=0 sources=1024"
}

row_block() { # NUMBER: single addresses
	block_row single "$1"
}

row_mixed() { # NUMBER: prefixes of ten lengths
	blocks_kind=prefixes
	block_row mixed "$1"
}

row_nested() { # NUMBER: the same, ten lengths below each /16
	blocks_kind=prefixes
	block_row nested "$1"
}

# LIST NUMBER: blocked sources, and their cost for a live flow.
block_row() {
	local file=$lists/$1-$2
	blocks=$file empty=accept,accept,drop
	up
	sources "$file.src"
	measure "$row" "$some" none "$to_us proto=udp sport=5000 dport=$(open_port) first=0 sources=$2"
	[ "$firewall" != p0 ] || echo "hook accept accept accept" >/proc/sfw_bench
	establish_udp 1
	measure "est-udp:$row" "$some" accepted "$to_us proto=udp $from_peer dport=$(open_port)"
}

# A client on another machine, connected by a cable.
client() {
	nsenter -t "$client_pid" -n "$@"
}

client_up() {
	unshare -n sleep 1000 &
	client_pid=$!
	ip link add lan1 type veth peer name eth0
	until ip link set eth0 netns "$client_pid" 2>/dev/null && client ip link set eth0 up; do sleep 0.1; done
	ip address add 10.9.0.1/24 dev lan1
	ip link set lan1 up
	client ip address add 10.9.0.2/24 dev eth0
}

listener_up() {
	"$here/connect.py" listen "$(open_port)" >"$SFW_BENCH_DIR/server" &
	server_pid=$!
	until grep -q listening "$SFW_BENCH_DIR/server"; do sleep 0.1; done
}

flood() {
	while :; do
		echo "run $knock_on first=0 sources=65536 count=2048"
		sleep 0.01
	done >/proc/sfw_bench
}

# Times of connect(), quiet and while 65,536 sources scan.
connections() { # ROW
	local mean most
	read -r mean most < <(client "$here/connect.py" connect 10.9.0.1 "$(open_port)" 2000)
	[ -n "$most" ] || fail "a connection fails"
	echo "result $1:mean $firewall check=ok median=$mean"
	echo "result $1:p99 $firewall check=ok median=$most"
}

# Natively: emulated time says nothing of how long anything takes.
row_connect() {
	[ "$SFW_KERNEL" = uml ] || exit 0
	scan=yes
	up
	sources "$lists/scan.src"
	client_up
	listener_up
	connections connect
	flood &
	flood_pid=$!
	connections flood
	kill "$flood_pid" "$server_pid" "$client_pid"
}
