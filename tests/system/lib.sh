# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What every scenario has in the guest, beside tests/net/lib.sh and attack.sh. Sourced.
#   journal UNIT [OPTION...]   that unit's lines of this boot, texts alone
#   state UNIT                 active, failed ...
#   came UNIT PROPERTY         when, in microseconds since the boot
#   cursor                     marks this place of the journal, for "since UNIT"
#   no_excess TEXT             nothing was reached that the phase does not allow
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../net/lib.sh"
. "$here/../net/attack.sh"

phase_file=/run/phase attack=/run/attack
conf=/etc/sfw/sfw.conf
may[boot]='tcp4/22 tcp6/22 ping4 ping6'
may[open]=${may[boot]}
may[bare]='tcp4/22 tcp6/22 tcp4/80 tcp6/80 tcp4/9999 tcp6/9999 udp4/53 udp6/53 udp4/9999 udp6/9999 ping4 ping6'

journal() {
	journalctl -b -o cat --no-pager -u "$@" 2>&1
}

cursor() {
	journalctl --sync
	mark=$(journalctl -n 1 --show-cursor -o cat | sed -n 's/^-- cursor: //p')
}

since() {
	journalctl --sync
	journalctl --after-cursor="$mark" -o cat --no-pager -u "$1" 2>&1
}

state() {
	systemctl is-active "$1"
}

came() {
	systemctl show -p "$2Monotonic" --value "$1"
}

before_network() {
	[ "$(came sfw "$1")" -gt 0 ] && [ "$(came sfw "$1")" -le "$(came networking InactiveExitTimestamp)" ]
}

no_excess() {
	is "$1" "$(excess)" ''
	note "everything was tried $(grep -c round "$attack") times"
}

# No cycle of units, no fault of one of them, in this boot.
healthy() {
	is "no unit has failed" "$(systemctl list-units --failed --plain --no-legend | awk '{ print $1 }')" "$*"
	is "systemd found no cycle" "$(journalctl -b -o cat --no-pager _PID=1 | grep -iE 'ordering cycle|deleted to break')" ''
}
