#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# image.sh SUITE OUTPUT: the disk of server.sh's server with the stock kernel's modules, and
# what DKMS has for Secure Boot: its key, and as /root/signed.ko the module signed with it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../vm/lib.sh"

need_packages e2fsprogs openssl
work=$(mktemp -d "$sfw_cache/system.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
"$here/server.sh" "$1" stock "$work/root"
mkdir "$work/root/var/lib/dkms"
openssl req -new -x509 -nodes -days 36500 -subj '/CN=DKMS module signing key' -newkey rsa:2048 -outform DER \
	-keyout "$work/root/var/lib/dkms/mok.key" -out "$work/root/var/lib/dkms/mok.pub" 2>>"$sfw_log/system-deb.log"
read -r headers _ <<<"$("$here/../vm/headers.sh" stock)"
"$headers/scripts/sign-file" sha256 "$work/root/var/lib/dkms/mok.key" "$work/root/var/lib/dkms/mok.pub" \
	"$work"/root/usr/lib/modules/*/updates/sfw.ko "$work/root/root/signed.ko"
echo '/dev/vda / ext4 defaults 0 0' >"$work/root/etc/fstab"
mke2fs -q -t ext4 -O '^metadata_csum' -E lazy_itable_init=1,lazy_journal_init=1 -d "$work/root" "$2" 1500M
