#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Rehearsals: a policy judges packets beside the one that runs, and nothing is done by
# it; what it would do is told, with the lines that would change it. SFW_PACKETS: of a flood.
# Waits for 3602 s: an hour, where time is virtual.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"
. "$(dirname "$0")/rehearsal.sh"

flood=${SFW_PACKETS:-20000}
wire fw peer
crowd fw
start_frames peer
silent_peer peer
set_sysctl fw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
	net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.eth0.send_redirects=0
ip -n fw route add 203.0.113.0/24 via 10.0.0.2

udp() { # SRC PORT
	frames "ip4(src='$1')/UDP(sport=$((RANDOM + 10000)), dport=$2)/Raw(b'x')" >/dev/null
}
through() { # SRC PORT
	frames "ip4(src='$1', dst='203.0.113.9')/TCP(sport=$((RANDOM + 10000)), dport=$2, flags='S')" >/dev/null
}
counters() { on fw cat /proc/net/sfw/stats; }

status_is "nothing is rehearsed" 1 fw rehearse list
like "says so" "$output" 'no policy is rehearsed: sfwctl rehearse FILE'
status_is "nothing to suggest" 1 fw rehearse suggest
status_is "nothing to apply" 1 fw rehearse apply
like "says what to do" "$output" 'no policy is rehearsed: rehearse a file first$'
status_is "nothing to stop" 1 fw rehearse stop
status_is "nothing to stop, dry" 1 fw -n rehearse stop
like "says so" "$output" '^sfwctl: no policy is rehearsed$'
unlike "status is silent of it" "$(fw status)" rehears
unlike "Prometheus too" "$(fw stats --prometheus)" rehears

# While disabled: a machine in use.
cat >"$tmp/first" <<'END'
port add tcp 80
guard add ssh 2/1h
port add tcp 22 guard ssh
block add 198.18.1.0/24
enable
END
use() {
	local port
	for port in 80 81 82 82; do syn 198.18.0.1 $port >/dev/null; done
	syn fd01::1 81 >/dev/null
	syn fd01::1 82 >/dev/null
	udp 198.18.0.1 53
	syns 5 198.18.0.2 22 >/dev/null
	syn 198.18.1.7 80 >/dev/null
	through 198.18.3.1 25
	frames "ip4(src='198.18.0.3')/ICMP()" >/dev/null
	frames "ip4(src='198.18.0.3', proto=47)/Raw(bytes(20))" >/dev/null
}
spawn fw socat -u UDP4-RECVFROM:53,fork SYSTEM:cat
wait_for listening fw udp 53
policy_before=$(policy)
ok "a rehearsal begins" fw rehearse "$tmp/first"
is "no difference so far" "$(found)" ''
like "says so" "$(fw rehearse list)" '^no difference so far; 1d are left$'
use
is "what it would refuse" "$(found)" "refuse guard disabled tcp 22 198.18.0.2 eth0 3 guard add ssh 2/1h
refuse closed-tcp disabled tcp 82 198.18.0.1 eth0 2 set reject4 rfc
refuse no-forward disabled tcp 25 198.18.3.1 eth0 1 set forward drop
refuse blocked disabled tcp 80 198.18.1.7 eth0 1 block add 198.18.1.0/24
refuse closed-tcp disabled tcp 81 198.18.0.1 eth0 1 set reject4 rfc
refuse closed-tcp disabled tcp 81 fd01::1 eth0 1 set reject6 admin
refuse closed-tcp disabled tcp 82 fd01::1 eth0 1 set reject6 admin
refuse closed-udp disabled udp 53 198.18.0.1 eth0 1 set reject4 rfc
refuse closed-proto disabled gre - 198.18.0.3 eth0 1 set reject4 rfc"
is "the policy is what it was" "$(policy)" "$policy_before"
is "nothing is counted" "$(counters | awk '{ n += $2 } END { print n }')" 0
is "nothing is refused" "$(fw refused | wc -l)" 1
is "nobody sees its lists" "$(on fw ls /proc/net/sfw/recent | paste -sd' ')" 'tcp-portscan udp-portscan'
like "status tells" "$(fw status)" '^rehearsal +9 differences, ends in [0-9a-z]+: sfwctl rehearse list$'
like "as JSON" "$(fw -j status)" '"rehearsal_left":86[0-9]*,"differences":9'
like "Prometheus tells" "$(fw stats --prometheus)" '^sfw_rehearsal_differences 9$'

