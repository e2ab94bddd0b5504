#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Real programs of a local network beside the shipped desktop.conf: a DHCP and DHCPv6
# client gets its lease, and nobody who answers this host's own questions ends up on a
# list of scanners.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
fw restore "$net_dir/../../ctl/examples/desktop.conf"
like "the desktop's policy" "$(fw get scan)" 'tcp,udp'
listed() {
	fw list show tcp-portscan | tail -n +2
	fw list show udp-portscan | tail -n +2
}

# DHCP: leases by dnsmasq on the other host. The script tells what the client was given.
cat >"$tmp/script" <<-'EOF'
	#!/bin/sh
	echo "$reason $new_ip_address $new_ip6_address" >>"$SFW_LEASE"
EOF
chmod +x "$tmp/script"
spawn peer dnsmasq -k -C /dev/null --port=0 --interface=eth0 --bind-interfaces --user=root --pid-file="$tmp/dnsmasq.pid" \
	--dhcp-leasefile="$tmp/leases" --dhcp-range=10.0.0.100,10.0.0.120,1h --dhcp-range=fd00::100,fd00::120,64,1h --log-dhcp
dnsmasq=$spawned_log
wait_for listening peer udp 547 || not_ok "dnsmasq listens" "$(cat "$dnsmasq")"
lease() { # FAMILY PATTERN
	local before
	before=$(packets dhcp)
	: >"$tmp/lease$1"
	spawn fw env SFW_LEASE="$tmp/lease$1" dhclient "-$1" -1 -d -sf "$tmp/script" -e SFW_LEASE="$tmp/lease$1" \
		-lf "$tmp/leases$1" -pf "$tmp/pid$1" eth0
	if wait_for grep -qE "$2" "$tmp/lease$1"; then
		ok "dhclient -$1 has a lease behind sfw ($(tail -n 1 "$tmp/lease$1"))"
	else
		not_ok "dhclient -$1 has a lease" "$(cat "$tmp/lease$1" "$spawned_log" "$dnsmasq")"
	fi
	end_process "$spawned"
	[ "$1" = 4 ] || ok "its answers were let in as dhcp" test "$(packets dhcp)" -gt "$before"
}
lease 4 'BOUND 10\.0\.0\.1'
lease 6 'BOUND6 +fd00::1'
fw set dhcp off
fw set discovery off	# or they are answers to a query that went to all
: >"$tmp/lease6"
spawn fw env dhclient -6 -1 -d -sf "$tmp/script" -e SFW_LEASE="$tmp/lease6" -lf "$tmp/leases6off" -pf "$tmp/pid6off" eth0
refused() { [ "$(packets closed-udp)" -gt 0 ]; }
ok "with dhcp off they are refused" wait_for refused
end_process "$spawned"
is "and dhclient has none" "$(grep BOUND6 "$tmp/lease6")" ''
is "the server is no scanner for that" "$(listed)" ''
fw set dhcp on

before=$(packets closed-udp)
# WS-Discovery: the other host answers probes to the port that they came from.
spawn peer wsdd -i eth0 -v
wsdd=$spawned_log
wait_for listening peer udp 3702 || not_ok "wsdd listens" "$(cat "$wsdd")"
spawn fw wsdd -i eth0 -D -o -v
found=$spawned_log
heard() { [ "$(packets closed-udp)" -gt "$before" ] || grep -qi 'discovered' "$found"; }
ok "a Windows-like host answers, or is refused" wait_for 20 heard
is "it is no scanner either" "$(listed)" ''
on peer nmap -n -Pn -sS -p 1-20 10.0.0.1 >/dev/null
like "a scanner is" "$(listed)" '^10\.0\.0\.2 '
done_testing
