#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Questions change nothing: no list is made for one, none is another one afterwards, and
# nothing is counted.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/lib/slab.sh"
hosts=16

# A transaction that is given up tells what its policy would do.
cat >"$tmp/staged.py" <<'END'
import struct
import sys
sys.path.insert(0, sys.argv[1])
from netlink import ATTR, NLM_F_REQUEST, SETTING, Netlink, attr, attrs, find
nl = Netlink()
window = attr(ATTR["WINDOW"] | 0x8000, attrs(HITS=3, SECONDS=10))
for data in (nl.message("TXN_BEGIN"), nl.message("SETTING_SET", attrs(SETTING=SETTING["scan"], VALUE=3)),
             nl.message("GUARD_ADD", attrs(NAME="staged", LIVE=2) + window),
             nl.message("PORT_ADD", attrs(PROTO=6, PORT_FIRST=99, PORT_LAST=99, GUARD="staged"))):
    error = nl.answer(data).error
    if error:
        sys.exit("errno %d" % error)
for proto, port in (6, 99), (6, 98), (17, 98):
    reply = nl.raw(nl.message("TEST", attrs(PROTO=proto, SRC=bytes([10, 0, 0, 2]), DPORT=port), NLM_F_REQUEST))
    print(find(reply[20:], ATTR["REASON"])[0], end=" ")
END

# Each question there is.
ask() { # HOST
	on "$1" "$python" "$tmp/staged.py" "$net_dir/lib"
	for words in "list show tcp-portscan" "list show udp-portscan" "list show web" "list" "why 10.0.0.2" status \
		stats "save -" "port list" "guard list" "refused" "test tcp 10.0.0.2 to 80" "test tcp 10.0.0.2 to 81" \
		"test udp 10.0.0.2 to 81"; do
		# shellcheck disable=SC2086 # words
		on "$1" sfwctl $words 2>&1
	done
	on "$1" sh -c 'cat /proc/net/sfw/status /proc/net/sfw/stats /proc/net/sfw/ports /proc/net/sfw/recent/*'
}
host fw
fw enable
fw guard add web 3/10s live 2 "then" block 1h
fw port add tcp 80 guard web
fw list add web 10.0.0.3
ask fw >"$tmp/first"
is "a staged policy answers" "$(head -n 1 "$tmp/first" | grep -c '^[0-9]* [0-9]* [0-9]* ')" 1
ask fw >"$tmp/second"
is "asked twice, all say the same" "$(diff "$tmp/first" "$tmp/second")" ''

# Lists that are not there, since nothing needs them.
for i in $(seq $hosts); do host "ask$i"; done
slab_objects >"$tmp/objects"
for i in $(seq $hosts); do
	on "ask$i" "$python" "$tmp/staged.py" "$net_dir/lib" >/dev/null
	on "ask$i" sfwctl -q list show tcp-portscan
	on "ask$i" sfwctl -q list del udp-portscan 10.0.0.9 2>/dev/null
	on "ask$i" sfwctl -q list flush tcp-portscan
done
# An array of its parts belongs to each.
is "no list is made for a question" "$(slab_kept "$tmp/objects" $hosts | grep -E '^kmalloc.*-[24]k ')" ''
on ask1 sfwctl list add tcp-portscan 10.0.0.9
like "but for who is put in" "$(on ask1 sfwctl list show tcp-portscan)" '^10\.0\.0\.9 '
done_testing
