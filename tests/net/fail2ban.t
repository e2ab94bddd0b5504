#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Neighbours that ban: the real fail2ban and the real sshguard read the log of a
# real sshd, and ban in groups of their own; beside them a feed as CrowdSec's, and blocks.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

make -s -C "$net_dir/../../ctl" install
log=$tmp/auth.log touched=$tmp/f2b
wire fw peer
fw port add tcp 22
fw enable
start_talk

# The lines of sshd, as a syslog daemon writes them.
mkdir -p /run/sshd "$touched"
getent passwd sshd >/dev/null || echo 'sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin' >>/etc/passwd
ssh-keygen -q -t ed25519 -N '' -f "$tmp/key"
log_of_sshd() {
	on fw /usr/sbin/sshd -D -e -f /dev/null -o "HostKey=$tmp/key" -o PermitRootLogin=yes 2>&1 |
		while IFS= read -r line; do
			printf '%(%b %d %H:%M:%S)T fw sshd[1]: %s\n' -1 "${line%$'\r'}"
		done
}
log_of_sshd </dev/null >>"$log" 2>&1 &
wait_for 30 listening fw tcp 22 || not_ok "sshd listens" "$(cat "$log")"

printf '#!/bin/sh\necho wrong\n' >"$tmp/askpass"
chmod +x "$tmp/askpass"
failures() {
	grep -c 'Failed password' "$log"
}
more_failures() {
	[ "$(failures)" -gt "$1" ]
}
login() { # ADDRESS TIMES: with a wrong password
	local before
	for _ in $(seq "$2"); do
		before=$(failures)
		SSH_ASKPASS=$tmp/askpass SSH_ASKPASS_REQUIRE=force on peer ssh -n -F /dev/null \
			-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o NumberOfPasswordPrompts=1 \
			-o PreferredAuthentications=password "root@$1" true >"$tmp/ssh" 2>&1
		wait_for 20 more_failures "$before" || not_ok "sshd refuses a wrong password" "$(cat "$tmp/ssh" "$log")"
	done
}
holds() { # ADDRESS: what blocks it, in short
	fw why "$1" | awk '$1 == "block" { print $2, $3, $4, $(NF - 1), $NF }'
}
is_held() {
	[ -n "$(holds "$1")" ]
}
is_free() {
	[ -z "$(holds "$1")" ]
}
reaches() { # ADDRESS
	talk probe peer tcp "$1" 22
}

# fail2ban, with the jail of the examples.
cp /usr/share/doc/sfw/examples/fail2ban.jail /etc/fail2ban/jail.d/sfw.conf
cat >/etc/fail2ban/jail.d/test.conf <<-EOF
	[sshd]
	backend = polling
	logpath = $log
	bantime = 1h
	findtime = 1h
	[other]
	enabled = true
	filter = sshd
	backend = polling
	logpath = $log.other
	maxretry = 1
EOF
: >"$log.other"
client() {
	on fw fail2ban-client -s "$touched/sock" "$@"
}
spawn fw fail2ban-server -f -s "$touched/sock" -p "$touched/pid" --logtarget "$touched/log" start
wait_for 60 client status sshd || not_ok "fail2ban runs" "$(cat "$spawned_log" "$touched/log")"
seen() {
	[ "$(client status sshd | sed -n 's/.*Total failed:[[:space:]]*//p')" -ge "$1" ]
}

