# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# A container engine itself beside sfw, on top of world.sh, verdicts.sh and advice.sh: its
# containers are namespaces that a test can enter, and one table is gone through for each
# engine.
#
#   engine_host          fw, where the engine runs, and peer on its cable; $inside before
#                        a command runs it there, with mounts that all such commands share
#   enter_root ROOT      before the first command $inside: programs are those of ROOT from
#                        then on, another release of Debian, and so is everybody's nft
#   joins NAME [PID]     a container has started: its namespace gets its name, if it has
#                        none yet, and serves tcp 80 and udp 53
#   leaves NAME...       before a container ends
#   table ENGINE SERVED PORTS PORTS6     each scenario in each setting of forward and
#                        published; SERVED is who serves 8080, the others are all that is
#                        open to peer over IPv4 and IPv6 with 8080 and 5353 open
#   goes_on TEXT         8080 is open and 8083 is not, by the wire and by `test`
#
# For the table run the containers web and other of one network, and far of another:
# web with -p 8080:80, 127.0.0.1:8081:80 and 5353:53/udp, other with -p 8083:80 and
# 5354:53/udp. The test tells of each, and joins keeps it in $address and $gateway:
#   address_of NAME, gateway_of NAME, bridge_of NAME
# A test may have scenarios of its own, like those below.
. "$(dirname "${BASH_SOURCE[0]}")/box.sh"
declare -A alone address gateway

engine_host() {
	wire fw peer
	on fw sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	set_sysctl fw net.bridge.bridge-nf-call-{iptables,ip6tables}="${bridge_nf:-0}"
	spawn fw sh -c 'mount --make-rshared / && exec sleep infinity'
	inside="nsenter --mount --net -t $spawned --"
	start_talk
	start_frames peer
	talk serve peer tcp 7 >/dev/null
	talk serve fw tcp 5432-5433 >/dev/null
}

# A container's runtime refuses a root whose parent is shared, as one of chroot would be.
enter_root() {
	cp /etc/resolv.conf "$1/etc/"
	cp /bin/busybox "$1/bin/"
	mkdir -p "$1/old"
	# shellcheck disable=SC2016,SC2086
	$inside sh -ec 'mount --make-rprivate /
		mount --bind "$0" "$0"
		for folder in proc sys dev run tmp; do mount --rbind "/$folder" "$0/$folder"; done
		cd "$0"
		pivot_root . old
		exec /bin/busybox sh -c "umount -l /old && mount --make-rshared /"' "$1" || not_ok "enters $1"
	printf '#!/bin/sh\nexec chroot %s nft "$@"\n' "$1" >/usr/sbin/nft
}

joins() {
	[ $# -eq 1 ] || ip netns attach "$1" "$2"
	address[$1]=$(address_of "$1")
	gateway[$1]=$(gateway_of "$1")
	no_icmp_limits "$1"
	talk serve "$1" tcp 80 >/dev/null
	talk serve "$1" udp 53 >/dev/null
}

leaves() {
	local name
	for name; do ip netns del "$name"; done
}

source_of() { # NS ADDR
	case $1,$2 in
	peer,*:*) echo fd00::2 ;;
	peer,*) echo 10.0.0.2 ;;
	fw,*) echo "$2" ;;
	*) echo "${address[$1]}" ;;
	esac
}

dev_of() { # NS
	case $1 in
	peer) echo eth0 ;;
	fw) echo lo ;;
	*) bridge_of "$1" ;;
	esac
}

# No program sends to 127.0.0.1 over a cable.
met() { # NS PROTO ADDR PORT
	case $1,$3 in
	peer,127.*) by_frame "ip4(dst='$3') / TCP(sport=$((RANDOM + 1024)), dport=$4)" ;;
	*) by_socket "$@" ;;
	esac
}

said_of() { # NS PROTO ADDR PORT
	told "$2" "$(source_of "$1" "$3")" "$3" "$4" "$(dev_of "$1")"
}

# What comes of it without sfw.
learn() { # TEXT NS PROTO ADDR PORT
	alone[${*:2:4}]=$(met "${@:2:4}")
}

# Behind sfw the rules of the engine may refuse what sfw accepts.
compare() { # TEXT NS PROTO ADDR PORT [TOLD]
	local said wire wanted
	said=$(said_of "${@:2:4}")
	wire=$(met "${@:2:4}")
	wanted=$said
	[ "$said" != accept ] || wanted=${alone[${*:2:4}]}
	[ "$published" = ports ] || set -- "${@:1:5}"
	is "$settings: $1: ${*:2:4}" "$wire, told $said" "$wanted, told ${6:-$said}"
}

