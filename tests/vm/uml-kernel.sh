#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The User-Mode Linux kernel of uml.config, from this release's linux-source.
# Prints its folder, see uml-build.sh.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/uml-build.sh"

uml_packages
read -r package _ <<<"$(release_package linux-source)"
need_packages "$package"
version=$(dpkg-query -W -f '${Version}' "$package")
configs=("$here/uml.config")
patches=()

get_source() {
	echo "/usr/src/$package.tar.xz"
}

build_uml
