#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A pair of gateways with the files of ctl/examples/ha as they are: real keepalived and
# conntrackd. Streams through them are busy, or idle, while one gateway falls: those of
# hosts behind an address that moves (masquerade ... to), those to a forwarded port, also
# from its own network (hairpin), those of IPv6 with and without translation, and UDP.
# None is lost.
#
#	host   --+            +-- gw1 --+
#		 +-- switch --+    |    +-- switch -- inet, and out there 203.0.113.9
#	server --+            +-- gw2 --+
#
# SFW_STREAMS=200: how many of TCP, SFW_FALLS="cache/power direct/maintenance": which falls;
# SFW_ROUNDS=20: each of them so many times. nft-masquerade/power, nft-snat/maintenance: the
# same pair with rules of nft instead, whose losses are told and not judged.
# In check-full: a pair of gateways falls six times.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
files=$net_dir/../../ctl/examples/ha
streams=${SFW_STREAMS:-20}
falls=${SFW_FALLS:-cache/power cache/maintenance direct/power direct/maintenance offload/power race/power}

plug() { # NS DEV BRIDGE ADDR...
	cable "$1" "$2" switch "$1-$2"
	ip -n switch link set "$1-$2" master "$3"
	set_sysctl "$1" "net.ipv6.conf.$2.accept_dad=0" "net.ipv6.conf.$2.router_solicitations=0"
	address "$1" "$2" "${@:4}"
}

world() {
	local name end
	host host server switch gw1 gw2 inet
	for name in lan wan; do
		ip -n switch link add $name type bridge mcast_snooping 0
		ip -n switch link set $name up
	done
	plug host eth0 lan 192.168.1.10/24 fd01::10/64 2001:db8:1::10/64
	plug server eth0 lan 192.168.1.20/24 2001:db8:1::20/64
	plug inet eth0 wan 198.51.100.254/24 2001:db8:9::254/64
	address inet lo 203.0.113.9/32 2001:db8:ffff::9/128
	cable gw1 sync0 gw2 sync0
	for end in 1 2; do
		plug gw$end lan0 lan 192.168.1.$((end + 1))/24 fd01::$((end + 1))/64 2001:db8:1::$((end + 1))/64
		plug gw$end wan0 wan 198.51.100.$((end + 1))/24 2001:db8:9::$((end + 1))/64
		address gw$end sync0 10.99.0.$end/24
		ip -n gw$end route add default via 198.51.100.254
		ip -n gw$end -6 route add default via 2001:db8:9::254
	done
	for name in host server; do
		ip -n $name route add default via 192.168.1.1
		ip -n $name -6 route add default via fe80::1 dev eth0
	done
	# A private source of IPv6 is its choice for a private peer only.
	ip -n host -6 route add 2001:db8:ffff::9 via fe80::1 dev eth0 src fd01::10
	ip -n inet -6 route add 2001:db8:1::/64 via 2001:db8:9::1
}

within() { # GATEWAY COMMAND...: with folders of its own, where the programs have theirs
	# shellcheck disable=SC2016
	on "$1" unshare -m sh -c 'mount --bind /run/$0/log /var/log && mount --bind /run/$0 /run && exec "$@"' "$@"
}

# The policy of ctl/examples/ha, as rules of nft.
nft_rules() { # TRANSLATION TRANSLATION_OF_IPV6
	cat <<-EOF
		table inet pair {
			chain input {
				type filter hook input priority filter; policy drop;
				iifname lo accept
				ct state established,related accept
				meta l4proto { icmp, ipv6-icmp } accept
				ip protocol vrrp iifname lan0 accept
				iifname sync0 udp dport 3780 accept
				iifname lan0 tcp dport 22 accept
			}
			chain forward {
				type filter hook forward priority filter; policy drop;
				ct state established,related accept
				iifname lan0 accept
				ct status dnat accept
				iifname wan0 ip6 daddr 2001:db8:1::20 tcp dport 8000 accept
			}
			chain to {
				type nat hook prerouting priority dstnat;
				ip daddr 198.51.100.1 tcp dport 8000 dnat ip to 192.168.1.20:80
				ip6 daddr 2001:db8:9::1 tcp dport 8000 dnat ip6 to 2001:db8:1::20
			}
			chain from {
				type nat hook postrouting priority srcnat;
				ip saddr 192.168.1.0/24 oifname wan0 $1
				ip6 saddr fd01::/64 oifname wan0 $2
				iifname lan0 oifname lan0 ct status dnat $1
				iifname lan0 oifname lan0 ct status dnat $2
			}
		}
	EOF
}

