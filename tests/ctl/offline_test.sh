#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# "check" and "-F": the module's own source, without the module.
# Usage: offline_test.sh SFWCTL
set -u

sfwctl=$1
count=0
failed=0
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

result() { # STATUS NAME
	local word=ok
	[ "$1" -eq 0 ] || word='not ok' failed=1
	echo "$word $((++count)) - $2"
}

# refused TEXT, with a policy on standard input: "check" returns 2 and prints TEXT.
refused() {
	local got status
	cat >"$tmp/policy"
	got=$(cd "$tmp" && "$sfwctl" check policy 2>&1)
	status=$?
	[ "$status" -eq 2 ] && [ "$got" = "sfwctl: policy:$1" ]
	local good=$?
	[ "$good" -eq 0 ] || printf '# want 2 %s\n# got  %s %s\n' "$1" "$status" "$got"
	result "$good" "check: $1"
}

# prints STATUS TEXT WORDS...: TEXT is all that sfwctl -F policy WORDS prints.
prints() {
	local want=$1 text=$2 got status
	shift 2
	got=$("$sfwctl" -F "$tmp/policy" "$@" 2>&1)
	status=$?
	[ "$status" -eq "$want" ] && [ "$got" = "$text" ]
	local good=$?
	[ "$good" -eq 0 ] || printf '# want %s %s\n# got  %s %s\n' "$want" "$text" "$status" "$got"
	result "$good" "-F: $*"
}

refused '1:14: 70000 is not a port: 1 to 65535' <<<'port add tcp 70000'
refused '2:1: open already: tcp 22 from 10.0.0.0/8' <<'END'
port add tcp 22 from 10.0.0.0/8,192.0.2.1
port add tcp 22 from 10.0.0.0/8
END
sed -i 's/^  //' "$tmp/policy"
refused '3:3: open already: udp 1-5 dev eth0' <<'END'
# a remark
port add udp 1-5 dev eth0
  port add udp 1-5 dev eth0
