#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# firmware.sh FOLDER INITRAMFS WORDS: UEFI with Microsoft's keys and Secure Boot on, and
# Debian's signed shim, GRUB and kernel, in place of QEMU's own -kernel: for keys that the
# kernel has from the firmware. FOLDER keeps the firmware's memory from boot to boot, and
# has its system partition. Prints QEMU's options.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../vm/lib.sh"

dir=$1 initramfs=$2 words=$3
stock=$("$here/../vm/stock-kernel.sh")
package=linux-image-$(cat "$stock/release") version=${stock##*/}
programs=$("$here/../vm/layer.sh" ovmf shim-signed grub-efi-amd64-signed)
code=$programs/usr/share/OVMF/OVMF_CODE_4M.secboot.fd memory=$dir/memory

# As the archive has it: stock-kernel.sh's has lost its signature with its compression.
signed_kernel() { # DIR
	(cd "$1" && apt_get download "$package=$version")
	dpkg-deb --fsys-tarfile "$1"/*.deb | tar -x -C "$1" --strip-components=2 --wildcards './boot/vmlinuz-*'
	rm "$1"/*.deb
	mv "$1"/vmlinuz-* "$1/vmlinuz"
}

kernel=$sfw_cache/stock/$version-signed
cached "$kernel" signed_kernel
if [ ! -d "$dir" ]; then
	mkdir -p "$dir/esp/EFI/BOOT" "$dir/esp/EFI/debian"
	cp "$programs/usr/share/OVMF/OVMF_VARS_4M.ms.fd" "$memory"
	cp "$programs/usr/lib/shim/shimx64.efi.signed" "$dir/esp/EFI/BOOT/BOOTX64.EFI"
	cp "$programs/usr/lib/shim/mmx64.efi.signed" "$dir/esp/EFI/BOOT/mmx64.efi"
	cp "$programs/usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed" "$dir/esp/EFI/BOOT/grubx64.efi"
	cp "$kernel/vmlinuz" "$dir/esp/vmlinuz"
fi
cp "$initramfs" "$dir/esp/initramfs"
printf '%s\n' "linux /vmlinuz $words" 'initrd /initramfs' boot >"$dir/esp/EFI/debian/grub.cfg"
echo "-machine q35,smm=on -global driver=cfi.pflash01,property=secure,value=on" \
	"-drive if=pflash,unit=0,format=raw,readonly=on,file=$code" \
	"-drive if=pflash,unit=1,format=raw,file=$memory" \
	"-drive file=fat:$dir/esp,format=raw,if=virtio,readonly=on"
