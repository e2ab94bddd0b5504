#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# sfwctl without the module and the kernel with it: the same refusals, place and word,
# and the same verdicts. And "edit", which goes from one to the other.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/lib/screen.sh"

wire fw peer

# Both say nothing, or the same; "check" returns 2 for what the kernel refuses.
ok "agree.c builds" gcc -O2 -Wall -Wextra -Werror -shared -fPIC -o "$tmp/agree.so" "$net_dir/lib/agree.c" -ldl
cd "$tmp" || exit
python3 "$net_dir/lib/mutate_policy.py" "${SFW_POLICIES:-3000}" "${SFW_SEED:-1}" |
	on fw env LD_PRELOAD="$tmp/agree.so" sfwctl
is "check and the kernel agree on mutated policies" $? 0

# A guard in use is as busy as a policy that others have changed.
printf 'guard add g 3/10s\nport add tcp 22 guard g\nguard del g\n' >busy
told=$(on fw sfwctl restore busy 2>&1)
is "restore names the line that deletes a guard in use" "$told" "sfwctl: busy:3:1: guard g is named by 1 line"

# Classes of two policies that differ: the kernel has the verdict that is told.
cat >"$tmp/a" <<'END'
set ping off
guard add g 3/10s
port add tcp 22 guard g
port add tcp 80,443 from 10.0.0.0/8
port add udp 53 dev "br-*"
block add 203.0.113.0/24
lan add dev lan0
enable
END
cat >"$tmp/b" <<'END'
set reject6 drop
port add tcp 22 from 192.0.2.0/24
port add tcp 1-1000 from 10.0.0.0/16
port add udp 53
exempt add 203.0.113.8/29
block add 203.0.113.0/24
forward add tcp 8080 in wan0 to 192.168.1.2:80
lan add dev "lan*"
enable
END
status_is "diff meaning: they differ" 1 sfwctl diff "$tmp/a" "$tmp/b" meaning
# But for fe80::, a router's, which this host is not.
grep '^  test' <<<"$output" | grep -v fe80 >"$tmp/witnesses"
sfwctl -j diff "$tmp/a" "$tmp/b" meaning >"$tmp/classes"
# Nor is a witness one of its own addresses: that would be this host itself.
ip -n fw addr flush dev eth0
replay() { # SIDE POLICY: the kernel's verdict for each witness, by "test"
	local line
	on fw sfwctl restore "$2"
	while read -r line; do
		# shellcheck disable=SC2086
		on fw sfwctl -j $line </dev/null
	done < <(sed 's/  *//' "$tmp/witnesses") |
		sed 's/^{"verdict":"\([^"]*\)".*"reason":"\([^"]*\)".*/\1 \2/'
}
told() { # SIDE
	python3 -c 'import json, sys
for c in json.load(open(sys.argv[1]))["classes"]:
    "fe80" in c["test"] or print(c[sys.argv[2]]["verdict"], c[sys.argv[2]]["reason"])' "$tmp/classes" "$1"
}
is "the kernel's verdicts by the one policy" "$(replay a "$tmp/a")" "$(told a)"
is "the kernel's verdicts by the other" "$(replay b "$tmp/b")" "$(told b)"
status_is "diff meaning of a file and the policy that runs" 1 on fw sfwctl diff "$tmp/a" meaning
is "is that of two files" "$output" "$(sfwctl diff "$tmp/a" "$tmp/b" meaning)"
is "and of itself nothing" "$(on fw sfwctl diff "$tmp/b" meaning)" "the same verdict for every packet"

# edit, with stream editors for people. /etc is this machine's own, which keeps nothing.
rm -rf /etc/sfw
mkdir /etc/sfw
edit() { # EDITOR ANSWERS: in lines
	printf '%s' "$2" | on fw env -u VISUAL EDITOR="$1" sfwctl edit 2>&1
}
printf '# by hand\nport add tcp 22\nenable\n' >/etc/sfw/sfw.conf
on fw sfwctl restore /etc/sfw/sfw.conf
output=$(edit 'sed -i s/22/23/' $'y\ny\n')
is "edit: done" $? 0
is "shows what it adds with a plus, the opposite of diff" "$(grep '^[-+]' <<<"$output")" \
	$'-port add tcp 22\n+port add tcp 23'
