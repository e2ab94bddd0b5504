#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What xt_recent gets wrong and sfw does not: defects 2, 5, 6 and 7 of our
# research, shown with both. (1: guard.t, 3: scan_spared.t, 8: recent_proc.t.)
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

wire fw peer
wire ref refpeer
crowd fw
crowd ref
fw enable
start_talk
for ns in fw ref; do
	for port in 22 23 24 25; do talk serve $ns tcp $port >/dev/null; done
done
start_frames peer
start_helper ref_frames "$python" "$net_dir/lib/frames.py" refpeer
rule() { on ref iptables-legacy -A INPUT "$@"; }
ref_syns() { # N SRC PORT
	ask_helper ref_frames "[]" >/dev/null
	ask_helper ref_frames "[$(syn_frame "$2" "$3" '' "$((RANDOM + 10000)) + n") for n in range($1)]"
}
ref_crowd() { # N PORT: that many sources, a SYN each
	ask_helper ref_frames "[ip4(src='198.19.%d.%d' % (n // 250, n % 250 + 1))/TCP(sport=4000, dport=$2, flags='S') for n in range($1)]"
}
fw_crowd() {
	frames "[ip4(src='198.19.%d.%d' % (n // 250, n % 250 + 1))/TCP(sport=4000, dport=$2, flags='S') for n in range($1)]"
}
old() { on ref cat "/proc/net/xt_recent/$1"; }
on ref iptables-legacy -P INPUT DROP
rule -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
rule -p icmp -j ACCEPT

# 2: a hundred sources push the attacker's own ban out.
rule -p tcp --dport 22 --syn -m recent --name ban --rcheck --hitcount 3 --seconds 600 -j DROP
rule -p tcp --dport 22 --syn -m recent --name ban --set -j ACCEPT
fw guard add ban 3/10m
fw port add tcp 22 guard ban
a=198.18.0.1
is "2: xt_recent bans the 4th" "$(ref_syns 5 $a 22)" "tcp:SA*3"
is "2: sfw too" "$(syns 5 $a 22)" "tcp:SA*3"
ref_crowd 100 22 >/dev/null
fw_crowd 2000 22 >/dev/null
is "2: after 100 other sources xt_recent has forgotten it" "$(ref_syns 1 $a 22)" "tcp:SA"
is "2: after 2000 sfw has not" "$(syns 1 $a 22)" "silence"

# 5: the mask is the first rule's, and what /proc is given is not masked.
rule -p tcp --dport 23 --syn -m recent --name net --mask 255.255.255.0 --rcheck -j DROP
rule -p tcp --dport 23 --syn -j ACCEPT
echo +198.18.3.77 | on ref dd of=/proc/net/xt_recent/net status=none
is "5: xt_recent keeps the address whole, so that it never matches" "$(old net | cut -d' ' -f1) $(ref_syns 1 198.18.3.77 23)" \
	"src=198.18.3.77 tcp:SA"
fw guard add net 3/1m mask4 24
fw port add tcp 23 guard net
echo +198.18.3.77 | on fw dd of=/proc/net/sfw/recent/net status=none
is "5: sfw masks it, and it matches the whole net" "$(listed net) $(syns 1 198.18.3.77 23) $(syns 1 198.18.3.1 23)" \
	"198.18.3.0/24 silence silence"
status_is "5: another mask for the same list is refused" 1 fw guard add net 3/1m mask4 16

# 6: a rule with more hits empties the list.
rule -p tcp --dport 24 --syn -m recent --name grow --set -j ACCEPT
ref_crowd 50 24 >/dev/null
before=$(old grow | wc -l)
rule -p tcp --dport 60000 -m recent --name grow --rcheck --hitcount 60 --seconds 60 -j DROP
is "6: xt_recent empties the live list for a rule with more hits" "$before $(old grow | wc -l)" "50 0"
fw guard add grow 3/10m
fw port add tcp 24 guard grow
fw_crowd 50 24 >/dev/null
syns 3 $a 24 >/dev/null
fw port del tcp 24
fw guard add more 60/10m
fw port add tcp 24 guard grow
is "6: sfw keeps it through every change" "$(listed grow | wc -w) $(syns 1 $a 24)" "51 silence"

# 7: --reap removes one entry at most, and only when its own source is listed.
rule -p tcp --dport 25 --syn -m recent --name reap --update --seconds 2 --reap -j DROP
rule -p tcp --dport 25 --syn -m recent --name reap --set -j ACCEPT
fw guard add reap 3/2s
fw port add tcp 25 guard reap
ref_crowd 5 25 >/dev/null
fw_crowd 5 25 >/dev/null
is "7: five are listed" "$(old reap | wc -l) $(listed reap | wc -w)" "5 5"
gone() { [ "$(fw -j list | tr '{' '\n' | grep '"reap"' | grep -c '"size":0')" = 1 ]; }
ok "7: sfw has collected all soon after, without any traffic" wait_for gone
sleep 2
ref_syns 1 $a 25 >/dev/null
ok "7: xt_recent has not, though asked to ($(old reap | wc -l))" test "$(old reap | wc -l)" -ge 5
done_testing
