#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# boot.sh DISK SCENARIO BOOT [KLOG]: boots the disk once, up to the end of the scenario's
# function boot_BOOT and an orderly shutdown, and prints its TAP. 1 when the kernel
# complained, or the machine did not go down within SFW_TEST_LIMIT seconds.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../vm/lib.sh"

disk=$1 scenario=$2 boot=$3 klog=${4:-}
run=$(mktemp -d "${TMPDIR:-/tmp}/sfw-vm.XXXXXX")
trap '[ -z "$klog" ] || cp "$run/klog" "$klog"; rm -rf "$run"' EXIT
kernel=$("$here/../vm/stock-kernel.sh")
"$here/../vm/initramfs.sh" "$run/initramfs" "$kernel" "$here/init" virtio_pci virtio_console virtio_blk crc32c_generic ext4 9pnet_virtio 9p
accel=$("$here/../vm/accel.sh" "$kernel/kernel")

# Where many share the processors, the emulated timer may be late for the kernel's check of it.
status=0
# shellcheck disable=SC2086
timeout -k 5 "${SFW_TEST_LIMIT:-3600}" qemu-system-x86_64 $accel -smp 2 -m 1G -nodefaults -no-user-config -display none -no-reboot -nic none \
	-serial "file:$run/klog" -device virtio-serial-pci -device virtserialport,chardev=out,name=sfw-out \
	-chardev file,id=out,path=/dev/stdout \
	-fsdev "local,id=tests,path=$sfw_top/tests,security_model=none,readonly=on" -device virtio-9p-pci,fsdev=tests,mount_tag=tests \
	-drive "file=$disk,format=raw,if=virtio,cache=unsafe" -kernel "$kernel/kernel" -initrd "$run/initramfs" \
	-append "console=ttyS0 no_timer_check mitigations=off panic=-1 oops=panic softlockup_panic=1 systemd.unit=system-test.target systemd.show_status=no systemd.mask=getty.target systemd.mask=timers.target systemd.mask=e2scrub_reap.service sfw_kernel=stock sfw_scenario=scenarios/$scenario sfw_boot=$boot" \
	</dev/null | cat || status=$?
if ! splats=$("$here/../vm/splat.sh" "$run/klog"); then
	say "the kernel complained:" "$splats"
	exit 1
fi
[ "$status" = 0 ] || say "boot $boot of $scenario: status $status; the end of its log:" "$(tail -n 40 "$run/klog")"
exit "$status"
