#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What each verb prints, word for word, and its JSON against a schema.
# On the stock kernel too: what users see must not depend on the kernel.
#
#   golden/NAME.txt      the command, what it prints, and its exit status, with
#                        what changes from run to run masked
#   schema/sfwctl.json   a JSON Schema for each, of what it prints with -j
# A new verb: `golden NAME WORDS...` below, a schema, and
#   SFW_GOLDEN=write SFW_TESTS=golden tests/run net-uml
# which writes golden/; then look at what git diff has to say.
. "$(dirname "$0")/lib.sh"
here=$(cd "$(dirname "$0")" && pwd)
header=$here/../../include/uapi/linux/sfw.h

# Nothing but what is asked for: no IPv6 by itself, neighbours known.
host fw peer
for ns in fw peer; do
	on $ns sysctl -qw net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
done
cable fw eth0 peer eth0
address fw eth0 10.0.0.1/24
address peer eth0 10.0.0.2/24
cat >"$tmp/sfw.conf" <<'END'
enable
set rpfilter strict
set scan tcp
group add office 192.0.2.0/25 comment "the office"
trust add dev wg0
trust add from 192.0.2.0/24
exempt add 198.51.100.0/24
guard add sshbf 3/10s 4/30m rttl then block 1h
knock add door tcp/7000,udp/8000 within 5s
port add tcp 22 guard sshbf
port add tcp 443 from 10.0.0.0/8,2001:db8::/32 comment "the \"office\""
port add udp 6000-6010 dev eth0 knock door
proto add gre
block add 203.0.113.0/24 comment abuse
block add 2001:db8:bad::/48
lan add dev lan0
masquerade add 192.168.1.0/24 out wan0
forward add tcp 8000 in wan0 to 192.168.1.20:80
END
on fw sfwctl restore "$tmp/sfw.conf"
on fw sfwctl port add tcp 8080 for 2h
on fw sfwctl block add 192.0.2.99 for 1d
on fw sfwctl list add tcp-portscan 203.0.113.7
connect() { on peer timeout 5 bash -c "exec 3<>/dev/tcp/10.0.0.1/$1" 2>/dev/null; }
on peer ping -q -c 1 -W 9 10.0.0.1 >/dev/null
connect 22
connect 8080
connect 81

# Versions, folders, and in some the times that go on. Columns are as wide as
# what is in them, so blanks are made one width.
masked() { # NAME
	local times=''
	case $1 in port-list | block-list | group-members | list-show | why* | refused | rehearse) times='s/\b[0-9]+[smhd]\b/TIME/g' ;;
	status | diff) times='s/ for [0-9]+[smhd]$/ for TIME/' ;; esac
	sed -E -e "s|$tmp|TMP|g" -e 's/^(sfwctl) [0-9.]+, module [0-9.]+/\1 VERSION, module VERSION/' \
		-e 's/version="[0-9.]+"/version="VERSION"/' -e 's/\b[0-9a-f]{64}\b/HASH/' -e "$times" -e 's/([^ ])  +/\1  /g'
}

jsons=()
compare() { # NAME, reads what was printed
	masked "$1" >"$tmp/$1.txt"
	if [ "${SFW_GOLDEN:-}" = write ]; then
		cp "$tmp/$1.txt" "${SFW_OUT:?tests/run sets it}/$1.txt"
	fi
	ok "$1" diff -u "$here/golden/$1.txt" "$tmp/$1.txt"
}

# NAME WORDS...: for people alone
golden_text() {
	local status=0 printed
	printed=$(on fw sfwctl "${@:2}" 2>&1) || status=$?
	printf '$ sfwctl %s\n%s\nstatus %s\n' "${*:2}" "$printed" "$status" | compare "$1"
}

# NAME WORDS...: and as JSON
golden() {
	golden_text "$@"
	on fw sfwctl -j "${@:2}" >"$tmp/$1.json"
	jsons+=("$1")
}

# A minute after its packet 10.0.0.2 is listed no more.
golden list list
golden list-show list show tcp-portscan
golden status status
golden stats stats
golden_text prometheus stats --prometheus
golden port-list port list
golden proto-list proto list
golden trust-list trust list
golden exempt-list exempt list
golden guard-list guard list
golden knock-list knock list
golden block-list block list
golden lan-list lan list
golden masquerade-list masquerade list
golden forward-list forward list
golden get get
golden get-key get scan-window
golden test-accepted test tcp 10.0.0.9 to 443
golden test-refused test tcp 10.0.0.9 to 81
golden test-rule test udp 203.0.113.9 to 53
golden why why 203.0.113.7
golden why-nothing why 192.168.7.7
golden_text refused refused
golden dry-run -n port add tcp 99
golden_text rehearse-none rehearse list
printf 'port add tcp 8080,9000\nset ping off\n' | on fw sfwctl rehearse - >/dev/null
on fw sfwctl list del tcp-portscan 10.0.0.2 2>/dev/null	# a slow machine has forgotten it
connect 443
on peer ping -q -c 1 -W 9 10.0.0.1 >/dev/null
golden rehearse rehearse list
golden suggested rehearse suggest
on fw sfwctl rehearse stop
golden diff diff "$tmp/sfw.conf"
golden_text save save -
golden_text version --version
golden_text help help
golden_text help-object port -h
golden_text help-verb guard add -h
golden_text help-set set -h
golden_text wrong-word port delete tcp 22
golden_text there-already port add tcp 22
golden_text not-there port del tcp 99

on fw sfwctl group new feed volatile
on fw sfwctl group add office 2001:db8::/32
on fw sfwctl group add office 198.51.100.9 'for' 1h
on fw sfwctl port add tcp 465 from @office
golden group-list group list
golden group-members group list office
golden why-group why 192.0.2.9
golden_text group-named group del office

# One interpreter for all: they start slowly on an emulated machine.
/usr/bin/python3 - "$tmp" "$here/schema/sfwctl.json" "$header" "${jsons[@]}" >"$tmp/valid" 2>&1 <<'END'
import json, re, sys
from jsonschema import Draft202012Validator as Validator

out, schemas, header = sys.argv[1:4]
with open(schemas) as f:
    defs = json.load(f)["$defs"]
with open(header) as f:
    reasons = re.findall(r'^\tX\([A-Z_]+,\s*"([a-z-]+)",\s*[01], "', f.read(), re.M)
for name in sys.argv[4:]:
    # test-refused prints what test prints.
    kind = name if name in defs else name.split("-")[0]
    schema = {"$ref": f"#/$defs/{kind}", "$defs": defs}
    Validator.check_schema(schema)
    with open(f"{out}/{name}.json") as f:
        document = json.load(f)
    errors = [f"{e.json_path}: {e.message}" for e in Validator(schema).iter_errors(document)]
    if "reasons" in document and list(document["reasons"]) != reasons:
        errors.append("reasons: not those of the header, in its order")
    print(name, "; ".join(errors) or "valid")
END
for name in "${jsons[@]}"; do
	is "$name: its JSON fits the schema" "$(grep "^$name " "$tmp/valid" || cat "$tmp/valid")" "$name valid"
done
is "no file is left over" "$(cd "$here/golden" && echo *.txt)" "$(cd "$tmp" && echo *.txt)"
done_testing
