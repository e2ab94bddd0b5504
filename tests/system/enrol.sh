#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# enrol.sh CONSOLE: types, to its output, what enrols the key that mokutil has asked for, as
# CONSOLE, a file, gets the questions of the firmware's manager of keys. Where the kernel
# begins without them there is none.
set -eu
console=$1 down=$'\e[B' enter=$'\r'

asked() { # REGEX
	until grep -qaE "$1" "$console"; do
		kill -0 "$PPID" || exit
		sleep 0.2
	done 2>/dev/null
}

while IFS='=' read -r question answer; do
	asked "$question|Linux version"
	! grep -qa 'Linux version' "$console" || exit 0
	printf %s "$answer"
done <<EOF
Press any key to perform MOK management=$enter
Enroll MOK=$down$enter
View key 0=$down$enter
Enroll the key=$down$enter
Password:=console$enter
Reboot=$enter
EOF
