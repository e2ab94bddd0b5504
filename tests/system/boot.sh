#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# boot.sh DISK SCENARIO BOOT [KLOG]: boots the disk once, up to the end of the scenario's
# function boot_BOOT and an orderly shutdown, and prints its TAP. 1 when the kernel
# complained, or the machine did not go down within SFW_TEST_LIMIT seconds.
set -eu -o pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../vm/lib.sh"

disk=$1 scenario=$2 boot=$3 klog=${4:-}
run=$(mktemp -d "${TMPDIR:-/tmp}/sfw-vm.XXXXXX")
trap '[ -z "$klog" ] || cp "$run/klog" "$klog"; rm -rf "$run"' EXIT
kernel=$("$here/../vm/stock-kernel.sh")
"$here/../vm/initramfs.sh" "$run/initramfs" "$kernel" "$here/init" virtio_pci virtio_console virtio_blk crc32c_generic ext4 9pnet_virtio 9p
accel=$("$here/../vm/accel.sh" "$kernel/kernel")
words="console=ttyS0 no_timer_check mitigations=off panic=-1 oops=panic softlockup_panic=1 systemd.unit=system-test.target systemd.show_status=no systemd.mask=getty.target systemd.mask=timers.target systemd.mask=e2scrub_reap.service sfw_kernel=stock sfw_scenario=scenarios/$scenario sfw_boot=$boot"
if grep -q '^# By the firmware: ' "$here/scenarios/$scenario.sh"; then
	read -ra booted <<<"$("$here/firmware.sh" "$disk.firmware" "$run/initramfs" "$words")"
	typist=$here/enrol.sh
else
	booted=(-kernel "$kernel/kernel" -initrd "$run/initramfs" -append "$words")
	typist=:
fi

# Where many share the processors, the emulated timer may be late for the kernel's check of it.
start() {
	# shellcheck disable=SC2086
	timeout -k 5 "${SFW_TEST_LIMIT:-3600}" qemu-system-x86_64 $accel -smp 2 -m 1G -nodefaults -no-user-config -display none -no-reboot -nic none \
		-chardev "stdio,id=console,signal=off,logfile=$run/klog" -serial chardev:console \
		-device virtio-serial-pci -device virtserialport,chardev=out,name=sfw-out -chardev file,id=out,path=/dev/fd/3 \
		-fsdev "local,id=tests,path=$sfw_top/tests,security_model=none,readonly=on" -device virtio-9p-pci,fsdev=tests,mount_tag=tests \
		-drive "file=$disk,format=raw,if=virtio,cache=unsafe" "${booted[@]}" < <("$typist" "$run/klog") 3>&1 >/dev/null | cat
}

status=0
start || status=$?
# The firmware's manager of keys ends with a reset.
if grep -qa 'Enroll MOK' "$run/klog"; then start || status=$?; fi
if ! splats=$("$here/../vm/splat.sh" "$run/klog"); then
	say "the kernel complained:" "$splats"
	exit 1
fi
[ "$status" = 0 ] || say "boot $boot of $scenario: status $status; the end of its log:" "$(tail -n 40 "$run/klog")"
exit "$status"
