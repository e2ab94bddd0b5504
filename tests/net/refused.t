#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The journal of refusals: each of them with the line that decided, without a listener,
# and after a flood the last ones of others. SFW_PACKETS: of the flood.
# By the host's clock: packets that follow each other have times of their own.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

flood=${SFW_PACKETS:-$((60000 / slow))}
wire fw peer
crowd fw
start_frames peer
silent_peer peer
set_sysctl fw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n fw route add 203.0.113.0/24 via 10.0.0.2
ip -n fw -6 route add 2001:db8::/32 via fd00::2

status_is "nothing was refused" 0 fw refused
is "only the heads" "$output" 'AGO  REASON  PROTO  SRC  DST  PORT  IN  PACKETS  LINE'
fw restore - <<'END'
block add 198.18.1.0/24 comment "spam"
guard add ssh 1/1h then reject
guard add ban 1/1h then block 1h
knock add door tcp/7000,tcp/7001
port add tcp 22 guard ssh
port add tcp 23 guard ban
port add tcp 25 knock door
set forward reject
enable
END

# SRC [WORDS...]: its refusals but for the age, blanks made one
told() {
	fw refused "${@:2}" from "$1" | awk 'NR > 1 { $1 = ""; print substr($0, 2) }'
}
udp() { # SRC PORT
	frames "ip4(src='$1')/UDP(sport=4000, dport=$2)/Raw(b'x')" >/dev/null
}

# Reasons, families and ways. With `early on`, some of them are refused before
# connection tracking.
for early in on off; do
	n=$([ $early = on ] && echo 1 || echo 2)
	fw set early $early
	syn "198.18.0.$n" 81 >/dev/null
	is "early $early: a closed port" "$(told "198.18.0.$n")" "closed-tcp tcp 198.18.0.$n 10.0.0.1 81 eth0 1 set reject4 rfc"
	syn "fd01::$n" 81 >/dev/null
	is "early $early: of IPv6" "$(told "fd01::$n")" "closed-tcp tcp fd01::$n fd00::1 81 eth0 1 set reject6 admin"
	udp "198.18.2.$n" 53
	is "early $early: of UDP" "$(told "198.18.2.$n")" "closed-udp udp 198.18.2.$n 10.0.0.1 53 eth0 1 set reject4 rfc"
	syn "198.18.1.$n" 443 >/dev/null
	is "early $early: a blocked source" "$(told "198.18.1.$n")" "blocked tcp 198.18.1.$n 10.0.0.1 443 eth0 1 block add 198.18.1.0/24 comment \"spam\""
	frames "ip4(src='198.18.3.$n', dst='203.0.113.9')/TCP(sport=4000, dport=25, flags='S')" >/dev/null
	is "early $early: forwarded" "$(told "198.18.3.$n")" "no-forward tcp 198.18.3.$n 203.0.113.9 25 eth0 1 set forward reject"
	frames "ip6(src='fd01::3:$n', dst='2001:db8::9')/TCP(sport=4000, dport=25, flags='S')" >/dev/null
	is "early $early: forwarded, of IPv6" "$(told "fd01::3:$n")" "no-forward tcp fd01::3:$n 2001:db8::9 25 eth0 1 set forward reject"
	syns 3 "198.18.4.$n" 22 >/dev/null
	is "early $early: a guard" "$(told "198.18.4.$n")" "guard tcp 198.18.4.$n 10.0.0.1 22 eth0 2 guard add ssh 1/1h then reject"
	syn "198.18.5.$n" 25 >/dev/null
	is "early $early: a knock" "$(told "198.18.5.$n")" "knock tcp 198.18.5.$n 10.0.0.1 25 eth0 1 knock add door tcp/7000,tcp/7001 within 10s open 30s"
	frames "ip4(src='198.18.6.$n', proto=47)/Raw(bytes(20))" >/dev/null
	is "early $early: a protocol without ports" "$(told "198.18.6.$n")" "closed-proto gre 198.18.6.$n 10.0.0.1 - eth0 1 set reject4 rfc"
	frames "ip4(src='198.18.7.$n')/TCP(sport=4000, dport=22, flags='A')" >/dev/null
	is "early $early: no SYN" "$(told "198.18.7.$n")" "not-syn tcp 198.18.7.$n 10.0.0.1 22 eth0 1 set reject4 rfc"
done
syns 3 198.18.9.1 23 >/dev/null
is "a guard that blocks: its line for both" "$(told 198.18.9.1 | cut -d' ' -f 1,8- | sort)" "blocked guard add ban 1/1h then block 1h
guard guard add ban 1/1h then block 1h"

# Packets of a second are one, also where others come between.
frames "[ip4(src='198.18.10.1')/TCP(sport=4000 + n, dport=80 + n % 3, flags='S') for n in range(12)]" >/dev/null
is "repeats within a second are one" "$(told 198.18.10.1 | awk '{ print $5, $7 }' | sort | paste -sd,)" '80 4,81 4,82 4'

