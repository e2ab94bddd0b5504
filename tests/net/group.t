#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Groups: what names them, what they hold, what of it is policy; and a sync under traffic.
# By the host's clock: packets flow while a group is replaced.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

wire fw peer
crowd fw
fw enable
for ip in 198.18.0.1 198.18.0.2; do ip -n peer addr add $ip/32 dev eth0; done
address peer eth0 fd01::1/128 fd01::2/128
listen fw tcp 22
listen fw tcp 25
start_talk

from() { # ADDRESS PORT: open, ECONNREFUSED or silence
	case $1 in
	*:*) talk probe peer tcp fd00::1 "$2" "$1" ;;
	*) talk probe peer tcp 10.0.0.1 "$2" "$1" ;;
	esac
}
members() { fw group list "$1" | awk 'NR > 1 { print $1 }' | paste -sd' '; }

# Names.
ok "group new" fw group new office
status_is "twice" 1 fw group new office
like "says so" "$output" 'a group is called office already'
ok "group add makes one" fw group add home 198.18.0.2 comment "at home"
like "which is policy" "$(fw group list)" '^home +policy +1$'
status_is "what is in already" 1 fw group add home 198.18.0.2
like "is named" "$output" '198.18.0.2 is already in group home'
status_is "what is not in" 1 fw group del home 198.18.0.3
like "is named, too" "$output" '198.18.0.3 is not in group home'
status_is "an unknown name" 1 fw port add tcp 22 from @ofice
is "gets the nearest" "$output" "sfwctl: no group is called ofice: did you mean office?"
status_is "in a list" 1 fw group list hom
like "likewise" "$output" 'did you mean home\?'
status_is "in a file" 1 fw restore - <<<$'group new office\nport add tcp 22 from @offices'
is "with its line" "$output" "sfwctl: standard input:2:1: no group is called offices: did you mean office?"
status_is "nor is one in a masquerade" 2 fw masquerade add @home out eth0
fw group del home
is "group del" "$(fw group list | awk 'NR > 1')" "office  policy        0"

# Ports.
ok "a port from a group and a prefix" fw port add tcp 22 from 192.0.2.0/24,@office
is "shows it" "$(fw port list | awk 'NR > 1 { print $3 }' | paste -sd' ')" "192.0.2.0/24 @office"
is "an empty group lets nobody in" "$(from 198.18.0.1 22)" ECONNREFUSED
ok "members of both families" fw group add office 198.18.0.1,fd01::1
is "a member gets in" "$(from 198.18.0.1 22)" open
is "over IPv6" "$(from fd01::1 22)" open
is "others do not" "$(from 198.18.0.2 22) $(from fd01::2 22)" "ECONNREFUSED ECONNREFUSED"
fw group add office 198.18.0.2,fd01::2
is "members come" "$(from 198.18.0.2 22) $(from fd01::2 22)" "open open"
fw group del office 198.18.0.2,fd01::2
is "and go" "$(from 198.18.0.2 22) $(from fd01::2 22)" "ECONNREFUSED ECONNREFUSED"
like "test tells the line" "$(fw test tcp 198.18.0.1 to 22)" '^line +port add tcp 22 from @office$'
fw guard add slow 1/1h
fw port add tcp 24 from 0.0.0.0/0
fw port add tcp 24 from @office guard slow
is "a group decides before all sources" "$(fw port list | awk '$2 == 24 { print $3 }' | paste -sd' ')" "@office 0.0.0.0/0"
like "test agrees" "$(fw test tcp 198.18.0.1 to 24)" '^line +port add tcp 24 from @office guard slow$'
like "of a member" "$(fw test tcp 198.18.0.2 to 24)" '^line +port add tcp 24 from 0\.0\.0\.0/0$'
fw port del tcp 24 from 0.0.0.0/0,@office
event fw group add office 198.18.0.2 'for' 3s
lasts "a member for a time" 3 on fw sfwctl test tcp 198.18.0.2 to 22
size_of() { fw group list | awk -v name="$1" '$1 == name { print $3 }'; }
is_two() { [ "$(size_of office)" = 2 ]; }
ok "it is a member no more" wait_for 20 is_two
status_is "a group that is named stays" 1 fw group del office
is "the lines are told" "$output" "sfwctl: group office is named by 1 line: port add tcp 22 from @office"
fw trust add from @office
fw exempt add @office
fw forward add udp 99 in eth0 to 10.0.0.9 from @office
fw proto add gre from @office
status_is "as long as any line names it" 1 fw group del office
is "all of them are told, in the one line of an error" "$output" \
	"sfwctl: group office is named by 5 lines: trust add from @office; exempt add @office; port add tcp 22 from @office; proto add gre from @office; forward add udp 99 in eth0 to 10.0.0.9 from @office"

