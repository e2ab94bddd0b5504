# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
# Names that building for another architecture needs, and emulating it. Sourced, after
# lib.sh.
#
#   arch_facts ARCHITECTURE     sets, for one that Debian has:
#     arch_gnu       the compiler's prefix; arch_compiler is its package, empty for this machine
#     arch_lib       the folder of its libraries
#     arch_flavour   the end of the names of its kernel's packages
#     arch_qemu      the emulator with its machine; arch_emulator is its package
#     arch_cpu       the processor that is emulated
#     arch_bus       the end of the names of QEMU's virtio devices
#     arch_console   words for the kernel
#   need_compiler               of these facts, for programs

arch_facts() {
	case $1 in
	amd64) arch_gnu=x86_64-linux-gnu arch_qemu=qemu-system-x86_64 arch_emulator=qemu-system-x86 arch_cpu=qemu64 ;;
	i386) arch_gnu=i686-linux-gnu arch_qemu=qemu-system-i386 arch_emulator=qemu-system-x86 arch_cpu=qemu32 ;;
	arm64) arch_gnu=aarch64-linux-gnu arch_qemu='qemu-system-aarch64 -M virt' arch_emulator=qemu-system-arm arch_cpu=cortex-a72 ;;
	s390x) arch_gnu=s390x-linux-gnu arch_qemu=qemu-system-s390x arch_emulator=qemu-system-misc arch_cpu=qemu ;;
	*) die "architecture '$1': give amd64, arm64, i386 or s390x" ;;
	esac
	arch_lib=$arch_gnu arch_flavour=$1 arch_bus=pci arch_compiler=gcc-${arch_gnu/_/-}
	case $1 in
	amd64) arch_console='console=ttyS0 no_timer_check mitigations=off' arch_compiler='' ;;
	i386) arch_console='console=ttyS0 no_timer_check mitigations=off' arch_lib=i386-linux-gnu arch_flavour=686 ;;
	arm64) arch_console=console=ttyAMA0 ;;
	s390x) arch_console='' arch_bus=ccw ;;
	esac
}

need_compiler() {
	[ -z "$arch_compiler" ] || need_packages "$arch_compiler"
}
