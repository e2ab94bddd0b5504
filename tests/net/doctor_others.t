#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Rules of real programs beside sfw: doctor names their owner, and each command that it
# prints is carried out: nothing can be reached then that could not before, and the
# program's rules are as they were. Those of Docker, Podman and libvirt of newer releases
# are made as these make them; container_*.t have the programs of this one.
# In check-full: each program with its scans.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/advice.sh"
. "$(dirname "$0")/container_host.sh"
. "$(dirname "$0")/lib/bus.sh"

wire fw peer
host inner
cable fw eth1 inner eth0
address fw eth1 172.17.0.1/24 fd01::1/64
address inner eth0 172.17.0.2/24 fd01::2/64
ip -n inner route add default via 172.17.0.1
ip -n inner -6 route add default via fd01::1
ip -n peer route add 172.17.0.0/24 via 10.0.0.1
ip -n peer -6 route add fd01::/64 via fd00::1
on fw sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
for port in 22 80 81; do listen fw tcp $port; done
listen inner tcp 80

sound_machine
fw port add tcp 22
fw port add tcp 80
fw enable
fw save

# Ports that answer, at fw and behind it.
reachable() {
	local target
	for target in 10.0.0.1 172.17.0.2 fd00::1 fd01::2; do
		[[ $target != *:* ]] || set -- -6
		scan_from peer 200 --max-retries 0 "$@" -sS -p 22,80,81,8080 -oG - $target
	done | sed -n 's/^Host: \([^ ]*\).*Ports: /\1 /p' |
		awk '{ for (i = 2; i <= NF; i++) if ($i ~ "/open/") print $1, $i + 0 }' | sort
}
has_table() {
	on fw nft list tables | grep -q "$1"
}

# keepalived, whose virtual addresses accept nothing but VRRP.
cat >"$tmp/keepalived.conf" <<EOC
global_defs {
	vrrp_strict
	script_user root
}
vrrp_instance one {
	interface eth0
	virtual_router_id 51
	priority 100
	advert_int 1
	virtual_ipaddress {
		10.0.0.9
	}
}
EOC
spawn fw keepalived -n -l -P -f "$tmp/keepalived.conf" -p "$tmp/k.pid" -r "$tmp/v.pid"
if wait_for has_table keepalived; then
	harmless keepalived '\(keepalived, nft, chain ip keepalived in, priority -1\)'
else
	not_ok "keepalived has its table" "$(cat "$spawned_log")"
fi
end_process "$spawned"
on fw nft flush ruleset

# fail2ban, with rules of its own.
cat >/etc/fail2ban/jail.d/test.conf <<EOC
[DEFAULT]
banaction = nftables
[sshd]
enabled = true
backend = polling
logpath = $tmp/auth.log
bantime = 1h
EOC
touch "$tmp/auth.log"
mkdir -p /var/run/fail2ban
spawn fw fail2ban-server -f -p "$tmp/f2b.pid" --logtarget "$tmp/f2b.log" start
client() { on fw fail2ban-client "$@"; }
wait_for 60 client status sshd || not_ok "fail2ban runs" "$(cat "$spawned_log" "$tmp/f2b.log")"
client set sshd banip 10.0.0.7 >/dev/null
ok "fail2ban bans" wait_for has_table f2b-table
harmless fail2ban '\(fail2ban, nft, chain inet f2b-table f2b-chain'
end_process "$spawned"
on fw nft flush ruleset

# ufw.
cp /usr/share/ufw/iptables/*.rules /usr/share/ufw/*.init /usr/share/ufw/ufw.conf /etc/ufw/
# This kernel may lack the match rt, which its rules for IPv6 need.
sed -i 's/^IPV6=.*/IPV6=no/' /etc/default/ufw
status_is "ufw is enabled" 0 on fw sh -c "ufw allow 22/tcp && ufw --force enable"
harmless ufw '\(ufw, (nft|iptables-legacy), chain ip filter INPUT, priority 0\)'
on fw ufw --force disable >/dev/null
on fw nft flush ruleset

