#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# No change locks out who asks for it, over a real ssh.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/session.sh"

session_world
reachable() { # ADDRESS
	[ "$(talk probe peer tcp "$1" 22)" = open ]
}

start_talk
login four 10.0.0.1
login six fd00::1
# The address is on two links, so that it alone does not tell which.
cable fw eth1 peer eth1
ip -n fw addr add fe80::ff:fe00:1/64 dev eth1 nodad
login link fe80::ff:fe00:1%eth0
is "a session over IPv4" "$(ask_helper four 'echo hello')" hello
is "a session over IPv6" "$(ask_helper six 'echo hello')" hello
is "a session over a link-local address" "$(ask_helper link 'echo hello')" hello

# The first enable.
refused four enable
like "the message says who" "$(said)" 'this would lock you out: a new connection from 10.0.0.2 to port 22 would be refused'
like "why" "$(said)" 'closed-tcp'
like "and how" "$(said)" 'force.*confirm-within'
refused six enable
like "over IPv6 as well" "$(said)" 'from fd00::2 to port 22'
refused four -n enable
ok "a console is never refused" fw enable
ok "nor when it disables again" fw disable
done_by four port add tcp 22 from 10.0.0.0/8
done_by four -q -n enable
refused six enable
done_by four port add tcp 22 from fd00::/8
done_by six enable

# Everything that could close the door again.
cat >"$tmp/closed" <<<'enable'
echo 10.0.0.0/24 >"$tmp/feed"
printf '%s\n' 'port add tcp 80' 'port del tcp 22 from 10.0.0.0/8' >"$tmp/batch"
printf '%s\n' 'knock add door tcp/7000' 'port add tcp 22 knock door' enable >"$tmp/knock"
printf '%s\n' 'port add tcp 22 dev eth9' enable >"$tmp/dev"
for words in 'port del tcp 22 from 10.0.0.0/8' flush 'flush policy' "restore $tmp/closed" "block add 10.0.0.2" \
	'block add 10.0.0.0/24 for 1h' "block sync $tmp/feed" "restore $tmp/knock" "restore $tmp/dev" "batch $tmp/batch" \
	'list add tcp-portscan 10.0.0.2'; do
	# shellcheck disable=SC2086
	refused four $words
done
like "the line that decides is named" "$(there four block add 10.0.0.0/24; said)" 'blocked: block add 10.0.0.0/24'
like "a knock is no open door" "$(there four restore "$tmp/knock"; said)" '\(knock'
done_by four port del tcp 22 from fd00::/8
refused four port del tcp 22 from 10.0.0.0/8
done_by four port add tcp 22 from fd00::/8
done_by four block add fd00::2
done_by four block del fd00::2
done_by four knock add door tcp/7000
done_by four list add door 10.0.0.2
done_by four list flush door
done_by four knock del door

# A forwarded port takes the door away, which stays open for all to see.
printf '%s\n' 'port add tcp 22' 'lan add dev eth0' 'forward add tcp 20-30 in eth0 to 10.0.0.9' enable >"$tmp/led"
refused four forward add tcp 22 in eth0 to 10.0.0.9
like "it is told where to" "$(said)" 'would be led to another host \(forward: forward add tcp 22 in eth0 to 10.0.0.9\)'
refused four restore "$tmp/led"
like "as it is of a hairpin" "$(said)" 'would be led to another host \(lan: lan add dev eth0\)'
refused six forward add tcp 22 in eth0 to fd00::9
done_by four forward add tcp 2222 in eth0 to 10.0.0.9:22
is "nor one for somebody else" "$(there four forward add tcp 22 in eth0 to 10.0.0.9 from 10.0.0.77)" 0
is "a trial of it only warns" "$(there four apply "$tmp/led" confirm-within 1h)" 0
like "of that" "$(said)" 'warning: a new connection from 10.0.0.2 to port 22 would be led to another host'
is "who is led away already is not hindered" "$(there four port add tcp 80)" 0
is "and it is not confirmed" "$(there four confirm)" 1
done_by four -q rollback
fw forward del tcp 2222 in eth0
fw forward del tcp 22 in eth0 from 10.0.0.77