END
refused '1:1: no guard is called g: add it first' <<<'port add tcp 22 guard g'
refused '1:1: no knock is called k: add it first' <<<'port add tcp 22 knock k'
refused '2:1: no group is called offic: did you mean office?' <<'END'
group new office
port add tcp 22 from @offic
END
refused '2:1: a group is called office already' <<'END'
group add office ::1
group new office
END
refused '2:1: ::1 is already in group office' <<'END'
group add office ::1
group add office ::1
END
refused '3:1: group office is named by 1 line' <<'END'
group new office
exempt add @office
group del office
END
refused '2:1: the name g is taken already' <<'END'
guard add g 3/10s
knock add g tcp/1
END
refused '1:1: the name tcp-portscan is taken already' <<<'guard add tcp-portscan 3/10s'
refused '3:1: guard g is named by 1 line' <<'END'
guard add g 3/10s
port add tcp 22 guard g
guard del g
END
refused '1:1: not open: tcp 22' <<<'port del tcp 22'
refused '2:1: tcp 23 is no line of its own: tcp 20-25 opens it' <<'END'
port add tcp 20-25
port del tcp 23
END
refused '3:1: udp 53 from ::1 dev br-1 is no line of its own: udp 53 dev br-* opens it' <<'END'
port add udp 53 from 10.0.0.0/8
port add udp 53 dev br-*
port del udp 53 from ::1 dev br-1
END
refused '2:1: tcp 23-30 is no line of its own: there is tcp 20-25' <<'END'
port add tcp 20-25
port del tcp 23-30
END
refused '2:1: tcp 22 is no line of its own: there is tcp 22 from 10.0.0.0/8' <<'END'
port add tcp 22 from 10.0.0.0/8
port del tcp 22
END
refused '2:1: not open: tcp 22 from 192.0.2.1' <<'END'
port add tcp 22 from 10.0.0.0/8,2001:db8::/32
port del tcp 22 from 192.0.2.1
END
refused '2:1: not open: udp 23 dev eth0' <<'END'
port add tcp,udp 23 dev eth1
port del udp 23 dev eth0
END
refused '3:1: tcp 22 from ::1 is no line of its own: there is tcp 22 from @g' <<'END'
group new g
port add tcp 22 from @g
port del tcp 22 from ::1
END
refused '2:1: proto ping is no line of its own: there is proto 1' <<'END'
proto add icmp
proto del ping
END
refused '2:1: 10.1.2.3 is no line of its own: 10.0.0.0/8 blocks it' <<'END'
block add 10.0.0.0/8,10.2.0.0/16
block del 10.1.2.3
END
refused '2:1: 10.0.0.0/8 is no line of its own: there is 10.1.0.0/16' <<'END'
block add 10.1.0.0/16,11.0.0.0/8
block del 10.0.0.0/8
END
refused '2:1: not blocked: from 10.0.0.0/8' <<'END'
block add 11.0.0.0/8,2001:db8::/32
block del 10.0.0.0/8
END
refused '3:1: 10.1.2.3 is no line of its own: @bad blocks it' <<'END'
group add bad 10.1.2.0/24,192.0.2.1
block add @bad
block del 10.1.2.3
END
refused '4:1: 2001:db8::1 is no line of its own: 2001:db8::/32 exempts it' <<'END'
group add good 10.1.2.0/24
exempt add 2001:db8::/32
block add @good
exempt del 2001:db8::1
END
refused '3:1: 10.1.2.3 is no line of its own: @good exempts it' <<'END'
group add good 10.1.2.0/24
exempt add @good
exempt del 10.1.2.3
END
refused '2:1: 10.1.2.3 is no line of its own: 10.1.2.0/24 holds it' <<'END'
group add good 10.1.2.0/24
group del good 10.1.2.3
END
refused '2:1: 10.1.0.0/16 is no line of its own: there is 10.1.2.0/24' <<'END'
group add good 10.1.2.0/24
group del good 10.1.0.0/16
END
refused '2:1: 192.0.2.1 is not in group good' <<'END'
group add good 10.1.2.0/24
group del good 192.0.2.1
END
refused '2:1: from 10.1.2.3 is no line of its own: from 10.0.0.0/8 trusts it' <<'END'
trust add from 10.0.0.0/8,::1
trust del from 10.1.2.3
END
refused '2:1: dev wg0 is no line of its own: dev wg* trusts it' <<'END'
trust add dev wg*
trust del dev wg0
END
refused '2:1: from 10.0.0.0/8 is no line of its own: there is from 10.1.0.0/16' <<'END'
trust add from 10.1.0.0/16
trust del from 10.0.0.0/8
END
refused '2:1: not trusted: from 10.0.0.0/8' <<'END'
trust add dev eth0
trust del from 10.0.0.0/8
END
refused '3:1: 10.1.2.3 is no line of its own: @good trusts it' <<'END'
group add good 10.1.2.0/24
trust add from @good
trust del from 10.1.2.3
END
refused '2:1: lan1 is no line of its own: lan* holds it' <<'END'
lan add dev lan*
lan del dev lan1
END
refused '2:1: lan1 is no line of its own: there is lan1 out wan0' <<'END'
lan add dev lan1 out wan0
lan del dev lan1
END
refused '2:1: another line masquerades it: from 10.0.0.0/8 out wan*' <<'END'
masquerade add 10.0.0.0/8 out wan*
masquerade del 10.1.0.0/16 out wan0
END
refused '2:1: no such line, but there is from 10.0.0.0/8 out wan0' <<'END'
masquerade add 10.0.0.0/8 out wan0
masquerade del 10.0.0.0/8 out wan0 to 192.0.2.1
END
refused '2:1: no guard is called door, but a knock is' <<'END'
knock add door tcp/7000,udp/8000
guard del door
END
refused '1:1: no knock is called door' <<<'knock del door'
long='tcp 10000-20000 from 2001:db8:1111:2222:3333:4444:5555:0/112'
refused '2:1: another line opens it: tcp 10000-20000 from 2001:db8:1111:2222:3333:4444:555...' <<END
port add $long
port del ${long/5555:0\/112/5555:6666}
END
refused '2:1: another line forwards it: tcp 80-90 in wan0 to 192.168.1.20' <<'END'
forward add tcp 80-90 in wan0 to 192.168.1.20
forward del tcp 80 in wan0 from 192.0.2.0/24
END
refused '2:1: not forwarded: tcp 82 in wan0 to 192.168.1.21' <<'END'
forward add tcp 80-90 in wan0 to 192.168.1.20
forward del tcp 82 in wan0 to 192.168.1.21
END
refused '2:1: trusted already: from 2001:db8::/32' <<'END'
trust add from 2001:db8::/32
trust add from 2001:db8::/32
END
refused '2:1: blocked already: from 2001:db8::1' <<'END'
block add 2001:db8::1 for 1h
block add 2001:db8::1
END
refused '2:1: exempt already: from 0.0.0.0/0' <<'END'
exempt add 0.0.0.0/0
exempt add 0.0.0.0/0
END
refused '2:1: in the local network already: lan0' <<'END'
lan add dev lan0
lan add dev lan0
END
refused '2:1: masqueraded already: from 10.0.0.0/8 out wan0' <<'END'
masquerade add 10.0.0.0/8 out wan0
masquerade add 10.0.0.0/8 out wan0
END
refused '2:1: masqueraded already: from 10.0.0.0/8 out wan0' <<'END'
masquerade add 10.0.0.0/8 out wan0
masquerade add 10.0.0.0/8 out wan0 to 192.0.2.1
END
refused '2:1: not masqueraded: from 10.0.0.0/8 out wan0 to 192.0.2.2' <<'END'
masquerade add 10.0.0.0/8 out wan0 to 192.0.2.1
masquerade del 10.0.0.0/8 out wan0 to 192.0.2.2
END
refused '2:1: from ::/0 out wan0 to ::2 is no line of its own: there is from ::/0 out wan0' <<'END'
masquerade add ::/0 out wan0
masquerade del ::/0 out wan0 to ::2
END
refused '3:1: not masqueraded: from 10.0.0.0/8 out wan0' <<'END'
masquerade add 10.0.0.0/8 out wan0 to 192.0.2.1
masquerade del 10.0.0.0/8 out wan0
masquerade del 10.0.0.0/8 out wan0
END
refused '257:1: 256 groups are there, the most there may be' < <(seq 257 | sed 's/.*/group add g& ::1/')
refused '2:1: forwarded already: tcp 80 in wan0 to 10.0.0.1' <<'END'
forward add tcp 80 in wan0 to 10.0.0.1
forward add tcp 80 in wan0 to 10.0.0.2
END
long='forward add tcp 80 in wan0 from 2001:db8:1111:2222:3333:4444:5555:0/112 to 2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff'
refused '2:1: forwarded already: tcp 80 in wan0 to 2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff ...' <<<"$long
$long"
refused '1:1: target is not the address of a host: fe80::1' \
	<<<'forward add tcp 80 in wan0 to fe80::1'
