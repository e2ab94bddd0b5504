#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# root.sh SUITE: a Debian of that suite in the cache, as a server has it before sfw:
# systemd, udev, ifupdown, sshd, fail2ban. Prints the folder ./root, which is to be copied.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../vm/lib.sh"
. "$here/../vm/suite.sh"

suite=${1:?usage: root.sh SUITE}
# Needs of sfwctl, programs that a server has, and those that the tests use.
packages=systemd-sysv,udev,dbus,libpam-systemd,ifupdown,kmod,nftables,openssh-server,fail2ban,python3,python3-systemd
packages=$packages,libexpat1,libmnl0,libncursesw6,iproute2,iputils-ping,procps,netbase,curl,mokutil
# Ways of sitting at a server.
packages=$packages,sudo,login,tmux,screen,cron,at,systemd-container,dbus-user-session
need_packages mmdebstrap
key=$(sha256sum <<<"$packages" | cut -c1-10)

build() { # FOLDER
	local check=true
	say "making a $suite with systemd"
	eval "$(apt-config shell check Acquire::Check-Valid-Until)"
	mmdebstrap --mode=root --variant=apt --dpkgopt=force-unsafe-io --aptopt='APT::Sandbox::User "root"' \
		--aptopt="Acquire::Check-Valid-Until \"$check\"" --dpkgopt='path-exclude=/usr/share/doc/*' \
		--dpkgopt='path-exclude=/usr/share/locale/*' --include="$packages" \
		"$suite" "$1/root" "$sfw_mirror" >>"$sfw_log/system-root.log" 2>&1 ||
		die "mmdebstrap failed; see $sfw_log/system-root.log"
	rm -rf "$1/root/var/lib/apt/lists" "$1/root/var/cache/apt"
}

dir=$sfw_cache/system/$suite-$key
cached "$dir" build
echo "$dir"
