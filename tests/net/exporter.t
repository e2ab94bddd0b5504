#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The metrics as Prometheus collects them: over the wire, from a process with the
# capabilities of sfw-exporter@.service; the alerts and the dashboard of the examples.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

make -s -C "$net_dir/../../ctl" install
units=/usr/lib/systemd/system examples=/usr/share/doc/sfw/examples
socket_has() { # KEY
	sed -n "s/^$1=//p" $units/sfw-exporter.socket
}
port=$(socket_has ListenStream)
wire fw peer
fw port add tcp 22
fw enable
fw save

# As systemd starts it: each connection is standard input and output of a process.
socket() { # COMMAND...
	if command -v systemd-socket-activate >/dev/null; then
		spawn fw systemd-socket-activate --accept --inetd -l "$port" "$@"
	else
		spawn fw socat "TCP6-LISTEN:$port,fork,reuseaddr,ipv6-v6only=0" "EXEC:$*"
	fi
}
bounded=$(sed -n 's/^CapabilityBoundingSet=CAP_/+/p' $units/sfw-exporter@.service | tr '[:upper:]' '[:lower:]')
bounded=("$(command -v setpriv)" "--bounding-set=-all,$bounded" "--inh-caps=-all,$bounded" --no-new-privs)
socket "${bounded[@]}" /usr/lib/sfw/exporter
wait_for listening fw tcp "$port" || not_ok "it listens" "$(cat "$spawned_log")"

get() { # ADDRESS/PATH [OPTION...]
	on peer curl -s --max-time 20 -o "$tmp/body" -D "$tmp/head" -w '%{http_code}' "http://$1" "${@:2}"
	tr -d '\r' <"$tmp/head" >"$tmp/lines"
}
status_is "nobody comes to it before the port is open" 7 on peer curl -s --max-time 20 "http://10.0.0.1:$port/metrics"
fw port add tcp "$port" from 10.0.0.2,fd00::2
fw save
is "then it answers" "$(get "10.0.0.1:$port/metrics")" 200
ok "with the format's version" grep -qx 'Content-Type: text/plain; version=0.0.4; charset=utf-8' "$tmp/lines"
ok "promtool finds nothing to complain of" promtool check metrics <"$tmp/body"
is "nor to remark" "$output" ""
is "over IPv6, too" "$(get "[fd00::1]:$port/metrics" -g)" 200
cp "$tmp/body" "$tmp/metrics"
has() { ok "metrics: $1" grep -qxF "$1" "$tmp/metrics"; }
has 'sfw_loaded 1'
has 'sfw_enabled 1'
has 'sfw_policy_saved 1'
has "sfw_policy_info{hash=\"$(sha256sum </etc/sfw/sfw.conf | cut -d' ' -f1)\"} 1"
like "its own port has counted" "$(grep '^sfw_port_packets_total' "$tmp/metrics")" "port=\"$port\",from=\"10.0.0.2\",dev=\"\"} 1"
is "a HEAD has no body" "$(get "10.0.0.1:$port/metrics" --head)$(wc -c <"$tmp/body" | sed 's/.*//')" 200
like "but its length" "$(cat "$tmp/lines")" '^Content-Length: [0-9]{4,}$'
is "another path" "$(get "10.0.0.1:$port/")" 404
is "another method" "$(get "10.0.0.1:$port/metrics" -d x=1)" 405

