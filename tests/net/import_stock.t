#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ufw as Debian has it, the examples of Debian's nftables, for a workstation and a server,
# fail2ban's table beside that, and rules that iptables and nft have made of one table,
# imported on the machine that runs them: the same answers before and after, IPv4 and IPv6.
# In check-full: scans of all ports.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

#	10.0.0.2-3 fd00::2-3 peer --- eth0 fw
wire fw peer
address peer eth0 10.0.0.3/24 fd00::3/64
for port in 22 80 443 2222 5432; do listen fw tcp $port; done
listen fw udp 53

answers() { # SOURCE TARGET
	local six=
	[[ $2 != *:* ]] || six=-6
	# shellcheck disable=SC2086	# no argument, or one
	{
		scan_from peer 300 $six -S "$1" -e eth0 --max-retries 1 -sS \
			-p 21,22,80,443,2222,5432,9999 -oG - "$2"
		scan_from peer 300 $six -S "$1" -e eth0 --max-retries 1 -sU -p 53,123,5353 -oG - "$2"
	} | sed -n 's/^Host:.*Ports: //p' | tr , '\n' | awk -F/ -v source="$1" '{ gsub(" ", ""); print source, $1 "/" $3, $2 }'
	if on peer ping -n -c 1 -W 1 -I "$1" "$2" >/dev/null; then echo "$1 ping"; fi
}
picture() {
	answers 10.0.0.2 10.0.0.1
	answers 10.0.0.3 10.0.0.1
	answers fd00::2 fd00::1
	answers fd00::3 fd00::1
}

# With sfw alone the answers are those in $wanted.
same() { # NAME FILE
	ok "$1: restore of it" fw restore "$2"
	fw set scan off
	is "$1: the same answers" "$(picture)" "$wanted"
	fw flush all
	fw disable
}

cp /usr/share/ufw/iptables/*.rules /usr/share/ufw/*.init /usr/share/ufw/ufw.conf /etc/ufw/
# This kernel may lack the match rt.
sed -i '/ -m rt /d' /etc/ufw/before6.rules
sed -i 's/^IPV6=.*/IPV6=yes/' /etc/default/ufw
status_is "ufw is enabled" 0 on fw sh -ec "
	ufw allow 22/tcp
	ufw allow 53
	ufw allow proto tcp from 10.0.0.3 to any port 80
	ufw allow proto tcp from fd00::3 to any port 80
	ufw deny 5432/tcp
	ufw --force enable"
wanted=$(picture)
like "ufw: ssh is open" "$wanted" '^10\.0\.0\.2 22/tcp open$'
like "over IPv6 too" "$wanted" '^fd00::2 22/tcp open$'
like "for one source" "$wanted" '^10\.0\.0\.3 80/tcp open$'
unlike "and no other" "$wanted" '^10\.0\.0\.2 80/tcp open$'
on fw sfwctl import ufw >"$tmp/files"
on fw sfwctl import >"$tmp/live"
on fw ufw --force disable >/dev/null
on fw nft flush ruleset
same "ufw's files" "$tmp/files"
same "ufw's rules in force" "$tmp/live"

nft_rules() { # NAME FILE
	status_is "nft: the rules of a $1" 0 on fw nft -f "$2"
	wanted=$(picture)
	on fw sfwctl import >"$tmp/live"
	on fw nft flush ruleset
	same "$1" "$tmp/live"
}
example=/usr/share/doc/nftables/examples/workstation.nft
if [ -f $example ]; then
	nft_rules workstation $example
	sed 's/#tcp dport/tcp dport/' $example >"$tmp/server.nft"
	nft_rules server "$tmp/server.nft"
	like "server: ssh was open" "$wanted" '^fd00::2 22/tcp open$'
	cat >>"$tmp/server.nft" <<-'EOF'
		table inet f2b-table {
			set addr-set-sshd { type ipv4_addr; elements = { 10.0.0.2 }; }
			chain f2b-chain {
				type filter hook input priority filter - 1; policy accept;
				tcp dport 22 ip saddr @addr-set-sshd reject with icmp port-unreachable
			}
		}
		table netdev early {
			chain ingress {
				type filter hook ingress device eth0 priority -500; policy accept;
				ip6 saddr fd00::2 tcp dport 22 drop
			}
		}
	EOF
	# A block drops all of what fail2ban refuses a port.
	status_is "nft: fail2ban beside a server's rules" 0 on fw nft -f "$tmp/server.nft"
	on fw sfwctl import | grep -v '^block ' >"$tmp/live"
	on fw nft flush ruleset
	ok "it is restored" fw restore "$tmp/live"
	now=$(picture)
	unlike "what fail2ban refuses is not open" "$now" '^10\.0\.0\.2 22/tcp open$'
	unlike "nor what is refused where packets come in" "$now" '^fd00::2 22/tcp open$'
	like "but to others it is" "$now" '^10\.0\.0\.3 22/tcp open$'
	fw flush all
	fw disable
else
	skip "workstation" "the examples are not installed"
fi

# iptables-save tells "-p tcp -j ACCEPT" of the rule of nft.
on fw iptables -P INPUT DROP
on fw iptables -A INPUT -i lo -j ACCEPT
on fw iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
on fw iptables -A INPUT -p tcp -m multiport --dports 22,25 -j ACCEPT
on fw nft add rule ip filter INPUT tcp dport '{ 80, 443 }' accept
on fw sfwctl import >"$tmp/live"
is "nft's rule in a table of iptables" "$(grep ^port "$tmp/live")" "port add tcp 22,25 from 0.0.0.0/0
port add tcp 80,443 from 0.0.0.0/0"
on fw nft flush ruleset

# Docker 28 has a rule for each container, whether it publishes a port or not.
on fw ip link add docker0 type bridge
on fw ip addr add 172.17.0.1/16 dev docker0
on fw iptables -P INPUT DROP
on fw iptables -A INPUT -i lo -j ACCEPT
on fw iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
on fw iptables -A INPUT -p tcp --dport 22 -j ACCEPT
on fw iptables -t raw -A PREROUTING -d 172.17.0.2/32 ! -i docker0 -j DROP
on fw sfwctl import >"$tmp/live"
is "packets to a container are none to this host" "$(grep ^port "$tmp/live")" "port add tcp 22 from 0.0.0.0/0"
on fw iptables -t raw -R PREROUTING 1 -d 172.17.0.1/32 ! -i docker0 -j DROP
on fw sfwctl import >"$tmp/live"
unlike "those to an address of its own are" "$(cat "$tmp/live")" "^port add tcp 22 from 0.0.0.0/0$"
on fw nft flush ruleset
on fw ip link del docker0

on fw iptables-legacy -A INPUT -p tcp --dport 80 -j ACCEPT
on fw iptables-legacy -A INPUT -j DROP
on fw sfwctl import >"$tmp/live"
is "rules of iptables-legacy" "$(grep ^port "$tmp/live")" "port add tcp 80 from 0.0.0.0/0"
on fw iptables-legacy -F

# The stock file lets everything by, which no policy has to say.
on fw nft -f /etc/nftables.conf
like "the stock nftables.conf: no rules" "$(on fw sfwctl import 2>&1)" 'no rules of iptables or nft are in force here'
done_testing
