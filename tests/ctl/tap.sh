# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Sourced by tests that say themselves how each went; $failed is their exit status.
count=0
failed=0

# verdict NAME: prints TAP for the status of the command before.
verdict() {
	if [ $? -eq 0 ]; then
		word="ok"
	else
		word="not ok"
		failed=1
	fi
	count=$((count + 1))
	echo "$word $count - $1"
}
