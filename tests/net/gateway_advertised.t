#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A host that becomes a gateway keeps the default route that a router advertised to it, and
# goes on hearing that router.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

wire fw peer
cable fw lan0 peer lan0
start_frames peer
# sysctl(8) writes the dots of a name as slashes.
link=wan.7 conf=/proc/sys/net/ipv6/conf
ip -n fw link set eth0 down
ip -n fw link set eth0 name $link
ip -n fw link set $link up
of_link() { on fw cat "$conf/$1/${2:-accept_ra}"; }
set_link() { on fw sh -c "echo $3 >$conf/$1/$2"; }
advertised() { ip -n fw -6 route show default | grep -q ' via fe80::ff:fe00:2 '; }
taken_back() { ! advertised; }
advertise() { # SECONDS
	frames "ip6(src=LINK_PEER6, dst='ff02::1', hlim=255) / ICMPv6ND_RA(routerlifetime=$1)" >/dev/null
}
learned() {
	advertise 900
	advertised
}
host_again() { # as it was before it forwarded
	fw flush policy
	fw disable
	on fw sysctl -qw net.ipv6.conf.all.forwarding=0 net.ipv4.ip_forward=0
	set_link $link accept_ra 1
	set_link lan0 accept_ra 1
	ok "a router's advertisement brings its route" wait_for learned
}

host_again
fw enable
fw lan add dev lan0 2>"$tmp/said"
is "IPv6 is forwarded" "$(of_link all forwarding)" 1
ok "the route stays" advertised
is "as accept_ra tells" "$(of_link $link)" 2
like "it is told, with what keeps it" "$(cat "$tmp/said")" \
	'^sfwctl: warning: .* accept_ra of wan\.7 is 2 now.*/etc/sysctl\.d: net\.ipv6\.conf\.wan/7\.accept_ra = 2$'
is "other links are left alone" "$(of_link lan0)" 1
advertise 0
ok "the router is heard still" wait_for taken_back
fw lan add dev lan1 2>"$tmp/said"
is "it is told once" "$(cat "$tmp/said")" ""

# A trial goes back, its forwarding stays: so must the route.
host_again
printf 'lan add dev lan0\nenable\n' >"$tmp/gateway"
fw -q apply "$tmp/gateway" confirm-within 1h 2>/dev/null
fw -q rollback
is "after a trial" "$(of_link all forwarding) $(of_link $link)" "1 2"
ok "the route is there" advertised

# Where that cannot be written, IPv6 is not forwarded.
host_again
fw enable
on fw unshare -m sh -c 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && sfwctl lan add dev lan0' sh \
	"$conf/$link/accept_ra" 2>"$tmp/said"
is "what would lose the route is not done" "$(of_link all forwarding) $(of_link $link)" "0 1"
is "IPv4 is forwarded" "$(on fw sysctl -n net.ipv4.ip_forward)" 1
ok "the route stays there" advertised
like "and the reason is told" "$(cat "$tmp/said")" \
	'warning: the policy is in force, but forwarding of IPv6 cannot be turned on: it ends the advertised default route of wan\.7, whose accept_ra cannot be 2: Read-only file system: sysctl -w net\.ipv6\.conf\.wan/7\.accept_ra=2 net\.ipv6\.conf\.all\.forwarding=1$'
done_testing
