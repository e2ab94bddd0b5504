#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A listing tells one policy, from beginning to end, however fast others
# change it. SFW_ROUNDS scales it.
# By the host's clock: others write while a listing is read.
# In check-full: listings without a pause.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

rounds=${SFW_ROUNDS:-$(few 30)}
host fw
fw enable
is "2000 ports in one transaction" "$(on fw "$python" "$net_dir/lib/churn.py" add 20001 22000)" ""
is "a dump is of one policy, though it changes between its pieces" \
	"$(on fw "$python" "$net_dir/lib/dump.py" 20001 22000 10 2>&1)" ""

# A recent list, in many messages.
seq -f '+198.51.100.%g' 254 | on fw dd of=/proc/net/sfw/recent/tcp-portscan bs=64k iflag=fullblock status=none
seq -f '+203.0.113.%g' 254 | on fw dd of=/proc/net/sfw/recent/tcp-portscan bs=64k iflag=fullblock status=none
is "a list is dumped whole" "$(diff <(fw list show tcp-portscan | awk '/^[0-9]/ { print $1 }' | sort) \
	<({ seq -f '198.51.100.%g' 254; seq -f '203.0.113.%g' 254; } | sort) | head -n 5)" ''

# One entry that comes and goes before all others, one among, one behind.
for port in 10 21000 60000; do
	fw port add tcp $port dev later0
	fw port del tcp $port dev later0
	spawn fw "$python" "$net_dir/lib/churn.py" 0 $((port + 1 + (port == 21000) * 2000))
done
generation() { on fw sed -n 's/^generation //p' /proc/net/sfw/status; }
changes() { [ "$(generation)" -gt $((start + 50)) ]; }
start=$(generation)
ok "others change the policy all the time" wait_for changes

for i in $(seq "$rounds"); do
	fw -j port list >"$tmp/list.$i" 2>"$tmp/err" || not_ok "list $i" "$(cat "$tmp/err")"
	on fw cat /proc/net/sfw/ports >"$tmp/proc.$i"
done
cat >"$tmp/check.py" <<'X'
import collections, glob, json, sys
stable = set(range(20001, 22001))
for name in sorted(glob.glob(sys.argv[1] + "/list.*")):
    with open(name) as f:
        ports = collections.Counter(p["first"] for p in json.load(f)["ports"])
    print(*[f"{p} missing" for p in stable - ports.keys()], *[f"{p} twice" for p, n in ports.items() if n > 1],
          *[f"{p} strange" for p in ports.keys() - stable - {11, 23001, 60001}])
for name in sorted(glob.glob(sys.argv[1] + "/proc.*")):
    with open(name) as f:
        ports = collections.Counter(int(line.split()[1]) for line in f)
    print(*[f"{p} missing" for p in stable - ports.keys()], *[f"{p} twice" for p, n in ports.items() if n > 1])
X
is "$rounds listings, each of one policy" "$("$python" "$tmp/check.py" "$tmp" 2>&1 | sed '/^$/d')" ""
ok "the policy changed meanwhile" test "$(generation)" -gt $((start + 50 + rounds))

# Lists are told bucket by bucket, over many messages.
fw flush lists
fw set scan tcp
"$python" - >"$tmp/lines" <<'X'
for n in range(20000):
    print(f"+10.{n >> 16}.{n >> 8 & 255}.{n & 255}")
X
for i in $(seq 1 1000 20000); do
	sed -n "$i,$((i + 999))p" "$tmp/lines" | on fw dd of=/proc/net/sfw/recent/tcp-portscan bs=65536 iflag=fullblock status=none
done
fw -j list show tcp-portscan >"$tmp/told"
is "20,000 addresses of a list: each is told, and once" "$("$python" -c 'import collections, json, sys
told = collections.Counter(e["addr"] for e in json.load(sys.stdin)["addresses"])
print(len(told), max(told.values()))' <"$tmp/told" 2>&1)" "20000 1"
done_testing
