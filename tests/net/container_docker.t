#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Docker itself, where the kernel has control groups: the ports that it publishes are
# ports of this host, in each setting of forward, and `test` says what the wire does.
# On the stock kernel too: only there dockerd runs.
export SFW_PATIENCE=4
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

if [ ! -x /usr/sbin/dockerd ] || ! grep -q '^pids' /proc/cgroups; then
	skip "Docker's published ports" "no dockerd, or a kernel without control groups"
	done_testing
	exit 0
fi
modprobe -a bridge br_netfilter overlay xt_addrtype xt_MASQUERADE 2>/dev/null

wire fw peer
on fw sysctl -qw net.ipv4.ip_forward=1
set_sysctl fw net.bridge.bridge-nf-call-iptables=0
ip -n peer route add 172.17.0.0/16 via 10.0.0.1
export DOCKER_HOST=unix:///run/docker.sock
# Nothing but itself in the control group of all: only so it may have children.
# shellcheck disable=SC2016
daemon='
	mountpoint -q /sys/fs/cgroup || mount -t cgroup2 none /sys/fs/cgroup
	mkdir -p /sys/fs/cgroup/rest
	while read -r pid; do echo "$pid" >/sys/fs/cgroup/rest/cgroup.procs; done </sys/fs/cgroup/cgroup.procs 2>/dev/null
	exec dockerd -H "$DOCKER_HOST" --storage-driver vfs --data-root /run/docker-data --exec-root /run/docker-exec \
		--pidfile /run/docker.pid'
mkdir -p /run/docker-data
mount -t tmpfs docker /run/docker-data
start_docker() {
	spawn fw bash -c "$daemon"
	dockerd=$spawned
	wait_for 120 on fw docker info || { not_ok "dockerd starts" "$(tail -n 20 "$spawned_log")"; exit 1; }
}
start_docker
mkdir -p "$tmp/root/bin" "$tmp/root/www"
cp /bin/busybox "$tmp/root/bin/"
echo "the container" >"$tmp/root/www/index.html"
tar -C "$tmp/root" -c . | on fw docker import - box >/dev/null
run() { # NAME OPTION...
	on fw docker run -d --name "$1" "${@:2}" box /bin/busybox httpd -f -p 80 -h /www >/dev/null 2>"$tmp/docker" ||
		not_ok "docker run $1" "$(cat "$tmp/docker")"
}
run web -p 8080:80 -p 127.0.0.1:8081:80
run other -p 8083:80
container() { on fw docker inspect -f '{{.NetworkSettings.IPAddress}}' "$1"; }
start_talk
start_frames peer
wait_for on peer curl -sS --max-time 5 http://10.0.0.1:8080/

wire_does() { # PORT [ADDR]
	case $(talk probe peer tcp "${2:-10.0.0.1}" "$1") in
	open) echo accept ;;
	ECONNREFUSED) echo "reject with tcp-reset" ;;
	EHOSTUNREACH) echo "reject with host-unreachable" ;;
	silence) echo drop ;;
	*) echo unknown ;;
	esac
}
told() { fw test tcp 10.0.0.2 to "${2:-10.0.0.1}:$1" in eth0 | sed -n 's/^verdict *//p'; }
by_frame() { # FRAMES; answers to sockets were heard as well
	frames "[]" >/dev/null
	frames "$1"
}
both() { echo "$(wire_does "$@"), $(told "$@")"; }

fw port add tcp 22
fw enable
for forward in drop reject off; do
	fw set forward $forward
	is "forward $forward: a published port is closed" "$(both 8080)" "reject with tcp-reset, reject with tcp-reset"
	fw port add tcp 8080
	is "forward $forward: opened by its port" "$(both 8080)" "accept, accept"
	is "forward $forward: the other one is not" "$(both 8083)" "reject with tcp-reset, reject with tcp-reset"
	is "forward $forward: 127.0.0.1 from the cable" "$(by_frame "ip4(dst='127.0.0.1') / TCP(sport=$((RANDOM + 1024)), dport=8081)")" tcp:RA
	[ $forward = off ] || is "forward $forward: the container's own address" "$(wire_does 80 "$(container web)")" "$(told 80 "$(container web)")"
	is "forward $forward: this host reaches both" "$(on fw curl -sS --max-time 9 http://127.0.0.1:8081/ http://10.0.0.1:8083/ | xargs)" "the container the container"
	fw port del tcp 8080
done
fw port add tcp 8080
like "the port list names the container" "$(fw port list)" "^tcp +8080 .* nat -> $(container web):80"
ok "a page" test "$(on peer curl -sS --max-time 9 http://10.0.0.1:8080/)" = "the container"

# Out by the rules of Docker, or by lan.
talk serve peer tcp 7 >/dev/null
# -w ends a connection that nobody accepts.
out() { on fw docker exec web /bin/busybox nc -w 5 10.0.0.2 7 </dev/null && echo out || echo in; }
is "forward off: a container gets out" "$(out)" out
fw set forward drop
is "forward drop: it does not" "$(out)" in
fw lan add dev docker0
is "with lan it does" "$(out)" out
fw guard add slow 2/1h
fw port del tcp 8080
fw port add tcp 8080 guard slow
is "a guard: two pass, the third does not" "$(wire_does 8080) $(wire_does 8080) $(wire_does 8080)" "accept accept drop"
fw port del tcp 8080
fw port add tcp 8080

# Nothing hangs on the order of starts, nor on an address of a container.
on fw docker rm -f web other >/dev/null
run other -p 8083:80
run web -p 8080:80
is "a container made anew, with another address" "$(both 8080) $(both 8083)" \
	"accept, accept reject with tcp-reset, reject with tcp-reset"
unload_sfw
load_sfw
fw port add tcp 8080
fw enable
is "the module loaded anew" "$(both 8080) $(both 8083)" "accept, accept reject with tcp-reset, reject with tcp-reset"
kill "$dockerd"
wait "$dockerd" 2>/dev/null
start_docker
on fw docker start web other >/dev/null
is "dockerd started anew" "$(both 8080) $(both 8083)" "accept, accept reject with tcp-reset, reject with tcp-reset"
on fw docker rm -f web other >/dev/null
kill "$dockerd"
wait "$dockerd" 2>/dev/null
umount -l /run/docker-data
done_testing
