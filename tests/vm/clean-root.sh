#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A clean Debian of this release, in the cache, for the tests of the packages:
# a machine before sfw is installed, with DKMS and the headers of the stock
# kernel. Prints its folder: ./root, which is to be copied, and ./newer, with the
# packages of a newer kernel's headers.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/suite.sh"

need_packages mmdebstrap
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
backports=$codename-backports
read -r image version <<<"$(release_package linux-image-amd64)"
headers=linux-headers-${image#linux-image-}
read -r newer newer_version <<<"$(suite_package "$backports" linux-headers-amd64)"
# DKMS and its needs, programs that show that it works, and libraries of sfwctl.
packages=dkms,openssl,gcc,libc6-dev,make,pahole,man-db,bash-completion,systemd,libexpat1,libmnl0,libncursesw6,$headers
key=$(sha256sum <<<"$packages $version $newer_version" | cut -c1-10)

build() { # FOLDER
	say "making a clean $codename with the headers of ${image#linux-image-}"
	mmdebstrap --mode=root --variant=apt --dpkgopt=force-unsafe-io --aptopt='APT::Sandbox::User "root"' \
		--include="$packages" "$codename" "$1/root" >>"$sfw_log/clean-root.log" 2>&1 ||
		die "mmdebstrap failed; see $sfw_log/clean-root.log"
	echo "${image#linux-image-}" >"$1/release"
	echo "${newer#linux-headers-}" >"$1/newer-release"
	# Without the image, which newer headers depend on: nothing boots here.
	mapfile -t names < <(headers_packages "${newer#linux-headers-}")
	suite_fetch "$backports" "$1/newer" "${names[@]}" linux-base
}

dir=$sfw_cache/clean/$version-$key
cached "$dir" build
echo "$dir"
