#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A thousand restores, two policies by turns, under traffic: every packet is
# judged by one of them, none by a mixture. SFW_ROUNDS scales it.
# By the host's clock: packets flow while a policy is restored.
# In check-full: restores without a pause.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

rounds=${SFW_ROUNDS:-$((${SFW_SLOW:-1} > 1 ? 200 : $(few 1000)))}
wire fw peer
crowd fw
start_talk

# From 198.18.0.1 both accept, A by a port and B by trust; from 198.18.0.2 both refuse, A by a block
# and B since the port is closed to it. Half of A with half of B would do the opposite.
cat >"$tmp/A" <<'END'
port add udp 53 from 198.18.0.0/15
block add 198.18.0.2
port add tcp 5000
enable
END
cat >"$tmp/B" <<'END'
trust add from 198.18.0.1
port add udp 54 from 198.18.0.0/15
port add tcp 5001
enable
END
# Of hooks of one priority the last to come is the first to see a packet: these
# rules come before the first enable, and so count what sfw lets pass.
on fw iptables-legacy -t raw -A PREROUTING -s 198.18.0.1 -p udp
on fw iptables-legacy -A INPUT -s 198.18.0.1 -p udp
on fw iptables-legacy -A INPUT -s 198.18.0.2
fw restore "$tmp/A"
talk pair live tcp peer fw fd00::1 5000 >/dev/null
# Each packet from another port, so that each is a new connection.
spawn peer hping3 -q --udp -p 53 -a 198.18.0.1 -d 20 -i u2000 10.0.0.1
both=$spawned
spawn peer hping3 -q --udp -p 53 -a 198.18.0.2 -d 20 -i u2000 10.0.0.1
none=$spawned
rule() { on fw iptables-legacy -t "$1" -nvxL "$2" | awk -v s="$3" '$0 ~ s { print $1 }'; }
refused_reasons() { echo $(($(packets blocked) + $(packets closed-udp))); }
flowing() { [ "$(rule filter INPUT '198.18.0.1 ')" -gt 50 ] && [ "$(refused_reasons)" -gt 50 ]; }
ok "both sources send" wait_for flowing
talk stream live >/dev/null
port_before=$(packets port) trust_before=$(packets trusted)
block_before=$(packets blocked) closed_before=$(packets closed-udp)
is "$rounds restores, A and B by turns" "$(on fw sh -c "i=0; while [ \$i -lt $rounds ]; do
	sfwctl restore $tmp/B && sfwctl restore $tmp/A || exit; i=\$((i + 2)); done; echo \$i")" "$rounds"
kill -INT "$both" "$none"
wait "$both" "$none"
like "of an established connection every byte arrived" "$(talk stop live)" '^[1-9][0-9]*$'
sent=$(rule raw PREROUTING '198.18.0.1 ')
is "what both accept: all of $sent passed" "$(rule filter INPUT '198.18.0.1 ')" "$sent"
is "what both refuse: none passed" "$(rule filter INPUT '198.18.0.2 ')" 0
note "judged by A and by B: accepted $(($(packets port) - port_before)) and $(($(packets trusted) - trust_before))," \
	"refused $(($(packets blocked) - block_before)) and $(($(packets closed-udp) - closed_before))"
for reason in port:$port_before trusted:$trust_before blocked:$block_before closed-udp:$closed_before; do
	ok "${reason%:*} had its share" test "$(packets "${reason%:*}")" -gt "${reason#*:}"
done

# Counters go on.
fw restore "$tmp/A"
count() { fw -j port list | sed 's/.*"udp","ports":"53"[^}]*"packets":\([0-9]*\).*/\1/'; }
was=$(count)
fw restore "$tmp/A"
is "a port that is restored counts on" "$(count)" "$was"
done_testing
