#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The kernel's workers are left as they were found: while trials of a gateway
# end and namespaces of gateways go, and others hold the RTNL all the time.
# By the host's clock: works wait for each other.
. "$(dirname "$0")/lib.sh"

probe=${SFW_MODULE%/*}/tests/net/probe/sfw_probe.ko
signalled() {
	insmod "$probe" && cat /sys/module/sfw_probe/parameters/signalled && rmmod sfw_probe
}
is "no worker has a signal pending" "$(signalled)" 0

host busy
churn() {
	while :; do
		ip -n busy link add "d$1" type dummy && ip -n busy link del "d$1"
	done
}
for i in 1 2 3; do
	churn "$i" &
done

printf 'enable\n' >"$tmp/host"
printf 'enable\nlan add dev lan0\nforward add tcp 80 in wan0 to 192.168.1.20\n' >"$tmp/gateway"
ended() { # NS...
	local name
	for name; do
		[ "$(on "$name" sfwctl lan list | wc -l)" = 1 ] || return 1
	done
}
trials=()
for i in $(seq 8); do
	trials+=("trial$i")
	host "trial$i" "gateway$i"
	on "trial$i" sfwctl -q restore "$tmp/host"
	on "gateway$i" sfwctl -q restore "$tmp/gateway"
done
for name in "${trials[@]}"; do
	on "$name" sfwctl -q -f apply "$tmp/gateway" confirm-within 1
done
for i in $(seq 8); do
	ip netns del "gateway$i"
done
ok "trials end while the RTNL is held" wait_for 60 ended "${trials[@]}"
is "they leave forwarding on" "$(for name in "${trials[@]}"; do on "$name" sysctl -n net.ipv4.ip_forward; done | sort -u)" 1
for name in "${trials[@]}"; do
	ip netns del "$name"
done
ok "the module goes, and all it waited for has" unload_sfw
load_sfw
is "no worker has a signal pending afterwards" "$(signalled)" 0
done_testing
