# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the wire does with a packet, and what `test` says of it, in the same words, on top
# of world.sh: accept, drop, tcp-reset, port-unreachable, protocol-unreachable,
# host-unreachable, admin-prohibited.
#
#   by_frame FRAMES             what frames of peer meet; start_frames peer comes first
#   by_socket NS PROTO ADDR PORT    what a new connection of a socket meets; start_talk
#   told PROTO SOURCE ADDR PORT DEV    what `sfwctl test` says in fw; accept where it
#                               notes that nobody judges the packet
#   served PORT                 who serves an open port, by the port list of fw
#   $forwards                   settings of forward to try, all or the test's own; on an
#                               emulated kernel those of SFW_FORWARDS, or one, since each
#                               takes minutes there

forwards=${forwards:-drop reject off}
[ "${SFW_SLOW:-1}" = 1 ] || forwards=${SFW_FORWARDS:-drop}

# Answers to sockets were heard as well.
by_frame() {
	local answer
	frames "[]" >/dev/null
	answer=$(frames "$1")
	# What is forwarded goes further than the ping that ends the answers.
	[ "$answer" != silence ] || answer=$(frames "[]")
	case $answer in
	tcp:SA | protocol:132) echo accept ;;
	tcp:RA) echo tcp-reset ;;
	unreachable:port) echo port-unreachable ;;
	unreachable:protocol) echo protocol-unreachable ;;
	unreachable:host) echo host-unreachable ;;
	unreachable:admin) echo admin-prohibited ;;
	silence) echo drop ;;
	*) echo unknown ;;
	esac
}

by_socket() {
	case $(talk probe "$@") in
	open) echo accept ;;
	ECONNREFUSED) [ "$2" = udp ] && echo port-unreachable || echo tcp-reset ;;
	EHOSTUNREACH) echo host-unreachable ;;
	EACCES) echo admin-prohibited ;;
	silence) echo drop ;;
	*) echo unknown ;;
	esac
}

told() {
	local addr=$3 said
	[[ $3 != *:* ]] || addr="[$3]"
	said=$(fw test "$1" "$2" to "$addr:$4" in "$5")
	case $said in
	*'stays within it is not judged'*) echo accept ;;
	*) sed -n 's/^verdict *\(reject with \)\{0,1\}//p' <<<"$said" ;;
	esac
}

served() {
	fw port list | sed -nE "s/^[a-z]+ +$1( +[^ ]+){7} +(.*[^ ]) +-\$/\2/p"
}
