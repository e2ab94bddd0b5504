#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The article's guard against brute force, its own figures, with a real ssh
# client and server: 3 new connections in 10 s, 4 in 30 min. And what bypasses
# the article's rules: an alternating TTL (xt_recent defect 1).
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

first=$((10 * slow))	# seconds; ssh itself takes that longer
wire fw peer
wire ref refpeer
address peer eth0 10.0.0.3/24
fw enable
fw guard add sshbf 3/${first}s 4/30m rttl
fw port add tcp 22 guard sshbf
dropbearkey -t ed25519 -f "$tmp/key" >/dev/null 2>&1
spawn fw dropbear -F -E -s -j -k -r "$tmp/key" -p 22 -P "$tmp/dropbear.pid"
wait_for listening fw tcp 22

# "in" when the server answers, "out" when nothing does.
login() { # ADDR [SOURCE]
	local said
	said=$(on peer ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
		-o ConnectTimeout=$((2 * slow)) ${2:+-b "$2"} "root@$1" true 2>&1 </dev/null)
	case $said in
	*'Permission denied'* | *'during banner exchange'*) echo in ;;
	*'timed out'*) echo out ;;
	*) echo "$said" ;;
	esac
}
# By the counter: on a busy machine ssh gives up on a server that is about to answer.
admitted() {
	login 10.0.0.1 >/dev/null
	[ "$(packets port)" -gt "$let_in" ]
}

start=$(milliseconds)
is "attempts 1 to 3 reach the server" "$(login 10.0.0.1) $(login 10.0.0.1) $(login 10.0.0.1)" "in in in"
is "attempt 4 within $first s is dropped" "$(login 10.0.0.1)" out
ok "($(($(milliseconds) - start)) ms since the first)" test $(($(milliseconds) - start)) -lt $((first * 1000 + 2000))
is "another source reaches it" "$(login 10.0.0.1 10.0.0.3)" in
is "so does the same host over IPv6" "$(login fd00::1)" in
let_in=$(packets port)
ok "attempts are dropped until one is $first s after the first" wait_for $((first + 5)) admitted
took=$(($(milliseconds) - start))
ok "that was after $took ms" test $took -ge $((first * 1000))
sleep $((first + 1))
is "attempt 5, with none in the last $first s, is dropped: 4 in 30 min" "$(login 10.0.0.1)" out
is "the other source still reaches it" "$(login 10.0.0.1 10.0.0.3)" in
like "the list: who and how often" "$(on fw cat /proc/net/sfw/recent/sshbf)" '^10.0.0.2 hits [0-9]+ first [0-9]+ last [0-9]+ ttl 64$'

# The TTL that each stamp keeps.
on ref iptables-legacy-restore <<'X'
*filter
:INPUT DROP
:IN_SSH -
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -p icmp -j ACCEPT
-A INPUT -p tcp --dport 22 -m conntrack --ctstate NEW -j IN_SSH
-A IN_SSH -m recent --name sshbf --rttl --rcheck --hitcount 3 --seconds 10 -j DROP
-A IN_SSH -m recent --name sshbf --rttl --rcheck --hitcount 4 --seconds 1800 -j DROP
-A IN_SSH -m recent --name sshbf --set -j ACCEPT
COMMIT
X
crowd fw
crowd ref
start_talk
talk serve ref tcp 22 >/dev/null
start_frames peer
start_helper ref_frames "$python" "$net_dir/lib/frames.py" refpeer
alternating="[$(syn_frame 198.18.0.1 22 'ttl=63 + n % 2' '3000 + n') for n in range(10)]"
is "constant TTL: sfw admits 3 of 10" "$(syns 10 198.18.0.2 22)" "tcp:SA*3"
is "alternating TTL: the article's rules admit 10 of 10 (xt_recent defect 1)" \
	"$(ask_helper ref_frames "$alternating")" "tcp:SA*10"
is "alternating TTL: sfw admits 3 of each, the 4th of neither" "$(frames "$alternating")" "tcp:SA*6"
is "any TTL: sfw admits no more than half as many again" \
	"$(frames "[$(syn_frame 198.18.0.3 22 'ttl=33 + n' '3000 + n') for n in range(20)]")" "tcp:SA*6"
done_testing
