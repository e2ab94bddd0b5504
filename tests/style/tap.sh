# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# TAP for the style checks. Sourced from the top folder of the project.
#   complaints TEXT COMMAND...   passes when the command prints nothing and
#                                succeeds; else its output is shown
#   plan                         last
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
results=0 failures=0

complaints() {
	local text=$1 status=0 found
	shift
	results=$((results + 1))
	found=$("$@" 2>&1) || status=$?
	if [ "$status" = 0 ] && [ -z "$found" ]; then
		echo "ok $results - $text"
		return
	fi
	failures=$((failures + 1))
	echo "not ok $results - $text"
	printf '%s\n' "${found:-status $status}" | sed 's/^/# /'
}

plan() {
	echo "1..$results"
	[ "$failures" = 0 ]
}
