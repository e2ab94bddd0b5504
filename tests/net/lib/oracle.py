#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""oracle.py [all]: sends every case of oracle_cases.py, and then SFW_PACKETS
random ones that SFW_SEED gives, to sfw (behind "peer") and to the article's
rules (behind "refpeer"), compares the answers, and prints "ok TEXT" or "bad
TEXT: WHY" for each group and for each deliberate difference. With "all" it also
prints each case that differs, as it comes."""
import itertools
import os
import socket
import struct
import sys
import time

from scapy.compat import raw
from scapy.layers.inet import IP, TCP
from scapy.layers.inet6 import IPv6
from scapy.layers.l2 import Ether

import oracle_differences
from oracle_cases import cases
from oracle_random import Packets
from wiretap import HOST4, HOST_MAC, PEER4, PEER_MAC, Wiretap, plain, socket_in

PACKETS, SEED = int(os.environ.get("SFW_PACKETS", "2000")), int(os.environ.get("SFW_SEED", "1"))
BATCH = 50


def show(answers):
    return [(IP if a[0] >> 4 == 4 else IPv6)(a).summary() + (f" seq {a[24:28].hex()}" if a[9] == 6 else "") for a in answers] or "silence"


def open_ports(host):
    """Sockets that never say anything by themselves, so that every answer is
    the kernel's and comes at once."""
    for kind, port in ((socket.SOCK_STREAM, 22), (socket.SOCK_STREAM, 22022), (socket.SOCK_DGRAM, 53)):
        sock = socket_in(host, socket.AF_INET6, kind)
        sock.bind(("::", port))
        if kind == socket.SOCK_STREAM:
            sock.listen(1 << 20)
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
            count_from(answer, 20, base)
        story.append(plain(bytes(a)) for a in answers)
    return [sorted(s) for s in story]


def random_cases():
    """As many as it takes to send PACKETS frames."""
    packets, sent = Packets(SEED), 0
    while sent < PACKETS:
        name, frames = packets.case()
        sent += len(frames)
        yield "random " + name, frames


def tcp_at(answer):
    """Where its TCP header is, or None."""
    six = answer[0] >> 4 == 6
    return (40 if six else (answer[0] & 15) * 4) if answer[6 if six else 9] == 6 else None


def first_number(answers):
    """The sequence number of the SYN-ACK among them, or None."""
    return next((struct.unpack_from("!I", a, tcp_at(a) + 4)[0] for a in answers if tcp_at(a) and a[tcp_at(a) + 13] & 2), None)


def between_clocks(frames, ours, theirs):
    """Whether a segment acknowledges a number that one host may find old and the other
    new: each counts from its clock at the SYN, and sequence numbers compare modulo 2^31.
    Conntrack's window reaches 66,000 below (MAXACKWINDOW)."""
    one, other = first_number(ours), first_number(theirs)
    if one is None or other is None:
        return False
    near = min((one - other) & 0xffffffff, (other - one) & 0xffffffff) + 0x20000
    acks = [struct.unpack_from("!I", f, 14 + at + 8)[0] for f in frames if (at := tcp_at(f[14:])) and len(f) >= 14 + at + 20 and f[14 + at + 13] & 0x10]
    return any((a - one + near) & 0x7fffffff <= 2 * near for a in acks)


def in_plain(answers, firsts):
    """Without what the host asks by itself, who has the address of a source; sequence
    numbers count from that of the SYN-ACK, which a case before may have got: firsts."""
    kept = [bytearray(a) for a in answers if not (a[0] >> 4 == 6 and a[6] == 58 and a[40] == 135)]
    segments = [(a, tcp_at(a)) for a in kept if tcp_at(a)]
    for answer, at in segments:
        if answer[at + 13] & 2:
            firsts[ends_of(answer, at)] = struct.unpack_from("!I", answer, at + 4)[0]
    for answer, at in segments:
        if answer[at + 13] & 0x16 == 0x10:      # an ACK; a reset has our number
            count_from(answer, at, firsts.get(ends_of(answer, at), 0))
    return sorted(plain(bytes(a)) for a in kept)


def ends_of(answer, at):
    """Addresses and ports."""
    return bytes(answer[8:40] if answer[0] >> 4 == 6 else answer[12:20]) + bytes(answer[at:at + 4])


