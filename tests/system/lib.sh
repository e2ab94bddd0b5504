# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What every scenario has in the guest, beside tests/net/lib.sh and attack.sh. Sourced.
#   journal UNIT [OPTION...]   that unit's lines of this boot, texts alone
#   state UNIT                 active, failed ...
#   came UNIT PROPERTY         when, in microseconds since the boot
#   cursor                     marks this place of the journal, for "since UNIT"
#   no_excess TEXT             nothing was reached that the phase does not allow
#   ends FILE                  the entries of saved lists, each with the moment at which it ends
#   moved FILE FILE            those of them that ended otherwise, or are in one alone
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

# The moment at which each entry of a saved file ends.
ends() { # FILE
	awk 'function end(left) { return left ~ /^[0-9]+$/ ? at + left : left }
		$1 == "saved" { at = $2 }
		$1 == "list" { list = $2 }
		$1 == "entry" { print list, $2, end($9) }
		$1 == "block" { print $1, $2, end($3) }
		$1 == "member" { print $2, $3, end($4) }' "$1" | sort
}

# Seconds that the unit needed to start: ends are counted from when it asks for the time.
took() {
	local -A at
	local key value
	while IFS='=' read -r key value; do at[$key]=$value; done < <(systemctl show sfw \
		-p InactiveExitTimestampMonotonic -p ActiveEnterTimestampMonotonic)
	echo $(((at[ActiveEnterTimestampMonotonic] - at[InactiveExitTimestampMonotonic]) / 1000000))
}

# Entries whose ends differ by more than two seconds and that, or that only one of them has.
moved() { # FILE FILE
	join -a 1 -a 2 -e none -o 0,1.2,2.2 <(ends "$1" | sed 's/ /,/') <(ends "$2" | sed 's/ /,/') |
		awk -v most=$(($(took) + 2)) '$2 != $3 && ($2 !~ /^[0-9]+$/ || $3 !~ /^[0-9]+$/ || $2 - $3 > 2 || $3 - $2 > most)'
}
