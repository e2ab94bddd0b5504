#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# CrowdSec: the local API of the real crowdsec, and three hosts with the bouncer, two
# of them with the alerts. SFW_BANS=200 for long.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

if ! sfwctl group -h >/dev/null 2>&1; then
	skip "bans of CrowdSec" "this sfwctl has no groups"
	done_testing
	exit
fi
make -s -C "$net_dir/../../ctl" install
host lapi
for n in 1 2 3; do
	host "fw$n"
	cable lapi "to$n" "fw$n" eth0
	address lapi "to$n" "10.0.$n.1/24"
	address "fw$n" eth0 "10.0.$n.2/24"
	printf '%s\n' 'group new crowdsec volatile' 'block add @crowdsec' 'guard add ssh 2/1h' \
		'port add tcp 22 guard ssh' enable >"$tmp/policy"
	on "fw$n" sfwctl restore "$tmp/policy"
done

# The engine, without its reader of logs and the central API.
mkdir -p "$tmp"/cs/{data,hub,notifications}
cat >"$tmp/cs/config.yaml" <<-EOF
	common: {daemonize: false, log_media: stdout, log_level: info, working_dir: .}
	config_paths:
	  config_dir: $tmp/cs
	  data_dir: $tmp/cs/data
	  simulation_path: $tmp/cs/simulation.yaml
	  hub_dir: $tmp/cs/hub
	  index_path: $tmp/cs/hub/.index.json
	  notification_dir: $tmp/cs/notifications
	  plugin_dir: /usr/lib/crowdsec/plugins
	cscli: {output: raw}
	db_config: {type: sqlite, db_path: $tmp/cs/data/crowdsec.db}
	plugin_config: {user: nobody, group: nogroup}
	api:
	  client: {credentials_path: $tmp/cs/local.yaml}
	  server: {listen_uri: "0.0.0.0:8080", profiles_path: /etc/crowdsec/profiles.yaml}
	prometheus: {enabled: false}
EOF
echo 'simulation: off' >"$tmp/cs/simulation.yaml"
echo '{}' >"$tmp/cs/hub/.index.json"
touch "$tmp/cs/local.yaml"
cscli() {
	on lapi /usr/bin/cscli -c "$tmp/cs/config.yaml" "$@" 2>"$tmp/cscli"
}
start_lapi() {
	spawn lapi /usr/bin/crowdsec -c "$tmp/cs/config.yaml" -no-cs
	lapi=$spawned
	wait_for 60 listening lapi tcp 8080 || not_ok "the local API listens" "$(cat "$spawned_log")"
}
cscli machines add -a --force -f "$tmp/cs/local.yaml" -u http://127.0.0.1:8080 >/dev/null
start_lapi
for n in 1 2; do
	key=$(cscli bouncers add "fw$n" -o raw)
	cscli machines add "fw$n" --password secret --force -f /dev/null >/dev/null
	spawn "fw$n" env "PATH=$tmp/bin$n:$PATH" "URL=http://10.0.$n.1:8080/" "KEY=$key" INTERVAL=1 /usr/lib/sfw/crowdsec-bouncer
	log[n]=$spawned_log
	spawn "fw$n" env "URL=http://10.0.$n.1:8080/" "MACHINE=fw$n" PASSWORD=secret /usr/lib/sfw/crowdsec-alerts
	alerts[n]=$spawned_log
done

ban() { # SCOPE VALUE DURATION [ARGS...]
	cscli decisions add "--$1" "$2" --duration "$3" "${@:4}" || note "$(cat "$tmp/cscli")"
}
banned() { # ADDRESS HOST...: on all of these
	local name
	for name in "${@:2}"; do
		[ -n "$(on "$name" sfwctl why "$1" | awk '$1 == "block" && $2 == "@crowdsec"')" ] || return 1
	done
}
free() { # ADDRESS HOST...: on all of these
	local name
	for name in "${@:2}"; do ! banned "$1" "$name" || return 1; done
}
said() { # N TEXT
	grep -qF "$2" "${log[$1]}"
}
verdict() { # HOST ADDRESS
	on "$1" sfwctl test tcp "$2" to 22 | awk '$1 == "reason" { print $2 }'
}
members() { # HOST
	on "$1" sfwctl group list crowdsec | awk 'NR > 1 { print $1 }' | paste -sd' '
}