def count_from(answer, at, first):
    """The sequence number counts from first; a good checksum stays good, and a
    bad one bad (RFC 1624)."""
    before = struct.unpack_from("!I", answer, at + 4)[0]
    after = (before - first) & 0xffffffff
    total = 0xffff - struct.unpack_from("!H", answer, at + 16)[0] + sum(divmod(after, 65536)) - sum(divmod(before, 65536))
    struct.pack_into("!I", answer, at + 4, after)
    struct.pack_into("!H", answer, at + 16, 0xffff - total % 0xffff)


class Comparison:
    def __init__(self):
        self.sfw, self.ref = Wiretap("peer"), Wiretap("refpeer")
        self.total, self.answered, self.bad, self.differs = {}, {}, {}, {}
        self.our_firsts, self.their_firsts = {}, {}     # sequence numbers of SYN-ACKs
        self.late = 0

    def one(self, name, frames, ours, theirs):
        group = name.split(":")[0]
        self.total[group] = self.total.get(group, 0) + 1
        self.answered[group] = self.answered.get(group, 0) + bool(theirs)
        self.compare(name, group, frames, ours, theirs)

    def asked_again(self, name, group, frames):
        """An answer may wait until a host has asked where it goes. Of a connection nothing
        is asked twice."""
        if any(tcp_at(f[14:]) for f in frames):
            return False
        self.late += 1
        self.compare(f"{name}, again", group, frames, self.sfw.ask(*frames), self.ref.ask(*frames), True)
        return True

    def compare(self, name, group, frames, ours, theirs, again=False):
        we, they = in_plain(ours, self.our_firsts), in_plain(theirs, self.their_firsts)
        if we == they or between_clocks(frames, ours, theirs):
            return
        meant = oracle_differences.name_of(frames)
        if not meant and oracle_differences.DIRECT and oracle_differences.is_live(frames) and \
                oracle_differences.only_answers_more(we, they):
            meant = "live"
        if meant:
            self.differs[meant] = self.differs.get(meant, 0) + 1
            return
        if not again and self.asked_again(name, group, frames):
            return
        self.bad.setdefault(group, []).append(f"{name}: sfw {show(ours)}, the article {show(theirs)}")
        if len(sys.argv) > 1:
            print("#", self.bad[group][-1], [f.hex() for f in frames], [a.hex() for a in ours], [a.hex() for a in theirs], flush=True)

    def all(self, several):
        several = iter(several)
        while batch := list(itertools.islice(several, BATCH)):
            frames = [f for _, f in batch]
            for (name, frames), ours, theirs in zip(batch, self.sfw.ask_each(frames), self.ref.ask_each(frames)):
                self.one(name, frames, ours, theirs)

    def tell(self):
        print(f"# asked once more, as an answer may have waited for an address: {self.late}")
        for group, number in self.total.items():
            why = self.bad.get(group)
            print(f"bad {group}: {len(why)} of {number} differ: {'; '.join(why[:8])}" if why else f"ok {group}: {number} cases, {self.answered[group]} with an answer, the same ones")
        for name, said in oracle_differences.table().items():
            print(f"ok on purpose, {name}: {said} ({self.differs[name]} cases)" if name in self.differs else f"bad on purpose, but no case shows it: {name}")


def main():
    both = Comparison()
    sockets = [*open_ports("fw"), *open_ports("ref")]
    assert len(sockets) == 6
    for name, frames in cases():
        both.one(name, frames, both.sfw.ask(*frames), both.ref.ask(*frames))
    ours, theirs = conversation(both.sfw), conversation(both.ref)
    same = all(map(oracle_differences.only_answers_more, ours, theirs)) if oracle_differences.DIRECT else ours == theirs
    print("ok conversation: what does not fit a connection" if same else f"bad conversation: {list(zip(ours, theirs))}")
    print(f"# {PACKETS} random packets: SFW_SEED={SEED} SFW_PACKETS={PACKETS}", flush=True)
    started = time.monotonic()
    both.all(random_cases())
    print(f"# the random ones took {time.monotonic() - started:.0f} s", flush=True)
    both.tell()


main()
