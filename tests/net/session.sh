# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Sessions of a real ssh to fw, on top of world.sh:
#
#   session_world        fw and peer, and an ssh server of fw that lets root of peer in
#   login NAME ADDRESS OPTIONS...   a session that stays; it obeys `there NAME`
#   there NAME WORDS...  sfwctl in that session, under $before_it; prints its status
#   said                 its words
#   refused NAME WORDS...    sfwctl is refused there, and nothing changes
#   done_by NAME WORDS...    it goes through, without a word

sfwctl=$(command -v sfwctl)

session_world() {
	wire fw peer
	# A home for root that can be written, with a key in it.
	mkdir -p "$tmp/home/.ssh"
	chmod 700 "$tmp" "$tmp/home" "$tmp/home/.ssh"
	ssh-keygen -q -t ed25519 -N '' -f "$tmp/id"
	cp "$tmp/id.pub" "$tmp/home/.ssh/authorized_keys"
	echo "root:x:0:0:root:$tmp/home:/bin/sh" >"$tmp/passwd"
	mount --bind "$tmp/passwd" /etc/passwd
	dropbearkey -t ed25519 -f "$tmp/key" >/dev/null 2>&1
	spawn fw dropbear -F -E -s -r "$tmp/key" -p 22 -P "$tmp/dropbear.pid"
	wait_for listening fw tcp 22
}

login() {
	start_helper "$1" ip netns exec peer ssh -F none -i "$tmp/id" -o BatchMode=yes -o StrictHostKeyChecking=no \
		-o UserKnownHostsFile=/dev/null -o LogLevel=ERROR "${@:3}" "root@$2" sh
}

there() {
	ask_helper "$1" "${before_it:-} $sfwctl ${*:2} >$tmp/said 2>&1 </dev/null; echo \$?"
}

said() {
	cat "$tmp/said"
}

refused() {
	local was
	was=$(fw save -)
	is "$1 is refused: ${*:2}" "$(there "$@")" 1
	is "and nothing changes" "$(fw save -)" "$was"
}

done_by() {
	is "$1 may: ${*:2}" "$(there "$@") $(said)" '0 '
}
