#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# guard ... live N of a server of UDP that answers all, forged packets too: more sources
# than a guard remembers lock nobody out; and where there is no room, nobody is to blame.
# In check-full: a flood of sources.
# Waits for 320 s: until its flows are over.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
here=$(realpath "$(dirname "$0")")
cap=65536

wire fw peer
ip -n fw route add default via 10.0.0.2
set_sysctl fw net.ipv4.conf.all.log_martians=0
sysctl -qw net.netfilter.nf_conntrack_max=200000
spawn fw "$python" "$here/lib/flows.py" echo 53
wait_for listening fw udp 53
start_talk
fw enable
fw guard add dns live 3 "then" block 1h
fw port add udp 53 guard dns

forge() { # NETWORK SOURCES: a packet of each, the same sources every time
	echo "{ 2,0,0,0,0,1, 2,0,0,0,0,2, const16(0x0800), 0x45, 0, const16(29), drnd(2), const16(0),
		64, 17, csumip(14, 33), $1, dinc(0,255,1), dinc(0,250,1), dinc(1,241,1), 10,0,0,1,
		const16(1024), const16(53), const16(9), const16(0), 65 }" >"$tmp/flood"
	ok "$2 sources of $1.0.0.0/8" on peer trafgen -i "$tmp/flood" -o eth0 -n "$2" -P 1 -q -t 60us
}
asks() { talk probe peer udp 10.0.0.1 53; }
said() { fw test udp 10.0.0.2 to 53 | sed -n 's/^reason *\([a-z-]*\).*/\1/p'; }

forge 44 $((cap + 500))
ok "each was answered" test "$(on fw conntrack -C)" -gt "$cap"
is "who asks is still answered" "$(asks)" open
is "and is told so by test" "$(said)" port

# Flows that go on for two seconds are no single packets, and stay.
forge 44 $((cap + 500))
forge 45 100
sleep 3
forge 45 100
before=$(packets guard)
is "in a table full of lasting flows there is no room" "$(asks)" silence
is "as test says" "$(said)" guard
ok "which counts as guard" test "$(packets guard)" -gt "$before"
is "but nobody is blocked" "$(fw block list | grep -c dns)" 0
sleep 300
is "until they are over" "$(asks)" open
done_testing
