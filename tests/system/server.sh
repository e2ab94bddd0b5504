#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# server.sh SUITE stock|systemd FOLDER: the files of a server of that suite with sfw
# installed and nothing enabled: root.sh's Debian, that kernel's modules with sfw.ko among
# them, sfwctl's package. What DKMS does is the affair of tests/packages.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../vm/lib.sh"

suite=$1 kernel=$2 root=$3
mapfile -t build_depends < <(sed -n 's/^Build-Depends: //p' "$sfw_top/dkms/debian/control" | tr , '\n' |
	sed 's/debhelper-compat/debhelper/; s/(.*//; s/ //g')
need_packages dpkg-dev gcc libc6-dev make "${build_depends[@]}"
clean=$("$here/root.sh" "$suite")
from=$("$here/../vm/$kernel-kernel.sh")
module=$("$here/../vm/build-module.sh" --kernel "$kernel" | tail -n 1)
release=$(cat "$from/release")

deb=$(mktemp -d "$sfw_cache/system.XXXXXX")
trap 'rm -rf "$deb"' EXIT
say "making the packages, and a server of $suite with them"
make -s -C "$sfw_top" deb DEB="$deb" >"$sfw_log/system-deb.log" 2>&1 ||
	die "make deb failed; see $sfw_log/system-deb.log"
cp -a "$clean/root" "$root"

# The machine has none of that hardware: udev would look for its drivers.
tar -c -C "$from/root" --exclude='*/kernel/drivers' --exclude='*/kernel/arch' "usr/lib/modules/$release" |
	tar -x -C "$root"
[ "$kernel" != stock ] || (cd "$from/root" && cp --parents "usr/lib/modules/$release/kernel/drivers/net/veth.ko"* "$root")
mkdir "$root/usr/lib/modules/$release/updates"
cp "$module" "$root/usr/lib/modules/$release/updates/"
depmod -b "$root" "$release"

# Files that the clean root does without.
rm "$root/etc/dpkg/dpkg.cfg.d/99mmdebstrap"
cp "$deb"/sfwctl_*.deb "$root/root/"
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
echo server >"$root/etc/hostname"
printf '127.0.0.1 localhost server\n::1 localhost\n' >"$root/etc/hosts"
: >"$root/etc/machine-id"