# What lets in besides a port: trust, and the interface of the route.
done_by four trust add from 10.0.0.2
done_by four port del tcp 22 from 10.0.0.0/8
refused four trust del from 10.0.0.2
printf '%s\n' 'port add tcp 22 dev eth0' enable >"$tmp/dev"
done_by four restore "$tmp/dev"
done_by four disable
done_by four enable

# The link of a link-local address, which no route tells.
refused link port del tcp 22 dev eth0
like "over a link-local address it is told" "$(said)" 'a new connection from fe80::ff:fe00:2 to port 22 would be refused'
printf '%s\n' 'port add tcp 22 dev eth1' enable >"$tmp/elsewhere"
refused link restore "$tmp/elsewhere"
done_by link disable
done_by link enable
is "a trial that lets the link in" "$(there link -q apply "$tmp/dev" confirm-within 1h) $(said)" '0 '
done_by link -q confirm

# Nobody is made blind by the environment.
before_it='env -i' refused four port del tcp 22 dev eth0
before_it='env SSH_CONNECTION="192.0.2.1 1 192.0.2.2 22"' refused four port del tcp 22 dev eth0
before_it='setsid -w' refused four port del tcp 22 dev eth0
before_it='sh -c "exec 3<&- 4<&- 5<&- 6<&-; \"\$@\"" sh' refused four port del tcp 22 dev eth0
# What is cut loose from sshd, as tmux is, still has sshd's environment.
orphaned() { # NAME ENVIRONMENT: how the orphan ended
	rm -f "$tmp/end"
	ask_helper "$1" "(setsid $2 sh -c 'until [ \$(cut -d\" \" -f4 /proc/\$\$/stat) = 1 ]; do sleep 0.1; done; $sfwctl port del tcp 22 dev eth0; echo \$? >$tmp/end' >$tmp/said 2>&1 </dev/null &) ; echo" >/dev/null
	wait_for test -s "$tmp/end"
	cat "$tmp/end"
}
is "an orphan with the session's environment is refused" "$(orphaned four '')" 1
like "for the same reason" "$(said)" 'lock you out: a new connection from 10.0.0.2'
is "also where that names a link" "$(orphaned link '')" 1
like "and the link's session is meant" "$(said)" 'lock you out: a new connection from fe80::ff:fe00:2'
is "with the environment of a session that is over it is not" \
	"$(orphaned four 'env SSH_CONNECTION="10.0.0.2 1 10.0.0.1 22"') $(said)" '0 '
fw port add tcp 22 dev eth0 2>/dev/null

# What makes nothing worse goes through, and so does what is forced.
is "force is obeyed" "$(there four -f port del tcp 22 dev eth0)" 0
ok "no new connection" eval '! reachable 10.0.0.1'
is "the session lives" "$(ask_helper four 'echo alive')" alive
done_by four port add tcp 80
done_by four port del tcp 80
done_by four set ping off
done_by four port add tcp 22
ok "the door is open again" reachable 10.0.0.1
fw guard add sshbf 2/1h
fw port del tcp 22
fw port add tcp 22 guard sshbf
for _ in 1 2 3; do reachable 10.0.0.1; done
ok "the guard refuses for a while" eval '! reachable 10.0.0.1'
done_by four port add tcp 443
refused four port del tcp 22
fw list flush sshbf
# Being on a scan list ends as well, so that a block is worse.
fw set scan tcp
fw list add tcp-portscan 10.0.0.2
ok "so does a scan list" eval '! reachable 10.0.0.1'
refused four block add 10.0.0.2
fw list flush tcp-portscan
fw set scan off

# Undoing is a change as any.
done_by four port del tcp 443
fw -f port del tcp 22
fw port add tcp 22
refused four undo

# On trial it is only warned of.
is "apply goes ahead" "$(there four apply "$tmp/closed" confirm-within 1h)" 0
like "with a warning" "$(said)" 'warning: a new connection from 10.0.0.2 to port 22 would be refused \(closed-tcp'
ok "no new connection on trial" eval '! reachable 10.0.0.1'
is "who could not come in again cannot confirm it" "$(there four confirm)" 1
like "and is told" "$(said)" 'lock you out: a new connection from 10.0.0.2'
done_by four -q rollback
ok "the way back" reachable 10.0.0.1

