#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Each way of sitting at this host, with the real programs where there is no systemd, by
# each change that locks out: refused, or told and done, as the table in sfwctl(8) says; and
# harmless changes pass.
# In check-full: 28 ways of sitting, 11 changes each.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
outside=peer sources=10.0.0.0/8,fd00::/8,fe80::/10
. "$(dirname "$0")/sitting.sh"

wire fw peer
host jump
cable fw eth1 jump eth0
address fw eth1 10.0.1.1/24
address jump eth0 10.0.1.3/24
cable peer eth1 jump eth1
address peer eth1 10.0.2.2/24
address jump eth1 10.0.2.3/24
mkdir -p /run/sshd /run/screen "$tmp/home/.ssh"
chmod 777 /run/screen
chmod 700 "$tmp" "$tmp/home" "$tmp/home/.ssh"
getent passwd sshd >/dev/null || echo 'sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin' >>/etc/passwd
ssh-keygen -q -t ed25519 -N '' -f "$tmp/key"
cp "$tmp/id.pub" "$tmp/home/.ssh/authorized_keys"
server=(-e -f /dev/null -o "HostKey=$tmp/key" -o PermitRootLogin=yes -o StrictModes=no
	-o "AuthorizedKeysFile=$tmp/home/.ssh/authorized_keys" -o "SetEnv=PATH=$PATH")
for name in fw jump; do
	spawn "$name" /usr/sbin/sshd -D "${server[@]}"
	wait_for 30 listening "$name" tcp 22 || not_ok "sshd of $name" "$(cat "$spawned_log")"
done

fw restore "$tmp/policy"

# One's own connection is found.
by_ssh root@10.0.0.1 "$run"
fared "ssh with a command" "$locked"
by_ssh -tt root@10.0.0.1 "$run"
fared "ssh with a terminal" "$locked"
by_ssh root@fd00::1 "$run"
fared "ssh over IPv6" "$locked"
by_ssh "root@$(ip -n fw -6 -o addr show dev eth0 scope link | awk '{ sub("/.*", "", $4); print $4 }')%eth0" "$run"
fared "ssh over a link-local address" "$locked"
if [ -n "$(command -v sudo)" ]; then
	by_ssh root@10.0.0.1 "sudo $run"
	fared "sudo" "$locked"
	by_ssh root@10.0.0.1 "sudo -i $run"
	fared "sudo -i" "$locked"
	echo 'Defaults use_pty' >>/etc/sudoers
	by_ssh -tt root@10.0.0.1 "sudo $run"
	fared "sudo with a terminal of its own" "$locked"
else
	skip "sudo" "it is not installed"
fi
by_ssh root@10.0.0.1 "su - -c 'PATH=$PATH $run'"
fared "su -" "$locked"
by_ssh root@10.0.0.1 "/bin/sh -c 'python3 -c \"import subprocess; subprocess.run([\\\"sh\\\", \\\"$tmp/changes\\\"])\"'"
fared "a module of Ansible" "$locked"
by_ssh root@10.0.0.1 "setsid -w $run"
fared "setsid" "$locked"
spawn peer "${ssh[@]}" -M -N -S "$tmp/master" root@10.0.0.1
wait_for 30 test -S "$tmp/master"
by_ssh -S "$tmp/master" root@10.0.0.1 "$run"
fared "a second session of ControlMaster" "$locked"
by_ssh -S "$tmp/master" -O exit root@10.0.0.1
wait "$spawned"
by_ssh -J root@10.0.2.3 root@10.0.1.1 "$run"
fared "ssh -J" "$locked"
by_ssh root@10.0.2.3 "${ssh[*]} root@10.0.1.1 '$run'"
fared "ssh in an ssh to another host" "$locked"
printf '#!/bin/sh\nexec /usr/sbin/sshd -i %s\n' "${server[*]}" >"$tmp/inetd"
chmod +x "$tmp/inetd"
spawn fw socat TCP-LISTEN:2222,fork,reuseaddr "EXEC:$tmp/inetd,nofork"
wait_for 30 listening fw tcp 2222
by_ssh -p 2222 root@10.0.0.1 "$run"
fared "sshd behind a socket of others, as ssh.socket" "$locked"

end_process "$spawned"
spawn fw socat TCP4-LISTEN:2222,fork,reuseaddr TCP4:127.0.0.1:22
wait_for 30 listening fw tcp 2222
by_ssh -p 2222 root@10.0.0.1 "$run"
fared "sshd behind a relay of this host" "$locked"
by_ssh -tt -p 2222 root@10.0.0.1 "$run"
fared "the same with a terminal" "$locked"
by_ssh root@10.0.0.1 "${ssh[*]} root@127.0.0.1 '$run'"
fared "ssh in an ssh to this host" "$locked"

# Terminals that outlive their connection.
start_helper admin on peer "${ssh[@]}" root@10.0.0.1 sh
is "somebody is here" "$(ask_helper admin 'echo hello')" hello
in_admin() { # COMMAND: begun from there
	ask_helper admin "$1 >$tmp/trouble 2>&1 </dev/null; echo" >/dev/null
}
in_admin "tmux -L own -f /dev/null new-session -d '$run'"
fared "tmux in one's own session" "$locked"
on fw env -i "PATH=$PATH" LANG=C.UTF-8 tmux -L old -f /dev/null new-session -d -s old
in_admin "tmux -L old set-environment -t old SSH_CONNECTION \"\$SSH_CONNECTION\"; tmux -L old new-window -t old '$run'"
fared "a new window of an old tmux, after attach" "$locked"
on fw env -i "PATH=$PATH" tmux -L old send-keys -t old:0 "$run" Enter
fared "an old window of it" "$locked"
on fw tmux -L old kill-server
has_screen() { on fw screen -ls | grep -q '[.]old'; }
if [ -n "$(command -v screen)" ]; then
	in_admin "screen -d -m $run"
	fared "screen in one's own session" "$locked"
	on fw env -i "PATH=$PATH" TERM=vt100 screen -d -m -S old
	wait_for 30 has_screen
	on fw screen -S old -p 0 -X stuff "$run
