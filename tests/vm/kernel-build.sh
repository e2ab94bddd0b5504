# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Builds a kernel from the newest linux-source that Debian's sid carries, once.
# Sourced by uml-kernel.sh, debug-kernel.sh and kcsan-kernel.sh, which set
#   arch         um for User-Mode Linux, or x86
#   configs      files of CONFIG_ lines on top of allnoconfig
#   patches      changes to the source, may be empty
# build_kernel prints the folder that holds it: the tree, ./linux of User-Mode
# Linux or ./vmlinux, ./release, and ./root with /usr/lib/modules so that modprobe
# knows the built-in modules.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib.sh"
. "$here/suite.sh"

build_packages() {
	need_packages gcc libc6-dev make patch perl flex bison bc xz-utils libelf-dev libssl-dev kmod
}

fetch_source() { # DIR
	say "downloading $package $version from sid"
	(cd "$1" && suite_apt sid get download "$package=$version" >>"$sfw_log/apt.log")
	dpkg-deb --fsys-tarfile "$1/$package"_*.deb |
		tar -x -C "$1" --strip-components=3 "./usr/src/$package.tar.xz"
	rm "$1/$package"_*.deb
}

# Files that no build here ever opens: most of the volume of the tree.
unpack() { # TARBALL DIR
	tar -xf "$1" -C "$2" --strip-components=1 \
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
		die "$2 did not take; see what it depends on in $version"
}

# Kconfig drops a line whose dependencies are not met without a word. Of two
# lines for one option the later holds.
check_config() {
	local line name
	while read -r line; do
		name=${line%%=*}
		case $line in
		CONFIG_*=n) ! grep -q "^$name=" "$1/.config" || die "$name stays on in $version" ;;
		CONFIG_*) grep -qxF "$line" "$1/.config" || missing_config "$1" "$name" ;;
		esac
	done < <(tac <(cat "${configs[@]}") | awk -F= '!seen[$1]++')
}

objects() {
	echo "$(grep -cE '^  (CC|AS) ' "$log") objects compiled"
}

make_kernel() { # DIR
	local patch source=$sfw_cache/source/$version log=$sfw_log/$arch-$key.log target=linux
	[ "$arch" = um ] || target=vmlinux
	cached "$source" fetch_source
	say "unpacking $package $version"
	unpack "$source/$package.tar.xz" "$1"
	for patch in "${patches[@]}"; do
		patch -s -d "$1" -p1 <"$patch" || die "$patch does not fit $version"
	done
	say "building the $arch kernel $key, once, 5 to 10 minutes on 2 CPUs; log: $log"
	cat "${configs[@]}" >"$1/sfw.config"
	KCONFIG_ALLCONFIG=$1/sfw.config make -C "$1" ARCH="$arch" allnoconfig >"$log" 2>&1 ||
		die "the configuration failed; see $log"
	check_config "$1"
	patiently "$log" objects make -C "$1" ARCH="$arch" -j"$(nproc)" "$target" modules || die "the kernel did not build; from $log:
$(grep -E 'error|Error|undefined' "$log" | head -n 10)"
	make -C "$1" ARCH="$arch" INSTALL_MOD_PATH="$1/root/usr" modules_install >>"$log" 2>&1 ||
		die "modules_install failed; see $log"
	make -s -C "$1" ARCH="$arch" kernelrelease >"$1/release"
}

build_kernel() {
	local package version key
	build_packages
	read -r package version <<<"$(suite_package sid linux-source)"
	key=$version-$(grep -h -e '^CONFIG' -e '^[+-]' "${configs[@]}" "${patches[@]}" | sha256sum | cut -c1-10)
	cached "$sfw_cache/$arch/$key" make_kernel
	echo "$sfw_cache/$arch/$key"
}
