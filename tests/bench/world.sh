# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What rows and peers share. Sourced by ./one.
#
# A row says what it wants of a firewall:
#   open=N          TCP and UDP ports that are open (`ports` prints them)
#   answer=drop|reject   what closed ports get
#   scan=yes        sources that try a closed port are listed for 60 s, each
#                   try anew; from a listed source nothing is accepted
#   blocks=FILE     prefixes whose packets are dropped before conntrack
#   blocks_kind=single|prefixes
#   gateway=route|nat|offload   lan0 may start connections; masqueraded out of
#                   wan0; live ones by the flow table
#   empty=L,F,E     what the empty firewall says to packets to this host, through
#                   it, and before conntrack; '' where it has no part in the row
# and calls up. A peer defines
#   has_part        whether it has a part in this row (unless it says: yes)
#   firewall        does all of that
#   listed          prints how many sources are on the TCP list
#   load_blocks     (timed) loads what prepare_blocks has prepared
#
#   inject WORDS    see inject/spec.c; the result is in got[...]
#   measure ROW COUNT FATE WORDS   every packet must end as FATE: accepted, rst,
#                   other (forwarded), none
#   fail WHY
#   sources FILE    uploads addresses

here_addr=198.51.100.1 peer_addr=203.0.113.9 lan_addr=192.168.1.20
open=3 answer=drop scan='' blocks='' blocks_kind=single gateway='' empty=''
closed_port=50000
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

joined() { # SEPARATOR
	paste -sd "$1"
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
	firewall || fail "its rules are refused"
	[ -z "$blocks" ] || timed_load
}

# In a file system in memory; the program has run before.
timed_load() {
	local start
	prepare_blocks "$blocks" >"$SFW_BENCH_DIR/blocks"
	start=$EPOCHREALTIME
	load_blocks "$SFW_BENCH_DIR/blocks" || fail "the blocks are refused"
	start=$((${EPOCHREALTIME/./} - ${start/./}))
	echo "result load-${row#*-} $firewall check=ok median=$start"
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

fates() {
	echo "accepted=${got[accepted]} rst=${got[rst]} icmp=${got[icmp]} other=${got[other]}"
}

expected() { # COUNT FATE
	local accepted=0 rst=0 icmp=0 other=0
	case $2 in none) ;; *) printf -v "$2" %s "$1" ;; esac
	echo "accepted=$accepted rst=$rst icmp=$icmp other=$other"
}

# For setting up: what does not become of the packets as said ends the row.
must() { # FATE COUNT WORDS
	inject "count=$2 ${*:3}"
	[ "$(fates)" = "$(expected "$2" "$1")" ] ||
		fail "of ${*:3}: $(fates), wanted $(expected "$2" "$1")"
}

# What IP received, and what it refused before any firewall saw it.
ip_counts() {
	awk '/^Ip: [0-9]/ { print $4, $5 + $6 + $8 }' /proc/net/snmp
}

measure() { # ROW COUNT FATE WORDS: @ in them is the number of the repetition
	local name=$1 count=$2 fate=$3 repetition before after
	shift 3
	for ((repetition = 0; repetition <= repetitions; repetition++)); do
		before=$(ip_counts)
		must "$fate" "$count" "${@//@/$repetition}"
		after=$(ip_counts)
		ip_saw "$before" "$after" "$count"
		[ "$repetition" = 0 ] || echo "result $name $firewall check=ok median=${got[median]} min=${got[min]}" \
			"mean=${got[mean]} elapsed=${got[elapsed]} count=$count"
	done
}

ip_saw() { # BEFORE AFTER COUNT
	local received refused
	received=$((${2% *} - ${1% *})) refused=$((${2#* } - ${1#* }))
	case $firewall,$name in
	floor,* | *,offload) ;;
	*) [ "$received,$refused" = "$3,0" ] || fail "IP received $received of $3 packets and refused $refused" ;;
	esac
}
