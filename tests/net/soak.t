#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Mixed load for SFW_MINUTES: floods from any source, scans, connections, policies
# that change, come back and are listed; then the kernel's memory is what it was.
# A few seconds unless SFW_MINUTES is given; SFW_PAUSE are seconds of rest after
# each round of a load.
# By the host's clock: load without a pause.
# In check-full: mixed load.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/lib/slab.sh"

limit=$((${SFW_MINUTES:-0} * 60))
[ "$limit" -gt 0 ] || limit=15
wire fw peer
for n in one two; do
	printf '%s\n' enable 'port add tcp 22' "port add udp 53 comment $n" 'set scan tcp,udp' 'set rpfilter strict' \
		'guard add sshbf 3/10s 4/30m then block 1m' 'port add tcp 23 guard sshbf' "set scan-window ${#n}0s" \
		'knock add door tcp/7000,udp/8000' 'port add tcp 24 knock door' >"$tmp/$n"
done
seq -f 'block add 203.0.113.%g' 0 2 255 >>"$tmp/two"
fw -q restore "$tmp/one"
start_talk
talk serve fw tcp 22 >/dev/null

# Each until the file is gone that says that there is time.
loops=()
again() { # NAME COMMAND...
	local name=$1
	shift
	while [ -e "$tmp/time" ]; do
		"$@" >/dev/null 2>"$tmp/error.$name" || echo "$name: status $?, $(tail -n 1 "$tmp/error.$name")"
		echo >>"$tmp/rounds.$name"
		[ -z "${SFW_PAUSE:-}" ] || sleep "$SFW_PAUSE"
	done >"$tmp/wrong.$name" 2>&1 &
	loops+=($!)
}
flood() { on peer timeout 3 hping3 -q --rand-source -S -p ++1 -i u300 10.0.0.1 2>/dev/null || :; }
udp_flood() { on peer timeout 3 hping3 -q --rand-source --udp -p ++1 -i u500 10.0.0.1 2>/dev/null || :; }
scan() { on peer nmap -n -Pn -p 1-200 --max-retries 0 --min-rate 200 10.0.0.1 && fw flush lists; }
swap() { fw -q restore "$tmp/two" && fw -q -f apply "$tmp/one" confirm-within 1h && fw -q confirm && fw -q -f apply "$tmp/two" confirm-within 1h && fw -q rollback; }
dumps() { fw -j port list && fw -j block list && fw list && fw save - && on fw cat /proc/net/sfw/stats; }
hears() { on fw timeout 3 sfwctl events || [ $? = 124 ]; }
all_loops() {
	loops=()
	: >"$tmp/time"
	again flood flood
	again udp udp_flood
	again scan scan
	again swap swap
	again dumps dumps
	again events hears
}
# Unloading gives back all that lists, peers and policies held, or complains.
quiet() {
	rm -f "$tmp/time"
	wait "${loops[@]}"
	on fw conntrack -F 2>/dev/null
	unload_sfw && load_sfw && fw -q restore "$tmp/one"
}

# Once before: what is made once is there.
all_loops
sleep 5
quiet
before=$(slab)
begin=$SECONDS
all_loops
while [ $((SECONDS - begin)) -lt "$limit" ]; do
	sleep 1
done
quiet		# not within ok, where nobody could wait for the loops
is "the module goes, with all that it held, and comes back" "$?" 0
for name in flood udp scan swap dumps events; do
	is "$name: nothing went wrong" "$(sort "$tmp/wrong.$name" | uniq -c | head -n 5)" ""
	note "$name: $(wc -l <"$tmp/rounds.$name") rounds"
done
grew=$(slab_grew "$before")
note "slab: $before kB before, grown by $grew hundredths of a percent in $((SECONDS - begin)) s"
[ "$limit" -lt 60 ] || ok "slab grew by less than a percent" test "$grew" -lt 100
is "a connection is answered" "$(talk probe peer tcp 10.0.0.1 22)" open
done_testing
