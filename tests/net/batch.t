#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# batch: commands of a file on top of the policy that runs, in one transaction.
. "$(dirname "$0")/lib.sh"

host fw
fw() {
	on fw sfwctl "$@"
}
generation() {
	fw -j status | grep -o '"generation":[0-9]*'
}
members() {
	fw group list feed | awk 'NR > 1 { print $1 }' | paste -sd' '
}
policy() {
	fw save - | grep -v '^set '
}

fw restore - <<<$'group new feed volatile\nblock add @feed\nport add tcp 22\nport add tcp 80\nenable'
fw group add feed 192.0.2.1,192.0.2.2 for 1h
was=$(generation)
cat >"$tmp/batch" <<END
# one of them is known already
group del feed 192.0.2.1,192.0.2.2
group add feed 192.0.2.2 for 3h comment "again"

group add feed 192.0.2.3,192.0.2.4 for 2h
port del tcp 80
port add tcp 443
END
ok "a file of commands" fw batch "$tmp/batch"
is "says nothing" "$output" ""
is "is one change" "$(generation)" "\"generation\":$((${was##*:} + 1))"
is "the other lines of the policy stay" "$(policy | sort)" \
	"$(printf '%s\n' 'group new feed volatile' 'port add tcp 22' 'port add tcp 443' 'block add @feed' enable | sort)"
is "members come and go" "$(members)" "192.0.2.2 192.0.2.3 192.0.2.4"
like "one that was there has its new time" "$(fw why 192.0.2.2)" '(2h59m|3h).*again'

was=$(policy; members; generation)
status_is "one line that does not fit" 1 fw batch - <<<$'group add feed 192.0.2.9 for 1h\n  group del feed 192.0.2.8\nport add tcp 8080'
like "is named" "$output" '^sfwctl: standard input:2:3: .*192\.0\.2\.8'
status_is "one that is not understood" 1 fw batch - <<<$'port add tcp 8080\nprot add tcp 81'
like "is named, too" "$output" '^sfwctl: standard input:2:1: prot was not understood'
status_is "a recent list is no part of it" 1 fw batch - <<<'list flush tcp-portscan'
status_is "nor is a file that is not there" 1 fw batch "$tmp/none"
ok "a dry run" fw -n batch - <<<'port add tcp 8080'
is "none of these changes anything" "$(policy; members; generation)" "$was"
ok "an empty one" fw batch - </dev/null
status_is "it takes one file" 2 fw batch "$tmp/batch" "$tmp/batch"
status_is "and needs one" 2 fw batch

# On trial.
fw apply - confirm-within 1h <<<$'group new feed volatile\nenable' >/dev/null
ok "members that are no policy" fw batch - <<<$'group add feed 192.0.2.5 for 1h\ngroup del feed 192.0.2.3'
is "do not go back with it" "$output" ""
ok "a port" fw batch - <<<$'group add feed 192.0.2.6 for 1h\nport add tcp 25'
like "does, which is said" "$output" 'note: a policy is on trial: this goes back with it'
fw rollback
is "really" "$(policy | grep -c 'tcp 25') $(members)" "0 192.0.2.2 192.0.2.4 192.0.2.5 192.0.2.6"
done_testing
