#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A SYN cookie is good for two minutes, but not to pass a guard again: the ACK that has ended
# a handshake ends no other one.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
set_sysctl fw net.ipv4.tcp_syncookies=2
ip -n fw neigh replace 10.0.0.9 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
fw enable
fw guard add one 1/1h "then" reject
for port in 80 81 82; do
	spawn fw socat -U "TCP4-LISTEN:$port,fork,reuseaddr" "SYSTEM:sleep 9999"
	wait_for listening fw tcp $port
done
stand() { [ "$(on fw ss -tnH state established "sport = :$1" | wc -l)" = "$2" ]; }
begin() { # PORT: a handshake
	local ready
	start_helper source "$python" "$net_dir/lib/same_ack.py" peer 10.0.0.9 "$1"
	read -r ready <&"$source_out"
	is "a handshake by cookie at port $1" "$ready" ready
}
tells() { ask_helper source "$1"; } # ack|reset
# A helper of its own each: one that has not ended yet would hear what the next one is told.
end() { exec {source_in}>&- {source_out}<&-; }
connect() { # PORT: up to the end of its handshake
	begin "$1"
	ok "  it stands" wait_for stand "$1" 1
	tells reset >/dev/null
	ok "  it is over" wait_for stand "$1" 0
	on fw conntrack -F >/dev/null 2>&1
}
fw port add tcp 80 guard one
connect 80
is "the same ACK, later, at a guard" "$(tells ack)" R
is "  ends no handshake" "$(packets adopted) $(packets not-syn) $(packets port)" "0 1 1"
ok "  and nothing stands" stand 80 0
end

# Its SYN may have gone past conntrack where no guard has a say.
fw set direct off
fw port add tcp 81
connect 81
is "at a port without one" "$(tells ack)" silence
ok "  it does" wait_for stand 81 1
is "  as adopted" "$(packets adopted)" 1
end

# Somebody else's rules have conntrack know nothing of it: the guard has let in a SYN, not each ACK.
fw guard add few 9/1h
fw port add tcp 82 guard few
on fw nft -f - <<'RULES'
table inet other {
	chain in { type filter hook prerouting priority -310; tcp dport 82 notrack; }
	chain out { type filter hook output priority -310; tcp sport 82 notrack; }
}
RULES
for direct in off on; do
	fw set direct $direct
	begin 82
	was=$(packets not-syn)
	is "direct $direct: the same ACK, untracked" "$(tells ack)" R
	is "  ends no handshake" "$(($(packets not-syn) - was)) $(packets adopted)" "1 1"
	ok "  and nothing stands" stand 82 0
	end
done
done_testing
