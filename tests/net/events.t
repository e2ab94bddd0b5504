#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# sfwctl events: what happens is told, by whom, and no flood of it is more than
# a thousand messages a second; what is not told is counted.
# Waits for 3605 s: an hour, where time is virtual.
# In check-full: floods of events.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

block=$((3 * slow))
wire fw peer
crowd fw
address peer eth0 10.0.0.3/24
fw enable
fw set scan tcp,udp
fw set scan-window 1h
fw knock add door tcp/7000,udp/8000,tcp/9000 open 2h
fw guard add ban 2/1h 'then' block ${block}s
fw guard add ssh 1/1h
fw port add tcp 22 knock door
fw port add tcp 23 guard ban
fw port add tcp 24 guard ssh
start_talk
start_frames peer
for port in 22 23 24; do talk serve fw tcp $port >/dev/null; done

# Listeners: LOG and PID name one; each line that it writes is an event.
listening_to() { # PID: its socket has joined both of its groups
	on fw grep -qE "^[0-9a-f]+ +16 +$1 +[0-9a-f]{4}[89a-f]" /proc/net/netlink
}
start_events() { # WORDS...
	spawn fw sfwctl "$@"
	log=$spawned_log pid=$spawned
	wait_for listening_to "$pid" && wait_for heard_first || not_ok "sfwctl $* listens" "$(cat "$log")"
}
# The kernel listens to it once it has told the first thing that happened.
heard_first() {
	fw set ping off
	fw set ping on
	sleep 0.3
	grep -q policy "$log" || is_filtered "$log"
}
is_filtered() { [ "$filtered" = yes ]; }
filtered=no
tells() { # REGEX: in the log of the listener
	grep -qE -- "$1" "$log"
}
told() { # TEXT REGEX
	if wait_for tells "$2"; then pass "$1"; else not_ok "$1" "no line has /$2/ in
$(tail -n 30 "$log")"; fi
}
time='^[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}'

start_events events
text=$log text_pid=$pid
start_events -j events
json=$log json_pid=$pid
log=$text

# A policy: who changed it, and how. All at first, since what happens is told
# once a second.
generation() { on fw awk '$1 == "generation" { print $2 }' /proc/net/sfw/status; }
before=$(generation)
spawn fw sfwctl port add tcp 2222
adder=$spawned
wait "$adder"
on fw cp "$(command -v sfwctl)" "$tmp/other-name"
on fw setpriv --reuid 65534 --inh-caps=+net_admin --ambient-caps=+net_admin "$tmp/other-name" port del tcp 2222
fw save "$tmp/policy" >/dev/null
fw apply "$tmp/policy" confirm-within 1h >/dev/null
fw confirm >/dev/null
confirmed=$(generation)
fw apply "$tmp/policy" confirm-within 1h >/dev/null
fw rollback >/dev/null
rolled=$(generation)
fw apply "$tmp/policy" confirm-within 1s >/dev/null
told "a commit: generations, process and user" \
	"$time policy +commit generation $before to $((before + 1)) by sfwctl \(pid $adder, uid 0\)$"
told "another program of another user" "policy +commit generation $((before + 1)) to $((before + 2)) by other-name \(pid [0-9]+, uid 65534\)$"
told "a trial begins" "policy +trial generation $((confirmed - 1)) to $confirmed by sfwctl"
told "it is confirmed" "policy +confirm generation $confirmed by sfwctl"
told "a rollback by hand" "rollback +generation $((rolled - 1)) to $rolled by sfwctl \(pid"
told "a rollback by time" "rollback +generation $((rolled + 1)) to $((rolled + 2)) by time$"

