#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Connections through a gateway, masqueraded and forwarded, outlive that packets are not
# judged for a while, and a module that is replaced as doctor says. Those without an answer
# follow forwarded ports and masquerades that change.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/gateway.sh"

install_sfw
gateway_world
ip -n inet route del 192.168.1.0/24
fw lan add dev lan0
fw masquerade add 192.168.1.0/24 out wan0
fw forward add tcp 8000 in wan0 to 192.168.1.20:80
fw enable
fw save "$tmp/policy"
spawn inet "$python" "$net_dir/lib/streams.py" serve 198.51.100.2 7000
spawn server "$python" "$net_dir/lib/streams.py" serve 192.168.1.20 80
wait_for listening inet tcp 7000
wait_for listening server tcp 80

lan() { ask_helper lan "$*"; }
wan() { ask_helper wan "$*"; }
settled() {
	lan poke >/dev/null
	wan poke >/dev/null
	[[ $(lan state) == *' 0 waiting '* && $(wan state) == *' 0 waiting '* ]]
}
load_script() { on fw sh "$net_dir/../../ctl/systemd/load" "$@"; }

lasts() { # TEXT COMMAND
	start_helper lan ip netns exec client "$python" "$net_dir/lib/streams.py" open
	start_helper wan ip netns exec inet "$python" "$net_dir/lib/streams.py" open
	lan open masq 198.51.100.2 7000 9 >/dev/null
	wan open forward 198.51.100.1 8000 9 >/dev/null
	lan begin >/dev/null
	wan begin >/dev/null
	lan fall >/dev/null
	wan fall >/dev/null
	"$2"
	ok "$1: all go on" wait_for 60 settled
	is "$1: none is dead" "$(lan dead) $(wan dead)" "none none"
	lan close >/dev/null
	wan close >/dev/null
	exec {lan_in}>&- {lan_out}<&- {wan_in}>&- {wan_out}<&-
}

paused() {
	fw disable
	sleep 2
	fw enable
}

replaced() {
	ok "the machine is closed" load_script --close "$(modinfo -F version sfw)"
	unload_sfw
	sleep 2
	load_sfw boot_policy=drop
	fw restore "$tmp/policy"
	ok "and open again" load_script --clear
}

lasts "disable and enable" paused
lasts "a module that is replaced" replaced

# A stream of UDP without answers, all packets of it by one entry of conntrack.
fw flush policy
fw enable
set_sysctl fw net.netfilter.nf_conntrack_udp_timeout=3600
for name in fw client server; do
	spawn $name socat -u UDP4-RECV:514 "OPEN:$tmp/$name.heard,creat,append"
	wait_for listening $name udp 514 || not_ok "$name hears"
done
dns server 53
fw forward add udp 53 in wan0 to 192.168.1.20

