#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A connection that is shared, and ports that lead behind it: with real
# programs, over both families, and what none of it lets through.
# On the stock kernel too: NAT and the flow table are modules there.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/gateway.sh"

gateway_world
start_talk
web server 80 "the server"
web client 80 "the client"
web inet 80 "the world"
dns server 53
dns inet 53
flows() { on fw conntrack -L "$@" 2>/dev/null; }

# Sharing a connection.
fw enable
is "a host does not forward" "$(sysctls)" "0 0"
fw lan add dev lan0
is "a gateway does" "$(sysctls)" "1 1"
like "status says so" "$(fw)" '^forwarding +turned on for IPv4 IPv6'
is "without masquerade the client is seen as it is" "$(ask client 198.51.100.2 53)" "from 192.168.1.10"
fw masquerade add 192.168.1.0/24 out wan0
fw masquerade add fd01::/64 out wan0
is "web through masquerade" "$(fetch client 198.51.100.2)" "the world"
is "with the gateway's address" "$(ask client 198.51.100.2 53)" "from 198.51.100.1"
ip -n client -6 route add 2001:db8:9::/64 via fd01::1 src fd01::10
like "IPv6 too" "$(ask client 2001:db8:9::2 53)" '^from \[2001:0?db8:0*9:.*:0*1\]$'
ip -n client -6 route del 2001:db8:9::/64 via fd01::1
like "a prefix that is not masqueraded is not" "$(ask client 2001:db8:9::2 53)" '^from \[2001:0?db8:0*1:.*10\]$'
is "nobody from outside reaches the network" "$(talk probe inet tcp 192.168.1.20 80) $(talk probe inet tcp 2001:db8:1::20 80)" "silence silence"
is "nor the gateway" "$(talk probe inet udp 198.51.100.1 53)" ECONNREFUSED
fw set forward reject
is "told so with forward reject" "$(talk probe inet tcp 192.168.1.20 80) $(talk probe inet udp 192.168.1.20 53)" "EHOSTUNREACH EHOSTUNREACH"
is "and over IPv6" "$(talk probe inet tcp 2001:db8:1::20 80) $(talk probe inet udp 2001:db8:1::20 53)" "EACCES EACCES"

# Forwarded ports.
fw forward add tcp 8000 in wan0 to 192.168.1.20:80
fw forward add tcp 8000 in wan0 to '[2001:db8:1::20]:80'
fw forward add tcp 8001 in wan0 to '[fd01::20]:80'
fw forward add udp 53 in wan0 to 192.168.1.20 comment "the resolver"
is "web through forward" "$(fetch inet 198.51.100.1:8000)" "the server"
is "over IPv6, to a global address" "$(fetch inet '[2001:db8:9::1]:8000')" "the server"
is "over IPv6, to a private address" "$(fetch inet '[2001:db8:9::1]:8001')" "the server"
is "DNS through forward, and the server sees who asks" "$(ask inet 198.51.100.1 53)" "from 198.51.100.2"
is "straight to the server: its private address" "$(talk probe inet tcp 192.168.1.20 80) $(talk probe inet tcp fd01::20 80)" "EHOSTUNREACH EACCES"
is "and the forwarded port there" "$(talk probe inet tcp 192.168.1.20 8000)" EHOSTUNREACH
is "nothing on other ports" "$(talk probe inet tcp 198.51.100.1 80)" ECONNREFUSED
fw forward add tcp 80 in wan0 to 2001:db8:1::20
is "a global address needs no translation" "$(fetch inet '[2001:db8:1::20]')" "the server"
unlike "and has none" "$(flows -f ipv6 -p tcp --dport 80)" 'dst=2001:db8:9::1 '
is "only the host that was named" "$(talk probe inet tcp 2001:db8:1::10 80)" EACCES
fw forward add tcp 80 in wan0 to 2001:db8:1::10
is "unless it is named as well" "$(fetch inet '[2001:db8:1::10]') $(fetch inet '[2001:db8:1::20]')" "the client the server"
fw forward del tcp 80 in wan0 to 2001:db8:1::10
is "forward del ... to" "$(talk probe inet tcp 2001:db8:1::10 80) $(fetch inet '[2001:db8:1::20]')" "EACCES the server"
ok "counted" test "$(packets forward)" -ge 6
like "and by port" "$(fw forward list)" '^udp +53 +wan0 +present +192.168.1.20 +- +[1-9][0-9]* +[1-9][0-9]* +the resolver$'

