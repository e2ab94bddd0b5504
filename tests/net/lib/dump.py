#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""dump.py FIRST LAST ROUNDS: reads the policy piece by piece, and between any
two pieces somebody else changes it, before all that is still to come. Prints
what is wrong about what was read, or nothing."""
import struct
import sys
from collections import Counter

from churn import publish
from netlink import ATTR, NLMSG_DONE, NLM_F_DUMP, NLM_F_REQUEST, Netlink, find


def messages(data):
    while data:
        length, kind = struct.unpack_from("IH", data)
        yield kind, data[:length]
        data = data[length + -length % 4:]


def read(reader, other, churned):
    """All ports of one dump, and in how many pieces they came."""
    ports, pieces, opened = Counter(), 0, False
    reader.sock.send(reader.message("POLICY_GET", flags=NLM_F_REQUEST | NLM_F_DUMP))
    while True:
        pieces += 1
        for kind, message in messages(reader.sock.recv(1 << 17)):
            if kind == NLMSG_DONE:
                if opened:
                    publish(other, "PORT_DEL", [churned])
                return ports, pieces
            first = find(message[20:], ATTR["PORT_FIRST"])
            if first:
                ports[struct.unpack("H", first)[0]] += 1
        publish(other, "PORT_DEL" if opened else "PORT_ADD", [churned])
        opened = not opened


def main():
    first, last, rounds = map(int, sys.argv[1:])
    wanted = Counter(range(first, last + 1))
    reader, other = Netlink(), Netlink()
    for _ in range(rounds):
        ports, pieces = read(reader, other, 10)
        for port in sorted((ports - wanted) + (wanted - ports)):
            print(f"port {port}: {ports[port]} times")
        if pieces < 4:
            print(f"only {pieces} pieces: too few to tell")


main()
