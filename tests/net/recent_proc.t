#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# /proc/net/sfw/recent/NAME: its format, and writing to it: several lines at
# once (xt_recent defect 8), all or nothing, and by whom.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

wire fw peer
crowd fw
wire other otherpeer
fw enable
on other sfwctl enable
fw set scan tcp
fw set scan-window 1h
fw guard add ssh 3/1m mask4 24
fw port add tcp 22 guard ssh
start_talk
start_frames peer
talk serve fw tcp 22 >/dev/null
list=/proc/net/sfw/recent/tcp-portscan

is "a file for every list" "$(on fw ls /proc/net/sfw/recent | paste -sd' ')" "ssh tcp-portscan udp-portscan"
is "an empty list is an empty file" "$(on fw cat $list)" ""
syn 198.18.0.1 99 ttl=61 >/dev/null
syn 198.18.0.1 98 ttl=60 >/dev/null
like "a line: ADDR hits N first AGE last AGE ttl T" "$(on fw cat $list)" '^198.18.0.1 hits 2 first [0-9]+ last [0-9]+ ttl 60$'
syn fd01::7 99 hlim=59 >/dev/null
like "IPv6 too" "$(on fw cat $list)" '^fd01::7 hits 1 first [0-9] last [0-9] ttl 59$'
aged() { on fw grep -q '^198.18.0.1 .* first [2-9] last [2-9] ' $list; }
ok "ages are seconds" wait_for aged
syn 198.18.3.1 22 >/dev/null
is "sources that share an entry have a prefix" "$(listed ssh)" "198.18.3.0/24"

write() { # TEXT, with the escapes of printf
	printf %b "$1" | on fw dd of="${2:-$list}" bs=65536 iflag=fullblock status=none
}
on fw iptables-legacy -A INPUT -s 192.0.2.255 -m recent --name old --set
printf '+192.0.2.1\n+192.0.2.2\n' | on fw dd of=/proc/net/xt_recent/old bs=65536 status=none
is "xt_recent loses the second line of a write, and says nothing (defect 8)" \
	"$? $(on fw grep -c src= /proc/net/xt_recent/old)" "0 1"
ok "/ flushes" write '/\n'
is "nothing is left" "$(listed tcp-portscan)" ""
ok "three lines in one write" write '+192.0.2.1\n+192.0.2.2\n+2001:db8::1\n'
is "all are in" "$(listed tcp-portscan)" "192.0.2.1 192.0.2.2 2001:db8::1"
like "by hand: no TTL" "$(on fw cat $list)" '^192.0.2.1 hits 0 first [0-9]+ last [0-9]+ ttl 0$'
ok "adding and deleting in one write, without the last newline" write '-192.0.2.1\n+192.0.2.9\n-2001:db8::1'
is "all were done" "$(listed tcp-portscan)" "192.0.2.2 192.0.2.9"
ok "echo works" on fw bash -c "echo +192.0.2.3 >$list"
ok "a thousand lines in one write" write "$(printf '+203.0.113.%d\\n' {1..200})$(printf -- '-203.0.113.%d\\n' {1..200})$(printf '+198.51.100.%d\\n' {1..200})"
is "all thousand were done" "$(listed tcp-portscan | wc -w)" 203
write '/'
write '+192.0.2.2\n+192.0.2.9\n'
syn 192.0.2.2 22 >/dev/null
like "an address added by hand counts: its connect is refused" "$(fw test tcp 192.0.2.2 to 22)" "scan"
before=$(listed tcp-portscan)
for bad in '+192.0.2.5\nrubbish\n' 'rubbish' '+' '-' '' '\n' '+192.0.2.5\n\n' '+192.0.2.256' '+192.0.2.5/24' '+1.2.3' \
	'+::g' '+192.0.2.5 ' ' +192.0.2.5' '+192.0.2.5\n/x\n' '192.0.2.5' '+192.0.2.5\0' '+host' '//' '+192.0.2.5\r\n' \
	"+$(printf 'x%.0s' {1..300})" '+192.0.2.5\n-\n' '++192.0.2.5'; do
	[ -n "$bad" ] || continue
	if write "$bad" 2>/dev/null; then not_ok "refused: $(printf '%q' "$bad")"; else pass "refused: $(printf '%q' "${bad:0:40}")"; fi
