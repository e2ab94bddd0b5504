#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The article's gateway and sfw: the same questions, the same answers. First
# iptables in fw, then sfw in its place.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/gateway.sh"

gateway_world
start_talk
web server 80 "the server"
web inet 80 "the world"
dns server 53
dns inet 53
talk serve inet tcp 2222 >/dev/null
dropbearkey -t ed25519 -f "$tmp/hostkey" >/dev/null 2>&1
dropbearkey -t ed25519 -f "$tmp/key" 2>/dev/null | grep '^ssh-' >"$tmp/authorized_keys"
mkdir -p /root/.ssh && cp "$tmp/authorized_keys" /root/.ssh/ && chmod -R go= /root/.ssh
spawn server dropbear -F -E -s -r "$tmp/hostkey" -p 22
wait_for listening server tcp 22 || not_ok "dropbear listens" "$(cat "$spawned_log")"
login() { on inet timeout $((20 * ${SFW_SLOW:-1})) dbclient -y -y -i "$tmp/key" -p "$2" "root@$1" 'echo hello from $(ip -4 -o addr show eth0 | grep -o "192[0-9.]*" | head -n 1)' 2>/dev/null; }

# Each line: a name, and what is seen.
answers() {
	echo "web out: $(fetch client 198.51.100.2)"
	echo "DNS out: $(ask client 198.51.100.2 53)"
	echo "ping out: $(on client ping -c 1 -W 3 198.51.100.2 | grep -o '[0-9]* received')"
	echo "closed port out: $(talk probe client tcp 198.51.100.2 81) $(talk probe client udp 198.51.100.2 81)"
	echo "web forward: $(fetch inet 198.51.100.1:8000)"
	echo "ssh forward: $(login 198.51.100.1 22)"
	echo "DNS forward: $(ask inet 198.51.100.1 53)"
	echo "ports beside: $(talk probe inet tcp 198.51.100.1 8001) $(talk probe inet tcp 198.51.100.1 80) $(talk probe inet udp 198.51.100.1 54)"
	echo "straight, tcp: $(talk probe inet tcp 192.168.1.20 443) $(talk probe inet tcp 192.168.1.10 443)"
	echo "straight, udp: $(talk probe inet udp 192.168.1.20 54) $(talk probe inet udp 192.168.1.10 54)"
	echo "straight, ping: $(on inet ping -c 1 -W 3 192.168.1.20 | grep -oE '[0-9]* received|Destination Host Unreachable')"
	echo "the gateway: $(talk probe client tcp 192.168.1.1 22) $(talk probe client udp 192.168.1.1 53) $(on client ping -c 1 -W 3 192.168.1.1 | grep -o '[0-9]* received')"
	echo "IPv6, straight: $(talk probe inet tcp 2001:db8:1::20 80) $(talk probe inet udp 2001:db8:1::20 53)"
	echo "IPv6, out: $(fetch client '[2001:db8:9::2]')"
}

# The article, part two, on top of part one.
on fw sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
on fw iptables-legacy-restore <"$net_dir/oracle/article4.rules"
on fw ip6tables-legacy-restore <"$net_dir/oracle/article6.rules"
on fw iptables-legacy-restore -n <"$net_dir/oracle/gateway4.rules"
on fw ip6tables-legacy-restore -n <"$net_dir/oracle/gateway6.rules"
answers >"$tmp/article"
note "$(cat "$tmp/article")"
is "the article's gateway works" "$(grep -E '^(web|DNS|ssh)' "$tmp/article")" "web out: the world
DNS out: from 198.51.100.1
web forward: the server
ssh forward: hello from 192.168.1.20
DNS forward: from 198.51.100.2"

for table in filter nat; do
	for tool in iptables-legacy ip6tables-legacy; do
		on fw $tool -t $table -F
		on fw $tool -t $table -X
	done
done
for chain in INPUT FORWARD; do
	on fw iptables-legacy -P $chain ACCEPT
	on fw ip6tables-legacy -P $chain ACCEPT
done
on fw sysctl -qw net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0
on fw conntrack -F 2>/dev/null
fw lan add dev lan0
fw masquerade add 192.168.1.0/24 out wan0
fw forward add tcp 22 in wan0 to 192.168.1.20
fw forward add tcp 8000 in wan0 to 192.168.1.20:80
fw forward add udp 53 in wan0 to 192.168.1.20
fw port add tcp 22
fw set forward reject
fw enable
answers >"$tmp/sfw"
while IFS= read -r -u 3 ours && IFS= read -r -u 4 theirs; do
	is "as the article: ${ours%%:*}" "$ours" "$theirs"
done 3<"$tmp/sfw" 4<"$tmp/article"

# Where sfw is not as the article, on purpose: that lets through what is sent
# straight to the private address that a forward leads to, and leads packets to
# any address there, not only to this host's.
is "straight to a forward's target is refused" "$(talk probe inet tcp 192.168.1.20 80)" EHOSTUNREACH
is "and to a forwarded port of any other host" "$(talk probe inet tcp 192.168.1.10 22)" EHOSTUNREACH
done_testing
