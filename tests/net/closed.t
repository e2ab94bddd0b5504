#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Sockets that go, and what they held: transactions and places among those who
# listen, of which a namespace has 16 each; and the module that goes while some
# are open. Nothing of it stays.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/lib/slab.sh"

wire fw peer
cat >"$tmp/sockets.py" <<'END'
import sys
sys.path.insert(0, sys.argv[1])
from netlink import Netlink
command, count = sys.argv[2], int(sys.argv[3])
held = []
for _ in range(count):
    nl = Netlink()
    error = nl.ask(command).error
    if error:
        print("refused", len(held), error)
        break
    held.append(nl)
else:
    print("held", count)
sys.stdout.flush()
if sys.argv[4:]:
    sys.stdin.read()
END
sockets() { # COMMAND COUNT: opened one beside the other, closed at the end
	on fw "$python" "$tmp/sockets.py" "$net_dir/lib" "$@" </dev/null
}
for command in TXN_BEGIN LISTEN; do
	is "$command: as many as there may be" "$(sockets $command 16)" "held 16"
	like "and no more" "$(sockets $command 17)" "^refused 16 "
	is "closed, all of them leave room" "$(sockets $command 16)" "held 16"
	for _ in 1 2 3; do sockets $command 11 >/dev/null; done
	is "however often" "$(sockets $command 16)" "held 16"
done

# A policy that is staged holds the lists of its guards, and they their entries.
fw enable
fw guard add ssh 3/10s
fw port add tcp 22 guard ssh
for i in $(seq 50); do echo "+198.18.0.$i"; done >"$tmp/entries"
on fw sh -c "cat $tmp/entries >/proc/net/sfw/recent/ssh"
holding() { grep -q held "$spawned_log"; }
mkfifo "$tmp/stop"
exec 7<>"$tmp/stop"
for command in TXN_BEGIN LISTEN; do
	spawn fw sh -c "exec $python $tmp/sockets.py $net_dir/lib $command 16 wait <$tmp/stop"
	ok "16 sockets are open: $command" wait_for holding
done
mark=sfw-closed-$$
echo $mark >/dev/kmsg
ok "the module goes all the same" unload_sfw
unlike "and leaves nothing behind" "$(dmesg | sed "1,/$mark/d")" 'Objects remaining|still has objects'
[ ! -e /proc/slabinfo ] || is "nor a cache of lists" "$(grep -c '^sfw_' /proc/slabinfo)" 0
load_sfw
fw enable
is "those sockets own nothing of the next one" "$(sockets TXN_BEGIN 16) $(sockets LISTEN 16)" "held 16 held 16"
exec 7>&-
done_testing
