#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# build-module.sh [--kernel uml|debug|noipv6|systemd|kcsan|stock|backports|newest|rt]
#                 [--arch amd64|arm64|i386|s390x] [VAR=VALUE...]
# Builds sfw.ko for a test kernel from a copy of the sources, so that kernels
# never share objects. VAR=VALUE goes to make. The path of sfw.ko is the last
# line. A warning is an error, unless SFW_WARN_OK=1.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/arch.sh"

kernel=uml march=amd64
while [ $# -gt 0 ]; do
	case $1 in
	--kernel) kernel=${2:-} ;;
	--arch) march=${2:-} ;;
	*) break ;;
	esac
	shift 2
done
case $kernel in
uml | noipv6 | systemd) arch='ARCH=um' ;;
# KASAN makes frames larger.
debug) arch='ARCH=um KCFLAGS=-Wframe-larger-than=2048' ;;
kcsan) arch='ARCH=x86' ;;
stock | backports | newest | rt)
	arch_facts "$march"
	arch=${arch_compiler:+CROSS_COMPILE=$arch_gnu-} ;;
*) die "--kernel '$kernel': give uml, debug, noipv6, systemd, kcsan, stock, backports, newest or rt" ;;
esac
for word; do
	case $word in *=*) ;; *) die "'$word': give VAR=VALUE" ;; esac
done

need_packages gcc libc6-dev make perl rsync
root=''
case $arch in
ARCH=*) tree=$("$here/$kernel-kernel.sh") ;;
*) read -r tree root <<<"$("$here/headers.sh" "$kernel" "$march")" ;;
esac
key=$(printf '%s\n' "$sfw_top" "$@" | sha256sum | cut -c1-10)
build=$sfw_cache/build/$kernel-${tree##*/}-$key
log=$build.log

mkdir -p "$build"
exec 9>"$build.lock"
flock 9
sources=()
for name in Kbuild include kmod tests/kunit tests/bench/inject tests/net/probe; do
	[ ! -e "$sfw_top/$name" ] || sources+=("./$name")
done
[ -e "$sfw_top/Kbuild" ] || die "there is no Kbuild in $sfw_top"
# Objects of the compiler stay, for the next build; files that left the tree go. A
# file that changed is new now: its own time may be older than a stale object.
(cd "$sfw_top" && rsync -rlpR --checksum --delete --exclude='*.o' --exclude='*.ko' --exclude='*.mod' \
	--exclude='*.mod.c' --exclude='.*.cmd' --exclude='.*.d' "${sources[@]}" "$build/")

make_modules() {
	# shellcheck disable=SC2086
	set -- make -C "$tree" $arch M="$build" W=1 -j"$(nproc)" "$@" modules
	if [ -z "$root" ]; then
		"$@"
	else
		in_root "$root" "$build" "$@"
	fi
}

say "building the module for $kernel ${tree##*/}${*:+ with $*}"
if ! make_modules "$@" >"$log" 2>&1; then
	grep -vE '^(make|  [A-Z])' "$log" | head -n 30 >&2
	die "the module does not build for $kernel; all of it: $log"
fi
# make warns once and then reuses the object: without it the next build warns again.
if [ "${SFW_WARN_OK:-}" != 1 ] &&
	grep -E 'warning:|WARNING:' "$log" | grep -v 'the compiler differs from' >&2; then
	rm -r "$build"
	die "the module builds for $kernel, but with warnings; all of it: $log"
fi
[ -f "$build/sfw.ko" ] || die "the build made no sfw.ko in $build; see $log"
echo "$build/sfw.ko"
