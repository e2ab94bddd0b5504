#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# More real programs of a local network beside the shipped desktop.conf: kea and isc's
# DHCPv6, avahi, gssdp, tftp and ftp with the firewall at either end.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/lib/bus.sh"

wire fw peer
desktop=$net_dir/../../ctl/examples/desktop.conf
fw restore "$desktop"
listed() {
	fw list show tcp-portscan | tail -n +2
	fw list show udp-portscan | tail -n +2
}
nobody_is_listed() { is "$1: nobody is listed" "$(listed)" ''; }

# DHCPv6 by two servers of providers.
cat >"$tmp/script" <<-'EOF'
	#!/bin/sh
	echo "$reason $new_ip6_address" >>"$SFW_LEASE"
EOF
chmod +x "$tmp/script"
lease() { # NAME PATTERN
	local before log=$spawned_log server=$spawned
	before=$(packets dhcp)
	wait_for listening peer udp 547 || not_ok "$1 listens" "$(cat "$log")"
	: >"$tmp/lease"
	spawn fw env SFW_LEASE="$tmp/lease" dhclient -6 -1 -d -sf "$tmp/script" -e SFW_LEASE="$tmp/lease" \
		-lf "$tmp/$1.leases" -pf "$tmp/$1.pid" eth0
	if wait_for grep -qE "$2" "$tmp/lease"; then
		ok "$1: dhclient has a lease"
	else
		not_ok "$1: dhclient has a lease" "$(cat "$tmp/lease" "$spawned_log" "$log")"
	fi
	ok "$1: its answers came in as dhcp" test "$(packets dhcp)" -gt "$before"
	end_process "$spawned" "$server"
}
cat >"$tmp/isc.conf" <<-'EOF'
	subnet6 fd00::/64 { range6 fd00::200 fd00::220; }
EOF
touch "$tmp/isc"
spawn peer dhcpd -6 -f -cf "$tmp/isc.conf" -lf "$tmp/isc" --no-pid eth0
lease isc 'BOUND6 +fd00::2'
cat >"$tmp/kea.conf" <<-'EOF'
	{"Dhcp6": {"interfaces-config": {"interfaces": ["eth0"]},
	 "lease-database": {"type": "memfile", "persist": false},
	 "subnet6": [{"subnet": "fd00::/64", "interface": "eth0", "pools": [{"pool": "fd00::300-fd00::320"}]}]}}
EOF
mkdir -p /var/lib/kea
spawn peer env KEA_PIDFILE_DIR="$tmp" KEA_LOCKFILE_DIR=none KEA_LOGGER_DESTINATION=stdout kea-dhcp6 -c "$tmp/kea.conf"
lease kea 'BOUND6 +fd00::3'
nobody_is_listed dhcp

# avahi at both ends: each finds the other.
# Its installation would make the user.
echo 'avahi:x:995:995::/:/usr/sbin/nologin' >>/etc/passwd
echo 'avahi:x:995:' >>/etc/group
mkdir -p /run/avahi-daemon /etc/avahi/services
cat >/etc/avahi/services/web.service <<-'EOF'
	<service-group><name replace-wildcards="yes">%h</name>
	<service><type>_http._tcp</type><port>80</port></service></service-group>
EOF
# NAME [DBUS]: each has a name and a folder of its own
avahi() {
	printf '[server]\nhost-name=%s\nenable-dbus=%s\nallow-interfaces=eth0\n' "$1" "${2:-no}" >"$tmp/$1.conf"
	spawn "$1" unshare --mount sh -c 'mount -t tmpfs none /run/avahi-daemon && exec avahi-daemon --no-drop-root --no-chroot --no-rlimits -f "$0"' "$tmp/$1.conf"
}
start_bus
avahi peer
avahi_log=$spawned_log
avahi fw yes
finds() { on fw timeout 20 avahi-browse -rpt _http._tcp | grep -E '^=.*;peer.local;(10\.0\.0\.2|fd00::2|fe80)'; }
ok "avahi finds the service of the other host" wait_for finds
[ "$failed" -eq 0 ] || note "$(cat "$avahi_log" "$spawned_log")"
resolves() { on fw timeout 20 avahi-resolve -4 -n peer.local | grep -F 10.0.0.2; }
ok "and its address" wait_for resolves
nobody_is_listed avahi