refused '65:1: there are 64 guards, the most there may be' < <(seq 65 | sed 's|.*|guard add g& 3/10s|')
refused '257:1: 256 sources are trusted, the most there may be' < <(seq 257 | sed 's/.*/trust add dev eth&/')

"$sfwctl" check "$tmp/missing" 2>/dev/null
[ $? -eq 2 ]
result $? 'check: a file that is not there'
"$sfwctl" check - </dev/null
result $? 'check: an empty policy, from standard input'
prints 2 'sfwctl: check never asks for a policy that runs: leave -F out' check "$tmp/policy"
for example in "$(dirname "$0")"/../../ctl/examples/*.conf; do
	case $example in */modprobe.conf | */strict.conf) continue ;; esac
	"$sfwctl" check "$example"
	result $? "check: ${example##*/}"
	"$sfwctl" -F "$example" save - >"$tmp/saved" && "$sfwctl" -F "$tmp/saved" save - | cmp - "$tmp/saved"
	result $? "-F: save of a saved ${example##*/} is the same"
done

cat >"$tmp/policy" <<'END'
set reject6 rfc
set ping off
guard add sshbf 3/10s
knock add door tcp/7000
trust add dev wg0
block add 203.0.113.0/24
port add tcp 22 guard sshbf
port add tcp 443 from 10.0.0.0/8 knock door
forward add tcp 80 in wan0 to 192.168.1.20:8080
lan add dev lan0
enable
END
accepted=$'verdict  accept\nreason   '
prints 0 "${accepted}port (open port)"$'\nline     port add tcp 22 guard sshbf' test tcp 192.0.2.1 to 22
prints 0 "${accepted}trusted (trusted source or interface)"$'\nline     trust add dev wg0' \
	test tcp 192.0.2.1 to 1 in wg0
