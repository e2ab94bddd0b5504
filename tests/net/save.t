#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# save writes the policy in its canonical form, and whole or not at all.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

host fw
cat >"$tmp/typed" <<'END'
# As an administrator writes it: no order, lists, services, remarks.
enable
block add 203.0.113.0/24,192.0.2.66,2001:db8:bad::/48 comment "evil \"\\ $x"
guard add sshbf 3/10s 4/30m rttl then block
guard add web 20/1s mask4 24 mask6 64 then reject
knock add door tcp/7000,udp/8000 within 5s open 1m
   port add tcp 443,80 from 10.0.0.0/8,2001:db8::/32 dev eth0 # both
port add tcp ssh guard sshbf comment ssh
port add udp 6000-6010
port add tcp 2222 knock door comment "Türen: 'auf'"
port add sctp 5000
proto add gre from 192.0.2.1
proto add 41
trust add from fd00::/8
trust add dev wg0
exempt add 198.51.100.0/24,2001:db8:1::/48
set reject4 drop
set scan tcp,udp
set scan-window 90s
END
ok "restore from a file that nobody sorted" fw restore "$tmp/typed"
ok "save" fw save "$tmp/one"
note "$(cat "$tmp/one")"
is "only its owner reads it" "$(stat -c %a "$tmp/one")" 600
is "the last line says whether packets are judged" "$(tail -n 1 "$tmp/one")" enable
for setting in ping reject4 reject6 scan scan-window scan-ports rpfilter dhcp forward; do
	is "it says $setting" "$(grep -c "^set $setting " "$tmp/one")" 1
done
status_is "nothing is left to compare" 0 fw restore "$tmp/one"
ok "save again" fw save "$tmp/two"
is "save after restore gives the same bytes" "$(cksum <"$tmp/two")" "$(cksum <"$tmp/one")"
fw flush
fw disable
fw save - >"$tmp/empty"
is "disabled is said as well" "$(tail -n 1 "$tmp/empty")" disable
ok "through pipes as well" fw restore - <"$tmp/one"
is "the same bytes after a flush" "$(fw save - | cksum)" "$(cksum <"$tmp/one")"

same=yes
while read -r line; do # every line can be typed
	fw flush policy
	case $line in
	*' guard sshbf'*) fw guard add sshbf 3/10s ;;
	*' knock door'*) fw knock add door tcp/1 ;;
	disable) fw enable ;;
	esac
	eval "fw $line" || same="not: $line"
done <"$tmp/one"
is "every line can be typed in a shell" "$same" yes

# What ends by itself is not for a file.
fw restore "$tmp/one"
fw port add tcp 8080 for 1h
fw block add 192.0.2.77 for 1h
is "ports and blocks with a duration are not saved" "$(fw save - | cksum)" "$(cksum <"$tmp/one")"
fw restore "$tmp/one"
is "a port opened for a while is closed by restore" "$(fw port list | grep -c 8080)" 0
is "a block with a duration outlives restore" "$(fw block list | grep -c '192.0.2.77 .*[0-9]')" 1
ok "a file may name it again" fw restore - <<<$'block add 192.0.2.77 for 2h\nenable'
like "with another duration" "$(fw block list)" '192.0.2.77 .*(2h|7[0-9]+s|1[0-9]+m)'
status_is "but not twice" 1 fw restore - <<<$'block add 192.0.2.77 for 2h\nblock add 192.0.2.77'
like "the line is named" "$output" 'standard input:2:1: blocked already: .*192.0.2.77'
ok "nor is it in the way of a block for good" fw restore - <<<$'block add 192.0.2.77'
is "which then is saved" "$(fw save - | grep -c '^block add 192.0.2.77$')" 1
status_is "typed, it still is a repetition" 1 fw block add 192.0.2.77

# Whole or not at all.
fw restore "$tmp/one"
mkdir "$tmp/folder"
ln -s folder/real "$tmp/link"
cp "$tmp/empty" "$tmp/folder/real"
ok "save through a link" fw save "$tmp/link"
ok "which stays one" test -L "$tmp/link"
is "and leads to the policy" "$(cksum <"$tmp/folder/real")" "$(cksum <"$tmp/one")"
is "nothing is left beside it" "$(ls "$tmp/folder")" real
mkfifo "$tmp/pipe"
status_is "a pipe is not replaced" 1 fw save "$tmp/pipe"
like "the message says what is" "$output" "$tmp/pipe is not a regular file: a - writes"
status_is "nor a device" 1 fw save /dev/null
ok "which is what it was" test -c /dev/null
status_is "nor a folder" 1 fw save "$tmp/folder"
status_is "nor is a folder made" 1 fw save "$tmp/none/file"
like "the message names the file" "$output" "$tmp/none/file: No such file"
mount -t tmpfs -o size=4k none "$tmp/folder"
cp "$tmp/empty" "$tmp/folder/real"
head -c 4000 /dev/zero >"$tmp/folder/filler" 2>/dev/null
status_is "a full disk is told" 1 fw save "$tmp/folder/real"
like "with its name" "$output" 'folder/real: No space left on device'
is "the old file is whole" "$(cksum <"$tmp/folder/real")" "$(cksum <"$tmp/empty")"
is "and nothing is left beside it" "$(cd "$tmp/folder" && echo *)" 'filler real'
umount "$tmp/folder"
ok "a dry run writes nothing" fw -n save "$tmp/dry"
ok "no file" test ! -e "$tmp/dry"
status_is "two files are too many" 2 fw save a b

