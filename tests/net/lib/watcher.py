#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What those need who send messages that may be refused: the answers that came,
and a view of the policy through a socket of its own."""
import glob
import os
import struct

from netlink import (ATTR, NLM_F_DUMP, NLM_F_REQUEST, NLMSG_DONE, NLMSG_ERROR,
                     Netlink, find)


def split(data):
    while len(data) >= 16:
        length, kind = struct.unpack_from("IH", data)
        if length < 16:
            return
        yield kind, data[:length]
        data = data[length + -length % 4:]


def answers(nl):
    """All that is there already: errors, 0 for an acknowledgement."""
    found = []
    nl.sock.setblocking(False)
    try:
        while True:
            for kind, message in split(nl.sock.recv(1 << 17)):
                if kind == NLMSG_ERROR:
                    found.append(-struct.unpack_from("i", message, 16)[0])
    except BlockingIOError:
        pass
    except OSError as error:
        found.append(error.errno)
    return found


class Watcher:
    def __init__(self):
        self.nl, self.timed = Netlink(), set()

    def status(self):
        return self.nl.raw(self.nl.message("STATUS", flags=NLM_F_REQUEST))[20:]

    def generation(self):
        return struct.unpack("Q", find(self.status(), ATTR["GENERATION"]))[0]

    def on_trial(self):
        return find(self.status(), ATTR["CONFIRM"]) is not None

    def policy(self):
        """Without what changes by itself: counters, generation, time left, members that end."""
        self.nl.sock.send(self.nl.message("POLICY_GET", flags=NLM_F_REQUEST | NLM_F_DUMP))
        passing = [ATTR[n] for n in ("PACKETS", "BYTES", "GENERATION", "DURATION", "SIZE", "PAD")]
        objects = []
        while True:
            for kind, message in split(self.nl.sock.recv(1 << 17)):
                if kind == NLMSG_DONE:
                    return objects
                data, kept, timed = message[20:], message[16:17], False
                while len(data) >= 4:
                    length, this = struct.unpack_from("HH", data)
                    if this & 0x3fff not in passing:
                        kept += data[:length]
                    timed |= this & 0x3fff == ATTR["DURATION"]
                    data = data[length + -length % 4:]
                objects.append(kept)
                if timed:
                    self.timed.add(kept)

    def same(self, before, now):
        """But for what was there for a time, and is over: the last block takes its place."""
        return sorted(now) == sorted(o for o in before if o in now or o not in self.timed)

    @staticmethod
    def lists():
        """The addresses of each recent list."""
        found = []
        for path in sorted(glob.glob("/proc/net/sfw/recent/*")):
            with open(path, encoding="ascii") as file:
                found.append((os.path.basename(path), sorted(line.split()[0] for line in file)))
        return found

    def settle(self):
        """Whatever was sent, no trial may end later."""
        self.nl.ask("CONFIRM")
