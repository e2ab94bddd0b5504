#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# iptables 1.8.13 with nftables 1.1.7: a rule for some hours of the day, translated to nft, is for
# other hours where the time zone is not UTC.
#
# Expected: iptables-extensions(8) says that --timestart and --timestop are UTC, but for
# --kerneltz; the translation of either is for the same time of the day.
#
# Cause: hours are copied as they are. nft takes "meta hour" for the time zone of the process that
# loads the rule, and the kernel gets the difference; --kerneltz changes nothing.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"

fetch_iptables
real iptables-nft -V
real nft --version

translation() { real iptables-translate -A INPUT -m time --timestart 8:00 --timestop 18:00 "$@" | sed "s/^nft '\(.*\)'$/\1/"; }
# A zone nine hours east of UTC, without a file of zones.
in_force() { # ZONE OPTION...
	real nft flush ruleset
	real nft add table ip filter
	real nft add chain ip filter INPUT
	translation "${@:2}" | TZ=$1 real nft -f -
	TZ=UTC0 real nft list chain ip filter INPUT | grep -o 'hour.*"'
}

saw 'hours in UTC, loaded at UTC' 'hour "08:00"-"18:00"' "$(in_force UTC0)"
saw 'loaded nine hours east of it' 'hour "23:00"-"09:00"' "$(in_force EAST-9)"
saw 'with --kerneltz' 'hour "23:00"-"09:00"' "$(in_force EAST-9 --kerneltz)"
finish