# Without an interface no line with one fits: it is named, and nothing opens more than it.
closed=$'verdict  reject with tcp-reset\nreason   closed-tcp (closed TCP port)\nline     set reject4 rfc\n'
prints 1 "${closed%?}" test tcp 192.0.2.1 to 25
sed -i 's/^trust.*/port add tcp 25 dev br-*/' "$tmp/policy"
prints 1 "${closed}fix      port add tcp 25 from 192.0.2.1
fix      trust add from 192.0.2.1
note     'port add tcp 25 dev \"br-*\"' is for packets in by \"br-*\": add 'in br-0'" test tcp 192.0.2.1 to 25 fix
prints 1 "${closed}fix      port add tcp 80 from 192.0.2.1
fix      trust add from 192.0.2.1
note     'forward add tcp 80 in wan0 to 192.168.1.20:8080' is for packets in by wan0: add 'in wan0'" \
	test tcp 192.0.2.1 to 80 fix
"$sfwctl" -F "$tmp/policy" -j test tcp 192.0.2.1 to 25 fix | grep -q '"fix":\["port add tcp 25 from 192.0.2.1","trust add from 192.0.2.1"\]}$'
result $? 'fix: of a line with an interface, as JSON'
sed -i '/br-/d' "$tmp/policy"
prints 0 "${accepted}lo (loopback)" test tcp 192.0.2.1 to 1 in lo
prints 0 "${accepted}lan (from the local network)"$'\nline     lan add dev lan0' \
	test tcp 192.168.1.2 to 192.0.2.1:443 in lan0
prints 0 "${accepted}forward (forwarded port)"$'\nline     forward add tcp 80 in wan0 to 192.168.1.20:8080' \
	test tcp 192.0.2.1 to 80 in wan0
prints 0 "${accepted}forward (forwarded port)"$'\nline     forward add tcp 80 in wan0 to 192.168.1.20:8080
fix      block add 192.0.2.1\nfix      forward del tcp 80 in wan0 to 192.168.1.20' \
	test tcp 192.0.2.1 to 80 in wan0 fix
echo 'forward add tcp 81 in wan0 to [2001:db8::1]:82 from ::/0' >>"$tmp/policy"
"$sfwctl" -F "$tmp/policy" test tcp 2001:db8:1::1 to 81 in wan0 fix | grep -qx 'fix      forward del tcp 81 in wan0 to 2001:db8::1'
result $? 'fix: of a target with a port, IPv6'
sed -i '$d' "$tmp/policy"
prints 1 $'verdict  drop\nreason   blocked (blocked source)\nline     block add 203.0.113.0/24' \
	test tcp 203.0.113.9 to 22
prints 1 $'verdict  reject with port-unreachable\nreason   closed-udp (closed UDP port)\nline     set reject6 rfc' \
	test udp 2001:db8::1 to 53
prints 1 $'verdict  reject with tcp-reset\nreason   knock (no knock before)\nline     knock add door tcp/7000 within 10s open 30s' \
	test tcp 10.0.0.1 to 443
prints 1 $'verdict  reject with tcp-reset\nreason   closed-tcp (closed TCP port)\nline     set reject4 rfc
fix      port add tcp 25 from 192.0.2.1 dev eth0\nfix      port add tcp 25 from 192.0.2.1
fix      port add tcp 25 dev eth0\nfix      port add tcp 25\nfix      trust add from 192.0.2.1
fix      trust add dev eth0' test tcp 192.0.2.1 to 25 in eth0 fix
"$sfwctl" -F "$tmp/policy" test tcp 192.0.2.1 to 25 in 'q";id#' fix | grep -qxF 'fix      port add tcp 25 dev "q\";id#"'
result $? 'fix: of an interface with an odd name'
prints 0 "${accepted}port (open port)"$'\nline     port add tcp 22 guard sshbf
fix      block add 192.0.2.1\nfix      port del tcp 22' test tcp 192.0.2.1 to 22 fix
prints 1 $'verdict  drop\nreason   ping-off (echo request, ping is off)\nline     set ping off
fix      set ping on\nfix      trust add from 192.0.2.1' test icmp 192.0.2.1 fix
prints 1 $'verdict  drop\nreason   blocked (blocked source)\nline     block add 203.0.113.0/24
fix      exempt add 203.0.113.9\nfix      block del 203.0.113.0/24\nfix      trust add from 203.0.113.9' \
	test tcp 203.0.113.9 to 22 fix