# The lines that would let it in; with them, the same traffic makes no difference.
fw rehearse suggest >"$tmp/suggested"
is "lines, each with a comment" "$(cat "$tmp/suggested")" "# 4 packets from 2 sources
exempt add 198.18.0.2,198.18.1.7
# 5 packets from 2 sources
port add tcp 81-82 from 198.18.0.1,fd01::1
# 1 packet from 1 source
lan add dev eth0 out eth0
# 1 packet from 1 source: socat
port add udp 53 from 198.18.0.1
# 1 packet from 1 source
proto add gre from 198.18.0.3"
cat "$tmp/first" "$tmp/suggested" >"$tmp/second"
ok "added to the file" fw rehearse "$tmp/second" for 1h
use
is "no difference is left" "$(found)" ''
is "nor a line" "$(fw rehearse suggest)" ''

# More sources than a line names.
for ((n = 1; n <= 17; n++)); do syn "198.18.8.$n" 81 >/dev/null; done
is "a prefix covers them" "$(found)" 'refuse closed-tcp disabled tcp 81 198.18.8.0/27 eth0 17 set reject4 rfc'
is "their line" "$(fw rehearse suggest)" '# 17 packets from more than 16 sources
port add tcp 81 from 198.18.8.0/27'

# A reason behind another one, knocks, and what no line lets in.
scanned() {
	local port
	for port in 81 80 82 443; do syn 198.18.0.5 $port >/dev/null; done
	syn 198.18.0.6 443 >/dev/null
	frames "ip4(src='198.18.0.7')/TCP(sport=$((RANDOM + 10000)), dport=80, flags='A')" >/dev/null
}
cat >"$tmp/third" <<'END'
set scan tcp
knock add door tcp/7000
port add tcp 80
port add tcp 443 knock door
enable
END
fw rehearse "$tmp/third" >/dev/null
scanned
is "listed in a list of its own" "$(found | sort)" "refuse closed-tcp disabled tcp 81 198.18.0.5 eth0 1 set reject4 rfc
refuse knock disabled tcp 443 198.18.0.6 eth0 1 knock add door tcp/7000 within 10s open 30s
refuse not-syn disabled tcp 80 198.18.0.7 eth0 1 set reject4 rfc
refuse scan disabled tcp 443 198.18.0.5 eth0 1 set scan tcp
refuse scan disabled tcp 80 198.18.0.5 eth0 1 set scan tcp
refuse scan disabled tcp 82 198.18.0.5 eth0 1 set scan tcp"
is "nobody else is listed" "$(listed tcp-portscan)" ''
fw rehearse suggest >"$tmp/suggested"
like "a segment of no connection" "$(cat "$tmp/suggested")" '^# 1 packet from 1 source: not-syn, which no line but trust would let in$'
cat "$tmp/third" "$tmp/suggested" | fw rehearse - >/dev/null
scanned
is "with the lines, that alone is left" "$(found)" 'refuse not-syn disabled tcp 80 198.18.0.7 eth0 1 set reject4 rfc'

# JSON.
fw rehearse "$tmp/second" >/dev/null
for ((n = 1; n <= 17; n++)); do syn "198.18.8.$n" 81 >/dev/null; done
fw -j rehearse list >"$tmp/json"
"$python" - "$tmp/json" "$net_dir/schema/sfwctl.json" >"$tmp/valid" 2>&1 <<'X'
import json, sys
from jsonschema import Draft202012Validator as Validator
defs = json.load(open(sys.argv[2]))["$defs"]
document = json.load(open(sys.argv[1]))
Validator({"$ref": "#/$defs/rehearse", "$defs": defs}).validate(document)
assert document["findings"][0]["from"] == ["198.18.8.0/27"], document
X
is "JSON" "$(cat "$tmp/valid")" ''