# Choosing.
is "the newest is last" "$(fw refused 1 | awk 'NR > 1 { print $4 }')" 198.18.10.1
is "20 if nothing is said" "$(fw refused | wc -l)" 21
is "as many as asked for" "$(fw refused 3 | wc -l)" 4
is "of two prefixes" "$(fw refused from 198.18.0.1,fd01::/127 | awk 'NR > 1 { print $4 }' | paste -sd' ')" '198.18.0.1 fd01::1'
is "for two reasons" "$(fw refused 100 reason knock reason closed-proto | awk 'NR > 1 { print $2 }' | sort | uniq -c | awk '{ print $1 $2 }' | paste -sd' ')" '2closed-proto 2knock'
status_is "none at all" 2 fw refused 0
status_is "too many" 2 fw refused 5000
like "says how many" "$output" '5000 is no number from 1 to 4096'
status_is "another word" 2 fw refused port 22
ok "who may not" eval '! on fw setpriv --reuid 65534 --clear-groups sfwctl refused'

# A line that changes afterwards: the setting as it was, the rest as it is.
fw set reject4 drop
like "a setting as it was" "$(told 198.18.0.1)" 'set reject4 rfc$'
fw guard del ban 2>/dev/null
fw port del tcp 23
fw guard del ban
like "a guard that is gone" "$(told 198.18.9.1 reason guard)" ' 1 -$'
fw guard add ban 5/1h
like "is not another of that name" "$(told 198.18.9.1 reason guard)" ' 1 -$'
fw block del 198.18.1.0/24
like "a block that is gone" "$(told 198.18.1.1)" ' 1 -$'

# JSON: a document a line, as of events.
fw -j refused 100 from 198.18.0.1,198.18.7.1,198.18.6.1 >"$tmp/json"
"$python" - "$tmp/json" >"$tmp/valid" 2>&1 <<'X'
import json, re, sys
keys = ["time", "event", "prefix", "reason", "proto", "port", "packets", "dst", "in", "line"]
seen = {}
for line in open(sys.argv[1]):
    e = json.loads(line)
    assert list(e) == keys, e
    assert e["event"] == "refused" and re.match(r"20\d\d-.*Z$", e["time"]), e
    seen[e["reason"]] = e
assert seen["closed-tcp"]["line"] == "set reject4 rfc" and seen["closed-tcp"]["port"] == 81
assert seen["closed-proto"]["port"] is None and seen["closed-proto"]["dst"] == "10.0.0.1"
X
is "JSON" "$(cat "$tmp/valid")" ''

# why ends with the last ones of the address.
status_is "why: nothing holds it" 1 fw why 198.18.0.1
like "what it was refused for" "$output" 'closed-tcp  tcp  +198.18.0.1  10.0.0.1  +81  eth0'
unlike "nobody else's" "$output" 198.18.2.1
like "as JSON" "$(fw -j why 198.18.0.1)" '"refused":\[\{"time":"[^"]*","event":"refused","prefix":"198.18.0.1"'
unlike "nothing refused" "$(fw -j why 192.0.2.99)" '"refused"'

# A hundred quiet ones, then a flood of one source to all ports, and of one port.
frames "[ip4(src=f'198.18.20.{n}')/TCP(sport=4000, dport=1000 + n, flags='S') for n in range(1, 101)]" >/dev/null
quiet() { fw refused 4096 from 198.18.20.0/24 | awk 'NR > 1 { print $4 }' | sort -u | wc -l; }
is "a hundred" "$(quiet)" 100
# Of one frame, with sums that stay: a port grows as another field shrinks.
for ((done = 0; done < flood; done += 10000)); do
	frames "(lambda f: [f[:34] + (61000 - n).to_bytes(2, 'big') + (1 + n).to_bytes(2, 'big') + f[38:] for n in range($done % 60000, $done % 60000 + 10000)])(frame(ip4(src='198.18.21.1')/TCP(sport=61000, dport=1, flags='S')))" >/dev/null
done
is "after $flood packets of one source each of them is there" "$(quiet)" 100
like "the flood too" "$(fw refused 4096 from 198.18.21.1 | wc -l)" '^[23][0-9]{3}$'
frames "(lambda f: [f[:18] + (61000 - n).to_bytes(2, 'big') + f[20:28] + n.to_bytes(2, 'big') + f[30:34] + (61000 - n).to_bytes(2, 'big') + f[36:] for n in range(10000)])(frame(ip4(src='198.19.0.0', id=61000)/TCP(sport=61000, dport=23, flags='S')))" >/dev/null
is "and after 10000 sources of one port" "$(quiet)" 100
is "never more" "$([ "$(fw refused 4096 | wc -l)" -le 4097 ] && echo yes)" yes
note "kept: $(($(fw refused 4096 | wc -l) - 1))"

# Each namespace has its own, and it is gone with it.
host other
is "another namespace has none" "$(on other sfwctl refused | wc -l)" 1
done_testing