cp "$tmp/policy" "$tmp/other"
printf 'group add vol 198.51.100.0/24,192.0.2.7\nblock add @vol\nport add tcp 26 from @vol\n' \
	>>"$tmp/policy"
sed -i '1i group new vol volatile' "$tmp/policy"
prints 1 $'verdict  drop\nreason   blocked (blocked source)\nline     block add @vol
fix      exempt add 198.51.100.9\nfix      group del vol 198.51.100.0/24\nfix      block del @vol
fix      trust add from 198.51.100.9' test tcp 198.51.100.9 to 22 fix
sed -i 's/^block add @vol/exempt add @vol/' "$tmp/policy"
prints 0 "${accepted}port (open port)"$'\nline     port add tcp 26 from @vol
fix      group del vol 192.0.2.7\nfix      port del tcp 26 from @vol' test tcp 192.0.2.7 to 26 fix
mv "$tmp/other" "$tmp/policy"
prints 0 rfc get reject6
sed -i 's|3/10s|& then block 1h|' "$tmp/policy"
prints 0 $'PREFIX          LEFT  GUARD  COMMENT\n203.0.113.0/24     -  -      -' block list
sed -i 's| then block 1h||' "$tmp/policy"
prints 0 'dry run: nothing changed' -n save /etc/sfw/sfw.conf
prints 0 $'NAME   WINDOWS  RTTL  MASK4  MASK6  THEN\nsshbf  3/10s    -        32    128  drop' guard list
prints 2 'sfwctl: stats needs the kernel: -F goes with test, diff, save, get, and the lists of objects' \
	stats
grep -v ^port "$tmp/policy" >"$tmp/other"
prints 1 $'+port add tcp 22 guard sshbf\n+port add tcp 443 from 10.0.0.0/8 knock door' diff "$tmp/other"
prints 0 '' diff "$tmp/policy"

cat >"$tmp/policy" <<'END'
port add tcp 80
forward add tcp 80 in wan0 to fd00::2
enable
END
prints 0 "${accepted}forward (forwarded port)"$'\nline     forward add tcp 80 in wan0 to fd00::2' \
	test tcp 2001:db8::1 to '[fe80::]:80' in wan0

# No address that a neighbour may have is taken for this host's own.
printf 'enable\nblock add fe80::1\n' >"$tmp/policy"
prints 1 $'verdict  drop\nreason   blocked (blocked source)\nline     block add fe80::1' \
	test tcp fe80::1 to 22
prints 1 $'verdict  drop\nreason   blocked (blocked source)\nline     block add fe80::1' \
	test udp fe80::1 to '[ff02::1]:22'

# As JSON: the same policy, byte for byte, both ways.
cat >"$tmp/other" <<'END'
set log scan,guard
group new feed volatile
group add office 10.1.0.0/16,2001:db8::/32 comment "the office"
port add tcp 25 from @office
block add @feed
trust add from 10.0.0.0/8
exempt add 198.51.100.0/24
guard add rttl 3/10s 4/30m rttl mask4 24 then block 1h
knock add door tcp/7000,udp/8000 within 5s
port add tcp 22 guard rttl comment "the \"office\" € from"
port add udp 6000-6010 dev "br-*" knock door
proto add gre from 2001:db8::/32
block add 203.0.113.0/24 comment abuse
lan add dev lan0
masquerade add 192.168.1.0/24 out wan0
forward add tcp 8000 in wan0 to 192.168.1.20:80 comment x
enable
END
"$sfwctl" -F "$tmp/other" -j save - >"$tmp/json" && "$sfwctl" check "$tmp/json" &&
	"$sfwctl" -F "$tmp/json" save - | cmp - <("$sfwctl" -F "$tmp/other" save -)
result $? 'JSON: a policy comes back as lines'
"$sfwctl" -F "$tmp/json" -j save - | cmp - "$tmp/json"
result $? 'JSON: and as JSON'
"$sfwctl" -F "$tmp/other" save -j - | cmp - "$tmp/json" && "$sfwctl" -F "$tmp/other" save --json "$tmp/json2" &&
	cmp "$tmp/json2" "$tmp/json"
result $? 'JSON: -j behind the verb'
(cd "$tmp" && "$sfwctl" -F "$tmp/other" save -j | cmp - "$tmp/json" &&
	"$sfwctl" -F "$tmp/other" -j save | cmp - "$tmp/json" && [ ! -e ./-j ])