# Beside a policy that runs, before conntrack and behind it.
for early in on off; do
	fw restore - <<-END
		set early $early
		port add tcp 81
		block add 198.18.2.0/24
		lan add dev eth0
		enable
	END
	fw rehearse - >/dev/null <<-END
		set early $early
		port add tcp 80
		port add udp 53
		set ping off
		block add 198.18.4.0/24
	END
	before=$(fw save -)
	syn 198.18.0.1 80 >/dev/null
	syn fd01::1 80 >/dev/null
	is "early $early: refused as before" "$(syn 198.18.0.1 80)" tcp:RA
	syn 198.18.0.1 81 >/dev/null
	syn 198.18.0.1 82 >/dev/null
	syn 198.18.2.1 80 >/dev/null
	syn 198.18.2.1 82 >/dev/null
	syn 198.18.4.1 81 >/dev/null
	syn 198.18.4.1 82 >/dev/null
	udp 198.18.0.1 53
	udp 198.18.0.1 54
	through 198.18.0.1 25
	frames "ip4(src='198.18.0.1')/ICMP(id=$RANDOM)" >/dev/null
	frames "ip4(src='198.18.0.1')/TCP(sport=5000, dport=80, flags='A')" >/dev/null
	is "early $early: all differences, and no other" "$(found | sort)" "accept port blocked tcp 80 198.18.2.1 eth0 1 port add tcp 80
accept port closed-tcp tcp 80 198.18.0.1 eth0 2 port add tcp 80
accept port closed-tcp tcp 80 fd01::1 eth0 1 port add tcp 80
accept port closed-udp udp 53 198.18.0.1 eth0 1 port add udp 53
refuse blocked port tcp 81 198.18.4.1 eth0 1 block add 198.18.4.0/24
refuse closed-tcp port tcp 81 198.18.0.1 eth0 1 set reject4 rfc
refuse no-forward lan tcp 25 198.18.0.1 eth0 1 set forward drop
refuse ping-off ping icmp - 198.18.0.1 eth0 1 set ping off"
	is "early $early: the policy stays" "$(fw save -)" "$before"
done

# Where ports alone decide, for a host that forwards nothing: the short way of first packets.
forwarding() { set_sysctl fw net.ipv4.ip_forward="$1" net.ipv6.conf.all.forwarding="$1"; }
forwarding 0
for direct in on off; do
	fw restore - <<-END
		set direct $direct
		port add tcp,udp 81
		enable
	END
	fw rehearse - >/dev/null <<<'port add tcp,udp 80'
	for port in 80 81 82; do
		syn 198.18.0.1 $port >/dev/null
		syn fd01::1 $port >/dev/null
		udp 198.18.0.1 $port
	done
	is "direct $direct: all differences where ports decide" "$(found | sort)" "accept port closed-tcp tcp 80 198.18.0.1 eth0 1 port add tcp 80
accept port closed-tcp tcp 80 fd01::1 eth0 1 port add tcp 80
accept port closed-udp udp 80 198.18.0.1 eth0 1 port add udp 80
refuse closed-tcp port tcp 81 198.18.0.1 eth0 1 set reject4 rfc
refuse closed-tcp port tcp 81 fd01::1 eth0 1 set reject6 admin
refuse closed-udp port udp 81 198.18.0.1 eth0 1 set reject4 rfc"
done
forwarding 1

# Blocks for a time are no policy: they hold under any. Those who are let in later.
fw block add 198.18.5.0/24 for 1h
syn 198.18.5.1 80 >/dev/null
unlike "a timed block makes no difference" "$(found)" 198.18.5.1

# What both let in goes direct as before, and what one refuses if a segment. Of a flow of
# UDP, of which the other one would know the state, only the first packet differs.
set_sysctl fw net.ipv4.ip_forward=0
listen fw udp 5300
listen fw udp 5301
listen fw tcp 5302
listen fw tcp 5303
fw restore - <<<$'set direct on\nport add udp 5300-5301\nport add tcp 5302-5303\nenable'
fw rehearse - >/dev/null <<<$'set direct on\nport add udp 5300\nport add tcp 5302\nguard add few 1/1h\nport add tcp 5304 guard few'
on fw conntrack -F 2>/dev/null
tracked() { on fw conntrack -L 2>/dev/null | grep -oE 'dport=53[0-9]+' | sort -u | paste -sd' '; }
ask() { frames "ip4()/UDP(sport=7777, dport=$1)/Raw(b'x\n')" >/dev/null; }
answered() { on fw conntrack -L 2>/dev/null | grep 'dport=5301 ' | grep -vq UNREPLIED; }
ask 5300
ask 5301
ok "an answer is seen" wait_for answered
ask 5301
ask 5301
like "handshakes" "$(syn 198.18.0.1 5302) $(syn 198.18.0.1 5303)" 'tcp:SA .*tcp:SA'
is "the first packets differ" "$(found | sort)" "refuse closed-tcp port tcp 5303 198.18.0.1 eth0 1 set reject4 rfc
refuse closed-udp port udp 5301 10.0.0.2 eth0 1 set reject4 rfc"
is "one flow is tracked" "$(tracked)" dport=5301
set_sysctl fw net.ipv4.ip_forward=1