# firewalld, with a bus of its own, and what its installation would link.
if start_firewalld; then
	harmless firewalld '\(firewalld, nft, chain inet firewalld filter_INPUT, priority 10\)'
else
	not_ok "firewalld runs" "$(cat "$spawned_log" "$bus_log")"
fi
end_process "$spawned" "$bus"
on fw nft flush ruleset

# Docker 26, whose bridge is eth1 here.
on fw sh -e <<'EOC'
iptables-nft -P FORWARD DROP
for chain in DOCKER DOCKER-USER DOCKER-ISOLATION-STAGE-1 DOCKER-ISOLATION-STAGE-2; do iptables-nft -N $chain; done
iptables-nft -A FORWARD -j DOCKER-USER
iptables-nft -A FORWARD -j DOCKER-ISOLATION-STAGE-1
iptables-nft -A FORWARD -o eth1 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables-nft -A FORWARD -o eth1 -j DOCKER
iptables-nft -A FORWARD -i eth1 ! -o eth1 -j ACCEPT
iptables-nft -A DOCKER -d 172.17.0.2/32 ! -i eth1 -o eth1 -p tcp --dport 80 -j ACCEPT
iptables-nft -A DOCKER-ISOLATION-STAGE-1 -i eth1 ! -o eth1 -j DOCKER-ISOLATION-STAGE-2
iptables-nft -A DOCKER-ISOLATION-STAGE-2 -o eth1 -j DROP
iptables-nft -t nat -N DOCKER
iptables-nft -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
iptables-nft -t nat -A DOCKER ! -i eth1 -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
EOC
harmless Docker '\(Docker, nft, chain ip filter FORWARD, priority 0\)'
on fw nft flush ruleset

# Podman 5 (netavark) and libvirt 11, both with nft.
on fw nft -f - <<'EOC'
table inet netavark {
	chain NETAVARK-ISOLATION-1 {
		ct state established accept
		oifname "eth1" iifname != "eth1" drop
	}
	chain FORWARD {
		type filter hook forward priority filter; policy accept;
		jump NETAVARK-ISOLATION-1
	}
}
table ip libvirt_network {
	chain guest_input {
		oif "eth1" ip daddr 172.17.0.0/24 ct state established,related accept
		oif "eth1" counter reject
	}
	chain forward {
		type filter hook forward priority filter; policy accept;
		jump guest_input
	}
}
EOC
harmless Podman '\(Podman, nft, chain inet netavark FORWARD, priority 0\)'
like "libvirt: found, too" "$(found text)" '\(libvirt, nft, chain ip libvirt_network forward, priority 0\)'
on fw nft flush ruleset

# kube-proxy, in both modes: a NodePort leads to the host behind.
kube_iptables
harmless "kube-proxy by iptables" '\(Kubernetes, iptables-legacy, chain ip filter INPUT, priority 0\)'
no_engine
kube_nft
harmless "kube-proxy by nft" '\(Kubernetes, nft, chain ip kube-proxy filter-forward, priority -110\)'
no_engine

# Rules of nobody: iptables, and nft.
on fw sh -c 'iptables-legacy -P INPUT DROP; iptables-legacy -A INPUT -p tcp --dport 22 -j ACCEPT'
harmless iptables '\(iptables-legacy, chain ip filter INPUT, priority 0\)'
on fw sh -c 'iptables-legacy -P INPUT ACCEPT; iptables-legacy -F'
on fw nft -f - <<'EOC'
table inet filter {
	map services {
		type inet_service : verdict
		elements = { 22 : accept, 80 : drop }
	}
	chain input {
		type filter hook input priority filter; policy accept;
		tcp dport vmap @services
	}
}
EOC
harmless nft '\(nft, chain inet filter input, priority 0\)'
rm -rf /etc/sfw
done_testing
