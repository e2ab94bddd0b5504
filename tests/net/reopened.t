#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A connection that this host has reset is over: a SYN from the same port begins another
# one, which the policy judges, though connection tracking still holds the entry.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/gateway.sh"

serves() { # HOST ADDR PORT
	spawn "$1" "$python" "$net_dir/lib/resets.py" serve "$2" "$3"
	wait_for listening "$1" tcp "$3"
}
comes_to() { on "$1" "$python" "$net_dir/lib/resets.py" connect "${@:2}"; }
comes() { comes_to peer "$@"; } # ADDR PORT FROM [nops]

wire fw peer
fw enable
fw knock add door tcp/1000 within 10s open 6s
for port in 22 25 26 27 50025; do
	serves fw :: $port
done
for way in 'direct on' 'direct off' 'early off'; do
	note "set $way"
	# shellcheck disable=SC2086
	fw set $way
	fw guard add slow 1/60s 'then' reject
	fw port add tcp 22 guard slow
	is "a guard lets one in" "$(comes 10.0.0.1 22 5555)" open
	is "  no other one, from its port" "$(comes 10.0.0.1 22 5555)" ECONNREFUSED
	is "  nor from another" "$(comes 10.0.0.1 22 5556)" ECONNREFUSED
	fw port del tcp 22
	fw guard del slow

	for port in 25 50025; do	# below the client's, and above
		fw port add tcp $port
		is "open port $port" "$(comes 10.0.0.1 $port 6666)" open
		is "  again" "$(comes 10.0.0.1 $port 6666)" open
		is "  of IPv6" "$(comes fd00::1 $port 6666)" open
		is "  with options" "$(comes 10.0.0.1 $port 6667 nops)" open
		fw port del tcp $port
		was=$(packets closed-tcp)
		is "it is closed" "$(comes 10.0.0.1 $port 6666)" ECONNREFUSED
		is "  of IPv6" "$(comes fd00::1 $port 6666)" ECONNREFUSED
		is "  with options" "$(comes 10.0.0.1 $port 6667 nops)" ECONNREFUSED
		is "  counted as that" "$(($(packets closed-tcp) - was))" 3
	done
done
fw set early on
fw set direct on
fw port add tcp 26 knock door
is "a knock" "$(comes 10.0.0.1 1000 8888)" ECONNREFUSED
is "  opens" "$(comes 10.0.0.1 26 8888)" open
closes() { [ "$(comes 10.0.0.1 26 8888)" = ECONNREFUSED ]; }
ok "  and closes, however often its source comes" wait_for 15 closes

# Begun with an entry, which the rest of it goes past.
entries() { on fw conntrack -L -p tcp --dport 28 2>/dev/null; }
entry() { entries | awk '{ print $4 }'; }
start_talk
fw port add tcp 28
for end in regular reset lost; do
	fw set direct off
	is "$end end: a connection" "$(talk pair c tcp peer fw 10.0.0.1 28)" open
	from=$(on peer ss -Htn 'dport = :28' | sed 's/.*10\.0\.0\.2:\([0-9]*\).*/\1/')
	is "  has an entry" "$(entry)" ESTABLISHED
	fw set direct on
	if [ $end = regular ]; then
		talk end c c >/dev/null
		talk end c s >/dev/null
		is "  which is gone with it" "$(entry)" ""
		talk close c >/dev/null
	elif [ $end = reset ]; then
		talk close c s >/dev/null
		like "  which is over with it, and soon gone" "$(entries)" ' ([0-9]|10) CLOSE '
		on fw conntrack -F >/dev/null 2>&1
	else
		ip -n fw link set eth0 down
		talk close c >/dev/null
		ip -n fw link set eth0 up
		is "  which stays" "$(entry)" ESTABLISHED
	fi
done
fw port del tcp 28
serves fw :: 28
is "  and no SYN from its port passes by it" "$(comes 10.0.0.1 28 "$from")" ECONNREFUSED

# Handed over, and reset then.
mkfifo "$tmp/said"
live() { [ "$(on fw ss -Htn state established 'sport = :50025' | wc -l)" = "$1" ]; }
fw port add tcp 50025
spawn peer socat "PIPE:$tmp/said" TCP:10.0.0.1:50025,sourceport=7777,reuseaddr
ok "a connection to a port above the client's" wait_for live 1
fw set direct off
echo >"$tmp/said"
ok "  is handed over, and reset" wait_for live 0
is "  its client is back at once" "$(comes 10.0.0.1 50025 7777)" open
fw set direct on

# Through a gateway: by a forwarded port that is one no more.
ip netns del fw
ip netns del peer
gateway_world
fw enable
fw lan add dev lan0
fw forward add tcp 8000 in wan0 to 192.168.1.20:80
serves server :: 80
is "by a forwarded port" "$(comes_to inet 198.51.100.1 8000 7777)" open
is "  again" "$(comes_to inet 198.51.100.1 8000 7777)" open
fw forward del tcp 8000 in wan0
unlike "  and by one that was" "$(comes_to inet 198.51.100.1 8000 7777)" open
is "the local network goes out" "$(serves inet 198.51.100.2 81 && comes_to server 198.51.100.2 81 7777)" open
is "  again" "$(comes_to server 198.51.100.2 81 7777)" open
done_testing
