# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Sourced after lib.sh: the system's bus, and programs that need it, on the host fw.
#   start_bus          its pid in $bus, its output in $bus_log
#   start_firewalld    on a bus of its own, with the link that its installation makes; its
#                      pid in $spawned; fails if it does not run within a minute
start_bus() {
	mkdir -p /run/dbus
	rm -f /run/dbus/*
	spawn fw dbus-daemon --system --nofork --nopidfile
	bus=$spawned bus_log=$spawned_log
	wait_for test -S /run/dbus/system_bus_socket || not_ok "a bus" "$(cat "$bus_log")"
}

start_firewalld() {
	local actions=/usr/share/polkit-1/actions
	ln -sf $actions/org.fedoraproject.FirewallD1.server.policy.choice $actions/org.fedoraproject.FirewallD1.policy
	start_bus
	spawn fw /usr/bin/python3 /usr/sbin/firewalld --nofork --nopid
	wait_for 60 on fw firewall-cmd --state
}
