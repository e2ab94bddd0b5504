#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A full table of connection tracking: a rehearsal changes the fate of no packet.
# On the stock kernel too: nf_conntrack_max may be 0 there.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/rehearsal.sh"

wire fw peer
cat >"$tmp/server.py" <<'END'
import select, socket
tcp = socket.create_server(("0.0.0.0", 80), backlog=500)
udp = socket.socket(type=socket.SOCK_DGRAM)
udp.bind(("0.0.0.0", 53))
kept = []
while True:
    for ready in select.select([tcp, udp], [], [])[0]:
        if ready is tcp:
            kept.append(tcp.accept())
        else:
            udp.sendto(b"y", ready.recvfrom(9)[1])
END
cat >"$tmp/client.py" <<'END'
import socket, sys
kept, good = [], 0
for i in range(120):
    try:
        if sys.argv[1] == "tcp":
            kept.append(socket.create_connection(("10.0.0.1", 80), timeout=2))
        else:
            kept.append(socket.socket(type=socket.SOCK_DGRAM))
            kept[-1].settimeout(2)
            kept[-1].sendto(b"x", ("10.0.0.1", 53))
            kept[-1].recv(9)
        good += 1
    except OSError:
        pass
print(good)
END
spawn fw "$python" "$tmp/server.py"
wait_for listening fw tcp 80
wait_for listening fw udp 53
set_sysctl fw net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0
was=$(sysctl -n net.netfilter.nf_conntrack_max)
reached() { # PROTO: of 120 connections from the peer
	on fw conntrack -F 2>/dev/null
	on peer "$python" "$tmp/client.py" "$1"
}
skipped() {
	fw rehearse list | sed -n 's/ packets were not judged.*//p'
}

for policy in disable enable; do
	printf 'set direct on\nport add tcp 80\nport add udp 53\n%s\n' $policy | fw restore -
	for proto in tcp udp; do
		sysctl -qw net.netfilter.nf_conntrack_max=64
		is "$policy, $proto: all are answered" "$(reached $proto)" 120
		rehearsed <<<'port add tcp 22'
		is "$policy, $proto: while a policy is rehearsed, too" "$(reached $proto)" 120
		[ "$policy" = disable ] && like "$policy, $proto: it is told" "$(skipped)" '^[0-9]+$'
		sysctl -qw "net.netfilter.nf_conntrack_max=$was"
		fw rehearse stop
		fw rehearse stop
	done
done

# With room for them again, all is judged.
fw disable
sysctl -qw net.netfilter.nf_conntrack_max=64
rehearsed <<<'port add tcp 22'
reached tcp >/dev/null
sysctl -qw "net.netfilter.nf_conntrack_max=$was"
sleep 11	# ten seconds, says the manual
rehearsed <<<'port add tcp 22'
is "later all are judged" "$(reached tcp)$(skipped)" 120
like "  and told" "$(found)" 'refuse closed-tcp disabled tcp 80 10.0.0.2 eth0 [0-9]+'

# 0 is no limit, and so no full table.
if sysctl -qw net.netfilter.nf_conntrack_max=0 2>/dev/null; then
	for policy in disable enable; do
		printf 'port add tcp 80\nport add udp 53\n%s\n' $policy | fw restore -
		rehearsed <<<'port add tcp 22'
		is "no limit, $policy: all are judged" "$(reached udp)$(skipped)" 120
		like "  and told" "$(found)" 'refuse closed-udp (disabled|port) udp 53 10.0.0.2 eth0 120'
	done
	fw disable
	sysctl -qw "net.netfilter.nf_conntrack_max=$was"
else
	skip "no limit" "this kernel knows none"
fi

# Rules of others that look at states see the same as without.
on fw nft -f - <<'END'
table inet others {
	chain forward { type filter hook forward priority 0; ct state established accept; }
	chain input { type filter hook input priority 0; ct state untracked counter drop; }
}
END
sysctl -qw net.netfilter.nf_conntrack_max=64
reached tcp >/dev/null
like "rules of others find nothing untracked" "$(on fw nft list chain inet others input)" 'counter packets 0 '
sysctl -qw "net.netfilter.nf_conntrack_max=$was"
done_testing
