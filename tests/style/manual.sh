#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The manual pages are clean for mandoc, and agree with linux/sfw.h and the
# utility: reasons, settings, limits, the order of a saved policy.
. "$(dirname "$0")/tap.sh"
. tests/vm/lib.sh

need mandoc=mandoc
header=include/uapi/linux/sfw.h
pages=(ctl/man/*.[1-9])

# Which other pages there are depends on the machine.
lint() {
	mandoc -T lint "$1" 2>&1 | grep -vE 'outdated mandoc.db|referenced manual not found' || :
}

# Words in the first argument and not in the second, or the other way round.
differ() { # WHAT WANTED GOT
	[ "$2" = "$3" ] || diff <(echo "$2") <(echo "$3") | sed -n "s/^</$1 is missing:/p; s/^>/$1 is no more, or in the wrong place:/p"
}

# X(ID, "word", 0 or 1, "text") and X(ID, "key", "words", ...)
reasons() {
	sed -n 's/^\tX([A-Z0-9_]*,[^"]*"\([^"]*\)",[^"]*[01], ".*/\1/p' $header
}

settings() {
	sed -n 's/^\tX([A-Z0-9_]*,[^"]*"\([^"]*\)",[^"]*"\([^"]*\)",[^"]*[0-9XL]).*/\1 \2/p' $header |
		sed 's/ SECONDS$/ Ar duration/; s/ NUMBER$/ Ar number/; s/ REASONS$/ off|Ar reasons/; s/|/ | /g'
}

events() {
	sed -n '/define SFW_EVENTS(X)/,/^$/s/^\tX([A-Z_]*,[^"]*"\([a-z-]*\)".*/\1/p' $header
}

limits() {
	sed -nE 's/^#define (SFW_[A-Z_]+_(MAX|CAP))[[:space:]]+([0-9]+).*/\1 \3/p' $header
}

section() { # NAME PAGE
	awk -v name="$1" '/^\.S[hs] / { here = substr($0, 5) == name } here' "ctl/man/$2"
}

reasons_differ() {
	differ reason "$(reasons)" "$(section REASONS sfwctl.8 | sed -n 's/^\.It Cm //p')"
}

# Each reason where it is given, sorted: the order there is that of judgement.
judgement_differs() {
	differ reason "$(reasons | sort)" "$(section 'Order of judgement' sfw.4 |
		sed -nE 's/^\.Cm ([a-z0-9, -]+)( :)?$/\1/p' | sed 's/ , /\n/g' | grep -vxE 'reject[46]|forward off' | sort -u)"
}

settings_differ() {
	differ setting "$(settings)" "$(awk '/^\.It Cm set Ar key/ { here = 1; next } here && /^\.It Cm / { print }
		here && /^\.El/ { exit }' ctl/man/sfwctl.8 | sed 's/^\.It Cm //')"
}

events_differ() {
	differ event "$(events)" "$(awk '/^\.It Cm events / { here = 1; next } here && /^\.It Cm / { print $3 }
		here && /^\.El/ { exit }' ctl/man/sfwctl.8)"
}

limits_differ() {
	differ limit "$(limits)" "$(sed -nE 's/^\.It Dv (SFW_[A-Z_]+) Ta ([0-9]+) Ta .*/\1 \2/p' ctl/man/sfw.4)"
}

order_differs() {
	differ command "$(sed -n '/^\$/d; /^status/d; s/ .*//p; /^enable$/p' tests/net/golden/save.txt | uniq)" \
		"$(section 'Canonical order' sfw.conf.5 | sed -nE '/^\.It$/ { n; s/^\.Cm ([a-z]+).*/\1/p }')"
}

parameters_differ() {
	differ parameter "$(sed -n 's/^module_param(\([a-z_]*\),.*/\1/p' kmod/*.c)" \
		"$(section Parameters sfw.4 | sed -n 's/^\.It Cm //p')"
}

for page in "${pages[@]}"; do
	complaints "manual: mandoc likes ${page##*/}" lint "$page"
done
complaints "manual: sfwctl(8) has the reasons of the header" reasons_differ
complaints "manual: sfwctl(8) has its settings" settings_differ
complaints "manual: sfwctl(8) has its events" events_differ
complaints "manual: sfw(4) judges for all its reasons" judgement_differs
complaints "manual: sfw(4) has its limits" limits_differ
complaints "manual: sfw(4) has the parameters of the module" parameters_differ
complaints "manual: sfw.conf(5) has the order of a saved policy" order_differs
plan
