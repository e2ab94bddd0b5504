#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# sfwctl top in a terminal of 80x24 while nmap scans: rates, the scanner, keys,
# other sizes of the window; and that it takes no more than it needs.
# By the host's clock: a flood without a pause.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib/screen.sh"

two_hosts
on server sfwctl enable
on server sfwctl port add tcp 22
spawn attacker bash -c 'while :; do nmap -n -Pn -sS -p 1-200 192.0.2.1; done'

screen_start server "PS1='# ' exec sh"
waits_for "there is a shell" '^#'
screen_keys "echo be''fore; sfwctl top; echo status \$?" Enter
waits_for "it begins: enabled, generation, ports" '^sfw  enabled  generation 2  ports 1  listed 0 .* every 2s'
waits_for "the rate of closed-tcp" '^closed-tcp +([1-9]|0\.[1-9])'
waits_for "the busiest port" '^tcp 22 +[0-9.]+k? +[0-9.]+k? +[1-9]'
waits_for "what is refused in all" '^accepted .* refused +([1-9]|0\.[1-9])'
on server sfwctl set scan tcp
waits_for "the scanner, and the port that betrayed him" '^tcp-portscan +192\.0\.2\.2 +[0-9]+s +[0-9]+ tcp/[0-9]+$'
waits_for "the head says so" '^sfw  enabled  generation 3  ports 1  listed 1 '

last_line() { # LINE: the keys are there
	screen | sed -n "$1p" | grep -q 'q quit'
}
widest() { screen | awk 'length > most { most = length } END { print most + 0 }'; }

ok "the keys are in line 24" last_line 24
ok "nothing is wider than 80" test "$(widest)" -le 80
screen_size 120 40
ok "a larger window is filled" wait_for 30 last_line 40
screen_size 60 12
ok "a smaller one too" wait_for 30 last_line 12
ok "and nothing is wider than that" test "$(widest)" -le 60
screen_size 20 3
ok "a tiny one" wait_for 30 last_line 3
screen_size 80 24
waits_for "it goes on" '^closed-tcp'

screen_keys 5
waits_for "5: every 5 seconds" 'every 5s'
screen_keys +
waits_for "+: one more" 'every 6s'
screen_keys -- - - - - - - -
waits_for "-: less, 1 at least" 'every 1s'
screen_keys s
waits_for "s: sorted by bytes" 'by bytes/s'
screen_keys h
waits_for "h: help" 'seconds between two looks'
screen_keys h
waits_for "h: and back" '^closed-tcp'
screen_keys p
waits_for "p: paused" 'paused'
seen=$(screen)
refused() { on server awk '$1 == "scan" { print $2 }' /proc/net/sfw/stats; }
before=$(refused)
more() { [ "$(refused)" -gt $((before + 300)) ]; }
wait_for 60 more
is "while paused nothing moves" "$(screen)" "$seen"
screen_keys p
changed() { [ "$(screen | sed -n '3,$p')" != "$(sed -n '3,$p' <<<"$seen")" ]; }
ok "p: it goes on" wait_for 30 changed

# More addresses than anybody reads.
# Lines of 16 bytes, so that each write has whole ones.
awk 'BEGIN { for (i = 0; i < 8000; i++) printf "+10.101.1%02d.1%02d\n", i / 100, i % 100 }' >"$tmp/many"
on server dd "if=$tmp/many" of=/proc/net/sfw/recent/tcp-portscan bs=1600 status=none
waits_for "of many addresses some are read" 'listed 800[0-9] \(some read\)'

screen_keys q
waits_for "q: status 0" '^status 0'
ok "the screen is as before" sees '^before'
ok "nothing of it is left" sh -c "! tmux -L sfw capture-pane -p | grep -q 'q quit'"

for term in nonsense dumb; do
	screen_keys "clear; TERM=$term sfwctl top; echo $term \$?" Enter
	waits_for "a $term terminal: status 2" "^$term 2"
	ok "and why" sees 'sfwctl: top: this terminal cannot show it'
done
screen_keys "clear; setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all --bounding-set=-all sfwctl top" Enter
waits_for "others than root see the rates" '^closed-tcp'
ok "and that there is more" sees 'root sees ports and lists'
screen_keys C-c
waits_for "Ctrl-C ends it too" '^#'
status_is "without a terminal: status 2" 2 on server sfwctl top
like "and what else to do" "$output" "'stats' and 'list' tell the same"
screen_tmux kill-server
done_testing
