#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# stock-kernel.sh [stock|backports|newest|rt [ARCHITECTURE]]: unpacks a kernel of Debian's
# into the cache (installing it would touch this machine's boot): this release's, that of
# its backports, the newest, which sid carries, or trixie's with PREEMPT_RT. Prints
# the folder: ./kernel, ./release and ./root with /usr/lib/modules. Headers are
# headers.sh's affair.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/suite.sh"
. "$here/arch.sh"

kernel=${1:-stock} arch=${2:-amd64}
arch_facts "$arch"
suite=$(kernel_suite "$kernel")
[ "$arch" = amd64 ] || suite=$suite:$arch
flavour=$(kernel_flavour "$kernel" "$arch")
need_packages kmod "$arch_emulator" xz-utils zstd
if [ "$kernel-$arch" = stock-amd64 ]; then
	found=$(release_package linux-image-amd64)
else
	found=$(suite_package "$suite" "linux-image-$flavour")
fi
read -r package version <<<"$found"
release=${package#linux-image-}

# The modules of hardware that no virtual machine has are most of the volume.
unpack() {
	dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" \
		--exclude='*/drivers/gpu' --exclude='*/drivers/media' --exclude='*/sound' \
		--exclude='*/drivers/infiniband' --exclude='*/drivers/staging' \
		--exclude='*/drivers/usb' --exclude='*/drivers/iio' --exclude='*/drivers/scsi'
}

# A kernel that need not unpack itself boots in a third of the time where QEMU
# emulates. Where the compressed part lies is in the header (x86/boot protocol).
decompress() { # VMLINUZ OUTPUT
	local sectors offset length
	sectors=$(od -An -tu1 -j497 -N1 "$1")
	offset=$(od -An -tu4 -j584 -N4 "$1")
	length=$(od -An -tu4 -j588 -N4 "$1")
	tail -c "+$(((sectors + 1) * 512 + offset + 1))" "$1" | head -c "$((length - 4))" >"$2.packed"
	case $(od -An -tx1 -N4 "$2.packed" | tr -d ' ') in
	fd377a58) xz -dc <"$2.packed" >"$2" ;;
	28b52ffd) zstd -dc <"$2.packed" >"$2" ;;
	*) cp "$1" "$2" ;;
	esac
	rm "$2.packed"
}

build() {
	local root=$1/root deb image
	say "downloading and unpacking $package $version"
	mkdir "$root"
	if [ "$kernel-$arch" = stock-amd64 ]; then
		(cd "$1" && apt_get download "$package=$version")
	else
		mapfile -t names < <(kernel_packages "$release")
		suite_fetch "$suite" "$1" "${names[@]}"
	fi
	for deb in "$1"/*.deb; do
		unpack "$deb" "$root"
		rm "$deb"
	done
	merge_usr "$root"
	# In /boot, or with the modules.
	image=$(find "$root" -name 'vmlinuz*')
	if [ "$arch" = amd64 ]; then
		decompress "$image" "$1/kernel"
	else
		cp "$image" "$1/kernel"
	fi
	rm -rf "${root:?}/boot" "${root:?}/usr/share"
	depmod -b "$root/usr" "$release"
	echo "$release" >"$1/release"
}

dir=$sfw_cache/stock/$version
[ "$flavour" = amd64 ] || dir=$dir-$flavour
cached "$dir" build
echo "$dir"
