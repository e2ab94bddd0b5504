#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# set log: refused packets in the system log, and in another logger of
# netfilter, which tcpdump reads; never more than the limit, and the rest
# counted.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

limit=$(sed -n 's/^#define SFW_LOGS_MAX\t*\([0-9]*\).*/\1/p' "$net_dir/../../include/uapi/linux/sfw.h")
wire fw peer
silent_peer peer
sysctl -qw net.netfilter.nf_log_all_netns=1
fw enable
start_frames peer

logged() { # what the kernel's log has of us since the mark
	dmesg | awk -v mark="$mark" '$0 ~ mark { on = 1; next } on && / sfw [a-z-]*: IN=/'
}
mark() {
	mark="sfw-log-test-$((++marks))"
	echo "$mark" >/dev/kmsg
}
marks=0
logs() { # TEXT REGEX EXPRESSION: these frames make one line, or none if it is ""
	mark
	frames "$3" >/dev/null
	if [ -z "$2" ]; then
		is "$1" "$(logged)" ""
	else
		like "$1" "$(logged)" " $2"
		is "$1: in one line" "$(logged | wc -l)" 1
	fi
}

logs "off: nothing is logged" "" "ip4()/TCP(dport=81, flags='S')"
status_is "no reason to accept can be logged" 2 fw set log port
fw set log closed-udp,blocked,closed-tcp
is "get tells it in the order of the reasons" "$(fw get log)" blocked,closed-tcp,closed-udp
logs "closed-tcp" 'sfw closed-tcp: IN=eth0 OUT= .*SRC=10\.0\.0\.2 DST=10\.0\.0\.1 .*PROTO=TCP SPT=[0-9]+ DPT=81 ' \
	"ip4()/TCP(dport=81, flags='S')"
logs "closed-udp, IPv6" 'sfw closed-udp: IN=eth0 OUT= .*SRC=fd00:[0:]*:0002 DST=fd00:[0:]*:0001 .*PROTO=UDP SPT=[0-9]+ DPT=82 ' \
	"ip6()/UDP(dport=82)"
logs "what is not asked for is not logged" "" "ip4(proto=47)/Raw(bytes(10))"
fw block add 198.18.0.0/15
logs "blocked, before connection tracking" 'sfw blocked: IN=eth0 OUT= .*SRC=198\.18\.0\.1 ' \
	"ip4(src='198.18.0.1')/TCP(dport=81, flags='S')"
sysctl -qw net.netfilter.nf_log_all_netns=0
logs "the system log takes nothing of a namespace without nf_log_all_netns" "" "ip4()/TCP(dport=81, flags='S')"
sysctl -qw net.netfilter.nf_log_all_netns=1

# The limit. In one second of the clock at most so many; all others are counted.
unlogged() { on fw awk '$1 == "unlogged" { print $2 }' /proc/net/sfw/status; }
is "nothing was too much yet" "$(unlogged)" ""
sleep 1
mark
start=$(milliseconds)
frames "[ip4()/TCP(sport=1000 + n, dport=81, flags='S') for n in range(300)]" >/dev/null
seconds=$((($(milliseconds) - start) / 1000 + 2))
lines=$(logged | wc -l)
ok "300 packets within $seconds s make $lines lines" test "$lines" -ge "$limit" -a "$lines" -le $((limit * seconds))
is "the others are counted" "$(unlogged)" $((300 - lines))
like "sfwctl tells how many" "$(fw status)" "^log +$((300 - lines)) packets were too many to be logged$"
is "as JSON" "$(fw -j status | "$python" -c 'import json, sys; print(json.load(sys.stdin)["unlogged"])')" $((300 - lines))

# The logger that the administrator chose, read by its own program.
set_sysctl fw net.netfilter.nf_log.2=nfnetlink_log
spawn fw tcpdump -U -i nflog:0 -w "$tmp/pcap"
wait_for grep -q 'listening on nflog' "$spawned_log" || note "$(cat "$spawned_log")"
sleep 1
mark
frames "ip4()/TCP(dport=83, flags='S')" >/dev/null
caught() { grep -qa 'sfw closed-tcp: ' "$tmp/pcap"; }
ok "nfnetlink_log gets it, with the prefix" wait_for caught
like "and the packet" "$(tcpdump -n -r "$tmp/pcap" 2>/dev/null)" '10\.0\.0\.2\.[0-9]+ > 10\.0\.0\.1\.83: Flags \[S\]'
is "and the system log does not" "$(logged)" ""
kill "$spawned"
set_sysctl fw net.netfilter.nf_log.2=nf_log_ipv4

# It is a setting like any other.
fw save "$tmp/policy" >/dev/null
is "it is saved" "$(grep '^set log' "$tmp/policy")" "set log blocked,closed-tcp,closed-udp"
fw set log guard
like "a difference shows" "$(fw diff "$tmp/policy")" '^\+set log guard$'
ok "restored" fw restore "$tmp/policy"
is "it is back" "$(fw -j get log)" '{"log":"blocked,closed-tcp,closed-udp"}'
fw flush policy
is "a flush turns it off" "$(fw get log)" off
fw set log off
sleep 1
logs "off again: nothing is logged" "" "ip4()/TCP(dport=81, flags='S')"
done_testing