# Another's translation, and our own: by the address that a packet was sent to.
on fw iptables-legacy -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 203.0.113.20:80
fw restore - <<'END'
lan add dev eth0
forward add tcp 8000 in eth0 to 203.0.113.20:80
port add tcp 8080
enable
END
fw rehearse - >/dev/null <<'END'
lan add dev eth0
forward add tcp 8001 in eth0 to 203.0.113.20:80
port add tcp 8000
guard add few 1/1h
port add tcp 8090 guard few
END
for port in 8000 8001 8080 8090; do syn 198.18.0.1 $port >/dev/null; done
is "translations" "$(found | sort)" "accept lan closed-tcp tcp 8001 198.18.0.1 eth0 1 lan add dev eth0
accept port closed-tcp tcp 8090 198.18.0.1 eth0 1 port add tcp 8090 guard few
refuse closed-tcp port tcp 8080 198.18.0.1 eth0 1 set reject4 rfc"
on fw iptables-legacy -t nat -F

# Connections at once are those of this host. Behind conntrack, which early SYNs never see.
fw set early off
fw rehearse - >/dev/null <<'END'
guard add one live 1
port add tcp 8090-8091 guard one
END
for port in 8090 8091; do syn 198.18.0.1 $port >/dev/null; done
like "a guard of connections at once" "$(found)" '^accept port closed-tcp tcp 8090 198.18.0.1 eth0 1 port add tcp 8090-8091 guard one'
fw set early on
fw rehearse - >/dev/null <<'END'
guard add few 1/1h
port add tcp 8090 guard few
END
syn 198.18.0.1 8090 >/dev/null

# Queries to all on the link are those of this host: a rehearsal has none of its own.
fw rehearse - >/dev/null <<'END'
set discovery on
END
frames "ip4()/UDP(sport=1900, dport=53)/Raw(b'x')" >/dev/null
unlike "an answer to no query" "$(found)" ' udp 53 '
fw rehearse - >/dev/null <<'END'
guard add few 1/1h
port add tcp 8090 guard few
END
syn 198.18.0.1 8090 >/dev/null

# Bad files, dry runs, others in its place.
status_is "a bad file" 1 fw rehearse - <<<'port add tcp 0'
status_is "no time" 2 fw rehearse "$tmp/first" for 0
status_is "no file" 1 fw rehearse "$tmp/none"
like "a dry run" "$(fw -n rehearse "$tmp/first")" '^dry run: nothing changed$'
like "none of them takes its place" "$(found)" 8090
spawn fw timeout 60 sfwctl events
events=$spawned_log
heard() { fw rehearse "$tmp/first" >/dev/null && grep -q 'policy *rehearse generation' "$events"; }
ok "events tell of it" wait_for heard
is "another one begins anew" "$(found)" ''
ok "who may not" eval '! on fw setpriv --reuid 65534 --clear-groups sfwctl rehearse list'

# It outlives other policies, and its findings its end.
fw restore - <<<'enable'
fw port add tcp 9000
syn 198.18.0.1 80 >/dev/null
is "by another policy" "$(found)" 'accept port closed-tcp tcp 80 198.18.0.1 eth0 1 port add tcp 80'
fw disable
syn 198.18.0.9 9000 >/dev/null
like "and by none" "$(found)" '^refuse closed-tcp disabled tcp 9000 198.18.0.9'
fw enable
fw rehearse "$tmp/first" for 2s >/dev/null
syn 198.18.0.1 80 >/dev/null
over() { fw rehearse list | grep -qx 'the rehearsal is over'; }
if [ "${SFW_KERNEL:-}" = uml ]; then
	fw rehearse "$tmp/first" for 1h >/dev/null
	sleep 3599
	syn 198.18.0.1 80 >/dev/null
	sleep 3
	ok "an hour is an hour" over
	syn 198.18.0.2 80 >/dev/null
	is "behind it no packet is judged" "$(found | wc -l)" 1
	fw rehearse "$tmp/first" for 2s >/dev/null
	syn 198.18.0.1 80 >/dev/null
