#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""netlink_fuzz.py SECONDS [SEED]: a valid batch that replaces the policy, cut off
at each byte, and then mutated for so long. After each the policy is what it was,
to the byte, or was published by a transaction of which the kernel refused
nothing, and can be sent back. Prints lines "ok TEXT" and "bad TEXT"."""
import random
import socket
import struct
import subprocess
import sys
import time

from netlink import (ATTR, CMD, NLM_F_DUMP, NLM_F_REQUEST, NLMSG_DONE,
                     NLMSG_ERROR, Netlink, attr, attrs, find)

NESTED = 0x8000
ADDRESS4, ADDRESS6 = bytes([192, 0, 2, 0]), b"\x20\1\x0d\xb8" + bytes(12)


def batch(nl):
    window = attr(ATTR["WINDOW"] | NESTED, attrs(HITS=3, SECONDS=10))
    step = attr(ATTR["STEP"] | NESTED, attrs(PROTO=6, PORT_FIRST=7000))
    changes = [
        ("SETTING_SET", attrs(SETTING=0, VALUE=0)),
        ("TRUST_ADD", attrs(DEV="wg0")),
        ("EXEMPT_ADD", attrs(FROM=ADDRESS6, FROM_LEN=32)),
        ("GUARD_ADD", attrs(NAME="sshbf") + window + attrs(MASK4=24, THEN=2, DURATION=60)),
        ("KNOCK_ADD", attrs(NAME="door") + step + attrs(WITHIN=5, DURATION=60)),
        ("PORT_ADD", attrs(PROTO=6, PORT_FIRST=22, PORT_LAST=22, GUARD="sshbf", COMMENT="ssh")),
        ("PORT_ADD", attrs(PROTO=17, PORT_FIRST=6000, PORT_LAST=6010, FROM=ADDRESS4,
                           FROM_LEN=24, DEV="eth0", KNOCK="door", DURATION=3600)),
        ("PROTO_ADD", attrs(PROTO=47)),
        ("BLOCK_ADD", attrs(FROM=ADDRESS4, FROM_LEN=25, COMMENT="evil")),
        ("ENABLE_SET", attrs(ENABLED=1)),
    ]
    messages = [nl.message("TXN_BEGIN", attr("REPLACE"))]
    messages += [nl.message(cmd, payload) for cmd, payload in changes]
    messages.append(nl.message("TXN_COMMIT", attrs(CHANGES=len(changes))))
    return b"".join(messages)


def split(data):
    while len(data) >= 16:
        length, kind = struct.unpack_from("IH", data)
        if length < 16:
            return
        yield kind, data[:length]
        data = data[length + -length % 4:]


class Watcher:
    """Sees the policy through a socket of its own."""

    def __init__(self):
        self.nl = Netlink()

    def generation(self):
        reply = self.nl.raw(self.nl.message("STATUS", flags=NLM_F_REQUEST))
        return struct.unpack("Q", find(reply[20:], ATTR["GENERATION"]))[0]

    def policy(self):
        """Without what changes by itself: counters, generation, time left."""
        self.nl.sock.send(self.nl.message("POLICY_GET", flags=NLM_F_REQUEST | NLM_F_DUMP))
        passing = [ATTR[n] for n in ("PACKETS", "BYTES", "GENERATION", "DURATION", "PAD")]
        objects = []
        while True:
            for kind, message in split(self.nl.sock.recv(1 << 17)):
                if kind == NLMSG_DONE:
                    return objects
                data, kept = message[20:], message[16:17]
                while len(data) >= 4:
                    length, this = struct.unpack_from("HH", data)
                    if this & 0x3fff not in passing:
                        kept += data[:length]
                    data = data[length + -length % 4:]
                objects.append(kept)

    def settle(self):
        """Whatever was sent, no trial may end later."""
        self.nl.ask("CONFIRM")


def send(data):
    """Returns the errors that came back. What was staged goes with the socket."""
    nl, errors = Netlink(), []
    try:
        nl.sock.send(data)
    except OSError as error:
        errors.append(error.errno)
    nl.sock.setblocking(False)
    try:
        for _ in range(100):
            for kind, message in split(nl.sock.recv(1 << 17)):
                if kind == NLMSG_ERROR and struct.unpack_from("i", message, 16)[0]:
                    errors.append(-struct.unpack_from("i", message, 16)[0])
    except (BlockingIOError, OSError):
        pass
    nl.close()
    return errors


def mutate(data, rng):
    data = bytearray(data)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(data))
        how = rng.randrange(5)
        if how == 0:
            data[at] = rng.randrange(256)
        elif how == 1:
            data[at] ^= 1 << rng.randrange(8)
        elif how == 2:
            del data[at:at + rng.choice((1, 2, 4, 8, 20))]
        elif how == 3:
            data[at:at] = rng.randbytes(rng.choice((1, 2, 4, 8)))
        else:               # a piece of it once more, somewhere else
            start = rng.randrange(0, len(data), 4)
            at -= at % 4
            data[at:at] = data[start:start + rng.choice((4, 8, 20, 40))]
        if not data:
            return b"\0"
    return bytes(data)


def returns(text):
    """Can what runs be sent back?"""
    saved = subprocess.run(["sfwctl", "save", "-"], capture_output=True, check=False)
    again = subprocess.run(["sfwctl", "-n", "restore", "-"], input=saved.stdout,
                           capture_output=True, check=False)
    if saved.returncode or again.returncode:
        print(f"bad {text}: {saved.stderr} {again.stderr} {saved.stdout}")
        sys.exit(1)


class Fuzz:
    def __init__(self):
        self.watcher, self.published, self.refused = Watcher(), 0, 0
        self.generation = self.watcher.generation()
        self.policy = self.watcher.policy()

    def one(self, data, text):
        errors = send(data)
        self.watcher.settle()
        generation, policy = self.watcher.generation(), self.watcher.policy()
        if generation == self.generation:
            self.refused += 1
            if policy != self.policy:
                print(f"bad {text}: another policy, and nothing was published: {data.hex()}")
                sys.exit(1)
            return errors
        self.published += 1
        # More than one commit may have been made of it, but never of a part.
        if errors and generation - self.generation == 1 and data.endswith(COMMIT):
            print(f"bad {text}: published though something was refused {errors}: {data.hex()}")
            sys.exit(1)
        self.generation, self.policy = generation, policy
        if self.published % 20 == 1:
            returns(text)
        return errors


def main():
    global COMMIT
    seconds, seed = int(sys.argv[1]), int((sys.argv + ["1"])[2])
    rng = random.Random(seed)
    valid = batch(Netlink())
    COMMIT = valid[-28:]
    fuzz = Fuzz()
    for length in range(len(valid)):
        fuzz.one(valid[:length], f"cut off at {length}")
    text = f"cut off at each of {len(valid)} bytes: {fuzz.published} published"
    print("ok" if not fuzz.published else "bad", text)
    errors = fuzz.one(valid, "as it is")
    print("ok the whole of it is published" if fuzz.published == 1 else
          f"bad the whole of it is published: {errors}")
    end, rounds = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        fuzz.one(mutate(valid, rng), f"mutation {rounds} of seed {seed}")
        rounds += 1
    returns("the last policy")
    print(f"ok {rounds} mutated batches: {fuzz.refused} refused, {fuzz.published} published")


COMMIT = b""
main()
