# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Functions that the scripts of tests/vm share: messages, packages, the cache. Sourced.
#
#   say TEXT             progress, on stderr
#   die TEXT             the reason on stderr, exit 1
#   plain_path NAME PATH ends the script when a guest could not be told the path
#   need_root            ends the script when it does not run as root
#   need COMMAND=PACKAGE installs Debian packages for commands that are missing
#   need_packages NAME.. installs Debian packages that are missing
#   patiently LOG PROGRESS COMMAND...  runs a program with its output in LOG, and
#                        prints the output of the function PROGRESS every 15 s
#   cached DIR FUNCTION  makes DIR once with FUNCTION, whole or not at all
#   in_root ROOT DIR COMMAND...  runs a command in another Debian, with its own
#                        processes and no network; DIR is seen there, may be ''
#   merge_usr DIR        moves /lib and its like below /usr, as Debian has them
#   release_package META prints the package that Debian's META package stands
#                        for in this release, and its version

sfw_top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
sfw_cache=$(realpath -m "${SFW_CACHE:-${HOME:?set HOME or SFW_CACHE}/.cache/sfw}")
sfw_log=$sfw_cache/log
export DEBIAN_FRONTEND=noninteractive

say() {
	printf '%s\n' "$*" >&2
}

die() {
	say "${0##*/}: $*"
	exit 1
}

# Paths that travel on a kernel command line and in overlay options.
plain_path() {
	case $2 in
	*[!A-Za-z0-9_/.+-]*) die "$1 '$2': only letters, digits and _/.+- will do" ;;
	esac
}

plain_path SFW_CACHE "$sfw_cache"
mkdir -p "$sfw_log"

need_root() {
	[ "$(id -u)" = 0 ] || die "needs root, runs as uid $(id -u); try: sudo $*"
}

# A background job ignores Ctrl-C, so it is ended by hand.
patiently() {
	local log=$1 progress=$2 pid started=$SECONDS next=15
	shift 2
	"$@" >>"$log" 2>&1 </dev/null &
	pid=$!
	trap 'kill "$pid"; exit 130' INT TERM
	while kill -0 "$pid" 2>/dev/null; do
		if [ $((SECONDS - started)) -ge "$next" ]; then
			say "  $next s: $("$progress")"
			next=$((next + 15))
		fi
		sleep 0.2
	done
	trap - INT TERM
	wait "$pid"
}

apt_progress() {
	tail -n 1 "$sfw_log/apt.log" | cut -c1-70
}

# Stages run side by side: apt would not wait for another's lists.
apt_get() {
	patiently "$sfw_log/apt.log" apt_progress flock -o "$sfw_log/apt.lock" apt-get -q -o DPkg::Lock::Timeout=300 \
		-o APT::Sandbox::User=root "$@" || die "apt-get $* failed; its last words:
$(tail -n 5 "$sfw_log/apt.log")"
}

# Updates the lists at most once in a run: child scripts inherit the mark.
apt_update() {
	[ -z "${SFW_APT_FRESH:-}" ] || return 0
	say "reading the package lists (apt-get update)"
	# Lists of before serve as well where no mirror gives one; new machines have none.
	(apt_get update -o APT::Update::Error-Mode=any) || (apt_get update -o APT::Update::Error-Mode=any) ||
		apt_get update
	export SFW_APT_FRESH=1
}

need_packages() {
	local name missing=()
	for name; do
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] ||
			missing+=("$name")
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	need_root "$0"
	apt_update
	say "installing: ${missing[*]}"
	apt_get install -y --no-install-recommends "${missing[@]}"
}

need() {
	local pair missing=()
	for pair; do
		command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
	done
	[ ${#missing[@]} -eq 0 ] || need_packages "${missing[@]}"
}

release_package() {
	local found
	found=$(depends_of "$1")
	if [ -z "$found" ]; then
		apt_update
		found=$(depends_of "$1")
	fi
	[ -n "$found" ] || die "no $1 in the package lists: is this a Debian with main enabled?"
	echo "$found"
}

depends_of() {
	local show
	show=$(apt-cache show --no-all-versions "$1" 2>/dev/null) || return 0
	sed -n 's/^Depends: \([^ ,]*\)\( (= \([^)]*\))\)\{0,1\}.*/\1 \3/p' <<<"$show"
}

cached() {
	local dir=$1 make=$2 lock made
	[ ! -d "$dir" ] || return 0
	mkdir -p "${dir%/*}"
	exec {lock}>"$dir.lock"
	flock -n "$lock" || { say "waiting for another run that makes $dir"; flock "$lock"; }
	if [ ! -d "$dir" ]; then
		rm -rf "$dir.part"
		mkdir "$dir.part"
		# A condition would switch "set -e" off in it, as stages have it already.
		"$make" "$dir.part"
		made=$?
		[ "$made" = 0 ] || die "$dir could not be made"
		mv -T "$dir.part" "$dir"
	fi
	exec {lock}>&-
}

# A layer with a real /lib would hide the link of that name below it.
merge_usr() {
	local name
	for name in bin sbin lib lib64; do
		[ -d "$1/$name" ] || continue
		mkdir -p "$1/usr"
		cp -al "$1/$name" "$1/usr/"
		rm -r "${1:?}/$name"
	done
}

in_root() {
	[ -z "$2" ] || mkdir -p "$1$2"
	# shellcheck disable=SC2016
	unshare --mount --pid --fork --uts --ipc --net -- sh -c 'mount --make-rprivate / &&
		mount -t proc proc "$0/proc" && { [ -z "$1" ] || mount --bind "$1" "$0$1"; } &&
		shift && exec chroot "$0" /usr/bin/env -i "$@"' "$1" "$2" \
		PATH=/usr/sbin:/usr/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "${@:3}" </dev/null
}

# The clock of a network test on User-Mode Linux, for --clock of run.sh.
clock_of() { # TEST
	if grep -qs "^# By the host's clock: " "$sfw_top/tests/net/$1.t"; then echo host; else echo virtual; fi
}