login 10.0.0.1 4
ok "fail2ban has seen four failed logins" wait_for 60 seen 4
is "which are not enough" "$(holds 10.0.0.2)$(reaches 10.0.0.1)" open
login 10.0.0.1 1
ok "after the fifth the address is blocked" wait_for 60 is_held 10.0.0.2
is "why tells by whom" "$(holds 10.0.0.2)" "@fail2ban 10.0.0.2 blocked jail sshd"
is "it does not come in" "$(reaches 10.0.0.1)" silence
is "over IPv6 it does, which is another address" "$(reaches fd00::1)" open
is "save does not write it" "$(fw save - | grep -E '^(block|group)' | paste -sd,)" "group new fail2ban volatile,block add @fail2ban"
ok "it ends by itself, should fail2ban die" test -n "$(fw -j why 10.0.0.2 | grep -oE '"left":3[56][0-9]{2}')"
fw block sync - <<<'198.51.100.0/24'
is "a feed of blocks leaves it alone" "$(holds 10.0.0.2)" "@fail2ban 10.0.0.2 blocked jail sshd"
fw save - >"$tmp/policy"
fw restore "$tmp/policy"
is "so does a restore" "$(holds 10.0.0.2)" "@fail2ban 10.0.0.2 blocked jail sshd"
fw block sync - </dev/null
ok "unban" client set sshd unbanip 10.0.0.2
is "frees it" "$(holds 10.0.0.2)$(reaches 10.0.0.1)" open

login fd00::1 5
ok "likewise over IPv6" wait_for 60 is_held fd00::2
is "by the jail" "$(holds fd00::2) $(reaches fd00::1)" "@fail2ban fd00::2 blocked jail sshd silence"
fw group del fail2ban fd00::2
ok "what is gone already is unbanned" client set sshd unbanip fd00::2

fw block add 10.0.0.2 comment "by hand"
ok "what is blocked already is banned" client set sshd banip 10.0.0.2
is "both hold it" "$(holds 10.0.0.2 | paste -sd,)" "@fail2ban 10.0.0.2 blocked jail sshd,- 10.0.0.2 blocked by hand"
ok "and unbanned" client set sshd unbanip 10.0.0.2
is "still blocked by hand" "$(holds 10.0.0.2)" "- 10.0.0.2 blocked by hand"
fw block del 10.0.0.2
unlike "it never complained" "$(cat "$touched/log")" 'ERROR|CRITICAL'

# Another policy takes all bans away; fail2ban holds them for banned until it looks.
offends_until_held() { # ADDRESS LOG
	printf '%(%b %d %H:%M:%S)T fw sshd[1]: Failed password for root from %s port 1 ssh2\n' -1 "$1" >>"$2"
	is_held "$1"
}
offends() { # ADDRESS LOG
	wait_for 60 offends_until_held "$1" "$2"
}
ok "a jail of one failure" offends 198.18.2.1 "$log.other"
client set sshd banip 198.18.0.1 198.18.2.2 >/dev/null
ok "and bans of the other jail" wait_for 20 is_held 198.18.2.2
fw flush policy
fw port add tcp 22
ok "gone with another policy" is_free 198.18.2.1
ok "an address that offends again is banned again" offends 198.18.2.1 "$log.other"
ok "by the other jail too, whose group that one has made" offends 198.18.2.2 "$log"
fw flush policy
fw port add tcp 22
client set other banip 198.18.2.3 >/dev/null
ok "gone once more, a ban of another address" wait_for 20 is_held 198.18.2.3
ok "makes nobody forget those of before" offends 198.18.2.1 "$log.other"
fw flush policy
fw batch - <<<$'port add tcp 22\ngroup new fail2ban volatile\nblock add @fail2ban'
ok "nor does a policy with the group" offends 198.18.2.3 "$log.other"
fw group add fail2ban 198.18.0.3 'for' 1h comment "jail sshd2"
client set sshd banip 198.18.0.2 >/dev/null
ok "one more" wait_for 20 is_held 198.18.0.2
ok "fail2ban ends" client stop
ok "and takes its bans along" wait_for 20 is_free 198.18.0.2
is "no other" "$(fw group list fail2ban | awk 'NR > 1 { print $1 }')" 198.18.0.3
is "it complained of nothing else" "$(grep -E 'ERROR|CRITICAL' "$touched/log" | grep -v 'Invariant check failed\|ban check fail2ban\|returned 1$')" ''
ban() { on fw /usr/lib/sfw/ban "$@"; }
ok "what is banned is banned again" ban add 198.18.0.3 60 fail2ban "jail sshd2"
ok "a ban that is prolonged" ban prolong 198.18.0.3 0 fail2ban "jail sshd2"
is "has its new time" "$(fw group list fail2ban | awk '$1 == "198.18.0.3" { print $2 }')" 3650d
fw flush policy
ok "a group for bans comes" ban start mine
fw -q undo
ok "a ban after it was undone" ban add 198.18.0.4 60 mine "by hand"
is "is in force" "$(holds 198.18.0.4)" "@mine 198.18.0.4 blocked by hand"
ban add 198.18.0.5 60 mine "by hand"
ban del 198.18.0.5 mine "by hand"
ok "the check of its bans" ban check mine "by hand"
fw group del mine 198.18.0.4
status_is "sees that they are gone" 1 ban check mine "by hand"
ban start mine "by hand"
ok "until all begins anew" ban check mine "by hand"
unlike "doctor finds nothing there" "$(on fw sfwctl doctor)" '^group '
fw block del @mine
like "without its block line it does" "$(on fw sfwctl doctor)" '^group .* volatile group mine:'
fw port add tcp 80 from @mine
unlike "but where another line names it" "$(on fw sfwctl doctor)" '^group '
fw flush policy

