#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""same_ack.py NS SOURCE PORT: a source of guard_cookie.t. Prints "ready" when the handshake
has ended, and at each line of its input sends what it says: "reset", or "ack", the same one
that ended the handshake. Then what came back, by its flags, or "silence"."""
import logging
import sys

logging.getLogger("scapy").setLevel(logging.ERROR)
# pylint: disable=wrong-import-position
from scapy.compat import raw
from scapy.layers.inet import IP, TCP
from scapy.layers.l2 import Ether

from wiretap import HOST4, HOST_MAC, PEER_MAC, Wiretap

netns, source, port = sys.argv[1:]
wire = Wiretap(netns)


def ask(**fields):
    """What came back to a segment."""
    sent = raw(Ether(dst=HOST_MAC, src=PEER_MAC) / IP(src=source, dst=HOST4) /
               TCP(sport=20000, dport=int(port), **fields))
    heard = [IP(packet) for packet in wire.ask(sent)]
    return [packet[TCP] for packet in heard if packet.dst == source and TCP in packet]


cookie = ask(flags="S", seq=999)[0].seq
WORDS = {"ack": {"flags": "A", "seq": 1000, "ack": cookie + 1},
         "reset": {"flags": "R", "seq": 1000}}
ask(**WORDS["ack"])
print("ready", flush=True)
for word in sys.stdin:
    print(*[segment.flags for segment in ask(**WORDS[word.strip()])] or ["silence"], flush=True)
