#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Connections through a gateway, masqueraded and forwarded, outlive that packets are not
# judged for a while, and a module that is replaced as doctor says. Those without an answer
# follow forwarded ports that change.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/gateway.sh"

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
load_script() { on fw sh "$net_dir/../../ctl/systemd/load" "$1"; }

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
	ok "the machine is closed" load_script --close
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
done_testing