# Addresses.
syns 4 198.18.0.7 23 >/dev/null
syns 4 198.18.0.8 23 >/dev/null
fw list del ban 198.18.0.8
fw block add 192.0.2.0/24 for 1s
fw block add 2001:db8::/32
fw block del 2001:db8::/32
on peer nmap -Pn -n -sS -p 80-85 --max-retries 0 10.0.0.1 >/dev/null
fw list add udp-portscan 198.18.9.9
on peer knock 10.0.0.1 7000 8000:udp 9000
for _ in 1 2 3 4; do try tcp 10.0.0.1 24 10.0.0.3 >/dev/null; done
syn fd01::5 81 >/dev/null
told "a block by the administrator" "blocked +192\.0\.2\.0/24 for 1s by administrator$"
told "that ends by itself" "unblocked 192\.0\.2\.0/24 by time$"
told "one for ever, of IPv6" "blocked +2001:db8::/32 by administrator$"
told "that is taken back" "unblocked 2001:db8::/32 by administrator$"
told "a real scan: its source is listed" "listed +10\.0\.0\.2 tcp-portscan tcp/8[0-5]$"
told "its packets are told" "refused +10\.0\.0\.2 (closed-tcp|scan) tcp/83 1 packet$"
is "the source is listed only once" "$(grep -c ' listed .*10\.0\.0\.2' "$log")" 1
told "listed by hand" "listed +198\.18\.9\.9 udp-portscan by administrator$"
told "a real knock opens" "opened +10\.0\.0\.2 door tcp/9000 for 2h$"
told "over IPv6" "refused +fd01::5 closed-tcp tcp/81 1 packet$"
told "a guard trips" "tripped +10\.0\.0\.3 tcp/24 by guard ssh$"
is "once, for all that it refuses then" "$(grep -c 'tripped .*guard ssh' "$log")" 1
told "one that blocks" "tripped +198\.18\.0\.7 tcp/23 by guard ban$"
told "blocks" "blocked +198\.18\.0\.7 tcp/23 for ${block}s by guard ban$"
told "packets of the blocked one, with their port" "refused +198\.18\.0\.7 (guard|blocked) tcp/23 "
told "it is let go of by hand" "unblocked 198\.18\.0\.8 ban tcp/23 by administrator$"
told "or by time" "unblocked 198\.18\.0\.7 ban tcp/23 by time$"

# The same as JSON.
check_json() {
	"$python" - "$json" <<'X'
import json, sys
seen = {}
for line in open(sys.argv[1]):
    e = json.loads(line)
    assert list(e)[:2] == ["time", "event"], e
    seen.setdefault(e["event"], e)
keys = {
    "refused": ["prefix", "reason", "proto", "port", "packets"],
    "policy": ["change", "before", "generation", "by", "process", "pid", "uid"],
    "rollback": ["before", "generation", "by", "process", "pid", "uid"],
}
for event in "listed blocked unblocked tripped opened".split():
    keys[event] = ["prefix", "list", "proto", "port", "seconds", "by"]
for event, wanted in keys.items():
    assert list(seen[event])[2:] == wanted, seen.get(event)
print("fine")
X
}
is "JSON: a document a line, its keys in order" "$(check_json 2>&1)" fine
log=$json
told "with the same things" '"event":"blocked","prefix":"198.18.0.7","list":"ban","proto":"tcp","port":23,"seconds":'"$block"',"by":"guard"}$'

# Filters, in two listeners of their own.
filtered=yes
start_events events reason closed-udp
by_reason=$log
start_events events from 198.18.0.0/24,fd01::/16
by_source=$log
sleep 1
frames "[ip4(src='198.18.1.1')/UDP(dport=99), ip4(src='198.18.0.9')/UDP(dport=99), ip4(src='198.18.1.2')/TCP(dport=99, flags='S')]" >/dev/null
fw block add 198.18.0.128/25
log=$by_reason
told "reason: what was refused for it" "refused +198\.18\.1\.1 closed-udp udp/99 "
log=$by_source
told "from: what is about these" "refused +198\.18\.0\.9 closed-udp udp/99 "
told "of any kind" "blocked +198\.18\.0\.128/25 by administrator"
unlike "reason: nothing else" "$(cat "$by_reason")" 'closed-tcp|blocked|policy|listed'
unlike "from: nothing else" "$(cat "$by_source")" '198\.18\.1|policy'
status_is "no such group" 1 fw events from @watched
is "is told at once" "$output" "sfwctl: no group is called watched"
fw group add watched 198.18.2.0/24
start_events events from @watched
sleep 1
refusal() { frames "ip4(src='$1')/UDP(dport=98)" >/dev/null; }
refusal 198.18.3.1
refusal 198.18.2.1
told "from a group: what is about its members" "refused +198\.18\.2\.1 closed-udp udp/98 "
unlike "nothing else" "$(cat "$log")" '198\.18\.3'
fw group add watched 198.18.4.1
refusal 198.18.4.1
told "a member that came while it watched" "refused +198\.18\.4\.1 closed-udp udp/98 "
fw group del watched 198.18.2.0/24
refusal 198.18.2.2
fw block add 198.18.4.1
told "an event of any kind" "blocked +198\.18\.4\.1 by administrator"
unlike "and not one that went" "$(cat "$log")" '198\.18\.2\.2|policy'
fw block del 198.18.4.1

