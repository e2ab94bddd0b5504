#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# dkms/install on a machine with several kernels, and with a DKMS that builds nothing; the
# warnings of "make uninstall", and of the packages.
# As root: folders of the system are hidden by empty ones, for this process alone.
# Usage: install_test.sh
set -u

[ "${1:-}" = inside ] || exec unshare -m "$0" inside
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mount -t tmpfs none /usr/src
mount -t tmpfs none /lib/modules
mkdir "$tmp/bin"
printf '#!/bin/sh\necho 6.1.0-2-amd64\n' >"$tmp/bin/uname"
cat >"$tmp/bin/dkms" <<END
#!/bin/sh
echo "\$*" >>$tmp/told
for kernel; do :; done
module=/lib/modules/\$kernel/updates/dkms/sfw.ko
case \$1 in
status) ! [ -e $tmp/added ] || echo "sfw/0.1.0: added" ;;
add) touch $tmp/added ;;
remove) rm -f $tmp/added /lib/modules/*/updates/dkms/sfw.ko ;;
build) ! grep -qx "\$kernel" $tmp/broken 2>/dev/null || exit 10 ;;
install) mkdir -p "\${module%/*}" && cat /usr/src/sfw-0.1.0/kmod/origin.c >"\$module" ;;
esac
END
chmod +x "$tmp"/bin/*

kernel() { # RELEASE [headers]
	mkdir -p "/lib/modules/$1"
	touch "/lib/modules/$1/modules.builtin"
	[ -z "${2:-}" ] || headers "$1"
}
headers() { # RELEASE
	mkdir -p "/lib/modules/$1/build"
	touch "/lib/modules/$1/build/Makefile"
}

# A tree whose one source file tells which installation a module is of.
mkdir -p "$tmp/tree"/{dkms,kmod,include}
cp "$here/../../dkms/install" "$here/../../dkms/dkms.conf" "$tmp/tree/dkms/"
touch "$tmp/tree/Kbuild"
install() { # ORIGIN: all that it says is in $said
	echo "$1" >"$tmp/tree/kmod/origin.c"
	: >"$tmp/told"
	said=$(PATH=$tmp/bin:$PATH "$tmp/tree/dkms/install" 0.1.0 2>&1)
}

# is NAME GOT WANTED
is() {
	[ "$2" = "$3" ] || printf '%s\n' "want $3" "got $2" | sed 's/^/# /'
	[ "$2" = "$3" ]
	verdict "install: $1"
}
has() { # the kernels with a module, each with the installation that it is of
	local module
	for module in /lib/modules/*/updates/dkms/sfw.ko; do
		[ ! -e "$module" ] || echo "$(cut -d/ -f4 <<<"$module") $(cat "$module")"
	done | paste -sd,
}
order() { # the kernels that were built for
	sed -n 's/^build .*-k //p' "$tmp/told" | paste -sd' '
}

kernel 6.1.0-1-amd64
kernel 6.1.0-2-amd64
kernel 6.12.0-1-amd64 headers
headers 6.12.0-9-amd64
install one
is "without headers of the kernel that runs it fails" "$? $(has)" '1 '
headers 6.1.0-2-amd64
install one
is "it is done where one has no headers" $? 0
is "each kernel with headers has it, one that never ran too" "$(has)" "6.1.0-2-amd64 one,6.12.0-1-amd64 one"
is "the one that runs is first" "$(order)" "6.1.0-2-amd64 6.12.0-1-amd64"
is "it says for which, and which is left out" "$said" \
	"installed for 6.1.0-2-amd64 6.12.0-1-amd64; nothing is loaded yet: modprobe sfw
install: kernel 6.1.0-1-amd64 has no sfw.ko: its headers are missing: apt install linux-headers-6.1.0-1-amd64, then make install again"

headers 6.1.0-1-amd64
install two
is "again, with the headers: for all" "$(has)" "6.1.0-1-amd64 two,6.1.0-2-amd64 two,6.12.0-1-amd64 two"
rm -r /lib/modules/6.1.0-1-amd64/build
echo 6.12.0-1-amd64 >"$tmp/broken"
install three
is "what cannot be built again stays as it was" "$? $(has)" "0 6.1.0-1-amd64 two,6.1.0-2-amd64 three,6.12.0-1-amd64 two"
is "and is told" "$(grep ^install: <<<"$said")" \
	"install: kernel 6.1.0-1-amd64 has the sfw.ko of before: its headers are missing: apt install linux-headers-6.1.0-1-amd64, then make install again
install: kernel 6.12.0-1-amd64 has the sfw.ko of before: DKMS did not build it: see above"
echo 6.1.0-2-amd64 >>"$tmp/broken"
install four
is "where none is built for the kernel that runs it fails, and all stay" "$? $(has)" \
	"10 6.1.0-1-amd64 two,6.1.0-2-amd64 three,6.12.0-1-amd64 two"

