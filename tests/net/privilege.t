#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Who may change and read the policy: CAP_NET_ADMIN in the initial user
# namespace. What all may read. privilege.py tries every command of the header
# and every file, so that a new one cannot be forgotten.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

host fw
fw enable
fw port add tcp 22
fw guard add sshbf 3/10s
fw knock add door tcp/7000
before=$(policy)

# Where nobody can run them.
chmod 755 "$tmp"
mkdir -p "$tmp/tests/net/lib" "$tmp/include"
cp "$(command -v sfwctl)" "$tmp/"
cp "$net_dir/lib/netlink.py" "$net_dir/lib/privilege.py" "$tmp/tests/net/lib/"
cp -r "$net_dir/../../include/uapi" "$tmp/include/"
chmod -R a+rX "$tmp"
sfwctl=$tmp/sfwctl
nobody() { on fw setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
own_network() { setpriv --reuid 65534 --regid 65534 --clear-groups unshare -Urn "$@"; }
false_root() { on fw setpriv --reuid 65534 --regid 65534 --clear-groups unshare -Ur "$@"; }
weak_root() { on fw setpriv --bounding-set -net_admin --inh-caps -net_admin "$@"; }
admin() { on fw setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps +net_admin --ambient-caps +net_admin "$@"; }
bare_root() { on fw setpriv --bounding-set -all,+net_admin --inh-caps -all,+net_admin "$@"; }

tries() { # WHO none|admin [HOW]
	local who=$1 line
	shift
	while IFS= read -r line; do
		case $line in
		ok\ *) ok "$who${2:+, $2}: ${line#ok }" ;;
		*) not_ok "$who${2:+, $2}: ${line#bad }" ;;
		esac
	done < <($who "$python" "$tmp/tests/net/lib/privilege.py" "$@" 2>&1 || echo "it ended with status $?")
}

refused() { # WHO WORDS...
	local status=0 who=$1 text
	shift
	text=$($who "$sfwctl" "$@" 2>&1) || status=$?
	is "$who: sfwctl $*" "$status $(wc -l <<<"$text")" "3 1"
	like "$who: sfwctl $*: it says why" "$text" 'not permitted.*CAP_NET_ADMIN'
}

wait_for own_network true || skip "own_network" "no user namespaces"
for who in nobody own_network false_root weak_root; do
	tries $who none
	for words in "port add tcp 80" "port list" "-n port add tcp 80" events; do
		# shellcheck disable=SC2086
		refused $who $words
	done
	ok "$who: reads the status" $who "$sfwctl" status
	ok "$who: reads the counters" $who "$sfwctl" stats
done

# Who opened the socket and who sends must both be allowed to.
root() { on fw "$@"; }
tries root none dropped
tries root none borrowed

is "the policy is what it was" "$(policy)" "$before"
tries bare_root admin
ok "what it put into a list is there" fw list del sshbf 192.0.2.77
ok "the capability alone suffices: list" admin "$sfwctl" port list
ok "add" admin "$sfwctl" port add tcp 80
ok "delete" admin "$sfwctl" port del tcp 80
done_testing
