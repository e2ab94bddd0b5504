#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What the completion offers.
# Usage: completion_test.sh SFWCTL
set -u

PATH=$(dirname "$1"):$PATH
# shellcheck disable=SC1091
. "$(dirname "$0")/../../ctl/completion/sfwctl.bash"
count=0
failed=0

# expect WORDS OFFERS: the last of WORDS is being typed, and may be empty.
expect() {
	local word=ok got

	read -ra COMP_WORDS <<<"sfwctl $1"
	[[ $1 != *' ' ]] || COMP_WORDS+=('')
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
	_sfwctl
	got=${COMPREPLY[*]}
	# shellcheck disable=SC2053
	if [[ $got != $2 ]]; then
		echo "# want '$2'"
		echo "# got  '$got'"
		word='not ok'
		failed=1
	fi
	echo "$word $((++count)) - completion of 'sfwctl $1'"
}

expect 'po' 'port'
expect 'en' 'enable'
expect '-j st' 'status stats'
expect '--dr' '--dry-run'
expect 'port ' 'add del list'
expect 'help port l' 'list'
expect 'port add ' 'tcp udp sctp'
expect 'port add tcp ss' 'ssh*'
expect 'port add tcp 22 ' 'from dev for comment'
expect 'port add tcp 22 from ::1 f' 'from for'
expect 'port add tcp 22 dev l' '*lo*'
expect 'port del udp 53 ' 'from dev'
expect 'proto add gr' 'gre'
expect 'trust add ' 'dev from'
expect 'set re' 'reject4 reject6'
expect 'set reject6 ' 'admin rfc drop'
expect 'set ping on ' ''
expect 'get p' 'ping'
expect 'flush ' 'policy all'
expect 'test icm' 'icmp icmpv6'
expect 'test tcp ::1 ' 'to in flags type state'
expect 'test tcp ::1 to 22 state ' 'new established related invalid untracked'
exit $failed