done
if printf '+192.0.2.5\n%.0s' {1..3000} | on fw dd of=$list bs=1M iflag=fullblock status=none 2>/dev/null; then
	not_ok "a write of 33,000 bytes is refused"; else pass "a write of 33,000 bytes is refused"; fi
is "none of it changed anything" "$(listed tcp-portscan)" "$before"

# All or none, when some part of the list is half full of what was put in by hand.
on fw bash -c "echo / >$list"
cat >"$tmp/fill.py" <<'X'
import sys
def address(n): return f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"
def write(lines):
    try:
        with open(sys.argv[1], "wb", buffering=0) as f:
            f.write("".join(line + "\n" for line in lines).encode())
        return "written"
    except OSError as err:
        return err.strerror
def size():
    with open(sys.argv[1]) as f:
        return sum(1 for line in f)
def has(n):
    with open(sys.argv[1]) as f:
        return any(line.startswith(address(n) + " ") for line in f)
start = 0
while (said := write(f"+{address(n)}" for n in range(start, start + 1000))) == "written":
    start += 1000
refused = range(start, start + 1000)
print(f"{said}; {size() - start} of the refused lines were carried out")
print(f"with others: {write([f'-{address(0)}', *(f'+{address(n)}' for n in range(start, start + 1150))])}, {size() - start}, {has(0)}")
taken_back = [f"{sign}{address(n)}" for n in refused[:500] for sign in "+-"]
print(f"taken back in the same write: {write(taken_back)}, {size() - start}")
print(f"there already: {write(f'+{address(n)}' for n in range(1000))}, {size() - start}")
others = [f"-{address(n)}" for n in range(600)] + [f"+{address(n)}" for n in range(600)]
print(f"out and in again: {write(others)}, {size() - start}")
print(f"behind a flush: {write([*(f'+{address(n)}' for n in range(9)), '/', *(f'+{address(n)}' for n in refused)])}, {size()}")
X
is "1,000 lines that find no room: none of them is carried out" "$(on fw "$python" "$tmp/fill.py" $list)" \
"No space left on device; 0 of the refused lines were carried out
with others: No space left on device, 0, True
taken back in the same write: written, 0
there already: written, 0
out and in again: written, 0
behind a flush: written, 1000"
write '/'
write "+${before// /\\n+}\\n"
is "as before" "$(listed tcp-portscan)" "$before"

ok "a guard's list can be written" write '+192.0.2.77\n' /proc/net/sfw/recent/ssh
is "masked as the guard does" "$(listed ssh)" "192.0.2.0/24 198.18.3.0/24"
like "and counts for all of the prefix" "$(fw test tcp 192.0.2.200 to 22)" "too many"
is "another namespace has its own" "$(listed tcp-portscan other)$(on other ls /proc/net/sfw/recent | paste -sd' ')" \
	"tcp-portscan udp-portscan"

nobody() { on fw setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
for who in 'nobody' 'nobody unshare -Ur' 'nobody unshare -Urn' 'on fw setpriv --bounding-set -net_admin --inh-caps -net_admin'; do
	if $who cat /proc/net/sfw/recent/tcp-portscan >/dev/null 2>&1; then not_ok "$who: may not read"; else pass "$who: may not read"; fi
	if $who bash -c 'echo / >/proc/net/sfw/recent/tcp-portscan' 2>/dev/null; then not_ok "$who: may not write"; else pass "$who: may not write"; fi
done
is "nothing changed" "$(listed tcp-portscan)" "$before"
fw port del tcp 22
fw guard del ssh
is "the file goes with the guard" "$(on fw ls /proc/net/sfw/recent | paste -sd' ')" "tcp-portscan udp-portscan"
done_testing
