#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Who may change and read the policy: CAP_NET_ADMIN in the initial user
# namespace. What all may read.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

host fw
fw enable
fw port add tcp 22
before=$(policy)

# Where nobody can run it.
chmod 755 "$tmp"
cp "$(command -v sfwctl)" "$tmp/"
sfwctl=$tmp/sfwctl
nobody() { on fw setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
own_network() { setpriv --reuid 65534 --regid 65534 --clear-groups unshare -Urn "$@"; }
false_root() { on fw setpriv --reuid 65534 --regid 65534 --clear-groups unshare -Ur "$@"; }
weak_root() { on fw setpriv --bounding-set -net_admin --inh-caps -net_admin "$@"; }
admin() { on fw setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps +net_admin --ambient-caps +net_admin "$@"; }

refused() { # WHO WORDS...
	local status=0 who=$1 text
	shift
	text=$($who "$sfwctl" "$@" 2>&1) || status=$?
	is "$who: sfwctl $*" "$status $(wc -l <<<"$text")" "3 1"
	like "$who: sfwctl $*: it says why" "$text" 'not permitted.*CAP_NET_ADMIN'
}

wait_for own_network true || skip "own_network" "no user namespaces"
for who in nobody own_network false_root weak_root; do
	while read -r line; do
		# shellcheck disable=SC2086
		refused $who $line
	done <<-X
		port add tcp 80
		port del tcp 22
		port list
		proto add gre
		trust add from 10.0.0.0/8
		set ping off
		get
		enable
		disable
		flush
		-n port add tcp 80
		test tcp 10.0.0.1 to 22
		why 10.0.0.1
		events
	X
	ok "$who: reads the status" $who "$sfwctl" status
	ok "$who: reads the counters" $who "$sfwctl" stats
	ok "$who: reads /proc/net/sfw/status and stats" $who cat /proc/net/sfw/status /proc/net/sfw/stats
	[ $who = weak_root ] || like "$who: not /proc/net/sfw/ports" "$($who cat /proc/net/sfw/ports 2>&1)" 'not permitted|denied'
done
like "root without the capability: not /proc/net/sfw/ports" "$(weak_root cat /proc/net/sfw/ports 2>&1)" 'not permitted|denied'
is "the policy is what it was" "$(policy)" "$before"
ok "the capability alone suffices: list" admin "$sfwctl" port list
ok "add" admin "$sfwctl" port add tcp 80
ok "delete" admin "$sfwctl" port del tcp 80
done_testing
