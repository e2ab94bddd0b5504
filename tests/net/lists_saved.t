#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Recent lists and timed blocks go to a file and come back with the time that is left,
# also on a machine that is not up as long; a file that is not whole is refused whole.
# SFW_SAVED: entries of a full list and blocks, to measure.
# In check-full: 192 damaged files.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

wire fw peer
crowd fw
start_frames peer
silent_peer peer
lists=$tmp/lists there=fw
here() { on "$there" sfwctl "$@"; }
cat >"$tmp/policy" <<'END'
set scan tcp,udp
set scan-window 1h
guard add ssh 3/1h
guard add ban 1/1h then block 1h
knock add door tcp/7000,tcp/7001 within 1h open 1h
port add tcp 22 guard ssh
port add tcp 23 guard ban
port add tcp 25 knock door
enable
END
here restore "$tmp/policy"
syns 2 198.18.0.1 22 >/dev/null
syns 3 198.18.0.2 23 >/dev/null
syn 198.18.0.3 7000 >/dev/null
syn 198.18.0.3 7001 >/dev/null
syn 198.18.0.7 7000 >/dev/null
syn fd01::4 81 >/dev/null
here list add tcp-portscan 192.0.2.5
here list add ssh 2001:db8::6
here block add 192.0.2.0/24 for 2h comment "spam, of all kinds"
here block add 2001:db8:7::/48 for 3s
here block add 203.0.113.9

state() { # all that is known, times as hours
	local name
	for name in tcp-portscan ssh ban door; do
		here list show $name | awk 'NR > 1 { print $1, $2, $5, $7 }' | sort | sed "s/^/$name /"
	done
	here block list | awk 'NR > 1 { print "block", $1, $4, $5 }'
}
like "what is there" "$(state | paste -sd';')" 'tcp-portscan 192.0.2.5 .*ssh 198.18.0.1 2 .*ban 198.18.0.2 '

ok "list save" here list save "$lists"
is "only its owner reads it" "$(stat -c %a "$lists")" 600
is "the kind of a list is told" "$(grep -c '^kind guard$\|^kind knock$' "$lists")" 3
is "its head" "$(head -1 "$lists")" 'sfw-lists 1'
like "its end" "$(tail -1 "$lists")" '^end [0-9]+ [0-9a-f]{16}$'
was=$(state | grep -v 2001:db8:7)
sleep 3

# A namespace as after a boot: the policy, and then the lists.
host again
on again sfwctl restore "$tmp/policy"
on again sfwctl block add 203.0.113.9
ok "list restore" on again sfwctl list restore "$lists"
like "says how much" "$output" '^restored: [0-9]+ addresses in recent lists, 1 blocks$'
there=again
is "all of it is back, but for what ran out meanwhile" "$(state)" "$was"
like "the block has its time" "$(here block list)" '192\.0\.2\.0/24 +(1h|2h|7[0-9]{3}s|119m)'
left() { # LIST ADDR: seconds
	on again sfwctl -j why "$2" | "$python" -c 'import json, sys
print(next(h["state_left"] for h in json.load(sys.stdin)["holders"] if h["name"] == sys.argv[1]))' "$1"
}
now=$(left ban 198.18.0.2)
is "a guard's block has an hour less the time between" "$([ "$now" -le 3598 ] && [ "$now" -ge $((3590 - 20 * slow)) ] && echo yes || echo "$now")" yes
like "a knock still lets in" "$(here why 198.18.0.3)" 'door +198.18.0.3 +open '
like "a guard goes on counting" "$(here test tcp 198.18.0.1 to 22)" accept
like "the scanner is refused" "$(here test tcp fd01::4 to 22)" scan

# Once more changes nothing: what is there stays, also where the list has never gone.
before=$(here block list)
for time in second third; do
	ok "a $time time" here list restore "$lists"
	is "the $time time: no hit counts again" "$(state)" "$was"
done
is "blocks are no error" "$(here block list | wc -l)" "$(wc -l <<<"$before")"
there=fw
for _ in 1 2 3; do
	here list save "$tmp/stopped"
	here list restore "$tmp/stopped" >/dev/null
