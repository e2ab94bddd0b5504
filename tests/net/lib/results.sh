# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Sourced after lib.sh.
#   results_of COMMAND...   runs it, usually a program of tests/net/lib: its lines "ok TEXT"
#                           and "bad TEXT" are results, others are shown. A program that
#                           does not come to its end has failed.
results_of() {
	local line
	while IFS= read -r line; do
		case $line in
		ok\ *) ok "${line#ok }" ;;
		bad\ *) not_ok "${line#bad }" ;;
		*) note "$line" ;;
		esac
	done < <("$@" 2>&1; echo "$?" >"$tmp/status")
	is "${2##*/} ends" "$(cat "$tmp/status")" 0
}
