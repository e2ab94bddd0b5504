#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Connections through a gateway, masqueraded and forwarded, outlive that packets are not
# judged for a while, and a module that is replaced as doctor says.
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
done_testing
