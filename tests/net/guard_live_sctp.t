#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# guard ... live N of a server of SCTP: an association that conntrack lets go on keeps its
# place, whatever chunks began or ended it; and more forged ones than a guard remembers lock
# nobody out.
# In check-full: a flood of sources.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
cap=65536

wire fw peer
ip -n fw route add default via 10.0.0.2
set_sysctl fw net.ipv4.conf.all.log_martians=0
sysctl -qw net.netfilter.nf_conntrack_max=200000
export SFW_PATIENCE=$((10 * ${SFW_SLOW:-1}))	# an INIT is sent again after three seconds
start_talk
if ! talk serve fw sctp 9000 | grep -q serving; then
	skip "associations at once" "this kernel has no SCTP"
	done_testing
	exit
fi

guarded() { # WORDS...: a guard that remembers none
	fw flush policy
	fw enable
	fw guard add calls live 1 "$@"
	fw port add sctp 9000 guard calls
}

# Of sockets.
guarded "then" block 1h
is "one at once" "$(talk probe peer sctp 10.0.0.1 9000)" open
is "and when it has ended the next" "$(talk probe peer sctp 10.0.0.1 9000)" open
is "for which nobody is blocked" "$(fw block list | grep -c calls)" 0

silent_peer peer
start_frames peer
chunk() { # PORT TAG CHUNK: what it is answered
	frames "ip4() / SCTP(sport=$1, dport=9000, tag=$2) / $3"
}
init() { chunk "$1" 0 'SCTPChunkInit(init_tag=1, a_rwnd=65536, n_in_streams=1, n_out_streams=1)'; }
inits() { # PORT...
	for port; do init "$port"; done | xargs
}
one="protocol:132 silence silence silence"

guarded
is "of four INITs one is let in" "$(inits 2001 2002 2003 2004)" "$one"

# Conntrack takes both for an association that is over, and an INIT for its going on.
guarded
begin() { # PORT: ended by a tag that the sender chose
	init "$1" >/dev/null
	chunk "$1" 1 'SCTPChunkAbort(TCB=1)' >/dev/null
}
for port in 2011 2012 2013 2014; do begin $port; done
is "of four that began and were aborted one goes on" "$(inits 2011 2012 2013 2014)" "$one"
guarded
for port in 2021 2022 2023 2024; do
	chunk $port 7 'SCTPChunkHeartbeatReq()' >/dev/null
	chunk $port 7 'SCTPChunkAbort()' >/dev/null
done
is "of four that began by a heartbeat one goes on" "$(inits 2021 2022 2023 2024)" "$one"

# A heartbeat of each source, whose checksum is wrong.
set_sysctl fw net.netfilter.nf_conntrack_checksum=0
guarded "then" block 1h
echo "{ 2,0,0,0,0,1, 2,0,0,0,0,2, const16(0x0800), 0x45, 0, const16(40), drnd(2), const16(0),
	64, 132, csumip(14, 33), 44, dinc(0,255,1), dinc(0,250,1), dinc(1,241,1), 10,0,0,1,
	const16(1024), const16(9000), const32(7), const32(0), 4, 0, const16(8), const16(1), const16(4) }" >"$tmp/flood"
ok "$((cap + 500)) sources" on peer trafgen -i "$tmp/flood" -o eth0 -n $((cap + 500)) -P 1 -q -t 60us
# They last for 30 s, and a slow machine sends fewer in that time.
if [ "${SFW_SLOW:-1}" = 1 ]; then
	ok "each was let in" test "$(on fw conntrack -C)" -gt "$cap"
fi
is "a newcomer is still let in" "$(init 2031)" protocol:132
done_testing