"
	fared "an old window of screen" "$locked"
	on fw screen -S old -X quit
else
	skip "screen" "it is not installed"
fi

# No tie to any connection: somebody else's is judged.
alone=(on fw setsid -w env -i "PATH=$PATH" "LANG=C.UTF-8")
on_pty() {
	"${alone[@]}" script -qec "$1" /dev/null </dev/null >/dev/null
}
on_pty "$run </dev/null"
fared "below process 1 on a terminal, as run0 and systemd-run --pty" "$locked"
spawn fw python3 -c 'import os, signal; held = [os.openpty() for _ in range(300)]; print("held", flush=True); signal.pause()'
ok "many terminals are in use" wait_for 30 grep -q held "$spawned_log"
on_pty "$run </dev/null"
fared "likewise on the 300th terminal" "$locked"
end_process "$spawned"
on_pty "setsid -w $run"
fared "below process 1 with only the files of a terminal, as systemd-run --pipe" "$locked"
"${alone[@]}" sh "$tmp/changes" </dev/null >/dev/null
fared "without any terminal, as a service, a unit's reload and at" "$told"
if [ -n "$(command -v cron)" ]; then
	cron_has_it
	spawn fw cron -f
	wait_for 130 test -e "$tmp/fared"
	end_process "$spawned"
	fared "cron" "$told"
else
	skip "cron" "it is not installed"
fi
# shellcheck disable=SC2154
printf 'exit\n' >&"$admin_in"
nobody() { [ -z "$(on fw ss -Htn state established 'sport = :22')" ]; }
ok "the session ends" wait_for 30 nobody
nobody || note "$(on fw ss -Htnp "sport = :22"; on peer ss -Htnp; ps -eo pid,ppid,stat,args)"
spawn peer socat TCP4-LISTEN:4000,fork EXEC:cat
wait_for listening peer tcp 4000
fw port add tcp 9090
sed -i 's/22,2222/22,2222,9090/' "$tmp/changes" "$tmp/batch"
echo 'port add tcp 9090' >>"$tmp/policy"
spawn fw python3 "$net_dir/lib/crowd.py" serve cockpit-tls 9090 10.0.0.2 4000 1
wait_for 30 listening fw tcp 9090
spawn peer python3 "$net_dir/lib/crowd.py" come 10.0.0.1 9090 2
here() { [ -n "$(on fw ss -Htn state established 'sport = :9090')" ]; }
ok "somebody is at a server that looks like Cockpit's" wait_for 30 here
on_pty "$run </dev/null"
fared "a terminal of Cockpit" "$locked"

# A tunnel: who sends to its port is not known here.
spawn fw socat -u UDP4-RECV:51820 OPEN:/dev/null
spawn fw socat -u UDP4-RECV:51821,bind=127.0.0.1 OPEN:/dev/null
wait_for 30 listening fw udp 51820 && wait_for 30 listening fw udp 51821
fw port add udp 51820-51822
on_pty "$(command -v sfwctl) port del udp 51820-51822 >$tmp/words 2>&1"
is "ports of UDP that are in use are named when they close" "$(cat "$tmp/words")" \
	"sfwctl: warning: this closes ports of UDP that are in use here: 51820"
is "and are closed" "$(fw save - | grep -c 'add udp')" 0
on_pty "$(command -v sfwctl) port add tcp 80 >$tmp/words 2>&1"
is "they are named once" "$(cat "$tmp/words")" ""
fw port add udp 51820
on_pty "$(command -v sfwctl) port add udp 51000-52000 >$tmp/words 2>&1; $(command -v sfwctl) port del udp 51820 >>$tmp/words 2>&1"
is "and not while another line lets them in" "$(cat "$tmp/words")" ""

# Each family is one for itself: a socket of IPv6 alone, and one of both.
udp_closes() { # PORT FROM: sfwctl's words
	fw port add udp "$1" from "$2"
	on_pty "$(command -v sfwctl) port del udp $1 from $2 >$tmp/words 2>&1"
	sed 's/.*in use here: //' "$tmp/words"
}
spawn fw socat -u "UDP6-RECV:5555,ipv6-v6only=1,bind=[fd00::1]" OPEN:/dev/null
spawn fw socat -u UDP6-RECV:5556,ipv6-v6only=0 OPEN:/dev/null
spawn fw socat -u UDP4-RECV:5557 OPEN:/dev/null
wait_for 30 listening fw udp 5555 && wait_for 30 listening fw udp 5556 && wait_for 30 listening fw udp 5557
is "a port of IPv6 that closes is named" "$(udp_closes 5555 ::/0)" 5555
is "one of both families by either" "$(udp_closes 5556 ::/0) $(udp_closes 5556 0.0.0.0/0)" "5556 5556"
fw port add udp 5556
on_pty "$(command -v sfwctl) port del udp 5556 >$tmp/words 2>&1"
is "and once by both" "$(sed 's/.*in use here: //' "$tmp/words")" 5556
fw port add udp 5556 from 0.0.0.0/0
is "what closes over IPv6 is told while IPv4 stays open" "$(udp_closes 5556 ::/0)" 5556
is "a port of IPv4 is not used over IPv6" "$(udp_closes 5557 ::/0)" ""
is "nor the other way round" "$(udp_closes 5555 0.0.0.0/0)" ""
note "$ways ways"
done_testing