# Timers of an hour may be minutes late.
if [ "${SFW_KERNEL:-}" = uml ]; then
	log=$by_source
	fw block add 198.18.0.64 for 1h
	sleep 3605
	ok "the end of an hour is told within five seconds" tells 'unblocked 198\.18\.0\.64 by time$'
fi

# The end of a listener.
gone() { ! kill -0 "$1" 2>/dev/null; }
ends_with() { # TEXT PID STATUS
	local status=0
	wait_for gone "$2" || kill -KILL "$2"
	wait "$2" || status=$?
	is "$1" $status "$3"
}
kill -TERM "$text_pid"
ends_with "SIGTERM ends it well" "$text_pid" 0
kill -INT "$json_pid"
ends_with "SIGINT too" "$json_pid" 0
mkfifo "$tmp/pipe"
on fw sfwctl events >"$tmp/pipe" 2>"$tmp/err" &
pid=$!
exec {reader}<"$tmp/pipe"
wait_for listening_to "$pid"
exec {reader}<&-
ends_with "so does that nobody reads any more" "$pid" 0
is "without a word" "$(cat "$tmp/err")" ""

# Who may listen: as all that reads the policy.
status_is "others than root may not" 3 on fw setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all \
	--bounding-set=-all sfwctl events
status_is "nor root of a namespace of his own" 3 unshare -Urn sfwctl events
unshare -Urn sleep 1000 &
other=$!
owned() { [ "$(readlink /proc/$other/ns/net)" != "$(readlink /proc/self/ns/net)" ]; }
wait_for owned
status_is "there, who owns it could listen too" 1 nsenter -t $other -n sfwctl events
like "which is said" "$output" 'another user owns this namespace'
kill $other

# A flood: bounded, and every packet is told or counted.
fw flush lists
fw block del 198.18.0.128/25
fw set reject4 drop
sources=${SFW_FLOOD:-$(($(few 300000) / slow))}
refusals() { on fw awk '$1 ~ /^(blocked|invalid|rpfilter|malformed|not-syn|scan|guard|knock|closed-.*|no-forward|ping-off)$/ { n += $2 }
	END { print n }' /proc/net/sfw/stats; }
echo "{ 2,0,0,0,0,1, 2,0,0,0,0,2, const16(0x0800), 0x45, 0, const16(40), drnd(2), const16(0), 64, 6, csumip(14, 33),
	drnd(4), 10,0,0,1, drnd(2), const16(81), drnd(4), const32(0), const16(0x5002), const16(512), csumtcp(14, 34), const16(0) }" >"$tmp/flood"
