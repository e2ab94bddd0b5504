#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Connections that are older than the module, or than conntrack's memory of
# them, go on: live local sockets own them.
# On the stock kernel too: sockets under two processors.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
start_talk
fw set direct off

# NAME is PROTO-FAMILY-DIRECTION
open() { # NAME PORT
	case $1 in
	*-4-in) talk pair "$1" "${1%%-*}" peer fw 10.0.0.1 "$2" ;;
	*-4-out) talk pair "$1" "${1%%-*}" fw peer 10.0.0.2 "$2" ;;
	*-6-in) talk pair "$1" "${1%%-*}" peer fw fd00::1 "$2" ;;
	*-6-out) talk pair "$1" "${1%%-*}" fw peer fd00::2 "$2" ;;
	esac
}

the_peer() { # NAME: its side
	case $1 in
	*-in) echo c ;;
	*-out) echo s ;;
	esac
}

this_host() {
	case $1 in
	*-in) echo s ;;
	*-out) echo c ;;
	esac
}

tcp=$(echo tcp-{4,6}-{in,out})
all="$tcp $(echo udp-{4,6}-{in,out})"
port=5000

speak_all() { # WHAT NAME...: data flows each way, the peer first
	local what=$1 name
	shift
	for name; do
		is "$what: $name goes on" "$(talk speak "$name" "$(the_peer "$name")")" heard
	done
}

# Opened in a world without the module and without conntrack.
before_the_module() { # WHAT NAME...
	local what=$1 name
	shift
	fw disable
	unload_sfw
	for name; do
		port=$((port + 1))
		is "$what: $name opens without the module" "$(open "$name" $port)" open
	done
	load_sfw
	fw set direct off
	fw enable
}

close_all() {
	local name
	for name; do
		talk close "$name" >/dev/null
	done
}

forget() { # what conntrack knows
	on fw conntrack -F 2>/dev/null
	[ "$(on fw conntrack -C)" = 0 ]
}

# shellcheck disable=SC2086
{
	before_the_module "late module" $all
	speak_all "late module" $all
	ok "each was adopted" test "$(packets adopted)" -ge 8
	is "nothing was refused" "$(($(packets invalid) + $(packets not-syn) + $(packets closed-udp)))" 0
	forget
	speak_all "conntrack -F" $all
	is "nothing was refused after conntrack -F" "$(($(packets invalid) + $(packets not-syn) + $(packets closed-udp)))" 0

	set_sysctl fw net.netfilter.nf_conntrack_tcp_loose=0
	is "tcp_loose is off" "$(on fw sysctl -n net.netfilter.nf_conntrack_tcp_loose)" 0
	forget
	speak_all "tcp_loose=0" $tcp
	is "nothing was refused with tcp_loose=0" "$(($(packets invalid) + $(packets not-syn)))" 0
	close_all $all

	before_the_module "late module, tcp_loose=0" $tcp
	is "tcp_loose is still off" "$(on fw sysctl -n net.netfilter.nf_conntrack_tcp_loose)" 0
	speak_all "late module, tcp_loose=0" $tcp
	close_all $tcp
	set_sysctl fw net.netfilter.nf_conntrack_tcp_loose=1

	before_the_module "FIN first" $tcp
	for name in $tcp; do
		is "$name: the peer's FIN is the first packet" "$(talk end "$name" "$(the_peer "$name")")" eof
		is "$name: the other half still speaks" "$(talk say "$name" "$(this_host "$name")")" heard
		is "$name: and closes" "$(talk end "$name" "$(this_host "$name")")" eof
	done
	is "nothing was refused around the FIN" "$(($(packets invalid) + $(packets not-syn)))" 0
}

# A stranger's ACK is not adopted, whatever it looks like.
before=$(packets not-syn) adopted=$(packets adopted)
answer=$(scan_from peer 1000 -sA -p 4999 --max-retries 0 10.0.0.1)
ok "an ACK for no socket gets a reset" grep -q 'unfiltered' <<<"$answer"
ok "and is counted as not-syn" test "$(packets not-syn)" -gt "$before"
is "and not as adopted" "$(packets adopted)" "$adopted"

talk serve fw udp 4000 >/dev/null
is "a bound UDP socket that is not connected owns nobody's packets" \
	"$(talk probe peer udp 10.0.0.1 4000)" ECONNREFUSED
is "nor over IPv6" "$(talk probe peer udp fd00::1 4000)" EACCES
talk serve fw tcp 4000 >/dev/null
is "nor does a listening TCP socket" "$(talk probe peer tcp 10.0.0.1 4000)" ECONNREFUSED
done_testing
