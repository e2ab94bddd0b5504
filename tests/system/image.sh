#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# image.sh SUITE OUTPUT: the disk of server.sh's server with the stock kernel's modules.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../vm/lib.sh"

need_packages e2fsprogs
work=$(mktemp -d "$sfw_cache/system.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
"$here/server.sh" "$1" stock "$work/root"
echo '/dev/vda / ext4 defaults 0 0' >"$work/root/etc/fstab"
mke2fs -q -t ext4 -O '^metadata_csum' -E lazy_itable_init=1,lazy_journal_init=1 -d "$work/root" "$2" 1500M
