#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# pasta, the network of rootless Podman, of an ordinary user: the ports that it publishes are
# sockets of this host, and `test` says what the wire does in each setting. Its options
# are those that Podman gives it.
# On the stock kernel too: pasta needs filters of system calls, which the other has not.
# In check-full: Podman and its containers.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/verdicts.sh"
. "$(dirname "$0")/container_engine.sh"

if [ ! -e /proc/sys/kernel/seccomp ]; then
	skip "pasta's published ports" "a kernel without filters of system calls"
	done_testing
	exit 0
fi
modprobe tun 2>/dev/null

sound_machine
engine_host
ip -n fw route add default via 10.0.0.2
ip -n fw route add default via fd00::2
address_of() { on "$1" ip -br -4 addr show dev eth0 | awk '{ sub("/.*", "", $3); print $3 }'; }
gateway_of() { :; }

# As udev has it.
mkdir -p /dev/net
[ -c /dev/net/tun ] || mknod /dev/net/tun c 10 200
chmod 666 /dev/net/tun
user() { # COMMAND...: in the background
	spawn fw setpriv --reuid 1000 --regid 1000 --clear-groups --no-new-privs "$@"
}
has_eth0() { # PID
	nsenter -t "$1" --net ip addr show dev eth0 up
}
box() { # NAME
	user unshare --user --map-root-user --net sleep 1000000
	local pid=$spawned
	wait_for sh -c "[ \$(readlink /proc/$pid/exe) = \$(readlink -f /bin/sleep) ]"
	user pasta --foreground --quiet --config-net --no-map-gw -T none -U none \
		-t 8080:80 -t 127.0.0.1/8081:80 -t 8083:80 -u 5353:53 -u 5354:54 "$pid"
	wait_for has_eth0 "$pid" || { not_ok "pasta starts" "$(cat "$spawned_log")"; exit 1; }
	joins "$1" "$pid"
}

box web
published_scenarios learn
note "without sfw: $(for key in "${!alone[@]}"; do echo "$key ${alone[$key]}"; done | sort)"
fw port add tcp 8080
fw port add udp 5353
fw enable
for published in ports off; do
	fw set published $published
	for forward in $forwards; do
		fw set forward "$forward"
		settings="forward $forward, published $published"
		published_scenarios compare
		[ $published = off ] || is "$settings: what can be reached is what the port list tells" "$(open_at 10.0.0.1), $(open_at fd00::1)" \
			"8080/tcp 5353/udp, 8080/tcp 5353/udp"
	done
done
like "the port list tells who serves 8080" "$(served 8080)" '^(pasta|passt)(\.avx2)?$'
talk probe web tcp 10.0.0.2 7 >"$tmp/out"
is "the container reaches the internet" "$(cat "$tmp/out")" open
done_testing
