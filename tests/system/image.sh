#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# image.sh SUITE OUTPUT: the disk of a server of that suite with sfw installed and nothing
# enabled: root.sh's Debian, the stock kernel's modules with sfw.ko among them, sfwctl's
# package. What DKMS does is the affair of tests/packages.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../vm/lib.sh"

suite=$1 output=$2
mapfile -t build_depends < <(sed -n 's/^Build-Depends: //p' "$sfw_top/dkms/debian/control" | tr , '\n' |
	sed 's/debhelper-compat/debhelper/; s/(.*//; s/ //g')
need_packages dpkg-dev gcc libc6-dev make e2fsprogs "${build_depends[@]}"
clean=$("$here/root.sh" "$suite")
kernel=$("$here/../vm/stock-kernel.sh")
module=$("$here/../vm/build-module.sh" --kernel stock | tail -n 1)
release=$(cat "$kernel/release")

work=$(mktemp -d "$sfw_cache/system.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
root=$work/root
say "making the packages, and a disk of $suite with them"
make -s -C "$sfw_top" deb DEB="$work/deb" >"$sfw_log/system-deb.log" 2>&1 ||
	die "make deb failed; see $sfw_log/system-deb.log"
cp -a "$clean/root" "$root"

# The machine has none of that hardware: udev would look for its drivers.
tar -c -C "$kernel/root" --exclude='*/kernel/drivers' --exclude='*/kernel/arch' "usr/lib/modules/$release" |
	tar -x -C "$root"
(cd "$kernel/root" && cp --parents "usr/lib/modules/$release/kernel/drivers/net/veth.ko"* "$root")
mkdir "$root/usr/lib/modules/$release/updates"
cp "$module" "$root/usr/lib/modules/$release/updates/"
depmod -b "$root" "$release"

# Files that the clean root does without.
rm "$root/etc/dpkg/dpkg.cfg.d/99mmdebstrap"
cp "$work"/deb/sfwctl_*.deb "$root/root/"
in_root "$root" '' sh -c 'dpkg -i --ignore-depends=sfw-dkms /root/sfwctl_*.deb' >>"$sfw_log/system-deb.log" 2>&1 ||
	die "sfwctl's package cannot be installed; see $sfw_log/system-deb.log"
# fail2ban reads the journal, as trixie's does: a server of today has no other log.
printf '[DEFAULT]\nbackend = systemd\n' >"$root/etc/fail2ban/jail.d/backend.local"
cat >"$root/etc/network/interfaces" <<-'EOF'
	auto lo
	iface lo inet loopback
	auto out0
	iface out0 inet static
		address 192.0.2.1/24
	iface out0 inet6 static
		address 2001:db8:1::1/64
		dad-attempts 0
EOF
in_root "$root" '' systemctl -q disable fail2ban ssh
echo '/dev/vda / ext4 defaults 0 0' >"$root/etc/fstab"
echo server >"$root/etc/hostname"
printf '127.0.0.1 localhost server\n::1 localhost\n' >"$root/etc/hosts"
: >"$root/etc/machine-id"
mke2fs -q -t ext4 -O '^metadata_csum' -E lazy_itable_init=1,lazy_journal_init=1 -d "$root" "$output" 1500M