configure() { # GATEWAY MODE
	local etc=/etc/netns/$1
	mkdir -p "$etc/keepalived" "$etc/conntrackd" /etc/keepalived /etc/conntrackd "/run/$1/log" "/run/$1/lock"
	cp "$files/keepalived.conf" "$etc/keepalived/"
	cp "$files/conntrackd.conf" "$files/failover" "$etc/conntrackd/"
	[ "$1" = gw1 ] || sed -i -E 's/[^[:space:]]+[[:space:]]+# gw2: (.*)/\1/' "$etc"/*/*.conf
	case $2 in
	direct) sed -i 's/DisableExternalCache Off/DisableExternalCache On/' "$etc/conntrackd/conntrackd.conf" ;;
	race) sed -i '2i sleep 2' "$etc/conntrackd/failover" ;;
	esac
	case $2 in
	nft-*) set_sysctl "$1" net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 ;;&
	nft-masquerade) nft_rules 'masquerade' 'masquerade' | on "$1" nft -f - ;;
	nft-snat) nft_rules 'snat ip to 198.51.100.1' 'snat ip6 to 2001:db8:9::1' | on "$1" nft -f - ;;
	*) on "$1" sfwctl -q restore "$files/sfw.conf" ;;
	esac || not_ok "$1 takes the policy"
	[ "$2" != offload ] || on "$1" sfwctl -q set offload on
	[ "$2" != race ] || on "$1" sfwctl -q forward add udp 8000 in wan0 to 192.168.1.20:80
}

start() { # GATEWAY PROGRAM OPTION...
	local file=/run/$1/$2.log
	# shellcheck disable=SC2016
	within "$1" sh -c 'echo $$ >/run/$0.is && exec "$0" "$@"' "${@:2}" >>"$file" 2>&1 </dev/null &
	wait_for test -s "/run/$1/$2.is"
}

stop() { # GATEWAY PROGRAM
	local pid
	pid=$(cat "/run/$1/$2.is")
	kill "$pid"
	wait_for 60 test ! -e "/proc/$pid"
	rm "/run/$1/$2.is"
}

has_addresses() { # GATEWAY
	[ "$(ip -n "$1" -o addr show to 198.51.100.1/32 | wc -l)" = 1 ] &&
		[ "$(ip -n "$1" -o addr show to 2001:db8:9::1/128 | wc -l)" = 1 ] &&
		[ "$(ip -n "$1" -o addr show to 192.168.1.1/32 | wc -l)" = 1 ]
}

# Connections of TCP that a standing gateway has of the other.
knows() { # GATEWAY MODE N
	local n
	if [ "$2" = direct ]; then
		n=$(on "$1" conntrack -L -p tcp 2>/dev/null | grep -c ESTABLISHED)
		n=$((n + $(on "$1" conntrack -L -f ipv6 -p tcp 2>/dev/null | grep -c ESTABLISHED)))
	else
		n=$(within "$1" conntrackd -e ct | grep -c ESTABLISHED)
	fi
	[ "$n" -ge "$3" ]
}

lan() { ask_helper lan "$*"; }
wan() { ask_helper wan "$*"; }
both() {
	lan "$@" >/dev/null
	wan "$@" >/dev/null
}

open_streams() {
	local some=$((streams / 5)) n
	spawn inet "$python" "$net_dir/lib/streams.py" serve 203.0.113.9 7000
	spawn inet "$python" "$net_dir/lib/streams.py" serve 203.0.113.9 7001 udp
	spawn inet "$python" "$net_dir/lib/streams.py" serve 2001:db8:ffff::9 7000
	spawn inet "$python" "$net_dir/lib/streams.py" serve 2001:db8:9::254 7000
	spawn server "$python" "$net_dir/lib/streams.py" serve 192.168.1.20 80
	spawn server "$python" "$net_dir/lib/streams.py" serve 192.168.1.20 80 udp
	spawn server "$python" "$net_dir/lib/streams.py" serve 2001:db8:1::20 8000
	for n in 'inet tcp 7000' 'inet udp 7001' 'server tcp 80' 'server udp 80' 'server tcp 8000'; do
		# shellcheck disable=SC2086
		wait_for listening $n
	done
	start_helper lan ip netns exec host "$python" "$net_dir/lib/streams.py" open
	start_helper wan ip netns exec inet "$python" "$net_dir/lib/streams.py" open
	n=$((streams - 4 * some))
	is "$1: streams, masqueraded" "$(lan open masquerade 203.0.113.9 7000 $n)" "$n open"
	is "$1: of IPv6" "$(lan open masquerade6 2001:db8:ffff::9 7000 $some)" "$some open"
	is "$1: of IPv6, not translated" "$(lan open routed6 2001:db8:9::254 7000 $some)" "$some open"
	is "$1: to a forwarded port" "$(wan open forward 198.51.100.1 8000 $some)" "$some open"
	is "$1: of IPv6" "$(wan open forward6 2001:db8:9::1 8000 $some)" "$some open"
	# To the server each pair of twins would be one connection: the later one gets another port.
	is "$1: of IPv6, not translated" "$(wan twin straight6 forward6 2001:db8:1::20 8000 3)" "3 open"
	is "$1: of its own network" "$(lan open hairpin 198.51.100.1 8000 3)" "3 open"
	is "$1: of its own network, IPv6" "$(lan open hairpin6 2001:db8:9::1 8000 3)" "3 open"
	opened=$((streams + 9))
	is "$1: of UDP" "$(lan open udp 203.0.113.9 7001 4 udp)" "4 open"
	if [[ $1 = race* ]]; then
		is "$1: of UDP, pushed" "$(wan open pushed 198.51.100.1 8000 4 udp push)" "4 open"
	fi
}

settled() {
	both poke
	[[ $(lan state) == *' 0 waiting '* && $(wan state) == *' 0 waiting '* ]]
}

# How many of each name broke off, or stayed silent.
lost() {
	local all
	all=$(printf '%s\n' "$(lan dead)" "$(wan dead)" "$(lan silent)" "$(wan silent)")
	grep -oE '[a-z]+6?/' <<<"$all" | sort | uniq -c | awk '{ printf "%s%s %u", sep, $2, $1; sep = ", " } END { if (!NR) printf "none" }'
}

which_way() {
	note "ports of those from outside: $(wan ports)"
	note "$(on gw2 conntrack -L -f ipv6 -p tcp 2>&1 | grep dport=8000)"
}

# All of them say something that was said after the fall.
none_lost() { # TEXT
	wait_for 60 settled
	if [[ $1 = nft* ]]; then
		note "$1: lost of $opened: $(lost); those of the LAN: $(lan state); those from outside: $(wan state)"
		return
	fi
	dead="$(lan dead) $(wan dead)"
	is "$1: none of the streams is lost" "$dead" "none none"
	[ "$dead" = "none none" ] || which_way
	is "$1: all go on" "$(lan silent) $(wan silent)" "none none"
	note "$1: $opened streams, and of UDP; those of the LAN: $(lan state); those from outside: $(wan state)"
}

power() { # GATEWAY
	local pids
	ip -n switch link set "$1-lan0" down
	ip -n switch link set "$1-wan0" down
	ip -n "$1" link set sync0 down
	both fall
	mapfile -t pids < <(cat "/run/$1"/*.is; cat "/run/$1"/*.is | xargs -n 1 pgrep -P)
	kill -9 "${pids[@]}"
	rm "/run/$1"/*.is
}

maintenance() { # GATEWAY
	both fall
	stop "$1" keepalived
}

logs() {
	note "$(tail -n 30 /run/gw[12]/*.log /run/gw[12]/log/*)"
}

told() { # of a pair, by doctor on the first gateway
	within gw1 sfwctl -j doctor 2>/dev/null | "$python" -c '
import json, sys
print(*[f["text"] for f in json.load(sys.stdin)["findings"] if f["check"] == "pair"], sep="\n")'
}
finds() { # TEXT REGEX COMMAND... that mends it
	like "doctor: $1" "$(told)" "$2"
	ok "doctor: $1, mended" "${@:3}"
}
is_heard() { [ -z "$(told)" ]; }

doctor_looks() {
	ok "doctor: finds nothing wrong with the pair" wait_for is_heard
	is "the policies have the same hash" "$(on gw1 sfwctl -j status | grep -o '"hash":"[0-9a-f]*"' | cut -d'"' -f4)" \
		"$(on gw2 sfwctl save - | sha256sum | cut -d' ' -f1)"
	on gw1 sfwctl proto del vrrp dev lan0
	finds "VRRP is refused" '^VRRP of the other gateway is refused' on gw1 sfwctl proto add vrrp dev lan0
	on gw1 sfwctl port del udp 3780 dev sync0
	finds "the port of conntrackd is closed" '^udp 3780, the port of conntrackd' on gw1 sfwctl port add udp 3780 dev sync0
	on gw1 sfwctl masquerade add 10.0.0.0/8 out wan0
	finds "connections behind an address that stays" "^connections that are hidden behind an interface's own" \
		on gw1 sfwctl masquerade del 10.0.0.0/8 out wan0
	on gw1 sfwctl masquerade del fd01::/64 out wan0
	finds "hairpins of IPv6" '^connections of the local network to forwarded .*\(IPv6\) end' \
		on gw1 sfwctl masquerade add fd01::/64 out wan0 to 2001:db8:9::1
	ip -n gw1 link set sync0 down
	wait_for link_is DOWN
	finds "a link is down" '^the link of conntrackd, sync0, is down' ip -n gw1 link set sync0 up
	ok "doctor: and finds nothing any more" wait_for is_heard
}

link_is() { # STATUS
	within gw1 conntrackd -s link | grep -q "status=$1"
}

pair() { # MODE FALL
	local text="$1, $2" was
	world
	for name in gw1 gw2; do
		configure $name "$1"
		start $name conntrackd
	done
	start gw1 keepalived -n -l -P
	ok "$text: the first gateway gets the addresses" wait_for has_addresses gw1
	start gw2 keepalived -n -l -P
	open_streams "$text"
	ok "$text: the second one knows them" wait_for knows gw2 "$1" "$opened"
	[ "$1/$2" != cache/power ] || doctor_looks
	was=$(packets not-syn gw2)
	both begin
	"$2" gw1
	ok "$text: it gets the addresses" wait_for has_addresses gw2
	none_lost "$text"
	note "$text: not-syn counted $(($(packets not-syn gw2) - was))"
	if [ "$1" = race ]; then
		ok "$text: segments came before their connections" test "$(packets not-syn gw2)" -gt "$was"
	fi
	if [ "$2" = maintenance ]; then
		start gw1 keepalived -n -l -P
		wait_for knows gw1 "$1" "$opened"
		both begin
		maintenance gw2
		ok "$text, and back: the addresses" wait_for has_addresses gw1
		none_lost "$text, and back"
	fi
	[ "$failed" = 0 ] || logs
	unplug
}

unplug() {
	local name
	exec {lan_in}>&- {lan_out}<&- {wan_in}>&- {wan_out}<&-
	for name in host server switch gw1 gw2 inet; do
		ip netns pids $name | xargs -r kill -9
		ip netns del $name
	done 2>/dev/null
	wait 2>/dev/null
	rm -rf /run/gw1 /run/gw2 /etc/netns/gw1 /etc/netns/gw2
}

for ((round = 1; round <= ${SFW_ROUNDS:-1}; round++)); do
	for fall in $falls; do
		pair "${fall%/*}" "${fall#*/}"
	done
done
done_testing
