#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""rehearse_oracle.py SEED PACKETS EARLY_A EARLY_B DIRECT_A DIRECT_B: random packets meet a random policy A
in fw, which rehearses a random policy B; B in ref; and A alone in plain. Of each few
packets the findings of fw say how many more or fewer B accepts than A; and all that
fw answers and remembers is what plain does. Prints "ok TEXT" or "bad TEXT: WHY" a line.

Each packet is of a connection of its own, so conntrack is emptied when ports begin again. A rehearsal
judges no packet of a connection that the live policy has let in, where B in ref may have refused it. And
sources that are led back by eth0 get the address of this host: of two with the same port conntrack gives
one another, drawn by lot, so fw and plain would differ, rehearsal or not.

Blocks for a time are no policy: those of A hold in a rehearsal of B, so ref has them too. And to apply
the policy of a gateway turns forwarding on, as its rehearsal has it; where it is off nevertheless, what A
leads elsewhere is lost before anything judges it. So at even seeds, at which nothing forwards, neither
is one."""
import datetime
import itertools
import json
import os
import random
import re
import struct
import subprocess
import sys
import time

from scapy.layers.sctp import SCTP, SCTPChunkInit

from netlink import ATTR, NLM_F_DUMP, NLM_F_REQUEST, NLMSG_DONE, NLMSG_ERROR, Netlink, find
from oracle_random import ICMP, ICMP6, TCP, UDP, Packets, ethernet
from watcher import split
from wiretap import HOST4, HOST6, PEER4, PEER6, Wiretap, enter, plain

SEED, PACKETS, EARLY, DIRECT = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:5], sys.argv[5:7]
BATCH = int(os.environ.get("SFW_BATCH", "8"))
SOURCES = (*(f"198.18.0.{n}" for n in range(1, 17)), "192.0.2.7"), (*(f"fd01::{n:x}" for n in range(1, 17)), "2001:db8::7")
TO = (HOST4, HOST4, HOST4, HOST4, "203.0.113.9", "203.0.113.20", "224.0.0.1"), (HOST6, HOST6, HOST6, HOST6, "2001:db8:9::9", "ff02::1")
PORTS = (22, 22022, 8001, 80, 443, 53, 7000)
ACCEPTED = 12       # reasons that accept come first in the table

# Each line, or one of several, is in a policy or not.
LINES = (
    ["port add tcp 22,22022"], ["port add tcp 8001", "port add tcp 8001 from 198.18.0.0/29,fd01::/125"], ["port add udp 53"],
    ["guard add g 3/1h\nport add tcp 80 guard g", "guard add g 2/1h then block 1h\nport add tcp 80 guard g",
     "guard add g 5/1h then reject\nport add tcp 80 guard g"],
    ["knock add k tcp/7000 open 1h\nport add tcp 443 knock k"], ["proto add gre", "proto add 89 from 198.18.0.0/28"], ["port add sctp 22"],
    ["set scan tcp,udp\nset scan-window 86400", "set scan tcp\nset scan-window 86400\nset scan-ports 3"],
    ["exempt add 198.18.0.4/30,fd01::4/126"], ["trust add from 198.18.0.7", "trust add from fd01::/125"],
    ["block add 198.18.0.12/30,fd01::c/126", "block add 198.18.0.0/28"], ["block add 198.18.0.9 for 1h"],
    ["set rpfilter strict", "set rpfilter loose"], ["set reject4 drop", "set reject4 admin"], ["set dhcp off"],
    ["set forward reject", "set forward off"], ["lan add dev eth0"],
    ["forward add tcp 8001 in eth0 to 203.0.113.20:80", "forward add tcp 22 in eth0 to 203.0.113.20"],
)


def policy(rng, early, direct):
    share = rng.choice((0.2, 0.5))      # with few lines ports alone decide, and packets go direct
    lines = [rng.choice(choice) for choice in LINES if rng.random() < share]
    return "\n".join([*lines, f"set early {early}", f"set direct {direct}", "enable"])


class Kinds(Packets):
    """Packets of their own connections: each has a port of its own in its turn."""
    turn = 0

    def next_port(self):
        port = super().next_port()
        self.turn += port == 1024
        return port

    def one(self):
        rng = self.rng
        v6 = self.maybe(0.4)
        kind = rng.choice((self.segment, self.segment, self.datagram, self.message, self.carrier))
        name, proto, payload = kind(v6)
        src, dst = rng.choice(SOURCES[v6]), rng.choice(TO[v6])
        frame = ethernet(self.network(v6, proto, payload, src=src, dst=dst, **self.hops(v6, proto, payload)),
                         {"224.0.0.1": "01:00:5e:00:00:01", "ff02::1": "33:33:00:00:00:01"}.get(dst, "02:00:00:00:00:01"))
        return f"{src} to {dst}: {name}", [frame]

    def segment(self, v6):
        flags = self.rng.choice((2, 2, 2, 2, 2, 16, 18, 4, 1, 0))
        name, proto, payload = super().tcp(v6, flags, None, self.rng.choice(PORTS))
        return name, proto, payload[:12] + bytes([payload[12] & 0x0f | 0x50]) + payload[13:20]

    def datagram(self, v6):
        ports = self.next_port(), self.rng.choice((53, 8001, 67, 1000 + self.rng.randrange(9)))
        return f"udp {ports}", UDP, struct.pack("!HHHH", *ports, 12, 0) + b"ping"

    def message(self, v6):
        kinds = (128, 129, 130, 133, 135, 136, 143, 200) if v6 else (8, 8, 0, 17, 10)
        kind = self.rng.choice(kinds)
        return f"icmp {kind}", ICMP6 if v6 else ICMP, struct.pack("!BBHHH", kind, 0, 0, self.next_port(), 1) + bytes(24)

    def carrier(self, v6):
        proto = self.rng.choice((47, 47, 89, 50, 132))
        if proto == 132:
            begin = SCTP(sport=self.next_port(), dport=22) / SCTPChunkInit(init_tag=1, a_rwnd=9000, n_out_streams=1, n_in_streams=1, init_tsn=1)
            return "sctp INIT", proto, bytes(begin)
        return f"protocol {proto}", proto, struct.pack("!HHI", self.next_port(), 22, 0) + bytes(24)

    def hops(self, v6, proto, payload):
        return {"hlim" if v6 else "ttl": self.rng.choice((64, 255, 2, 1) if proto == ICMP6 else (64, 63, 2))}

    def maybe(self, chance):
        return chance > 0.1 and super().maybe(chance)     # sums are right


def run(ns, *command, text=""):
    return subprocess.run(["ip", "netns", "exec", ns, *command], input=text, check=True,
                          capture_output=True, text=True).stdout


def sfwctl(ns, *words, text=""):
    return run(ns, "sfwctl", *words, text=text)


def stats(ns):
    enter("/run/netns/" + ns)
    with open("/proc/thread-self/net/sfw/stats", encoding="ascii") as table:
        return {line.split()[0]: int(line.split()[1]) for line in table}


class Findings:
    """How many packets more, and how many fewer, B would accept."""

    def __init__(self, ns):
        enter("/run/netns/" + ns)
        self.nl = Netlink()

    def read(self):
        self.nl.sock.send(self.nl.message("FINDINGS_GET", b"", NLM_F_REQUEST | NLM_F_DUMP))
        more = fewer = 0
        while True:
            for kind, message in split(self.nl.sock.recv(1 << 17)):
                if kind == NLMSG_DONE:
                    return more, fewer
                assert kind != NLMSG_ERROR
                packets = struct.unpack("Q", find(message[20:], ATTR["PACKETS"]))[0]
                if find(message[20:], ATTR["ACTION"])[0]:
                    fewer += packets
                else:
                    more += packets


def remembered(ns, since):
    """All that a policy leaves behind, without times."""
    lists = sfwctl(ns, "list").splitlines()[1:]
    names = [line.split()[0] for line in lists]
    shown = {name: sorted(" ".join(line.split()[:2]) for line in sfwctl(ns, "list", "show", name).splitlines()) for name in names}
    refused = {}        # packets within a second are one line, or two
    for r in map(json.loads, sfwctl(ns, "-j", "refused", "4096").splitlines()):
        key = *(r[k] for k in ("reason", "proto", "prefix", "dst", "port", "in")), re.sub(r" for \d+[smhd]$", "", r["line"] or "")
        if r["time"] >= since:
            refused[key] = refused.get(key, 0) + r["packets"]
    blocks = sorted(line.split()[0] for line in sfwctl(ns, "block", "list").splitlines())
    ports = [line.split() for line in sfwctl(ns, "port", "list").splitlines()]
    return {"stats": stats(ns), "lists": shown, "refused": sorted(refused.items()), "blocks": blocks, "ports": ports,
            "policy": sfwctl(ns, "save", "-")}


class Sides:
    def __init__(self):
        self.taps = {ns: Wiretap(peer) for ns, peer in (("fw", "peer"), ("ref", "refpeer"), ("plain", "plainpeer"))}
        self.findings = Findings("fw")
        self.at = self.look()
        self.accepted = [*self.at[0]][:ACCEPTED]
        self.wrong, self.answers, self.differ = [], [], 0

    def look(self):
        return stats("fw"), stats("ref"), self.findings.read()

    def batch(self, cases):
        frames = [f for _, f in cases]
        answers = {ns: tap.ask_each(frames) for ns, tap in self.taps.items()}
        for (name, _), ours, theirs in zip(cases, answers["fw"], answers["plain"]):
            if sorted(map(plain, ours)) != sorted(map(plain, theirs)):
                self.answers.append(f"{name}: {[*map(plain, ours)]} / {[*map(plain, theirs)]}")
        before, self.at = self.at, self.look()
        changes = [{r: n - old[r] for r, n in after.items() if n != old[r]} for after, old in zip(self.at[:2], before[:2])]
        ours, theirs = (sum(n for r, n in change.items() if r in self.accepted) for change in changes)
        more, fewer = (n - b for n, b in zip(self.at[2], before[2]))
        self.differ += more + fewer
        if theirs != ours + more - fewer:
            self.wrong.append(f"A accepts {ours}, B {theirs}, foretold {more} more and {fewer} fewer: {[n for n, _ in cases]}, {changes}")


def tell(text, wrong):
    print(f"bad {text}: {len(wrong)}: {'; '.join(map(str, wrong[:4]))}" if wrong else f"ok {text}", flush=True)


def main():
    rng = random.Random(SEED)
    a, b = (policy(rng, *way) for way in zip(EARLY, DIRECT))
    forwards = SEED % 2
    if not forwards:
        a, b = (re.sub(r"^(lan|forward) .*\n", "", p, flags=re.M) for p in (a, b))
    for ns in ("fw", "ref", "plain"):
        sfwctl(ns, "flush", "all")
        for line in sfwctl(ns, "block", "list").splitlines()[1:]:   # those that end by themselves
            sfwctl(ns, "block", "del", line.split()[0])
        sfwctl(ns, "restore", "-", text=b if ns == "ref" else a)
        for name in "ipv4.ip_forward", "ipv6.conf.all.forwarding":      # lan has turned it on
            run(ns, "sysctl", "-qw", f"net.{name}={forwards}")
    for line in set(a.splitlines()) - set(b.splitlines()):
        if line.startswith("block ") and " for " in line:
            sfwctl("ref", *line.split())
    sfwctl("fw", "rehearse", "-", text=b)
    time.sleep(1.1)     # of a second, the journal has one line a source
    since = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.")
    sides, packets = Sides(), Kinds(SEED)
    cases = (packets.one() for _ in range(PACKETS))
    turn = packets.turn
    while batch := list(itertools.islice(cases, BATCH)):
        if turn != packets.turn:
            turn = packets.turn
            for ns in sides.taps:
                run(ns, "conntrack", "-F")
        sides.batch(batch)
    text = f"seed {SEED}, early {' and '.join(EARLY)}, direct {' and '.join(DIRECT)}, {PACKETS} packets"
    tell(f"{text}: {sides.differ} differences, and no other", sides.wrong)
    tell(f"{text}: the answers are those without a rehearsal", sides.answers)
    fw, plain_host = remembered("fw", since), remembered("plain", since)
    tell(f"{text}: lists, counters, refusals and policy too", [f"{k}: {fw[k]} / {plain_host[k]}" for k in fw if fw[k] != plain_host[k]])
    if sides.wrong or os.environ.get("SFW_VERBOSE"):
        print(f"# A: {a!r}\n# B: {b!r}")


main()
