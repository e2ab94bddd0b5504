#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""frames.py PEER [PEER2]: sends packets out of a namespace that world.sh wired.

Each line of its input is a Python expression: a scapy packet (from the network
layer up, or with Ether), bytes, or a list of them; "* N" behind it sends a
packet N times. ip4() and ip6() are packets to the host. Each is answered with
one line: what came back, sorted, or "silence". With a second namespace, its
host gets the same packets, and the answers must be the same bytes."""
import logging
import sys
from collections import Counter

logging.getLogger("scapy").setLevel(logging.ERROR)
# pylint: disable=wildcard-import,unused-wildcard-import,wrong-import-position
from scapy.compat import raw
from scapy.layers.dhcp import *
from scapy.layers.dhcp6 import *
from scapy.layers.inet import *
from scapy.layers.inet6 import *
from scapy.layers.l2 import Ether
from scapy.layers.sctp import *
from scapy.packet import Packet, Raw

from wiretap import (HOST4, HOST6, HOST_MAC, LINK_HOST6, LINK_PEER6, PEER4, PEER6, PEER_MAC, Wiretap, plain, summed)

UNREACHABLE = {0: "net", 1: "host", 2: "protocol", 3: "port", 9: "net-prohibited", 10: "host-prohibited", 13: "admin"}
UNREACHABLE6 = {0: "no-route", 1: "admin", 3: "address", 4: "port"}


def ip4(**fields):
    return IP(**{"src": PEER4, "dst": HOST4, **fields})


def ip6(**fields):
    return IPv6(**{"src": PEER6, "dst": HOST6, **fields})


def word(answer):
    """What an answer is, in a word."""
    version = answer[0] >> 4
    proto, at = (answer[9], (answer[0] & 15) * 4) if version == 4 else (answer[6], 40)
    kind, code = answer[at], answer[at + 1]
    if proto == 6:
        return "tcp:" + "".join(f for n, f in enumerate("FSRPAUEC") if answer[at + 13] >> n & 1)
    if proto == 1:
        return {0: "echo", 3: "unreachable:" + UNREACHABLE.get(code, str(code))}.get(kind, f"icmp:{kind}")
    if proto == 58:
        return {129: "echo", 1: "unreachable:" + UNREACHABLE6.get(code, str(code)), 136: "neighbour"}.get(kind, f"icmp:{kind}")
    return f"protocol:{proto}"


def frame(packet):
    if isinstance(packet, Packet) and not isinstance(packet, Ether):
        packet = Ether(dst=HOST_MAC, src=PEER_MAC) / packet
    return raw(packet) if isinstance(packet, Packet) else packet


def words(answers):
    counted = Counter(map(word, answers))
    return " ".join(f"{w}*{n}" if n > 1 else w for w, n in sorted(counted.items())) or "silence"


def ask(taps, packets):
    packets = packets if isinstance(packets, (list, tuple)) else [packets]
    everything = [tap.ask(*map(frame, packets)) for tap in taps]
    first, *others = everything
    for other in others:
        if sorted(map(plain, first)) != sorted(map(plain, other)):
            return f"{words(first)}, but there {words(other)}: {[a.hex() for a in first]} {[a.hex() for a in other]}"
    return words(first)


def main():
    taps = [Wiretap(ns) for ns in sys.argv[1:]]
    for line in sys.stdin:
        try:
            print(ask(taps, eval(line)), flush=True)
        except Exception as error:
            print(f"error: {error!r}", flush=True)


main()
