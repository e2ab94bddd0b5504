#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""connect.py listen PORT | connect ADDRESS PORT COUNT: connections, one after
another, each ended by the client with RST, so that none lingers. Prints the mean
time of connect() and the one that 99 of 100 stay below, in nanoseconds."""

import socket
import struct
import sys
import time


def listen(port):
    with socket.create_server(("0.0.0.0", port), backlog=1024) as server:
        print("listening", flush=True)
        while True:
            server.accept()[0].close()


def connect(address, port, count):
    times = []
    for _ in range(count):
        with socket.socket() as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.settimeout(10)
            begin = time.monotonic_ns()
            client.connect((address, port))
            times.append(time.monotonic_ns() - begin)
    times.sort()
    print(sum(times) // count, times[count * 99 // 100])


if __name__ == "__main__":
    if sys.argv[1] == "listen":
        listen(int(sys.argv[2]))
    else:
        connect(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
