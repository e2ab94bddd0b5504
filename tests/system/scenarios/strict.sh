# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The example strict.conf: no network unless sfw runs with its policy, whatever becomes of
# sfw later.
# shellcheck source=/dev/null
. "$here/kinds.sh"

before_1() {
	local unit
	before_good
	for unit in networking ifup@; do
		install -D -m 644 -t "/etc/systemd/system/$unit.service.d" /usr/share/doc/sfw/examples/strict.conf
	done
}

boot_1() {
	reaches_all "the policy is in force" boot
	outlives
	asked_for networking
	# As Debian's installer writes it.
	sed -i 's/^auto out0/allow-hotplug out0/' /etc/network/interfaces
	asked_for ifup@out0
	no_excess "at no moment was more reachable"
	healthy
}

outlives() {
	local was change
	was=$(came networking ActiveEnterTimestamp)
	for change in restart stop start; do
		ok "systemctl $change sfw" systemctl "$change" sfw
		is "the network stays as it is" "$(state networking) $(came networking ActiveEnterTimestamp)" "active $was"
	done
}

# Started while the policy is broken, and once it is mended.
asked_for() { # UNIT
	ok "$1 ends" systemctl stop networking "$1" sfw
	before_broken
	status_is "$1 does not start with a broken policy" 1 systemctl start "$1"
	is "sfw has failed" "$(state sfw)" failed
	is "there is no network" "$(ip -o addr show out0 scope global)" ''
	shipped
	ok "sfw starts" systemctl start sfw
	ok "and then $1" systemctl start "$1"
	reaches_all "the attacker reaches what the policy opens" boot
}
