#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# CrowdSec: the local API of the real crowdsec, and two hosts with the bouncer and the alerts,
# one of them with the real fail2ban as well. SFW_DOWN=600: the local API is away so long.
# In check-full: the engine of CrowdSec.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/crowdsec.sh"

if ! sfwctl group -h >/dev/null 2>&1; then
	skip "bans of CrowdSec" "this sfwctl has no groups"
	done_testing
	exit
fi
make -s -C "$net_dir/../../ctl" install
lapi_host fw1 fw2
for n in 1 2; do
	printf '%s\n' 'group new crowdsec volatile' 'block add @crowdsec' 'guard add ssh 2/1h' \
		'port add tcp 22 guard ssh' enable >"$tmp/policy"
	on "fw$n" sfwctl restore "$tmp/policy"
done
start_lapi
for n in 1 2; do
	bouncer "$n" "PATH=$tmp/bin$n:$PATH" INTERVAL=1
	lapi_machine "fw$n"
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

# fail2ban beside it, with the jail of the examples.
cp /usr/share/doc/sfw/examples/fail2ban.jail /etc/fail2ban/jail.d/sfw.conf
printf '[sshd]\nbackend = polling\nlogpath = %s\nbantime = 1d\n' "$tmp/auth.log" >/etc/fail2ban/jail.d/test.conf
touch "$tmp/auth.log"
mkdir "$tmp/f2b"
client() {
	on fw1 fail2ban-client -s "$tmp/f2b/sock" "$@" >/dev/null
}
spawn fw1 fail2ban-server -f -s "$tmp/f2b/sock" -p "$tmp/f2b/pid" --logtarget "$tmp/f2b/log" start
wait_for 60 client status sshd || not_ok "fail2ban runs" "$(cat "$spawned_log" "$tmp/f2b/log")"
jailed() {
	on fw1 sfwctl group list fail2ban | awk 'NR > 1 { print $1 }' | sort | paste -sd' '
}
client set sshd banip 198.18.0.1 198.18.9.8

ok "both ask" wait_for 60 said 1 '0 prefixes are banned'
on fw1 sfwctl block add 198.18.9.9 for 1h comment "by hand"
ban ip 198.18.0.1 4h --reason 'probing "ssh"'
ok "a ban is in force on both" wait_for 60 banned 198.18.0.1 fw1 fw2
is "its packets are dropped" "$(verdict fw1 198.18.0.1) $(verdict fw2 198.18.0.1)" "blocked blocked"
like "why tells the scenario" "$(on fw2 sfwctl why 198.18.0.1)" 'cscli probing \?ssh\?'
like "and the time" "$(on fw2 sfwctl -j why 198.18.0.1)" '"left":14[0-9]{3}'
is "save does not write it" "$(on fw1 sfwctl save - | grep -vE '^set |fail2ban')" "$(on fw1 sfwctl -F "$tmp/policy" save - | grep -v '^set ')"

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
is "but where fail2ban bans it, too" "$(jailed) $(verdict fw1 198.18.0.1) $(verdict fw2 198.18.0.1)" "198.18.0.1 198.18.9.8 blocked port"

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
echo '#!/bin/sh' >"$tmp/bin1/loginctl"
ok "after the session it is" wait_for 60 banned 198.18.8.1 fw1
cp "$tmp/hosts" /etc/hosts

# Hands of others.
on fw1 sfwctl group add crowdsec 198.18.10.1 comment "by hand"
on fw1 sfwctl group del crowdsec 198.18.7.1
client set sshd banip 198.18.8.1
client set sshd unbanip 198.18.8.1
is "fail2ban's end of a ban is not that of CrowdSec" "$(jailed) $(verdict fw1 198.18.8.1)" "198.18.0.1 198.18.9.8 blocked"
ban ip 198.18.10.1 1h
has_all() { banned 198.18.10.1 fw1 && banned 198.18.7.1 fw1; }
ok "what does not fit replaces all" wait_for 60 has_all
like "with the ends of the decisions" "$(on fw1 sfwctl -j why 198.18.10.1)" '"left":3[0-9]{3}'
is "blocks of others stay" "$(on fw1 sfwctl block list | awk '$1 == "198.18.9.9"' | wc -l)" 1
on fw2 sfwctl flush policy
ban ip 198.18.10.2 1h
ok "without the group it is made again" wait_for 60 banned 198.18.10.2 fw2
ok "with all that is banned" banned 198.18.8.1 fw2
on fw2 sfwctl -q undo
ok "undone, both lines come again" wait_for 60 banned 198.18.8.1 fw2
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

