#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ipset 7.24 with nftables 1.1.7: the translation of a set leaves out options of its
# entries, without a word and with status 0.
#
# Expected: ipset-translate(8) says that some options may not be supported; so they are named or
# refused. It takes a "netmask" of a set into each element, "timeout" and "counters" too.
#
# Cause: neither "nomatch" nor "bitmask" nor "physdev:" is looked at. An exception becomes a
# member (and nft refuses it beside the prefix around it); a bitmask is gone, so that of the
# addresses that it makes equal one is left; a port of a bridge becomes an interface.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch sid ipset=7.24-1+b1 libipset13t64=7.24-1+b1 nftables=1.1.7-3 libnftables1=1.1.7-3 libnftnl11 libmnl0 libc6 \
	libgmp10 libjansson4 libxtables12 libedit2 libbsd0 libtinfo6 libmd0
translate() { as ipset-translate ipset restore; }
real ipset --version
real nft --version

elements() { sed -n 's/^add element inet global '"$1"' { \(.*\) }/\1/p' "$work/sets.nft" | paste -sd,; }
has() { real ipset -q test "$@" && echo yes || echo no; }
real ipset restore <<-'end'
	create nets hash:net
	add nets 192.168.0.0/24
	add nets 192.168.0.0/30 nomatch
	create hosts hash:ip bitmask 255.255.0.255
	add hosts 10.0.7.1
	create ports hash:net,iface
	add ports 10.0.0.0/24,physdev:eth1
end
real ipset save | translate >"$work/sets.nft" && status=0 || status=$?

saw 'status of the translation' 0 "$status"
saw 'ipset: the exception is in the set' no "$(has nets 192.168.0.1)"
saw 'its elements in nft' 192.168.0.0/24,192.168.0.0/30 "$(elements nets)"
saw 'ipset: another address that the bitmask makes equal is in the set' yes "$(has hosts 10.0.9.1)"
saw 'its elements in nft' 10.0.0.1 "$(elements hosts)"
saw 'ipset: the same name, not as a port of a bridge, is in the set' no "$(has ports 10.0.0.1,eth1)"
saw 'its elements in nft' '10.0.0.0/24 . eth1' "$(elements ports)"
saw 'nft loads the sets' no "$(real nft -f "$work/sets.nft" 2>/dev/null && echo yes || echo no)"
finish