result $? 'JSON: without a file it is printed'
(cd "$tmp" && for word in -q --force; do
	"$sfwctl" -F "$tmp/other" save $word 2>/dev/null
	[ $? = 2 ] && [ ! -e "./$word" ] || exit 1
done)
result $? 'an option is no name of a file'
cat >"$tmp/guards" <<'END'
guard add a live 3 mask4 24
guard add b live 3 mask6 48 then reject
guard add c 3/10s 4/1h live 2 rttl mask4 24 mask6 48 then block 1h
guard add d 3/10s mask4 24
END
"$sfwctl" -F "$tmp/guards" save -j - >"$tmp/json2" && "$sfwctl" check "$tmp/json2" &&
	"$sfwctl" -F "$tmp/json2" save - | cmp - <("$sfwctl" -F "$tmp/guards" save -)
result $? 'JSON: guards with and without windows'
# The order of members is nobody's.
cat >"$tmp/json2" <<'END'
{"enabled":true,"forward":[{"comment":"x","dev":"lan0","from":"2001:db8::/32","to":"::20","in":"wan0","ports":80,"proto":"tcp"}],
 "masquerade":[{"to":"192.0.2.1","out":"wan0","prefix":"10.0.0.0/8"}],"lan":[{"out":"wan0","dev":"lan0"}],
 "guard":[{"then":"block 1h","mask4":24,"rttl":true,"limits":["3/10s"],"live":2,"name":"g"}],
 "port":[{"comment":"y","guard":"g","dev":"eth0","from":"::1","ports":[22,23],"proto":"tcp"}],
 "group":[{"volatile":true,"name":"feed"}],"knock":[{"open":"1m","within":"5s","steps":"tcp/1","name":"k"}],"version":1}
END
"$sfwctl" -F "$tmp/json2" save - | grep -v '^set' | cmp - <(cat <<'END'
group new feed volatile
guard add g 3/10s live 2 rttl mask4 24 then block 1h
knock add k tcp/1 within 5s open 1m
port add tcp 22 from ::1 dev eth0 guard g comment "y"
port add tcp 23 from ::1 dev eth0 guard g comment "y"
lan add dev lan0 out wan0
masquerade add 10.0.0.0/8 out wan0 to 192.0.2.1
forward add tcp 80 in wan0 to ::20 dev lan0 from 2001:db8::/32 comment "x"
enable
END
)
result $? 'JSON: members in any order'
refused '1:14: 70000 is not a port: 1 to 65535' <<<'port add tcp 70000'
refused '2:2: open already: tcp 22' <<<'{"version":1,"port":[{"proto":"tcp","ports":"22"},
 {"proto":"tcp","ports":22}]}'
refused '1:48: no line has such a member' <<<'{"version":1,"proto":[{"proto":"gre","comment":"x"}]}'
refused '1:57: this member is there twice' <<<'{"version":1,"port":[{"proto":"tcp","ports":22}],"port":[{"proto":"tcp","ports":23}]}'
refused '1:68: this member is there twice' <<<'{"version":1,"port":[{"proto":"tcp","ports":22,"from":"::1","from":"::2"}]}'
refused '1:39: this member is there twice' <<<'{"version":1,"enabled":true,"enabled":false}'
refused '1:22: a member is missing that every such line has' <<<'{"version":1,"port":[{"proto":"tcp"}]}'
refused '1:1: "version":1 is missing' <<<'{"enabled":true}'
refused '2:1: a , or } is missing' <<<'{"version":1'
refused '1:29: there are too many arrays and objects in each other' <<<'{"version":1,"port":[[[[[[[[]]]]]]]]}'
refused '1:63: this is no character' <<<'{"version":1,"block":[{"prefix":"10.0.0.0/8","comment":"\ud83d"}]}'
"$sfwctl" -F <(echo '{"version":1,"block":[{"prefix":"10.0.0.0/8","comment":"\ud83d\ude00"}]}') save - |
	grep -qx 'block add 10.0.0.0/8 comment "😀"'
result $? 'JSON: a character of two halves'
refused '1:27: no policy has such a member' <<<'{"version":1,"enabeld":   true}'

