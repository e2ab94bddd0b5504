#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# libvirtd itself with its network "default": namespaces on its bridge are the guests. The
# ports that people have its hooks lead to guests are ports of this host, in each setting
# of forward, and `test` says what the wire does.
# In check-full: libvirtd and its guests.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/verdicts.sh"
. "$(dirname "$0")/advice.sh"
. "$(dirname "$0")/container_engine.sh"

sound_machine
engine_host
# The network is all that is wanted of it.
find /usr/lib/*/libvirt/connection-driver -name '*.so' ! -name '*network*' -delete
echo 'auth_unix_rw = "none"' >"$tmp/libvirtd.conf"
virsh() {
	# shellcheck disable=SC2086
	$inside virsh -q -c network:///system "$@" </dev/null
}
start_libvirtd() {
	# shellcheck disable=SC2086
	$inside libvirtd --config "$tmp/libvirtd.conf" >"$tmp/libvirtd.log" 2>&1 </dev/null &
	libvirtd=$!
	wait_for 60 virsh net-list || { not_ok "libvirtd starts" "$(cat "$tmp/libvirtd.log")"; exit 1; }
}
stop_libvirtd() {
	end_process "$libvirtd"
}
start_libvirtd
virsh net-define /usr/share/libvirt/networks/default.xml >/dev/null
virsh net-start default >/dev/null || not_ok "the network starts" "$(cat "$tmp/libvirtd.log")"

address_of() { ip -n "$1" -br -4 addr show dev eth0 | sed -n 's|.* \(192[^/]*\)/.*|\1|p'; }
gateway_of() { echo 192.168.122.1; }
bridge_of() { echo virbr0; }
plug() { # NAME
	host "$1"
	cable fw "vnet-$1" "$1" eth0
	ip -n fw link set "vnet-$1" master virbr0
}
guest() { # NAME ADDRESS
	plug "$1"
	address "$1" eth0 "$2/24"
	ip -n "$1" route add default via 192.168.122.1
	wait_for on "$1" ping -c 1 -W 1 192.168.122.1 || not_ok "$1 is joined"
	joins "$1"
}
guest web 192.168.122.10
guest other 192.168.122.11
ip -n peer route add 192.168.122.0/24 via 10.0.0.1
# What hooks do at the start of a guest.
for rule in "8080 ${address[web]}" "8083 ${address[other]}"; do
	on fw iptables-nft -t nat -A PREROUTING -d 10.0.0.1 -p tcp --dport "${rule% *}" -j DNAT --to "${rule#* }:80"
	on fw iptables-nft -I FORWARD -o virbr0 -d "${rule#* }" -p tcp --dport 80 -j ACCEPT
done

scenarios() { # learn|compare
	"$1" "open" peer tcp 10.0.0.1 8080 accept
	"$1" "closed" peer tcp 10.0.0.1 8083 tcp-reset
	"$1" "open, from another guest" other tcp 10.0.0.1 8080 accept
	"$1" "closed, from another guest" web tcp 10.0.0.1 8083 tcp-reset
	"$1" "within the network" web tcp "${address[other]}" 80
	"$1" "straight to a guest" peer tcp "${address[web]}" 80
	"$1" "straight to another port of it" peer udp "${address[web]}" 53
	"$1" "out" web tcp 10.0.0.2 7
	"$1" "a port of this host, open" web tcp 192.168.122.1 5432 accept
	"$1" "a port of this host, closed" web tcp 192.168.122.1 5433 tcp-reset
	"$1" "a port of this host, from outside" peer tcp 10.0.0.1 5432 tcp-reset
}
table libvirt "nat -> ${address[web]}:80" 8080/tcp ""

# Addresses, names and a way out are opened by the lines that doctor tells, and nothing else.
lease() { on late busybox udhcpc -i eth0 -n -q -t 5 -T 3 -x hostname:late -s "$tmp/bound" 2>&1 | grep -o 'lease of [0-9.]* obtained'; }
names() { on web busybox nslookup late 192.168.122.1 2>/dev/null | sed -n '4,$s/^Address: //p'; }
out() { met web tcp 10.0.0.2 7; }
# shellcheck disable=SC2016
printf '#!/bin/sh\n[ "$1" != bound ] || ip addr add "$ip/24" dev eth0\n' >"$tmp/bound"
chmod +x "$tmp/bound"
plug late
fw port del tcp 5432 dev virbr0
fw save
is "no address, no names, no way out" "$(lease), $(names), $(out)" ", , drop"
harmless libvirt '\(libvirt, (nft|iptables-legacy), chain ip filter FORWARD, priority 0\)'
like "all by doctor's lines" "$(lease), $(names), $(out)" '^lease of (192\.168\.122\.[0-9]+) obtained, \1, accept$'
goes_on "and published ports are as they were"

unload_sfw
load_sfw
fw restore
goes_on "the module loaded anew"
on fw iptables-nft -F LIBVIRT_FWI
stop_libvirtd
start_libvirtd
like "libvirtd started anew, with its rules" "$(on fw iptables-nft -S LIBVIRT_FWI)" '-o virbr0 -j REJECT'
goes_on "and nothing changed"
virsh net-destroy default >/dev/null
stop_libvirtd
done_testing