# gssdp: a device at the other host, a control point here.
cat >"$tmp/gssdp.py" <<'X'
import sys
import gi
gi.require_version("GSSDP", "1.6")
from gi.repository import GLib, GSSDP
client, kind = GSSDP.Client.new("eth0"), "urn:schemas-upnp-org:device:MediaServer:1"
loop = GLib.MainLoop()
if sys.argv[1] == "device":
    group = GSSDP.ResourceGroup.new(client)
    group.add_resource_simple(kind, "uuid:1::" + kind, "http://10.0.0.2/x.xml")
    group.set_available(True)
else:
    browser = GSSDP.ResourceBrowser.new(client, kind)
    browser.connect("resource-available", lambda _, usn, places: (print(usn, *places, flush=True), loop.quit()))
    browser.set_active(True)
    GLib.timeout_add_seconds(20, loop.quit)
loop.run()
X
for ns in fw peer; do ip -n $ns route add 224.0.0.0/4 dev eth0; done
spawn peer "$python" "$tmp/gssdp.py" device
wait_for listening peer udp 1900 || not_ok "gssdp listens" "$(cat "$spawned_log")"
before=$(packets closed-udp)
like "gssdp finds the device" "$(on fw "$python" "$tmp/gssdp.py" point 2>&1)" '^uuid:1.* http://10\.0\.0\.2/x\.xml$'
# It answers each query within 3 s (MX), when this one has gone.
late() { [ "$(packets closed-udp)" -gt "$before" ]; }
wait_for late || note "no answer of gssdp came late"
nobody_is_listed gssdp

# Tftp: the server answers from a port of its own.
mkdir "$tmp/files"
head -c 3000 /dev/zero >"$tmp/files/zeros"
chmod -R a+rX "$tmp" "$tmp/files"
get() { (cd "$(mktemp -d -p "$tmp")" && on "$1" timeout 20 tftp "$2" -m octet -c get zeros && [ "$(stat -c %s zeros)" = 3000 ]); }
spawn peer in.tftpd -L -u root -s "$tmp/files"
wait_for listening peer udp 69 || not_ok "tftpd listens" "$(cat "$spawned_log")"
before=$(packets closed-udp)
spawn fw sh -c "cd '$tmp' && exec tftp 10.0.0.2 -m octet -c get zeros"
client=$spawned
refused() { [ "$(packets closed-udp)" -gt "$before" ]; }
ok "tftpd's answer from another port is refused" wait_for refused
nobody_is_listed "tftp, while its client waits"
end_process "$client"
# A server that repeats itself to a port that is closed again knocks at a closed port.
for pid in $(ip netns pids peer); do
	[ "$(cat "/proc/$pid/comm")" != in.tftpd ] || kill "$pid"
done
fw flush lists
spawn fw in.tftpd -L -u root -s "$tmp/files"
wait_for listening fw udp 69
fw port add udp 69
ok "tftpd behind an open port serves a whole file" get peer 10.0.0.1

# ftp: passive wants a range of open ports, active is a connection back.
serve_ftp() { # HOST
	cat >"$tmp/$1-ftp.conf" <<-EOF
		listen=YES
		anonymous_enable=YES
		ftp_username=nobody
		anon_root=$tmp/files
		secure_chroot_dir=$tmp/files
		pasv_min_port=30000
		pasv_max_port=30010
		seccomp_sandbox=NO
		isolate=NO
		isolate_network=NO
		run_as_launching_user=YES
	EOF
	spawn "$1" vsftpd "$tmp/$1-ftp.conf"
	wait_for listening "$1" tcp 21 || not_ok "vsftpd listens" "$(cat "$spawned_log")"
}
serve_ftp peer
ok "vsftpd serves this host, passive" on fw curl -sS --max-time 20 -o "$tmp/got" ftp://10.0.0.2/zeros
is "the whole file" "$(stat -c %s "$tmp/got")" 3000
before=$(packets closed-tcp)
on fw curl -sS --max-time 5 -P - -o /dev/null ftp://10.0.0.2/zeros 2>/dev/null
ok "its connection back is refused" test "$(packets closed-tcp)" -gt "$before"
nobody_is_listed ftp
serve_ftp fw
fw port add tcp 21,30000-30010
ok "vsftpd here serves another, passive" on peer curl -sS --max-time 20 -o "$tmp/got" ftp://10.0.0.1/zeros
done_testing
