# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Functions that findings share. Sourced.
#   fetch SUITE NAME=VERSION...   unpacks Debian packages below $work, the finding's
#                                 temporary folder, then begins the finding anew in a
#                                 network namespace of its own, where all ends with it
#   fetch_iptables NAME...        likewise iptables 1.8.13, nftables 1.1.7 and these
#   begin_crowdsec                likewise CrowdSec 1.4.6, and starts its local API
#   cscli ARGS...                 asks it
#   fetch_jc                      likewise with jc, as a function of that name
#   real PROGRAM ARGS...          runs one of them with the libraries that came with it
#   as NAME PROGRAM ARGS...       likewise, by another name of it
#   saw TEXT EXPECTED GOT         prints the observation; the script fails if it changed
#   finish                        last
set -eu -o pipefail
[ "$(id -u)" = 0 ] || { echo "${0##*/}: needs root for a network namespace of its own" >&2; exit 1; }
changed=0
[ -n "${SFW_FINDING:-}" ] || trap 'rm -rf "$work"' EXIT

# apt with lists of its own in $work: the machine's sources stay as they are.
archive() { # SUITE get ARGS...
	local suite=$1 dir=$work/apt-$1
	shift 2
	mkdir -p "$dir/lists/partial" "$dir/archives/partial"
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian $suite main" \
		>"$dir/sources.list"
	apt-get -qq -o Dir::Etc::sourcelist="$dir/sources.list" \
		-o Dir::Etc::sourceparts=/nonexistent -o Dir::State::lists="$dir/lists" \
		-o Dir::State::status=/dev/null -o Dir::Cache="$dir" -o APT::Sandbox::User=root "$@"
}

fetch() { # SUITE NAME=VERSION...
	local suite=$1 file status=0
	[ -z "${SFW_FINDING:-}" ] || return 0
	shift
	archive "$suite" get update
	(cd "$work" && archive "$suite" get download "$@" 2>/dev/null) || {
		echo "${0##*/}: $suite does not carry all of these any more: $*" >&2
		exit 1
	}
	for file in "$work"/*.deb; do
		dpkg-deb -x "$file" "$work/tree"
		rm "$file"
	done
	[ ! -d "$work/tree/lib" ] || cp -a "$work/tree/lib/." "$work/tree/usr/lib/"	# before the merge of /usr
	SFW_FINDING=$work timeout 100 unshare --net --pid --fork --kill-child -- bash "$0" || status=$?
	exit "$status"
}

fetch_iptables() { # NAME...
	fetch sid iptables=1.8.13-1 libxtables12=1.8.13-1 nftables=1.1.7-3 libnftables1=1.1.7-3 libnftnl11 libmnl0 libc6 \
		libgmp10 libjansson4 libedit2 libbsd0 libtinfo6 libmd0 libip4tc2 libip6tc2 libnetfilter-conntrack3 libnfnetlink0 "$@"
	export XTABLES_LIBDIR=$work/tree/usr/lib/x86_64-linux-gnu/xtables
}

# CrowdSec's local API at 127.0.0.1:8080, with a machine `test`; its log is in $work/log.
begin_crowdsec() {
	fetch bookworm crowdsec=1.4.6-6~deb12u1+b1 libc6 libsqlite3-0
	ip link set lo up
	export PYTHONDONTWRITEBYTECODE=1

	mkdir -p "$work"/cs/{data,hub,notifications,plugins}
	cat >"$work/cs/config.yaml" <<-EOF
		common: {daemonize: false, log_media: stdout, log_level: error, working_dir: .}
		config_paths:
		  config_dir: $work/cs
		  data_dir: $work/cs/data
		  simulation_path: $work/cs/simulation.yaml
		  hub_dir: $work/cs/hub
		  index_path: $work/cs/hub/.index.json
		  notification_dir: $work/cs/notifications
		  plugin_dir: $work/cs/plugins
		cscli: {output: raw}
		db_config: {type: sqlite, db_path: $work/cs/data/crowdsec.db}
		plugin_config: {user: nobody, group: nogroup}
		api:
		  client: {credentials_path: $work/cs/local.yaml}
		  server: {listen_uri: "127.0.0.1:8080", profiles_path: $work/tree/etc/crowdsec/profiles.yaml}
		prometheus: {enabled: false}
	EOF
	echo 'simulation: off' >"$work/cs/simulation.yaml"
	echo '{}' >"$work/cs/hub/.index.json"
	touch "$work/cs/local.yaml"
	real cscli version 2>&1 | sed -n 's/.*version: /crowdsec /p'
	cscli machines add -a --force -f "$work/cs/local.yaml" -u http://127.0.0.1:8080 >/dev/null
	real crowdsec -c "$work/cs/config.yaml" -no-cs >>"$work/log" 2>&1 &
	for _ in {1..200}; do
		[ -z "$(ss -Hltn 'sport = 8080')" ] || break
		sleep 0.2
	done
}

cscli() {
	real cscli -c "$work/cs/config.yaml" "$@" 2>>"$work/log"
}

fetch_jc() {
	fetch_iptables jc=1.25.7-1
	export PYTHONDONTWRITEBYTECODE=1
}

jc() { PYTHONPATH=$work/tree/usr/lib/python3/dist-packages python3 -m jc "$@"; }

real() { as "$1" "$@"; }

as() { # NAME PROGRAM ARGS...
	local libraries=$work/tree/usr/lib/x86_64-linux-gnu program
	program=$(find "$work"/tree/usr/{bin,sbin} -name "$2" 2>/dev/null) || :
	"$libraries/ld-linux-x86-64.so.2" --library-path "$libraries" --argv0 "$1" "$program" "${@:3}"
}

saw() { # TEXT EXPECTED GOT
	printf '%s: %s\n' "$1" "$3"
	[ "$2" = "$3" ] || { echo "  it was: $2"; changed=1; }
}

finish() {
	[ "$changed" = 0 ] || echo "This differs from the finding; see the head of ${0##*/}."
	exit "$changed"
}
