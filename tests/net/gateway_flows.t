#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# 10,000 translated flows at once, and what happens to them while the policy
# goes, their peer is blocked, the module is unloaded, the namespace removed.
# In check-full: 10,000 flows.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/gateway.sh"

number=$((${SFW_SLOW:-1} > 1 ? 1000 : $(few 10000)))
most=$((number * 9 / 10))	# some packets of a flood may be lost
sysctl -qw net.netfilter.nf_conntrack_max=65536 2>/dev/null || :
gateway_world
share() {
	fw lan add dev lan0
	fw masquerade add 192.168.1.0/24 out wan0
	fw forward add udp 7 in wan0 to 192.168.1.20
}
share
fw enable
spawn inet "$python" "$net_dir/lib/flows.py" echo 7
spawn client nice -n 10 "$python" "$net_dir/lib/flows.py" send 198.51.100.2 7 "$number"
rounds=$spawned_log
sender=$spawned

# Two whole rounds from now on: the first may have begun before.
now() { wc -l <"$rounds"; }
rounds_after() { [ "$(now)" -ge "$(($1 + 2))" ]; }
answered() { # TEXT: prints how many of the next round were
	local at
	at=$(now)
	wait_for 120 rounds_after "$at" || note "no round ended"
	tail -n 1 "$rounds"
}
# A busy machine loses more of one round than of another.
answers() { [ "$(answered)" -ge "$most" ]; }
flows() { on fw conntrack -C; }
many() { [ "$(flows)" -ge "$number" ]; }
ok "$number flows" wait_for 120 many
ok "are answered" wait_for 60 answers
note "$(tail -n 1 "$rounds") of $number answered in a round, $(flows) flows"
is "with the gateway's address" "$(on fw conntrack -L -p udp --dport 7 2>/dev/null | grep -vc ' dst=198.51.100.1 ')" 0

for offload in off on; do
	fw set offload "$offload"
	ok "offload $offload: answered" wait_for 60 answers
	n=$(on fw conntrack -L -p udp 2>/dev/null | grep -c OFFLOAD)
	if [ $offload = on ]; then
		ok "and offloaded" test "$n" -ge "$most"
	else
		is "and none offloaded" "$n" 0
	fi
	note "$n flows offloaded"
	fw flush policy
	fw set offload "$offload"
	ok "offload $offload: without a policy they go on" wait_for 60 answers
	is "new ones do not come" "$(ask client 198.51.100.2 7)" silence
	share
	fw block add 198.51.100.2
	is "offload $offload: their peer is blocked" "$(answered)" 0
	fw block del 198.51.100.2
	ok "and no longer" wait_for 60 answers
done

for i in 1 2 3; do
	ok "rmmod under them ($i)" unload_sfw
	ok "insmod ($i)" load_sfw
	share
	fw set offload on
	fw enable
done
ok "new flows take their places" wait_for 60 answers

is_gone() { ! ip -n inet link show eth0 >/dev/null 2>&1 && ! ip -n switch link show fw >/dev/null 2>&1; }
started=${EPOCHREALTIME/./}
ip netns del fw
ok "the namespace goes" wait_for 30 is_gone
note "in $(((${EPOCHREALTIME/./} - started) / 1000)) ms"
kill "$sender"
# The next one has to wait for it if conntrack still holds on to something.
ok "and conntrack has let go of it" timeout $((30 * ${SFW_SLOW:-1})) ip netns add again
ok "the module unloads" unload_sfw
load_sfw
done_testing
