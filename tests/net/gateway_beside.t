#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A gateway beside the rules of others, as Docker and libvirt make them: one
# NAT core, the first binding wins, and what others lead from an address of this
# host to another one is judged as a port of this host.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/gateway.sh"

gateway_world
start_talk
web server 80 "the server"
web client 80 "the client"
dns inet 53
on fw sysctl -qw net.ipv4.ip_forward=1
theirs() { on fw iptables-legacy -t nat "$@"; }
theirs -A PREROUTING -i wan0 -p tcp --dport 8080 -j DNAT --to 192.168.1.10:80
theirs -A PREROUTING -i wan0 -p tcp --dport 8000 -j DNAT --to 192.168.1.10:80
theirs -A POSTROUTING -s 192.168.1.0/24 -o wan0 -j MASQUERADE
is "theirs alone" "$(fetch inet 198.51.100.1:8080) $(fetch inet 198.51.100.1:8000) $(ask client 198.51.100.2 53)" \
	"the client the client from 198.51.100.1"

fw forward add tcp 8000 in wan0 to 192.168.1.20:80
fw enable
is "ours came last, and is asked first" "$(fetch inet 198.51.100.1:8000)" "the server"
is "what they translate is closed" "$(talk probe inet tcp 198.51.100.1 8080)" ECONNREFUSED
is "out is not let" "$(ask client 198.51.100.2 53)" silence
fw set published off
is "published off: what they translate, we do not let through" "$(talk probe inet tcp 198.51.100.1 8080)" silence
is "nor out" "$(ask client 198.51.100.2 53)" silence
fw lan add dev lan0
is "lan: it gets out, translated by them" "$(ask client 198.51.100.2 53)" "from 198.51.100.1"
fw masquerade add 192.168.1.0/24 out wan0
is "or by us" "$(ask client 198.51.100.2 53)" "from 198.51.100.1"
fw set forward off
is "both off: theirs work, and ours" "$(fetch inet 198.51.100.1:8080) $(fetch inet 198.51.100.1:8000)" "the client the server"
fw set published ports
is "forward off alone: theirs are closed, ours work" "$(talk probe inet tcp 198.51.100.1 8080) $(fetch inet 198.51.100.1:8000)" \
	"ECONNREFUSED the server"
fw port add tcp 8080
is "an open port is theirs, too" "$(fetch inet 198.51.100.1:8080)" "the client"
fw set forward drop
is "in each setting of forward" "$(fetch inet 198.51.100.1:8080)" "the client"
is "counted where it is open" "$(fw -j port list | sed 's/.*"ports":"8080"[^}]*"packets":\([0-9]*\).*/\1/')" 2

# nft came last now.
on fw nft -f - <<'N'
table ip theirs {
	chain pre { type nat hook prerouting priority -100; iif wan0 tcp dport 8001 dnat to 192.168.1.10:80; }
}
N
fw forward add tcp 8001 in wan0 to 192.168.1.20:80
is "of those that come after us, theirs wins" "$(talk probe inet tcp 198.51.100.1 8001)" ECONNREFUSED
fw port add tcp 8001
is "and leads there" "$(fetch inet 198.51.100.1:8001)" "the client"
on fw nft delete table ip theirs
is "when they are gone, ours is found" "$(fetch inet 198.51.100.1:8001)" "the server"

# We go, they stay; their live connections too.
talk pair kept tcp client inet 198.51.100.2 7000 >/dev/null
fw flush policy
fw disable
is "without us" "$(fetch inet 198.51.100.1:8080) $(fetch inet 198.51.100.1:8000) $(ask client 198.51.100.2 53)" \
	"the client the client from 198.51.100.1"
is "a connection that we translated lives" "$(talk speak kept c)" heard
unload_sfw
is "unloaded" "$(fetch inet 198.51.100.1:8080) $(talk speak kept c)" "the client heard"
load_sfw
done_testing
