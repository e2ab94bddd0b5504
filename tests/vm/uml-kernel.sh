#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Builds the User-Mode Linux kernel of uml.config from Debian's linux-source,
# once, and prints the folder that holds it: the tree, ./linux, and ./root with
# /usr/lib/modules so that modprobe knows what is built in.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"

need_packages gcc libc6-dev make perl flex bison bc xz-utils libelf-dev libssl-dev kmod
read -r source_package _ <<<"$(release_package linux-source)"
need_packages "$source_package"
version=$(dpkg-query -W -f '${Version}' "$source_package")
hash=$(grep "^CONFIG" "$here/uml.config" | sha256sum | cut -c1-10)
log=$sfw_log/uml-$version.log

# What a UML build never opens: most of the volume of the tree.
unpack() {
	tar -xf "/usr/src/$source_package.tar.xz" -C "$1" --strip-components=1 \
		--exclude='*/Documentation/*.rst' --exclude='*/Documentation/*.txt' \
		--exclude='*/Documentation/*.yaml' --exclude='*/tools/testing/*' \
		--exclude='*/drivers/gpu/*.[ch]' --exclude='*/drivers/media/*.[ch]' \
		--exclude='*/drivers/net/ethernet/*.[ch]' --exclude='*/drivers/scsi/*.[ch]' \
		--exclude='*/drivers/net/wireless/*.[ch]' --exclude='*/sound/*.[ch]' \
		--exclude='*/drivers/infiniband/*.[ch]' --exclude='*/drivers/staging/*.[ch]' \
		--exclude='*/arch/[a-tvwyz]*/*.[chS]' --exclude='*/arch/*.dts*'
}

# A kernel that never heard of an option does not need it.
missing_config() {
	! grep -rqsxE "(menu)?config ${2#CONFIG_}" --include='Kconfig*' "$1" ||
		die "uml.config: $2 did not take; see what it depends on in $version"
}

# Kconfig drops a line whose dependencies are not met without a word.
check_config() {
	local line name
	while read -r line; do
		name=${line%%=*}
		case $line in
		CONFIG_*=n) ! grep -q "^$name=" "$1/.config" || die "uml.config: $name stays on in $version" ;;
		CONFIG_*) grep -qxF "$line" "$1/.config" || missing_config "$1" "$name" ;;
		esac
	done <"$here/uml.config"
}

objects() {
	echo "$(grep -cE '^  (CC|AS) ' "$log") objects compiled"
}

build() {
	say "unpacking $source_package $version"
	unpack "$1"
	say "building the User-Mode Linux kernel, once, about 5 minutes on 2 CPUs; log: $log"
	KCONFIG_ALLCONFIG=$here/uml.config make -C "$1" ARCH=um allnoconfig >"$log" 2>&1 ||
		die "the UML configuration failed; see $log"
	check_config "$1"
	patiently "$log" objects make -C "$1" ARCH=um -j"$(nproc)" linux modules || die "the UML kernel did not build; from $log:
$(grep -E 'error|Error|undefined' "$log" | head -n 10)"
	make -C "$1" ARCH=um INSTALL_MOD_PATH="$1/root/usr" modules_install >>"$log" 2>&1 ||
		die "modules_install failed; see $log"
}

dir=$sfw_cache/uml/$version-$hash
cached "$dir" build
echo "$dir"