fi
ok "it ends by itself" wait_for over
syn 198.18.0.2 80 >/dev/null
is "its findings stay, and no other comes" "$(found)" 'accept port closed-tcp tcp 80 198.18.0.1 eth0 1 port add tcp 80'
like "status tells" "$(fw status)" '^rehearsal +1 difference, it is over: sfwctl rehearse list$'

# Applied as it was rehearsed.
rm "$tmp/first"
ok "applied on trial" fw rehearse apply confirm-within 1h
like "what is due now" "$output" 'sfwctl confirm'
like "it is in force" "$(fw save -)" 'port add tcp 22 guard ssh'
fw rollback
unlike "and taken back" "$(fw save -)" 'guard ssh'
printf 'port add tcp 99\nenable\n' >"$tmp/tried"
fw apply "$tmp/tried" confirm-within 1h
fw rehearse apply 2>"$tmp/note" >"$tmp/applied"
is "applied while another policy is on trial: it goes back with that" \
	"$(sed 's/ in [0-9hms ]*,/,/' "$tmp/note" "$tmp/applied")" \
	"sfwctl: note: a policy is on trial: this goes back with it, unless: sfwctl confirm"
fw rollback
unlike "and so it did" "$(fw save -)" 'guard ssh'
ok "applied for good" fw rehearse apply
is "word for word" "$(fw save - | grep -v '^set')" "guard add ssh 2/1h
port add tcp 22 guard ssh
port add tcp 80
block add 198.18.1.0/24
enable"
is "with counters of its own" "$(fw port list | awk '$2 == 80 { print $8 }')" 0
ok "a dry stop of one that is over" fw -n rehearse stop
ok "stopped: forgotten, since it was over" fw rehearse stop
status_is "it is gone" 1 fw rehearse list
fw rehearse - >/dev/null <<<'enable'
ok "a dry stop" fw -n rehearse stop
unlike "goes on" "$(fw rehearse list)" 'the rehearsal is over'
ok "stopped before its time" fw rehearse stop
ok "its findings stay" over

# A flood of forged sources on a thousand ports: each port is a line, and the others stay.
# Of one frame, with sums that stay: a field grows as another one shrinks.
fw restore - <<<'enable'
fw rehearse - >/dev/null <<<'port add tcp 1-10,20000-20999'
for port in 1 2 3 4 5 6 7 8 9 10; do syns 2 "198.18.0.$port" $port >/dev/null; done
for ((done = 0; done < flood; done += 20000)); do
	frames "(lambda f: [f[:18] + (61000 - n).to_bytes(2, 'big') + f[20:28] + n.to_bytes(2, 'big') + f[30:34] + (61000 - n - n % 1000).to_bytes(2, 'big') + (20000 + n % 1000).to_bytes(2, 'big') + f[38:] for n in range(20000)])(frame(ip4(src='$((11 + done / 20000)).0.0.0', id=61000)/TCP(sport=61000, dport=20000, flags='S')))" >/dev/null
done
is "as many lines as there are ports" "$(found | wc -l)" 1010
is "ten real differences among them" "$(found | awk '$6 ~ /^198[.]18[.]0[.]/ && $8 == 2 { print $5 }' | sort -n | paste -sd,)" '1,2,3,4,5,6,7,8,9,10'
like "the flood in prefixes" "$(found)" '^accept port closed-tcp tcp 20000 [0-9]+.0.0.0/[0-9]+ eth0 [0-9]+ port add tcp 20000-20999$'

# It goes with its namespace, and with the module.
host other
on other sfwctl rehearse - for 1d >/dev/null <<<'port add tcp 80'
ip netns del other
fw rehearse - >/dev/null <<<'set scan tcp'
ok "the module goes" unload_sfw
load_sfw
status_is "and nothing is left" 1 fw rehearse list
done_testing
