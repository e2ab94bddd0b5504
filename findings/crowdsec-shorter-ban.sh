#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# CrowdSec 1.4.6, local API: of two bans of one address the longer is taken back, and the
# stream of decisions says nothing: a bouncer that follows it keeps the longer ban.
#
# Expected: /v1/decisions/stream tells a bouncer all that it needs: first the decisions in
# force, then the changes. Taking back the ban of 8 hours leaves the one of 4: "deleted" has the
# one and "new" the other, or "new" alone.
#
# Observed: the stream shows one decision an address, the one that ends last. When that is
# deleted, "deleted" is empty since another decision holds the address, and "new" is empty
# since the other is older than the bouncer's last question. /v1/decisions and a bouncer that
# begins anew say 4 hours, one that runs keeps 8. With dedup=false both are told, each with
# its own id, and the deletion too.
#
# The server hands out no more than that, so a bouncer that keeps the times that it was told
# has to ask with dedup=false and count decisions by their id.
work=${SFW_FINDING:-$(mktemp -d)}
. "$(dirname "$0")/common.bash"
begin_crowdsec
keys=("$(cscli bouncers add running -o raw)" "$(cscli bouncers add fresh -o raw)" "$(cscli bouncers add both -o raw)")

# Prints the local API's answer to a bouncer: reasons, and hours rounded up.
ask() { # BOUNCER PATH
	curl -s -H "X-Api-Key: ${keys[$1]}" "http://127.0.0.1:8080/v1/$2" | python3 -c '
import json, sys
def told(decisions):
    return ", ".join(sorted("%s %dh" % (d["scenario"], int(d["duration"].split("h")[0]) + 1 if "h" in d["duration"] and d["duration"][0] != "-" else 0)
                            for d in decisions or [])) or "nothing"
answer = json.load(sys.stdin)
print(told(answer) if not isinstance(answer, dict) else "new %s; deleted %s" % (told(answer["new"]), told(answer["deleted"])))'
}
stream() { # BOUNCER [ARGS]
	ask "$1" "decisions/stream?startup=${2:-false}"
	sleep 1.1	# times in the database are whole seconds
}
ban() { # REASON HOURS
	cscli decisions add --ip 192.0.2.7 --reason "$1" --duration "$2h" >/dev/null
	sleep 1.1
}

ban short 4
saw 'it begins' 'new short 4h; deleted nothing' "$(stream 0 true)"
stream 2 'true&dedup=false' >/dev/null
ban long 8
saw 'a second, longer ban' 'new long 8h; deleted nothing' "$(stream 0)"
stream 2 'false&dedup=false' >/dev/null
cscli decisions delete --id 2 >/dev/null
sleep 1.1
saw 'the longer is taken back' 'new nothing; deleted nothing' "$(stream 0)"
saw 'in force by /v1/decisions' 'short 4h' "$(ask 0 'decisions?ip=192.0.2.7')"
saw 'a bouncer that begins now' 'new short 4h; deleted nothing' "$(stream 1 true)"
saw 'the same with dedup=false' 'new nothing; deleted long 0h' "$(stream 2 'false&dedup=false')"
finish
