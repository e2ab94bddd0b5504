#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Who is here by a port that is open for a while is told that a reboot ends that.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/session.sh"

session_world
fw -f restore - <<<"port add tcp 80
port add tcp 22
enable"
login four 10.0.0.1
is "a session" "$(ask_helper four 'echo hello')" hello

# A port with an end is in no file.
fw port add tcp 22 from 10.0.0.0/24 for 2h
fw -f port del tcp 22
is "save goes ahead" "$(there four save)" 0
like "it warns of the next boot" "$(said)" '^sfwctl: warning: after a reboot a new connection from 10\.0\.0\.2 to port 22 would be refused \(closed-tcp.*: a line with an end is not saved: port add tcp 22 from 10\.0\.0\.0/24 for '
is "the rest is saved" "$(grep -v ^set /etc/sfw/sfw.conf | paste -sd';')" 'port add tcp 80;enable'
saved() { fw status | sed -n 's/^saved *//p'; }
is "status sends nobody to save" "$(saved)" 'no: lines with an end are in no file: sfwctl diff'
like "in JSON it is not saved" "$(fw -j status)" '"saved":false'
is "nor does doctor find a fault" "$(fw doctor | grep -c 'saved policy is another')" 0
is "another file is no boot" "$(there four save "$tmp/copy") $(said)" '0 '
fw port add tcp 22
like "what save can mend is told so" "$(saved)" '^no: .*sfwctl save$'
is "who stays let in is told nothing" "$(there four save) $(said)" '0 '
is "status is as before" "$(saved)" 'no: lines with an end are in no file: sfwctl diff'
fw port del tcp 22 from 10.0.0.0/24
is "when it has ended, all is saved" "$(saved)" yes
umount /etc/passwd
done_testing