goes() { # TEXT HOST: one packet more
	packet=$((packet + 1))
	echo $packet | on inet socat -u - UDP4-SENDTO:198.51.100.1:514,sourceport=5140
	wait_for hears $packet
	is "$1" "$(grep -lx $packet "$tmp"/*.heard | xargs -r -n 1 basename)" "$2.heard"
}
hears() { grep -qx "$1" "$tmp"/*.heard; }
packet=0
asks() { echo who | on inet timeout $((6 * ${SFW_SLOW:-1})) socat -t 5 -T 5 - UDP4:198.51.100.1:53,sourceport=5353 2>&1 | head -n 1; }

fw forward add udp 514 in wan0 to 192.168.1.20
goes "a stream is led to its host" server
is "one with an answer, too" "$(asks)" "from 198.51.100.2"
printf '%s\n' enable 'forward add udp 514 in wan0 to 192.168.1.10' >"$tmp/elsewhere"
fw restore "$tmp/elsewhere"
goes "another host: the stream follows" client
is "an answered one goes on, though its port leads nowhere" "$(asks)" "from 198.51.100.2"
fw group add far 198.51.100.2
fw forward add udp 514 in wan0 to 192.168.1.20 from @far
goes "a line that is more specific takes it" server
fw group del far 198.51.100.2
goes "as long as its source is a member" client
fw forward del udp 514 in wan0
fw port add udp 514
goes "a port of this host instead" fw
fw port del udp 514
fw forward add udp 514 in wan0 to 192.168.1.20
goes "and a host instead of it" server
fw disable
goes "nobody takes it away while packets are not judged" server
fw forward del udp 514 in wan0
fw forward add udp 514 in wan0 to 192.168.1.10 'for' 60s
goes "but a forward that goes then, goes" fw
fw enable
goes "and another one leads when they are" client
gone() { [ "$(fw forward list | wc -l)" = 1 ]; }
ok "a forward with an end" wait_for 90 gone
fw port add udp 514
goes "gives it back" fw

# Streams out of the local network: the address that they leave with.
fw flush policy
fw enable
fw lan add dev lan0
on fw conntrack -F >/dev/null 2>&1
dns inet 53
for kind in UDP4-RECVFROM:514 UDP6-RECVFROM:514,ipv6-v6only=1; do
	spawn inet socat -u $kind,fork "SYSTEM:echo \$(cat) \$SOCAT_PEERADDR >>$tmp/inet.from"
	wait_for listening inet udp 514 "${kind:3:1}" || not_ok "inet hears"
done

leaves() { # TEXT SOURCE [HOST [TO]]: one packet more, with the source that inet sees
	packet=$((packet + 1))
	echo $packet | on "${3:-client}" socat -u - "UDP-SENDTO:${4:-198.51.100.2}:514,sourceport=5140"
	wait_for grep -q "^$packet " "$tmp/inet.from"
	is "$1" "$(grep "^$packet " "$tmp/inet.from")" "$packet $2"
}
leaves6() { leaves "$1" "$2" client '[2001:db8:9::2]'; }
answered() { echo who | on client timeout $((6 * ${SFW_SLOW:-1})) socat -t 5 -T 5 - UDP4:198.51.100.2:53,sourceport=5353 2>&1 | head -n 1; }
spared() { on fw conntrack -L -p udp --orig-src 192.168.1.20 -o id 2>/dev/null | grep -o 'id=.*'; }

leaves "nothing hides a stream" 192.168.1.10
leaves "nor that of another host" 192.168.1.20 server
leaves6 "nor one of IPv6" '[2001:0db8:0001:0000:0000:0000:0000:0010]'
other=$(spared)
fw masquerade add 192.168.1.10/32 out wan0
leaves "a masquerade hides it" 198.51.100.1
like "the other host's entry stays" "$other" '^id='
is "as it is" "$(spared)" "$other"
is "an answered one is hidden, too" "$(answered)" "from 198.51.100.1"
fw masquerade add 2001:db8:1::/64 out wan0
leaves6 "one of IPv6" '[2001:0db8:0009:0000:0000:0000:0000:0001]'
fw masquerade add 192.168.1.0/24 out wan0 to 198.51.100.7
leaves "a wider one hides the other host" 198.51.100.7 server
leaves "a narrower one goes before it" 198.51.100.1
other=$(spared)
fw masquerade add 192.168.0.0/16 out wan9
is "one by another link concerns none that is hidden" "$(spared)" "$other"
fw masquerade del 192.168.0.0/16 out wan9
leaves "its end does" 198.51.100.7 server
other=$(spared)
printf '%s\n' enable 'lan add dev lan0' 'masquerade add 192.168.1.10 out wan0 to 198.51.100.8' \
	'masquerade add 192.168.1.0/24 out wan0 to 198.51.100.7' >"$tmp/elsewhere"
fw restore "$tmp/elsewhere"
leaves "another address: the stream follows" 198.51.100.8
is "an answered one keeps its own" "$(answered)" "from 198.51.100.1"
is "one whose masquerade stays its entry" "$(spared)" "$other"
leaves6 "and without its masquerade one of IPv6 is not hidden" '[2001:0db8:0001:0000:0000:0000:0000:0010]'
fw masquerade del 192.168.1.10 out wan0
leaves "the wider one is left" 198.51.100.7
fw disable
leaves "it stays hidden while packets are not judged" 198.51.100.7
on fw conntrack -D -p udp --orig-src 192.168.1.10 --dport 514 >/dev/null 2>&1
leaves "one that begins then is not" 192.168.1.10
fw enable
leaves "until they are" 198.51.100.7
fw masquerade del 192.168.1.0/24 out wan0
leaves "nothing hides it any longer" 192.168.1.10
is "an answered one keeps its own" "$(answered)" "from 198.51.100.1"
done_testing
