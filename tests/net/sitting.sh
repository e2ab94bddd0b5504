# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the tests of ways of sitting at a host share: net/sitting.t, and the scenario
# `sitting` of tests/system. Sourced after lib.sh. They set
#   outside        the host that ssh comes from
#   sources        prefixes that all its addresses are in
#   fw ARGS...     sfwctl where somebody sits
# and have
#   $run           the command that each way comes down to: changes, one by one
#   fared WAY WANTED   waits until they are through: $locked or $told is how those fared that
#                  lock out; harmless ones pass in any case
#   by_ssh WORDS...    ssh from outside, with the key $tmp/id; "${ssh[@]}" is its beginning
#   $tmp/policy    the policy at the beginning of each way
#   $tmp/place     the control group that the changes came from
#   $ways          how many there were
printf '%s\n' 'port add tcp 22' 'port add tcp 2222' enable >"$tmp/policy"
printf '%s\n' 'port add tcp 443' enable >"$tmp/closed"
printf '%s\n' 'port add tcp 443' 'port del tcp 22,2222' >"$tmp/batch"
cat >"$tmp/changes" <<END
PATH=$PATH
fare() {
	sfwctl "\$@" 2>$tmp/words
	case \$?:\$(cat $tmp/words) in
	1:*'would lock'*) echo refused ;;
	0:*'warning: a new connection'*)
		echo told
		sfwctl -q -f block del $sources
		sfwctl -q -f restore $tmp/policy ;;
	0:) echo passed ;;
	*) cat $tmp/words ;;
	esac
}
{
	cat /proc/self/cgroup >$tmp/place
	for words in 'port del tcp 22,2222' 'flush policy' 'restore $tmp/closed' 'batch $tmp/batch' \\
		'block add $sources' 'block add $sources for 1h'; do
		fare \$words
	done
	echo and
	for words in 'port add tcp 80' 'port del tcp 80' 'set ping off' 'block add 198.51.100.0/24' 'block del 198.51.100.0/24'; do
		fare \$words
	done
} >$tmp/fared.part 2>/dev/null
mv $tmp/fared.part $tmp/fared
END
run="sh $tmp/changes"
locked="refused refused refused refused refused refused"
told="told told told told told told"
harmless="passed passed passed passed passed"

ways=0
fared() { # WAY WANTED
	ways=$((ways + 1))
	wait_for 60 test -e "$tmp/fared" || note "$(cat "$tmp/trouble" 2>/dev/null)"
	is "$1" "$(paste -sd' ' "$tmp/fared" 2>/dev/null)" "$2 and $harmless"
	rm -f "$tmp/fared"
	fw -f restore "$tmp/policy"
}

ssh-keygen -q -t ed25519 -N '' -f "$tmp/id"
printf '%s\n' "IdentityFile $tmp/id" 'BatchMode yes' 'StrictHostKeyChecking no' 'UserKnownHostsFile /dev/null' \
	'LogLevel ERROR' >"$tmp/ssh_config"
ssh=(ssh -F "$tmp/ssh_config")
by_ssh() {
	on "$outside" timeout $((120 * ${SFW_SLOW:-1})) "${ssh[@]}" "$@" >"$tmp/trouble" 2>&1 </dev/null
}

# Once: the next minute may come before the test looks.
cron_has_it() {
	printf 'PATH=%s\n* * * * * root mkdir %s/minute && %s\n' "$PATH" "$tmp" "$run" >/etc/cron.d/changes
}
