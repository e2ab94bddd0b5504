#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Containers: a packet that was sent to an address of this host is judged as one for
# it, wherever the NAT of an engine leads it. `test` says of each packet what the
# wire does.
# On the stock kernel too: NAT's hooks and its answers are the kernel's.
# In check-full: three container engines.
export SFW_PATIENCE=${SFW_SLOW:-1}
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/verdicts.sh"
. "$(dirname "$0")/container_host.sh"

container_world
start_talk
start_frames peer
container_services
sport=10000

wire_does() { # PROTO ADDR PORT, from peer
	local ip=ip4
	[[ $2 != *:* ]] || ip=ip6
	case $1 in
	tcp) by_frame "$ip(dst='$2') / TCP(sport=$sport, dport=$3)" ;;
	sctp) by_frame "$ip(dst='$2') / SCTP(sport=$sport, dport=$3) / SCTPChunkInit(init_tag=1, a_rwnd=65536, n_in_streams=1, n_out_streams=1)" ;;
	udp) by_socket peer udp "$2" "$3" ;;
	esac
}

cell() { # TEXT PROTO ADDR PORT [WANTED]
	local source=10.0.0.2 wire said
	[[ $3 != *:* ]] || source=fd00::2
	sport=$((sport + 1))
	said=$(told "$2" $source "$3" "$4" eth0)	# before a guard counts it
	wire=$(wire_does "$2" "$3" "$4")
	is "$1: $2 $3 $4" "$wire" "$said"
	[ -z "${5:-}" ] || [ "$wire" = "$5" ] || not_ok "$1: $2 $3 $4: $5" "$wire"
}

each_published() { # TEXT [WANTED]
	cell "$1" tcp 10.0.0.1 8080 "${2:-}"
	cell "$1" tcp fd00::1 8080 "${2:-}"
	cell "$1" udp 10.0.0.1 5353 "${2:-}"
	cell "$1" udp fd00::1 5353 "${2:-}"
	cell "$1" sctp 10.0.0.1 8090 "${2:-}"
	cell "$1" sctp fd00::1 8090 "${2:-}"
}

# Each engine, in each setting of forward: closed, and opened by its port.
fw enable
for engine in $engines; do
	engine "$engine"
	for forward in $forwards; do
		text="$engine, forward $forward"
		fw set forward "$forward"
		before=$(packets closed-tcp)
		each_published "$text, closed"
		is "$text: counted as closed" "$(($(packets closed-tcp) - before))" 2
		cell "$text, its neighbour" tcp 10.0.0.1 9999 tcp-reset
		cell "$text, its neighbour" tcp fd00::1 9999 tcp-reset
		cell "$text, its neighbour" sctp 10.0.0.1 9999 protocol-unreachable
		fw port add tcp 8080
		fw port add udp 5353
		fw port add sctp 8090
		each_published "$text, open" accept
		cell "$text, where it leads is closed" tcp 10.0.0.1 80 tcp-reset
		fw port del tcp 8080
		fw port del udp 5353
		fw port del sctp 8090
		fw set published off
		each_published "$text, published off"
		fw set published ports
	done
	no_engine
done

# Published for 127.0.0.1 alone: not from the cable, whatever is open.
fw set forward off
fw port add tcp 8081
fw trust add from 10.9.9.9
for engine in docker podman; do
	engine $engine
	cell "$engine: sent to 127.0.0.1 over the cable" tcp 127.0.0.1 8081 tcp-reset
	no_engine
done
fw port del tcp 8081
fw trust del from 10.9.9.9

# Straight to a container it is forwarded, and not published.
engine docker
fw set forward drop
fw port add tcp 80,8080
cell "straight to a container" tcp 172.17.0.2 80 drop
cell "straight to a container" tcp fd17::2 80 drop
fw port del tcp 80
fw lan add dev lan0
is "from the LAN the port table decides" "$(by_socket pc tcp 192.168.1.1 8080) $(told tcp 192.168.1.10 192.168.1.1 8080 lan0)" "accept accept"
fw port del tcp 8080
is "before lan" "$(by_socket pc tcp 192.168.1.1 8080) $(told tcp 192.168.1.10 192.168.1.1 8080 lan0)" "tcp-reset tcp-reset"
is "this host itself reaches it" "$(by_socket fw tcp 10.0.0.1 8080)" accept
fw lan del dev lan0