filtered=no
start_events -j events
sleep 1.5	# what was refused before is told
before=$(refusals) lines=$(wc -l <"$log") start=$(milliseconds)
ip netns exec peer trafgen -i "$tmp/flood" -o eth0 -n "$sources" -P 1 -q >"$tmp/trafgen" 2>&1 || not_ok "the flood ends" "$(cat "$tmp/trafgen")"
took=$(($(milliseconds) - start))
refused=$(($(refusals) - before))
flood_sum() { # of packets told and of those counted as lost; messages
	"$python" -c '
import json, sys
told = lost = messages = missing = 0
for line in list(open(sys.argv[1]))[int(sys.argv[2]):]:
    e = json.loads(line)
    messages += 1
    if e["event"] == "refused": told += e["packets"]
    if e["event"] == "lost": lost += e["packets"]; missing += e["messages"]
print(told, lost, messages, missing, told + lost)' "$log" "$lines"
}
all_told() { [ "$(flood_sum | cut -d' ' -f5)" = "$refused" ]; }
ok "told and lost together are all $refused that were refused in $took ms" wait_for all_told
read -r packets lost messages missing _ < <(flood_sum)
note "$packets packets told, $lost lost, in $messages messages, $missing of them missing"
ok "the flood was refused" test "$refused" -ge $((sources / 2))
most=$((1000 * (took / 1000 + 2)))
ok "less than 1000 messages a second" test "$messages" -lt $most
if [ "$refused" -gt $most ]; then
	ok "what was lost is told" test "$lost" -gt 0
else
	skip "what was lost is told" "a slow machine: maybe no second had more than 1000 refusals"
fi
is "no message was lost" "$missing" 0

# A reader who does not keep up loses messages, and is told how many.
spawn fw sfwctl events
slow_pid=$spawned slow_log=$spawned_log
wait_for listening_to "$slow_pid"
fw set ping off
wait_for grep -q policy "$slow_log"
kill -STOP "$slow_pid"
overrun() { # PID
	on peer trafgen -i "$tmp/flood" -o eth0 -n 2000 -P 1 -q
	sleep 0.5
	on fw awk -v pid="$1" '$2 == 16 && $3 == pid && $9 > 0 { n++ } END { exit !n }' /proc/net/netlink
}
ok "the socket of one who does not read is full" wait_for 60 overrun "$slow_pid"
kill -CONT "$slow_pid"
# The next one that finds room tells.
loss_told() {
	fw set ping off && fw set ping on
	grep -qE 'lost +[1-9][0-9]* messages$' "$slow_log"
}
ok "and is told how many messages it missed" wait_for loss_told
note "$(grep 'messages$' "$slow_log")"

# The module goes while somebody listens.
fw set ping off
unload_sfw
ends_with "a listener ends when the module does" "$slow_pid" 3
like "and says why" "$(tail -n 1 "$slow_log")" 'sfwctl: the kernel module sfw is not loaded'

# The end of the module is among the events that were lost.
begin_anew() {
	load_sfw
	fw set reject4 drop
	fw enable
}
begin_anew
spawn fw sfwctl events
wait_for listening_to "$spawned"
kill -STOP "$spawned"
ok "the socket of one who stands still is full" wait_for 60 overrun "$spawned"
unload_sfw
begin_anew
kill -CONT "$spawned"
ends_with "it ends, though another module is there" "$spawned" 3
like "and says why" "$(tail -n 1 "$spawned_log")" 'sfwctl: the kernel module sfw is not loaded'

# The loss was told before that, and the socket has not been empty since.
mkfifo "$tmp/narrow"
exec {pipe}<>"$tmp/narrow"
"$python" -c 'import fcntl, sys; fcntl.fcntl(int(sys.argv[1]), 1031, 4096)' "$pipe"	# F_SETPIPE_SZ
ip netns exec fw sfwctl events >"$tmp/narrow" 2>"$tmp/err" &
pid=$!
wait_for listening_to "$pid"
ok "the socket of one whose output nobody takes is full" wait_for 60 overrun "$pid"
pipe_is_full() {
	"$python" -c '
import array, fcntl, sys, termios
held = array.array("i", [0])
fcntl.ioctl(int(sys.argv[1]), termios.FIONREAD, held)
sys.exit(held[0] < 3900)' "$pipe"
}
ok "and so is the pipe" wait_for pipe_is_full
dd bs=4096 count=1 <&"$pipe" >"$tmp/taken" 2>/dev/null
ok "taken once, it is so again" wait_for pipe_is_full
unload_sfw
begin_anew
cat <&"$pipe" >"$tmp/taken" &
taker=$!
ends_with "it ends once it has told what was left" "$pid" 3
kill $taker
like "and says why" "$(cat "$tmp/err")" 'sfwctl: the kernel module sfw is not loaded'
unload_sfw
done_testing
