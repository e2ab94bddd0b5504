# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# CrowdSec: the local API (LAPI) of the real crowdsec on the host `lapi`, without its reader of
# logs and the central API. Sourced by tests about bans from other machines, behind lib.sh.
#   lapi_host FW...        the host, a cable from it to each of these, on which the bouncer's
#                          group is blocked: it has 10.0.N.1, the Nth of them 10.0.N.2
#   cscli WORDS...         its client; what it complains of is in $tmp/cscli
#   start_lapi             its pid in $lapi
#   forget_lapi            its database is lost
#   bouncer N [VAR=VALUE...]  of the Nth host: its pid in $spawned, its key and
#                          output in ${key[N]}, ${log[N]}
#   lapi_machine NAME      a machine that may send alerts, with the password "secret"

# shellcheck disable=SC2034
lapi='' key=() log=()

lapi_host() { # FW...
	local name n=0
	host lapi
	for name; do
		n=$((n + 1))
		host "$name"
		cable lapi "to$n" "$name" eth0
		address lapi "to$n" "10.0.$n.1/24"
		address "$name" eth0 "10.0.$n.2/24"
	done
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
	own_machine
}

cscli() {
	on lapi /usr/bin/cscli -c "$tmp/cs/config.yaml" "$@" 2>"$tmp/cscli"
}

own_machine() {
	cscli machines add -a --force -f "$tmp/cs/local.yaml" -u http://127.0.0.1:8080 >/dev/null
}

lapi_machine() { # NAME
	cscli machines add "$1" --password secret --force -f /dev/null >/dev/null
}

start_lapi() {
	spawn lapi /usr/bin/crowdsec -c "$tmp/cs/config.yaml" -no-cs
	lapi=$spawned
	wait_for 60 listening lapi tcp 8080 || not_ok "the local API listens" "$(cat "$spawned_log")"
}

forget_lapi() {
	rm "$tmp/cs/data/crowdsec.db"
	own_machine
}

bouncer() { # N [VAR=VALUE...]
	key[$1]=$(cscli bouncers add "fw$1" -o raw)
	spawn "fw$1" env "URL=http://10.0.$1.1:8080/" "KEY=${key[$1]}" "${@:2}" /usr/lib/sfw/crowdsec-bouncer
	log[$1]=$spawned_log
}
