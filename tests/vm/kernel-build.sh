# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Builds a User-Mode Linux kernel from Debian's linux-source, once. Sourced,
# after lib.sh, by uml-kernel.sh and debug-kernel.sh, which set
#   version      of the source package
#   configs      files of CONFIG_ lines on top of allnoconfig
#   patches      what is changed in the source, may be empty
#   get_source   function DIR: prints the path of the tarball, may fetch it to DIR
# build_uml prints the folder that holds it: the tree, ./linux, and ./root with
# /usr/lib/modules so that modprobe knows what is built in.

uml_packages() {
	need_packages gcc libc6-dev make patch perl flex bison bc xz-utils libelf-dev libssl-dev kmod
}

# What a UML build never opens: most of the volume of the tree.
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

make_uml() { # DIR
	local source patch log=$sfw_log/uml-$key.log
	source=$(get_source "$1")
	say "unpacking ${source##*/} $version"
	unpack "$source" "$1"
	rm -f "$1"/*.deb "$1"/linux-source-*.tar.xz
	for patch in "${patches[@]}"; do
		patch -s -d "$1" -p1 <"$patch" || die "$patch does not fit $version"
	done
	say "building the User-Mode Linux kernel $key, once, 5 to 10 minutes on 2 CPUs; log: $log"
	cat "${configs[@]}" >"$1/sfw.config"
	KCONFIG_ALLCONFIG=$1/sfw.config make -C "$1" ARCH=um allnoconfig >"$log" 2>&1 ||
		die "the UML configuration failed; see $log"
	check_config "$1"
	patiently "$log" objects make -C "$1" ARCH=um -j"$(nproc)" linux modules || die "the UML kernel did not build; from $log:
$(grep -E 'error|Error|undefined' "$log" | head -n 10)"
	make -C "$1" ARCH=um INSTALL_MOD_PATH="$1/root/usr" modules_install >>"$log" 2>&1 ||
		die "modules_install failed; see $log"
}

build_uml() {
	local key
	key=$version-$(grep -h -e '^CONFIG' -e '^[+-]' "${configs[@]}" "${patches[@]}" | sha256sum | cut -c1-10)
	cached "$sfw_cache/uml/$key" make_uml
	echo "$sfw_cache/uml/$key"
}
