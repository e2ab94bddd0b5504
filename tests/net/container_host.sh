# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# A host of containers and all around it, on top of world.sh:
#
#   container_world      c1 -- docker0          fw -- eth0 -- peer
#                        c2 -- br-0123456789ab     -- lan0 -- pc
#     fw    eth0 10.0.0.1 fd00::1        docker0 172.17.0.1 fd17::1
#           lan0 192.168.1.1 fd01::1     br-0123456789ab 172.18.0.1 fd18::1
#     peer  10.0.0.2 fd00::2; it knows a way to the containers by fw
#     pc    192.168.1.10 fd01::10
#     c1    172.17.0.2 fd17::2; c2 172.18.0.2 fd18::2; they serve tcp 80, udp 53,
#           sctp 9000
#   engine NAME          rules for NAT as that engine makes them: TCP 8080 leads to
#                        80, UDP 5353 to 53, SCTP 8090 to 9000 of c1, or of fw itself
#   no_engine            takes them away
#   engines              their names

engines="docker podman kube_iptables kube_nft redirect"

bridge_of() { # CONTAINER BRIDGE NET
	ip -n fw link add "$2" type bridge
	ip -n fw link set "$2" up
	host "$1"
	cable fw "veth$1" "$1" eth0
	ip -n fw link set "veth$1" master "$2"
	set_sysctl fw "net.ipv6.conf.$2.accept_dad=0"
	set_sysctl "$1" net.ipv6.conf.eth0.accept_dad=0
	address fw "$2" "172.$3.0.1/16" "fd$3::1/64"
	address "$1" eth0 "172.$3.0.2/16" "fd$3::2/64"
	ip -n "$1" route add default via "172.$3.0.1"
	ip -n "$1" -6 route add default via "fd$3::1"
	no_icmp_limits "$1"
	ip -n peer route add "172.$3.0.0/16" via 10.0.0.1
	ip -n peer -6 route add "fd$3::/64" via fd00::1
}

container_world() {
	wire fw peer
	bridge_of c1 docker0 17
	bridge_of c2 br-0123456789ab 18
	host pc
	cable fw lan0 pc eth0
	set_sysctl fw net.ipv6.conf.lan0.accept_dad=0
	set_sysctl pc net.ipv6.conf.eth0.accept_dad=0
	address fw lan0 192.168.1.1/24 fd01::1/64
	address pc eth0 192.168.1.10/24 fd01::10/64
	ip -n pc route add default via 192.168.1.1
	ip -n pc -6 route add default via fd01::1
	on fw sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	set_sysctl fw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0
	wait_for on peer ping -c 1 -W 1 172.17.0.2 && wait_for on peer ping -c 1 -W 1 fd17::2 &&
		wait_for on pc ping -c 1 -W 1 172.18.0.2 && wait_for on pc ping -c 1 -W 1 fd18::2 ||
		not_ok "the host of containers and all around it are joined"
}

container_services() {
	local name
	for name in c1 c2 fw; do
		talk serve $name tcp 80
		talk serve $name udp 53
		talk serve $name sctp 9000
	done >/dev/null
}

# dockerd, with ip6tables; 8081 is published for 127.0.0.1 alone.
docker_rules() { # FAMILY NET HOST
	cat <<-R
	*nat
	:DOCKER -
	-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
	-A OUTPUT ! -d $1 -m addrtype --dst-type LOCAL -j DOCKER
	-A POSTROUTING -s $2 ! -o docker0 -j MASQUERADE
	-A POSTROUTING -s $3 -d $3 -p tcp -m tcp --dport 80 -j MASQUERADE
	-A DOCKER -i docker0 -j RETURN
	-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination $4:80
	-A DOCKER ! -i docker0 -p udp -m udp --dport 5353 -j DNAT --to-destination $4:53
	-A DOCKER ! -i docker0 -p sctp -m sctp --dport 8090 -j DNAT --to-destination $4:9000
	-A DOCKER -d $5 ! -i docker0 -p tcp -m tcp --dport 8081 -j DNAT --to-destination $4:80
	COMMIT
	*filter
	:FORWARD DROP
	:DOCKER -
	:DOCKER-USER -
	-A FORWARD -j DOCKER-USER
	-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
	-A FORWARD -o docker0 -j DOCKER
	-A FORWARD -i docker0 ! -o docker0 -j ACCEPT
	-A FORWARD -i docker0 -o docker0 -j ACCEPT
	-A FORWARD -o br-0123456789ab -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
	-A FORWARD -i br-0123456789ab ! -o br-0123456789ab -j ACCEPT
	-A DOCKER -d $3 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT
	-A DOCKER -d $3 ! -i docker0 -o docker0 -p udp -m udp --dport 53 -j ACCEPT
	-A DOCKER -d $3 ! -i docker0 -o docker0 -p sctp -m sctp --dport 9000 -j ACCEPT
	-A DOCKER-USER -j RETURN
	COMMIT
	R
}

