#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Masquerading beside IPsec: what a policy carries keeps its address.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/gateway.sh"

gateway_world
address inet lo 10.9.0.1/32 fd09::1/128
ip -n fw route add default via 198.51.100.2
fw masquerade add 192.168.1.0/24 out wan0
fw masquerade add fd01::/64 out wan0
fw lan add dev lan0
fw set forward drop
fw enable
# Bound, so that the answer comes from the address that was asked.
for bound in UDP4-RECVFROM:53,bind=10.9.0.1 'UDP6-RECVFROM:53,bind=[fd09::1]' UDP4-RECVFROM:53,bind=198.51.100.2; do
	spawn inet socat "$bound,fork,reuseaddr" "$(reply 'from $SOCAT_PEERADDR')"
done
wait_for listening inet udp 53 4 && wait_for listening inet udp 53 6

key=000102030405060708090a0b0c0d0e0f
# NS ID FROM TO, NET HERE, NET THERE: one direction of a tunnel, both ends know it.
tunnel() {
	local ns dir
	for ns in fw inet; do
		on $ns ip xfrm state add src "$2" dst "$3" proto esp spi "$1" reqid "$1" mode tunnel \
			enc 'cbc(aes)' 0x$key auth-trunc 'hmac(sha256)' 0x$key$key 128
	done
	on "$6" ip xfrm policy add src "$4" dst "$5" dir out tmpl src "$2" dst "$3" proto esp reqid "$1" mode tunnel
	for dir in in fwd; do
		on "$7" ip xfrm policy add src "$4" dst "$5" dir $dir tmpl src "$2" dst "$3" proto esp reqid "$1" mode tunnel
	done
}
is "without a tunnel: masqueraded" "$(ask client 10.9.0.1 53)" "from 198.51.100.1"
like "IPv6" "$(ask client fd09::1 53)" '^from \[2001:0?db8:0*9:.*:0*1\]$'
fw proto add esp
tunnel 1 198.51.100.1 198.51.100.2 192.168.1.0/24 10.9.0.0/24 fw inet
tunnel 2 198.51.100.2 198.51.100.1 10.9.0.0/24 192.168.1.0/24 inet fw
tunnel 3 2001:db8:9::1 2001:db8:9::2 fd01::/64 fd09::/64 fw inet
tunnel 4 2001:db8:9::2 2001:db8:9::1 fd09::/64 fd01::/64 inet fw
on fw conntrack -F >/dev/null 2>&1
is "in the tunnel: as it is" "$(ask client 10.9.0.1 53)" "from 192.168.1.10"
like "IPv6" "$(ask client fd09::1 53)" '^from \[fd01:.*10\]$'
is "beside it: masqueraded" "$(ask client 198.51.100.2 53)" "from 198.51.100.1"
done_testing
