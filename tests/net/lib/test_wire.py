#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""test_wire.py: any policies, and any packets by both interfaces of the host "fw", to
it and through it. The kernel's "test" is asked about each packet, then the packet
comes: the reason that is counted must be the one that was told, the entry that counts
must be that of the line, and a refusal must be answered as the verdict says. Prints
"ok TEXT" or "bad TEXT" for each reason and for all. SFW_PACKETS packets, of SFW_SEED."""
import os
import random
import re
import select
import socket
import struct
import subprocess
import sys
import time
from collections import Counter

from scapy.compat import raw
from scapy.layers.inet import ICMP, IP, TCP, UDP
from scapy.layers.inet6 import IPv6
from scapy.layers.l2 import Ether
from scapy.layers.sctp import SCTP, SCTPChunkInit
from scapy.packet import Raw

from netlink import ATTR, CMD, HEADER, NLM_F_DUMP, NLM_F_REQUEST, NLMSG_DONE, Netlink, attrs, find
from oracle_random import number
from wiretap import PEER_MAC, checksum, enter, socket_in

PACKETS, SEED = int(os.environ.get("SFW_PACKETS", "2000")), int(os.environ.get("SFW_SEED", "1"))
OF_A_POLICY = 100
PATIENCE = float(os.environ.get("SFW_SLOW", "1"))
NEW, ESTABLISHED, RELATED, INVALID, UNTRACKED = range(5)
ICMP6 = 58
# Flags of a first segment, and what conntrack takes it for.
FLAGS = {"S": NEW, "SEC": NEW, "A": NEW, "PA": NEW, "UA": NEW, "SA": INVALID, "R": INVALID, "RA": INVALID, "FA": INVALID,
         "F": INVALID, "": INVALID, "FSRPAU": INVALID}
REFUSED_BY = {"drop": (), "reject with tcp-reset": ("rst",), "reject with port-unreachable": ("port",),
              "reject with protocol-unreachable": ("protocol",), "reject with host-unreachable": ("host",),
              "reject with admin-prohibited": ("admin",)}


def words(name):
    """Of a list X(IDENTIFIER, "word", ...) in the header, in its order."""
    with open(HEADER, encoding="ascii") as header:
        block = re.search(rf"#define {name}\(X\)(.*?)\n\n", header.read(), re.S).group(1)
    return re.findall(r'X\([A-Z0-9_]+,\s*"([^"]+)"', block)


REASONS, ACTIONS = words("SFW_REASONS"), words("SFW_ACTIONS")
COMMANDS = {n: name for name, n in CMD.items()}


class Policy:
    """Lines of any policy; pools are small, so that packets meet them."""

    def __init__(self, rng):
        self.rng = rng

    def pick(self, *choices):
        return self.rng.choice(choices)

    def maybe(self, text, chance=0.4):
        return " " + text if self.rng.random() < chance else ""

    def source(self):
        return self.pick("10.0.0.0/24", "10.0.0.3", "192.0.2.0/24", "0.0.0.0/0", "172.17.0.0/24", "172.17.0.9", "fd00::/64", "fd00::3",
                         "2001:db8::/32", "fd01::/64", "::/0", "fe80::/10")

    def ports(self):
        return self.pick("22", "80", "53", "6000-6010", "68", "546", "7000", "1-65535", "22,80", "8080")

    def dev(self):
        return self.pick("eth0", "eth1", "eth*", "e*", "wg0")

    def statement(self):
        proto = self.pick("tcp", "tcp", "udp", "sctp", "tcp,udp")
        return self.pick(
            f"port add {proto} {self.ports()}{self.maybe('from ' + self.source())}{self.maybe('dev ' + self.dev())}"
            f"{self.maybe('guard ' + self.pick('one', 'two'))}{self.maybe('knock door', 0.2)}",
            f"port add {proto} {self.ports()}{self.maybe('dev ' + self.dev())}",
            f"proto add {self.pick('gre', 'esp', 'ospf')}{self.maybe('from ' + self.source())}{self.maybe('dev ' + self.dev())}",
            *((f"trust add {self.pick('from ' + self.source(), 'dev ' + self.dev())}",) if self.rng.random() < 0.3 else ()),
            *((f"block add {self.source()}",) if self.rng.random() < 0.3 else ()),
            f"exempt add {self.source()}",
            f"lan add dev {self.pick('eth0', 'eth1', 'eth*')}",
            f"forward add {self.pick('tcp', 'udp')} {self.pick('8080', '80', '6000-6010')} in {self.pick('eth0', 'eth1', 'eth*')} "
            f"to {self.pick('172.17.0.2', '172.17.0.2:80', '172.17.0.3:22', '10.0.0.2')}{self.maybe('from ' + self.pick('10.0.0.0/24', '192.0.2.0/24'))}",
            f"forward add tcp {self.pick('8080', '80')} in {self.pick('eth0', 'eth1')} to {self.pick('fd01::2', '[fd01::2]:80', '[fd01::3]:22')}",
            f"set {self.pick('ping off', 'dhcp off', 'reject4 drop', 'reject4 admin', 'reject6 drop', 'reject6 rfc', 'early off')}",
            f"set {self.pick('scan tcp', 'scan udp', 'scan tcp,udp', 'scan-ports 3')}",
            f"set {self.pick('rpfilter strict', 'rpfilter loose', 'forward reject', 'forward off', 'forward reject')}")

    def lines(self):
        yield from ("enable", "set scan-window 1h", "guard add one 1/1h", f"guard add two 2/1h{self.maybe('mask4 24')} then "
                    f"{self.pick('reject', 'block 1h')}", "knock add door tcp/7000,udp/8000 within 1h open 1h")
        yield from (self.statement() for _ in range(self.rng.randrange(1, 14)))


class Packets:
    """Each is (attributes of "test", frame, whether by eth1)."""

    def __init__(self, rng):
        self.rng, self.port, self.flows = rng, 1024, set()

    def pick(self, *choices):
        return self.rng.choice(choices)

    def first_of_its_flow(self, src, dst, values, payload):
        """The second packet from a fixed port goes as the first one did: its translation, and
        that a guard let it in, are kept in the table of connections."""
        flow = (src, dst, values["SPORT"], values["DPORT"])
        if flow in self.flows:
            values["SPORT"] = payload.sport = self.next_port()
        self.flows.add(flow)

    def next_port(self):
        self.port = 1024 if self.port == 65535 else self.port + 1
        return self.port

    def ends(self, v6, inner):
        """Source, destination, and its MAC address."""
        host = "02:00:00:00:01:01" if inner else "02:00:00:00:00:01"
        if v6:
            link = self.rng.random() < 0.15
            if link:
                src = "fe80::ff:fe00:102" if inner else "fe80::ff:fe00:2"
                dst = self.pick("fe80::ff:fe00:101" if inner else "fe80::ff:fe00:1", "ff02::1")
            else:
                src = self.pick("fd01::2", "fd01::9", "fd01::9", "fd00::5") if inner else \
                    self.pick("fd00::2", "fd00::3", "fd00::9", "2001:db8::7", "2002:c000:207::1", "fd01::5")
                dst = self.pick("fd00::1", "fd00::1", "fd01::1", "fd00::2" if inner else "fd01::2", "fd00::2" if inner else "fd01::2",
                                "2001:db8::9" if inner else "fd01::77", "ff02::1")
            return src, dst, "33:33:00:00:00:01" if dst == "ff02::1" else host
        src = self.pick("172.17.0.2", "172.17.0.9", "172.17.0.9", "10.0.0.5") if inner else \
            self.pick("10.0.0.2", "10.0.0.3", "10.0.0.9", "192.0.2.7", "198.51.100.200", "172.17.0.5")
        dst = self.pick("10.0.0.1", "10.0.0.1", "172.17.0.1", "10.0.0.2" if inner else "172.17.0.2", "10.0.0.2" if inner else "172.17.0.2",
                        "192.0.2.99" if inner else "172.17.0.77", "255.255.255.255", "224.0.0.1", "172.17.0.255" if inner else "10.0.0.255")
        return src, dst, {"224": "01:00:5e:00:00:01", "255": "ff:ff:ff:ff:ff:ff"}.get(
            dst.split(".", maxsplit=1)[0], "ff:ff:ff:ff:ff:ff" if dst.endswith(".255") else host)

    def upper(self, v6, inner, link):
        """(protocol, payload, more attributes, hop limit). Protocols without ports go one way
        only, since what goes both is a connection; and a link-local source is never forwarded."""
        kind = self.pick("tcp", "tcp", "tcp", "tcp", "udp", "udp", "udp", "icmp", "sctp", "other")
        dport = self.pick(22, 53, 6011, 7000, 8000, 68, 546, 9999, 1, 65535, *(() if link else (80, 6000, 6005, 8080)))
        if kind == "tcp":
            flags, ct = self.pick(("S", NEW), ("S", NEW), ("S", NEW), *FLAGS.items())
            sport, segment = self.next_port(), TCP(flags=flags, seq=self.rng.getrandbits(32))
            segment.sport, segment.dport = sport, dport
            return 6, segment, {"SPORT": sport, "DPORT": dport, "TCP_FLAGS": int(segment.flags) & 0xff, "CT_STATE": ct}, 64
        if kind == "udp":
            sport = self.pick(*[self.next_port()] * 6, 67, 547)
            return 17, UDP(sport=sport, dport=dport) / Raw(b"x" * 8), {"SPORT": sport, "DPORT": dport, "CT_STATE": NEW}, 64
        if kind == "sctp":
            sport = self.next_port()
            return 132, SCTP(sport=sport, dport=dport) / SCTPChunkInit(init_tag=1), {"SPORT": sport, "DPORT": dport, "CT_STATE": NEW}, 64
        if kind == "icmp" and v6:
            number_, ct, hops = self.pick((128, NEW, 64), (128, NEW, 64), (129, INVALID, 64), (135, UNTRACKED, 255), (136, UNTRACKED, 255),
                                          (130, UNTRACKED, 1), (143, UNTRACKED, 1), (155, INVALID, 64))
            body = struct.pack("!BBHHH", number_, 0, 0, self.next_port(), 1) + (number("fd00::77") if number_ in (135, 136) else bytes(16))
            return ICMP6, body, {"ICMP_TYPE": number_, "CT_STATE": ct}, hops
        if kind == "icmp":
            number_, ct = self.pick((8, NEW), (8, NEW), (0, INVALID), (13, NEW))
            return 1, ICMP(type=number_, id=self.next_port(), seq=1) / Raw(b"x" * 8), {"ICMP_TYPE": number_, "CT_STATE": ct}, 64
        proto = self.pick(*((89, 103) if inner else (47, 50)))
        return proto, Raw(bytes(40)), {"CT_STATE": NEW}, 64

    def one(self):
        v6, inner = self.rng.random() < 0.5, self.rng.random() < 0.35
        src, dst, mac = self.ends(v6, inner)
        proto, payload, values, hops = self.upper(v6, inner, src.startswith("fe80:"))
        if proto == 17:
            self.first_of_its_flow(src, dst, values, payload)
        if hops == 1 and not dst.startswith(("ff02:", "fe80:")):
            hops, values = 64, {**values, "ICMP_TYPE": 128, "CT_STATE": NEW}
            payload = b"\x80" + payload[1:]
        values.update(PROTO=proto, SRC=number(src), DST=number(dst), DEV="eth1" if inner else "eth0")
        head = IPv6(src=src, dst=dst, hlim=hops, nh=proto) if v6 else IP(src=src, dst=dst, ttl=hops, proto=proto)
        if proto == ICMP6:
            total = checksum(number(src) + number(dst) + struct.pack("!II", len(payload), proto) + payload)
            payload = Raw(payload[:2] + struct.pack("!H", total) + payload[4:])
        packet = raw(Ether(dst=mac, src="02:00:00:00:01:02" if inner else PEER_MAC) / head / payload)
        return f"{src} to {dst} {'eth1' if inner else 'eth0'} proto {proto} {values}", values, packet, inner


def each(data):
    while len(data) >= 4:
        length, kind = struct.unpack_from("HH", data)
        yield kind & 0x3fff, data[4:length]
        data = data[length + -length % 4:]


def identity(nest):
    """An object without what changes: what a line is made of."""
    changes = {ATTR[n] for n in ("PACKETS", "BYTES", "DURATION")}
    return tuple(sorted((k, v) for k, v in each(nest) if k not in changes))


class Host:
    """The netlink and the counters of fw."""

    def __init__(self):
        enter("/run/netns/fw")
        self.netlink = Netlink()

    def test(self, values):
        reply = self.netlink.raw(self.netlink.message("TEST", attrs(**values), NLM_F_REQUEST))
        if struct.unpack_from("H", reply, 4)[0] == 2:
            return Netlink.read(reply)
        found = dict(each(reply[20:]))
        command = found.get(ATTR["RULE_CMD"])
        return (ACTIONS[found[ATTR["ACTION"]][0]], REASONS[found[ATTR["REASON"]][0]],
                COMMANDS[command[0]] if command else None, identity(found.get(ATTR["RULE"], b"")))

    def counted(self):
        """Packets of each entry and forward."""
        self.netlink.sock.send(self.netlink.message("POLICY_GET", b"", NLM_F_REQUEST | NLM_F_DUMP))
        found = Counter()
        while True:
            data = self.netlink.sock.recv(1 << 17)
            while data:
                length, kind = struct.unpack_from("IH", data)
                if kind == NLMSG_DONE:
                    return found
                packets = find(data[20:length], ATTR["PACKETS"])
                if packets:
                    found[identity(data[20:length])] += struct.unpack("Q", packets)[0]
                data = data[length + -length % 4:]

    @staticmethod
    def reasons():
        with open("/proc/thread-self/net/sfw/stats", encoding="ascii") as stats:
            return Counter({line.split()[0]: int(line.split()[1]) for line in stats})

    def wait(self, before):
        """The reasons counted since; a packet that is judged comes at once."""
        until = time.monotonic() + PATIENCE
        while True:
            now = self.reasons()
            if now != before or time.monotonic() >= until:
                return sorted((now - before).elements())
            time.sleep(0.001)


class Wires:
    """Both cables, from their other ends."""

    def __init__(self):
        self.socks = [self.open("peer"), self.open("inner")]

    @staticmethod
    def open(ns):
        sock = socket_in(ns, socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        sock.bind(("eth0", 3))
        sock.setsockopt(263, 23, 1)     # SOL_PACKET, PACKET_IGNORE_OUTGOING
        return sock

    def answers(self):
        """How each frame from fw refuses something, if it does."""
        while ready := select.select(self.socks, [], [], 0)[0]:
            for sock in ready:
                refusal = refusal_of(sock.recv(65536)[14:])
                if refusal:
                    yield refusal


def refusal_of(packet):
    version = packet[0] >> 4
    if version not in (4, 6) or len(packet) < 28:
        return None
    proto, at = (packet[9], (packet[0] & 15) * 4) if version == 4 else (packet[6], 40)
    if proto == 6 and packet[at + 13] & 4:
        return "rst"
    if proto == 1 and packet[at] == 3:
        return {1: "host", 2: "protocol", 3: "port", 13: "admin", 10: "admin", 9: "admin"}.get(packet[at + 1])
    if proto == ICMP6 and packet[at] == 1:
        return {1: "admin", 4: "port"}.get(packet[at + 1])
    return None


def is_answered(values, packet):
    """Not resets and what is for several; and the kernel's own rejects to a link-local
    address leave by the first link."""
    return values["PROTO"] in (6, 17) and not packet[0] & 1 and not values.get("TCP_FLAGS", 0) & 4 and \
        not (values["DEV"] == "eth1" and values["SRC"][:2] == b"\xfe\x80")


def consistent(statements):
    """Those that can stand together with the ones before them."""
    lines = []
    for line in statements:
        text = "\n".join([*lines, line]) + "\n"
        if not subprocess.run(["sfwctl", "check", "-"], input=text, text=True, capture_output=True, check=False).returncode:
            lines.append(line)
    return lines


def publish(lines):
    subprocess.run(["sfwctl", "-f", "restore", "-"], input="\n".join(lines) + "\n", text=True, check=True)
    subprocess.run(["sfwctl", "flush", "lists"], check=True)


class Comparison:
    def __init__(self):
        self.rng = random.Random(SEED)
        self.policy, self.packets = Policy(self.rng), Packets(self.rng)
        self.wires, self.host = Wires(), Host()
        self.seen, self.bad, self.lines = Counter(), [], []

    def publish(self):
        self.lines = consistent(self.policy.lines())
        publish(self.lines)

    def one(self):
        name, values, packet, inner = self.packets.one()
        told = self.host.test(values)
        if not isinstance(told, tuple):
            self.bad.append(f"{name}: {told}")
            return
        action, reason, command, rule = told
        entries = self.host.counted() if command in ("PORT_ADD", "PROTO_ADD", "FORWARD_ADD") and action == "accept" else None
        list(self.wires.answers())
        before = self.host.reasons()
        self.wires.socks[inner].send(packet)
        got = self.host.wait(before)
        self.seen[reason] += 1
        if got != [reason]:
            self.tell(name, told, f"counted as {' '.join(got) or 'nothing'}")
        elif entries is not None and (counted := self.host.counted() - entries) != Counter([rule]):
            self.tell(name, told, f"{rule} is the line, {dict(counted)} counted it")
        elif action != "accept" and is_answered(values, packet):
            answers = tuple(self.wires.answers())
            if answers != REFUSED_BY[action]:
                self.tell(name, told, f"answered by {answers}")

    def tell(self, name, told, wire):
        self.bad.append(f"{name}: test says {told[:3]}, on the wire {wire}; policy: {'; '.join(self.lines)}")
        if len(sys.argv) > 1:
            print("#", self.bad[-1], flush=True)

    def all(self):
        for sent in range(PACKETS):
            if sent % OF_A_POLICY == 0:
                self.publish()
            self.one()
        for reason, count in sorted(self.seen.items()):
            print(f"ok {reason}: {count} packets")
        print(f"bad {len(self.bad)} of {PACKETS} differ: " + " | ".join(self.bad[:6]) if self.bad else
              f"ok {PACKETS} packets: reason, line and answer are those that test told")


if __name__ == "__main__":
    print(f"# SFW_SEED={SEED} SFW_PACKETS={PACKETS}", flush=True)
    Comparison().all()
