# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Secure Boot: a module that nobody signed, one that DKMS signed, and the same when its key is
# enrolled, as doctor says.
# By the firmware: it alone says that Secure Boot is on, and which keys are good.
# shellcheck source=/dev/null
. "$here/kinds.sh"

key=/var/lib/dkms/mok.pub

# Doctor's findings of the check "signature": what is wrong, or the COMMAND that mends it.
signature() { # text|command
	sfwctl -j doctor | python3 -c 'import json, sys
print(*[f[sys.argv[1]] for f in json.load(sys.stdin)["findings"] if f["check"] == "signature"], sep="\n")' "$1"
}

refused() {
	is "Secure Boot is on" "$(mokutil --sb-state)" "SecureBoot enabled"
	like "the kernel is locked down" "$(cat /sys/kernel/security/lockdown)" '\[integrity\]'
	status_is "the kernel refuses the module" 1 modprobe sfw
	like "for its signature" "$output" 'Key was rejected by service|Required key not available'
	stays_closed 'the module cannot be loaded: see what it lacks'
}

before_1() { before_good; }

boot_1() {
	refused
	like "doctor says that it is not signed" "$(signature text)" 'is not signed: with Secure Boot it will not load'
	like "and to build it anew" "$(signature command)" 'dkms build --force sfw/'
}

before_2() {
	mv /root/signed.ko "$modules/sfw.ko"
	depmod
}

boot_2() {
	refused
	like "doctor says that nobody knows its key" "$(signature text)" 'the firmware does not know the key'
	is "and to enrol it" "$(signature command)" "mokutil --import $key"
	ok "that" sh -c "$(signature command)" <<<$'console\nconsole'
	like "and then to answer at the console" "$(signature text)" 'the next boot enrols it, .* \(Enroll MOK\)'
	is "of the next boot" "$(signature command)" reboot
}

before_3() { :; }

boot_3() {
	like "the key is enrolled" "$(mokutil --test-key $key)" 'is already enrolled'
	is "doctor has nothing to say about it" "$(signature text)" ''
	boot_good
}
