#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ipset 7.24 with nftables 1.1.7: the translation of a type of ICMP in a set takes no packet.
#
# Expected: a set of "hash:net,port" holds "icmp:echo-request" as well as ports, and its
# translation, of the type "ipv4_addr . inet_proto . inet_service", takes pings too by the rule
# that it is made for, "ip saddr . ip protocol . th dport".
#
# Cause: ipset keeps type and code of ICMP where ports are kept, and the translation writes
# them as that number, 2048. "th dport" is the third and fourth byte of the header, which of
# ICMP are the checksum.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch sid ipset=7.24-1+b1 libipset13t64=7.24-1+b1 nftables=1.1.7-3 libnftables1=1.1.7-3 libnftnl11 libmnl0 libc6 \
	libgmp10 libjansson4 libxtables12 libedit2 libbsd0 libtinfo6 libmd0 iputils-ping libcap2
translate() { as ipset-translate ipset restore; }
real ipset --version
real nft --version
ip link set lo up

real ipset create peers hash:net,port
real ipset add peers 127.0.0.0/8,icmp:echo-request
real ipset add peers 127.0.0.0/8,udp:9
real ipset save | translate >"$work/peers.nft"
real nft -f "$work/peers.nft"
real nft add chain inet global in '{ type filter hook input priority 0; }'
real nft add rule inet global in ip saddr . ip protocol . th dport @peers counter

# Whether a packet that is sent meanwhile is counted.
taken() { # COMMAND...
	real nft reset counters >/dev/null
	real nft reset rules >/dev/null
	"$@" >/dev/null 2>&1 || :
	real nft list chain inet global in | sed -n 's/.*counter packets \([0-9]*\) .*/\1/p'
}
datagram() { echo x >/dev/udp/127.0.0.1/9; }

saw 'ipset: a ping is in the set' yes "$(real ipset test peers 127.0.0.1,icmp:echo-request 2>/dev/null && echo yes)"
saw 'its element in nft' '127.0.0.0/8 . icmp . 2048' "$(grep -o '127.* icmp . [0-9]*' "$work/peers.nft")"
saw 'nft: datagrams taken of one' 1 "$(taken datagram)"
saw 'nft: pings taken of one' 0 "$(taken real ping -c 1 127.0.0.1)"
finish
