#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""late_acks.py NS SOURCE PORT SYNS PAUSE ROUNDS: a source of guard_live.t that ends its
handshakes late. So many SYNs in each round, and when all rounds are over, the ACKs.
Prints how many SYNs were answered by a SYN-ACK in each round."""
import logging
import sys
import time

logging.getLogger("scapy").setLevel(logging.ERROR)
# pylint: disable=wrong-import-position
from scapy.compat import raw
from scapy.layers.inet import IP, TCP
from scapy.layers.l2 import Ether

from wiretap import HOST4, HOST_MAC, PEER_MAC, Wiretap

netns, source, port, syns, pause, rounds = sys.argv[1:]
wire = Wiretap(netns)


def segment(**fields):
    return raw(Ether(dst=HOST_MAC, src=PEER_MAC) / IP(src=source, dst=HOST4) /
               TCP(dport=int(port), **fields))


def begin(first):
    """The ACKs that end the handshakes."""
    heard = wire.ask(*[segment(sport=first + n, flags="S", seq=999) for n in range(int(syns))])
    answers = [IP(packet)[TCP] for packet in heard if IP(packet).dst == source]
    # Those of earlier rounds are sent again meanwhile.
    return [segment(sport=tcp.dport, flags="A", seq=1000, ack=tcp.seq + 1)
            for tcp in answers if tcp.flags == "SA" and tcp.dport >= first]


acks, made = [], []
for n in range(int(rounds)):
    if n:
        time.sleep(float(pause))
    ends = begin(20000 + 100 * n)
    made.append(str(len(ends)))
    acks += ends
wire.ask(*acks)
print(*made)
