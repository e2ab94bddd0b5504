# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Packages of another Debian suite, by name and without touching this machine's
# sources. Sourced, after lib.sh.
#
#   suite_apt SUITE get|cache ARGS...    apt that knows that suite alone
#   suite_package SUITE META             the package that META stands for there,
#                                        and its version

sfw_mirror=${SFW_MIRROR:-http://deb.debian.org/debian}

suite_apt() { # SUITE get|cache ARGS...
	local suite=$1 program=apt-$2 dir=$sfw_cache/apt/$1
	shift 2
	mkdir -p "$dir/lists/partial" "$dir/archives/partial"
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $sfw_mirror $suite main" >"$dir/sources.list"
	"$program" -q -o Dir::Etc::sourcelist="$dir/sources.list" -o Dir::Etc::sourceparts=/nonexistent \
		-o Dir::State::lists="$dir/lists" -o Dir::Cache="$dir" -o APT::Sandbox::User=root "$@" 2>>"$sfw_log/apt.log"
}

# What a mirror cannot be asked now is taken from the lists of an earlier run.
suite_update() {
	local fresh=$sfw_cache/apt/$1/fresh
	[ ! -e "$fresh" ] || [ -n "$(find "$fresh" -mmin +720)" ] || return 0
	say "reading the package lists of $1"
	if suite_apt "$1" get update >>"$sfw_log/apt.log"; then
		touch "$fresh"
	else
		[ -e "$fresh" ] || die "cannot read the package lists of $1; see $sfw_log/apt.log"
	fi
}

suite_package() { # SUITE META
	local found
	suite_update "$1"
	found=$(suite_apt "$1" cache show --no-all-versions "$2" |
		sed -n 's/^Depends: \([^ ,]*\) (= \([^)]*\)).*/\1 \2/p')
	[ -n "$found" ] || die "$1 has no $2"
	echo "$found"
}