# from, dev, guard, knock, scan, block: as for a port of this host.
fw port add tcp 8080 from 10.0.0.0/30 dev eth0
cell "from and dev fit" tcp 10.0.0.1 8080 accept
is "dev does not" "$(by_socket pc tcp 10.0.0.1 8080)" tcp-reset
fw port del tcp 8080 from 10.0.0.0/30 dev eth0
fw port add tcp 8080 from 10.0.0.4/30
cell "from does not fit" tcp 10.0.0.1 8080 tcp-reset
fw port del tcp 8080 from 10.0.0.4/30

fw guard add slow 3/1h
fw port add tcp 8080 guard slow
for try in 1 2 3; do cell "a guard, try $try" tcp 10.0.0.1 8080 accept; done
cell "a guard, the fourth" tcp 10.0.0.1 8080 drop
fw list flush slow
on c1 iptables-legacy -P INPUT DROP
is "a SYN that comes twice is one connection" \
	"$(by_frame "ip4() / TCP(sport=901, dport=8080) * 2") $(fw -j list show slow | grep -o '"hits":[0-9]*')" 'drop "hits":1'
on c1 iptables-legacy -P INPUT ACCEPT
fw port del tcp 8080
fw guard del slow

fw knock add door tcp/7000,udp/8000
fw port add tcp 8080 knock door
cell "no knock before" tcp 10.0.0.1 8080 tcp-reset
frames "[ip4() / TCP(sport=910, dport=7000), ip4() / UDP(sport=910, dport=8000)]" >/dev/null
cell "knocked" tcp 10.0.0.1 8080 accept
fw list flush door
fw port del tcp 8080
fw knock del door
fw knock add door tcp/8080,tcp/7000
fw port add tcp 8082 knock door
frames "[ip4() / TCP(sport=911, dport=8080), ip4() / TCP(sport=911, dport=7000)]" >/dev/null
like "a published port is one to knock at" "$(fw list show door)" '^10\.0\.0\.2 '
fw port del tcp 8082
fw knock del door

fw set scan tcp
fw port add tcp 8080
cell "a scanner is not listed yet" tcp 10.0.0.1 8080 accept
fw port del tcp 8080
cell "a closed published port lists" tcp 10.0.0.1 8080 tcp-reset
like "by the port that was tried" "$(fw list show tcp-portscan)" '^10\.0\.0\.2 .*tcp/8080'
fw port add tcp 8080
cell "then open ones are closed" tcp 10.0.0.1 8080 tcp-reset
fw flush lists
fw set scan off

# Live connections: they come before sfw, go on when their port closes, and when
# conntrack's table is lost; a block cuts them.
fw disable
on fw iptables-legacy -t nat -I DOCKER -p tcp --dport 8085 -j DNAT --to 172.17.0.2:7005
on fw iptables-legacy -I DOCKER -d 172.17.0.2 -p tcp -j ACCEPT
spawn c1 socat -u TCP4-LISTEN:7005,fork,reuseaddr OPEN:"$tmp/heard",creat,append
wait_for listening c1 tcp 7005
mkfifo "$tmp/say"
spawn peer socat -u PIPE:"$tmp/say" TCP4:10.0.0.1:8085
exec 7<>"$tmp/say"
says() { echo "$1" >&7; wait_for 10 grep -q "$1" "$tmp/heard" && echo heard; }
is "a connection before the firewall" "$(says one)" heard
unload_sfw
load_sfw
fw port add tcp 8080
fw enable
is "goes on, though its port is closed" "$(says two)" heard
fw port add tcp 8085
on fw conntrack -F >/dev/null 2>&1
is "conntrack's table is lost, the port is open: it goes on" "$(says three)" heard
fw set offload on
fw set forward drop
is "by the flow table" "$(says four) $(says five)" "heard heard"
fw set offload off
cell "the middle of no connection: its port decides, not its flags" tcp 10.0.0.1 8080 accept
was=$(packets not-syn)
frames "ip4() / TCP(sport=920, dport=8080, flags='A')" >/dev/null
is "never not-syn" "$(($(packets not-syn) - was))" 0
fw block add 10.0.0.2
is "a block cuts it" "$(says six || echo cut)" cut
fw block del 10.0.0.2
exec 7>&-
no_engine

