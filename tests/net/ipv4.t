#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Without IPv6, switched off at boot (ipv6.disable=1) or not built: the kernel's
# tables of it are not there, and nothing of ours looks into them. What a policy
# says of IPv6 is kept; IPv4 is judged as ever. The stages net-ipv4boot and
# net-ipv4only run it.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/recent.sh"

if has_ipv6; then
	skip "a host without IPv6" "this kernel has it"
	done_testing
	exit
fi

# Who may do nothing here can have a namespace made, and end it.
for _ in 1 2 3; do
	ok "a user's namespace comes and goes" setpriv --reuid 65534 --clear-groups unshare -Urn true
done
host early
on early sfwctl enable
ip netns del early

wire fw peer
cat >"$tmp/policy" <<'END'
enable
set scan tcp,udp
set scan-window 1h
set rpfilter strict
set offload on
set log scan,closed-tcp
trust add from 2001:db8:7::/48
exempt add 2001:db8:e::/48
guard add ssh 3/10s mask6 64
knock add door tcp/7000,tcp/8000 open 1h
port add tcp 22 guard ssh
port add tcp 80
port add tcp 443 from 2001:db8::/32
port add udp 53 knock door
block add 2001:db8:bad::/48
block add 198.18.9.0/24
lan add dev lan0
masquerade add 192.168.1.0/24 out eth0
masquerade add fd01::/64 out eth0
forward add tcp 8000 in eth0 to 192.168.1.20:80
forward add tcp 8000 in eth0 to [fd01::20]:80
END
ok "a policy of both families is restored" on fw sfwctl restore "$tmp/policy"
is "IPv4 is forwarded" "$(on fw cat /proc/sys/net/ipv4/ip_forward)" 1
like "status knows of nothing else" "$(fw status)" '^forwarding +on for IPv4$'
unlike "nothing is missed" "$(fw status; fw doctor)" 'off for'
ok "the policy is what was restored" fw diff "$tmp/policy"

# Questions of a person about addresses of IPv6.
asked() { fw test "$@" | paste -sd' '; }
like "test: to no address" "$(asked tcp 2001:db8::9 to 443)" '^verdict +accept'
like "to one, which is not this host's" "$(asked tcp 2001:db8::9 to '[2001:db8::1]:443')" 'no-forward'
like "by an interface" "$(asked tcp 2001:db8::9 to '[2001:db8::1]:443' in eth0)" 'no-forward'
like "to this host, by it" "$(asked tcp 2001:db8::9 to 443 in eth0)" '^verdict +accept'
like "to a group" "$(asked udp 2001:db8::9 to '[ff02::1]:5353')" 'closed-udp'
like "over IPv4" "$(asked tcp 10.0.0.9 to 10.0.0.1:80)" '^verdict +accept'
ok "list add" fw list add tcp-portscan 2001:db8::5
like "why" "$(fw why 2001:db8::5)" 'tcp-portscan'
like "why not" "$(fw why 2001:db8:bad::1)" 'block'
ok "block" fw block add 2001:db8:dead::/48 for 1h
printf 'enable\nport add tcp 22\n' >"$tmp/trial"
ok "a trial" on fw sfwctl -q -f apply "$tmp/trial" confirm-within 1h
ok "goes back" fw rollback

# Packets.
start_talk
talk serve fw tcp 80 >/dev/null
is "open" "$(talk probe peer tcp 10.0.0.1 80)" open
is "closed" "$(talk probe peer tcp 10.0.0.1 81)" ECONNREFUSED
start_frames peer	# which would see these answers, too
# frames.py ends with a ping of IPv4, and the connection above goes on to its end meanwhile.
judged() { on fw awk '$1 !~ /^(neighbour|ping|established)$/' /proc/net/sfw/stats; }
before=$(judged)
is "frames of IPv6 come, and nobody takes them" \
	"$(frames '[ip6() / TCP(sport=9, dport=80, flags="S"), ip6() / UDP(sport=9, dport=53) / b"x", ip6() / ICMPv6EchoRequest()]')" silence
is "nor counts them" "$(judged)" "$before"
ip netns del fw
ok "all of it goes" unload_sfw
load_sfw enabled=1
status_is "and comes, enabled" 1 sfwctl test tcp 2001:db8::9 to '[2001:db8::1]:22'
done_testing
