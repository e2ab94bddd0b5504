#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A change that nobody's session asks for locks out nobody either: shells without a tie
# to their connection, consoles, services. With the real sshd, tmux and mosh.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
address peer eth0 10.0.0.3/24
ip -n fw neigh replace 10.0.0.3 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
mkdir -p /run/sshd "$tmp/home/.ssh"
chmod 700 "$tmp" "$tmp/home" "$tmp/home/.ssh"
getent passwd sshd >/dev/null || echo 'sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin' >>/etc/passwd
ssh-keygen -q -t ed25519 -N '' -f "$tmp/key"
ssh-keygen -q -t ed25519 -N '' -f "$tmp/id"
cp "$tmp/id.pub" "$tmp/home/.ssh/authorized_keys"
spawn fw /usr/sbin/sshd -D -e -f /dev/null -o "HostKey=$tmp/key" -o PermitRootLogin=yes -o StrictModes=no \
	-o "AuthorizedKeysFile=$tmp/home/.ssh/authorized_keys"
wait_for 30 listening fw tcp 22 || not_ok "sshd listens" "$(cat "$spawned_log")"
fw port add tcp 22
fw enable

# On a terminal of its own, below no connection; prints the status, $tmp/said the words.
on_pty() { # WORDS...
	rm -f "$tmp/end"
	on fw setsid -w script -qec "sfwctl $* >$tmp/said 2>&1; echo \$? >$tmp/end" /dev/null </dev/null >/dev/null
	cat "$tmp/end"
}

is "nobody is here: a terminal may close ssh" "$(on_pty port del tcp 22) $(cat "$tmp/said")" "0 "
fw port add tcp 22
start_helper admin ip netns exec peer ssh -F none -i "$tmp/id" -b 10.0.0.2 -o BatchMode=yes -o StrictHostKeyChecking=no \
	-o UserKnownHostsFile=/dev/null -o LogLevel=ERROR root@10.0.0.1 sh
is "somebody is here now" "$(ask_helper admin 'echo hello')" hello

# A terminal that has no tie to that session.
printf 'enable\n' >"$tmp/closed"
for words in "port del tcp 22" "flush policy" "restore $tmp/closed" "block add 10.0.0.0/24" "list add tcp-portscan 10.0.0.2"; do
	was=$(fw save -)
	# shellcheck disable=SC2086
	is "a terminal is refused: $words" "$(on_pty $words)" 1
	is "and nothing changes" "$(fw save -)" "$was"
done
on_pty port del tcp 22 >/dev/null
like "it is told who, how and why" "$(cat "$tmp/said")" \
	'this would lock somebody out: a new connection from 10\.0\.0\.2 to port 22 of sshd(-session)? would be refused \(closed-tcp.*--force'
is "harmless changes pass" "$(on_pty port add tcp 80)$(on_pty port del tcp 80)$(on_pty set ping off) $(cat "$tmp/said")" "000 "
is "force is obeyed" "$(on_pty -f port del tcp 22)" 0
fw port add tcp 22

# tmux, begun before the session.
on fw tmux -L sfw -f /dev/null new-session -d -s old
on fw tmux -L sfw send-keys -t old "$(command -v sfwctl) port del tcp 22 >$tmp/said 2>&1; echo \$? >$tmp/tmux" Enter
ok "tmux has run it" wait_for 30 test -s "$tmp/tmux"
is "a window of tmux is refused" "$(cat "$tmp/tmux")" 1
on fw tmux -L sfw kill-server

# A service, or a console: it is told, and goes on.
fw port del tcp 22 2>"$tmp/said"
like "without a terminal it is a warning" "$(cat "$tmp/said")" 'warning: a new connection from 10.0.0.2 to port 22 of sshd.* would be refused'
ok "and the port is closed" eval '! fw save - | grep -q "tcp 22"'
fw port add tcp 22 2>"$tmp/said"
is "nothing to tell when it opens" "$(cat "$tmp/said")" ""
fw block add 10.0.0.0/24 2>"$tmp/said"
like "it is told of a block" "$(cat "$tmp/said")" 'warning: a new connection from 10.0.0.2 to port 22 of sshd.* would be refused'
fw block del 10.0.0.0/24
fw block add 192.0.2.0/24,2001:db8::/32 2>"$tmp/said"
is "nothing to tell where nobody is connected from" "$(cat "$tmp/said")" ""
fw block del 192.0.2.0/24,2001:db8::/32

# A connection that has not logged in is nobody: its address may be blocked.
spawn peer socat -u TCP4:10.0.0.1:22,bind=10.0.0.3 OPEN:/dev/null
stranger() { [ -n "$(on fw ss -Htn state established 'sport = :22' dst 10.0.0.3)" ]; }
ok "a stranger connects" wait_for stranger
is "and may be blocked" "$(on_pty block add 10.0.0.3) $(cat "$tmp/said")" "0 "

# So many people that no fixed array would have held them, each with an address of his own:
# one by one they are forgotten. Meanwhile the server has opened more connections itself.
crowd=$(seq -s' ' 101 140)
for i in $crowd; do
	address peer eth0 "10.0.0.$i/24"
	ip -n fw neigh replace "10.0.0.$i" lladdr 02:00:00:00:00:02 dev eth0 nud permanent
