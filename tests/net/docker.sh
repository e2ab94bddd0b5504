# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Docker in the host "fw", where the kernel has control groups. Sourced after world.sh.
#
#   has_docker           whether dockerd can run here
#   docker_modules       loads those of the kernel that it needs
#   start_docker         returns when it answers; its pid in $dockerd
#   make_image           "box", of what box.sh has
#   run_web NAME OPTION...   a container with a web server at port 80
#   end_docker
. "$(dirname "${BASH_SOURCE[0]}")/box.sh"
export DOCKER_HOST=unix:///run/docker.sock

has_docker() {
	[ -x /usr/sbin/dockerd ] && grep -qs '^pids' /proc/cgroups
}

# Nothing in the control group of all: only so it may have children.
# shellcheck disable=SC2016
docker_cgroups='
	mountpoint -q /sys/fs/cgroup || mount -t cgroup2 none /sys/fs/cgroup
	mkdir -p /sys/fs/cgroup/rest
	while read -r pid; do echo "$pid" >/sys/fs/cgroup/rest/cgroup.procs; done </sys/fs/cgroup/cgroup.procs 2>/dev/null'

docker_modules() {
	modprobe -a bridge br_netfilter overlay xt_addrtype xt_MASQUERADE 2>/dev/null
}

# With a root of its own it is there that control groups are mounted.
start_docker() {
	local where=(bash -c "$docker_cgroups"'; exec "$@"' bash)
	docker_modules
	set_sysctl fw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=0
	mkdir -p /run/docker-data
	mountpoint -q /run/docker-data || mount -t tmpfs docker /run/docker-data
	[ -z "${engine_root:-}" ] || read -ra where <<<"$inside"
	spawn fw "${where[@]}" dockerd -H "$DOCKER_HOST" --storage-driver vfs --data-root /run/docker-data \
		--exec-root /run/docker-exec --pidfile /run/docker.pid
	dockerd=$spawned
	wait_for 120 on fw docker info || { not_ok "dockerd starts" "$(tail -n 20 "$spawned_log")"; exit 1; }
}

make_image() {
	on fw docker import - box <"$(box_image)" >/dev/null
}

run_web() {
	on fw docker run -d --name "$1" "${@:2}" box /bin/busybox httpd -f -p 80 -h /www >/dev/null 2>"$tmp/docker" ||
		not_ok "docker run $1" "$(cat "$tmp/docker")"
}

end_docker() {
	end_process "$dockerd"
}
