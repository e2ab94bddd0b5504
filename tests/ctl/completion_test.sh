#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Words that shells offer. Names that only the module knows: net/completion.t.
# Usage: completion_test.sh SFWCTL bash|zsh
set -u

here=$(dirname "$0")
PATH=$(realpath "$(dirname "$1")"):$PATH
shell=$2
count=0
failed=0

# The offers for LINE, as bash is asked for them.
bash_offers() {
	read -ra COMP_WORDS <<<"${1//:/ : }"
	[[ $1 != *' ' ]] || COMP_WORDS+=('')
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
	COMP_LINE=$1
	COMP_POINT=${#COMP_LINE}
	_sfwctl
	got=${COMPREPLY[*]}
}

zsh_offers() {
	got='zsh is gone'
	echo "$1" >&"${zsh[1]}"
	read -r got <&"${zsh[0]}"
}

# expect WORDS OFFERS: the last of WORDS is being typed, and may be empty.
expect() {
	local word=ok got

	"${shell}_offers" "sfwctl $1"
	# shellcheck disable=SC2053
	if [[ $got != $2 ]]; then
		echo "# want '$2'"
		echo "# got  '$got'"
		word='not ok'
		failed=1
	fi
	echo "$word $((++count)) - $shell completion of 'sfwctl $1'"
}

case $shell in
bash) . "$here/../../ctl/completion/sfwctl.bash" ;;
zsh) coproc zsh { "$here/offers.zsh"; } ;;
esac
expect 'po' 'port'
expect 'en' 'enable'
expect '-j st' 'status stats'
expect '--dr' '--dry-run'
expect '-F x st' 'status stats'
expect '--file x -j get pin' 'ping'
expect 'stats ' '--prometheus'
expect 'wh' 'why'
expect 'why ' ''
expect 'do' 'doctor'
expect 'doctor ' ''
expect 'port ' 'add del list'
expect 'help port l' 'list'
expect 'port add ' 'tcp udp sctp app'
expect 'port add tcp ss' 'ssh*'
expect 'port add tcp 22 ' 'from dev guard knock for comment'
expect 'port add tcp 22 from ::1 f' 'for'
expect 'port add tcp 80,ss' '80,ssh*'
expect 'port add tcp 22 for' 'for'
expect 'port add tcp 22 dev eth0 from ::1 ' 'guard knock for comment'
expect 'port add tcp 22 for ' '90 90s 5m 2h 1d'
expect 'port add tcp 22 dev l' '*lo*'
expect 'port del udp 53 ' 'from dev'
expect 'proto add gr' 'gre'
expect 'trust add ' 'dev from'
expect 'trust add dev eth0 ' ''
expect 'trust add from ' ''
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
expect 'get p' 'ping published'
expect 'flush ' 'lists policy all'
expect 'save /dev/nul' '*null'
expect 'restore /dev/nul' '*null'
expect 'diff /dev/nul' '*null'
expect 'batch /dev/nul' '*null'
expect 'apply /dev/nul' '*null'
expect 'apply /dev/null ' 'confirm-within'
expect 'apply /dev/null confirm-within ' '90 90s 5m 2h 1d'
expect 'rehearse ' '*apply stop list suggest*'
expect 'rehearse /dev/nul' '*null'
expect 'rehearse /dev/null ' 'for'
expect 'rehearse apply ' 'confirm-within'
expect 'con' 'confirm'
expect 'guard ' 'add del list'
expect 'guard add x 3/10s ' 'live rttl mask4 mask6 then'
expect 'guard add x 3/10s then ' 'drop reject block'
expect 'guard add x 3/10s then drop ' 'live rttl mask4 mask6'
expect 'guard add x 3/10s 4/30m then block 1h ' 'live rttl mask4 mask6'
expect 'guard add x 3/10s then block ' '90 90s 5m 2h 1d'
expect 'knock add x tcp/1 ' 'within open'
expect 'knock add x tcp/1 within 5' '5m'
expect 'block ' 'add del sync list'
expect 'block add ::1 ' 'for comment'
expect 'block sync /dev/nul' '*null'
expect 'import /dev/nul' '*null'
expect 'import u' '*ufw*'
expect 'import -' '-4 -6*'
expect 'import -4 fire' 'firewalld'
expect 'lan add ' 'dev out'
expect 'lan add dev l' '*lo*'
expect 'masquerade add 10.0.0.0/8 ' 'out to'
expect 'masquerade add 10.0.0.0/8 out l' '*lo*'
expect 'forward add ' 'tcp udp sctp'
expect 'forward add tcp 80 ' 'in to dev from for comment'
expect 'forward add tcp 80 in l' '*lo*'
expect 'forward del tcp 80 ' 'in to dev from'
expect 'nonsense x ' ''
expect 'port nonsense ' ''
expect 'list ' 'add del flush save restore show'
expect 'test icm' 'icmp icmpv6'
expect 'test tcp ::1 ' 'to in flags type state fix'
expect 'test tcp ::1 to 22 state ' 'new established related invalid untracked'
exit "$failed"
