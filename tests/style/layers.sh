#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The arrows of the house, read from its #include lines:
#   nf, nl, proc -> db -> core -> uapi; main.c and net.[ch] see all of kmod;
#   nf, nl and proc see net.h; compat is open to all; ctl sees uapi only.
. "$(dirname "$0")/tap.sh"

may_see() { # LAYER: the layers it may include besides itself, compat and uapi
	case $1 in
	root) echo core db nf nl proc ;;
	nf | nl | proc) echo db core root ;;
	db) echo core ;;
	*) ;;
	esac
}

layer_of() { # PATH below kmod
	case $1 in
	*/*) echo "${1%%/*}" ;;
	*) echo root ;;
	esac
}

wrong_arrows() { # FILE, a path below kmod
	local file=$1 from target to line
	from=$(layer_of "$file")
	while IFS=: read -r line target; do
		target=$(realpath -m --relative-to=kmod "$(dirname "kmod/$file")/$target")
		to=$(layer_of "$target")
		case $from,$to,$target in
		"$to,$to",* | *,compat,*) continue ;;
		nf,root,net.h | nl,root,net.h | proc,root,net.h) continue ;;
		*,root,*) ;;
		*) case " $(may_see "$from") " in *" $to "*) continue ;; esac ;;
		esac
		echo "kmod/$file:$line: $from includes $to ($target)"
	done < <(sed -n 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*"\(.*\)".*/\1/;T;=;p' "kmod/$file" |
		paste -d: - -)
}

arrows() {
	local file
	while read -r file; do
		wrong_arrows "$file"
	done < <(cd kmod && find . -name '*.[ch]' -printf '%P\n' | sort)
}

# core is pure: facts and policy in, verdict out.
impure() {
	! grep -nE '#[[:space:]]*include[[:space:]]*<(linux/(skbuff|netfilter|netdevice|spinlock|mutex|jiffies|ktime|timekeeping|netlink)|net/)' -r kmod/core
}

versions() {
	! grep -rnE 'LINUX_VERSION_CODE|KERNEL_VERSION\(' kmod include --include='*.[ch]' --exclude-dir=compat
}

ctl_includes() {
	! grep -rnE '#[[:space:]]*include.*kmod' ctl --include='*.[ch]'
}

uapi_includes() {
	! grep -rnE '#[[:space:]]*include[[:space:]]*("|<[^l])' include --include='*.h'
}

complaints "layers: kmod's includes follow the arrows" arrows
complaints "layers: core is pure" impure
complaints "layers: only compat knows kernel versions" versions
complaints "layers: ctl includes nothing of kmod" ctl_includes
complaints "layers: the shared header includes only linux/" uapi_includes
plan
