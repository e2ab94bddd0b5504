# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What every network test starts with:  . "$(dirname "$0")/lib.sh"
#
# A test is an executable bash script NAME.t that prints TAP. It runs as root
# in the throw-away guest with sfw.ko loaded; `tests/net/run` starts it, and undoes
# what it changes in /etc, /usr and /var. The plan and the clean-up come by themselves
# when it ends; the namespaces that it leaves, and what runs in them, are removed.
#
# Programs in the background, ended with the test:
#   spawn HOST COMMAND...          its pid in $spawned, its output in $spawned_log
#   listen HOST tcp|udp|sctp PORT [TEXT]
#                                  answers every peer with TEXT, v4 and v6;
#                                  returns when it listens
#   end_process PID...             ends them now, and waits until they are gone
#   reply TEXT                     for socat: answers a datagram with TEXT
#
# The hosts and `wait_for` are described in hosts.sh.
#
# The module, in the test's hands (it is loaded when the test starts):
#   load_sfw [PARAM=VALUE...]   unload_sfw
#   install_sfw                    puts it where DKMS does, for modinfo and doctor
#
# Results. The description comes first; all return 0:
#   ok TEXT [COMMAND...]           the command succeeds (its output is shown
#                                  when it does not); without one: passed
#   not_ok TEXT [WHY...]
#   is TEXT GOT WANTED             same string
#   like TEXT GOT REGEX            extended regular expression
#   unlike TEXT GOT REGEX
#   status_is TEXT STATUS COMMAND...
#   skip TEXT REASON
#   note TEXT                      a TAP comment
#   done_testing                   last in every test: nothing was left out
# ok and status_is leave the command's output in $output.
# $tmp is a folder for the test's files. SFW_FAIL_FAST=1 ends a test with the first
# that fails.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/hosts.sh"

tmp=$(mktemp -d)
count=0 failed=0 finished='' spawned='' spawned_log='' output=''

note() {
	printf '%s\n' "$*" | sed 's/^/# /'
}

pass() {
	count=$((count + 1))
	echo "ok $count - $1"
}

not_ok() {
	count=$((count + 1))
	failed=$((failed + 1))
	echo "not ok $count - $1"
	shift
	[ $# -eq 0 ] || note "$@"
	[ -z "${SFW_FAIL_FAST:-}" ] || { finished=yes; exit 1; }
}

skip() {
	pass "$1 # SKIP $2"
}

status_is() {
	local text=$1 wanted=$2 status=0
	shift 2
	output=$("$@" 2>&1) || status=$?
	if [ "$status" = "$wanted" ]; then pass "$text"; else not_ok "$text" "status $status, wanted $wanted: $*
$output"; fi
}

ok() {
	local text=$1
	shift
	status_is "$text" 0 "${@:-:}"
}

is() {
	if [ "$2" = "$3" ]; then pass "$1"; else not_ok "$1" "got:    $2
wanted: $3"; fi
}

like() {
	if grep -qE -- "$3" <<<"$2"; then pass "$1"; else not_ok "$1" "got:    $2
wanted: /$3/"; fi
}

unlike() {
	if grep -qE -- "$3" <<<"$2"; then not_ok "$1" "got:      $2
unwanted: /$3/"; else pass "$1"; fi
}

done_testing() {
	finished=yes
}

spawn() {
	local name=$1
	shift
	spawned_log=$(mktemp "$tmp/spawn.XXXXXX")
	ip netns exec "$name" "$@" >"$spawned_log" 2>&1 </dev/null &
	spawned=$!
}

end_process() {
	kill "$@"
	wait "$@" 2>/dev/null || :
}

# It reads first: who is gone before socat hands over what came takes the answer
# along.
reply() {
	echo "SYSTEM:read -r _; echo $1"
}

listen() {
	local kind answer="SYSTEM:echo '${4:-open}'"
	case $2 in
	tcp) kind="TCP6-LISTEN:$3,fork,reuseaddr,ipv6-v6only=0,backlog=128" ;;
	udp) kind="UDP6-RECVFROM:$3,fork,reuseaddr,ipv6-v6only=0" answer=$(reply "'${4:-open}'") ;;
	sctp) kind="SCTP6-LISTEN:$3,fork,reuseaddr,ipv6-v6only=0" ;;
	esac
	spawn "$1" socat "$kind" "$answer"
	wait_for listening "$1" "$2" "$3" || {
		not_ok "$1 listens on $2 $3" "$(cat "$spawned_log")"
		exit 1
	}
}

load_sfw() {
	insmod "${SFW_MODULE:?tests/net/run sets it}" "$@"
}

install_sfw() {
	local modules
	modules=/usr/lib/modules/$(uname -r)
	mkdir -p "$modules/updates/dkms"
	[ -e "$modules/modules.builtin" ] || touch "$modules/modules.builtin"
	cp "$SFW_MODULE" "$modules/updates/dkms/sfw.ko"
	depmod
}

unload_sfw() {
	rmmod sfw
}

finish() {
	local status=$? jobs
	jobs=$(jobs -p)
	# shellcheck disable=SC2086
	[ -z "$jobs" ] || kill $jobs 2>/dev/null
	rm -rf "$tmp"
	if [ -z "$finished" ] || [ "$status" != 0 ]; then
		not_ok "the test runs to its end" "it ended early, with status $status"
	fi
	echo "1..$count"
	[ "$failed" = 0 ] || exit 1
}
trap finish EXIT
trap 'exit 143' TERM