# The local API goes away.
ban ip 198.18.13.1 15s
ok "a ban of 15 seconds" wait_for 60 banned 198.18.13.1 fw1
kill "$lapi"
ok "without the local API the log tells" wait_for 60 said 1 'bans stay until their end'
ok "bans stay" banned 198.18.12.1 fw1
ok "one that is taken out" emptied
ok "  comes back" wait_for 60 banned 198.18.12.1 fw1
ok "until their end" wait_for 60 free 198.18.13.1 fw1
sleep "${SFW_DOWN:-60}"
ok "longer ones for as long as it takes" banned 198.18.12.1 fw1 fw2
start_lapi
ban ip 198.18.13.2 1h
ok "when it is back, decisions go on" wait_for 60 banned 198.18.13.2 fw1 fw2
end_process "$lapi"
forget_lapi
start_lapi
ok "its database lost, the key is refused, and the log tells" wait_for 60 said 1 '403'
ok "bans stay" banned 198.18.13.2 fw1
ban ip 198.18.15.1 1h
cscli bouncers add fw1 -k "${key[1]}" >/dev/null
ok "with the key, the bans of the new database are in force" wait_for 60 banned 198.18.15.1 fw1
is "and those alone" "$(members fw1)" 198.18.15.1
is "beside fail2ban's, and blocks by hand" "$(jailed) $(on fw1 sfwctl block list | awk '$1 == "198.18.9.9"' | wc -l)" "198.18.0.1 198.18.9.8 1"

# The feed of the examples, where the local API is.
mkdir "$tmp/feed"
printf '#!/bin/sh\nexec /usr/bin/cscli -c %s "$@"\n' "$tmp/cs/config.yaml" >"$tmp/feed/cscli"
chmod +x "$tmp/feed/cscli"
feed() { on lapi env "PATH=$tmp/feed:$PATH" sh /usr/share/doc/sfw/examples/crowdsec-feed; }
sent() { on lapi "$python" "$net_dir/lib/decisions.py" http://127.0.0.1:8080/ "$@"; }
listed() { cscli decisions list -a -o raw; }
lapi_machine test
sent one 198.18.16.1 198.18.16.2 198.18.16.3
sent simulated 198.18.16.4
cscli decisions delete --ip 198.18.16.2 >/dev/null
ban range 198.18.17.9/24 1h
ban range 198.18.16.1/32 1h
ban ip 2001:DB8::16 1h
ban ip 2001:db8::16 1h
like "cscli lists a simulated decision as a ban" "$(listed)" ',Ip:198.18.16.4,[^,]*,ban,.*,true,'
like "and one that is over while another one of its alert goes on" "$(listed)" ',Ip:198\.18\.16\.2,.*,-[^,]+,false,'
like "with host bits" "$(listed)" ',Range:198.18.17.9/24,'
ok "the feed" feed
is "bans by neither of the first two, and each prefix once" "$(members lapi)" \
	"198.18.15.1 198.18.16.1 198.18.16.3 198.18.17.0/24 2001:db8::16"
ok "so does the bouncer" wait_for 60 banned 2001:db8::16 fw1
is "  all of them" "$(members fw1)" "$(members lapi)"
cscli decisions delete --all >/dev/null
like "no decision is a list, too" "$(listed)" '^id,source,ip,'
ok "the feed of it" feed
is "is nobody" "$(members lapi)" ''
make -s -C "$net_dir/../../ctl" uninstall
done_testing