# Trust, exemptions, blocks.
is "trust from a group" "$(from 198.18.0.1 25) $(from 198.18.0.2 25)" "open ECONNREFUSED"
like "why says who holds it" "$(fw why 198.18.0.1)" '^trust +@office +198.18.0.1 +accepted '
like "in which group" "$(fw why 198.18.0.1)" '^group +office +198.18.0.1 +member +[0-9]+s '
fw trust del from @office
fw exempt del @office
fw forward del udp 99 in eth0
fw proto del gre from @office
fw port add tcp 25
fw group new feed volatile
ok "a group is blocked" fw block add @feed
status_is "once" 1 fw block add @feed
status_is "for good" 2 fw block add @feed 'for' 1h
is "its name is in the list" "$(fw block list | awk 'NR > 1 { print $1 }')" @feed
fw port add tcp 26
is "a session" "$(talk pair live tcp peer fw 10.0.0.1 26)" open
is "an empty one blocks nobody" "$(from 198.18.0.1 25)$(from fd01::1 25)" openopen
ok "members with comments and times" fw group add feed 198.18.0.0/31,fd01::1 'for' 1h comment "from the feed"
is "are blocked" "$(from 198.18.0.1 25) $(from fd01::1 25)" "silence silence"
is "others are not" "$(from 198.18.0.2 25) $(from fd01::2 25)" "open open"
like "why says by what" "$(fw why 198.18.0.1)" '^block +@feed +198.18.0.0/31 +blocked +.* (1h|60m|3600s|59m|35[0-9]{2}s) .*from the feed$'
like "test tells the line" "$(fw test tcp 198.18.0.1 to 25)" '^line +block add @feed$'
like "so does the journal" "$(fw refused 1 from 198.18.0.1)" 'blocked .*block add @feed$'
is "which knows groups" "$(fw refused from @feed reason blocked | awk 'NR > 1 { print $4 }' | sort -u | paste -sd' ')" "198.18.0.1 fd01::1"
is "and those alone" "$(fw refused from @office reason blocked | awk 'NR > 1 { print $4 }' | sort -u)" "$(printf '198.18.0.1\nfd01::1')"
fw exempt add @office
is "the exempt are spared" "$(from 198.18.0.1 25)" open
fw exempt del @office
fw group add feed 10.0.0.2
is "so are sessions" "$(talk say live c)" silence
fw group del feed 10.0.0.2

