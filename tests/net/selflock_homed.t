#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Where more than one link leads out, the packets of a session come in by the link of the
# address that they are sent to, and are answered by another: both are judged.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/session.sh"

session_world
cable fw eth1 peer eth1
for name in fw peer; do
	set_sysctl $name net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.eth1.rp_filter=0
done
address fw eth1 10.1.0.1/24
address peer eth1 10.1.0.2/24
address peer lo 203.0.113.7/32
ip -n fw route add default via 10.0.0.2
fw port add tcp 22
fw enable
login far 10.1.0.1 -b 203.0.113.7
is "a session to the one link, answered by the other" "$(ask_helper far 'echo hello')" hello

refused far set rpfilter strict
like "it is told why" "$(said)" 'a new connection from 203\.0\.113\.7 to port 22 would be refused \(rpfilter'
done_by far set rpfilter loose
done_by far set rpfilter off
done_by far port add tcp 22 dev eth0
refused far port del tcp 22
done_by far port add tcp 22 dev eth1
done_by far port del tcp 22
refused far port del tcp 22 dev eth1
done_by far port add tcp 22
printf 'port add tcp 22 dev eth0\nenable\n' >"$tmp/one"
is "a trial of one link" "$(there far -q apply "$tmp/one" confirm-within 1h)" 0
is "warns once" "$(grep -c 'warning: a new connection from 203\.0\.113\.7 to port 22' "$tmp/said")" 1
is "and is not confirmed" "$(there far confirm)" 1
done_by far -q rollback

# A link that was closed before is none by which the session came.
ip -n peer route replace 10.1.0.1/32 via 10.0.0.1 dev eth0 src 10.0.0.2
login inside 10.1.0.1
is "a session in by the one link to the address of the other" "$(ask_helper inside 'echo hello')" hello
for policy in $'set rpfilter strict\nport add tcp 22' 'port add tcp 22 dev eth0'; do
	printf '%s\nenable\n' "$policy" >"$tmp/same"
	fw -f -q restore "$tmp/same"
	is "a trial that changes nothing: $policy" "$(there inside -q apply "$tmp/same" confirm-within 1h) $(said)" '0 '
	is "is confirmed" "$(there inside confirm)" 0
done
printf 'port add tcp 22 dev eth1\nenable\n' >"$tmp/other"
is "a trial of the other link" "$(there inside -q apply "$tmp/other" confirm-within 1h)" 0
is "is not confirmed" "$(there inside confirm)" 1
done_by inside -q rollback
ip -n peer route del 10.1.0.1/32
fw -q restore - <<<"port add tcp 22
enable"

# To the address of the link that leads back there is one way only.
login near 10.0.0.1
is "a session by one link" "$(ask_helper near 'echo hello')" hello
done_by near set rpfilter strict
fw set rpfilter off
fw -f restore - <<<"port add tcp 22
port add tcp 22 dev eth0
enable"
done_by near port del tcp 22
fw port add tcp 22

# An address with a label, and one on a dummy, by which nothing comes.
ip -n fw addr add 10.0.0.5/24 dev eth0 label eth0:1
login labelled 10.0.0.5
is "a session to an address with a label" "$(ask_helper labelled 'echo hello')" hello
done_by labelled port del tcp 22
fw port add tcp 22
ip -n fw link add dum0 type dummy
ip -n fw link set dum0 up
address fw dum0 10.9.0.1/32
ip -n peer route add 10.9.0.1 via 10.0.0.1
login loopback 10.9.0.1
is "a session to an address on a dummy" "$(ask_helper loopback 'echo hello')" hello
done_by loopback port del tcp 22
umount /etc/passwd
done_testing
