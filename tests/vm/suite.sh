# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Packages of another Debian suite, by name and without touching this machine's
# sources. Sourced, after lib.sh. A SUITE may be SUITE:ARCHITECTURE.
#
#   suite_apt SUITE get|cache ARGS...    apt that knows that suite alone
#   suite_package SUITE META             the package that META stands for there,
#                                        and its version
#   suite_fetch SUITE DIR NAME...        downloads those of the packages that it has
#   kernel_suite KERNEL                  the suite of a kernel of Debian's
#   kernel_flavour KERNEL ARCHITECTURE   the end of its packages' names
#   kernel_packages RELEASE              all that a kernel may be cut into
#   headers_packages RELEASE             the same of its headers

sfw_mirror=${SFW_MIRROR:-http://deb.debian.org/debian}

# Another machine may start and read it at this moment.
write_once() { # FILE LINE
	[ "$(cat "$1" 2>/dev/null)" != "$2" ] || return 0
	echo "$2" >"$1.$BASHPID"
	mv "$1.$BASHPID" "$1"
}

suite_apt() { # SUITE get|cache ARGS...
	local suite=${1%:*} arch=${1#*:} program=apt-$2 dir=$sfw_cache/apt/${1/:/-}
	shift 2
	[ "$arch" = "$suite" ] || set -- -o "APT::Architecture=$arch" -o "APT::Architectures=$arch" "$@"
	mkdir -p "$dir/lists/partial" "$dir/archives/partial"
	write_once "$dir/sources.list" "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $sfw_mirror $suite main"
	"$program" -q -o Dir::Etc::sourcelist="$dir/sources.list" -o Dir::Etc::sourceparts=/nonexistent \
		-o Dir::State::lists="$dir/lists" -o Dir::State::status=/dev/null -o Dir::Cache="$dir" \
		-o APT::Sandbox::User=root "$@" 2>>"$sfw_log/apt.log"
}

# Lists that no mirror gives now are taken from an earlier run.
suite_update() {
	local dir=$sfw_cache/apt/${1/:/-} lock
	mkdir -p "$dir"
	exec {lock}>"$dir/lock"
	flock "$lock"
	read_lists "$1" "$dir/fresh" {lock}>&-
	exec {lock}>&-
}

# Of itself apt-get says nothing of lists that a mirror does not give.
all_lists() { # SUITE
	suite_apt "$1" get update -o APT::Update::Error-Mode=any >>"$sfw_log/apt.log"
}

read_lists() { # SUITE FRESH
	local fresh=$2
	[ ! -e "$fresh" ] || [ -n "$(find "$fresh" -mmin +720)" ] || return 0
	say "reading the package lists of $1"
	if all_lists "$1" || all_lists "$1"; then
		touch "$fresh"
	else
		[ -e "$fresh" ] || die "cannot read the package lists of $1; see $sfw_log/apt.log"
	fi
}

# Kernels are packages whose names have a number where META has none.
suite_package() { # SUITE META
	local found stem=$2
	case $2 in
	linux-image-*) stem=linux-image ;;
	linux-headers-*) stem=linux-headers ;;
	esac
	suite_update "$1"
	found=$(suite_apt "$1" cache show --no-all-versions "$2" | sed -n 's/^Depends: //p' | tr , '\n' |
		sed -n "s/^ *\($stem-[0-9][^ ]*\) (= \([^)]*\)).*/\1 \2/p")
	[ -n "$found" ] || die "$1 has no $2"
	echo "$found"
}

suite_fetch() { # SUITE DIR NAME...
	local suite=$1 dir=$2 names
	shift 2
	names=$(suite_apt "$suite" cache pkgnames | grep -xF "$(printf '%s\n' "$@")") || die "$suite has none of $*"
	mkdir -p "$dir"
	# shellcheck disable=SC2086
	(cd "$dir" && suite_apt "$suite" get download $names >>"$sfw_log/apt.log") ||
		die "cannot download $names from $suite; see $sfw_log/apt.log"
}

kernel_suite() { # stock|backports|newest|rt
	local codename
	codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
	case $1 in
	stock) echo "$codename" ;;
	backports) echo "$codename-backports" ;;
	newest) echo sid ;;
	rt) echo trixie ;;
	*) die "kernel '$1': give stock, backports, newest or rt" ;;
	esac
}

kernel_flavour() { # stock|backports|newest|rt ARCHITECTURE
	case $1,$2 in
	rt,*) echo "rt-$2" ;;
	*,i386) echo 686 ;;
	*) echo "$2" ;;
	esac
}

kernel_packages() { # RELEASE
	printf '%s\n' linux-{image,binary,modules,base}-"$1"
}

headers_packages() { # RELEASE
	printf '%s\n' "linux-headers-$1" "linux-headers-${1%-*}-common" "linux-kbuild-${1%-*}"
}
