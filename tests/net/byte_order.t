#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What a machine of another byte order or word size has saved is taken, and saved as the
# same: net/carried, of amd64, against what s390x, i386 and arm64 save. Policies have the
# same bytes and hash on all.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

carried=$(dirname "$0")/carried
host fw
ok "a policy of another machine" fw restore "$carried/policy.conf"
ok "save it" fw save "$tmp/policy"
is "the same bytes" "$(diff "$carried/policy.conf" "$tmp/policy")" ""
like "the same hash" "$(fw -j status)" "\"hash\": ?\"$(sha256sum <"$carried/policy.conf" | cut -c1-64)\""

ok "lists of another machine, as they came" fw list restore "$carried/lists"
like "long ago: what stays is left" "$(fw list show tcp-portscan)" '^192\.0\.2\.5 '

# As if they had been saved this moment, with the sum of their bytes.
lists() { # FILE now|sum: that file, or the last line that it should have
	"$python" - "$1" "$2" <<'X'
import re, sys, time
body = open(sys.argv[1]).read().rsplit("end ", 1)[0]
if sys.argv[2] == "now":
    body = re.sub(r"(?m)^saved .*", f"saved {int(time.time())}", body)
h = 0xcbf29ce484222325
for b in body.encode():
    h = ((h ^ b) * 0x100000001b3) & (1 << 64) - 1
sys.stdout.write(f"{body if sys.argv[2] == 'now' else ''}end {body.count(chr(10))} {h:016x}\n")
X
}
lists "$carried/lists" now >"$tmp/lists"
host again
ok "a namespace without lists" on again sfwctl restore "$carried/policy.conf"
ok "lists of another machine" on again sfwctl list restore "$tmp/lists"
ok "save them" on again sfwctl list save "$tmp/saved"
is "the same sum" "$(tail -n 1 "$tmp/saved")" "$(lists "$tmp/saved" sum)"

# All but the times as it was; those within what this took.
differences() {
	"$python" - "$tmp/lists" "$tmp/saved" "$((60 * ${SFW_SLOW:-1}))" <<'X'
import re, sys
limit = int(sys.argv[3])
def read(path):
    found, name = {}, ""
    for line in open(path):
        word, *rest = line.split()
        if word in ("list", "kind"):
            name = rest[0] if word == "list" else name
            found[word, name] = rest
        elif word == "block":
            found[word, rest[0]] = [], [int(rest[1])]
        elif word == "entry":
            # Milliseconds and TTL of each stamp.
            stamps = [s.split("/") for s in rest[8].split(",")] if rest[8] != "-" else []
            ages = rest[2:4] + ([] if rest[7] in ("stays", "-") else [rest[7]]) + [s[0][:-3] for s in stamps]
            found[word, name, rest[0]] = (rest[1:2] + rest[4:7] + [s[1] for s in stamps] +
                                          [rest[7]] * rest[7].isalpha(), [int(n) for n in ages])
    return found
was, saved = read(sys.argv[1]), read(sys.argv[2])
for key in sorted(was.keys() | saved.keys()):
    a, b = was.get(key), saved.get(key)
    if a != b and not (a and b and isinstance(a, tuple) and a[0] == b[0] and len(a[1]) == len(b[1]) and
                       all(abs(x - y) <= limit for x, y in zip(a[1], b[1]))):
        print(*key, "was", a, "and is", b)
X
}
is "the same addresses, counts, kinds and, but for this moment, times" "$(differences)" ""
done_testing