# sshguard: three attempts are its threshold. It ends all of its process group.
cat >/etc/sshguard/sshguard.conf <<-EOF
	BACKEND=/usr/lib/sfw/sshg-fw-sfw
	FILES=$log
	THRESHOLD=30
	IPV4_SUBNET=24
EOF
fw port add tcp 22
spawn fw setsid --wait /usr/sbin/sshguard
guard=$spawned_log
started() { pgrep -f /usr/libexec/sshguard/sshg-blocker && pgrep -f "tail .*$log"; }
wait_for 30 started || not_ok "sshguard runs" "$(cat "$guard")"
login 10.0.0.1 3
ok "sshguard blocks, the network that it is told to" wait_for 60 is_held 10.0.0.2
is "why tells" "$(fw why 10.0.0.2 | awk '$1 == "block" { print $2, $3, $4, $NF }')" "@sshguard 10.0.0.0/24 blocked sshguard"
is "it does not come in" "$(reaches 10.0.0.1)" silence
kill -TERM "$(pgrep -o -f '/bin/sh /usr/sbin/sshguard')"
ok "its blocks end with it" wait_for 30 is_free 10.0.0.2

backend() { # LINES
	printf '%b' "$1" | on fw /usr/lib/sfw/sshg-fw-sfw
}
mkfifo "$tmp/lines"
on fw /usr/lib/sfw/sshg-fw-sfw <"$tmp/lines" >"$tmp/backend" 2>&1 &
exec 4>"$tmp/lines"
printf 'block 198.18.5.9 4 24\nblock 2001:db8::1:2 6 112\nblock 198.18.6.1 4 32\nblock 198.18.6.1 4 32\nflushonexit\n' >&4
ok "its lines are understood" wait_for 20 is_held 198.18.6.1
is "host bits are cut off" "$(fw group list sshguard | awk 'NR > 1 { print $1 }' | paste -sd' ')" \
	"198.18.5.0/24 198.18.6.1 2001:db8::1:0/112"
printf 'release 198.18.5.9 4 24\nrelease 198.18.6.1 4 32\nrelease 198.18.7.1 4 32\n' >&4
ok "a release" wait_for 20 is_free 198.18.6.1
fw flush policy
printf 'block 198.18.7.1 4 32\n' >&4
ok "after another policy, the next block" wait_for 20 is_held 198.18.7.1
is "brings back those before it, but what was released" \
	"$(fw group list sshguard | awk 'NR > 1 { print $1 }' | paste -sd' ')" "198.18.7.1 2001:db8::1:0/112"
exec 4>&-
ok "the end of the lines is the end of the blocks" wait_for 20 is_free 2001:db8::1:2
is "and nobody complained" "$(cat "$tmp/backend")" ''
status_is "what is no command is an error" 65 backend 'blok 198.18.6.1 4 32\n'