# As editors of other systems begin a file.
printf '\xef\xbb\xbfport add tcp 22\n' >"$tmp/policy"
"$sfwctl" check "$tmp/policy"
result $? 'check: a byte order mark'
printf '\xef\xbb\xbf{"version":1}' | "$sfwctl" check -
result $? 'check: a byte order mark, of JSON'
refused '1:14: 70000 is not a port: 1 to 65535' < <(printf '\xef\xbb\xbfport add tcp 70000\n')

# A comparison of verdicts.
cat >"$tmp/policy" <<'END'
port add tcp 22
enable
END
cat >"$tmp/other" <<'END'
port add tcp 22 from 10.0.0.0/8
enable
END
# compares STATUS TEXT: TEXT is all that "diff policy other meaning" prints, in single blanks.
compares() {
	local got status
	got=$("$sfwctl" diff "$tmp/policy" "$tmp/other" meaning 2>&1)
	status=$?
	got=$(tr -s ' ' <<<"$got" | sed 1d)
	[ "$status" -eq "$1" ] && [ "$got" = "$2" ]
	local good=$?
	[ "$good" -eq 0 ] || printf '# want %s %s\n# got  %s %s\n' "$1" "$2" "$status" "$got"
	result "$good" "diff meaning: ${2%%$'\n'*}"
}
compares 1 'accept port reject with tcp-reset closed-tcp tcp 22 any but 10.0.0.0/8 - here new,untracked
 test tcp 198.51.100.1 to 22'
printf 'group add a 0.0.0.0/1,128.0.0.0/2,::/0\nport add tcp 22 from @a\nenable\n' >"$tmp/other"
compares 1 'accept port reject with tcp-reset closed-tcp tcp 22 192.0.0.0/2 - here new,untracked
 test tcp 198.51.100.1 to 22'
printf 'port add tcp 22 from 10.0.0.0/8\nport add tcp 22\nenable\n' >"$tmp/other"
[ "$("$sfwctl" diff "$tmp/policy" "$tmp/other" meaning)" = 'the same verdict for every packet' ]
result $? 'diff meaning: another line, and the same meaning'
"$sfwctl" -j -F "$tmp/policy" diff "$tmp/other" meaning | grep -q '"same":true'
result $? 'diff meaning: as JSON, of -F'
{ cat "$tmp/policy"; echo 'forward add tcp 80 in wan0 to 192.168.1.66'; } >"$tmp/other"
echo 'forward add tcp 80 in wan0 to 192.168.1.20 comment web' >>"$tmp/policy"
led='note: not compared: where a forward leads, and masquerade: lines differ'
says() { # STATUS TEXT: the whole output
	local got status
	got=$("$sfwctl" diff "$tmp/policy" "$tmp/other" meaning 2>&1)
	status=$?
	[ "$status" -eq "$1" ] && [ "$got" = "$2" ] || ! printf '# got %s %s\n' "$status" "$got"
	result $? "diff meaning: $2"
}
says 1 "no verdict on a packet differs, but a translation does"$'\n'"$led"
"$sfwctl" -j diff "$tmp/policy" "$tmp/other" meaning | grep -q '"same":false.*"without_translations":true'
result $? 'diff meaning: as JSON, of translations'
sed -i 's/66/20/' "$tmp/other"
says 0 'the same verdict for every packet'
echo 'masquerade add 10.0.0.0/8 out wan0' >>"$tmp/other"
says 1 "no verdict on a packet differs, but a translation does"$'\n'"$led"
sed -i /forward/d "$tmp/policy"
printf 'set rpfilter strict\nport add tcp 22\nenable\n' >"$tmp/other"
lines='no verdict that is compared differs, but lines do that are not'
unknown='note: not compared: rpfilter, invalid, published, discovery, lan ... out: lines differ'
compares 1 "$unknown"
for line in 'lan add dev lan0 out wan0' 'set invalid lan' 'set published off' 'set discovery on'; do
	printf '%s\nport add tcp 22\nenable\n' "$line" >"$tmp/other"
	says 1 "$lines"$'\n'"$unknown"
done
printf 'lan add dev lan0 out wan0\nenable\n' >"$tmp/other"
"$sfwctl" -F "$tmp/other" test tcp 192.168.1.3 to 198.51.100.7:53 in lan0 |
	grep -qx "note     a file has no routes: 'lan ... out' lets nothing through here"