is "it runs" "$(on fw sfwctl save - | grep ^port)" "port add tcp 23"
is "it is kept, remarks too" "$(cat /etc/sfw/sfw.conf)" $'# by hand\nport add tcp 23\nenable'
# Where a link leads, as with save; and on the disk when it is said to be.
ok "synced.c builds" gcc -O2 -Wall -Wextra -Werror -shared -fPIC -o "$tmp/synced.so" "$net_dir/lib/synced.c" -ldl
mkdir "$tmp/policies"
mv /etc/sfw/sfw.conf "$tmp/policies"
ln -s "$tmp/policies/sfw.conf" /etc/sfw/sfw.conf
output=$(LD_PRELOAD="$tmp/synced.so" SFW_SYNCED="$tmp/synced" edit 'env -u LD_PRELOAD sed -i s/23/24/' $'y\ny\n')
is "edit: through a link" "$? $(tail -n 1 <<<"$output")" "0 saved: /etc/sfw/sfw.conf"
ok "which stays one" test -L /etc/sfw/sfw.conf
is "and leads to the text" "$(ls "$tmp/policies") $(sed -n 2p "$tmp/policies/sfw.conf")" "sfw.conf port add tcp 24"
is "file and folder are synced" "$(tail -n 3 "$tmp/synced" | sed "s/\.conf\.[^ ]*/.conf.NEW/g")" "sync $tmp/policies/sfw.conf.NEW
move $tmp/policies/sfw.conf.NEW $tmp/policies/sfw.conf
sync $tmp/policies"
mount -t tmpfs -o size=4k none "$tmp/policies"
head -c 4096 /dev/zero >"$tmp/policies/filler" 2>/dev/null
output=$(edit 'echo port add tcp 24 >' $'y\ny\n')
is "edit: on a full disk" $? 1
like "the error is told" "$output" "^sfwctl: /etc/sfw/sfw.conf: No space left on device$"
is "and the text is not lost" "$(grep 'in force, but' <<<"$output") $(cat /etc/sfw/sfw.conf.edit)" \
	"sfwctl: it is in force, but not saved: its text stays in /etc/sfw/sfw.conf.edit port add tcp 24"
is "nothing else stays" "$(cd /etc/sfw && echo *) $(ls "$tmp/policies")" "sfw.conf sfw.conf.edit filler"
umount "$tmp/policies"
rm /etc/sfw/sfw.conf*
mv "$tmp/policies/sfw.conf" /etc/sfw
edit 'sed -i s/24/23/' $'y\ny\n' >"$tmp/edit" || not_ok "edit: a file again" "$(cat "$tmp/edit")"
output=$(edit 'sed -i s/23/70000/' $'n\n')
is "edit: a mistake is refused" $? 2
like "with its place" "$output" 'sfw.conf.edit:2:14: 70000 is not a port'
output=$(edit 'sed -i s/23/24/' $'n\n')
is "edit: not applied" $? 1
output=$(edit 'sed -i s/23/25/' $'y\nn\n')
is "edit: not confirmed" $? 1
is "then all is as it was" "$(on fw sfwctl save - | grep ^port) $(sed -n 2p /etc/sfw/sfw.conf)" \
	"port add tcp 23 port add tcp 23"
left() { # NAME PORT: a text is left beside the file, and the output says where
	is "$1" "$(grep -o 'sfwctl: the edited .*' <<<"$output") $(grep -o "tcp $2" /etc/sfw/sfw.conf.edit)" \
		"sfwctl: the edited text stays in /etc/sfw/sfw.conf.edit tcp $2"
	rm -f /etc/sfw/sfw.conf.edit
}
left "but the text is not lost" 25
output=$(edit 'sed -i s/23/25/' $'\n maybe\nn\n')
is "edit: an empty line is no answer" "$(grep -o 'apply[?]' <<<"$output" | wc -l) $(tail -n 1 <<<"$output")" \
	"3 apply? [y/n] apply? [y/n] apply? [y/n] nothing is changed"
output=$(edit 'sed -i s/23/25/' $'\nY\n\n\ny')
is "edit: nor at the last question" "$? $(tail -n 1 <<<"$output")" "0 saved: /etc/sfw/sfw.conf"
output=$(edit 'sed -i s/25/23/' $'y\ny\n') || not_ok "edit: back" "$output"
output=$(edit 'sed -i s/23/25/' '')
is "edit: the end of the input is a no" "$? $(tail -n 1 <<<"$output")" "1 apply? [y/n] nothing is changed"
output=$(edit false '')
is "edit: the editor fails" $? 1
is "no copy stays" "$(ls /etc/sfw)" sfw.conf
# The editor's keys are its own; whatever else ends it leaves no copy behind.
for key in INT QUIT; do
	output=$(edit "kill -$key \$PPID; sed -i s/23/24/" $'n\n')
	is "edit: SIG$key in the editor" $? 1
	like "does not end it" "$output" 'apply[?] .*nothing is changed$'
