# SPDX-License-Identifier: GPL-2.0
"""The packets that oracle/differences.md names: name_of(frames) is the name of
the difference that a case may show, or None."""
import os
import re
import struct
from collections import Counter

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../oracle/differences.md")
HOP_BY_HOP, UDP, ROUTING, FRAGMENT, AUTH, ICMP6, OPTIONS = 0, 17, 43, 44, 51, 58, 60
DISCOVERY, LISTENERS = range(133, 138), (130, 131, 132, 143)


def from_link(packet):
    return packet[8] == 0xfe and packet[9] & 0xc0 == 0x80


def to_link(packet):
    return packet[24] == 0xfe and packet[25] & 0xc0 == 0x80


def upper(packet):
    """(protocol, what it carries) of an IPv6 packet behind its extension
    headers; of a fragment that is not the first (None, b"")."""
    proto, at = packet[6], 40
    while proto in (HOP_BY_HOP, ROUTING, FRAGMENT, AUTH, OPTIONS) and len(packet) >= at + 8:
        if proto == FRAGMENT and struct.unpack_from("!H", packet, at + 2)[0] & 0xfff8:
            return None, b""
        size = {FRAGMENT: 8, AUTH: packet[at + 1] * 4 + 8}.get(proto, packet[at + 1] * 8 + 8)
        proto, at = packet[at], at + size
    return proto, packet[at:]


def upper4(packet):
    """The same of an IPv4 packet, of which only UDP may be meant."""
    if packet[9] != UDP or struct.unpack_from("!H", packet, 6)[0] & 0x1fff:
        return None, b""
    return packet[9], packet[(packet[0] & 15) * 4:]


def is_neighbour(packet, proto, carried):
    return proto == ICMP6 and carried[0] in DISCOVERY and packet[7] == 255 and not from_link(packet)


def is_link(packet, proto, carried):
    return proto == ICMP6 and from_link(packet) and not (carried[0] in DISCOVERY and packet[7] == 255) and \
        not (carried[0] in LISTENERS and packet[7] == 1)


def is_dhcp(packet, proto, carried):
    if packet[0] >> 4 == 4:
        return proto == UDP and carried[:4] == struct.pack("!HH", 67, 68)
    return proto == UDP and to_link(packet) and carried[2:4] == struct.pack("!H", 546)


MEANT = {"neighbour": is_neighbour, "link": is_link, "dhcp": is_dhcp}
DIRECT = os.environ.get("SFW_DIRECT") == "on"
OPEN = 22, 22022


def segment(frame):
    """(flow, TCP flags) of a frame with a whole TCP header behind a plain IP header, or None."""
    packet = frame[14:]
    if len(packet) < 20:
        return None
    at, proto = (40, packet[6:7]) if packet[0] >> 4 == 6 else ((packet[0] & 15) * 4, packet[9:10])
    if proto != b"\x06" or len(packet) < at + 20:
        return None
    return (packet[8:at] if at == 40 else packet[12:20], packet[at:at + 4]), packet[at + 13]


def is_live(frames):
    """Whether one of them follows a SYN to an open port."""
    begun = set()
    for flow, flags in filter(None, map(segment, frames)):
        if flow in begun:
            return True
        if flags & 0x17 == 2 and struct.unpack("!H", flow[1][2:])[0] in OPEN:
            begun.add(flow)
    return False


def only_answers_more(ours, theirs):
    """Whether all that one says beyond the other, in words of wiretap.plain(), are ACKs
    and resets."""
    more = Counter(ours)
    more.subtract(theirs)
    carried = [(answer.split() + [""])[1] for answer, n in more.items() if n > 0]
    return min(more.values(), default=0) >= 0 and all(
        len(body) >= 40 and int(body[26:28], 16) & 0x17 in (0x04, 0x10, 0x14) for body in carried)


def table():
    """{name: what the table says}"""
    with open(TABLE, encoding="utf-8") as file:
        rows = re.findall(r"^\| (\w+) \| (.*?) \| (.*?) \| (.*?) \| (.*) \|$", file.read(), re.M)
    said = {name: f"{packets}: the article's rules {theirs}; sfw {ours}" for name, packets, theirs, ours, _ in rows if name != "name"}
    assert said.keys() == {*MEANT, "live"}, f"{TABLE} names {[*said]}, oracle_differences.py {[*MEANT, 'live']}"
    if not DIRECT:
        del said["live"]
    return said


def name_of(frames):
    for frame in frames:
        packet = frame[14:]
        version = packet[0] >> 4
        if version in (4, 6) and len(packet) >= (20 if version == 4 else 40):
            proto, carried = upper(packet) if version == 6 else upper4(packet)
            if carried:
                for name, meant in MEANT.items():
                    if meant(packet, proto, carried):
                        return name
    return None