result $? '-F test: no route is known'
for words in 'check /nosuch' 'diff /nosuch' '-F /nosuch test tcp ::1 to 22' "diff $tmp/other /nosuch meaning"; do
	# shellcheck disable=SC2086
	[ "$("$sfwctl" $words 2>&1; echo $?)" = "sfwctl: /nosuch: No such file or directory
2" ]
	result $? "$words: no answer"
done
remembered='note: recent lists are taken as empty: guards admit, nobody has knocked'
for line in $'set scan tcp\nport add tcp 22' $'guard add g 3/10s\nport add tcp 22 guard g'; do
	printf '%s\nenable\n' "$line" >"$tmp/other"
	says 1 "$lines"$'\n'"$remembered: lines differ"
done
printf 'guard add g 3/10s\nport add tcp 22\nenable\n' >"$tmp/other"
says 0 "the same verdict for every packet"$'\n'"$remembered"
printf 'port add tcp 22\nenable\n' >"$tmp/policy"
printf 'port add tcp 22\ndisable\n' >"$tmp/other"
says 1 'B judges no packets until it says enable: no other verdict differs'
echo 'port add tcp 22' >"$tmp/other"
says 1 'B judges no packets until it says enable: no other verdict differs'
# A file that does not say it leaves it, as "restore" does: lines agree with verdicts.
"$sfwctl" diff "$tmp/other" "$tmp/policy" && "$sfwctl" diff "$tmp/other" "$tmp/policy" meaning |
	grep -qx 'the same verdict for every packet'
result $? 'diff: of a file that does not say whether packets are judged'

# A policy that is wrong is not one that differs.
for wrong in 'port add tcp' 'port add tcp 22 guard g' '{"version":2}'; do
	echo "$wrong" >"$tmp/other"
	for files in "other" "other policy" "policy other"; do
		for meaning in "" meaning; do
			# shellcheck disable=SC2086
			(cd "$tmp" && "$sfwctl" -F policy diff $files $meaning >/dev/null 2>&1)
			[ $? -eq 2 ]
			result $? "diff $files $meaning: $wrong"
		done
	done
done

# The example of a hook, in a folder with a policy and its table.
hook=$(realpath "$(dirname "$0")/../../ctl/examples/pre-commit")
mkdir -p "$tmp/repository/policies" "$tmp/bin"
ln -s "$(realpath "$sfwctl")" "$tmp/bin/sfwctl"
printf 'port add tcp 443\nenable\n' >"$tmp/repository/policies/web.conf"
hook() { # STATUS NAME, with the table on standard input
	local status
	cat >"$tmp/repository/policies/${table:-web}.test"
	(cd "$tmp/repository" && PATH=$tmp/bin:$PATH sh "$hook") >/dev/null 2>"$tmp/said"
	status=$?
	[ "$status" = "$1" ] || sed 's/^/# /' "$tmp/said"
	[ "$status" = "$1" ]
	result $? "pre-commit: $2"
	rm "$tmp/repository/policies/"*.test
}
hook 0 'a table that holds' <<<$'# people\n\naccept tcp 198.51.100.7 to 443\nrefuse tcp 198.51.100.7 to 22'
hook 1 'a packet that is refused' <<<'accept tcp 198.51.100.7 to 22'
hook 1 'a packet that is accepted' <<<'refuse tcp 198.51.100.7 to 443'
hook 1 'a packet that is none' <<<'refuse tpc 198.51.100.7 to 443'
hook 1 'lines of another system' <<<$'refuse tcp 198.51.100.7 to 22\r'
hook 1 'a word that is none' <<<'refused tcp 198.51.100.7 to 22'
hook 1 'a last line without an end' < <(printf 'refuse tcp 198.51.100.7 to 22\nrefuse tcp 198.51.100.7 to 443')
table=wbe hook 1 'a table of no policy' <<<'refuse tcp 198.51.100.7 to 22'
echo 'port ad tcp 22' >>"$tmp/repository/policies/web.conf"
hook 1 'a policy that is wrong' <<<'# nothing'

# As many lines as on a large host, as an ordinary user.
{ seq 10000 | sed 's|.*|port add tcp & from 10.0.0.0/8|'; echo enable; } >"$tmp/policy"
"$sfwctl" check "$tmp/policy"
result $? 'check: 10,000 lines'
prints 0 "${accepted}port (open port)"$'\nline     port add tcp 9999 from 10.0.0.0/8' test tcp 10.1.2.3 to 9999

echo "1..$count"
exit "$failed"