# What is policy, and what is not.
saved=$(fw save -)
like "save has members of a group" "$saved" '^group add office 198\.18\.0\.1$'
like "of a volatile one its name" "$saved" '^group new feed volatile$'
unlike "alone" "$saved" '^group add feed'
was=$(members feed)
ok "restore" fw restore - <<<"$saved"
is "keeps them" "$(members feed)" "$was"
is "changes nothing" "$(fw save -)" "$saved"
is "diff neither" "$(fw diff - <<<"$saved")" ''
fw group add feed 192.0.2.1
is "and it says nothing of them" "$(fw diff - <<<"$saved")" ''
fw group add office 192.0.2.1
is "but of the others" "$(fw diff - <<<"$saved")" "+group add office 192.0.2.1"
fw group add feed 192.0.2.9
ok "undo" fw undo
is "takes back what is policy" "$(members office) / $(members feed)" "198.18.0.1 fd01::1 / 192.0.2.1 192.0.2.9 $was"
fw save - >"$tmp/policy"
echo "group add office 192.0.2.77" >>"$tmp/policy"
ok "on trial" fw apply "$tmp/policy" confirm-within 1h
fw group add feed 192.0.2.2
fw group del feed 192.0.2.9
fw rollback
is "so does a rollback" "$(members office) / $(members feed)" "198.18.0.1 fd01::1 / 192.0.2.1 192.0.2.2 $was"
is "it blocks" "$(from 198.18.0.1 25)" silence
fw list save "$tmp/lists" >/dev/null
fw group sync feed /dev/null
is "sync of nothing" "$(members feed)" ''
fw group new other volatile
fw group add other 192.0.2.3
like "list restore" "$(fw list restore "$tmp/lists")" '^restored: [0-9]+ addresses in recent lists, 0 blocks, 4 members of groups$'
is "brings them back" "$(members feed)" "192.0.2.1 192.0.2.2 $was"
like "with their time" "$(fw group list feed)" '^198.18.0.0/31 +(1h|59m|3[0-9]{3}s) +from the feed$'
fw block del @feed
fw group del feed
status_is "not into a group that is gone" 0 fw list restore "$tmp/lists"
like "none of them" "$output" '0 blocks$'
like "which is said, and of how many" "$output" "warning: 4 members are left out, since this policy has no volatile group feed: add it and restore again, or the next 'list save' forgets them\$"
status_is "before it is done, too" 0 fw -n list restore "$tmp/lists"
like "and then nothing is" "$output" 'since this policy has no volatile group feed'
fw group new feed
status_is "nor what stays, into one that is policy now" 0 fw list restore "$tmp/lists"
like "which is said" "$output" 'warning: 2 members are left out, since .* no volatile group feed'
is "what has an end is back" "$(members feed)" "$was"
fw group del feed "${was/ /,}"
fw group del feed
fw group del other

# sync: all or nothing, and under traffic.
printf '198.18.0.1\n192.0.2.0/24 for 1h comment "net"\n' >"$tmp/good"
ok "sync" fw group sync office "$tmp/good"
is "replaces them" "$(members office)" "192.0.2.0/24 198.18.0.1"
status_is "a bad line" 1 fw group sync office - <<<$'198.18.0.9\n10.0.0.1/8'
like "is named" "$output" ':2: 10.0.0.1/8 has host bits set'
is "and changes nothing" "$(members office)" "192.0.2.0/24 198.18.0.1"
status_is "a group that is not there" 1 fw group sync offic "$tmp/good"
like "is an error" "$output" 'no group is called offic: did you mean office\?'

fw flush policy
fw group new g volatile
fw port add udp 53 from @g
size=${SFW_FEED:-20000}
for n in 1 2; do
	awk -v n="$size" -v a="$n" 'BEGIN { print "198.18.0.1"; print "fd01::1"
		for (i = 1; i < n; i++) printf "%d.%d.%d.%d\n", 20 + a, i / 65536, i / 256 % 256, i % 256 }' >"$tmp/feed$n"
done
fw group sync g "$tmp/feed1"
before=$(packets port)
is "all $size are in" "$(size_of g)" $((size + 1))
for n in 1 2; do on fw iptables-legacy -t raw -A PREROUTING -p udp -s 198.18.0.$n; done
came() { on fw iptables-legacy -t raw -nvxL PREROUTING | awk -v s="$1" '$0 ~ s { print $1 }'; }
closed=$(packets closed-udp)
for n in 1 2; do spawn peer hping3 -q --udp -s 4000 -p 53 -a 198.18.0.$n -d 20 -i u1000 10.0.0.1; hping[n]=$spawned; done
sent() { [ "$(came 198.18.0.1)" -gt 200 ] && [ "$(came 198.18.0.2)" -gt 200 ]; }
ok "both sources send, each packet a connection" wait_for sent
for _ in $(seq 5); do
	for n in 2 1; do fw group sync g "$tmp/feed$n" || not_ok "sync"; done
done
kill -INT "${hping[@]}"
wait "${hping[@]}"
is "of the source in both feeds each packet was let in" "$(($(packets port) - before))" "$(came 198.18.0.1)"
is "of the source in none not one" "$(($(packets closed-udp) - closed))" "$(came 198.18.0.2)"
done_testing
