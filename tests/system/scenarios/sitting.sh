# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Each way of sitting at a server that systemd, logind, cron and at make possible, by each
# change that locks out: as the table in sfwctl(8) says. The others are in net/sitting.t.

before_1() {
	ports='53 80 9999'
	useradd -m -s /bin/bash admin
	echo 'admin ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/admin
}

# That of trixie puts each window in a scope of its own.
window='(session|tmux-spawn)-.*scope'

fw() {
	sfwctl "$@"
}

# A way, and that it leads below that control group.
way() { # WAY CGROUP WANTED
	fared "$1" "$3"
	like "$1: its control group" "$(cat "$tmp/place")" "$2"
}

boot_1() {
	local outside=attacker sources=192.0.2.0/24,2001:db8:1::/64 home user
	export TERM=vt100
	# Nobody logs in on its connections, for which sshd would keep us out too.
	systemctl stop system-attack
	. "$here/../net/sitting.sh"
	for user in root admin; do
		home=$(getent passwd "$user" | cut -d: -f6)
		install -D -o "$user" -m 600 "$tmp/id.pub" "$home/.ssh/authorized_keys"
	done
	chown admin: /home/admin/.ssh
	cp "$tmp/policy" "$conf"
	ok "all that is needed starts" systemctl start ssh cron atd sfw
	by_connection
	spawn attacker "${ssh[@]}" root@192.0.2.1 'echo here; exec sleep infinity'
	ok "somebody stays" wait_for 60 grep -q here "$spawned_log"
	below_systemd root@192.0.2.1
	old_terminals
	jobs_of_others
	console
	units
	end_process "$spawned"
	by_socket
	note "$ways ways"
	healthy
}

by_connection() {
	local at
	for at in root@192.0.2.1 root@2001:db8:1::1; do
		by_ssh "$at" "$run"
		way "ssh to $at" session-.*scope "$locked"
		by_ssh -tt "$at" "$run"
		way "ssh to $at with a terminal" session-.*scope "$locked"
	done
	at=admin@192.0.2.1
	by_ssh "$at" "sudo $run"
	way "sudo" session-.*scope "$locked"
	by_ssh -tt "$at" "sudo $run"
	way "sudo with a terminal" session-.*scope "$locked"
	by_ssh -tt "$at" "sudo -i $run"
	way "sudo -i" session-.*scope "$locked"
	by_ssh -tt "$at" "sudo su - -c '$run'"
	way "su -" session-.*scope "$locked"
	by_ssh -tt "$at" "sudo su -P - -c '$run'"
	way "su - with a terminal of its own" session-.*scope "$locked"
	at=root@192.0.2.1
	by_ssh "$at" "systemd-run --scope $run"
	way "systemd-run --scope" run-.*scope "$locked"
	by_ssh "$at" "systemd-run --user --scope $run"
	way "systemd-run --user --scope" user@0.*run-.*scope "$locked"
	by_ssh -tt "$at" "tmux -f /dev/null new-session '$run'"
	way "tmux" "$window" "$locked"
	by_ssh -tt "$at" "screen $run"
	way "screen" session-.*scope "$locked"
}

below_systemd() { # WHERE
	local mode
	for mode in --pty --pipe; do
		by_ssh -tt "$1" "systemd-run $mode $run"
		way "systemd-run $mode" system.slice/run-.*service "$locked"
		by_ssh -tt "$1" "systemd-run --user $mode $run"
		way "systemd-run --user $mode" user@0.*run-.*service "$locked"
	done
	by_ssh -tt "$1" "machinectl shell .host /bin/sh $tmp/changes"
	way "machinectl shell" session-.*scope "$locked"
	if [ -n "$(command -v run0)" ]; then
		by_ssh -tt "$1" "run0 $run"
		way "run0" '(session-|run-)' "$locked"
	else
		skip "run0" "it is of a later release"
	fi
	by_ssh "$1" "systemd-run --pipe $run"
	way "systemd-run --pipe without a terminal" system.slice/run-.*service "$told"
	by_ssh "$1" "systemd-run $run"
	way "systemd-run" system.slice/run-.*service "$told"
	by_ssh "$1" "systemd-run --user $run"
	way "systemd-run --user" user@0.*run-.*service "$told"
}

# Terminals that outlive their connection, with its environment.
old_terminals() {
	local at=root@192.0.2.1
	by_ssh "$at" "tmux -L old -f /dev/null new-session -d -s old"
	tmux -L old send-keys -t old:0 "$run" Enter
	way "an old window of tmux" "$window" "$locked"
	tmux -L old kill-server
	loginctl enable-linger root
	by_ssh "$at" "systemd-run --user --scope tmux -L old -f /dev/null new-session -d -s old"
	tmux -L old send-keys -t old:0 "$run" Enter
	way "an old window of tmux in a scope of the user" user@0.*scope "$locked"
	tmux -L old kill-server
	by_ssh "$at" "screen -d -m -S old"
	screen -S old -p 0 -X stuff "$run
"
	way "an old window of screen" session-.*scope "$locked"
	screen -S old -X quit
}

# A job of at has the environment that it was typed in.
jobs_of_others() {
	local at=root@192.0.2.1
	by_ssh "$at" "echo '$run' | at now; until [ -e $tmp/fared ]; do sleep 0.1; done"
	way "at, and who typed it is here" atd.service "$locked"
	by_ssh "$at" "echo 'until [ -e $tmp/left ]; do sleep 0.1; done; $run' | at now"
	touch "$tmp/left"
	way "at" atd.service "$told"
	cron_has_it
	wait_for 130 test -e "$tmp/fared"
	way "cron" cron.service "$told"
}

console() {
	local unit=getty@tty1.service
	if grep -q sfw_kernel=uml /proc/cmdline; then
		skip "a console" "that of User-Mode Linux leads nowhere here"
		return
	fi
	mkdir -p "/run/systemd/system/$unit.d"
	printf '%s\n' '[Service]' ExecStart= 'ExecStart=-/sbin/agetty --autologin root --noclear - linux' \
		Restart=no >"/run/systemd/system/$unit.d/login.conf"
	systemctl daemon-reload
	printf '%s\n' "$run" >>/root/.profile
	ok "login on a console" systemctl start "$unit"
	way "a console" session-.*scope "$told"
	systemctl stop "$unit"
}

units() {
	cp "$tmp/closed" "$conf"
	done_and_told reload
	systemctl stop sfw
	done_and_told start
	done_and_told restart
	cp "$tmp/policy" "$conf"
	cursor
	ok "a reload that locks out nobody" systemctl reload sfw
	unlike "warns of nothing" "$(since sfw)" warning
}

done_and_told() { # COMMAND
	ways=$((ways + 1))
	cursor
	ok "systemctl $1" systemctl "$1" sfw
	like "systemctl $1: it warns" "$(since sfw)" 'warning: a new connection from 192\.0\.2\.2 to port 22'
	is "systemctl $1: it is done" "$(sfwctl save - | grep -c 'tcp 22')" 0
	sfwctl -f restore "$tmp/policy"
}

# The server of ssh begins with a connection, and systemd listens.
by_socket() {
	systemctl stop ssh
	ok "ssh.socket in place of ssh.service" systemctl start ssh.socket
	note "$(systemctl show -p Accept ssh.socket)"
	by_ssh root@192.0.2.1 "$run"
	way "ssh.socket" session-.*scope "$locked"
	by_ssh -tt root@192.0.2.1 "systemd-run --pty $run"
	way "systemd-run --pty below ssh.socket" run-.*service "$locked"
}
