#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Beside the thousands of rules that kube-proxy makes, `test`, `port list` and doctor say
# what they say beside few, and ask for each table once.
# By the host's clock: nft and iptables compute for seconds without a pause.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
services=$(few 625)

# A service I has the address 10.96.x.y, the node port 20000 + I, and the pod 10.244.x.y.
kube_rules() {
	awk -v n="$services" 'BEGIN {
		print "*nat\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]"
		print ":KUBE-SERVICES - [0:0]\n:KUBE-NODEPORTS - [0:0]\n:KUBE-MARK-MASQ - [0:0]"
		for (i = 0; i < n; i++)
			printf ":KUBE-SVC-%d - [0:0]\n:KUBE-EXT-%d - [0:0]\n:KUBE-SEP-%d - [0:0]\n", i, i, i
		print "-A PREROUTING -j KUBE-SERVICES\n-A OUTPUT -j KUBE-SERVICES"
		print "-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000"
		for (i = 0; i < n; i++) {
			at = int(i / 250) "." i % 250 + 1
			printf "-A KUBE-SERVICES -d 10.96.%s/32 -p tcp -m tcp --dport 80 -j KUBE-SVC-%d\n", at, i
			printf "-A KUBE-NODEPORTS -p tcp -m tcp --dport %d -j KUBE-EXT-%d\n", 20000 + i, i
			printf "-A KUBE-EXT-%d -j KUBE-MARK-MASQ\n-A KUBE-EXT-%d -j KUBE-SVC-%d\n", i, i, i
			printf "-A KUBE-SVC-%d -d 10.96.%s/32 -p tcp -m tcp --dport 80 -j KUBE-MARK-MASQ\n", i, at
			printf "-A KUBE-SVC-%d -j KUBE-SEP-%d\n", i, i
			printf "-A KUBE-SEP-%d -s 10.244.%s/32 -j KUBE-MARK-MASQ\n", i, at
			printf "-A KUBE-SEP-%d -p tcp -m tcp -j DNAT --to-destination 10.244.%s:8080\n", i, at
		}
		print "-A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS\nCOMMIT"
	}'
}

# The real nft, where sfwctl looks for it; it notes what it was asked for.
cp /usr/sbin/nft "$tmp/nft.real"
cat >"$tmp/nft" <<-N
	#!/bin/sh
	echo "\$*" >>"$tmp/asked"
	exec "$tmp/nft.real" "\$@"
N
chmod +x "$tmp/nft"
mount --bind "$tmp/nft" /usr/sbin/nft

fw set published off
fw set forward off
fw port add tcp 20010
fw forward add tcp 20020 in eth0 to 10.9.9.9 2>/dev/null
fw enable
kube_rules >"$tmp/rules"
for kind in legacy nft; do
	on fw iptables-$kind-restore <"$tmp/rules" || not_ok "$kind: the rules are there"
	note "$kind: $(on fw iptables-$kind-save -t nat | grep -c ^-A) rules"
	: >"$tmp/asked"
	like "$kind: test follows a packet" "$(fw test tcp 10.0.0.2 to 10.0.0.1:20010 in eth0)" \
		'^note +by others nat -> 10.244.0.11:8080'
	is "$kind: nft names tables, iptables tells the rules" "$(cat "$tmp/asked")" "list tables"
	like "$kind: so does port list" "$(fw port list)" '^tcp +20010 .* nat -> 10.244.0.11:8080 +-$'
	like "$kind: and doctor" "$(fw doctor)" 'tcp 20020 in eth0 has a forward, and the NAT of others leads it to 10.244.0.21:8080'
	on fw iptables-$kind -t nat -F
	on fw iptables-$kind -t nat -X
done
umount /usr/sbin/nft

# A table of that name that is not of iptables' making, and one of another name.
on fw nft delete table ip nat
on fw nft -f - <<-N
	table ip nat {
		chain pre { type nat hook prerouting priority -100; tcp dport 20010 dnat to 10.244.9.1:80; }
	}
	table inet other {
		chain pre { type nat hook prerouting priority -100; tcp dport 20011 dnat ip to 10.244.9.2:80; }
	}
N
like "a table 'nat' of nft's own" "$(fw test tcp 10.0.0.2 to 10.0.0.1:20010 in eth0)" 'nat -> 10.244.9.1:80'
like "and another one" "$(fw test tcp 10.0.0.2 to 10.0.0.1:20011 in eth0)" 'nat -> 10.244.9.2:80'
done_testing
