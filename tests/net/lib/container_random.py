#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""container_random.py POLICIES PACKETS SEED, in the namespace fw of container_host.sh:
random policies and random translations of others, and packets to addresses of this
host and of a container. Before each is sent the kernel is asked for its verdict, as
`sfwctl test` asks. The wire shows which it was: what sfw accepts a chain behind it
answers with a code that sfw never uses; and the reason that was told must be the one
that is counted. Prints "ok TEXT" or "bad TEXT"."""
import collections
import random
import re
import struct
import subprocess
import sys

from scapy.compat import raw
from scapy.layers.inet import ICMP, IP, TCP, UDP
from scapy.layers.inet6 import ICMPv6EchoRequest, IPv6
from scapy.layers.l2 import Ether
from scapy.layers.sctp import SCTP, SCTPChunkInit
from scapy.packet import Raw

from oracle_random import number
from test_wire import ICMP6, Host
from wiretap import HOST_MAC, PEER_MAC, Wiretap, summed

PROTOS = {"tcp": 6, "udp": 17, "sctp": 132, "ospf": 89}
PORTS = (53, 80, 443, 5353, 7000, 7001, 8080, 8081, 8089, 8100, 9000)
SOURCES = {"eth0": ("10.0.0.17", "10.0.0.18", "10.0.0.21", "fd00::17", "fd00::18", "fd00::21"),
           "lan0": ("192.168.1.17", "192.168.1.18", "fd01::17", "fd01::18")}
HERE4, HERE6 = ("10.0.0.1", "10.0.0.100", "192.168.1.1", "172.17.0.1"), ("fd00::1", "fd01::1", "fd17::1")
CONTAINER4, CONTAINER6, LOOPBACK = "172.17.0.2", "fd17::2", "127.0.0.1"
# All that is sent to one of these may be led away. To what is no TCP, UDP or SCTP there is
# no answer over IPv6 then: by the new address its checksum, if it has one, is wrong.
LED4, LED6 = "10.0.0.100", "fd17::1"
FROM = ("10.0.0.16/30", "10.0.0.18", "10.0.0.0/24", "fd00::/64", "fd00::18", "192.168.1.0/24", "fd01::17", "0.0.0.0/0", "::/0")
DEVS = ("eth0", "lan0", "e*", "l*", "docker0", "eth0*")
ACTIONS = {"accept", "drop", "tcp-reset", "port-unreachable", "protocol-unreachable", "host-unreachable", "admin-prohibited"}
REASONS = {"trusted", "ping", "port", "proto", "lan", "forward", "blocked", "scan", "guard", "knock", "closed-tcp", "closed-udp",
           "closed-proto", "no-forward", "ping-off"}
# Answers of ICMP by code; the first of each is that of the chain behind sfw.
ANSWERS4 = {9: "accept", 3: "port-unreachable", 2: "protocol-unreachable", 1: "host-unreachable", 13: "admin-prohibited"}
ANSWERS6 = {0: "accept", 4: "port-unreachable", 1: "admin-prohibited"}
BEHIND = """
table inet behind {
	chain seen {
		meta l4proto { icmp, icmpv6 } accept
		ct state new meta nfproto ipv4 reject with icmp type net-prohibited
		ct state new meta nfproto ipv6 reject with icmpv6 type no-route
	}
	chain input { type filter hook input priority 10; jump seen; }
	chain forward { type filter hook forward priority 10; jump seen; }
}
"""


class Maker:
    """Lines of a policy, rules of a NAT, packets: all of small pools, so that they meet."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.sport, self.steps = 20000, ()

    def pick(self, *pool):
        return self.rng.choice(pool)

    def maybe(self, text, chance=0.4):
        return " " + text if self.rng.random() < chance else ""

    def ports(self):
        first = self.pick(*PORTS)
        return self.pick(str(first), str(first), f"{first}-{first + self.pick(1, 9, 100, 3000)}", "1-65535")

    def policy(self):
        pick = self.pick
        self.steps = (("tcp", pick(*PORTS)), ("udp", pick(5353, 7001)))
        lines = [f"set forward {pick('drop', 'reject', 'off')}", f"set scan {pick('off', 'off', 'tcp', 'udp', 'tcp,udp')}",
                 f"set reject4 {pick('rfc', 'admin', 'drop')}", f"set reject6 {pick('rfc', 'admin', 'drop')}",
                 f"set scan-ports {pick(1, 2)}", f"set dhcp {pick('on', 'off')}",
                 f"guard add g1 {pick('1/1h', '2/1h', '5/1h')}{self.maybe('then ' + pick('reject', 'block 1h'))}",
                 f"guard add g2 {pick('3/1h', '8/1h 4/30m')} mask4 {pick(24, 30, 32)}",
                 f"knock add k1 {','.join(f'{proto}/{port}' for proto, port in self.steps)} within 1h open 1h"]
        # The barrier has to be answered.
        lines += ["set ping off", "proto add ping from 10.0.0.2/32", "proto add ping from 192.168.1.2/32"] * pick(0, 0, 1)
        lines += [f"proto add ospf{self.maybe('from ' + pick(*FROM))}{self.maybe('dev ' + pick(*DEVS))}"] * pick(0, 1)
        for _ in range(self.rng.randrange(7)):
            lines.append(f"port add {pick('tcp', 'tcp', 'udp', 'sctp')} {self.ports()}{self.maybe('from ' + pick(*FROM))}"
                         f"{self.maybe('dev ' + pick(*DEVS))}{self.maybe('guard ' + pick('g1', 'g2'))}{self.maybe('knock k1', 0.2)}")
        lines += [f"lan add dev {pick(*DEVS)}"] * pick(0, 1)
        lines += [f"block add {pick('10.0.0.21', 'fd00::21', '192.168.1.16/30')}"] * pick(0, 0, 1)
        lines += [f"exempt add {pick(*FROM[:7])}"] * pick(0, 0, 1)
        lines += [f"trust add {pick('from 10.0.0.18', 'from fd00::18', 'dev lan0')}"] * pick(0, 0, 0, 1)
        lines += [f"forward add tcp 8100 in {pick('eth0', 'lan0', 'e*')} to {pick(CONTAINER4 + ':80', CONTAINER4)}"] * pick(0, 0, 1)
        # A port stands once, whatever its guard and knock.
        return list({re.split(" guard g| knock k", line)[0]: line for line in lines}.values()) + ["enable"]

    def rule(self, v6):
        """One port, or all that is sent to one address."""
        pick = self.pick
        if self.rng.random() < 0.15:
            return f"ip6 daddr {LED6} dnat to {CONTAINER6}" if v6 else f"ip daddr {LED4} dnat to {CONTAINER4}"
        proto = pick("tcp", "udp", "sctp")
        rule = pick("", "", 'iifname "eth0" ', 'iifname "lan0" ')
        if self.rng.random() < 0.3:
            rule += f"{'ip6' if v6 else 'ip'} daddr {pick(*HERE6) if v6 else pick(*HERE4, LOOPBACK)} "
        rule += f"{proto} dport {pick(*PORTS)} "
        if self.rng.random() < 0.3:
            return rule + f"redirect to :{pick(*PORTS)}"
        return rule + (f"dnat to [{CONTAINER6}]:{pick(*PORTS)}" if v6 else f"dnat to {CONTAINER4}:{pick(*PORTS)}")

    def translations(self):
        """The ports of our own forwards are left to them: of two the last registered wins."""
        text = "flush ruleset\n" + BEHIND
        for v6, family in ((False, "ip"), (True, "ip6")):
            rules = "\n".join("fib daddr type local " + self.rule(v6) for _ in range(self.rng.randrange(1, 6)))
            text += f"table {family} theirs {{ chain pre {{ type nat hook prerouting priority dstnat;\ntcp dport 8100 accept\n{rules}\n}}\n}}\n"
        return text

    def packet(self, like=None, **fields):
        pick = self.pick
        self.sport = 20000 if self.sport == 60000 else self.sport + 1
        if not like:
            dev = pick("eth0", "eth0", "lan0")
            src = pick(*SOURCES[dev])
            dst = pick(*(HERE6 * 3 + (CONTAINER6,) if ":" in src else HERE4 * 3 + (CONTAINER4, LOOPBACK)))
            proto = pick(*["tcp", "udp", "sctp"] * 3, "icmp", *(("ospf",) if dst != LED6 else ()))
            like = Packet(dev, src, dst, proto, 0, pick(*PORTS, 9999))
        return like._replace(sport=self.sport, **fields)

    def story(self):
        """One packet, or several of one source: tries, or a knock and a try."""
        first = self.packet()
        kind = self.pick("one", "one", "tries", "knock")
        if kind == "one":
            return [first]
        if kind == "tries":
            return [first] + [self.packet(first) for _ in range(3)]
        return [self.packet(first, proto=proto, dport=port) for proto, port in self.steps] + [self.packet(first)]

    def packets(self, count):
        packets = []
        while len(packets) < count:
            packets += self.story()
        return packets[:count]