done
fw port add tcp 2222
spawn peer socat TCP4-LISTEN:4000,fork,backlog=200 EXEC:cat
wait_for listening peer tcp 4000
spawn fw python3 "$(dirname "$0")/lib/crowd.py" serve sshd 2222 10.0.0.2 4000 100
wait_for 30 listening fw tcp 2222 || not_ok "a server that looks like sshd" "$(cat "$spawned_log")"
# shellcheck disable=SC2086
spawn peer python3 "$(dirname "$0")/lib/crowd.py" come 10.0.0.1 2222 $crowd
all_here() { [ "$(on fw ss -Htn state established 'sport = :2222' | wc -l)" = 40 ]; }
ok "a crowd is here" wait_for 30 all_here
forgotten=
for i in $crowd; do
	{ fw save - | grep -v 'tcp 2222'; echo "port add tcp 2222 from $(tr ' ' '\n' <<<"$crowd" | grep -vx "$i" | sed 's/^/10.0.0./' | paste -sd,)"; } >"$tmp/but"
	[ "$(on_pty -n restore "$tmp/but")" = 1 ] || forgotten+=" $i"
done
is "nobody is forgotten" "$forgotten" ""
kill "$spawned"

# By a relay of this host: its clients are those who are here.
fw -f restore - <<<"port add tcp 22,443
enable"
spawn fw socat TCP4-LISTEN:443,fork,reuseaddr TCP4:127.0.0.1:22
wait_for 30 listening fw tcp 443
start_helper relayed ip netns exec peer ssh -F none -i "$tmp/id" -b 10.0.0.3 -p 443 -o BatchMode=yes \
	-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR root@10.0.0.1 sh
is "somebody is here by a relay" "$(ask_helper relayed 'echo hello')" hello
is "a terminal is refused its port" "$(on_pty port del tcp 443)" 1
like "it is told of the relay" "$(cat "$tmp/said")" 'lock somebody out: a new connection from 10.0.0.3 to port 443 of socat would be refused'
fw block add 10.0.0.3 2>"$tmp/said"
like "a service is told of a block" "$(cat "$tmp/said")" 'warning: a new connection from 10.0.0.3 to port 443 of socat would be refused'
fw block del 10.0.0.3
printf 'exit\n' >&"$relayed_in"
gone() { [ -z "$(on fw ss -Htn state established 'sport = :443')" ]; }
ok "the relayed session ends" wait_for 30 gone
is "its port may be closed then" "$(on_pty port del tcp 443) $(cat "$tmp/said")" "0 "

# A policy on trial is confirmed by a terminal only if the session could come again.
printf 'enable\nport add tcp 22 from 10.0.0.9\n' >"$tmp/trial"
is "a trial only warns" "$(on_pty apply "$tmp/trial" confirm-within 1h)" 0
like "of that session" "$(cat "$tmp/said")" 'warning: a new connection from 10.0.0.2'
is "confirming it is refused" "$(on_pty confirm)" 1
is "going back is not" "$(on_pty rollback)" 0

# mosh: its socket is UDP's, and names no peer.
if [ -n "$(command -v mosh-server)" ]; then
	fw port add udp 60001
	ask_helper admin "LC_ALL=C.UTF-8 mosh-server new -p 60001 -i 10.0.0.1 -- sh -c 'sleep 600' >$tmp/mosh 2>&1; echo" >/dev/null
	ok "mosh listens" wait_for 30 listening fw udp 60001
	is "its port is not closed" "$(on_pty port del udp 60001)" 1
	like "the peer is that of the ssh that began it" "$(cat "$tmp/said")" 'from 10.0.0.2 to port 60001 of mosh-server'
	pidof mosh-server | xargs kill
	start_helper link ip netns exec peer ssh -F none -i "$tmp/id" -o BatchMode=yes -o StrictHostKeyChecking=no \
		-o UserKnownHostsFile=/dev/null -o LogLevel=ERROR root@fe80::ff:fe00:1%eth0 sh
	fw port add udp 60002 dev eth0
	ask_helper link "LC_ALL=C.UTF-8 mosh-server new -p 60002 -i fe80::ff:fe00:1%eth0 -- sh -c 'sleep 600' >$tmp/mosh 2>&1; echo" >/dev/null
	ok "mosh listens on a link" wait_for 30 listening fw udp 60002
	is "its port is not closed there" "$(on_pty port del udp 60002 dev eth0)" 1
	like "the peer is on that link" "$(cat "$tmp/said")" 'from fe80::ff:fe00:2 to port 60002 of mosh-server'
	pidof mosh-server | xargs kill
	fw port del udp 60002 dev eth0
	printf 'exit\n' >&"$link_in"
else
	skip "mosh" "it is not installed"
fi

# The session is over.
printf 'exit\n' >&"$admin_in"
may_close() { [ "$(on_pty -n port del tcp 22)" = 0 ]; }
ok "then the terminal may close the port" wait_for 30 may_close
done_testing
