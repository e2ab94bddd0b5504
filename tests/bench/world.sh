# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Functions that rows and peers share. Sourced by ./one.
#
# A row names its wishes to a firewall:
#   open=N          TCP and UDP ports that are open (`ports` prints them)
#   answer=drop|reject   the answer of closed ports
#   scan=yes        sources that try a closed port are listed for an hour, each
#                   try anew; from a listed source nothing is accepted
#   remember=N      how many sources a list must hold for that (unless: any)
#   blocks=FILE     prefixes whose packets are dropped before conntrack
#   blocks_kind=single|prefixes
#   gateway=route|nat|offload   lan0 may start connections; masqueraded out of
#                   wan0; live ones by the flow table
#   empty=L,F,E     the empty firewall's verdict on packets to this host, through
#                   it, and before conntrack; '' where it has no part in the row
# and calls up. A peer defines
#   has_part        whether it has a part in this row (unless it says: yes)
#   firewall        does all of that
#   listed          prints how many sources are on the TCP list
#   load_blocks     (timed) loads the blocks of prepare_blocks
#
#   hold WORDS      see sockets.py
#   inject WORDS    see inject/spec.c; the result is in got[...]
#   measure ROW COUNT FATE WORDS   every packet must end as FATE: accepted, rst,
#                   other (forwarded), answered (accepted, and one is sent), none
#   fail WHY
#   sources FILE    uploads addresses

here_addr=198.51.100.1 peer_addr=203.0.113.9 lan_addr=192.168.1.20
open=3 answer=drop scan='' remember=0 blocks='' blocks_kind=single gateway='' empty=''
closed_port=50000 scan_seconds=3600
lists=$here/out/lists
repetitions=${SFW_BENCH_REPETITIONS:-3}
declare -A got=()

has_part() {
	:
}

fail() {
	echo "error $firewall $row: $*"
	exit 0
}

ports() {
	seq 1 $((60000 / open / 2 * 2)) 60000 | head -n "$open"
}

# A port in the midst of those that are open.
open_port() {
	echo $((1 + 60000 / open / 2 * 2 * (open / 2)))
}

links() {
	echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6
	echo 0 >/proc/sys/net/ipv4/conf/all/rp_filter
	echo 0 >/proc/sys/net/ipv4/conf/default/rp_filter
	ip -batch - <<-END
		link set lo up
		link add lan0 type sfwbench
		link add wan0 type sfwbench
		address add 192.168.1.1/24 dev lan0
		address add $here_addr/24 dev wan0
		link set lan0 up
		link set wan0 up
		route add default via 198.51.100.2
		neighbour add 198.51.100.2 lladdr 02:00:00:00:00:02 dev wan0 nud permanent
		neighbour add $lan_addr lladdr 02:00:00:00:00:20 dev lan0 nud permanent
	END
	[ -z "$gateway" ] || echo 1 >/proc/sys/net/ipv4/ip_forward
}

# Ends the row, without a result, where the firewall has no part in it.
up() {
	links
	has_part || exit 0
	bytes_before=$(kernel_bytes)
	firewall || fail "its rules are refused"
	[ -z "$blocks" ] || timed_load
	patient_conntrack
}

# Guest time leaps whenever the machine has nothing to do but wait for its files.
patient_conntrack() {
	local file
	for file in udp_timeout udp_timeout_stream tcp_timeout_syn_sent tcp_timeout_syn_recv; do
		file=/proc/sys/net/netfilter/nf_conntrack_$file
		[ ! -w "$file" ] || echo 86400 >"$file"
	done
}

# Milliseconds of processor time: a million instructions each.
timed_load() {
	local TIMEFORMAT='%U %S %R' user system real
	prepare_blocks "$blocks" >"$SFW_BENCH_DIR/blocks"
	{ time load_blocks "$SFW_BENCH_DIR/blocks" 2>"$SFW_BENCH_DIR/complaint"; } 2>"$SFW_BENCH_DIR/time" ||
		fail "the blocks are refused: $(cat "$SFW_BENCH_DIR/complaint")"
	read -r user system real <"$SFW_BENCH_DIR/time"
	echo "result load:$row $firewall check=ok median=$((10#${user/./} + 10#${system/./})) elapsed=$real"
	memory "memory:$row" "${row#*-}"
}

