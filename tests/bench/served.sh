# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Rows of real servers, natively: a page of nginx, each on a connection of its own, and a
# query of nsd, from many ports. Client and server share the processor. Sourced.

serve() { # PROTO COMMAND...
	"${@:2}" >"$SFW_BENCH_DIR/server" 2>&1 &
	server_pid=$!
	trap 'kill "$server_pid" "$client_pid"' EXIT
	until [ -n "$(ss -Hln"${1:0:1}" "sport = $(open_port)")" ]; do
		kill -0 "$server_pid" 2>/dev/null || fail "no server: $(cat "$SFW_BENCH_DIR/server")"
		sleep 0.1
	done
}

# Connections by the thousand: all ports that a host may use, and none that wait.
plenty_of_ports() {
	client sh -c 'echo 1024 65535 >/proc/sys/net/ipv4/ip_local_port_range; echo 0 >/proc/sys/net/ipv4/tcp_max_tw_buckets'
	echo 0 >/proc/sys/net/ipv4/tcp_max_tw_buckets
}

# Milliseconds that the processor was busy so far.
busy() {
	awk '$1 == "cpu" { print 10 * ($2 + $3 + $4 + $7 + $8) }' /proc/stat
}

# Processor time of one, of which the client's output tells the number.
by_times() { # ROW BEFORE BEHIND COMMAND...
	local turn before count
	plenty_of_ports
	for ((turn = 0; turn < 3; turn++)); do
		before=$(busy)
		client "${@:4}" >"$SFW_BENCH_DIR/client" 2>&1 || fail "the client ends: $(cat "$SFW_BENCH_DIR/client")"
		count=$(sed -n "s|^ *$2\([0-9][0-9]*\)$3.*|\1|p" "$SFW_BENCH_DIR/client")
		[ -n "$count" ] || fail "no number: $(cat "$SFW_BENCH_DIR/client")"
		echo "result $1 $firewall check=ok median=$((($(busy) - before) * 1000000 / count))"
	done
}

row_web() {
	[ "$SFW_KERNEL" = uml ] || exit 0
	empty=accept,accept,accept
	up
	client_up
	cat >"$SFW_BENCH_DIR/nginx.conf" <<-END
		daemon off; master_process off; user root; error_log stderr; pid $SFW_BENCH_DIR/nginx.pid;
		events { worker_connections 4096; }
		http {
			access_log off;
			$(printf '%s_temp_path /tmp; ' client_body proxy fastcgi uwsgi scgi)
			server { listen 10.9.0.1:$(open_port) backlog=4096; return 200 "page"; }
		}
	END
	serve tcp nginx -c "$SFW_BENCH_DIR/nginx.conf"
	by_times web '' ' requests in' wrk -t 1 -c 20 -d 3 -H 'Connection: close' "http://10.9.0.1:$(open_port)/"
}

row_dns() {
	[ "$SFW_KERNEL" = uml ] || exit 0
	empty=accept,accept,accept
	up
	client_up
	cat >"$SFW_BENCH_DIR/nsd.conf" <<-END
		server:
			ip-address: 10.9.0.1@$(open_port)
			username: ""
			chroot: ""
			server-count: 1
			zonesdir: $SFW_BENCH_DIR
			pidfile: $SFW_BENCH_DIR/nsd.pid
			database: ""
			zonelistfile: $SFW_BENCH_DIR/nsd.zones
			xfrdfile: $SFW_BENCH_DIR/nsd.xfrd
			xfrdir: $SFW_BENCH_DIR
		remote-control:
			control-enable: no
		zone:
			name: example.test
			zonefile: zone
	END
	printf '%s\n' "example.test. 60 IN SOA ns.example.test. root.example.test. 1 60 60 60 60" \
		"example.test. 60 IN NS ns.example.test." "ns.example.test. 60 IN A 10.9.0.1" \
		"www.example.test. 60 IN A 10.9.0.3" >"$SFW_BENCH_DIR/zone"
	echo "www.example.test A" >"$SFW_BENCH_DIR/queries"
	serve udp nsd -d -c "$SFW_BENCH_DIR/nsd.conf"
	ulimit -n 65536
	by_times dns 'Queries completed: *' '' dnsperf -s 10.9.0.1 -p "$(open_port)" -d "$SFW_BENCH_DIR/queries" -l 3 -c 1000 -q 2000
}