done
is "three restarts of the service: nor there" "$(state | grep -v 2001:db8:7)" "$was"
like "a guard admits as many as it did" "$(here test tcp 198.18.0.1 to 22)" accept
there=again

# Long off: the clock of the file says so.
age() { # SECONDS: a file of so long ago
	"$python" - "$lists" "$1" <<'X'
import re, sys
text = open(sys.argv[1]).read()
text = re.sub(r"\nsaved (\d+)\n", lambda m: f"\nsaved {int(m[1]) - int(sys.argv[2])}\n", text)
body, _ = text.rsplit("end ", 1)
h = 0xcbf29ce484222325
for b in body.encode():
    h = ((h ^ b) * 0x100000001b3) & (1 << 64) - 1
sys.stdout.write(f"{body}end {body.count(chr(10))} {h:016x}\n")
X
}
restart() {
	ip netns del again
	host again
	on again sfwctl restore "$tmp/policy"
}
restart
age 3000 >"$tmp/old"
ok "after 50 minutes" here list restore "$tmp/old"
now=$(left ban 198.18.0.2)
is "the block has ten minutes less" "$([ "$now" -le 600 ] && [ "$now" -gt $((560 - 20 * slow)) ] && echo yes || echo "$now")" yes
restart
age 7000 >"$tmp/old"
ok "after two hours" here list restore "$tmp/old"
is "only what is put in by hand, and the long block" "$(state | cut -d' ' -f1,2 | paste -sd' ')" 'tcp-portscan 192.0.2.5 ssh 2001:db8::6 block 192.0.2.0/24'

# Files that are not whole: nothing of them.
restart
empty=$(state)
refused() { # TEXT REGEX, the file on standard input
	cat >"$tmp/bad"
	status_is "$1" 1 here list restore "$tmp/bad"
	like "$1: it is said" "$output" "^sfwctl: $tmp/bad: $2: nothing of it is restored$"
	is "$1: nothing is restored" "$(state)" "$empty"
}
refused "another number of the same value" "it is damaged, or was changed by hand" < <(sed '$s/ / 0/' "$lists")
refused "capitals there" "it is damaged, or was changed by hand" < <(sed '$y/abcdef/ABCDEF/;$s/END/end/;$s/EnD/end/' "$lists")
"$python" - "$lists" "$tmp/flipped" <<'X'
import os, sys
text = open(sys.argv[1], "rb").read()
os.mkdir(sys.argv[2])
for at in range(text.rstrip(b"\n").rfind(b"\n") + 1, len(text)):
    for bit in range(8):
        flipped = bytearray(text)
        flipped[at] ^= 1 << bit
        with open(f"{sys.argv[2]}/{at}.{bit}", "wb") as file:
            file.write(flipped)
X
taken=
for flipped in "$tmp/flipped/"*; do
	! here list restore "$flipped" >"$tmp/said" 2>&1 && grep -q 'nothing of it is restored$' "$tmp/said" ||
		taken+=" ${flipped##*/}"
done
is "each bit of the last line flipped" "$(find "$tmp/flipped" -type f | wc -l)$taken" "$(($(tail -n 1 "$lists" | wc -c) * 8))"
is "nothing of these is restored" "$(state)" "$empty"
refused "without its end" "its end is missing" < <(head -n -1 "$lists")
refused "torn" "its end is missing" < <(head -c 200 "$lists")
refused "a line is missing" "it is damaged, or was changed by hand" < <(sed 4d "$lists")
refused "changed" "it is damaged, or was changed by hand" < <(sed 's/198\.18\.0\.2/198.18.0.9/' "$lists")
refused "of another version" "it is of another version, and this one reads sfw-lists 1" < <(sed '1s/1/2/' "$lists")
refused "another file" "it is no file of \"sfwctl list save\"" <"$tmp/policy"
refused "empty" "it is no file of \"sfwctl list save\"" </dev/null
refused "zeroes" "it is no file of \"sfwctl list save\"" < <(head -c 4096 /dev/zero)
status_is "no such file" 1 here list restore "$tmp/none"
status_is "save to a folder" 1 here list save "$tmp"

