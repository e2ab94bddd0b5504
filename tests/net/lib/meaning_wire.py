#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""meaning_wire.py: pairs of policies, and a packet of each class that "diff ... meaning"
tells. It comes to the host "fw" while either runs, and the reasons that are counted must
be those of the class. eth1, which no policy names, is any other interface. Left out is
what no single packet on a cable is: connections, errors, and sources that the stack refuses.
Prints "ok TEXT" or "bad TEXT". SFW_PAIRS pairs, of SFW_SEED."""
import json
import os
import random
import re
import subprocess
import tempfile
from collections import Counter

from scapy.compat import raw
from scapy.layers.inet import IP, TCP, UDP
from scapy.layers.inet6 import IPv6
from scapy.layers.l2 import Ether
from scapy.layers.sctp import SCTP, SCTPChunkInit
from scapy.packet import Raw

from oracle_random import number
from test_wire import ICMP6, SEED, Host, Policy, Wires, consistent, publish
from wiretap import PEER_MAC, checksum

PAIRS = int(os.environ.get("SFW_PAIRS", "20"))
OWN = {("eth0", False): "10.0.0.1", ("eth0", True): "fd00::1", ("eth1", False): "172.17.0.1", ("eth1", True): "fd01::1"}
PROTOCOLS = {"tcp": 6, "udp": 17, "sctp": 132, "icmp": 1, "icmpv6": ICMP6, "gre": 47, "esp": 50, "ospf": 89}
STRANGE = re.compile(r"^(0\.0\.0\.|127\.|2(2[4-9]|[3-5]\d)\.|::$|::1$|fe80::$|ff)")


class Plain(Policy):
    """No lists, which a packet would change; no reverse path, of which files know nothing."""

    def lines(self):
        yield from ("enable", "knock add door tcp/7000,udp/8000")
        for _ in range(self.rng.randrange(2, 9)):
            line = re.sub(r"eth1|eth\*|\be\*", "eth0", self.statement())
            if not re.search("guard|scan|rpfilter", line):
                yield line

    def pair(self):
        """Half of the lines are in both."""
        one = consistent(self.lines())
        return one, consistent([*(line for line in one if line.startswith(("enable", "knock")) or self.rng.random() < 0.5),
                                *list(self.lines())[2:]])


class Witness:
    """The words of "test" as a frame."""

    def __init__(self, text, sport):
        words = text.split()
        self.values = dict(zip(words[3::2], words[4::2]))
        self.proto = PROTOCOLS.get(words[1]) or int(words[1])
        self.src, self.sport = self.split(words[2])
        self.v6 = ":" in self.src
        self.dst, self.dport = self.split(self.values.get("to", ""))
        if self.dst.isdigit():
            self.dst, self.dport = "", int(self.dst)
        self.dev = self.values.get("in", "eth1")
        if self.dev == "other0":
            self.dev = "eth1"
        self.sport = self.sport or sport
        self.state, self.flags = self.values.get("state", "new"), self.values.get("flags", "S")

    @staticmethod
    def split(text):
        match = re.match(r"^(?:\[(.*)\]|([^:]*)):(\d+)$", text)
        return (match.group(1) or match.group(2), int(match.group(3))) if match else (text, 0)

    def is_of_a_cable(self):
        if self.dev not in ("eth0", "eth1") or STRANGE.match(self.src) or self.src in OWN.values() or \
                (self.proto, self.values.get("type")) == (ICMP6, "1") or (self.src.startswith("fe80:") and self.dst and self.dst != "fe80::"):
            return False
        return self.state == "new" or (self.state == "invalid" and self.proto == 6 and self.flags == "A")

    def payload(self):
        if self.proto == 6:
            return TCP(sport=self.sport, dport=self.dport, flags="FA" if self.state == "invalid" else self.flags)
        if self.proto == 17:
            return UDP(sport=self.sport, dport=self.dport) / Raw(b"x" * 8)
        if self.proto == 132:
            return SCTP(sport=self.sport, dport=self.dport) / SCTPChunkInit(init_tag=1)
        if self.proto not in (1, ICMP6):
            return Raw(bytes(40))
        body = bytes([int(self.values.get("type", "128" if self.v6 else "8")), 0, 0, 0]) + self.sport.to_bytes(2, "big") + bytes(18)
        head = number(self.src) + number(self.dst) + len(body).to_bytes(4, "big") + self.proto.to_bytes(4, "big") if self.v6 else b""
        return Raw(body[:2] + checksum(head + body).to_bytes(2, "big") + body[4:])

    def frame(self):
        inner = self.dev == "eth1"
        if self.dst == "fe80::" or (not self.dst and self.src.startswith("fe80:")):
            self.dst = "fe80::ff:fe00:101" if inner else "fe80::ff:fe00:1"
        self.dst = self.dst or OWN[self.dev, self.v6]
        hops = 255 if self.proto == ICMP6 and 133 <= int(self.values.get("type", "0")) <= 137 else \
            1 if self.proto == ICMP6 and self.src.startswith("fe80:") else 64
        head = IPv6(src=self.src, dst=self.dst, hlim=hops, nh=self.proto) if self.v6 else IP(src=self.src, dst=self.dst, proto=self.proto)
        return raw(Ether(dst="02:00:00:00:01:01" if inner else "02:00:00:00:00:01",
                         src="02:00:00:00:01:02" if inner else PEER_MAC) / head / self.payload())


def compare(one, other):
    """The classes, as "diff" has them."""
    with tempfile.NamedTemporaryFile("w") as a, tempfile.NamedTemporaryFile("w") as b:
        for file, lines in ((a, one), (b, other)):
            file.write("\n".join(lines) + "\n")
            file.flush()
        return json.loads(subprocess.run(["sfwctl", "-j", "diff", a.name, b.name, "meaning"], capture_output=True, text=True,
                                         check=False).stdout)["classes"]


class Replay:
    def __init__(self):
        self.rng = random.Random(SEED)
        self.policy, self.wires, self.host = Plain(self.rng), Wires(), Host()
        self.sport, self.seen, self.bad, self.left = 20000, Counter(), [], 0

    def replay(self, lines, side, witnesses):
        publish(lines)
        for text, entry in witnesses:
            self.sport = 20000 + (self.sport - 19999) % 40000
            packet = Witness(text, self.sport)
            frame = packet.frame()
            before = self.host.reasons()
            self.wires.socks[packet.dev == "eth1"].send(frame)
            got, told = self.host.wait(before), entry[side]["reason"]
            self.seen[told] += 1
            if got != [told]:
                self.bad.append(f"{text}: {side} says {told}, the wire {' '.join(got) or 'nothing'}; policy: {'; '.join(lines)}")

    def all(self):
        for _ in range(PAIRS):
            one, other = self.policy.pair()
            classes = [(entry["test"], entry) for entry in compare(one, other)]
            witnesses = [(text, entry) for text, entry in classes if Witness(text, 1).is_of_a_cable()]
            self.left += len(classes) - len(witnesses)
            self.replay(one, "a", witnesses)
            self.replay(other, "b", witnesses)
        total = sum(self.seen.values())
        print(f"# SFW_SEED={SEED} SFW_PAIRS={PAIRS}: {total // 2} witnesses, {self.left} left out, {dict(self.seen)}")
        print(f"bad {len(self.bad)} of {total} differ: " + " | ".join(self.bad[:6]) if self.bad or not total else
              "ok witnesses of diff meaning: the wire counts the reasons of both policies", flush=True)


Replay().all()
