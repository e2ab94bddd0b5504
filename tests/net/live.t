#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# No change of the policy, and no reload of the module, cuts a live connection:
# in both directions, whether conntrack remembers it or not.
# By the host's clock: connections are under load while the policy changes.
# In check-full: each change under traffic.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
start_talk
printf '%s\n' 'port add tcp 22' 'set scan tcp,udp' enable >"$tmp/one"
printf '%s\n' 'port add tcp 23' 'set rpfilter strict' 'block add 192.0.2.0/24' enable >"$tmp/two"
names=''
port=5000
for proto in tcp udp; do
	for family in 4 6; do
		for way in in out; do
			name=$proto-$family-$way
			names+=" $name"
			port=$((port + 1))
			case $family-$way in
			4-in) opened=$(talk pair "$name" $proto peer fw 10.0.0.1 $port) ;;
			4-out) opened=$(talk pair "$name" $proto fw peer 10.0.0.2 $port) ;;
			6-in) opened=$(talk pair "$name" $proto peer fw fd00::1 $port) ;;
			6-out) opened=$(talk pair "$name" $proto fw peer fd00::2 $port) ;;
			esac
			is "$name opens" "$opened" open
		done
	done
done

forget() {
	on fw conntrack -F 2>/dev/null
	on fw conntrack -F expect 2>/dev/null
	return 0
}
refused() {
	on fw awk '$1 ~ /^(blocked|invalid|rpfilter|malformed|not-syn|scan|guard|knock|closed-tcp|closed-udp)$/ { n += $2 } END { print n + 0 }' /proc/net/sfw/stats
}

# All of them speak, either side first, with conntrack's memory and without.
alive() { # WHAT COMMAND...
	local name side heard=''
	"${@:2}" >/dev/null 2>&1 || not_ok "$1"
	for side in c s; do
		for name in $names; do
			heard+=" $(talk speak "$name" "$side")"
		done
		forget
	done
	for name in $names; do
		heard+=" $(talk speak "$name" c)"
	done
	is "$1: every connection goes on" "$(xargs -n 1 <<<"$heard" | sort | uniq -c | xargs)" '24 heard'
	is "$1: nothing was refused" "$(refused)" 0
}

reload() {
	fw disable && unload_sfw && load_sfw && fw restore "$tmp/one"
}

reload_enabled() {
	unload_sfw && load_sfw && fw restore "$tmp/two"
}

alive "nothing" true
alive "the first enable" fw enable
alive "restore" fw restore "$tmp/one"
alive "another restore" fw restore "$tmp/two"
alive "apply" fw apply "$tmp/one" confirm-within 1h
alive "rollback" fw rollback
alive "apply again" fw apply "$tmp/one" confirm-within 1h
alive "confirm" fw confirm
alive "disable" fw disable
alive "enable" fw enable
alive "flush" fw flush
alive "reload" reload
alive "reload while enabled" reload_enabled

# Under load, with nobody looking.
for name in $names; do talk stream "$name" >/dev/null; done
for _ in 1 2 3; do
	fw restore "$tmp/one"
	forget
	fw -q apply "$tmp/two" confirm-within 1h
	forget
	fw -q rollback
	fw disable
	fw enable
	reload_enabled
	forget
done
for name in $names; do
	like "$name under load: nothing is lost" "$(talk stop "$name")" '^[1-9][0-9]*$'
done

# Our own NAT comes, and is for new connections, though packets went direct until now.
fw set scan off
for name in $names; do talk stream "$name" >/dev/null; done
for ((i = 1; i <= $(few 20); i++)); do
	fw disable
	fw enable
	fw forward add tcp 5001-5008 in eth0 to 10.0.9.2
	fw forward add tcp 5001-5008 in eth0 to fd00:9::2
	fw forward del tcp 5001-5008 in eth0 to 10.0.9.2
	fw forward del tcp 5001-5008 in eth0 to fd00:9::2
	fw disable
	fw enable
	fw masquerade add 10.0.0.0/8 out eth0 to 10.0.0.77
	fw masquerade add fd00::/16 out eth0 to fd00::77
	fw masquerade del 10.0.0.0/8 out eth0 to 10.0.0.77
	fw masquerade del fd00::/16 out eth0 to fd00::77
done
for name in $names; do
	like "$name while forwards and masquerading come: nothing is lost" "$(talk stop "$name")" '^[1-9][0-9]*$'
done
done_testing
