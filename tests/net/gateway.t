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
like "status says so" "$(fw)" '^forwarding +on for IPv4 IPv6$'
is "without masquerade the client is seen as it is" "$(ask client 198.51.100.2 53)" "from 192.168.1.10"
fw masquerade add 192.168.1.0/24 out wan0
fw masquerade add fd01::/64 out wan0
is "web through masquerade" "$(fetch client 198.51.100.2)" "the world"
modprobe -qr nft_masq xt_MASQUERADE	# which would do the same, where they are modules
# Emulated, half a minute is over before a look: nothing may end by time.
set_sysctl fw net.netfilter.nf_conntrack_udp_timeout=3600
is "with the gateway's address" "$(ask client 198.51.100.2 53)" "from 198.51.100.1"
hidden() { flows -p udp | grep -c 'src=192.168.1.10 .* dst=198.51.100.1 '; }
gone() { [ "$(hidden)" = 0 ]; }
is "the connection is tracked" "$(hidden)" 1
ip -n fw addr del 198.51.100.1/24 dev wan0
ok "and ends with the address that hides it" wait_for gone
ip -n fw addr add 198.51.100.1/24 dev wan0
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
counts=$(fw forward list)
fw save "$tmp/policy"
fw restore "$tmp/policy"
is "a restore lets them count on" "$(fw forward list)" "$counts"

# Hairpin: a client uses the public address.
is "hairpin" "$(fetch client 198.51.100.1:8000)" "the server"
is "hairpin over IPv6" "$(fetch client '[2001:db8:9::1]:8000')" "the server"
is "the server itself" "$(fetch server 198.51.100.1:8000)" "the server"
is "hairpin, UDP: the gateway asks" "$(ask client 198.51.100.1 53)" "from 192.168.1.1"
fw masquerade add 10.99.0.0/24 out wan0 to 198.51.100.9
is "  whose addresses move" "$(ask client 198.51.100.1 53)" "from 198.51.100.1"
fw masquerade del 10.99.0.0/24 out wan0
is "its address there is its own" "$(talk probe client tcp 192.168.1.1 8000)" ECONNREFUSED
for dev in lan0 wan0; do ip -n fw addr add fe80::1/64 dev $dev nodad; done
web fw 80 "the gateway"
fw port add tcp 80 dev lan0
is "so is a link-local one that another link has, too" "$(fetch client '[fe80::1%25eth0]')" "the gateway"
like "test agrees" "$(fw test tcp fe80::2 to '[fe80::1]:80' in lan0)" '^reason +port '
fw port del tcp 80 dev lan0

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
fw group add office 203.0.113.0/24,2001:db8:9::2
fw forward add tcp 8300 in wan0 to 192.168.1.10:80
fw forward add tcp 8300 in wan0 to '[fd01::10]:80'
fw forward add tcp 8300 in wan0 to 192.168.1.20:80 from @office
ok "a group leads both families" fw forward add tcp 8300 in wan0 to '[fd01::20]:80' from @office
status_is "each to one host" 1 fw forward add tcp 8300 in wan0 to '[fd01::10]:80' from @office
is "a member goes where its group leads" "$(fetch inet 198.51.100.1:8300) $(fetch inet '[2001:db8:9::1]:8300')" "the server the server"
on inet ip route del 198.51.100.1 dev eth0
fw group del office 2001:db8:9::2
is "others where all are led" "$(fetch inet 198.51.100.1:8300) $(fetch inet '[2001:db8:9::1]:8300')" "the client the client"

# What is live stays, what is new does not come.
fw flush policy
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
fw lan add dev lan0
fw flush policy
is "forwarding stays on" "$(sysctls)" "1 1"
like "status says so" "$(fw)" '^forwarding +on for IPv4 IPv6$'
is "everything is gone" "$(fw lan list | wc -l) $(fw masquerade list | wc -l) $(fw forward list | wc -l)" "1 1 1"
fw enable
is "nothing that is forwarded passes" "$(talk probe client tcp 198.51.100.2 80) $(talk probe inet tcp 2001:db8:1::20 80)" "silence silence"

# The sysctls are turned on by who types what needs them, and never off again.
off() { on fw sysctl -qw net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0; }
elsewhere=$(sysctl -n net.ipv4.ip_forward net.ipv6.conf.all.forwarding | xargs)
off
unlike "status has nothing of it where neither is" "$(fw)" forwarding
fw -n lan add dev lan0 >/dev/null
is "a dry run turns nothing on" "$(sysctls)" "0 0"
printf 'enable\nlan add dev lan0\nport add tcp 0\n' >"$tmp/bad"
printf 'enable\nlan add dev lan0\nlan add dev lan0\n' >"$tmp/twice"
fw restore "$tmp/bad" 2>/dev/null
fw restore "$tmp/twice" 2>/dev/null
is "nor does a policy that is refused" "$(sysctls)" "0 0"
fw disable
fw lan add dev lan0
is "nor one by which nothing is judged" "$(sysctls)" "0 0"
fw enable
is "enabled: on" "$(sysctls)" "1 1"
status_is "disabled: it is told" 0 fw disable
is "what is open now" "$output" "sfwctl: warning: packets are not judged, and this host forwards IPv4 IPv6: sysctl -w net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0"
is "and stays on" "$(sysctls)" "1 1"
off
fw enable
on fw sysctl -qw net.ipv6.conf.all.forwarding=0
like "what somebody turned off is told" "$(fw)" '^ +off for IPv6, which the policy needs: sysctl -w net.ipv6.conf.all.forwarding=1$'
is "and as JSON" "$(fw -j status | grep -oE '"forwarding[46]": *(true|false)' | tr -d ' \n')" '"forwarding4":true"forwarding6":false'
fw lan del dev lan0
off
fw port add tcp 9
is "what needs nothing turns nothing on" "$(sysctls)" "0 0"
fw forward add tcp 8000 in wan0 to 192.168.1.20:80
is "a forward needs but its family" "$(sysctls)" "1 0"
fw forward add tcp 8000 in wan0 to '[fd01::20]:80'
is "and the other one the other" "$(sysctls)" "1 1"
off
fw lan add dev lan0
fw save "$tmp/gateway" >/dev/null
off
fw restore "$tmp/gateway"
is "a restore turns it on" "$(sysctls)" "1 1"
fw flush policy
off
fw -f -q apply "$tmp/gateway" confirm-within 1h
is "so does a policy on trial" "$(sysctls)" "1 1"
status_is "which goes back" 0 fw rollback
is "and leaves it on" "$(sysctls)" "1 1"
off
status_is "where the sysctls cannot be written it succeeds" 0 on fw unshare -m sh -c \
	'mount -o bind,ro /proc/sys /proc/sys && sfwctl restore "$0"' "$tmp/gateway"
like "and warns" "$output" '^sfwctl: warning: the policy is in force, but forwarding of IPv6 cannot be turned on: Read-only file system: sysctl -w net.ipv6.conf.all.forwarding=1$'
like "status too" "$(fw)" '^forwarding +off for IPv4 IPv6, which the policy needs: sysctl -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1$'
fw lan add dev wan0
is "the next one makes it good" "$(sysctls)" "1 1"
unload_sfw
is "unloaded: nothing is turned" "$(sysctls)" "1 1"
is "nor ever elsewhere" "$(sysctl -n net.ipv4.ip_forward net.ipv6.conf.all.forwarding | xargs)" "$elsewhere"
load_sfw
done_testing
