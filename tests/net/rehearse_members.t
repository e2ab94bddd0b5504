#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What is no policy is that of the moment under a rehearsed policy, too: members of
# volatile groups, and members and blocks for a time. To apply it brings none of them back.
# In check-full: many hours of lists.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"
. "$(dirname "$0")/rehearsal.sh"

wire fw peer
crowd fw
start_frames peer
silent_peer peer
set_sysctl fw net.ipv4.ip_forward=0

cat >"$tmp/policy" <<'END'
group new bans volatile
group add team 198.18.2.1
block add @bans
exempt add 198.18.1.9
port add tcp 80
port add tcp 22 from @team
END
members() { fw group list "$1" | awk 'NR > 1 { print $1 }' | paste -sd' '; }
for early in on off; do
	fw block list | awk '/^198/ { print $1 }' | while read -r src; do fw block del "$src"; done
	fw flush all
	fw restore - <<<"$(cat "$tmp/policy")
set early $early
enable"
	fw group add bans 198.18.1.1,198.18.1.3,198.18.1.9
	fw group add team 198.18.2.2,198.18.2.4 for 1h
	fw block add 198.18.3.1,198.18.3.2 for 1h
	grep -v ^exempt "$tmp/policy" | cat - <(printf '%s\n' "set early $early" 'group add bans 198.18.1.8 comment "of the file"' \
		'group add team 198.18.2.8 for 1h' 'block add 198.18.3.8 for 1h') >"$tmp/file"
	ok "early $early: a rehearsal begins" fw rehearse "$tmp/file"
	for src in 1.1 2.2 2.4 3.1; do
		syn "198.18.$src" 80 >/dev/null
		syn "198.18.$src" 22 >/dev/null
	done
	is "early $early: both have the same members" "$(found)" ''
	fw group del bans 198.18.1.1
	fw group add bans 198.18.1.2
	fw group del team 198.18.2.2,198.18.2.4
	fw group add team 198.18.2.3 for 1h
	fw group add team 198.18.2.4 for 10h
	fw block del 198.18.3.1
	for src in 1.1 1.2 1.3 2.2 2.3 2.4 3.1 3.2; do
		syn "198.18.$src" 80 >/dev/null
		syn "198.18.$src" 22 >/dev/null
	done
	is "early $early: and the same a while later" "$(found)" ''
	for src in 1.9 1.8 3.8; do
		syn "198.18.$src" 80 >/dev/null
	done
	syn 198.18.2.8 22 >/dev/null
	is "early $early: the file's own count, too" "$(found | sort)" 'accept port closed-tcp tcp 22 198.18.2.8 eth0 1 port add tcp 22 from @team
refuse blocked port tcp 80 198.18.1.9,198.18.1.8,198.18.3.8 eth0 3 block add @bans'
	ok "early $early: applied" fw rehearse apply
	is "early $early: no ban is back, and none is lost" "$(members bans)" '198.18.1.2 198.18.1.3 198.18.1.8 198.18.1.9'
	like "early $early: with its comment" "$(fw group list bans)" '198[.]18[.]1[.]8.*of the file'
	is "early $early: nor a member" "$(members team)" '198.18.2.1 198.18.2.3 198.18.2.4 198.18.2.8'
	like "early $early: nor has one less time" "$(fw group list team)" '^198[.]18[.]2[.]4 .*(10h|9h|3[56][0-9][0-9][0-9]s|599m)'
	is "early $early: nor a block" "$(fw block list | awk '/^198/ { print $1 }' | paste -sd' ')" '198.18.3.2 198.18.3.8'
	fw rehearse stop
done

# Again and again, while packets come, until the memory of each is back.
fw rehearse "$tmp/file" >/dev/null
for n in {1..50}; do
	fw group add bans "198.18.4.$n"
	syn "198.18.4.$n" 80 >/dev/null
done
is "fifty bans, each in force at once" "$(found)" ''
done_testing
