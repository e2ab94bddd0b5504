# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the tests of lists, guards, knocks and blocks share, on top of world.sh
# and sourced after it.
#
#   crowd HOST           it answers any source of 198.18.0.0/15 and fd01::/16
#                        through its peer, and sends a SYN-ACK once
#   listed NAME [NS]     the addresses in a recent list, sorted, in one line
#   is_listed NAME ADDR
#   syn SRC PORT [FIELDS]        frames.py sends a SYN; prints the answer
#   syns N SRC PORT [FIELDS]     that many, each of its own connection
#   try PROTO ADDR PORT [SOURCE] a program in "peer" connects: open | ERRNO | silence
#   milliseconds         since some moment
#   event COMMAND...     its output in $answer, the time around it noted
#   lasts TEXT SECONDS COMMAND...   COMMAND succeeds for so long after the
#                        event, to the second, however slow the machine is

slow=${SFW_SLOW:-1}
export SFW_PATIENCE=${SFW_PATIENCE:-$((slow * 8 / 10)).$((slow * 8 % 10))}

crowd() {
	ip -n "$1" route replace 198.18.0.0/15 via 10.0.0.2
	ip -n "$1" -6 route replace fd01::/16 via fd00::2
	set_sysctl "$1" net.ipv4.tcp_synack_retries=0
}

listed() {
	on "${2:-fw}" awk '{ print $1 }' "/proc/net/sfw/recent/$1" | sort | paste -sd' '
}

is_listed() {
	on fw grep -q "^$2 " "/proc/net/sfw/recent/$1"
}

syn_frame() {
	local ip=ip4
	case $1 in *:*) ip=ip6 ;; esac
	printf '%s(src="%s"%s)/TCP(sport=%s, dport=%s, flags="S")' "$ip" "$1" "${3:+, $3}" "$4" "$2"
}

syn() {
	frames "[]" >/dev/null	# what came for others meanwhile
	frames "$(syn_frame "$1" "$2" "${3:-}" $((RANDOM + 10000)))"
}

syns() {
	frames "[]" >/dev/null
	frames "(lambda first: [$(syn_frame "$2" "$3" "${4:-}" 'first + n') for n in range($1)])($((RANDOM + 10000)))"
}

try() {
	talk probe peer "$@"
}

milliseconds() {
	echo $(($(date +%s%N) / 1000000))
}

event() {
	event_from=$(milliseconds)
	answer=$("${@}" 2>&1)
	event_to=$(milliseconds)
}

lasts() {
	local at text=$1 last=0 time=$(($2 * 1000))
	shift 2
	while at=$(milliseconds) && "$@" >/dev/null 2>&1; do
		last=$((at - event_to))
		[ $last -lt $((time + 60000)) ] || break
		sleep 0.05
	done
	at=$(($(milliseconds) - event_from))
	if [ $at -ge $time ] && [ $last -le $((time + 1000)) ]; then
		pass "$text (still after $last ms, no more after $at ms)"
	else
		not_ok "$text" "still after $last ms, no more after $at ms"
	fi
}