# Memory that the kernel has allocated for itself.
kernel_bytes() {
	awk '/^(Slab|VmallocUsed):/ { kib += $2 } END { print kib * 1024 }' /proc/meminfo
}

# Bytes an entry, of all that the firewall has allocated since there was none.
memory() { # ROW ENTRIES
	[ "$2" -lt 10000 ] ||
		echo "result $1 $firewall check=ok median=$((($(kernel_bytes) - bytes_before) / $2))"
}

inject() {
	local word line
	echo "run $*" >/proc/sfw_bench || fail "packets are refused: $*"
	read -r line </proc/sfw_bench
	for word in $line; do
		got[${word%%=*}]=${word#*=}
	done
}

sources() {
	cat "$1" >/proc/sfw_bench_sources
}

# Without a process for any of it: emulated, each takes longer than a batch.
expect() { # COUNT FATE
	local accepted=0 rst=0 icmp=0 other=0
	case $2 in
	none) ;;
	answered) accepted=$1 other=$1 ;;
	*) printf -v "$2" %s "$1" ;;
	esac
	wanted="accepted=$accepted rst=$rst icmp=$icmp other=$other"
	fates="accepted=${got[accepted]} rst=${got[rst]} icmp=${got[icmp]} other=${got[other]}"
}

hold() {
	ulimit -n 65536
	"$here/sockets.py" "$@" >"$SFW_BENCH_DIR/sockets" &
	holder_pid=$!
	trap 'kill "$holder_pid"' EXIT
	until grep -q ready "$SFW_BENCH_DIR/sockets"; do
		kill -0 "$holder_pid" 2>/dev/null || fail "no sockets: $*"
		sleep 0.1
	done
}

# For setting up: packets with another fate than this end the row.
must() { # FATE COUNT WORDS
	local wanted fates
	inject "count=$2 ${*:3}"
	expect "$2" "$1"
	[ "$fates" = "$wanted" ] || fail "of ${*:3}: $fates, wanted $wanted"
}

# Packets that IP has received, and those refused before any firewall saw them.
ip_counts() {
	local words line
	while read -r -a words; do
		[ "${words[0]}${words[1]}" = Ip:Forwarding ] || [ "${words[0]}" != Ip: ] || break
	done </proc/net/snmp
	received=${words[3]} refused=$((words[4] + words[5] + words[7]))
}

measure() { # ROW COUNT FATE WORDS: @ in them is the number of the repetition, a digit
	local name=$1 count=$2 fate=$3 repetition before received refused
	shift 3
	for ((repetition = 0; repetition <= repetitions; repetition++)); do
		ip_counts
		before=$received,$refused
		must "$fate" "$count" "${@//@/$repetition}"
		ip_counts
		ip_saw "$before" "$received,$refused"
		[ "$repetition" = 0 ] || echo "result $name $firewall check=ok median=${got[median]} min=${got[min]}" \
			"mean=${got[mean]} elapsed=${got[elapsed]} count=$count"
	done
}

ip_saw() { # BEFORE AFTER
	case $firewall,$name in
	floor,* | *,offload) return ;;
	esac
	[ "$2" = "$((${1%,*} + count)),${1#*,}" ] ||
		fail "received and refused by IP: $1 before and $2 after $count packets"
}

# Two processors at work, with different sources on one list.
measure_two() { # ROW COUNT FATE WORDS
	local name=$1 repetition one
	shift
	for ((repetition = 0; repetition < repetitions; repetition++)); do
		must "$2" "$1" "cpus=1 ${*:3}"
		one=${got[median]}
		must "$2" "$1" "cpus=2 ${*:3}"
		echo "result $name $firewall check=ok median=${got[median]} one=$one two=${got[median]}"
	done
}
