#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# `test` and the wire agree on a host of containers: random policies, translations of
# others, and packets. SFW_POLICIES=1000 SFW_SEED=7 for long.
# In check-full: policies by chance, with containers.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/container_host.sh"

container_world
address fw eth0 10.0.0.100/24
for dev in eth0 lan0; do
	set_sysctl fw net.ipv4.conf.$dev.rp_filter=0
done
ip -n fw link set lan0 down
ip -n fw link set lan0 address 02:00:00:00:00:01 up
ip -n pc link set eth0 address 02:00:00:00:00:02
address fw lan0 fd01::1/64
for addr in 10.0.0.17 10.0.0.18 10.0.0.21 fd00::17 fd00::18 fd00::21; do
	ip -n fw neigh replace $addr lladdr 02:00:00:00:00:02 dev eth0 nud permanent
done
for addr in 192.168.1.2 192.168.1.17 192.168.1.18 fd01::17 fd01::18; do
	ip -n fw neigh replace $addr lladdr 02:00:00:00:00:02 dev lan0 nud permanent
done
policies=${SFW_POLICIES:-$(few 200)}
note "SFW_POLICIES=$policies SFW_SEED=${SFW_SEED:-1}"
output=$(on fw "$python" "$net_dir/lib/container_random.py" "$policies" 20 "${SFW_SEED:-1}" 2>&1)
grep '^#' <<<"$output"
while read -r verdict text; do
	case $verdict in
	ok) pass "$text" ;;
	bad) not_ok "$text" ;;
	esac
done < <(grep -v '^#' <<<"$output")
like "it came to its end" "$output" '^(ok|bad) each kind'
done_testing
