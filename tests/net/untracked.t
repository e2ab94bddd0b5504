#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Live connections that went direct, when the firewall lets go of connection tracking: where
# nobody else tracks their family, no entry would hear of their end, so none is made.
# On the stock kernel too: the hooks of connection tracking are known by name.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
start_talk
printf '%s\n' 'set early on' 'set direct on' 'port add tcp 5000-5001' enable >"$tmp/policy"
entries() { on fw conntrack -L -f "$1" -p tcp ${2:+--state "$2"} 2>/dev/null | wc -l; }
known() { echo "$(entries ipv4 "$@") of IPv4, $(entries ipv6 "$@") of IPv6"; }
none='0 of IPv4, 0 of IPv6'
gather() { # WHEN
	is "$1: 25 connections of IPv4" "$(talk gather peer fw 10.0.0.1 5000-5000 25)" 25
	is "$1: and as many of IPv6" "$(talk gather peer fw fd00::1 5001-5001 50)" 50
	is "$1: which go direct" "$(known)" "$none"
}
other() { # FAMILY: somebody else asks about connections
	on fw nft -f - <<RULES
table $1 other {
	chain in {
		type filter hook input priority -10;
		ct state established counter
	}
}
RULES
}

for how in disable rollback; do
	case $how in
	disable) fw restore "$tmp/policy" ;;
	rollback) fw apply "$tmp/policy" confirm-within 1h ;;
	esac
	gather $how
	fw $how
	is "$how: nobody tracks, and none is handed over" "$(known)" "$none"
	is "$how: all live on" "$(talk shout c)" 50
	is "$how: they end" "$(talk disperse)" closed
	is "$how: and leave nothing" "$(known)" "$none"
	fw enable
	is "$how: nor when packets are judged again" "$(known)" "$none"
	fw disable
done

for family in ip ip6; do
	fw enable
	gather "$family"
	other $family
	fw disable
	case $family in
	ip) wanted='25 of IPv4, 0 of IPv6' ;;
	ip6) wanted='0 of IPv4, 25 of IPv6' ;;
	esac
	is "$family: others track this family, and it is handed over" "$(known)" "$wanted"
	is "$family: established" "$(known ESTABLISHED)" "$wanted"
	is "$family: they end" "$(talk disperse)" closed
	is "$family: which conntrack sees" "$(known ESTABLISHED)" "$none"
	on fw nft delete table $family other
	on fw conntrack -F >/dev/null 2>&1
done

fw enable
gather "rehearsal"
fw rehearse "$tmp/policy"
fw disable
is "rehearsal: it tracks, and all are handed over" "$(known)" '25 of IPv4, 25 of IPv6'
is "rehearsal: they end" "$(talk disperse)" closed
is "rehearsal: which conntrack sees" "$(known ESTABLISHED)" "$none"
done_testing
