# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The next version of sfw, on a machine that is enabled and in use: the package comes as from
# unattended-upgrades, the module is replaced by the command of doctor, under a live ssh.

modules=/usr/lib/modules/$(uname -r)/updates
kept=/root/kept

# sfw.ko as an older version: the same, but for the number that it tells.
before_1() {
	ports='53 80 9999'
	cp "$modules/sfw.ko" /root/sfw.ko
	tell_version "$modules/sfw.ko"
	systemctl -q enable sfw
	cp /usr/share/sfw/sfw.conf /etc/sfw/sfw.conf
	ssh-keygen -q -t ed25519 -N '' -f /root/id
	install -D -m 600 /root/id.pub /root/.ssh/authorized_keys
}

tell_version() { # FILE
	local now
	now=$(modinfo -F version "$1")
	LC_ALL=C sed -i "s/${now//./\\.}/${now%?}x/g" "$1"
}

loaded() {
	cat /sys/module/sfw/version
}

# A shell of ssh from outside, which says a word when it is told to.
log_in() {
	mkfifo "$tmp/typed"
	on attacker ssh -i /root/id -o StrictHostKeyChecking=no -o LogLevel=ERROR root@192.0.2.1 cat \
		<"$tmp/typed" >"$tmp/seen" 2>"$tmp/ssh" &
	exec 7>"$tmp/typed"
}

says() { # WORD
	echo "$1" >&7
	wait_for 60 grep -qx "$1" "$tmp/seen"
}

fill_lists() {
	sfwctl -q guard add web 1/1h "then" block 1h
	sfwctl -q port add tcp 81 guard web
	sfwctl -q group new feed volatile
	sfwctl -q block add @feed
	sfwctl -q block add 2001:db8:9::/48 for 3h
	sfwctl -q list add web 203.0.113.3
	sfwctl -q group add feed 203.0.113.4 for 2h
	ip -n attacker addr add 192.0.2.9/24 dev eth0
	on attacker curl -s -m 30 --interface 192.0.2.9 http://192.0.2.1:81
	on attacker curl -s -m 5 --interface 192.0.2.9 http://192.0.2.1:81
}

boot_1() {
	local before policy
	before=$(modinfo -F version sfw)
	systemctl start ssh
	is "the older version is loaded" "$(loaded)" "$before"
	reaches_all "its policy is in force" boot
	log_in
	ok "somebody is logged in" says "in"
	sed "s/^/# /" "$tmp/ssh"
	fill_lists
	policy=$(sfwctl save -)

	phase open.upgrade
	systemctl start sfw-exporter.socket
	cp /root/sfw.ko "$modules/"
	depmod
	ok "the package comes once more" dpkg -i --force-depends /root/sfwctl_*.deb
	is "the unit is enabled and active" "$(systemctl is-enabled sfw) $(state sfw)" "enabled active"
	is "a unit beside it that ran does so again" "$(state sfw-exporter.socket)" active
	is "the older module goes on judging, all as it was" "$(loaded) $(sfwctl save -)" "$before $policy"
	ok "the session goes on" says upgraded
	tried

	phase open.replaced
	like "doctor names what replaces it" "$(replacing)" 'rmmod sfw'
	sfwctl list save "$kept"
	ok "that" sh -c "$(replacing)"
	is "the new version is in force" "$(loaded)" "$(modinfo -F version /root/sfw.ko)"
	is "with the same policy" "$(sfwctl save -)" "$policy"
	like "the saved one too" "$(cat "$conf")" '^port add tcp 81 guard web$'
	sfwctl list save "$tmp/now"
	is "lists came back" "$(ends "$tmp/now" | wc -l)" 4
	is "each entry ends when it would have, to 2 s" "$(moved "$kept" "$tmp/now")" ''
	unlike "what stood in for it is gone" "$(nft list tables)" sfw_closed
	is "doctor finds no other version" "$(replacing)" ''
	ok "the session goes on" says replaced
	reaches_all "the attacker reaches the same" open.replaced
	no_excess "at no moment was more reachable"
	healthy
}

# The command of doctor's finding about the module that is loaded.
replacing() {
	sfwctl -j doctor | python3 -c 'import json, sys
print(*[f["command"] for f in json.load(sys.stdin)["findings"] if f["check"] == "version"], sep="\n")'
}

before_2() { :; }

boot_2() {
	is "the next boot has the new version" "$(loaded)" "$(modinfo -F version /root/sfw.ko)"
	reaches_all "and the same policy" boot
	sfwctl list save "$tmp/now"
	is "the lists" "$(ends "$tmp/now" | wc -l)" 4
	is "with the same ends" "$(moved "$kept" "$tmp/now")" ''
	no_excess "at no moment of the boot was more reachable"
	healthy
}
