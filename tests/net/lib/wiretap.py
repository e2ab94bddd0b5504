# SPDX-License-Identifier: GPL-2.0
"""Frames in and out of a namespace's eth0, and what comes back to them."""
import ctypes
import os
import select
import socket
import struct

from scapy.compat import raw
from scapy.layers.inet import IP
from scapy.layers.l2 import Ether
from scapy.packet import Raw

HOST_MAC, PEER_MAC = "02:00:00:00:00:01", "02:00:00:00:00:02"
HOST4, PEER4 = "10.0.0.1", "10.0.0.2"
HOST6, PEER6 = "fd00::1", "fd00::2"
LINK_HOST6, LINK_PEER6 = "fe80::ff:fe00:1", "fe80::ff:fe00:2"
PEER_BYTES = bytes.fromhex(PEER_MAC.replace(":", ""))
PATIENCE = 10 * float(os.environ.get("SFW_SLOW", "1"))
libc = ctypes.CDLL(None, use_errno=True)

# All in one order: what one CPU sends, it delivers in that order.
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def enter(path):
    fd = os.open(path, os.O_RDONLY)
    if libc.setns(fd, 0x40000000):
        raise OSError(ctypes.get_errno(), "setns")
    os.close(fd)


def socket_in(ns, *kind):
    """A socket of another namespace."""
    home = f"/proc/self/fd/{os.open('/proc/self/ns/net', os.O_RDONLY)}"
    enter("/run/netns/" + ns)
    try:
        return socket.socket(*kind)
    finally:
        enter(home)
        os.close(int(home.rpartition("/")[2]))


def asks_for_mac(frame):
    """ARP, and the kernel's solicitation of a neighbour that it knew: no answers."""
    return frame[12:14] == b"\x08\x06" or frame[12:14] + frame[20:21] + frame[54:55] == b"\x86\xdd\x3a\x87"


class Wiretap:
    """Sends as PEER; its echo requests tell when all answers have come."""

    def __init__(self, ns):
        self.sock = socket_in(ns, socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self.sock.bind(("eth0", 3))
        self.sock.setsockopt(socket.SOL_SOCKET, 33, 1 << 22)    # SO_RCVBUFFORCE
        self.sock.setsockopt(263, 23, 1)    # SOL_PACKET, PACKET_IGNORE_OUTGOING
        self.ping = raw(Ether(dst=HOST_MAC, src=PEER_MAC) / IP(src=PEER4, dst=HOST4, len=32, proto=1))
        self.serial = 0

    def barrier(self):
        self.serial += 1
        mark = b"\xbe\xef" + struct.pack("!HI", self.serial & 0xffff, self.serial)
        self.sock.send(self.ping + b"\x08\0" + struct.pack("!H", checksum(b"\x08\0\0\0" + mark)) + mark)
        return mark

    def answers(self, mark):
        """All that the host sends back to PEER_MAC until it answers a ping."""
        heard = []
        while True:
            if not select.select([self.sock], [], [], PATIENCE)[0]:
                raise TimeoutError("the host does not answer a ping any more")
            frame = self.sock.recv(65536)
            if frame[:6] != PEER_BYTES:
                continue
            if frame[12:14] == b"\x08\x00" and frame[38:46] == mark:
                return heard
            if not asks_for_mac(frame):
                heard.append(frame[14:])

    def ask(self, *frames):
        """Sends frames, returns all that the host sent back to PEER_MAC."""
        return self.ask_each([frames])[0]

    def ask_each(self, cases):
        """Sends the frames of each case, returns the answers to each."""
        marks = []
        for frames in cases:
            for frame in frames:
                self.sock.send(bytes(frame))
            marks.append(self.barrier())
        return [self.answers(mark) for mark in marks]


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def summed(packet, proto):
    """A payload of any protocol that sums up as if it had a checksum: the
    kernel's REJECT answers nothing else."""
    if packet.version == 4:
        packet.proto = proto
        return packet / Raw(b"\xff\xff" + bytes(38))
    packet.nh, packet.plen = proto, 40
    pseudo = raw(packet)[8:40] + bytes([0, 0, 0, 40, 0, 0, 0, proto])
    total = sum(int.from_bytes(pseudo[n:n + 2], "big") for n in range(0, 40, 2))
    return packet / Raw((0xffff - total % 0xffff).to_bytes(2, "big") + bytes(38))


def without_time(options):
    """IPv4 options with the entries of a timestamp option at zero."""
    at = 0
    while at + 1 < len(options) and options[at]:
        size = 1 if options[at] == 1 else options[at + 1] or 99
        if options[at] == 0x44:
            options[at + 4:at + size] = bytes(size - 4)
        at += size


def plain(answer):
    """An answer without what may differ: ids, sequence numbers, time stamps;
    checksums become "good" or "bad"."""
    try:
        return plain_of(answer)
    except (IndexError, struct.error):      # no more than a piece of a packet
        return answer.hex()


def plain_of(answer):
    if answer[0] >> 4 == 4:
        size = (answer[0] & 15) * 4
        answer = answer[:struct.unpack_from("!H", answer, 2)[0]]
        head, body, proto = bytearray(answer[:size]), bytearray(answer[size:]), answer[9]
        good = [checksum(bytes(head)) == 0]
        pseudo = answer[12:20] + struct.pack("!HH", proto, len(body)) if proto != 1 else b""
        head[4:6] = head[10:12] = b"\0\0"
        if proto == 1 and body[0] == 3 and body[8] > 0x45:
            quoted = body[28:8 + (body[8] & 15) * 4]
            without_time(quoted)
            body[28:8 + (body[8] & 15) * 4] = quoted
            body[18:20] = b"\0\0"
        options = head[20:]
        without_time(options)
        head[20:] = options
    else:
        answer = answer[:40 + struct.unpack_from("!H", answer, 4)[0]]
        head, body, proto = bytearray(answer[:40]), bytearray(answer[40:]), answer[6]
        good = []
        pseudo = answer[8:40] + struct.pack("!II", len(body), proto)
        head[1:4] = b"\0\0\0"       # the kernel makes flow labels up
    at = {1: 2, 6: 16, 17: 6, 58: 2}.get(proto)
    if at is not None:
        good.append(checksum(pseudo + bytes(body)) == 0)
        body[at:at + 2] = b"\0\0"
    if proto == 6 and body[13] & 2:
        body[4:8] = b"\0\0\0\0"
    return bytes(head).hex() + " " + bytes(body).hex() + " " + "".join("good" if g else "bad" for g in good)
