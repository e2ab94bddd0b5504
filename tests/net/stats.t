#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The counters: every reason, in order, the same everywhere, and exactly what
# was sent.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
silent_peer peer
fw port add tcp 22
fw trust add from 10.0.0.9
ip -n fw neigh replace 10.0.0.9 lladdr 02:00:00:00:00:02 dev eth0
fw enable
start_frames peer

reasons=$(sed -n 's/^\tX([A-Z_0-9]*,[\t ]*"\([a-z-]*\)",[\t ]*[01],.*/\1/p' "$net_dir/../../include/uapi/linux/sfw.h")
is "every reason, in the order of the header" "$(on fw awk '{ print $1 }' /proc/net/sfw/stats)" "$reasons"
is "as many as INTERFACE.md names" "$(wc -l <<<"$reasons")" 25

exactly() { # TEXT REASON PACKETS BYTES EXPRESSION
	local before after
	before=$(on fw cat /proc/net/sfw/stats)
	frames "$5" >/dev/null
	after=$(on fw cat /proc/net/sfw/stats)
	# The echo request that frames.py ends with is established by its second one.
	[ "$2" != none ] || set -- "$1" "" "" "" "$5"
	is "$1" "$(paste -d' ' <(echo "$before") <(echo "$after") |
		awk '$1 !~ /^(ping|established)$/ && $2 != $5 { print $1, $5 - $2, $6 - $3 }' | xargs)" "$(xargs <<<"${*:2:3}")"
}

exactly "7 SYNs to a closed port" closed-tcp 7 280 '[ip4() / TCP(sport=1000 + n, dport=80) for n in range(7)]'
exactly "5 datagrams" closed-udp 5 $((5 * 78)) '[ip4() / UDP(sport=1000 + n, dport=80) / bytes(50) for n in range(5)]'
exactly "3 over IPv6" closed-udp 3 $((3 * 98)) '[ip6() / UDP(sport=1000 + n, dport=80) / bytes(50) for n in range(3)]'
exactly "4 of GRE" closed-proto 4 $((4 * 30)) '[ip4(proto=47) / Raw(bytes(10))] * 4'
exactly "2 ACKs" not-syn 2 80 '[ip4() / TCP(sport=1100 + n, dport=80, flags="A") for n in range(2)]'
exactly "2 that are invalid" invalid 2 80 '[ip4() / TCP(sport=1200 + n, dport=80, flags="") for n in range(2)]'
exactly "3 that are malformed" malformed 3 72 '[ip4(proto=17) / Raw(bytes(4))] * 3'
exactly "1 to an open port" port 1 40 'ip4() / TCP(sport=1300, dport=22)'
exactly "6 that are trusted" trusted 6 240 '[ip4(src="10.0.0.9") / TCP(sport=1400 + n, dport=80) for n in range(6)]'
exactly "2 of neighbours" neighbour 2 128 '[ip6(hlim=255) / ICMPv6ND_NA(tgt=PEER6)] * 2'
exactly "none that the stack drops before" none 0 0 'ip4(chksum=1) / TCP(sport=1500, dport=80)'

for i in 1 2; do
	on fw ping -c 1 -W 5 127.0.0.1 >/dev/null
done
is "loopback" "$(packets lo)" 4
is "the bytes of an open port" "$(on fw cat /proc/net/sfw/ports)" "tcp 22 packets 1 bytes 40"

fw port add udp 53 from 10.0.0.0/8 for 1h comment "the name server"
like "time and comment of one" "$(on fw cat /proc/net/sfw/ports)" \
	'^udp 53 from 10.0.0.0/8 packets 0 bytes 0 ttl 3[0-9]{3} comment the name server$'
fw port del udp 53 from 10.0.0.0/8

# The same numbers from everywhere.
proc=$(on fw cat /proc/net/sfw/stats)
json=$(fw -j stats)
is "sfwctl stats" "$(fw stats | awk 'NR > 1 { print $1, $2, $3 }')" "$(awk '{ print $1, $2, $3 }' <<<"$proc")"
is "sfwctl -j stats is JSON, and the same" "$("$python" -c '
import json, sys
for reason, n in json.load(sys.stdin)["reasons"].items():
    print(reason, n["packets"], n["bytes"])' <<<"$json" 2>&1)" "$proc"

