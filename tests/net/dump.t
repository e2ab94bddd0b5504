#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A listing tells one policy, from beginning to end, however fast others
# change it. SFW_ROUNDS scales it.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

rounds=${SFW_ROUNDS:-30}
host fw
fw enable
is "2000 ports in one transaction" "$(on fw "$python" "$net_dir/churn.py" add 20001 22000)" ""
# One entry that comes and goes before all others, one among, one behind.
for port in 10 21000 60000; do
	fw port add tcp $port dev later0
	fw port del tcp $port dev later0
	spawn fw "$python" "$net_dir/churn.py" 0 $((port + 1 + (port == 21000) * 2000))
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
done_testing
