# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# More of what tests need, on top of lib.sh and sourced after it.
#
#   wire HOST PEER       two hosts and a cable: eth0 at both ends, HOST is
#                        10.0.0.1 and fd00::1, PEER 10.0.0.2 and fd00::2; the
#                        same MAC addresses every time, neighbours known, no
#                        ICMP rate limit. So several of them can be compared.
#   into_vrf HOST VRF    its eth0 becomes a port of a new VRF
#   fw ARGS...           sfwctl in the namespace "fw"
#   packets REASON [NS]  how many /proc/net/sfw/stats has counted in "fw"
#   policy               all that sfwctl can tell about the policy of "fw"
#   start_talk           before the first
#   talk WORDS...        one command of talk.py; prints its answer
#   start_frames PEER [PEER2]      before the first
#   frames EXPRESSION    frames.py sends packets from PEER; prints the answers
#   scan_from NS MS ARGS...    nmap, which waits so long for each answer, longer on slow
#                        machines
#   silent_peer NS       it says nothing by itself, only what frames.py sends
#   counted TEXT REASON N EXPRESSION [ANSWER]
#                        these frames count N packets as REASON
#   set_sysctl NS NAME=VALUE...   what this kernel lacks is passed over

net_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=/usr/bin/python3		# Debian's own, which has scapy
export PYTHONDONTWRITEBYTECODE=1

# User-Mode Linux never gathers entropy, and os.urandom() would wait for ever.
if [ "$(cat /proc/sys/kernel/random/entropy_avail)" -lt 128 ]; then
	"$python" -c 'import fcntl, struct
fcntl.ioctl(open("/dev/urandom", "wb"), 0x40045201, struct.pack("i", 256))	# RNDADDTOENTCNT'
fi

fw() {
	on fw sfwctl "$@"
}

set_sysctl() {
	on "$1" sysctl -qew "${@:2}" 2>/dev/null || :
}

# Some kernels keep the global limit per namespace, some only once.
no_icmp_limits() {
	sysctl -qew net.ipv4.icmp_msgs_per_sec=1000000 net.ipv4.icmp_msgs_burst=100000 2>/dev/null || :
	set_sysctl "$1" net.ipv4.icmp_msgs_per_sec=1000000 net.ipv4.icmp_msgs_burst=100000 \
		net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0
}

# No limit, and nothing forgotten, that one of several hosts might come to before another.
no_limits() { # HOST
	sysctl -qew net.netfilter.nf_conntrack_max=1048576 net.netfilter.nf_conntrack_buckets=1048576
	set_sysctl "$1" net.ipv4.ipfrag_max_dist=0 net.ipv4.ipfrag_high_thresh=268435456 \
		net.ipv6.ip6frag_high_thresh=268435456 net.netfilter.nf_conntrack_frag6_high_thresh=268435456 \
		net.core.somaxconn=1048576 net.ipv4.tcp_max_syn_backlog=1048576 net.ipv4.tcp_syncookies=0 \
		net.ipv4.tcp_invalid_ratelimit=0
}

# NS ADDRESS_BYTE PEER_BYTE
wire_end() {
	local addr
	set_sysctl "$1" net.ipv6.conf.eth0.accept_ra=0 net.ipv6.conf.eth0.accept_dad=0 \
		net.ipv6.conf.eth0.router_solicitations=0 net.ipv4.conf.all.rp_filter=0 \
		net.ipv4.conf.eth0.rp_filter=0
	ip -n "$1" link set eth0 down
	ip -n "$1" link set eth0 address "02:00:00:00:00:0$2" up
	address "$1" eth0 "10.0.0.$2/24" "fd00::$2/64"
	for addr in "10.0.0.$3" "fd00::$3" "fe80::ff:fe00:$3"; do
		[[ $addr != *:* ]] || has_ipv6 || continue
		ip -n "$1" neigh replace "$addr" lladdr "02:00:00:00:00:0$3" dev eth0 nud permanent
	done
	no_icmp_limits "$1"
}

is_linked() {
	[ "$(on "$1" cat /sys/class/net/eth0/carrier)" = 1 ] &&
		[ -z "$(ip -n "$1" -6 addr show dev eth0 tentative)" ]
}

wire() {
	host "$1" "$2"
	cable "$1" eth0 "$2" eth0
	wire_end "$1" 1 2
	wire_end "$2" 2 1
	wait_for is_linked "$1" && wait_for is_linked "$2" || not_ok "$1 and $2 are joined"
}

packets() {
	on "${2:-fw}" awk -v r="$1" '$1 == r { print $2 }' /proc/net/sfw/stats
}

policy() {
	fw get
	fw -j port list
	fw -j proto list
	fw -j trust list
	on fw grep -v '^version' /proc/net/sfw/status
}

# NAME COMMAND...: a program in the background that answers lines. Subshells
# may ask it as well, which a coproc does not allow.
start_helper() {
	local -n helper_in=$1_in helper_out=$1_out
	rm -f "$tmp/$1.in" "$tmp/$1.out"
	mkfifo "$tmp/$1.in" "$tmp/$1.out"
	"${@:2}" <"$tmp/$1.in" >"$tmp/$1.out" &
	pids+=("$!")
	exec {helper_in}>"$tmp/$1.in" {helper_out}<"$tmp/$1.out"
}

ask_helper() { # NAME LINE
	local answer='nobody answers'
	local -n helper_in=$1_in helper_out=$1_out
	printf '%s\n' "$2" >&"$helper_in"
	read -r answer <&"$helper_out"
	printf '%s\n' "$answer"
}

into_vrf() {
	ip -n "$1" link add "$2" type vrf table 10
	ip -n "$1" link set "$2" up
	ip -n "$1" link set eth0 master "$2"
	ip -n "$1" addr replace fd00::1/64 dev eth0 nodad
	ip -n "$1" neigh replace 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
	ip -n "$1" neigh replace fd00::2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
	wait_for is_linked "$1"
}

start_talk() {
	start_helper talk "$python" "$net_dir/lib/talk.py"
}

talk() {
	ask_helper talk "$*"
}

start_frames() {
	start_helper frames "$python" "$net_dir/lib/frames.py" "$@"
}

frames() {
	ask_helper frames "$*"
}

# By itself nmap waits no longer than it takes a quick host to answer.
scan_from() {
	local wait=$(($2 * ${SFW_SLOW:-1}))ms
	on "$1" nmap -n -Pn --min-rtt-timeout "$wait" --max-rtt-timeout "$wait" "${@:3}"
}

silent_peer() {
	local chain
	for chain in INPUT OUTPUT; do
		on "$1" iptables-legacy -P $chain DROP
		on "$1" ip6tables-legacy -P $chain DROP
	done
}

counted() {
	local before answer
	before=$(packets "$2")
	answer=$(frames "$4")
	is "$1: $2" "$(($(packets "$2") - before))${5:+ $answer}" "$3${5:+ $5}"
}
