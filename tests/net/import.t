#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The article's rules in iptables, as iptables-save prints them, imported into
# sfw: the verdicts of `sfwctl test` on a table of packets are those of the
# rules, and real packets get the same answers from both, byte for byte but for
# what oracle.py lists.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
wire ref refpeer
for version in 4 6; do
	tool=iptables-legacy
	[ $version = 4 ] || tool=ip6tables-legacy
	on ref $tool-restore <"$net_dir/oracle/article$version.rules"
	on ref $tool -A TCP -p tcp --dport 22022 -j ACCEPT
	on ref $tool -A UDP -p udp --dport 53 -j ACCEPT
	on ref $tool-save
done >"$tmp/rules"

status_is "import of what iptables-save prints" 0 sfwctl import "$tmp/rules"
printf '%s\n' "$output" >"$tmp/policy"
is "its ports" "$(grep '^port' "$tmp/policy" | sort)" 'port add tcp 22
port add tcp 22022
port add udp 53'
ok "restore of it" fw restore "$tmp/policy"

# PROTOCOL FLAGS|TYPE|STATE TARGET_PORT VERDICT_V4 VERDICT_V6, by the rules
while read -r what port four six; do
	proto=${what%%,*} rest=${what#"${what%%,*}"} port=${port/none/}
	for version in 4 6; do
		case $version in
		4) src=10.0.0.2 want=$four ;;
		6) src=fd00::2 want=$six ;;
		esac
		[ "$want" != - ] || continue
		# shellcheck disable=SC2086
		output=$(fw test "$proto" $src ${port:+to $port} ${rest//,/ } 2>&1)
		is "IPv$version $what to $port" "$(sed -n 's/^verdict *//p' <<<"$output" | tr ' ' -)" "$want"
	done
done <<-'EOF'
	tcp 22 accept accept
	tcp 22022 accept accept
	tcp 23 reject-with-tcp-reset reject-with-tcp-reset
	tcp,flags,A 22 reject-with-tcp-reset reject-with-tcp-reset
	tcp,flags,SA 22 reject-with-tcp-reset reject-with-tcp-reset
	tcp,state,invalid 22 drop drop
	tcp,flags,A,state,established 23 accept accept
	tcp,flags,A,state,related 23 accept accept
	udp 53 accept accept
	udp 54 reject-with-port-unreachable reject-with-admin-prohibited
	udp,state,invalid 53 drop drop
	udp,state,established 54 accept accept
	sctp 22 reject-with-protocol-unreachable reject-with-admin-prohibited
	gre none reject-with-protocol-unreachable reject-with-admin-prohibited
	icmp,type,8 none accept -
	icmp,type,13 none reject-with-protocol-unreachable -
	icmpv6,type,128 none - accept
	icmpv6,type,1 none - reject-with-admin-prohibited
EOF

for ns in fw ref; do
	# Every answer at once, and with a checksum of its own.
	set_sysctl $ns net.ipv4.tcp_synack_retries=0 net.ipv4.ipfrag_time=3600 \
		net.ipv6.ip6frag_time=3600 net.netfilter.nf_conntrack_frag6_timeout=3600
	on $ns ethtool -K eth0 tx off rx off >/dev/null
done
for ns in peer refpeer; do
	silent_peer $ns
done

# The rules drop what conntrack finds out of window; a socket would answer.
fw set direct off

# What sfw does otherwise on purpose, the import does as the rules do. The random
# cases are oracle.t's, which sets hosts up for them.
while IFS= read -r line; do
	case $line in
	'bad on purpose, but no case shows it: link') ok "ICMPv6 from the link is let in as by the rules" ;;
	'bad on purpose, but no case shows it: dhcp') ok "answers to a DHCP client are refused as by the rules" ;;
	'ok on purpose, link:'* | 'ok on purpose, dhcp:'*) not_ok "${line#ok }" ;;
	ok\ *) ok "${line#ok }" ;;
	bad\ *) not_ok "${line#bad }" ;;
	*) note "$line" ;;
	esac
done < <(SFW_PACKETS=0 "$python" "$net_dir/lib/oracle.py" ${SFW_VERBOSE:+all} 2>&1; echo "status $?" >"$tmp/status")
is "oracle.py ends" "$(cat "$tmp/status")" "status 0"

# All that the import makes of the files in tests/ctl/import, sfw takes.
for file in "$net_dir"/../ctl/import/*.rules; do
	sfwctl import "$file" >"$tmp/policy"
	grep -vE '^(lan|forward|masquerade) ' "$tmp/policy" >"$tmp/here"
	ok "restore of ${file##*/}" fw restore "$tmp/here"
done

# The whole article: its guard and its trick are in force.
sfwctl import "$net_dir/../ctl/import/article-full4.rules" >"$tmp/policy"
ok "restore of the whole article" fw restore "$tmp/policy"
saved=$(fw save -)
like "its guard" "$saved" '^guard add sshbf 3/10s 4/30m rttl$'
like "its guarded port" "$saved" '^port add tcp 22 from 0.0.0.0/0 guard sshbf$'
is "its trick against port scanners" "$(fw get scan) $(fw get scan-window)" "tcp,udp 1m"
# A list of ports becomes an entry for each.
is "nothing is lost on the way" "$(grep -vE '^#|[0-9],[0-9]' "$tmp/policy" | sort)" \
	"$(grep -xFf "$tmp/policy" <<<"$saved" | sort)"
done_testing
