#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# accel.sh KERNEL_IMAGE [ARCHITECTURE]: prints QEMU's options for the fastest processor
# that works here; another architecture's is always emulated. That /dev/kvm exists proves nothing, so a kernel is booted
# once under it, as far as its panic for want of a root.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/arch.sh"
image=$1
arch_facts "${2:-amd64}"

probe() {
	[ -w /dev/kvm ] && [ "$arch_lib" = x86_64-linux-gnu ] || return 1
	timeout -k 2 10 qemu-system-x86_64 -accel kvm -cpu host -m 256M -nodefaults -no-user-config \
		-display none -no-reboot -serial stdio -kernel "$image" \
		-append 'console=ttyS0 panic=-1' </dev/null 2>&1 | grep -q 'VFS: Unable to mount root'
}

result=$image.kvm-$(uname -r)
if [ ! -f "$result" ]; then
	if probe; then echo yes; else echo no; fi >"$result.$$"
	mv "$result.$$" "$result"
fi
case $(cat "$result") in
yes) echo "-accel kvm -cpu host" ;;
# One thread for all processors: with several, QEMU 7.2 now and then goes on
# with its translation of a breakpoint that the kernel took out again, as it
# does when hooks come and go, and the guest runs into it for ever.
no) echo "-accel tcg,thread=single -cpu $arch_cpu" ;;
esac