done
for signal in TERM HUP; do
	edit "kill -$signal \$PPID; cat" '' >/dev/null
	is "edit: SIG$signal in the editor ends it" $? $((128 + $(kill -l $signal)))
	is "no copy stays" "$(ls /etc/sfw)" sfw.conf
done
mkfifo "$tmp/answers"
ip netns exec fw env -u VISUAL EDITOR='sed -i s/23/24/' sfwctl edit \
	<"$tmp/answers" >"$tmp/edit" 2>&1 &
exec 9>"$tmp/answers"
ok "edit: it asks" wait_for grep -q 'apply?' "$tmp/edit"
kill -TERM $!
wait $!
exec 9>&-
is "and when it is ended there, no copy stays" "$(ls /etc/sfw)" sfw.conf
# On a terminal keys are no answer to a question that nobody saw: they wait while the editor runs.
cat >"$tmp/slow" <<END
#!/bin/sh
sed -i s/23/27/ "\$1"
touch $tmp/edits
until [ -e $tmp/typed ]; do sleep 0.1; done
END
chmod +x "$tmp/slow"
screen_start fw "EDITOR=$tmp/slow VISUAL='' sfwctl edit; echo status \$?; exec cat"
ok "edit: on a terminal" wait_for test -e "$tmp/edits"
screen_keys y Enter y Enter
waits_for "with answers that are typed ahead" '^y$'
touch "$tmp/typed"
waits_for "it asks" '^apply[?]'
screen_keys n Enter
waits_for "and takes what is typed then" '^status 1$'
is "nothing is changed" "$(on fw sfwctl save - | grep ^port) $(ls /etc/sfw)" "port add tcp 23 sfw.conf"
screen_tmux kill-server
# Who is cut off by the policy on trial finds the text again.
mkfifo "$tmp/cut"
ip netns exec fw env -u VISUAL EDITOR='sed -i s/23/24/' sfwctl edit <"$tmp/cut" >"$tmp/edit" 2>&1 &
exec 9>"$tmp/cut"
echo y >&9
ok "edit: on trial" wait_for grep -q 'does it work' "$tmp/edit"
kill -HUP $!
wait $!
exec 9>&-
is "and when it is ended there, the text stays" "$(grep -o 'tcp 24' /etc/sfw/sfw.conf.edit)" "tcp 24"
rm -f /etc/sfw/sfw.conf.edit
on fw sfwctl -q rollback
# The kernel takes nothing on top of what somebody else tries, nor is that kept before it is confirmed.
cp /etc/sfw/sfw.conf "$tmp/kept"
printf 'port add tcp 26\nenable\n' >"$tmp/trial"
printf '#!/bin/sh\nip netns exec fw sfwctl -q apply %s confirm-within 1h\n%s\n' "$tmp/trial" 'sed -i s/23/24/ "$1"' >"$tmp/tries"
printf '#!/bin/sh\nip netns exec fw sfwctl -q apply %s confirm-within 1h\n%s\n' "$tmp/trial" "cp $tmp/trial \"\$1\"" >"$tmp/copies"
chmod +x "$tmp/tries" "$tmp/copies"
output=$(edit "$tmp/tries" $'y\ny\n')
is "edit: another policy came on trial meanwhile" $? 1
like "is told" "$output" 'a policy waits to be confirmed already'
left "and the text is not lost" 24
output=$(edit "touch $tmp/began; cat" $'y\ny\n')
is "edit: beside a policy on trial" "$? $output" \
	"1 sfwctl: a policy is on trial: sfwctl confirm or sfwctl rollback, then sfwctl edit"
is "is refused before the editor starts" "$(cd "$tmp" && echo began*) $(ls /etc/sfw)" "began* sfw.conf"
output=$(on fw env -u VISUAL EDITOR="sed -i s/23/24/" sfwctl -n edit 2>&1)
is "but for a look" "$? $(grep -c '^+port add tcp 24$' <<<"$output")" "0 1"
on fw sfwctl -q rollback
output=$(edit "$tmp/copies" '')
is "edit: a policy on trial is not saved" $? 1
like "but confirmed first" "$output" 'a policy is on trial: sfwctl confirm'
left "and the text is not lost" 26
is "the file is as it was" "$(cksum </etc/sfw/sfw.conf)" "$(cksum <"$tmp/kept")"
on fw sfwctl -q confirm
edit "cp $tmp/trial" '' >/dev/null
is "confirmed, it is" "$(cksum </etc/sfw/sfw.conf)" "$(cksum <"$tmp/trial")"
touch /etc/sfw/sfw.conf.edit
output=$(edit true '')
is "edit: two at once" $? 1
like "is told" "$output" 'somebody edits'
done_testing
