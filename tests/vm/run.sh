#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Boots a throw-away machine, runs one command in it as root, and returns the
# command's exit status.
#
#   run.sh [--kernel uml|debug|noipv6|kcsan|stock|backports|newest|rt] [--arch ARCHITECTURE]
#          [--timeout SECONDS] [--mem SIZE] [--cpus N] [--klog FILE] [--layer FOLDER]...
#          [--clock host|virtual|icount|threads] [--append WORDS] [--] COMMAND [ARGS...]
#
# The guest sees all files of this machine; its writes are gone when it ends.
# It has no network to the outside. Folder and SFW_* variables are the caller's,
# and the folder that SFW_OUT names is writable. --layer lays a folder over
# the root. --klog keeps the kernel's log, which is apart from the output.
# --clock virtual: User-Mode Linux whose time passes only while everything waits, so
# that waits cost nothing and a busy machine makes no difference. icount: the stock
# kernel, emulated, with one processor whose every instruction takes a nanosecond;
# threads: each processor is a thread, for times of two that work side by side (see
# accel.sh). --append adds to the kernel's command line. --arch: with a kernel of
# Debian's, and a --layer that has the programs of that architecture.
# Status: the command's; 99 the kernel complained (the lines are on stderr);
# 124 out of time; 98 the guest died otherwise.
set -eu -o pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/arch.sh"

usage() {
	sed -n '6,9s/^# *//p' "$0" >&2
	die "$*"
}

kernel=uml arch=amd64 limit=600 mem='' cpus=2 uml='' klog='' layers='' clock=host append=''
while [ $# -gt 0 ]; do
	case $1 in
	--) shift; break ;;
	-*) [ $# -gt 1 ] || usage "$1 needs a value" ;;
	*) break ;;
	esac
	case $1 in
	--kernel) kernel=$2 ;;
	--arch) arch=$2 ;;
	--timeout) limit=$2 ;;
	--mem) mem=$2 ;;
	--cpus) cpus=$2 ;;
	--klog) klog=$2 ;;
	--clock) clock=$2 ;;
	--append) append=$2 ;;
	--layer) layers=${layers:+$layers:}$2 ;;
	*) usage "unknown option '$1'" ;;
	esac
	shift 2
done
[ $# -gt 0 ] || usage "no command given"
case $kernel in
uml | noipv6) kind=uml mem=${mem:-1G} ;;
stock | backports | newest | rt) kind=stock mem=${mem:-1G} ;;
kcsan) kind=stock mem=${mem:-2G} append="$append sysctl.kernel.hung_task_timeout_secs=1800" ;;
debug) kind=uml mem=${mem:-2500M} uml="ncpus=$cpus sysctl.kernel.hung_task_timeout_secs=600" ;;
*) usage "--kernel '$kernel': give uml, debug, noipv6, kcsan, stock, backports, newest or rt" ;;
esac
arch_facts "$arch"
[ "$arch" = amd64 ] || case $kernel in
stock | backports | newest) ;;
*) usage "--arch '$arch': there is no $kernel kernel for it" ;;
esac
case $clock,$kind in
host,* | icount,stock | threads,stock) ;;
virtual,uml) [ "$kernel" != debug ] || usage "--clock virtual: the debug kernel has two processors; give host"
	uml=time-travel=inf-cpu ;;
*) usage "--clock '$clock': give host, with User-Mode Linux virtual, or with a kernel of Debian's icount or threads" ;;
esac
need_root "$0"
need ip=iproute2

plain_path TMPDIR "${TMPDIR:-/tmp}"
plain_path SFW_OUT "${SFW_OUT:-}"
plain_path --layer "${layers//:/}"
case $kernel in
uml | debug | noipv6 | kcsan) dir=$("$here/$kernel-kernel.sh") image=$dir/vmlinux ;;
*) dir=$("$here/stock-kernel.sh" "$kernel" "$arch") image=$dir/kernel ;;
esac
run=$(mktemp -d "${TMPDIR:-/tmp}/sfw-vm.XXXXXX")
finish() {
	[ ! -s "$run/pid" ] || kill "$(cat "$run/pid")" 2>/dev/null || :
	[ -z "$klog" ] || cp "$run/klog" "$klog" 2>/dev/null || :
	rm -rf "$run"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if [ -n "${SFW_OUT:-}" ]; then
	mkdir -p "$SFW_OUT"
	SFW_OUT=$(realpath "$SFW_OUT")
fi
layers=${layers:+$layers:}$dir/root
cp "$here/guest" "$run/guest"

accel=''
[ "$kind" = uml ] || accel=$("$here/accel.sh" "$image" "$arch")
if [ "$clock" = icount ]; then
	accel='-accel tcg -cpu qemu64 -icount shift=0,sleep=off' cpus=1
elif [ "$clock" = threads ] || [ "$kernel" = kcsan ]; then
	accel=${accel/thread=single/thread=multi}
fi
# By how much a test should stretch its limits.
case $kernel$accel in
*tcg* | debug) SFW_SLOW=5 ;;
*) SFW_SLOW=1 ;;
esac
export SFW_SLOW SFW_KERNEL=$kernel SFW_ARCH=$arch

