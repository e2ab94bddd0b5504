#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ipset 7.24: the converter of texts to nft asks the kernel, which must know ipset.
#
# Expected: ipset-translate(8) says "a text converter" and "no set modifications occur", so an
# ordinary user may translate a file, on any machine.
#
# Cause: each "create" is parsed by the revisions of its type that the running kernel offers, over
# netlink. Without the right to ask, or where the kernel has no ipset, the first line is an error,
# behind a file that is begun.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch sid ipset=7.24-1+b1 libipset13t64=7.24-1+b1 nftables=1.1.7-3 libnftables1=1.1.7-3 libnftnl11 libmnl0 libc6 \
	libgmp10 libjansson4 libxtables12 libedit2 libbsd0 libtinfo6 libmd0
translate() { as ipset-translate ipset restore <"$work/sets"; }
printf 'create hosts hash:ip\nadd hosts 10.0.0.1\n' >"$work/sets"
chmod -R a+rX "$work"
real ipset --version

ordinary() { setpriv --reuid 65534 --regid 65534 --clear-groups bash -c "$(declare -f as translate); work='$work'; translate" 2>&1; }
saw 'root: lines' 3 "$(translate | grep -c .)"
saw 'an ordinary user: refused' 'Kernel error received: Operation not permitted' 	"$(ordinary | grep -o 'Kernel error.*')"
saw 'and lines that were printed' 1 "$(ordinary | grep -c '^add')"
finish