class Packet(collections.namedtuple("Packet", "dev src dst proto sport dport")):
    def number(self):
        return PROTOS.get(self.proto) or (ICMP6 if ":" in self.src else 1)

    def has_ports(self):
        return self.proto in ("tcp", "udp", "sctp")

    def values(self):
        """As attributes of a question to the kernel."""
        values = {"PROTO": self.number(), "SRC": number(self.src), "DST": number(self.dst), "DEV": self.dev, "TCP_FLAGS": 2}
        if self.has_ports():
            values.update(SPORT=self.sport, DPORT=self.dport)
        if self.proto == "icmp":
            values.update(ICMP_TYPE=128 if ":" in self.src else 8)
        return values

    def frame(self):
        ip = (IPv6 if ":" in self.src else IP)(src=self.src, dst=self.dst)
        ports = {"sport": self.sport, "dport": self.dport}
        if self.proto == "tcp":
            ip /= TCP(**ports)
        elif self.proto == "udp":
            ip /= UDP(**ports) / Raw(b"datagram")
        elif self.proto == "sctp":
            ip /= SCTP(**ports) / SCTPChunkInit(init_tag=1, a_rwnd=65536, n_in_streams=1, n_out_streams=1)
        elif self.proto == "ospf":
            ip = summed(ip, self.number())
        else:
            ip /= (ICMPv6EchoRequest if ":" in self.src else ICMP)(id=self.sport)
        return raw(Ether(src=PEER_MAC, dst=HOST_MAC) / ip)


