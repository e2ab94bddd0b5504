#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""hold.py DELAY QUEUE...: takes the packets of some nfqueues, holds each for so
many seconds and lets it go on. Prints how many, a line each time."""
import heapq
import os
import select
import socket
import struct
import sys
import time

NETLINK_NETFILTER, SUBSYSTEM = 12, 3 << 8
PACKET, VERDICT, CONFIG = 0, 1, 2
BIND, COPY_META, ACCEPT = 1, 1, 1


def message(kind, queue, *attributes):
    body = struct.pack(">BBH", socket.AF_UNSPEC, 0, queue)
    for number, value in attributes:
        data = struct.pack("HH", 4 + len(value), number) + value
        body += data + b"\0" * (-len(data) % 4)
    return struct.pack("IHHII", 16 + len(body), SUBSYSTEM | kind, 1, 0, 0) + body


def packet_id(data):
    """Out of a message with a packet: its queue and number."""
    queue, at = struct.unpack_from(">H", data, 18)[0], 20
    while at + 4 <= len(data):
        length, kind = struct.unpack_from("HH", data, at)
        if kind & 0x3fff == 1:
            return queue, struct.unpack_from(">I", data, at + 4)[0]
        at += length + -length % 4
    return None


def main():
    delay, held, count = float(sys.argv[1]), [], 0
    sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
    sock.bind((0, 0))
    for queue in map(int, sys.argv[2:]):
        sock.send(message(CONFIG, queue, (1, struct.pack(">BBH", BIND, 0, 0))))
        sock.send(message(CONFIG, queue, (2, struct.pack(">IB", 0, COPY_META)),
                          (3, struct.pack(">I", 4096))))
    print("ready", flush=True)
    while True:
        wait = max(0, held[0][0] - time.monotonic()) if held else 1
        if select.select([sock], [], [], wait)[0]:
            try:
                data = sock.recv(1 << 16)
            except OSError:     # more came than there was room for
                continue
            if data[4] == PACKET and data[5] == SUBSYSTEM >> 8:
                found = packet_id(data)
                if found:
                    heapq.heappush(held, (time.monotonic() + delay, *found))
        while held and held[0][0] <= time.monotonic():
            _, queue, number = heapq.heappop(held)
            sock.send(message(VERDICT, queue, (2, struct.pack(">II", ACCEPT, number))))
            count += 1
            if count % 20 == 0:
                os.write(1, b"%d\n" % count)


main()
