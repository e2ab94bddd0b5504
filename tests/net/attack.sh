# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What lib/boot_probe.py reached from outside, phase by phase. Sourced after lib.sh, by
# boot.t and tests/system, which set
#   phase_file   what it reads the phase from
#   attack       its output
#   may[PHASE]   what it may reach there; PHASE without what follows a dot
declare -A may

# A phase begins before what makes it, and lasts until all was tried in it: so
# an answer that spans two may be one of either.
phase() {
	echo "$1" >"$phase_file.new"
	mv "$phase_file.new" "$phase_file"
}

rounds() {
	grep -c "^$1 round" "$attack"
}

a_round() {
	[ "$(rounds "$1")" -gt "$2" ]
}

tried() {
	local now seen
	now=$(cat "$phase_file")
	seen=$(rounds "$now")
	wait_for 30 a_round "$now" "$((seen + 1))" || not_ok "the attacker tries all in phase $now"
}

# Every answer so far that was not allowed.
answers_too_much() {
	local before after what
	while read -r before after what; do
		[ -n "$what" ] || continue
		case " ${may[${before%%.*}]:-} ${may[${after%%.*}]:-} " in
		*" $what "*) ;;
		*) echo "$before-$after: $what" ;;
		esac
	done <"$attack"
}

excess() {
	answers_too_much | sort -u
}

reachable() { # PHASE
	awk -v p="$1" '$1 == p && $2 == p { print $3 }' "$attack" | sort -u | tr '\n' ' '
}

# All that may be reached in PHASE, in the order of reachable().
allowed() { # PHASE
	tr ' ' '\n' <<<"${may[${1%%.*}]}" | sort | tr '\n' ' '
}

reached_all() { # PHASE
	[ "$(reachable "$1")" = "$(allowed "$1")" ]
}

# A link comes up, a neighbour is found and a process runs when they can: what is open is
# waited for, and that no more is open is excess().
reaches_all() { # NAME PHASE
	wait_for 30 reached_all "$2"
	is "$1" "$(reachable "$2")" "$(allowed "$2")"
}
