#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Every policy that the documents show works, and opens what it says.
. "$(dirname "$0")/lib.sh"
top=$(realpath "$(dirname "$0")/../..")

host fw
ip -n fw link add wan0 type veth peer name wan1
ip -n fw link set wan1 up
ip -n fw link set wan0 up
address fw wan0 192.0.2.9/24
# The blocks of README.md, and of the manual page, as files.
awk -v out="$tmp/readme" '/^```sfw$/ { on = 1; n++; next } /^```/ { on = 0 } on { print >(out n ".conf") }' "$top/README.md"
awk -v out="$tmp/manual" '/^\.Sh/ { here = $2 == "EXAMPLES" } !here { next }
	/^\.Bd/ { on = 1; n++; next } /^\.Ed/ { on = 0 } on { print >(out n ".conf") }' "$top/ctl/man/sfw.conf.5"
cp "$top"/ctl/examples/{server,desktop,containers}.conf "$tmp"
cp "$top/ctl/examples/ha/sfw.conf" "$tmp/ha.conf"

is "there are so many" "$(cd "$tmp" && echo *.conf)" \
	"containers.conf desktop.conf ha.conf manual1.conf manual2.conf manual3.conf readme1.conf readme2.conf readme3.conf readme4.conf server.conf"
for file in "$tmp"/*.conf; do
	name=${file##*/}
	ok "$name: the kernel takes it" on fw sfwctl restore "$file"
	ok "$name: it is what runs" on fw sfwctl diff "$file"
	is "$name: packets are judged" "$(on fw awk '/^enabled/ { print $2 }' /proc/net/sfw/status)" 1
done
on fw sfwctl restore "$tmp/readme1.conf"
ok "the server opens the web" on fw sfwctl test tcp 192.0.2.1 to 443 in wan0
status_is "and nothing else" 1 on fw sfwctl test tcp 192.0.2.1 to 8080 in wan0
on fw sfwctl restore "$tmp/readme2.conf"
ok "the office comes in" on fw sfwctl test tcp 198.51.100.7 to 22 in wan0
status_is "and nobody else" 1 on fw sfwctl test tcp 192.0.2.1 to 22 in wan0
on fw sfwctl restore "$tmp/readme3.conf"
ok "the gateway leads the web on" on fw sfwctl test tcp 192.0.2.1 to 443 in wan0
like "by that line" "$output" 'line +forward add tcp 443 in wan0 to 192.168.1.20'
on fw sfwctl restore "$tmp/readme4.conf"
ok "the container host opens what is published" on fw sfwctl test tcp 192.0.2.1 to 8080 in wan0
status_is "another one only for some" 1 on fw sfwctl test tcp 192.0.2.1 to 8443 in wan0
ok "guests get names" on fw sfwctl test udp 10.89.0.2 to 53 in podman1
done_testing
