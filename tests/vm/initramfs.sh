#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# initramfs.sh OUTPUT [STOCK_KERNEL_FOLDER [INIT MODULE...]]: the first root of a guest,
# which is busybox, an init and modules: as a rule ./init and those that reach the
# host's files. SFW_BUSYBOX is one of another architecture.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"

need busybox=busybox-static cpio=cpio
out=$1 kernel=${2:-} init=${3:-$here/init}
modules=("${@:4}")
[ $# -gt 3 ] || modules=(virtio_pci virtio_console 9pnet_virtio 9p overlay)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

ldd "$(command -v busybox)" >/dev/null 2>&1 && need_packages busybox-static
mkdir "$stage/bin" "$stage/modules" "$stage/dev"
cp "${SFW_BUSYBOX:-$(command -v busybox)}" "$stage/bin/busybox"
cp "$init" "$stage/init"

# modules.dep names a module's dependencies last needed first.
add_module() {
	local tree=$kernel/root/usr/lib/modules/$1 line path name
	line=$(grep -E "/$2\.ko(\.xz)?:" "$tree/modules.dep") || return 0
	for path in $(echo "${line%%:*}" "${line#*:}" | tr " " "\n" | tac); do
		name=${path##*/}
		name=${name%.xz}
		[ ! -e "$stage/modules/$name" ] || continue
		case $path in
		*.xz) xz -dc "$tree/$path" >"$stage/modules/$name" ;;
		*) cp "$tree/$path" "$stage/modules/$name" ;;
		esac
		echo "$name" >>"$stage/modules/order"
	done
}

if [ -n "$kernel" ]; then
	release=$(cat "$kernel/release")
	for module in "${modules[@]}"; do
		add_module "$release" "$module"
	done
fi
(cd "$stage" && find . | cpio -o -H newc --quiet) >"$out"