def word(answer):
    if answer[0] >> 4 == 4:
        at, proto = (answer[0] & 15) * 4, answer[9]
    else:
        at, proto = 40, answer[6]
    if proto == 6:
        return "tcp-reset" if answer[at + 13] & 4 else "accept"
    if (proto, answer[at]) in ((1, 0), (ICMP6, 129)):
        return "accept"
    if proto == 1 and answer[at] == 3:
        return ANSWERS4.get(answer[at + 1], f"code {answer[at + 1]}")
    if proto == ICMP6 and answer[at] == 1:
        return ANSWERS6.get(answer[at + 1], f"code {answer[at + 1]}")
    return f"protocol {proto}"


class Wire:
    """What comes of a packet: the answer, and the reasons that are counted."""

    def __init__(self, host):
        self.host, self.taps = host, taps()

    def settle(self):
        """The echoes that follow are established."""
        for tap in self.taps.values():
            tap.ask()

    def send(self, packet):
        before = self.host.reasons()
        answers = self.taps[packet.dev].ask(packet.frame())
        counted = self.host.reasons() - before
        del counted["established"]  # echoes: of the barrier, and of a container
        return word(answers[0]) if answers else "drop", sorted(counted.elements())


def agree(packet, said, wire):
    """What is sent to 127.0.0.1, and nobody translates, the kernel's routing drops: unseen."""
    action, reason = said
    return wire == (action, [reason]) or (packet.dst == LOOPBACK and wire == ("drop", []))


def taps():
    eth0, lan0 = Wiretap("peer"), Wiretap("pc")
    lan0.ping = raw(Ether(dst=HOST_MAC, src=PEER_MAC) / IP(src="192.168.1.2", dst="192.168.1.1", len=32, proto=1))
    return {"eth0": eth0, "lan0": lan0}


def publish(lines, rules):
    subprocess.run(["nft", "-f", "-"], input=rules, text=True, check=True)
    subprocess.run(["sfwctl", "-f", "restore", "-"], input="\n".join(lines) + "\n", text=True, check=True, capture_output=True)
    subprocess.run(["sfwctl", "flush", "lists"], check=True, capture_output=True)


def main():
    policies, packets, seed = map(int, sys.argv[1:4])
    maker, host = Maker(seed), Host()
    wire = Wire(host)
    actions, reasons, bad = collections.Counter(), collections.Counter(), []
    for _ in range(policies):
        lines, rules = maker.policy(), maker.translations()
        publish(lines, rules)
        wire.settle()
        for packet in maker.packets(packets):
            action, reason, *_ = host.test(packet.values())
            said = (action.removeprefix("reject with "), reason)
            met = wire.send(packet)
            actions[met[0]] += 1
            reasons.update(met[1])
            if not agree(packet, said, met):
                bad.append(f"{packet}: wire {met}, test {said}\n" + "\n".join(lines) + "\n" + rules.partition("table ip theirs")[2])
    for story in bad[:3]:
        print("# " + story.replace("\n", "\n# "))
    print("#", dict(actions), dict(reasons))
    print(f"{'bad' if bad else 'ok'} {policies} policies x {packets} packets: {policies * packets - len(bad)} agree")
    missing = (ACTIONS - set(actions)) | (REASONS - set(reasons)) if policies >= 100 else ()
    print(f"{'bad' if missing else 'ok'} each kind of answer and reason is met{''.join(', but ' + word for word in missing)}")


main()
