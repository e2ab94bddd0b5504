#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# No state hangs on the order of commands: after any of them, looks included, a
# namespace tells and judges as a fresh one that gets the same policy at once.
# SFW_ROUNDS scales it, SFW_SEED chooses others.
# In check-full: 64 commands, each compared with a fresh namespace.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

rounds=${SFW_ROUNDS:-$(few 5)} seed=${SFW_SEED:-1}
start_talk

verdicts() { # NS
	local proto src port
	for proto in tcp udp; do
		for src in 198.18.0.1 192.0.2.7 203.0.113.1 2001:db8::1; do
			for port in 22 25 80 81 6001 7000; do
				echo "$proto $src $port $(on "$1" sfwctl test $proto $src to $port in eth0 2>&1)"
			done
		done
	done
}

# NS PEER: a peer with a connection, and others, try closed ports and open ones.
packets_of() {
	talk pair "live$1" tcp "$2" "$1" 10.0.0.1 2600
	talk speak "live$1" c
	talk probe "$2" tcp 10.0.0.1 81
	talk probe "$2" udp 10.0.0.1 82
	talk probe "$2" tcp 10.0.0.1 83 10.0.0.3
	talk probe "$2" udp 10.0.0.1 84 10.0.0.3
	talk probe "$2" tcp fd00::1 85
	talk probe "$2" tcp 10.0.0.1 22 10.0.0.4
	talk probe "$2" tcp 10.0.0.1 7001 10.0.0.4
	talk say "live$1" c
	talk close "live$1"
	on "$1" bash -c 'cd /proc/net/sfw/recent && for f in *; do echo "$f: $(cut -d" " -f1-3 "$f" | sort | paste -sd,)"; done'
}

pair_of() { # HOST PEER
	wire "$1" "$2"
	address "$2" eth0 10.0.0.3/24 10.0.0.4/24
}

round() { # SEED
	local fw=many$1 fresh=once$1 peer=p$1 other=q$1 line
	pair_of "$fw" "$peer"
	pair_of "$fresh" "$other"
	"$python" "$net_dir/lib/orders.py" "$1" >"$tmp/commands"
	# A block with a duration is no policy.
	printf '%s\n' 'block del 203.0.113.9' 'set scan tcp,udp' 'port add tcp 2600' enable >>"$tmp/commands"
	# shellcheck disable=SC2016
	on "$fw" bash -c 'while read -r line; do sfwctl -f $line </dev/null && n=$((n + 1)); done >/dev/null 2>&1; echo "$n"' \
		<"$tmp/commands" >"$tmp/done"
	note "seed $1: $(cat "$tmp/done") of $(wc -l <"$tmp/commands") commands were carried out"
	on "$fw" sfwctl flush lists
	on "$fw" sfwctl save - >"$tmp/policy"
	ok "seed $1: a fresh one takes the policy" on "$fresh" sfwctl -f restore "$tmp/policy"
	is "seed $1: tells the same policy" "$(on "$fresh" sfwctl diff "$tmp/policy")" ""
	is "seed $1: gives the same verdicts" "$(diff <(verdicts "$fw") <(verdicts "$fresh"))" ""
	packets_of "$fw" "$peer" >"$tmp/many"
	packets_of "$fresh" "$other" >"$tmp/once"
	is "seed $1: answers and lists alike" "$(diff "$tmp/many" "$tmp/once")" ""
	like "seed $1: the live peer spoke" "$(cat "$tmp/once")" '^heard$'
}

for i in $(seq "$rounds"); do
	round $((seed * 100 + i))
done
done_testing
