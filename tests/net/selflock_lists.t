#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Lists, blocks and members that come back lock out nobody who asks for it.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/session.sh"

session_world
start_talk
talk serve fw tcp 80 >/dev/null
fw restore - <<'END'
guard add ban 2/1h then block 1h
knock add door tcp/7000
group new feed volatile
block add @feed
port add tcp 22
port add tcp 80 guard ban
enable
END
fw set scan tcp
fw set scan-window 120
talk probe peer tcp 10.0.0.1 9 >/dev/null
like "a scan" "$(fw list show tcp-portscan)" '^10\.0\.0\.2 '
fw list save "$tmp/scan"
fw list flush tcp-portscan
fw set scan off
login four 10.0.0.1
is "a session" "$(ask_helper four 'echo hello')" hello

lists=$tmp/lists
empty() {
	local name
	for name in ban door tcp-portscan; do fw list flush $name; done
}
holders() { # ADDRESS: lists that have it
	local name
	for name in ban door tcp-portscan; do
		fw list show $name | grep -q "^$1 " && printf '%s ' $name
	done
}
for name in ban door tcp-portscan; do
	fw list add $name 10.0.0.2
	fw list add $name 10.0.0.9
done
fw list save "$lists"
empty
is "the session's address is left out" "$(there four list restore "$lists")" 1
like "which is said" "$(said)" '^sfwctl: 10\.0\.0\.2 is not put into ban, which would lock out who is connected from there; -f or --force puts it too$'
like "of each list" "$(said)" '^sfwctl: 10\.0\.0\.2 is not put into tcp-portscan, '
like "and not counted" "$(said)" '^restored: 4 addresses in recent lists, 0 blocks$'
is "a knock lets it in" "$(holders 10.0.0.2)" 'door '
is "others come back" "$(holders 10.0.0.9)" 'ban door tcp-portscan '
is "nothing refuses the session" "$(talk probe peer tcp 10.0.0.1 22)" open
# The session itself is blocked by that, for a moment.
there four -f list restore "$lists" >"$tmp/forced" &
in_each() { [ "$(holders 10.0.0.2)" = 'ban door tcp-portscan ' ]; }
ok "forced, it comes back too" wait_for in_each
empty
wait $!
is "and that is no fault" "$(cat "$tmp/forced")" 0
is "where nobody sits, as at boot, too" "$(fw list restore "$lists" 2>&1)" 'restored: 6 addresses in recent lists, 0 blocks'
is "all of it" "$(holders 10.0.0.2)" 'ban door tcp-portscan '
empty

# What a guard only counts is no harm, until it would refuse.
talk probe peer tcp 10.0.0.1 80 >/dev/null
fw list save "$lists"
empty
is "a hit comes back" "$(there four list restore "$lists") $(said)" '0 restored: 1 addresses in recent lists, 0 blocks'
talk probe peer tcp 10.0.0.1 80 >/dev/null
fw list save "$lists"
empty
is "as many as the guard admits do not" "$(there four list restore "$lists") $(holders 10.0.0.2)" '1 '
talk probe peer tcp 10.0.0.1 80 >/dev/null
talk probe peer tcp 10.0.0.1 80 >/dev/null
talk probe peer tcp 10.0.0.1 80 >/dev/null
fw list save "$lists"
empty
is "nor does a guard's block" "$(there four list restore "$lists") $(holders 10.0.0.2)" '1 '

# Hits and scans whose time is over refuse nobody.
fw guard add brief 1/120s 9/1h
fw port add tcp 81 guard brief
talk serve fw tcp 81 >/dev/null
talk probe peer tcp 10.0.0.1 81 >/dev/null
fw list save "$lists"
empty
fw list flush brief
is "a hit that counts stays out" "$(there four list restore "$lists") $(said | grep -c 'is not put into brief')" '1 1'
is "and a scan" "$(there four list restore "$tmp/scan") $(said | grep -c 'is not put into tcp-portscan')" '1 1'
sleep 121
is "later the hit does not" "$(there four list restore "$lists") $(said | grep 'is not put into')" '0 '
is "nor the scan" "$(there four list restore "$tmp/scan") $(said | grep 'is not put into')" '0 '
fw port del tcp 81
fw guard del brief

# Sources that share an entry are in it together.
fw guard add wide 9/1h mask4 24 'then' block 1h
refused four list add wide 10.0.0.9
like "which is told of the session" "$(said)" ': you are connected from 10\.0\.0\.2; -f '
done_by four list add wide 10.0.1.9
fw guard del wide

# Blocks and members are changes of the policy, which are refused as a whole.
fw list add ban 10.0.0.9
fw -f block add 10.0.0.2 for 1h 2>/dev/null
fw list save "$lists"
fw block del 10.0.0.2
empty
refused four list restore "$lists"
like "a block is told" "$(said)" 'this would lock you out: .*blocked'
is "the lists come back all the same" "$(said | tail -n 1) $(holders 10.0.0.9)" 'restored: 1 addresses in recent lists, 0 blocks ban '
fw -f group add feed 10.0.0.2 2>/dev/null
fw list save "$lists"
fw group del feed 10.0.0.2
refused four list restore "$lists"
like "a member is told" "$(said)" 'this would lock you out: .*blocked'
umount /etc/passwd
done_testing
