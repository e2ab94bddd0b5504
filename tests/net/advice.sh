# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The commands of `sfwctl doctor` in fw, on top of world.sh: each is carried out, and none
# may open anything, nor touch the rules of others.
#
#   sound_machine        nothing but rules of others is left to find
#   found KEY            of each finding: text, command
#   rules                the rules of others
#   harmless NAME PATTERN    with packets judged, and not: a finding has PATTERN, and its
#                        commands do no harm
#
# The test says what others can reach from outside:
#   reachable            a line each

sound_machine() {
	local modules
	modules=/usr/lib/modules/$(uname -r)
	find /usr/lib/modules/ -mindepth 1 -maxdepth 1 ! -path "$modules" -exec rm -r {} +
	mkdir -p /etc/sfw /etc/systemd/system/sysinit.target.wants
	install_sfw
	ln -sf /usr/lib/systemd/system/sfw.service /etc/systemd/system/sysinit.target.wants/
}

found() {
	fw -j doctor 2>/dev/null | "$python" -c '
import json, sys
for f in json.load(sys.stdin)["findings"]: print(f[sys.argv[1]])' "$1"
}

rules() {
	on fw sh -c 'nft -s list ruleset; iptables-legacy-save; ip6tables-legacy-save' 2>/dev/null |
		sed 's/ expires [0-9a-z]*//; s/\[[0-9:]*\]//; /^#/d'
}

harmless() {
	local command before was state
	for state in enable disable; do
		fw $state
		like "$1: found after $state" "$(found text)" "$2"
		before=$(reachable) was=$(rules)
		ok "$1: something can be reached" test -n "$before"
		while IFS= read -r command; do
			status_is "$1: $command" 0 on fw sh -c "$command"
		done < <(found command | sort -u)
		is "$1: nothing more can" "$(comm -13 <(echo "$before") <(reachable))" ''
		is "$1: its rules are untouched" "$(rules)" "$was"
	done
	fw enable
}
