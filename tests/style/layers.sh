#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Walls of the house, read from its #include lines: between kmod, ctl and the shared
# header, and around core. Arrows within kmod and ctl: tests/style/rooms.sh. Of
# ctl only ctl/kernel sees kmod, of which it makes a library; its kernel.h is for ctl.
. "$(dirname "$0")/tap.sh"

# core is pure: facts and policy in, verdict out.
impure() {
	! grep -nE '#[[:space:]]*include[[:space:]]*<(linux/(skbuff|netfilter|netdevice|spinlock|mutex|jiffies|ktime|timekeeping|netlink)|net/)' -r kmod/core
}

versions() {
	! grep -rnE 'LINUX_VERSION_CODE|KERNEL_VERSION\(' kmod include --include='*.[ch]' --exclude-dir=compat
}

ctl_includes() {
	! grep -rnE '#[[:space:]]*include.*kmod' ctl --include='*.[ch]' --exclude-dir=kernel &&
		! grep -nE '#[[:space:]]*include[[:space:]]*"' ctl/kernel/kernel.h
}

uapi_includes() {
	! grep -rnE '#[[:space:]]*include[[:space:]]*("|<[^l])' include --include='*.h'
}

complaints "layers: core is pure" impure
complaints "layers: only compat knows kernel versions" versions
complaints "layers: ctl includes nothing of kmod but in its library" ctl_includes
complaints "layers: the shared header includes only linux/" uapi_includes
plan
