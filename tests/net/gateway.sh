# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# A gateway and both its sides, on top of world.sh:
#
#   gateway_world        client --+
#                                 +-- switch -- lan0 fw wan0 -- inet
#                        server --+
#     fw      lan0 192.168.1.1   fd01::1   2001:db8:1::1
#             wan0 198.51.100.1  2001:db8:9::1
#     client  eth0 192.168.1.10  fd01::10  2001:db8:1::10
#     server  eth0 192.168.1.20  fd01::20  2001:db8:1::20
#     inet    eth0 198.51.100.2  2001:db8:9::2; it knows a way to
#             192.168.1.0/24, fd01::/64 and 2001:db8:1::/64 by fw, as an
#             attacker or a provider would
#   web HOST PORT TEXT   a web server that says TEXT (busybox httpd), v4 and v6
#   fetch HOST URL       what it says, or the reason why not
#   dns HOST PORT        answers UDP with the address of who asked (socat)
#   ask HOST ADDR PORT   that answer, or "silence"
#   sysctls              forwarding of fw: IPv4 IPv6

gateway_end() { # NS DEV ADDR...
	set_sysctl "$1" "net.ipv6.conf.$2.accept_dad=0" "net.ipv6.conf.$2.router_solicitations=0"
	address "$@"
	no_icmp_limits "$1"
}

gateway_world() {
	host client server switch fw inet
	cable client eth0 switch client
	cable server eth0 switch server
	cable fw lan0 switch fw
	cable fw wan0 inet eth0
	ip -n switch link add br0 type bridge
	ip -n switch link set br0 up
	for port in client server fw; do ip -n switch link set $port master br0; done
	gateway_end fw lan0 192.168.1.1/24 fd01::1/64 2001:db8:1::1/64
	gateway_end fw wan0 198.51.100.1/24 2001:db8:9::1/64
	gateway_end client eth0 192.168.1.10/24 fd01::10/64 2001:db8:1::10/64
	gateway_end server eth0 192.168.1.20/24 fd01::20/64 2001:db8:1::20/64
	gateway_end inet eth0 198.51.100.2/24 2001:db8:9::2/64
	for name in client server; do
		ip -n $name route add default via 192.168.1.1
		ip -n $name -6 route add default via 2001:db8:1::1
	done
	ip -n inet route add 192.168.1.0/24 via 198.51.100.1
	ip -n inet -6 route add fd01::/64 via 2001:db8:9::1
	ip -n inet -6 route add 2001:db8:1::/64 via 2001:db8:9::1
	ip -n fw -6 route add default via 2001:db8:9::2
	wait_for on client ping -c 1 -W 1 192.168.1.1 && wait_for on server ping -c 1 -W 1 192.168.1.1 &&
		wait_for on inet ping -c 1 -W 1 198.51.100.1 && wait_for on client ping -c 1 -W 1 fd01::20 ||
		not_ok "the gateway and both its sides are joined"
}

web() {
	mkdir -p "$tmp/$1.$2"
	echo "$3" >"$tmp/$1.$2/index.html"
	spawn "$1" busybox httpd -f -p "[::]:$2" -h "$tmp/$1.$2"
	wait_for listening "$1" tcp "$2" || not_ok "$1 serves a web page on port $2" "$(cat "$spawned_log")"
}

fetch() {
	on "$1" curl -sS -g --max-time $((6 * ${SFW_SLOW:-1})) "http://$2/" 2>&1 | tail -n 1 | sed 's/ after [0-9]* m.*//'
}

dns() {
	local answer version
	# shellcheck disable=SC2016
	answer=$(reply 'from $SOCAT_PEERADDR')
	spawn "$1" socat "UDP4-RECVFROM:$2,fork,reuseaddr" "$answer"
	spawn "$1" socat "UDP6-RECVFROM:$2,fork,reuseaddr,ipv6-v6only=1" "$answer"
	for version in 4 6; do
		wait_for listening "$1" udp "$2" "$version" || not_ok "$1 answers on UDP port $2" "$(cat "$spawned_log")"
	done
}

ask() {
	local addr=$2 answer
	[[ $addr != *:* ]] || addr="[$addr]"
	answer=$(echo who | on "$1" timeout $((6 * ${SFW_SLOW:-1})) socat -t 5 -T 5 - "UDP:$addr:$3" 2>&1 | head -n 1)
	echo "${answer:-silence}"
}

sysctls() {
	on fw sysctl -n net.ipv4.ip_forward net.ipv6.conf.all.forwarding | xargs
}
