#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# CrowdSec 1.4.6, cscli: the list of decisions shows a ban that is over in place of one of the
# same address that is in force.
#
# Expected: `cscli decisions list` lists the bans in force, as /v1/decisions does: of an
# address that is banned for 4 hours, and by a later alert for 2 seconds, the one of 4 hours
# once the 2 seconds are over.
#
# Observed: the list is made of alerts, and has all bans of each alert of which any is in
# force, so one that is over goes on in it, with a negative time, until the last of its alert
# ends. Of several about an address only that of the newest alert is shown, in each format:
# here -1 s, and nothing of the 4 hours. A question for the one address lists the other one
# of the alert as well.
#
# A program that takes bans from this list has to leave out those with a negative time, and
# misses those that they hide; the stream of the local API has them.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"
begin_crowdsec

# Posts an alert of bans, ADDRESS=DURATION each.
alert() {
	python3 - "$work/cs/local.yaml" "$@" <<-'EOF'
	import json, sys, time, urllib.request
	def post(path, document, **headers):
	    request = urllib.request.Request("http://127.0.0.1:8080/v1/" + path, json.dumps(document).encode(),
	                                     {"Content-Type": "application/json", **headers})
	    return json.load(urllib.request.urlopen(request))
	said = dict(line.strip().split(": ", 1) for line in open(sys.argv[1]) if ": " in line)
	token = post("watchers/login", {"machine_id": said["login"], "password": said["password"], "scenarios": []})["token"]
	now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
	bans = [word.split("=") for word in sys.argv[2:]]
	post("alerts", [{
	    "scenario": "scan", "scenario_version": "", "scenario_hash": "", "message": "", "events_count": 1,
	    "capacity": 1, "leakspeed": "0", "simulated": False, "remediation": True, "events": [],
	    "start_at": now, "stop_at": now, "source": {"scope": "scan", "value": ""},
	    "decisions": [{"duration": duration, "origin": "crowdsec", "scenario": "scan", "scope": "Ip", "type": "ban",
	                   "value": address, "simulated": False} for address, duration in bans],
	}], Authorization="Bearer " + token)
	EOF
}
# Prints addresses and what their time begins with, "ended" or "3h".
listed() { # [ARGS]
	cscli decisions list -o raw "$@" | awk -F, 'NR > 1 { print $3, $9 ~ /^-/ ? "ended" : substr($9, 1, 2) }' | paste -sd' '
}
alert 192.0.2.7=4h
sleep 1.1	# times in the database are whole seconds
alert 192.0.2.7=2s 192.0.2.8=4h
sleep 3.1
saw 'the list' 'Ip:192.0.2.7 ended Ip:192.0.2.8 3h' "$(listed)"
saw 'the list of one address' 'Ip:192.0.2.7 ended Ip:192.0.2.8 3h' "$(listed --ip 192.0.2.7)"
key=$(cscli bouncers add one -o raw)
saw 'in force by /v1/decisions' '192.0.2.7 3h' "$(curl -s -H "X-Api-Key: $key" 'http://127.0.0.1:8080/v1/decisions?ip=192.0.2.7' |
	python3 -c 'import json, sys; print(*[d["value"] + " " + d["duration"][:2] for d in json.load(sys.stdin)])')"
finish
