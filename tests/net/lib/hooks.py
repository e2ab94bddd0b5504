#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""hooks.py DEVICE...: lists the netfilter hooks where packets come in by some
devices, over and over, as `nft list hooks` does once. Prints each function the
first time that it sees it, or "none" where the kernel lists no hooks."""
import os
import socket
import struct
import sys

NETLINK_NETFILTER, SUBSYSTEM = 12, 12 << 8
REQUEST_DUMP, NETDEV, INGRESS = 0x301, 5, 0
HOOKNUM, DEVICE, FUNCTION = 1, 3, 4
ERROR, DONE = 2, 3


def attribute(number, value):
    data = struct.pack("HH", 4 + len(value), number) + value
    return data + b"\0" * (-len(data) % 4)


def request(device):
    body = struct.pack(">BBH", NETDEV, 0, 0) + attribute(HOOKNUM, struct.pack(">I", INGRESS)) + \
        attribute(DEVICE, device.encode() + b"\0")
    return struct.pack("IHHII", 16 + len(body), SUBSYSTEM, REQUEST_DUMP, 1, 0) + body


def attributes(data):
    while len(data) >= 4:
        size, number = struct.unpack_from("HH", data)
        yield number & 0x3fff, data[4:size]
        data = data[size + -size % 4:]


def functions(data):
    """Those in what was received; then whether that was all, and an error."""
    found = []
    while len(data) >= 16:
        size, kind = struct.unpack_from("IH", data)
        if kind in (ERROR, DONE):
            return found, True, struct.unpack_from("i", data, 16)[0]
        found += [value.rstrip(b"\0").decode() for number, value in attributes(data[20:size]) if number == FUNCTION]
        data = data[size + -size % 4:]
    return found, False, 0


def main():
    sock, seen = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER), set()
    while True:
        for device in sys.argv[1:]:
            sock.send(request(device))
            end = False
            while not end:
                found, end, error = functions(sock.recv(1 << 16))
                if error:
                    found.append("none")
                for name in set(found) - seen:
                    seen.add(name)
                    os.write(1, name.encode() + b"\n")
                if error:
                    return


main()
