# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Sourced after lib.sh: what trafgen sends from a host of world.sh, in $tmp/flood.

# LENGTH PROTOCOL PAYLOAD: packets to 10.0.0.1 from random sources, for trafgen.
packets_of() {
	echo "{ 2,0,0,0,0,1, 2,0,0,0,0,2, const16(0x0800), 0x45, 0, const16($1), drnd(2), const16(0),
		64, $2, csumip(14, 33), drnd(4), 10,0,0,1, $3 }" >"$tmp/flood"
}
syns_to() {
	packets_of 40 6 "drnd(2), const16($1), drnd(4), const32(0), const16(0x5002), const16(512), csumtcp(14, 34), const16(0)"
}
datagrams_to() {
	packets_of 28 17 "drnd(2), const16($1), const16(8), const16(0)"
}