# A guard that is gone, or counts otherwise: the others come.
here port del tcp 22
here guard del ssh
here port del tcp 23
here guard del ban
here guard add ban 1/1h mask4 24 'then' block 1h
status_is "lists that are others now" 1 here list restore "$lists"
like "it is said" "$output" 'not all could be restored: '
like "the rest is" "$(state)" 'tcp-portscan 192\.0\.2\.5'

# A name that a knock has by now lets nobody in whom a guard refused, nor the other way round.
others() { # KIND DEFINITION...
	restart
	here flush policy
	for name in ssh ban door; do
		here "$1" add $name "${@:2}"
	done
}
kept() { state | sed '/^tcp\|^block/d' | cut -d' ' -f1,2 | sort | paste -sd' '; }
others knock tcp/1,tcp/2 open 1h
status_is "guards that are knocks now" 1 here list restore "$lists"
like "it is said" "$output" 'not all could be restored: [a-z]+ was of another kind when its list was saved: a guard, or a knock'
is "nobody is let in but by the knock" "$(kept)" 'door 198.18.0.3 door 198.18.0.7'
others guard 2/1h 'then' block 1h
status_is "knocks that are guards now" 1 here list restore "$lists"
like "it is said" "$output" 'not all could be restored: door was of another kind '
is "nobody is blocked but by guards" "$(kept)" 'ban 198.18.0.2 ssh 198.18.0.1 ssh 2001:db8::6'
# A file of before tells no kind: bans are not lost, and nobody is let in.
restart
"$python" - "$lists" >"$tmp/before" <<'X'
import re, sys
body = re.sub(r"(?m)^kind .*\n|^end .*\n", "", open(sys.argv[1]).read())
h = 0xcbf29ce484222325
for b in body.encode():
    h = ((h ^ b) * 0x100000001b3) & (1 << 64) - 1
sys.stdout.write(f"{body}end {body.count(chr(10))} {h:016x}\n")
X
status_is "a file that tells no kind" 1 here list restore "$tmp/before"
like "knocks are left out" "$output" 'not all could be restored: door was of another kind '
is "guards are not" "$(kept)" 'ban 198.18.0.2 ssh 198.18.0.1 ssh 2001:db8::6'

# A full list and many blocks.
many=${SFW_SAVED:-2000}
blocks=${SFW_SAVED_BLOCKS:-5000}
restart
"$python" - "$many" "$blocks" >"$tmp/big" <<'X'
import ipaddress, sys, time
many, blocks = map(int, sys.argv[1:3])
lines = ["sfw-lists 1", f"saved {int(time.time())}"]
for name in ("tcp-portscan", "ban"):
    lines.append(f"list {name}")
    for n in range(many):
        lines.append(f"entry {ipaddress.ip_address(0x0b000000 + n * 7)} 3 60 30 64 6 22 "
                     f"{'-' if name == 'tcp-portscan' else '3000'} {'-' if name == 'tcp-portscan' else '40000/64,30000/64'}")
for n in range(blocks):
    lines.append(f"block {ipaddress.ip_address(0x20000000 + n * 5)} 3600")
body = "\n".join(lines) + "\n"
h = 0xcbf29ce484222325
for b in body.encode():
    h = ((h ^ b) * 0x100000001b3) & (1 << 64) - 1
sys.stdout.write(f"{body}end {len(lines)} {h:016x}\n")
X
from=$(milliseconds)
ok "restore $((2 * many)) entries and $blocks blocks" here list restore "$tmp/big"
note "in $(($(milliseconds) - from)) ms"
size() { here list | awk -v n="$1" '$1 == n { print $2 }'; }
note "entries: $(size tcp-portscan) and $(size ban)"
is "all blocks" "$(here block list | awk 'NR > 1 && $3 == "-"' | wc -l)" "$blocks"
is "nearly all entries: a full list is cut by another hash" "$([ "$(size tcp-portscan)" -ge $((many * 98 / 100)) ] && [ "$(size ban)" -ge $((many * 50 / 100)) ] && echo yes)" yes
from=$(milliseconds)
ok "save them" here list save "$tmp/saved"
note "in $(($(milliseconds) - from)) ms, $(stat -c %s "$tmp/saved") bytes"
done_testing
