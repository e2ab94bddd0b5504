#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Port knocking with the client of package knockd: what opens a port, for whom
# and how long, and what does not.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

open=$((4 * slow)) within=$((4 * slow))
wire fw peer
crowd fw
ip -n peer addr add 10.0.0.3/24 dev eth0
fw enable
fw knock add door tcp/7000,udp/8000,tcp/9000 within ${within}s open ${open}s
fw knock add side tcp/7001,tcp/7002 open 1h
fw knock add slow tcp/7100,udp/8100,tcp/9100 within 1h open 1h
fw port add tcp 22,2222 knock door
fw port add tcp 23 knock side
fw port add tcp 24 knock slow
fw port add udp 53 knock side
fw set scan tcp,udp
start_talk
start_frames peer
for port in 22 23 24; do talk serve fw tcp $port >/dev/null; done
talk serve fw udp 53 >/dev/null

knocks() { # ADDR PORT[:udp]...
	on peer knock "$@"
}
# A real connect, and nobody listed for having tried.
closed() { is "$1" "$(try tcp "${2:-10.0.0.1}" 22) $(listed tcp-portscan)" "ECONNREFUSED "; }

counted "the port is closed before a knock" knock 1 "$(syn_frame 198.18.0.1 22 '' 1234)" tcp:RA
is "a knocked port answers as a closed one" "$(syn 198.18.0.1 7000) $(frames "ip4(src='198.18.0.1')/UDP(dport=8000)")" \
	"tcp:RA unreachable:port"
closed "to a program too"
event knocks 10.0.0.1 7000 8000:udp 9000
is "the sequence opens it" "$(try tcp 10.0.0.1 22)" open
is "a connection is established" "$(talk pair session tcp peer fw 10.0.0.1 2222)" open
is "not for another source" "$(try tcp 10.0.0.1 22 10.0.0.3)" ECONNREFUSED
is "nor over IPv6" "$(try tcp fd00::1 22)" ECONNREFUSED
is "nobody is listed as a scanner for it" "$(listed tcp-portscan)$(listed udp-portscan)" ""
like "the list shows who knocked" "$(fw list show door)" '^10.0.0.2 '
opened() { fw test tcp 10.0.0.2 to 22; }
lasts "it closes $open s after the knock" $open opened
closed "for new connections"
is "the established one outlives it" "$(talk speak session c)" heard
talk close session >/dev/null

knocks 10.0.0.1 7000 9000 8000:udp
closed "the wrong order opens nothing"
for _ in 1 2 3 4 5 6 7 8 9; do knocks 10.0.0.1 7000; done
closed "one port in a loop opens nothing"
for port in 7100 8100:udp 9100; do
	is "not open before the whole sequence" "$(try tcp 10.0.0.1 24)" ECONNREFUSED
	for _ in 1 2 3 4 5; do knocks 10.0.0.1 $port; done
done
is "duplicates (retransmissions) do not break a sequence" "$(try tcp 10.0.0.1 24)" open
fw list flush door
fw set scan off
knocks 10.0.0.1 7000 8000:tcp 9000
closed "the right port of the wrong protocol opens nothing"
fw set scan tcp,udp
fw flush lists
knocks 10.0.0.1 7000 8000:udp 7000 9000
closed "a port of the sequence in the wrong place resets it"
knocks 10.0.0.1 7000 8000:udp 7000 8000:udp 9000
is "the first port may begin it anew" "$(try tcp 10.0.0.1 22)" open
fw flush lists
knocks 10.0.0.1 7000 8000:udp 7001 9000
is "a port of another sequence does not matter" "$(try tcp 10.0.0.1 22)" open
fw flush lists
knocks -d $((within * 600)) 10.0.0.1 7000 8000:udp 9000
closed "slower than $within s opens nothing"
fw list flush door
knocks -d 200 10.0.0.1 7000 8000:udp 9000
is "a pause between knocks is fine" "$(try tcp 10.0.0.1 22)" open

knocks -6 fd00::1 7000 8000:udp 9000
is "IPv6: the sequence opens it" "$(try tcp fd00::1 22)" open
knocks 10.0.0.1 7001 7002
is "another knock opens its own ports, tcp and udp" "$(try tcp 10.0.0.1 23) $(try udp 10.0.0.1 53)" "open open"
fw list flush side
is "a flush of its list closes them" "$(try tcp 10.0.0.1 23)" ECONNREFUSED
fw list add side 10.0.0.3
is "who is put there by hand need not knock" "$(try tcp 10.0.0.1 23 10.0.0.3)" open
fw list flush door
for order in "7000 8000:udp 9000" "7000 8000:udp 9000"; do
	# shellcheck disable=SC2086
	knocks 10.0.0.1 $order
done
is "twice the sequence is as good as once" "$(try tcp 10.0.0.1 22)" open
done_testing