# Hairpin: a client uses the public address.
is "hairpin" "$(fetch client 198.51.100.1:8000)" "the server"
is "hairpin over IPv6" "$(fetch client '[2001:db8:9::1]:8000')" "the server"
is "the server itself" "$(fetch server 198.51.100.1:8000)" "the server"
is "hairpin, UDP: the gateway asks" "$(ask client 198.51.100.1 53)" "from 192.168.1.1"
is "its address there is its own" "$(talk probe client tcp 192.168.1.1 8000)" ECONNREFUSED

# Ranges, sources, several interfaces.
web server 8101 "number 8101"
web server 7003 "number 7003"
fw forward add tcp 8100-8105 in wan0 to 192.168.1.20
is "a range to the same" "$(fetch inet 198.51.100.1:8101)" "number 8101"
fw forward del tcp 8100-8105 in wan0
fw forward add tcp 8100-8105 in wan0 to 192.168.1.20:7000-7005
is "a range to another" "$(fetch inet 198.51.100.1:8103)" "number 7003"
fw forward add tcp 8200 in wan0 to 192.168.1.20:80 from 203.0.113.0/24
fw forward add tcp 8200 in lan0 to 192.168.1.20:80
is "not from there" "$(talk probe inet tcp 198.51.100.1 8200)" ECONNREFUSED
is "another interface" "$(fetch client 192.168.1.1:8200)" "the server"
ip -n inet addr add 203.0.113.1/24 dev eth0
ip -n fw route add 203.0.113.0/24 dev wan0
on inet ip route add 198.51.100.1 dev eth0 src 203.0.113.1
is "from there" "$(fetch inet 198.51.100.1:8200)" "the server"
on inet ip route del 198.51.100.1 dev eth0

# What is live stays, what is new does not come.
fw flush policy
on fw sysctl -qw net.ipv4.ip_forward=1	# so it is not ours to turn off
fw forward add tcp 9000 in wan0 to 192.168.1.20
talk serve server tcp 9000 >/dev/null
mkfifo "$tmp/in"
on inet socat -t 30 - TCP:198.51.100.1:9000 <"$tmp/in" >"$tmp/out" 2>&1 &
exec 7>"$tmp/in"
says() { echo "$1" >&7; wait_for grep -q "$1" "$tmp/out"; }
ok "a connection" says one
fw forward del tcp 9000 in wan0
ok "goes on after forward del" says two
is "new ones do not come" "$(talk probe inet tcp 198.51.100.1 9000)" ECONNREFUSED
fw flush policy
fw enable
ok "and goes on without any policy" says three
exec 7>&-
on fw sysctl -qw net.ipv4.ip_forward=0
fw lan add dev lan0
fw flush policy
is "forwarding is off again" "$(sysctls)" "0 0"
unlike "status has nothing of it" "$(fw)" forwarding
is "everything is gone" "$(fw lan list | wc -l) $(fw masquerade list | wc -l) $(fw forward list | wc -l)" "1 1 1"

# The sysctls: what was on stays on; disabled, nothing is touched.
on fw sysctl -qw net.ipv4.ip_forward=1
fw lan add dev lan0
is "IPv6 is turned on" "$(sysctls)" "1 1"
like "only that is ours" "$(fw)" '^forwarding +turned on for IPv6,'
fw disable
is "disabled: off again" "$(sysctls)" "1 0"
fw enable
is "enabled: on again" "$(sysctls)" "1 1"
fw lan del dev lan0
is "what was on before stays" "$(sysctls)" "1 0"
on fw sysctl -qw net.ipv4.ip_forward=0
fw forward add tcp 8000 in wan0 to 192.168.1.20:80
is "a forward needs but its family" "$(sysctls)" "1 0"
fw lan add dev lan0
unload_sfw
is "unloaded: off again" "$(sysctls)" "0 0"
load_sfw
done_testing