ok "both ask" wait_for 60 said 1 '0 prefixes are banned'
on fw1 sfwctl block add 198.18.9.9 for 1h comment "fail2ban sshd"
ban ip 198.18.0.1 4h --reason 'probing "ssh"'
ok "a ban is in force on both" wait_for 60 banned 198.18.0.1 fw1 fw2
is "its packets are dropped" "$(verdict fw1 198.18.0.1) $(verdict fw2 198.18.0.1)" "blocked blocked"
like "why tells the scenario" "$(on fw2 sfwctl why 198.18.0.1)" 'cscli probing \?ssh\?'
like "and the time" "$(on fw2 sfwctl -j why 198.18.0.1)" '"left":14[0-9]{3}'
is "save does not write it" "$(on fw1 sfwctl save - | grep -v '^set ')" "$(on fw1 sfwctl -F "$tmp/policy" save - | grep -v '^set ')"

# Two decisions about one address.
ban ip 198.18.0.1 1h
ban ip 198.18.0.2 2s
ok "one of two seconds ends" wait_for 60 free 198.18.0.2 fw1 fw2
# Its list leaves out the first of two: it was the first of all.
cscli decisions delete --id 1 >/dev/null
less_than_an_hour() { on fw1 sfwctl -j why 198.18.0.1 | grep -qE '"left":3[0-9]{3}\b'; }
ok "the longer one deleted, the other remains" wait_for 60 less_than_an_hour
cscli decisions delete --ip 198.18.0.1 >/dev/null
ok "both deleted, it is free" wait_for 60 free 198.18.0.1 fw1 fw2

# Kinds of decisions.
ban range 198.18.5.0/24 1h
ban ip 2001:db8::1 1h
ban ip 198.18.6.1 1h --type captcha
ban range 0.0.0.0/0 1h
ban ip 198.18.7.1 1h
ok "the last one has come" wait_for 60 banned 198.18.7.1 fw1 fw2
is "ranges and IPv6 are members, a captcha and everybody are not" "$(members fw1)" "198.18.5.0/24 198.18.7.1 2001:db8::1"
on fw1 sfwctl exempt add 198.18.7.1
is "the exempt are not refused" "$(verdict fw1 198.18.7.1) $(verdict fw2 198.18.7.1)" "port blocked"

# A session of the administrator.
mkdir "$tmp/bin1"
cat >"$tmp/loginctl" <<'END'
#!/bin/sh
case $1 in
list-sessions) printf '     3    0 root      pts/0\n     4    0 root      pts/1\n     5    0 root      pts/2\n' ;;
show-session)
	for session in "$@"; do
		case $session in
		3) echo "Failed to get path for session '3': No session '3' known" >&2; exit 1 ;;
		4) echo 198.18.8.1 ;;
		5) echo admin.example ;;
		esac
	done ;;
esac
END
chmod +x "$tmp/loginctl"
mv "$tmp/loginctl" "$tmp/bin1"
cp /etc/hosts "$tmp/hosts"
echo '198.18.14.1 admin.example' >>/etc/hosts
ban ip 198.18.14.1 1h
ban range 198.18.8.0/24 1h
ok "where nobody has a session it is banned" wait_for 60 banned 198.18.8.1 fw2
ok "where somebody has, the log tells" wait_for 60 said 1 '198.18.8.0/24: not banned while there is a session from 198.18.8.1'
ok "and it is not" free 198.18.8.1 fw1
ok "likewise where sshd knows a name" wait_for 60 said 1 '198.18.14.1: not banned while there is a session from 198.18.14.1'
ok "nor is that" free 198.18.14.1 fw1
rm "$tmp/bin1/loginctl"
ok "after the session it is" wait_for 60 banned 198.18.8.1 fw1
cp "$tmp/hosts" /etc/hosts