docker() {
	docker_rules 127.0.0.0/8 172.17.0.0/16 172.17.0.2 172.17.0.2 127.0.0.1 | on fw iptables-legacy-restore
	docker_rules ::1 fd17::/64 fd17::2 '[fd17::2]' ::1 | on fw ip6tables-legacy-restore
}

# netavark with nftables.
podman() {
	on fw nft -f - <<-'N'
	table inet netavark {
		chain INPUT { type filter hook input priority filter; policy accept; }
		chain FORWARD {
			type filter hook forward priority filter; policy accept;
			ct state invalid drop
			ip daddr 172.17.0.0/16 ct state established,related accept
			ip saddr 172.17.0.0/16 accept
		}
		chain POSTROUTING {
			type nat hook postrouting priority srcnat; policy accept;
			ip saddr 172.17.0.0/16 ip daddr != 224.0.0.0/4 oifname != "docker0" masquerade
		}
		chain PREROUTING {
			type nat hook prerouting priority dstnat; policy accept;
			fib daddr type local jump NETAVARK-HOSTPORT-DNAT
		}
		chain OUTPUT {
			type nat hook output priority -100; policy accept;
			fib daddr type local jump NETAVARK-HOSTPORT-DNAT
		}
		chain NETAVARK-HOSTPORT-DNAT {
			tcp dport 8080 jump nv_1
			udp dport 5353 jump nv_1
			sctp dport 8090 jump nv_1
			ip daddr 127.0.0.1 tcp dport 8081 dnat ip to 172.17.0.2:80
		}
		chain nv_1 {
			meta nfproto ipv4 tcp dport 8080 dnat ip to 172.17.0.2:80
			meta nfproto ipv6 tcp dport 8080 dnat ip6 to [fd17::2]:80
			meta nfproto ipv4 udp dport 5353 dnat ip to 172.17.0.2:53
			meta nfproto ipv6 udp dport 5353 dnat ip6 to [fd17::2]:53
			meta nfproto ipv4 sctp dport 8090 dnat ip to 172.17.0.2:9000
			meta nfproto ipv6 sctp dport 8090 dnat ip6 to [fd17::2]:9000
		}
	}
	N
}

# kube-proxy: NodePorts, and an address in the cluster for port 8000 of c1.
kube_rules() { # FILE 4|6
	local family=ip addr=ipv4_addr home=127.0.0.0/8 pod=172.17.0.2 pods=172.17.0.0/16 to=172.17.0.2
	local label=172.17.0.2 cluster=10.96.0.10 clusters=10.96.0.0/12 nodes=10.0.0.1
	[ "$2" = 4 ] || family=ip6 addr=ipv6_addr home=::1/128 pod=fd17::2 pods=fd17::/64 to='[fd17::2]' \
		label=fd17..2 cluster=fd96::10 clusters=fd96::/112 nodes=fd00::1
	sed "s|\<FAMILY\>|$family|g; s|\<ADDR\>|$addr|g; s|\<HOME\>|$home|g; s|\<POD\>|$pod|g; s|\<PODS\>|$pods|g
		s|\<TO:|$to:|g; s|__LABEL/|__$label/|g; s|\<CLUSTER\>|$cluster|g; s|\<CLUSTERS\>|$clusters|g; s|\<NODES\>|$nodes|g" \
		"$net_dir/lib/kube_proxy/$1.rules"
}

kube_iptables() {
	kube_rules iptables 4 | on fw iptables-legacy-restore
	kube_rules iptables 6 | on fw ip6tables-legacy-restore
}

kube_nft() {
	{ kube_rules nft 4; kube_rules nft 6; } | on fw nft -f -
}

# A port of this host under another number.
redirect() {
	local tool
	for tool in iptables-legacy ip6tables-legacy; do
		on fw $tool -t nat -A PREROUTING -p tcp --dport 8080 -j REDIRECT --to-ports 80
		on fw $tool -t nat -A PREROUTING -p udp --dport 5353 -j REDIRECT --to-ports 53
		on fw $tool -t nat -A PREROUTING -p sctp --dport 8090 -j REDIRECT --to-ports 9000
	done
}

engine() {
	"$1"
}

no_engine() {
	local tool
	on fw nft flush ruleset
	for tool in iptables-legacy ip6tables-legacy; do
		printf '*%s\nCOMMIT\n' nat filter | on fw $tool-restore
		on fw $tool -P FORWARD ACCEPT
	done
	on fw conntrack -F >/dev/null 2>&1
}
