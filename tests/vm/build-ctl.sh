#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# build-ctl.sh [ARCHITECTURE LAYER]: builds ctl/sfwctl, with the packages for that. For
# another architecture it stays apart, in a folder for `run.sh --layer`, which is printed;
# LAYER, of layer.sh, has the libraries.
set -eu
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/arch.sh"

need_packages gcc libc6-dev make pkg-config libmnl-dev libncurses-dev libexpat1-dev
if [ $# -eq 0 ]; then
	flock -o "$sfw_top/ctl" make -s -C "$sfw_top/ctl" >&2
	exit
fi
arch_facts "$1"
need_compiler
dir=$sfw_cache/build/ctl-$1-$(sha256sum <<<"$sfw_top" | cut -c1-10)
mkdir -p "$dir/o" "$dir/layer$sfw_top/ctl"
PKG_CONFIG_LIBDIR=$2/usr/lib/$arch_lib/pkgconfig:$2/usr/share/pkgconfig PKG_CONFIG_SYSROOT_DIR=$2 \
	flock -o "$dir" make -s -C "$sfw_top/ctl" O="$dir/o" CC="$arch_gnu-gcc --sysroot=$2" AR="$arch_gnu-ar" >&2
cp "$dir/o/sfwctl" "$dir/layer$sfw_top/ctl/"
echo "$dir/layer"
