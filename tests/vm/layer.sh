#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# layer.sh PACKAGE...: unpacks Debian packages, and those they need that are not
# installed here, into a folder for `run.sh --layer`, and prints it. For servers
# and the like, whose installation would start them on this machine.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"

[ $# -gt 0 ] || die "no package given"
wanted() {
	apt-get -s --no-install-recommends install "$@" 2>>"$sfw_log/apt.log"
}

simulated=$(wanted "$@") || { apt_update && simulated=$(wanted "$@"); } ||
	die "cannot resolve these packages: $*; see $sfw_log/apt.log"
mapfile -t packages < <(sed -n 's/^Inst \([^ ]*\) .*(\([^ ]*\) .*/\1=\2/p' <<<"$simulated")
key=$(printf '%s\n' "${packages[@]}" | sha256sum | cut -c1-10)

build() {
	local package
	say "downloading and unpacking: ${packages[*]%%=*}"
	mkdir "$1/deb"
	[ ${#packages[@]} -eq 0 ] || (cd "$1/deb" && apt_get download "${packages[@]}")
	for package in "$1"/deb/*.deb; do
		[ ! -e "$package" ] || dpkg-deb -x "$package" "$1"
	done
	rm -r "$1/deb"
	merge_usr "$1"
}

dir=$sfw_cache/layer/$1-$key
cached "$dir" build
echo "$dir"
