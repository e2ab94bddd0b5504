#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# TPROXY gives packets to a socket that listens on another port, as proxies of the
# application layer have it: no policy is passed by that, whether conntrack knows the
# packets or not, and whether segments of sockets go direct or not.
# On the stock kernel too: User-Mode Linux has no TPROXY.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

wire fw peer
fw enable
start_talk
raw() { on fw iptables-legacy -t raw "$1" PREROUTING -p tcp --dport 80 -j NOTRACK; }
if ! on fw iptables-legacy -t mangle -A PREROUTING -p tcp --dport 80 -j TPROXY --on-port 7777 2>/dev/null; then
	skip "what is given to a proxy" "this kernel has no TPROXY"
	done_testing
	exit 0
fi
spawn fw socat TCP4-LISTEN:7777,ip-transparent,fork,reuseaddr SYSTEM:"echo hello"
wait_for listening fw tcp 7777
for direct in on off; do
	fw set direct $direct
	is "direct $direct: a closed port is closed" "$(try tcp 10.0.0.1 80)" ECONNREFUSED
	raw -A
	is "direct $direct: without conntrack too" "$(try tcp 10.0.0.1 80)" ECONNREFUSED
	fw port add tcp 80
	is "direct $direct: an open one is open" "$(try tcp 10.0.0.1 80)" open
	raw -D
	is "direct $direct: with conntrack" "$(try tcp 10.0.0.1 80)" open
	fw port del tcp 80
done
done_testing
