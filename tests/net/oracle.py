#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""oracle.py: sends every case to sfw (behind "peer") and to the article's
rules (behind "refpeer"), compares the answers, and prints "ok TEXT" or
"bad TEXT: WHY" for each group, and "differs TEXT" for deliberate ones."""
import re
import socket
import struct
import sys

from scapy.compat import raw
from scapy.layers.inet import IP, TCP
from scapy.layers.inet6 import IPv6
from scapy.layers.l2 import Ether

from oracle_cases import cases
from wiretap import HOST4, HOST_MAC, PEER4, PEER_MAC, Wiretap, plain, socket_in

# Where sfw answers otherwise on purpose: (cases, reason). DESIGN, section 3.
# A reason that no case shows fails the test.
DELIBERATE = (
    (r"icmp6: neighbour solicitation hop limit 255$|icmp6: icmpv6 type 13[3-7]$|icmp6: neighbour advertisement hop limit 255$",
     "neighbour discovery comes from global addresses as well (RFC 4861); the article accepts it from fe80::/10 alone"),
    (r"icmp6: icmpv6 type \d+ from the link$|icmp6: neighbour \w+ hop limit (254|1) from the link$|icmp6: MLD type 1(3[012]|43) hop limit (2|255) from the link$",
     "only neighbour discovery (hop limit 255) and MLD (hop limit 1) pass; the article accepts every ICMPv6 from fe80::/10"),
    (r"datagrams: udp 547 to 546 from the link$",
     "answers to a DHCP client pass (dhcp on); the article has no rule for them. (The IPv4 one gets the same answer from the kernel.)"),
)


def show(answers):
    return [(IP if a[0] >> 4 == 4 else IPv6)(a).summary() + (f" seq {a[24:28].hex()}" if a[9] == 6 else "") for a in answers] or "silence"


def open_ports(host):
    """Sockets that never say anything by themselves, so that every answer is
    the kernel's and comes at once."""
    for kind, port in ((socket.SOCK_STREAM, 22), (socket.SOCK_STREAM, 22022), (socket.SOCK_DGRAM, 53)):
        sock = socket_in(host, socket.AF_INET6, kind)
        sock.bind(("::", port))
        if kind == socket.SOCK_STREAM:
            sock.listen(1000)
        yield sock


def conversation(tap):
    """A connection to a socket, and what does not belong to it; each answer
    with its sequence number counted from the host's first."""
    def say(flags, seq, ack=0, **fields):
        segment = TCP(sport=22023, dport=22022, flags=flags, seq=seq, ack=ack, **fields)
        return tap.ask(raw(Ether(src=PEER_MAC, dst=HOST_MAC) / IP(src=PEER4, dst=HOST4) / segment))

    first = say("S", 1000)
    base = struct.unpack_from("!I", first[0], 24)[0] + 1
    story = [map(plain, first)]
    for flags, seq, ack, fields in (
            ("A", 1001, 0, {}), ("R", 900001, 0, {}), ("RA", 900001, 0, {}), ("A", 900001, 0, {}), ("A", 1001, 900000, {}),
            ("", 1001, 0, {}), ("FSRPAU", 1001, 0, {}), ("SA", 1001, 0, {}), ("A", 1001, 0, {"chksum": 0x1234}), ("F", 1001, 0, {}),
            ("R", 1001, 0, {}), ("A", 1001, 0, {}), ("S", 2001, 0, {})):
        answers = [bytearray(a) for a in say(flags, seq, base + ack if "A" in flags else 0, **fields)]
        for answer in answers:
            struct.pack_into("!I", answer, 24, (struct.unpack_from("!I", answer, 24)[0] - base) & 0xffffffff)
        # The checksum no longer fits, in either world.
        story.append(plain(bytes(a)) for a in answers)
    return [sorted(s) for s in story]


def main():
    sfw, ref = Wiretap("peer"), Wiretap("refpeer")
    sockets = [*open_ports("fw"), *open_ports("ref")]
    assert len(sockets) == 6
    total, answered, bad, differs = {}, {}, {}, {}
    for name, frames in cases():
        group = name.split(":")[0]
        total[group] = total.get(group, 0) + 1
        ours, theirs = sfw.ask(*frames), ref.ask(*frames)
        answered[group] = answered.get(group, 0) + bool(theirs)
        if sorted(map(plain, ours)) == sorted(map(plain, theirs)):
            continue
        reason = next((r for pattern, r in DELIBERATE if re.match(pattern, name)), None)
        if reason:
            differs[reason] = differs.get(reason, 0) + 1
        else:
            bad.setdefault(group, []).append(f"{name}: sfw {show(ours)}, the article {show(theirs)}")
            if len(sys.argv) > 1:
                print("#", bad[group][-1], [plain(a) for a in ours], [plain(a) for a in theirs], flush=True)
    ours, theirs = conversation(sfw), conversation(ref)
    print("ok conversation: what does not fit a connection" if ours == theirs else f"bad conversation: {list(zip(ours, theirs))}")
    for group, number in total.items():
        why = bad.get(group)
        print(f"bad {group}: {len(why)} of {number} differ: {'; '.join(why[:8])}" if why else f"ok {group}: {number} cases, {answered[group]} with an answer, the same ones")
    for _, reason in DELIBERATE:
        print(f"ok on purpose: {reason} ({differs[reason]} cases)" if reason in differs else f"bad on purpose, but no case shows it: {reason}")


main()
