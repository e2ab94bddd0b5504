#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Unpacks Debian's stock kernel for this release into the cache (installing it
# would touch this machine's boot) and installs its headers. Prints the folder:
# ./kernel, ./release, ./headers and ./root with /usr/lib/modules.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"

need_packages kmod qemu-system-x86 xz-utils zstd
read -r package version <<<"$(release_package linux-image-amd64)"
headers=linux-headers-${package#linux-image-}
need_packages "$headers" make

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
	local root=$1/root release=${package#linux-image-}
	say "downloading and unpacking $package $version"
	mkdir "$root"
	(cd "$1" && apt_get download "$package=$version")
	unpack "$1"/linux-image-*.deb "$root"
	rm "$1"/linux-image-*.deb
	merge_usr "$root"
	decompress "$root/boot/vmlinuz-$release" "$1/kernel"
	rm -r "${root:?}/boot" "${root:?}/usr/share"
	depmod -b "$root/usr" "$release"
	echo "$release" >"$1/release"
	ln -s "/usr/src/$headers" "$1/headers"
}

dir=$sfw_cache/stock/$version
cached "$dir" build
echo "$dir"
