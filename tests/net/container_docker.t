#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Docker itself, where the kernel has control groups: the ports that it publishes are
# ports of this host, in each setting of forward, and `test` says what the wire does.
# Only when named: dockerd runs on the stock kernel alone, and emulated it takes ten minutes.
export SFW_PATIENCE=4
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/verdicts.sh"
. "$(dirname "$0")/advice.sh"
. "$(dirname "$0")/container_engine.sh"
. "$(dirname "$0")/docker.sh"

if ! has_docker; then
	skip "Docker's published ports" "no dockerd, or a kernel without control groups"
	done_testing
	exit 0
fi

docker_modules
sound_machine
engine_host
if [ -n "${engine_root:-}" ]; then
	# shellcheck disable=SC2086
	$inside bash -c "$docker_cgroups"
	for name in iptables ip6tables; do ln -s $name-nft "$engine_root/usr/sbin/$name"; done
	enter_root "$engine_root"
fi
inspect() { # NAME FORMAT
	on fw docker inspect -f "$2" "$1"
}
address_of() { inspect "$1" '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}'; }
gateway_of() { inspect "$1" '{{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}'; }
bridge_of() { [ "$1" = far ] && echo "$far" || echo "$near"; }
names() { on web busybox nslookup other 127.0.0.11 2>/dev/null | sed -n '4,$s/^Address: //p' | xargs; }

enters() { # NAME
	joins "$1" "$(inspect "$1" '{{.State.Pid}}')"
}
run() { # NAME NETWORK OPTION...
	on fw docker run -d --name "$1" --network "$2" "${@:3}" box /bin/busybox sleep 1000000 >"$tmp/docker" 2>&1 ||
		{ not_ok "docker run $1" "$(cat "$tmp/docker")"; exit 1; }
	enters "$1"
}
gone() { # NAME...
	leaves "$@"
	on fw docker rm -f "$@" >/dev/null
}
run_web() { run web near -p 8080:80 -p 127.0.0.1:8081:80 -p 5353:53/udp; }
run_other() { run other near -p 8083:80 -p 5354:53/udp; }
new_network() { # NAME SUBNET
	ip -n peer route add "$2" via 10.0.0.1
	on fw docker network create --subnet "$2" "$1" | sed 's/^\(.\{12\}\).*/br-\1/'
}

start_docker
make_image
near=$(new_network near 172.20.0.0/16) far=$(new_network far 172.21.0.0/16)
run_web
run_other
run far far
table Docker "nat -> ${address[web]}:80, docker-proxy" "8080/tcp 5353/udp" "8080/tcp 5353/udp"

# Out by the rules of Docker, or by the line that doctor tells.
out() { met web tcp 10.0.0.2 7; }
fw save
is "names, and no way out" "$(names), $(out)" "${address[other]}, drop"
harmless Docker '\(Docker, (nft|iptables-legacy), chain ip filter FORWARD|^guests of Docker \(br-\*\)'
is "doctor's line opens it" "$(out)" accept
goes_on "and published ports are as they were"
fw set forward off
is "forward off: out by Docker's rules" "$(out)" accept
fw set forward drop
fw guard add slow 2/1h
fw port del tcp 8080
fw port add tcp 8080 guard slow
is "a guard: two pass, the third does not" "$(met peer tcp 10.0.0.1 8080) $(met peer tcp 10.0.0.1 8080) $(met peer tcp 10.0.0.1 8080)" \
	"accept accept drop"
fw port del tcp 8080
fw port add tcp 8080

# Nothing hangs on the order of starts, nor on an address of a container.
gone web other
run_other
run_web
goes_on "containers made anew, with other addresses: ${address[web]}"
unload_sfw
load_sfw
fw restore
goes_on "the module loaded anew"
leaves web other far
end_docker
start_docker
on fw docker start web other far >/dev/null
for name in web other far; do enters $name; done
goes_on "dockerd started anew"
gone web other far
end_docker
umount -l /run/docker-data
done_testing