# What cscli of crowdsec prints.
mkdir "$tmp/bin"
cat >"$tmp/bin/cscli" <<'EOF'
#!/bin/sh
cat <<-'CSV'
	id,source,ip,reason,action,country,as,events_count,expiration,simulated,alert_id
	802,cscli,Ip:198.18.8.1,"manual, of 'me'\c",ban,,,1,3h50m58.1s,false,802
	801,crowdsec,Range:198.18.9.0/24,crowdsecurity/ssh-bf,ban,,,6,3h59m45s,false,801
	800,CAPI,Ip:198.18.8.1,crowdsecurity/ssh-bf,ban,,,0,3h59m45s,false,800
	799,CAPI,Ip:2001:db8::9,crowdsecurity/ssh-bf,ban,,,0,3h59m45s,false,799
	798,crowdsec,Range:198.18.9.7/24,crowdsecurity/ssh-bf,ban,,,6,3h59m45s,false,798
	797,crowdsec,Range:198.18.8.1/32,crowdsecurity/ssh-bf,ban,,,6,3h59m45s,false,797
	796,cscli-import,ip:2001:DB8::9,list,ban,,,0,3h59m45s,false,796
	795,crowdsec,Ip:198.18.10.1,crowdsecurity/ssh-bf,ban,,,6,3h59m45s,true,795
	794,crowdsec,Ip:198.18.10.2,crowdsecurity/http-bf,captcha,,,6,3h59m45s,false,794
	793,cscli-import,Ip:198.18.10.3,list,ban,,,0,-2m3s,false,793
	792,crowdsec,Country:CN,geo,ban,,,6,3h59m45s,false,792
	791,cscli,Ip:host.example,manual,ban,,,1,3h59m45s,false,791
	790,cscli,Range:0.0.0.0/0,manual,ban,,,1,3h59m45s,false,790
	789,cscli,Ip:fe80::1%eth0,manual,ban,,,1,3h59m45s,false,789
	788,cscli,Ip:198.18.11.1,"two
	lines",ban,,,1,3h59m45s,false,788
CSV
EOF
chmod +x "$tmp/bin/cscli"
feed() { on fw env PATH="$tmp/bin:$PATH" sh /usr/share/doc/sfw/examples/crowdsec-feed; }
fed() { fw group list crowdsec | awk 'NR > 1 { print $1 }' | paste -sd' '; }
ok "the feed of CrowdSec" feed
is "tells those that are no prefix, one by one" "$output" "crowdsec-feed: left out: 'Ip:host.example'
crowdsec-feed: left out: 'Range:0.0.0.0/0'
crowdsec-feed: left out: 'Ip:fe80::1%eth0'"
is "all others are a group: no simulated one, no captcha, none that is over" "$(fed)" \
	"198.18.8.1 198.18.9.0/24 198.18.11.1 2001:db8::9"
is "which is blocked" "$(holds 198.18.8.1 | cut -d' ' -f1-3)" "@crowdsec 198.18.8.1 blocked"
for answer in 'exit 1' 'exit 0' 'echo id,ip; echo 1,Ip:198.18.8.2'; do
	printf '#!/bin/sh\n%s\n' "$answer" >"$tmp/bin/cscli"
	status_is "an answer that is none is an error: $answer" 1 feed
	is "  and the bans stay" "$(fed)" "198.18.8.1 198.18.9.0/24 198.18.11.1 2001:db8::9"
done
printf '#!/bin/sh\necho id,source,ip,reason,action,country,as,events_count,expiration,simulated,alert_id\n' \
	>"$tmp/bin/cscli"
ok "no decisions" feed
is "are no bans" "$(fed)" ''
make -s -C "$net_dir/../../ctl" uninstall
ok "make uninstall takes the action along" test ! -e /etc/fail2ban/action.d/sfw.conf
done_testing
