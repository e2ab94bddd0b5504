#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Podman itself, with netavark and iptables: the ports that it publishes are ports of this
# host, in each setting of forward, and `test` says what the wire does. No container has a
# control group, which this kernel may lack. Two other tests choose:
#   engine_root     the root that Podman runs in, with netavark that uses nft
#   isolated        its networks are kept apart by its own rules
#   bridge_nf=1     br_netfilter shows bridged frames to the rules of IP
# In check-full: Podman and its containers.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/verdicts.sh"
. "$(dirname "$0")/advice.sh"
. "$(dirname "$0")/container_engine.sh"

sound_machine
engine_host
cat >"$tmp/containers.conf" <<-C
	[network]
	network_backend = "netavark"
	[engine]
	cgroup_manager = "cgroupfs"
	events_logger = "file"
	runtime = "crun"
	[containers]
	cgroups = "disabled"
	keyring = false
	log_driver = "k8s-file"
C
export PODMAN_IGNORE_CGROUPSV1_WARNING=1 CONTAINERS_CONF=$tmp/containers.conf
# A container's own sysfs has no place for control groups, and it asks for one. Addresses
# in use are noted in /run/containers, by another test, too.
mkdir -p /run/podman-data /run/containers "$tmp/sys/fs/cgroup"
# shellcheck disable=SC2086
$inside sh -c "mount -t tmpfs podman /run/podman-data && mount -t tmpfs addresses /run/containers
	[ -d /sys/fs/cgroup ] || { mount -t tmpfs fs /sys/fs && mkdir /sys/fs/cgroup; }"
[ -z "${engine_root:-}" ] || enter_root "$engine_root"
podman() {
	# shellcheck disable=SC2086
	$inside podman --root /run/podman-data/root --runroot /run/podman-data/run --tmpdir /run/podman-data/tmp \
		--network-config-dir /run/podman-data/net --storage-driver vfs "$@"
}
inspect() { # NAME FORMAT
	podman inspect -f "$2" "$1"
}
address_of() { inspect "$1" '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}'; }
gateway_of() { inspect "$1" '{{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}'; }
bridge_of() { [ "$1" = far ] && echo podman2 || echo podman1; }
names() { on web busybox nslookup other.dns.podman "${gateway[web]}" 2>/dev/null | sed -n '4,$s/^Address: //p' | xargs; }

run() { # NAME NETWORK OPTION...
	podman run -d --name "$1" --network "$2" -v "$tmp/sys:/sys" -v "$tmp/sys:/sys/fs/cgroup" --security-opt seccomp=unconfined \
		"${@:3}" box /bin/busybox sleep 1000000 >"$tmp/podman" 2>&1 </dev/null ||
		{ not_ok "podman run $1" "$(cat "$tmp/podman")"; exit 1; }
	joins "$1" "$(inspect "$1" '{{.State.Pid}}')"
}
gone() { # NAME...
	leaves "$@"
	podman rm -f -t 0 "$@" >/dev/null 2>&1
}
run_web() { run web near -p 8080:80 -p 127.0.0.1:8081:80 -p 5353:53/udp; }
run_other() { run other near -p 8083:80 -p 5354:53/udp; }

podman import "$(box_image)" box >/dev/null 2>&1
podman network create ${isolated:+-o isolate=true} --ipv6 --subnet 10.89.0.0/24 --subnet fd89::/64 near >/dev/null
podman network create ${isolated:+-o isolate=true} --subnet 10.90.0.0/24 far >/dev/null
for subnet in 10.89.0.0/24 10.90.0.0/24; do ip -n peer route add $subnet via 10.0.0.1; done
run_web
run_other
run far far
table Podman "nat -> ${address[web]}:80, nat -> [fd89::2]:80, conmon" "8080/tcp 5353/udp" "8080/tcp 5353/udp"

# Names and a way out are opened by the lines that doctor tells, and nothing else is.
out() { met web tcp 10.0.0.2 7; }
fw port del tcp 5432 dev podman1
fw save
is "no names, no way out" "$(names), $(out)" ", drop"
harmless Podman '^guests of Podman \(podman\*\)|^packets are not judged'
[ -z "${engine_root:-}" ] ||
	like "its own rules are found, too" "$(found text)" '\(Podman, nft, chain inet netavark FORWARD, priority 0\)'
is "both by doctor's lines" "$(names), $(out)" "${address[other]} fd89::3, accept"
goes_on "and published ports are as they were"

# Nothing hangs on the order of starts, nor on an address of a container.
gone web other
run_other
run_web
goes_on "containers made anew, with other addresses: ${address[web]}"
unload_sfw
load_sfw
fw restore
goes_on "the module loaded anew"
if [ -n "${engine_root:-}" ]; then on fw nft delete table inet netavark; else on fw iptables-nft -t nat -F; fi
podman network reload -a >/dev/null
goes_on "the engine's rules made anew"
gone far web other
done_testing
