#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What nmap learns from outside: 22 is open and all else is closed, at the
# speed of a kernel without a firewall, and no scan type tells more than the
# article's iptables rules would. SFW_SCAN_PORTS scales it.
# In check-full: scans of all ports.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer		# sfw
wire ref refpeer	# the article's rules
wire bare barepeer	# no firewall
on ref iptables-legacy-restore <"$net_dir/oracle/article4.rules"
on ref ip6tables-legacy-restore <"$net_dir/oracle/article6.rules"
fw enable
fw port add tcp 22
start_talk
for ns in fw ref bare; do
	talk serve $ns tcp 22 >/dev/null
done

ports=1-${SFW_SCAN_PORTS:-1000}
few=20-24,53,80,443,8080,60000

# The lines of nmap's report that hold a verdict.
verdicts() { # PEER ARGS...
	scan_from "$1" 300 --reason --max-retries 2 --min-rate 300 "${@:2}" |
		grep -E '^(Not shown|All |[0-9]+/)' | sed 's/  */ /g'
}

scan4() { verdicts "$1" "${@:2}" 10.0.0.1; }
# The article's rules refuse nmap's own neighbour discovery: let the kernel do it.
scan6() { verdicts "$1" -6 --send-ip "${@:2}" fd00::1; }

milliseconds() {
	local t=$(($(date +%s%N) / 1000000))
	"$@"
	echo "took $(($(date +%s%N) / 1000000 - t))"
}

took() { sed -n 's/^took //p' <<<"$1"; }
report() { grep -v '^took ' <<<"$1"; }

total=${ports#1-}
for family in 4 6; do
	sfw=$(milliseconds scan$family peer -sS -p "$ports")
	plain=$(milliseconds scan$family barepeer -sS -p "$ports")
	is "-sS over IPv$family: 22 open, $((total - 1)) closed" "$(report "$sfw")" \
		"Not shown: $((total - 1)) closed tcp ports (reset)
22/tcp open ssh syn-ack ttl 64"
	is "-sS over IPv$family: as without a firewall" "$(report "$sfw")" "$(report "$plain")"
	ok "-sS over IPv$family: as fast ($(took "$sfw") ms) as without a firewall ($(took "$plain") ms)" \
		test "$(took "$sfw")" -lt $((3 * $(took "$plain") + 2000))
	is "-sA over IPv$family: all unfiltered" "$(scan$family peer -sA -p "$ports")" \
		"All $total scanned ports on $([ $family = 4 ] && echo 10.0.0.1 || echo fd00::1) are in ignored states.
Not shown: $total unfiltered tcp ports (reset)"
done

udp=1-$((total < 200 ? total : 200))
sfw=$(milliseconds scan4 peer -sU -p $udp)
plain=$(milliseconds scan4 barepeer -sU -p $udp)
is "-sU: all closed" "$(report "$sfw")" \
	"All ${udp#1-} scanned ports on 10.0.0.1 are in ignored states.
Not shown: ${udp#1-} closed udp ports (port-unreach)"
ok "-sU: as fast ($(took "$sfw") ms) as without a firewall ($(took "$plain") ms)" \
	test "$(took "$sfw")" -lt $((3 * $(took "$plain") + 2000))
fw set reject6 rfc
is "-6 -sU with reject6 rfc: as without a firewall" \
	"$(scan6 peer -sU -p $few)" "$(scan6 barepeer -sU -p $few)"
fw set reject6 admin

# What the article's rules tell: the same verdicts, reasons and TTLs.
for type in -sS -sA -sU -sN -sF -sX -sO "-sS --badsum"; do
	for family in 4 6; do
		case "$type,$family" in
		-sO,*) list=1,2,6,17,41,47,50,132 ;;
		*) list=$few ;;
		esac
		# shellcheck disable=SC2086
		is "$type over IPv$family tells what the article's rules tell" \
			"$(scan$family peer $type -p $list)" "$(scan$family refpeer $type -p $list)"
	done
done
done_testing