# Nothing that sfwctl says is among the metrics, of which Prometheus would take none then.
chown nobody /etc/sfw/sfw.conf
is "with a policy that it may not read" "$(get "10.0.0.1:$port/metrics")" 200
ok "promtool finds nothing to complain of" promtool check metrics <"$tmp/body"
ok "it counts as not saved" grep -qx 'sfw_policy_saved 0' "$tmp/body"
is "sfwctl has no word for it" "$(on fw "${bounded[@]}" sfwctl stats --prometheus 2>&1 >/dev/null)" ''
like "nor status but one" "$(on fw "${bounded[@]}" sfwctl status 2>&1 | grep sfw.conf)" '^saved +no: [^:]*has an error: sfwctl -n restore$'
chown root /etc/sfw/sfw.conf
says() { # COMMAND: sfwctl remarks something, and then does it
	printf '#!/bin/sh\necho "sfwctl: a remark" >&2\n%s\n' "$1" >/usr/sbin/sfwctl
}
mv /usr/sbin/sfwctl "$tmp/sfwctl"
install /dev/null /usr/sbin/sfwctl
says "exec $tmp/sfwctl \"\$@\""
is "with a remark" "$(get "10.0.0.1:$port/metrics")" 200
ok "promtool finds nothing to complain of" promtool check metrics <"$tmp/body"
says 'exit 1'
is "without metrics" "$(get "10.0.0.1:$port/metrics")" 500
is "it says why" "$(cat "$tmp/body")" 'sfwctl: a remark'
mv "$tmp/sfwctl" /usr/sbin/sfwctl

# Kernels: one with the module, one without it, headers alone.
mkdir -p /lib/modules/1.0-none/kernel /lib/modules/1.0-built/updates/dkms /lib/modules/1.0-headers/build
touch /lib/modules/1.0-{none,built}/modules.builtin /lib/modules/1.0-{none,built}/modules.order
cp "$SFW_MODULE" /lib/modules/1.0-built/updates/dkms/sfw.ko
depmod 1.0-built 2>/dev/null
depmod 1.0-none 2>/dev/null
get "10.0.0.1:$port/metrics" >/dev/null
cp "$tmp/body" "$tmp/metrics"
has 'sfw_kernel_module{kernel="1.0-built"} 1'
has 'sfw_kernel_module{kernel="1.0-none"} 0'
is "headers are no kernel" "$(grep -c 1.0-headers "$tmp/metrics")" 0

# Every metric that examples speak of is one that was told, and each alert fires.
cp $examples/prometheus-alerts.yml "$net_dir/lib/alerts_test.yml" "$tmp"
ok "promtool: the rules" promtool check rules "$tmp/prometheus-alerts.yml"
ok "promtool: the configuration" promtool check config $examples/prometheus.yml
ok "promtool: each alert fires when it should" promtool test rules "$tmp/alerts_test.yml"
ok "the dashboard is JSON" "$python" -m json.tool $examples/grafana-dashboard.json /dev/null
unknown() { # FILE
	grep -oE '\bsfw_[a-z_]+' "$1" | sort -u | grep -vxFf <(sed -n 's/^# TYPE \([a-z_]*\) .*/\1/p' "$tmp/metrics")
}
is "alerts use metrics that there are" "$(unknown $examples/prometheus-alerts.yml)" ''
is "so does the dashboard" "$(unknown $examples/grafana-dashboard.json)" ''

is "no number of connections ends the socket, also before systemd 254" "$(socket_has TriggerLimitIntervalSec)" 0

unload_sfw
is "without the module" "$(get "10.0.0.1:$port/metrics")" 200
is "it says just that, and the kernels" "$(sed -n 's/^\(sfw_[a-z]*\).*/\1/p' "$tmp/body" | sort -u | xargs)" "sfw_kernel sfw_loaded"
ok "which is 0" grep -qx 'sfw_loaded 0' "$tmp/body"
ok "promtool finds nothing to complain of" promtool check metrics <"$tmp/body"
if command -v systemd-analyze >/dev/null; then
	cp $units/sfw-exporter@.service "$tmp/sfw-exporter@1.service"
	output=$(systemd-analyze verify $units/sfw-exporter.socket "$tmp/sfw-exporter@1.service" 2>&1 | grep -F sfw | grep -v 'man sfwctl')
	is "systemd-analyze verify" "$output" ''
else
	skip "systemd-analyze verify" "there is no systemd here"
fi
rm -r /lib/modules/1.0-{none,built,headers}
make -s -C "$net_dir/../../ctl" uninstall
ok "make uninstall takes the units along" test ! -e $units/sfw-exporter.socket
done_testing