# What is on trial is not for the next start.
fw -q -f apply "$tmp/one" confirm-within 1h
status_is "a policy on trial is not saved for the next start" 1 fw save
like "the message says what to do" "$output" 'on trial: sfwctl confirm it first'
ok "it is in a file of its own" fw save "$tmp/trial"
# However that file is spelled, also where it is a link to one that is not there yet.
spelled() { # FOLDER PATH
	(cd "$1" && fw save "$2" 2>&1)
}
not_saved() { # HOW
	for path in /etc/sfw/sfw.conf /etc//sfw/./sfw.conf "$tmp/boot/sfw.conf" "$tmp/boots" "$tmp/policy" /proc/self/root/etc/sfw/sfw.conf; do
		like "nor under another name, $1: $path" "$(spelled / "$path")" 'on trial: sfwctl confirm it first'
	done
	like "nor in its folder, $1" "$(spelled /etc/sfw sfw.conf)" 'on trial: sfwctl confirm it first'
	like "nor by a relative path, $1" "$(spelled /usr ../etc/sfw/sfw.conf)" 'on trial: sfwctl confirm it first'
}
ln -s /etc/sfw "$tmp/boot"
ln -s boot/sfw.conf "$tmp/boots"
rm -rf /etc/sfw
mkdir "$tmp/elsewhere" /etc/sfw
ln -s "$tmp/elsewhere/policy" /etc/sfw/sfw.conf
ln -s elsewhere/policy "$tmp/policy"
not_saved "not there yet"
is "nothing is" "$(ls "$tmp/elsewhere")" ''
touch "$tmp/elsewhere/policy"
not_saved "there"
is "which stays empty" "$(cat "$tmp/elsewhere/policy")" ''
rm "$tmp/elsewhere/policy"
mkdir "$tmp/etc"
mount --bind /etc "$tmp/etc"
like "nor by another mount" "$(spelled "$tmp/etc/sfw" ./sfw.conf)" 'on trial: sfwctl confirm it first'
umount "$tmp/etc"
ok "one of that name elsewhere is another" fw save "$tmp/elsewhere/sfw.conf"
ok "by force it is saved through a link to no file yet" fw -f save
ok "which stays one" test -L /etc/sfw/sfw.conf
is "and leads to the policy" "$(cksum <"$tmp/elsewhere/policy")" "$(cksum <"$tmp/trial")"
rm /etc/sfw/sfw.conf
fw -q -f confirm
ok "nor once it is confirmed is it refused" fw -n save

# As JSON it is saved no less.
fw save -j /etc/sfw/sfw.conf
like "status sees it" "$(fw status)" '^saved +yes$'
like "so do counters" "$(fw stats --prometheus)" '^sfw_policy_saved 1$'
fw flush policy
like "an empty one over it is warned of" "$(fw -n save /etc/sfw/sfw.conf; spelled /etc sfw/sfw.conf)" 'opens nothing, and replaces a saved one that does'
echo '{"version":1,"prot":[]}' >/etc/sfw/sfw.conf
like "status tells of an error in it" "$(fw status 2>&1)" '^saved +no: /etc/sfw/sfw.conf has an error'
is "once" "$(fw status 2>&1 | grep -c 'no policy has')" 0

# In another namespace than the host's the file is the host's, and what a reboot brings there.
host_fw() { # ARGS...: sfwctl in "fw" of a host whose first process is in none of these
	unshare --pid --fork --mount-proc sh -c 'ip netns exec fw sfwctl "$@"; exit $?' sh "$@"
}
fw port add tcp 22
for path in '' /etc/sfw/sfw.conf; do
	echo 'port add tcp 80' >/etc/sfw/sfw.conf
	like "status does not advise to save over it" "$(host_fw status)" "^saved +no: /etc/sfw/sfw.conf is the host's, whose network namespace is another\$"
	unlike "nor does doctor" "$(host_fw doctor)" 'sfwctl save$'
	# shellcheck disable=SC2086 # no word, or one
	status_is "save ${path:-without a file} does as ever" 0 host_fw save $path
	like "and warns" "$output" '^sfwctl: warning: this replaces /etc/sfw/sfw.conf of the host, whose network namespace is another: name another file, or make a folder /etc/netns/NAME/sfw$'
	like "status has it as saved" "$(host_fw status)" '^saved +yes$'
done
rm -r /etc/sfw
unlike "where none is saved, nor there" "$(host_fw status; host_fw doctor)" 'sfwctl save$'
like "a folder that is yet to be made is the host's, too" "$(host_fw save 2>&1)" 'warning: this replaces /etc/sfw/sfw.conf'
is "to a file of its own it says nothing" "$(host_fw save "$tmp/own" 2>&1)" ''
is "nor to standard output" "$(host_fw save - 2>&1 >"$tmp/own")" ''
like "edit warns, too" "$(EDITOR=true host_fw edit 2>&1)" 'warning: this replaces /etc/sfw/sfw.conf'
like "list save as well" "$(host_fw list save 2>&1)" '^sfwctl: warning: this replaces /var/lib/sfw/lists of the host, whose network namespace is another: name another file$'
is "but not to another file" "$(host_fw list save "$tmp/lists" 2>&1)" ''
mkdir -p /etc/netns/fw/sfw
is "a folder of its own is its own" "$(host_fw save 2>&1) $(stat -c %s /etc/netns/fw/sfw/sfw.conf)" " $(stat -c %s "$tmp/own")"
like "and what is there is saved" "$(host_fw status)" '^saved +yes$'
fw port add tcp 23
like "or to be saved" "$(host_fw status)" '^saved +no: a reboot brings another policy: sfwctl diff; sfwctl save$'
done_testing