# Hands of others.
on fw1 sfwctl group add crowdsec 198.18.10.1 comment "by hand"
on fw1 sfwctl group del crowdsec 198.18.7.1
ban ip 198.18.10.1 1h
has_all() { banned 198.18.10.1 fw1 && banned 198.18.7.1 fw1; }
ok "what does not fit replaces all" wait_for 60 has_all
like "with the ends of the decisions" "$(on fw1 sfwctl -j why 198.18.10.1)" '"left":3[0-9]{3}'
is "blocks of others stay" "$(on fw1 sfwctl block list | awk '$1 == "198.18.9.9"' | wc -l)" 1
on fw2 sfwctl flush policy
ban ip 198.18.10.2 1h
ok "without the group it is made again" wait_for 60 banned 198.18.10.2 fw2
ok "with all that is banned" banned 198.18.8.1 fw2
on fw2 sfwctl restore "$tmp/policy"
ok "members outlive a policy that has it" banned 198.18.10.2 fw2

# The kernel begins anew, and CrowdSec has nothing new.
grep -v crowdsec "$tmp/policy" >"$tmp/without"
on fw2 sfwctl restore "$tmp/without"
on fw2 sfwctl restore "$tmp/policy"
ok "emptied by a policy without it, it is filled again" wait_for 60 banned 198.18.10.2 fw2
emptied() {
	on fw1 sfwctl group sync crowdsec - </dev/null
}
ok "or by hand" emptied
ok "  likewise" wait_for 60 banned 198.18.10.1 fw1

# A guard trips on one host.
ip -n lapi addr add 198.18.12.1/32 dev to1
ip -n fw1 route add 198.18.12.1 dev eth0
for _ in 1 2 3 4; do
	on lapi socat -u "TCP:10.0.1.2:22,bind=198.18.12.1,connect-timeout=2" - 2>/dev/null
done
ok "an alert becomes a ban on both hosts" wait_for 60 banned 198.18.12.1 fw1 fw2 || note "$(cat "${alerts[1]}")"
like "of the guard's scenario" "$(on fw2 sfwctl why 198.18.12.1)" 'sfw/ssh'

# How long one needs to a host that asks as often as the unit does.
spawn fw3 env URL=http://10.0.3.1:8080/ "KEY=$(cscli bouncers add fw3 -o raw)" /usr/lib/sfw/crowdsec-bouncer
ok "a third host has all of them" wait_for 60 banned 198.18.12.1 fw3
bans=${SFW_BANS:-10}
for ((n = 0; n < bans; n++)); do
	address=198.19.$((n / 250)).$((n % 250 + 1)) from=$(date +%s)
	ban ip "$address" 1h
	wait_for 60 banned "$address" fw3 || echo "$address" >>"$tmp/missing"
	echo $(($(date +%s) - from))
	sleep $((n * 7 % 10))
done | sort -n >"$tmp/took"
touch "$tmp/missing"
is "all of $bans bans come into force there" "$(cat "$tmp/missing")" ""
note "in the middle $(sed -n "$(((bans + 1) / 2))p" "$tmp/took") s, p99 $(sed -n "$(((bans * 99 + 99) / 100))p" "$tmp/took") s, at most $(tail -n 1 "$tmp/took") s"

# The local API goes away.
ban ip 198.18.13.1 15s
ok "a ban of 15 seconds" wait_for 60 banned 198.18.13.1 fw1
kill "$lapi"
ok "without the local API the log tells" wait_for 60 said 1 'bans stay until their end'
ok "bans stay" banned 198.18.12.1 fw1
ok "one that is taken out" emptied
ok "  comes back" wait_for 60 banned 198.18.12.1 fw1
ok "until their end" wait_for 60 free 198.18.13.1 fw1
start_lapi
ban ip 198.18.13.2 1h
ok "when it is back, decisions go on" wait_for 60 banned 198.18.13.2 fw1 fw2
kill "$lapi"
wait "$lapi" 2>/dev/null
rm "$tmp/cs/data/crowdsec.db"
cscli machines add -a --force -f "$tmp/cs/local.yaml" -u http://127.0.0.1:8080 >/dev/null
start_lapi
ok "its database lost, the key is refused, and the log tells" wait_for 60 said 1 '403'
ok "bans stay" banned 198.18.13.2 fw1
make -s -C "$net_dir/../../ctl" uninstall
done_testing