# The NAT of others leads a port to the door: judged is the one that was sent to.
on fw nft -f - <<END
table ip others {
	chain prerouting {
		type nat hook prerouting priority dstnat
		tcp dport 2222 redirect to :22
	}
}
END
printf '%s\n' 'port add tcp 2222' enable >"$tmp/led"
fw -f restore "$tmp/led"
login led 10.0.0.1 -p 2222
is "a session by a port that is led here" "$(ask_helper led 'echo hello')" hello
done_by led disable
done_by led enable
is "a trial that opens this port" "$(there led -q apply "$tmp/led" confirm-within 1h) $(said)" '0 '
done_by led -q confirm
refused led port del tcp 2222
like "which is the one that is told" "$(said)" 'a new connection from 10.0.0.2 to port 2222 would be refused'
refused led set published off
like "as where it leads is closed" "$(said)" 'to port 2222 would be refused'
done_by led port add tcp 22
done_by led port del tcp 22
fw port add tcp 22
done_by led set published off
refused led port del tcp 22
done_by led port del tcp 2222
fw -f restore "$tmp/led"
on fw nft delete table ip others
# An address of another host is judged where it is led to.
on fw nft -f - <<END
table ip others {
	chain prerouting {
		type nat hook prerouting priority dstnat
		ip daddr 10.0.0.50 tcp dport 22 dnat to 10.0.0.1
	}
}
END
printf '%s\n' 'port add tcp 22' enable >"$tmp/vip"
fw -f restore "$tmp/vip"
ip -n peer neigh replace 10.0.0.50 lladdr 02:00:00:00:00:01 dev eth0 nud permanent
login vip 10.0.0.50
is "a session by an address that is led here" "$(ask_helper vip 'echo hello')" hello
refused vip port del tcp 22
is "a trial that opens the door" "$(there vip -q apply "$tmp/vip" confirm-within 1h) $(said)" '0 '
done_by vip -q confirm
on fw nft delete table ip others

# Conntrack may have met this end's packets first.
fw set direct off
login turned 10.0.0.1
is "a session" "$(ask_helper turned 'echo hello')" hello
is "whose server speaks first" "$(ask_helper turned 'conntrack -F >/dev/null 2>&1; echo hello')" hello
refused turned port del tcp 22
fw set direct on
fw -f restore - <<<"port add tcp 22
enable"

# A relay in front of the door: judged are the connections from outside that it leads on.
fw -f restore - <<<"port add tcp 22,443,444
enable"
spawn fw socat TCP4-LISTEN:443,fork,reuseaddr TCP4:127.0.0.1:22
wait_for listening fw tcp 443
login relayed 10.0.0.1 -p 443
is "a session by a relay" "$(ask_helper relayed 'echo hello')" hello
done_by relayed port del tcp 22
refused relayed port del tcp 443
like "the relay's port is told" "$(said)" 'this would lock you out: a new connection from 10.0.0.2 to port 443 would be refused'
refused relayed block add 10.0.0.2
done_by relayed disable
done_by relayed enable
is "a trial that closes it" "$(there relayed apply "$tmp/closed" confirm-within 1h)" 0
is "and that cannot be confirmed" "$(there relayed confirm)" 1
done_by relayed -q rollback
# One process for many does not tell which is whose.
spawn fw "$python" "$net_dir/lib/relay.py" 444 22
wait_for listening fw tcp 444
login many 10.0.0.1 -p 444
address peer eth0 10.0.0.3/24
ip -n fw neigh replace 10.0.0.3 lladdr 02:00:00:00:00:02 dev eth0 nud permanent
login more 10.0.0.1 -p 444 -b 10.0.0.3
is "two sessions by one process" "$(ask_helper many 'echo hello')$(ask_helper more 'echo hello')" hellohello
done_by many port del tcp 443
refused many port del tcp 444
like "either may be meant" "$(said)" 'lock somebody out: a new connection from 10.0.0.[23] to port 444 of '
refused more block add 10.0.0.2
# A service that they lead to is no session, and is told.
spawn fw socat TCP4-LISTEN:7776,fork,reuseaddr,bind=127.0.0.1 EXEC:sh
wait_for listening fw tcp 7776
spawn fw "$python" "$net_dir/lib/relay.py" 446 7776
wait_for listening fw tcp 446
fw port add tcp 446
start_helper web on peer socat STDIO TCP4:10.0.0.1:446
start_helper web2 on peer socat STDIO TCP4:10.0.0.1:446,bind=10.0.0.3
is "two clients of a service" "$(ask_helper web 'echo hello')$(ask_helper web2 'echo hello')" hellohello
is "a service bans one of them" "$(there web block add 10.0.0.3)" 0
like "and is told" "$(said)" 'warning: a new connection from 10.0.0.3'
fw block del 10.0.0.3
# The first process holds connections of services, as systemd does.
cat >"$tmp/first.py" <<'END'
import socket, subprocess, sys
listener = socket.create_server(("", 447))
held = listener.accept()
print(subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL).returncode, flush=True)
END
fw port add tcp 447
start_helper first on fw unshare --pid --fork --mount-proc \
	"$python" "$tmp/first.py" "$sfwctl" -q -n port del tcp 447
