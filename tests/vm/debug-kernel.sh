#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The debug kernel: User-Mode Linux of uml.config and debug.config, from the
# newest linux-source that Debian's sid carries. Prints its folder, see
# uml-build.sh.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/suite.sh"
. "$here/uml-build.sh"

uml_packages
read -r package version <<<"$(suite_package sid linux-source)"
configs=("$here/uml.config" "$here/debug.config")
patches=("$here/debug-stacktrace.patch" "$here/debug-kasan.patch")

get_source() {
	say "downloading $package $version from sid"
	(cd "$1" && suite_apt sid get download "$package=$version" >>"$sfw_log/apt.log")
	dpkg-deb --fsys-tarfile "$1/$package"_*.deb |
		tar -x -C "$1" --strip-components=3 "./usr/src/$package.tar.xz"
	echo "$1/$package.tar.xz"
}

build_uml