command_file() {
	local name
	printf 'cd %q || exit 98\n' "$PWD"
	printf 'export HOME=%q LANG=C.UTF-8 TERM=dumb\n' "$HOME"
	for name in $(compgen -e SFW_); do
		printf 'export %s=%q\n' "$name" "${!name}"
	done
	printf 'exec'
	printf ' %q' "$@"
	echo
}

# One process to end when we are ended, with all that it runs.
limited() {
	echo "$BASHPID" >"$run/pid"
	exec timeout -k 5 "$limit" "$@"
}

boot_args="sfw_kernel=$kind sfw_run=$run sfw_out=${SFW_OUT:-} sfw_layers=$layers"
boot_args="$boot_args ${SFW_SUITES:+kunit.filter_glob=$SFW_SUITES} kunit.enable=1 kunit.autorun=1 kunit.timeout=1800 loglevel=7 printk.devkmsg=on fb_tunnels=none panic=-1 oops=panic softlockup_panic=1 $append"

busybox_of() {
	local layer
	for layer in ${layers//:/ }; do
		[ ! -e "$layer/usr/bin/busybox" ] || { echo "$layer/usr/bin/busybox"; return; }
	done
	die "--arch $arch: no --layer has its busybox"
}

# UML waits on its consoles with epoll, which takes pipes and no plain files.
boot_uml() {
	"$here/initramfs.sh" "$run/initramfs"
	# shellcheck disable=SC2086
	{
		limited "$dir/linux" "mem=$mem" "initrd=$run/initramfs" "uml_dir=$run/" umid=vm \
			con=null con0=fd:1 con1=fd:3 slab_nomerge 'slub_debug=A,sfw_recent_*' seccomp=on dummy.numdummies=0 $uml $boot_args \
			</dev/null 3>&1 >&4 2>&1 | cat >&5
	} 4>&1 | cat >"$run/klog"
}

boot_stock() {
	local shares=() layer count=0 busybox=''
	share() { # TAG FOLDER [,readonly=on...]
		shares+=(-fsdev "local,id=$1,path=$2,security_model=none${3:-}"
			-device "virtio-9p-$arch_bus,fsdev=$1,mount_tag=$1")
	}
	share host / ,readonly=on,multidevs=remap
	share run "$run"
	[ -z "${SFW_OUT:-}" ] || share out "$SFW_OUT"
	for layer in ${layers//:/ }; do
		share "layer$count" "$layer" ,readonly=on
		count=$((count + 1))
	done
	[ "$arch" = amd64 ] || busybox=$(busybox_of)
	SFW_BUSYBOX=$busybox "$here/initramfs.sh" "$run/initramfs" "$dir"
	# shellcheck disable=SC2086
	limited $arch_qemu $accel -smp "$cpus" -m "$mem" -nodefaults -no-user-config \
		-display none -no-reboot -nic none -serial "file:$run/klog" \
		-device "virtio-serial-$arch_bus" -device virtserialport,chardev=out,name=sfw-out \
		-chardev file,id=out,path=/dev/stdout \
		"${shares[@]}" \
		-kernel "$image" -initrd "$run/initramfs" \
		-append "$arch_console $boot_args" </dev/null | cat
}

command_file "$@" >"$run/command"
vm=0
exec 5>&1
"boot_$kind" &
wait $! || vm=$?
rm -f "$run/pid"

if ! splats=$("$here/splat.sh" "$run/klog"); then
	say "the $kernel kernel complained:" "$splats"
	exit 99
fi
case $vm in
124 | 137)
	say "run.sh: still running after $limit s: $*"
	exit 124 ;;
esac
[ ! -s "$run/status" ] || exit "$(cat "$run/status")"
say "run.sh: the guest ended without an exit status; the end of its log:" "$(tail -n 20 "$run/klog")"
exit 98
