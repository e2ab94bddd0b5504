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

# What only the module knows; the completion calls it.
# shellcheck disable=SC2317
sfwctl() {
	case $* in
	'guard list') printf '%s\n' 'NAME WINDOWS' 'sshbf 3/10s' 'web 9/1s' ;;
	'knock list') printf '%s\n' 'NAME PORTS' 'door tcp/1' ;;
	list) printf '%s\n' 'NAME SIZE' 'tcp-portscan 0' 'udp-portscan 0' ;;
	*) command sfwctl "$@" ;;
	esac
}

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
expect 'stats ' '--prometheus'
expect 'wh' 'why'
expect 'why ' ''
expect 'port ' 'add del list'
expect 'help port l' 'list'
expect 'port add ' 'tcp udp sctp'
expect 'port add tcp ss' 'ssh*'
expect 'port add tcp 22 ' 'from dev guard knock for comment'
expect 'port add tcp 22 from ::1 f' 'from for'
expect 'port add tcp 22 guard ' 'sshbf web'
expect 'port add tcp 22 knock ' 'door'
expect 'port add tcp 22 for ' '90 90s 5m 2h 1d'
expect 'port add tcp 22 dev l' '*lo*'
expect 'port del udp 53 ' 'from dev'
expect 'proto add gr' 'gre'
expect 'trust add ' 'dev from'
expect 'set re' 'reject4 reject6'
expect 'set sc' 'scan scan-window scan-ports'
expect 'set scan ' 'off tcp udp tcp,udp'
expect 'set scan-ports ' ''
expect 'set log clo' 'closed-tcp closed-udp closed-proto'
expect 'set log scan,clo' 'scan,closed-tcp scan,closed-udp scan,closed-proto'
expect 'eve' 'events'
expect 'events ' 'reason from'
expect 'events reason p' 'ping-off'
expect 'events from ' ''
expect 'set reject6 ' 'admin rfc drop'
expect 'set ping on ' ''
expect 'get p' 'ping'
expect 'flush ' 'lists policy all'
expect 'save /dev/nul' '/dev/null'
expect 'restore /dev/nul' '/dev/null'
expect 'diff /dev/nul' '/dev/null'
expect 'apply /dev/nul' '/dev/null'
expect 'apply /dev/null ' 'confirm-within'
expect 'apply /dev/null confirm-within ' '90 90s 5m 2h 1d'
expect 'con' 'confirm'
expect 'guard ' 'add del list'
expect 'guard add x 3/10s ' 'rttl mask4 mask6 then'
expect 'guard add x 3/10s then ' 'drop reject block'
expect 'guard add x 3/10s then block ' '90 90s 5m 2h 1d'
expect 'guard del s' 'sshbf'
expect 'knock add x tcp/1 ' 'within open'
expect 'knock add x tcp/1 within 5' '5m'
expect 'knock del ' 'door'
expect 'block ' 'add del sync list'
expect 'block add ::1 ' 'for comment'
expect 'block sync /dev/nul' '/dev/null'
expect 'import /dev/nul' '/dev/null'
expect 'lan add ' 'dev'
expect 'lan add dev l' '*lo*'
expect 'masquerade add 10.0.0.0/8 ' 'out'
expect 'masquerade add 10.0.0.0/8 out l' '*lo*'
expect 'forward add ' 'tcp udp sctp'
expect 'forward add tcp 80 ' 'in to from comment'
expect 'forward add tcp 80 in l' '*lo*'
expect 'forward del tcp 80 ' 'in to from'
expect 'list ' 'add del flush show'
expect 'list show ' 'tcp-portscan udp-portscan'
expect 'list add t' 'tcp-portscan'
expect 'test icm' 'icmp icmpv6'
expect 'test tcp ::1 ' 'to in flags type state'
expect 'test tcp ::1 to 22 state ' 'new established related invalid untracked'
exit $failed
