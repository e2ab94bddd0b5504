#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# headers.sh KERNEL [amd64|arm64|i386|s390x]: the headers of a kernel of Debian's, see
# stock-kernel.sh. Prints the folder to give to make -C and, for those of a newer
# release, the root to build in: their tools need a newer libc than this one has, so
# they are unpacked with all that they need, and the compiler that goes with them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/suite.sh"
. "$here/arch.sh"

kernel=$1 arch=${2:-amd64}
arch_facts "$arch"
suite=$(kernel_suite "$kernel")
foreign=$suite meta=linux-headers-$(kernel_flavour "$kernel" "$arch")
[ "$arch" = amd64 ] || foreign=$suite:$arch

# Prepared for another machine, headers still work with this one's tools.
unpack_headers() { # DIR: unpacks them there
	local deb names
	mapfile -t names < <(headers_packages "$release" | grep -v kbuild)
	suite_fetch "$foreign" "$1/deb" "${names[@]}"
	for deb in "$1"/deb/*.deb; do dpkg-deb -x "$deb" "$1"; done
	rm -r "$1/deb"
}

unpack_tools() { # DIR
	local numbers=${release%%-*} names deb
	mapfile -t names < <(headers_packages "$release" | grep kbuild)
	numbers=${numbers%%+*}
	suite_fetch "$suite" "$1/deb" "${names[@]}" "linux-kbuild-${numbers%.*}"
	for deb in "$1"/deb/*.deb; do dpkg-deb -x "$deb" "$1"; done
	rm -r "$1/deb"
}

# Their makefiles name each other where a package would have put them.
build_beside() { # DIR
	say "downloading and unpacking $package $version"
	unpack_headers "$1"
	unpack_tools "$1"
	# BTF would be made from it, with a tool that makes later builds for UML warn.
	rm -f "$1"/usr/src/linux-headers-*/vmlinux
	sed -i "s,/usr/src/,$dir/usr/src/,g" "$1"/usr/src/linux-headers-*/Makefile
}

build_root() { # DIR
	local check=true
	say "unpacking the headers of $release for $arch, and a compiler, of $suite"
	eval "$(apt-config shell check Acquire::Check-Valid-Until)"
	mmdebstrap --mode=root --variant=extract --aptopt='APT::Sandbox::User "root"' \
		--aptopt="Acquire::Check-Valid-Until \"$check\"" --include="$tools" \
		"$suite" "$1/root" "$sfw_mirror" >>"$sfw_log/headers.log" 2>&1 ||
		die "mmdebstrap failed; see $sfw_log/headers.log"
	ln -s mawk "$1/root/usr/bin/awk"
	[ "$arch" = amd64 ] || unpack_headers "$1/root"
}

if [ "$kernel-$arch" = stock-amd64 ]; then
	read -r package _ <<<"$(release_package "$meta")"
	need_packages "$package" make
	echo "/usr/src/$package"
	exit
fi
read -r package version <<<"$(suite_package "$foreign" "$meta")"
release=${package#linux-headers-}
dir=$sfw_cache/headers/$kernel-$arch-$version
if [ "$kernel" = newest ] || [ "$kernel" = rt ]; then
	need_packages mmdebstrap
	# perl: W=1 has kernel-doc look at each source.
	tools=base-files,bash,coreutils,dash,diffutils,findutils,grep,make,mawk,perl,sed
	case $arch in
	amd64) tools=$tools,$package ;;
	arm64) tools=$tools,gcc-aarch64-linux-gnu,linux-kbuild-${release%-*} ;;
	*) die "there is no $kernel kernel for $arch" ;;
	esac
	cached "$dir" build_root
	echo "/usr/src/$package $dir/root"
else
	need_packages make
	need_compiler
	[ "$suite" = "$foreign" ] || suite_update "$suite"
	cached "$dir" build_beside
	echo "$dir/usr/src/$package"
fi
