#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A million spoofed sources at full speed: the lists stay at their cap and in
# their memory, and nobody who matters suffers. SFW_FLOOD scales it.
# In check-full: a million sources.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"
. "$(dirname "$0")/lib/trafgen.sh"

sources=${SFW_FLOOD:-$(($(few 1000000) / slow))}
cap=65536
wire fw peer
crowd fw
address peer eth0 10.0.0.3/24 10.0.0.4/24 10.0.0.5/24
ip -n fw route add default via 10.0.0.2
no_martians() { set_sysctl fw net.ipv4.conf.all.log_martians=0; }
no_martians
fw enable
fw guard add sshbf 3/10s 4/30m rttl
fw port add tcp 22 guard sshbf
fw port add tcp 5201,2600
fw set scan tcp,udp
fw set scan-window 1h
start_talk
talk serve fw tcp 22 >/dev/null
talk serve fw tcp 2600 >/dev/null

# Who matters: one blocked, one listed by hand, a session, a stream.
fw block add 10.0.0.4
fw list add tcp-portscan 10.0.0.5
fw list add sshbf 10.0.0.5
talk pair session tcp peer fw fd00::1 5201 >/dev/null
talk stream session >/dev/null
is "a blocked source gets no answer" "$(try tcp 10.0.0.1 2600 10.0.0.4)" silence
is "a listed one is refused" "$(try tcp 10.0.0.1 2600 10.0.0.5)" ECONNREFUSED

column() { # LIST KEY
	fw -j list | "$python" -c 'import json, sys
print(next(l[sys.argv[2]] for l in json.load(sys.stdin)["lists"] if l["name"] == sys.argv[1]))' "$@"
}
# Bytes in use in the caches of the entries.
slabs() { awk '/^sfw_recent_/ { n += $2 * $4 } END { print n + 0 }' /proc/slabinfo; }
entry_sizes() { awk '/^sfw_recent_/ { printf "%d of %d bytes, ", $2, $4 }' /proc/slabinfo; }

settled() { # what is freed after a grace period
	local now
	now=$(slabs)
	[ $((now - ${last_slabs:-0})) -lt 4096 ] && [ $((${last_slabs:-0} - now)) -lt 4096 ] && return
	last_slabs=$now
	return 1
}
settle() { wait_for settled || :; }

total() { # REASON...
	local n=0 each
	for each; do n=$((n + $(packets "$each"))); done
	echo $n
}

flood() { # LIST REASON...
	local list=$1 bytes sizes start size evicted judged each
	shift
	settle
	judged=$(total "$@") bytes=$(slabs) sizes=$(entry_sizes) start=$(milliseconds)
	spawn peer trafgen -i "$tmp/flood" -o eth0 -n "$sources" -P 1 -q
	during "$list"
	wait "$spawned" || not_ok "$list: the flood ends" "$(cat "$spawned_log")"
	note "$list: $sources sources in $(($(milliseconds) - start)) ms, $(($(total "$@") - judged)) judged"
	settle
	size=$(column "$list" size) evicted=$(column "$list" evicted)
	note "$list: size $size, evicted $evicted; objects before: $sizes after: $(entry_sizes)"
	ok "$list: at most $cap entries ($size)" test "$size" -le $cap
	[ "$sources" -lt 500000 ] || ok "$list: full" test "$size" -gt $((cap * 99 / 100))
	ok "$list: all others were evicted, and counted ($evicted)" test "$evicted" -ge $((sources * 8 / 10 - cap))
	bytes=$(($(slabs) - bytes))
	each=$((bytes / size))
	ok "$list: $each bytes an entry, at most 96" test $each -le 97
	ok "$list: $bytes bytes and $((cap * 4)) of buckets: less than 8 MiB" test $((bytes + cap * 4)) -lt $((8 << 20))
}

during() {
	is "$1: while it lasts, the blocked one gets no answer" "$(try tcp 10.0.0.1 2600 10.0.0.4)" silence
	is "$1: the one listed by hand is refused" "$(try tcp 10.0.0.1 2600 10.0.0.5)" ECONNREFUSED
	is "$1: a new connection succeeds" "$(try tcp 10.0.0.1 2600 10.0.0.3)" open
	is "$1: over IPv6 too" "$(try tcp fd00::1 2600)" open
}

syns_to 81
flood tcp-portscan closed-tcp scan
datagrams_to 81
flood udp-portscan closed-udp scan
syns_to 22
flood sshbf port guard
try tcp fd00::1 81 >/dev/null
try udp fd00::1 81 >/dev/null
is "who holds a live connection is still not listed" "$(is_listed tcp-portscan fd00::2 || is_listed udp-portscan fd00::2; echo $?)" 1
like "the session lost nothing" "$(talk stop session)" '^[1-9][0-9]*$'
for name in tcp-portscan sshbf; do
	ok "$name: who was put there by hand is there" is_listed $name 10.0.0.5
done
ok "a flush empties them" fw flush lists
is "sizes after it" "$(column tcp-portscan size) $(column udp-portscan size) $(column sshbf size)" "0 0 0"
done_testing