# The same for Prometheus, whatever an interface may be called.
fw port add tcp 23,6000-6010 from 10.0.0.0/8 dev 'q"\d'
fw port add udp 53 dev $'x\xff\u00fc' 2>/dev/null
fw proto add gre
fw guard add sshbf 3/10s
fw list add tcp-portscan 198.51.100.1
fw forward add tcp 8000-8010 in 'q"\d' to 10.0.0.9 from 10.0.0.0/8
fw forward add udp 53 in eth9 to '[fd00::9]:5353'
fw block add 203.0.113.0/24,198.18.0.1
fw block add 198.18.0.2 for 1h
fw stats --prometheus >"$tmp/prom"
ok "promtool finds nothing to complain of" promtool check metrics <"$tmp/prom"
is "nor to remark" "$output" ""
is "every reason for Prometheus" "$(sed -n 's/^sfw_packets_total{reason="\(.*\)",verdict="[a-z]*"}/\1/p' "$tmp/prom" |
	paste -d' ' - <(sed -n 's/^sfw_bytes_total{.*} //p' "$tmp/prom"))" "$proc"
is "accepted or refused" "$(sed -n 's/^sfw_packets_total.*verdict="\([a-z]*\)".*/\1/p' "$tmp/prom" | uniq -c | xargs)" \
	"12 accepted 13 refused"
has() { ok "Prometheus: $1" grep -qxF "$1" "$tmp/prom"; }
has 'sfw_enabled 1'
has "sfw_policy_generation $(on fw awk '/generation/ { print $2 }' /proc/net/sfw/status)"
has 'sfw_port_packets_total{proto="tcp",port="22",from="",dev=""} 1'
has 'sfw_port_bytes_total{proto="tcp",port="22",from="",dev=""} 40'
has 'sfw_port_packets_total{proto="tcp",port="6000-6010",from="10.0.0.0/8",dev="q\"\\d"} 0'
has 'sfw_port_packets_total{proto="gre",port="",from="",dev=""} 0'
has 'sfw_list_entries{list="tcp-portscan"} 1'
has 'sfw_list_entries{list="sshbf"} 0'
has 'sfw_list_capacity{list="sshbf"} 65536'
has 'sfw_list_evictions_total{list="sshbf"} 0'
has 'sfw_list_broken_total{list="sshbf"} 0'
has 'sfw_forward_packets_total{proto="tcp",port="8000-8010",from="10.0.0.0/8",dev="q\"\\d",to="10.0.0.9"} 0'
has 'sfw_forward_bytes_total{proto="udp",port="53",from="",dev="eth9",to="[fd00::9]:5353"} 0'
has 'sfw_blocked_prefixes{kind="lasting"} 2'
has 'sfw_blocked_prefixes{kind="timed"} 1'
has 'sfw_unlogged_packets_total 0'
has 'sfw_policy_trial_seconds 0'
has 'sfw_policy_saved 0'

# The policy's sum is that of its text, saved or not, whatever ends by itself.
hash=$(fw save - | sha256sum | cut -d' ' -f1)
has "sfw_policy_info{hash=\"$hash\"} 1"
hash_now() { fw -j status | grep -o '"hash":"[0-9a-f]*"' | cut -d'"' -f4; }
is "status has it, too" "$(hash_now)" "$hash"
fw port add tcp 99 for 1h
is "what ends by itself does not count" "$(hash_now)" "$hash"
fw port del tcp 99
fw save
is "the saved file has the same" "$(sha256sum </etc/sfw/sfw.conf | cut -d' ' -f1)" "$hash"
fw stats --prometheus >"$tmp/prom"
has 'sfw_policy_saved 1'
fw save "$tmp/policy"
echo 'port add tcp 98' >>"$tmp/policy"
fw apply "$tmp/policy" confirm-within 1h >"$tmp/applied"
unlike "another policy has another" "$(hash_now)" "$hash"
fw stats --prometheus >"$tmp/prom"
like "the trial has some time" "$(cat "$tmp/prom")" '^sfw_policy_trial_seconds 3[56][0-9]{2}$'
has 'sfw_policy_saved 0'
fw rollback >"$tmp/applied"
is "and the hash of before comes back" "$(hash_now)" "$hash"
fw disable
fw stats --prometheus >"$tmp/prom"
has 'sfw_enabled 0'
status_is "--prometheus is no JSON" 2 fw -j stats --prometheus
status_is "nothing behind it" 2 fw stats --prometheus x
on fw setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all --bounding-set=-all \
	sfwctl stats --prometheus >"$tmp/prom"
has 'sfw_enabled 0'
has 'sfw_policy_trial_seconds 0'
is "others than root: no ports, no lists, no policy" \
	"$(grep -cE 'sfw_(port|list|forward|blocked|policy_info|policy_saved)' "$tmp/prom")" 0

for words in status "port list" "proto list" "trust list" get "test tcp 10.0.0.2 to 22"; do
	# shellcheck disable=SC2086
	ok "sfwctl -j $words is JSON" "$python" -m json.tool <(fw -j $words)
done
done_testing
