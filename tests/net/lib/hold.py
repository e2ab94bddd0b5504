#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""hold.py DELAY QUEUE...: takes the packets of some nfqueues, holds each for so
many seconds and lets it go on. Prints how many, a line each time.
hold.py - QUEUE...: holds them until it is told. To each line of its input it
answers when that is done: "wait N", so many are held; "go", none is any more."""
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


def take(sock):
    """The next packet, or nothing if more came than there was room for."""
    try:
        data = sock.recv(1 << 16)
    except OSError:
        return None
    if data[4] == PACKET and data[5] == SUBSYSTEM >> 8:
        return packet_id(data)
    return None


def release(sock, queue, number):
    sock.send(message(VERDICT, queue, (2, struct.pack(">II", ACCEPT, number))))


def hold_for(sock, delay):
    held, count = [], 0
    print("ready", flush=True)
    while True:
        wait = max(0, held[0][0] - time.monotonic()) if held else 1
        if select.select([sock], [], [], wait)[0]:
            found = take(sock)
            if found:
                heapq.heappush(held, (time.monotonic() + delay, *found))
        while held and held[0][0] <= time.monotonic():
            release(sock, *heapq.heappop(held)[1:])
            count += 1
            if count % 20 == 0:
                os.write(1, b"%d\n" % count)


def hold_until_told(sock):
    held = []
    for line in iter(sys.stdin.readline, ""):
        word, *number = line.split()
        while word == "wait" and len(held) < int(number[0]):
            found = take(sock)
            held += [found] if found else []
        answer = len(held)
        while word == "go" and held:
            release(sock, *held.pop(0))
        print(answer, flush=True)


def main():
    sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
    sock.bind((0, 0))
    for queue in map(int, sys.argv[2:]):
        sock.send(message(CONFIG, queue, (1, struct.pack(">BBH", BIND, 0, 0))))
        sock.send(message(CONFIG, queue, (2, struct.pack(">IB", 0, COPY_META)),
                          (3, struct.pack(">I", 4096))))
    if sys.argv[1] == "-":
        hold_until_told(sock)
    else:
        hold_for(sock, float(sys.argv[1]))


main()