# At the addresses of this host, whatever leads from there to the containers.
published_scenarios() { # learn|compare
	"$1" "open" peer tcp 10.0.0.1 8080 accept
	"$1" "open" peer tcp fd00::1 8080 accept
	"$1" "open" peer udp 10.0.0.1 5353 accept
	"$1" "closed" peer tcp 10.0.0.1 8083 tcp-reset
	"$1" "closed" peer tcp fd00::1 8083 tcp-reset
	"$1" "closed" peer udp 10.0.0.1 5354 port-unreachable
	"$1" "for this host alone" peer tcp 10.0.0.1 8081 tcp-reset
	"$1" "from this host" fw tcp 127.0.0.1 8081 accept
	"$1" "from this host" fw tcp 10.0.0.1 8083 accept
}

scenarios() { # learn|compare
	published_scenarios "$1"
	"$1" "for this host alone" peer tcp 127.0.0.1 8081 tcp-reset
	"$1" "open, from the same network" other tcp 10.0.0.1 8080 accept
	"$1" "closed, from the same network" web tcp 10.0.0.1 8083 tcp-reset
	"$1" "open, from another network" far tcp 10.0.0.1 8080 accept
	"$1" "closed, from another network" far tcp 10.0.0.1 8083 tcp-reset
	"$1" "within a network" web tcp "${address[other]}" 80
	"$1" "between networks" web tcp "${address[far]}" 80
	"$1" "straight to a container" peer tcp "${address[web]}" 80
	"$1" "out" web tcp 10.0.0.2 7
	"$1" "a port of this host, open" web tcp "${gateway[web]}" 5432 accept
	"$1" "a port of this host, closed" web tcp "${gateway[web]}" 5433 tcp-reset
	"$1" "a port of this host, from outside" peer tcp 10.0.0.1 5432 tcp-reset
}

open_at() { # ADDR
	local addr=$1
	set --
	[[ $addr != *:* ]] || set -- -6
	scan_from peer 200 --max-retries 0 "$@" -sS -sU -p T:22,53,80,5000-5500,8000-8100,U:53,67,5353,5354 \
		-oG - "$addr" | grep -o '[0-9]*/open/[a-z]*' | sed 's|/open||' | xargs
}

# What answers, and what sfw alone would let in: a service may look at interfaces, too.
reachable() {
	local addr port
	{
		for port in 53 67; do
			[ "$(said_of peer udp 10.0.0.1 $port)" != accept ] || echo "let in: udp $port"
		done
		[ "$(said_of peer tcp "${address[web]}" 80)" != accept ] || echo "let through: tcp 80"
		for addr in 10.0.0.1 fd00::1 "${gateway[web]}" "${address[@]}"; do
			for port in $(open_at "$addr"); do echo "$addr $port"; done
		done
	} | sort
}

table() {
	local forward published settings
	scenarios learn
	note "without sfw: $(for key in "${!alone[@]}"; do echo "$key ${alone[$key]}"; done | sort)"
	fw port add tcp 8080
	fw port add udp 5353
	fw port add tcp 5432 dev "$(bridge_of web)"
	fw enable
	for published in ports off; do
		fw set published $published
		for forward in $forwards; do
			fw set forward "$forward"
			settings="$1, forward $forward, published $published"
			scenarios compare
			[ $published = off ] ||
				is "$settings: what can be reached is what the port list tells" "$(open_at 10.0.0.1), $(open_at fd00::1)" "$3, $4"
		done
	done
	is "$1: the port list tells who serves 8080" "$(served 8080)" "$2"
	fw port add tcp 8081
	is "$1: and that nobody serves to others what is published for this host" "$(served 8081)" nobody
	fw port del tcp 8081
	fw set forward off
	like "$1: doctor tells what is open" "$(fw doctor)" 'each port that containers publish is open to all'
	fw set published ports
	fw set forward drop
}

goes_on() {
	is "$1" "$(met peer tcp 10.0.0.1 8080), told $(said_of peer tcp 10.0.0.1 8080); $(met peer tcp 10.0.0.1 8083), told $(said_of peer tcp 10.0.0.1 8083)" \
		"accept, told accept; tcp-reset, told tcp-reset"
}