wait_for listening fw tcp 447
spawn peer socat -u TCP4:10.0.0.1:447 OPEN:/dev/null
read -r ended <&"$first_out"
is "a connection of the first process is nobody's session" "$ended" 0
# A relay that connects to another address of this host, and one behind a relay.
spawn fw socat TCP4-LISTEN:445,fork,reuseaddr TCP4:10.0.0.1:444
wait_for listening fw tcp 445
fw port add tcp 445
login chain 10.0.0.1 -p 445
is "a session by two relays" "$(ask_helper chain 'echo hello')" hello
refused chain port del tcp 445
like "the first one's port is told" "$(said)" 'to port 445'
# What a program here listens for alone, as an editor's server does, ssh -L leads to.
fw -f restore - <<<"port add tcp 22
enable"
spawn fw socat TCP4-LISTEN:7777,fork,reuseaddr,bind=127.0.0.1 EXEC:sh
wait_for listening fw tcp 7777
spawn peer ssh -F none -i "$tmp/id" -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
	-N -L 127.0.0.1:7777:127.0.0.1:7777 root@10.0.0.1
wait_for listening peer tcp 7777
start_helper led_on ip netns exec peer socat STDIO TCP4:127.0.0.1:7777
is "a session by ssh -L" "$(ask_helper led_on 'echo hello')" hello
refused led_on port del tcp 22
like "that of ssh is meant" "$(said)" 'this would lock you out: a new connection from 10.0.0.2 to port 22'
# A client on this host is nobody from outside, and hides no session further up.
start_helper lonely on fw socat STDIO TCP4:127.0.0.1:7777
is "a program of this host may" "$(ask_helper lonely 'echo hello') $(there lonely -q -n port del tcp 22) $(said)" "hello 0 "
ask_helper four 'socat TCP4-LISTEN:7778,fork,reuseaddr,bind=127.0.0.1 EXEC:sh >/dev/null 2>&1 </dev/null & echo' >/dev/null
wait_for listening fw tcp 7778
start_helper below on fw socat STDIO TCP4:127.0.0.1:7778
is "one below a session" "$(ask_helper below 'echo hello')" hello
refused below port del tcp 22
like "is that session's" "$(said)" 'this would lock you out: a new connection from 10.0.0.2 to port 22'

# A connection that this host opened is nobody's session, though its port is open.
spawn peer socat -u TCP4-LISTEN:4000 OPEN:/dev/null
wait_for listening peer tcp 4000
fw port add tcp 5999
on fw socat TCP4:10.0.0.2:4000,sourceport=5999 "SYSTEM:$sfwctl -q -n port del tcp 5999 >$tmp/said 2>&1; echo \$? >$tmp/end"
is "who is connected to a host may close the port to it" "$(cat "$tmp/end") $(said)" '0 '
fw port del tcp 5999

# A listener for both families sees mapped addresses; no ssh anywhere.
spawn fw socat 'TCP6-LISTEN:2323,fork,reuseaddr,ipv6-v6only=0' EXEC:sh
wait_for listening fw tcp 2323
fw port add tcp 2323
start_helper mapped ip netns exec peer socat STDIO TCP4:10.0.0.1:2323
is "a session of another kind" "$(ask_helper mapped 'echo hello')" hello
refused mapped port del tcp 2323
like "its address is what it is" "$(said)" 'a new connection from 10.0.0.2 to port 2323'
done_by mapped port del tcp 22
umount /etc/passwd
done_testing
