#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""sockets.py udp PORT | tcp ADDRESS PORT PEER PEER_PORT COUNT RECEIVED SENT: holds a
bound socket, or those of COUNT live connections, with the peer's ports from PEER_PORT
on, and these as the next numbers of bytes. Says "ready"."""

import signal
import socket
import struct
import sys

# Of linux/tcp.h
REPAIR, REPAIR_QUEUE, QUEUE_SEQ = 19, 20, 21
RECEIVED, SENT = 1, 2
END_WITHOUT_PROBE = -1


def live(here, peer, received, sent):
    """A connection without a packet; its end is a RST, so that it does not linger."""
    sock = socket.socket()
    for option, value in ((REPAIR, 1), (REPAIR_QUEUE, RECEIVED), (QUEUE_SEQ, received),
                          (REPAIR_QUEUE, SENT), (QUEUE_SEQ, sent)):
        sock.setsockopt(socket.IPPROTO_TCP, option, value)
    sock.bind(here)
    sock.connect(peer)
    sock.setsockopt(socket.IPPROTO_TCP, REPAIR, END_WITHOUT_PROBE)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return sock


def hold(proto, *words):
    """The sockets."""
    if proto == "udp":
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind(("0.0.0.0", int(words[0])))
        return [sock]
    here, peer = (words[0], int(words[1])), words[2]
    first, count, received, sent = map(int, words[3:])
    return [live(here, (peer, port), received, sent) for port in range(first, first + count)]


if __name__ == "__main__":
    kept = hold(*sys.argv[1:])
    print("ready", flush=True)
    signal.pause()