# Between containers the engine decides; to the host's addresses the port table.
engine podman
fw set forward off
hairpin() { echo "$(by_socket c2 tcp 10.0.0.1 8080) $(told tcp 172.18.0.2 10.0.0.1 8080 br-0123456789ab)"; }
is "a container to a published port that is open" "$(hairpin)" "accept accept"
fw port del tcp 8080
is "that is closed" "$(hairpin)" "tcp-reset tcp-reset"
is "container to container" "$(by_socket c2 tcp 172.17.0.2 80) $(told tcp 172.18.0.2 172.17.0.2 80 br-0123456789ab)" "accept accept"
no_engine

# An address in the cluster is none of this host: what is sent to it is forwarded.
for engine in kube_iptables kube_nft; do
	engine $engine
	cluster() { echo "$(by_socket c2 tcp 10.96.0.10 8000) $(told tcp 172.18.0.2 10.96.0.10 8000 br-0123456789ab)"; }
	fw set forward drop
	is "$engine: an address in the cluster" "$(cluster)" "drop drop"
	fw lan add dev 'br-*'
	is "$engine: with lan" "$(cluster)" "accept accept"
	fw lan del dev 'br-*'
	fw set forward off
	is "$engine: with forward off" "$(cluster)" "accept accept"
	no_engine
done

# The port list tells who serves a port, in the forms of each engine.
fw port add tcp 8080
fw port add tcp 9998-9999
for engine in $engines; do
	engine "$engine"
	case $engine in
	redirect) is "$engine: a port that is led on" "$(served 8080)" "nat -> :80" ;;
	*) is "$engine: a port that is led on" "$(served 8080)" "nat -> 172.17.0.2:80, nat -> [fd17::2]:80" ;;
	esac
	no_engine
done
is "a port of an address in the cluster" "$(engine kube_nft; fw port add tcp 8000; served 8000; fw port del tcp 8000; no_engine)" nobody
is "a program" "$(fw port add tcp 80; served 80; fw port del tcp 80)" python3
is "nobody" "$(served 9998-9999)" nobody
fw port del tcp 9998-9999
fw port del tcp 8080

# Guests need more than a way out.
spawn fw socat UDP4-RECVFROM:67,fork,reuseaddr /dev/null
wait_for listening fw udp 67
like "lan of a bridge with a DHCP server tells the line" "$(fw lan add dev docker0 2>&1)" 'hint: .*port add udp 53,67 dev docker0$'
fw port add udp 53,67 dev docker0
fw lan del dev docker0
is "no hint where they are open" "$(fw lan add dev docker0 2>&1)" ""
evil="a';\$(id)"
on fw ip link add "$evil" type bridge
like "a name that is a command is quoted" "$(fw lan add dev "$evil" 2>&1)" " dev 'a'\\\\'';\\\$\\(id\\)'\$"
fw lan del dev "$evil"
is "nor of what is no bridge" "$(fw lan add dev lan0 2>&1)" ""
fw lan del dev docker0
fw lan del dev lan0
fw port del udp 53,67 dev docker0

# published off: judged by where it goes, as forwarded or local.
fw set published off
engine podman
like "published off: test tells where it is led" "$(fw test tcp 10.0.0.2 to 10.0.0.1:8080 in eth0)" '^note +by others nat -> 172.17.0.2:80'
is "published off, forward off: nobody judges it" "$(wire_does tcp 10.0.0.1 8080)" accept
fw set forward drop
sport=$((sport + 1))
is "published off, forward drop: as any that is forwarded" "$(wire_does tcp 10.0.0.1 8080)" drop
no_engine
engine redirect
fw port add tcp 80
sport=$((sport + 1))
is "published off: the port that it is led to" "$(wire_does tcp 10.0.0.1 8080)" accept
fw set published ports
sport=$((sport + 1))
is "on again: the one that it was sent to" "$(wire_does tcp 10.0.0.1 8080)" tcp-reset

ok "bad words" fw get published
status_is "maybe is no value" 2 fw set published maybe
like "it says which are" "$output" "ports.off"
is "and changes nothing" "$(fw get published)" ports
done_testing
