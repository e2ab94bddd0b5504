#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# iptables 1.8.13 with nftables 1.1.7: the length of an IPv6 extension header, translated to nft, is
# another length.
#
# Expected: "hbh --hbh-len 8" is the whole header in octets, as ip6tables-extensions say; its
# translation takes packets with a hop-by-hop header of 8 octets.
#
# Cause: the number is copied to "hbh hdrlength", the field of the header, which counts units of 8
# octets beside the first (RFC 8200, section 4.3): 0 for 8 octets, and 8 is 72 octets. So is "rt
# --rt-len"; of "ah --ahlen" the field counts 4 octets, less two.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch_iptables socat libssl3t64 libreadline8t64 libwrap0 libzstd1 zlib1g
real iptables-nft -V
real nft --version
ip link set lo up

# A datagram with a hop-by-hop header that holds an option for experiments.
datagram() { # OCTETS
	local units=$(($1 / 8 - 1)) content=$(($1 - 4))
	echo x | real socat -u - "UDP6-SENDTO:[::1]:9,setsockopt=41:54:x00$(printf %02x%s%02x%0*d "$units" 1e "$content" $((content * 2)) 0)"
}
taken() { # OCTETS
	real nft flush ruleset
	real nft add table ip6 filter
	real nft add chain ip6 filter INPUT '{ type filter hook input priority 0; }'
	real ip6tables-translate -A INPUT -p udp -m hbh --hbh-len 8 | sed "s/^nft '\(.*\)'$/\1/" | real nft -f -
	datagram "$1"
	real nft list chain ip6 filter INPUT | sed -n 's/.*counter packets \([0-9]*\) .*/\1/p'
}

saw 'the translation of --hbh-len 8' 'hbh hdrlength 8' "$(real ip6tables-translate -A INPUT -m hbh --hbh-len 8 | grep -o 'hbh.*8')"
saw 'takes a header of 8 octets' 0 "$(taken 8)"
saw 'takes a header of 72 octets' 1 "$(taken 72)"
finish
