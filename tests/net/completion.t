#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What bash and zsh offer that only the kernel knows, and Tab in a real bash.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib/screen.sh"
ctl=$(realpath "$(dirname "$0")/../../ctl")
tests_ctl=$(realpath "$(dirname "$0")/../ctl")

host fw
ip -n fw link add dmz0 type dummy 2>/dev/null || ip -n fw link add dmz0 type veth peer dmz1
on fw sfwctl restore - <<'END'
trust add dev wg0
trust add from 192.0.2.0/24
exempt add 2001:db8:1::/48,198.51.100.7
guard add sshbf 3/10s
guard add web 9/1s
knock add door tcp/7000,udp/8000
port add tcp 22 guard sshbf
port add tcp 6000-6010 from 10.0.0.0/8
port add udp 53
proto add gre
block add 203.0.113.0/24,2001:db8:bad::/48
lan add dev lan0
masquerade add 192.168.1.0/24 out wan0
forward add tcp 8000 in wan0 to 192.168.1.20
END
on fw sfwctl list add tcp-portscan 198.51.100.66

mkdir -p /etc/ufw/applications.d
printf '[Zeta Full]\nports=80,443/tcp\n' >/etc/ufw/applications.d/sfw-test

# LINE: what bash offers.
bash_offers() {
	on fw bash --norc -c '. "$1/completion/sfwctl.bash"
		read -ra COMP_WORDS <<<"${2//:/ : }"
		[[ $2 != *" " ]] || COMP_WORDS+=("")
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$2 COMP_POINT=${#2}
		_sfwctl
		echo "${COMPREPLY[@]}"' - "$ctl" "$1"
}

lines=() wanted=()
expect() { # LINE OFFERS
	lines+=("sfwctl $1")
	wanted+=("$2")
	is "bash: $1" "$(bash_offers "sfwctl $1")" "$2"
}
expect 'port add tcp 22 guard ' 'sshbf web'
expect 'port add tcp 22 knock ' 'door'
expect 'port add tcp 22 dev dm' 'dmz0'
expect 'guard del s' 'sshbf'
expect 'guard add ' ''
expect 'knock del ' 'door'
expect 'port del ' 'tcp udp'
expect 'port del tcp ' '22 6000-6010'
expect 'port del tcp 6000-6010 from ' '10.0.0.0/8'
expect 'proto del ' 'gre'
expect 'trust del dev ' 'wg0'
expect 'trust del from ' '192.0.2.0/24'
expect 'block del 203' '203.0.113.0/24'
expect 'lan del dev ' 'lan0'
expect 'masquerade del ' '192.168.1.0/24'
expect 'masquerade del 192.168.1.0/24 out ' 'wan0'
expect 'forward del tcp ' '8000'
expect 'forward del tcp 8000 in ' 'wan0'
expect 'forward del tcp 8000 in wan0 to ' '192.168.1.20'
expect 'list show ' 'tcp-portscan udp-portscan sshbf web door'
expect 'list del tcp-portscan ' '198.51.100.66'
expect 'block add ' ''

mapfile -t got < <(printf '%s\n' "${lines[@]}" | on fw "$tests_ctl/offers.zsh")
for i in "${!lines[@]}"; do
	is "zsh: ${lines[i]#sfwctl }" "${got[i]-}" "${wanted[i]}"
done
is "an IPv6 prefix, where bash cuts at colons" "$(bash_offers 'sfwctl block del 2001:db8:b')" 'bad::/48'

screen_start fw "PS1='# ' exec bash --norc"
screen_keys ". $ctl/completion/sfwctl.bash; clear" Enter
waits_for "bash is there" '^#'
screen_keys 'sfwctl guard del s' Tab
waits_for "Tab in a real bash" '^# sfwctl guard del sshbf'
screen_keys C-u 'sfwctl block del 2001:db8:b' Tab
waits_for "Tab behind a colon" '^# sfwctl block del 2001:db8:bad::/48'
screen_keys C-u 'sfwctl exempt del 2' Tab
waits_for "Tab for a whole prefix" '^# sfwctl exempt del 2001:db8:1::/48'
screen_keys C-u 'sfwctl port add app Z' Tab
waits_for "Tab for a name with a blank" '^# sfwctl port add app Zeta\\ Full'
screen_keys C-u 'sfwctl port add app "Z' Tab
waits_for "Tab behind a quote" '^# sfwctl port add app "Zeta Full"'
screen_keys C-u 'sfwctl port add app Zeta\ F' Tab
waits_for "Tab behind a quoted blank" '^# sfwctl port add app Zeta\\ Full'
screen_tmux kill-server

is "who may not know is offered nothing" "$(on fw setpriv --reuid 65534 --regid 65534 --clear-groups \
	--inh-caps=-all --bounding-set=-all sfwctl --complete -- guard del '' 2>&1)" "$(printf '\tNAME')"
done_testing
