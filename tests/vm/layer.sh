#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# layer.sh [--suite SUITE] PACKAGE...: unpacks Debian packages, and those they need that
# are not installed here, into a folder for `run.sh --layer`, and prints it. For servers
# and the like, whose installation would start them on this machine. Those of another
# suite come with all that they need, from its libc on: the folder is a root to enter.
# SUITE:ARCHITECTURE of this release lies over this machine's files, for a guest of
# that architecture: files of no architecture are this machine's.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/suite.sh"

suite=''
if [ "${1:-}" = --suite ]; then
	suite=${2:?--suite needs a name}
	shift 2
fi
[ $# -gt 0 ] || die "no package given"
name=${suite:+${suite/:/-}-}$1
# base-files has the links of a root: /bin, /lib.
[ -z "$suite" ] || set -- base-files "$@"

lists() {
	if [ -n "$suite" ]; then suite_update "$suite"; else apt_update; fi
}
wanted() {
	if [ -n "$suite" ]; then suite_apt "$suite" get "$@"; else apt-get "$@" 2>>"$sfw_log/apt.log"; fi
}
download() {
	if [ -n "$suite" ]; then
		suite_apt "$suite" get download "$@" >>"$sfw_log/apt.log" || die "cannot download from $suite; see $sfw_log/apt.log"
	else
		apt_get download "$@"
	fi
}

[ -z "$suite" ] || lists
set -- -s --no-install-recommends install "$@"
simulated=$(wanted "$@") || { lists && simulated=$(wanted "$@"); } ||
	die "cannot resolve these packages: ${*:4}; see $sfw_log/apt.log"
mapfile -t packages < <(sed -n 's/^Inst \([^ ]*\) .*(\([^ ]*\) .*/\1=\2/p' <<<"$simulated")
key=$(printf '%s\n' "${packages[@]}" | sha256sum | cut -c1-10)

build() {
	local package link
	say "downloading and unpacking: ${packages[*]%%=*}"
	mkdir "$1/deb"
	[ ${#packages[@]} -eq 0 ] || (cd "$1/deb" && download "${packages[@]}")
	for package in "$1"/deb/*.deb; do
		[ ! -e "$package" ] || dpkg-deb -x "$package" "$1"
	done
	rm -r "$1/deb"
	case $suite in
	'') merge_usr "$1" ;;
	*:*)
		merge_usr "$1"
		for link in bin sbin lib; do ln -sfn "usr/$link" "$1/$link"; done ;;
	esac
}

dir=$sfw_cache/layer/$name-$key
cached "$dir" build
echo "$dir"
