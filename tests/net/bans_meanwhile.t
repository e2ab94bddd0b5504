#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Programs that ban addresses all the time, while a large policy is restored, taken
# back and put on trial: each change is made, and no ban is lost.
# By the host's clock: both are to run by turns.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

host fw
fw group new bans volatile
fw block add @bans
{
	echo enable
	echo 'group new bans volatile'
	echo 'block add @bans'
	echo 'port add tcp 22'
	for ((i = 0; i < 4000; i++)); do echo "block add 10.1.$((i / 250)).$((i % 250))"; done
} >"$tmp/policy"
{ cat "$tmp/policy"; echo 'port add tcp 80'; } >"$tmp/other"

cat >"$tmp/ban" <<-'END'
	#!/bin/sh
	n=0
	while [ ! -e "$1/enough" ] && sfwctl -q group add bans "198.18.$((n / 250)).$((n % 250 + 1))" for 1h &&
		sfwctl -q block add "198.19.$((n / 250)).$((n % 250 + 1))" for 1h; do
		n=$((n + 1))
		echo "$n" >"$1/banned.new"
		mv "$1/banned.new" "$1/banned"
	done
END
chmod +x "$tmp/ban"
spawn fw "$tmp/ban" "$tmp"
banned() { cat "$tmp/banned" 2>/dev/null || echo 0; }
more_than() { [ "$(banned)" -gt "$1" ]; }
ok "bans come" wait_for 30 more_than 0
ok "a policy is restored meanwhile" fw restore "$tmp/policy"
first=$(banned)
ok "another one" fw restore "$tmp/other"
ok "it is taken back" fw undo
ok "one is put on trial" fw apply "$tmp/other" confirm-within 1h
ok "and goes back" fw rollback
ok "bans went on" wait_for 30 more_than "$first"
touch "$tmp/enough"
wait "$spawned" || not_ok "each ban was made" "$(cat "$spawned_log")"
note "$(banned) bans"
is "all of them are there" "$(fw -j group list bans | grep -o '"prefix"' | wc -l) $(fw -j block list | grep -o '"198\.19\.' | wc -l)" \
	"$(banned) $(banned)"
is "beside the policy" "$(fw diff "$tmp/policy" | head -n 3)" ''
done_testing
