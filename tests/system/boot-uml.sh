#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# boot-uml.sh KERNEL ROOT SCENARIO BOOT OUT: boots a server that server.sh made for the
# User-Mode Linux in KERNEL once, as boot.sh does in QEMU, by the host's clock. Nothing is
# kept but the files of OUT: tap, attack with what the attacker reached until the machine
# was off, may, klog.
# 1 when the kernel complained, or the machine did not go down within SFW_TEST_LIMIT seconds.
set -eu -o pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../vm/lib.sh"

kernel=$1 root=$2 scenario=$3 boot=$4 out=$5
run=$(mktemp -d "${TMPDIR:-/tmp}/sfw-vm.XXXXXX")
trap 'rm -rf "$run"' EXIT
mkdir -p "$out"
"$here/../vm/initramfs.sh" "$run/initramfs" '' "$here/init"

status=0
timeout -k 5 "${SFW_TEST_LIMIT:-1200}" "$kernel/linux" mem=512M "initrd=$run/initramfs" "uml_dir=$run/" umid=vm \
	con=null con0=fd:1 seccomp=on loglevel=7 printk.devkmsg=on fb_tunnels=none dummy.numdummies=0 panic=-1 oops=panic \
	systemd.unit=system-test.target systemd.show_status=no systemd.mask=getty.target systemd.mask=timers.target \
	"sfw_kernel=uml" "sfw_root=$root" "sfw_tests=$sfw_top/tests" "sfw_out=$out" "sfw_scenario=$scenario" "sfw_boot=$boot" \
	</dev/null 2>&1 | cat >"$out/klog" || status=$?
grep -q 'sfw-vm: the guest begins' "$out/klog" || die "no log of the kernel in $out/klog"
if ! splats=$("$here/../vm/splat.sh" "$out/klog"); then
	say "the kernel complained:" "$splats"
	exit 1
fi
exit "$status"