# The sources that DKMS knows are whole at any time: the next kernel is built from them.
sources() {
	(cd /usr/src && find . -type f -printf '%P ' | tr ' ' '\n' | sort | paste -sd' ' && cat sfw-*/kmod/origin.c)
}
was=$(sources)
is "they are there" "$(tail -n 1 <<<"$was")" four
head -c 100000 /dev/zero >"$tmp/tree/kmod/large.c"
mount -o remount,size=64k /usr/src
install five
is "a full disk fails" "$? $(grep -c 'No space left' <<<"$said")" '1 1'
is "and leaves those of before, alone" "$(sources)" "$was"
is "DKMS is not asked" "$(cat "$tmp/told")" ''
mount -o remount,size=1m /usr/src
cat >"$tmp/bin/cp" <<'END'
#!/bin/sh
/bin/cp "$@"
read -r _ _ _ script _ <"/proc/$PPID/stat"
kill "$script"
END
chmod +x "$tmp/bin/cp"
install five
is "so does who stops it" "$? $(sources)" "143 $was"
rm "$tmp/bin/cp" "$tmp/broken"
install six
rm "$tmp/tree/kmod/large.c"
install seven
is "then all of them are new, and one that is gone goes" "$? $(sources)" "0 ${was/four/seven}"

# All that goes on after a removal is told in front of it, in words that the packages share.
# Another stage may be installing packages.
cp -a /etc "$tmp/etc" 2>/dev/null || cp -a /etc/. "$tmp/etc" || exit 1
mount --bind "$tmp/etc" /etc && mount -t tmpfs none /sys/module || exit 1
rm -rf /etc/fail2ban /etc/sshguard /etc/systemd/system/*.wants/sfw*
wants=/etc/systemd/system/sysinit.target.wants
mkdir -p /etc/fail2ban/jail.d /etc/sshguard "$wants"
cat >"$tmp/bin/systemctl" <<END
#!/bin/sh
[ "\$*" = "-q is-active sfw-crowdsec.service" ] && [ -e $tmp/usr/lib/systemd/system/sfw-crowdsec.service ]
END
printf '#!/bin/sh\n' >"$tmp/bin/deb-systemd-invoke"
chmod +x "$tmp"/bin/*
uninstall() { # ARGUMENT: all that it says is in $said
	mkdir -p "$tmp/usr/lib/systemd/system" "$tmp/usr/sbin"
	touch "$tmp/usr/lib/systemd/system/sfw-crowdsec.service" "$tmp/usr/sbin/sfwctl"
	said=$(PATH=$tmp/bin:$PATH MAKEFLAGS='' make -s -C "$here/../.." uninstall PREFIX="$tmp/usr" \
		FAIL2BANDIR="$tmp/usr/fail2ban" "$@" 2>&1)
}
mkdir /sys/module/sfw
ln -s "$tmp/bin/uname" "$wants/sfw.service"
printf '[sshd]\nbanaction = sfw\n' >/etc/fail2ban/jail.d/sfw.local
echo BACKEND=/usr/lib/sfw/sshg-fw-sfw >/etc/sshguard/sshguard.conf
module="the module stays loaded and goes on judging packets until the next boot; 'rmmod sfw' ends that now"
jail="a jail of fail2ban bans by sfw: without its action THE NEXT START OF FAIL2BAN FAILS; take 'banaction = sfw' out of /etc/fail2ban"
guard='sshguard bans by sfw: WITHOUT ITS BACKEND SSHGUARD DOES NOT START; name another one in sshguard.conf'
for package in sfw-dkms sfwctl; do
	(cd "$here/../.." && PATH=$tmp/bin:$PATH sh "dkms/debian/$package.prerm" remove 2>&1) >"$tmp/$package"
done
is "the package of the module warns of it" "$(grep -c . "$tmp/sfw-dkms") $(head -n 1 "$tmp/sfw-dkms")" "2 sfw-dkms: $module"
is "that of sfwctl too, and of the jail" "$(cat "$tmp/sfwctl")" "sfwctl: $jail
sfwctl: $guard
sfwctl: $module"
uninstall DESTDIR="$tmp/dest"
is "below another folder uninstall says nothing" "$said" ''
uninstall
is "uninstall warns of all that goes on, before it removes" "$said" "uninstall: $module
uninstall: $jail
uninstall: $guard
uninstall: sfw.service is enabled: AFTER THE NEXT BOOT NOTHING JUDGES PACKETS
uninstall: sfw.service is enabled: 'rm $wants/sfw.service' removes the link that is left
uninstall: sfw-crowdsec.service goes on; 'systemctl stop sfw-crowdsec.service' ends that"
[ ! -e "$tmp/usr/sbin/sfwctl" ]
verdict "install: and it removes"
rm -r /sys/module/sfw /etc/sshguard /etc/fail2ban/jail.d/sfw.local "$wants/sfw.service"
printf '#!/bin/sh\nexit 1\n' >"$tmp/bin/systemctl"
uninstall
is "uninstall says nothing where nothing goes on" "$said" ''

echo "1..$count"
exit "$failed"
