#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""netlink_fuzz.py MESSAGES SEED: messages to sfw out of its grammar. Each command
with each attribute, against what the header says of it; every command cut off at
each byte; a batch cut off at each byte; then so many messages in batches, most of
them valid, some with a mistake of structure, some with bytes that changed. After
each batch the policy is what it was, to the byte, or was published by a
transaction of which the kernel refused nothing, and can be sent back. Prints
lines "ok TEXT" and "bad TEXT"."""
import errno
import os
import random
import struct
import subprocess
import sys

from grammar import CHANGES, NESTED, SHAPES, Grammar
from netlink import ATTR, CMD, NLM_F_DUMP, NLM_F_REQUEST, Netlink, attr, attrs
from watcher import Watcher, answers

GLANCE = 8      # batches that changed nothing, after which the policy is read
BUSY = 40       # objects of a policy, above which batches begin with an empty one
# Not in batches: without the answer to a dump nothing more is answered.
ACTS = [cmd for cmd, (dump, _) in SHAPES.items() if not dump]


class Fuzz:
    def __init__(self, seed):
        self.rng, self.seed = random.Random(seed), seed
        self.grammar, self.nl = Grammar(self.rng), Netlink()
        self.watcher, self.published, self.refused, self.messages = Watcher(), 0, 0, 0
        self.generation, self.policy = self.watcher.generation(), self.watcher.policy()

    def bad(self, text, data):
        print(f"bad {text} of seed {self.seed}: {data.hex()}")
        sys.exit(1)

    def message(self, cmd, payload=b"", flags=NLM_F_REQUEST):
        return self.nl.message(cmd, payload, flags)

    def one(self, data, text, whole=False):
        """whole: it is one transaction, and ends with its commit."""
        nl, errors = Netlink(), []
        try:
            nl.sock.send(data)
        except OSError as error:
            errors.append(error.errno)
        errors += [e for e in answers(nl) if e]
        nl.close()
        self.watcher.settle()
        generation = self.watcher.generation()
        if generation == self.generation:
            self.refused += 1
            if self.refused % GLANCE:
                return errors
        policy = self.watcher.policy()
        if generation == self.generation:
            if not self.watcher.same(self.policy, policy):
                gone = [o.hex() for o in self.policy if o not in policy]
                come = [o.hex() for o in policy if o not in self.policy]
                self.bad(f"{text}: nothing was published, and yet gone: {gone}, come: {come}", data)
            self.policy = policy
            return errors
        self.published += 1
        if errors and whole and generation - self.generation == 1:
            self.bad(f"{text}: published though something was refused {errors}", data)
        self.generation, self.policy = generation, policy
        if self.published % 50 == 1:
            self.returns(text)
        return errors

    def returns(self, text):
        """Can what runs be sent back?"""
        saved = subprocess.run(["sfwctl", "save", "-"], capture_output=True, check=False)
        again = subprocess.run(["sfwctl", "-n", "-f", "restore", "-"], input=saved.stdout,
                               capture_output=True, check=False)
        if saved.returncode or again.returncode:
            print(f"bad {text} of seed {self.seed}: {saved.stderr} {again.stderr} {saved.stdout}")
            sys.exit(1)

    def batch(self):
        """A transaction, as a list of messages."""
        rng, grammar = self.rng, self.grammar
        replace = len(self.policy) > BUSY or rng.random() < 0.2
        changes = [self.message(cmd, b"".join(grammar.attributes(cmd)))
                   for cmd in rng.choices(CHANGES, k=rng.choice((1, 1, 2, 3, 10)))]
        commit = attrs(CHANGES=len(changes))
        if rng.random() < 0.1:
            commit += attrs(CONFIRM=3600)
        return ([self.message("TXN_BEGIN", attr("REPLACE") if replace else b"")] + changes +
                [self.message("TXN_COMMIT", commit)])

    def mistake(self):
        """One message with a mistake of structure."""
        rng, cmd = self.rng, self.rng.choice(ACTS)
        parts = self.grammar.attributes(cmd, rng.random() < 0.5)
        how = rng.randrange(9)
        if how == 0 and parts:
            parts.pop(rng.randrange(len(parts)))
        elif how == 1 and parts:
            parts.insert(rng.randrange(len(parts)), rng.choice(parts))
        elif how == 2:
            rng.shuffle(parts)
        elif how == 3:              # what belongs to another command
            name = rng.choice([n for n in ATTR if n not in ("UNSPEC", "PAD")])
            parts.append(self.grammar.one(name, {}))
        elif how == 4:              # an attribute of any number and size
            kind = rng.choice((rng.randrange(90), rng.randrange(65536)))
            parts.append(attr(kind, rng.randbytes(rng.choice((0, 1, 2, 3, 4, 8, 16, 17, 300)))))
        elif how == 5 and parts:    # the length of one is another
            at = rng.randrange(len(parts))
            parts[at] = struct.pack("H", rng.choice((0, 3, 4, 5, 8, 200, 65535))) + parts[at][2:]
        elif how == 6 and parts:    # nested, or in network order, or neither
            at = rng.randrange(len(parts))
            kind = struct.unpack_from("H", parts[at], 2)[0] ^ rng.choice((NESTED, 0x4000))
            parts[at] = parts[at][:2] + struct.pack("H", kind) + parts[at][4:]
        elif how == 7:              # nested in each other, deep
            deep = b""
            for _ in range(rng.choice((2, 20, 200))):
                deep = attr(ATTR[rng.choice(("WINDOW", "STEP"))] | NESTED, deep)
            parts.append(deep)
        else:
            cmd = rng.randrange(256)
        flags = rng.choice((1, 1, 1, 5, 1 | NLM_F_DUMP, rng.randrange(65536)))
        return self.message(cmd, b"".join(parts), flags)

    def mutate(self, data):
        """Bytes changed, whatever they mean."""
        rng, data = self.rng, bytearray(data)
        for _ in range(rng.randint(1, 3)):
            at, how = rng.randrange(len(data)), rng.randrange(5)
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

    def at_random(self, messages):
        rng, taken, tried, valid = self.rng, 0, 0, 0
        while self.messages < messages:
            parts, how = self.batch(), rng.random()
            if how < 0.3:
                parts[1:-1] = [m if rng.random() < 0.6 else self.mistake() for m in parts[1:-1]]
            elif how < 0.4:
                parts = [self.mistake() for _ in range(5)]
            self.messages += len(parts)
            data = b"".join(parts)
            if how > 0.6:
                data = self.mutate(data)
            before = self.published
            self.one(data, f"batch {tried}", 0.4 <= how <= 0.6)
            tried += 1
            if 0.4 <= how <= 0.6:
                valid += 1
                taken += self.published > before
        self.returns("the last policy")
        print(f"ok {self.messages} messages in {tried} batches: {self.refused} refused, "
              f"{self.published} published; seed {self.seed}")
        enough = valid < 50 or taken * 10 > valid
        print("ok" if enough else "bad", f"{taken} of {valid} that are valid were published")

    def cuts(self):
        """Every command, with all that it may have, cut off at each byte."""
        count = 0
        for cmd in SHAPES:
            whole = self.grammar.message(self.nl, cmd, True)
            begin = self.message("TXN_BEGIN")
            commit = self.message("TXN_COMMIT", attrs(CHANGES=1))
            for length in range(4, len(whole)):
                told = struct.pack("I", length) + whole[4:length]
                self.one(begin + told + b"\0" * (-length % 4) + commit, f"{cmd} cut off at {length}")
                self.one(begin + whole[:length], f"{cmd} that ends at {length}")
                count += 2
        print(f"ok each of {len(SHAPES)} commands cut off at each byte: {count} messages")

    def batch_cuts(self):
        changes = [self.message("PORT_ADD", attrs(PROTO=6, PORT_FIRST=n, PORT_LAST=n, COMMENT="a"))
                   for n in range(1, 10)]
        data = b"".join([self.message("TXN_BEGIN", attr("REPLACE"))] + changes)
        data += self.message("TXN_COMMIT", attrs(CHANGES=len(changes)))
        before = self.published
        for length in range(len(data)):
            self.one(data[:length], f"a batch cut off at {length}")
        print("ok" if self.published == before else "bad",
              f"a batch cut off at each of {len(data)} bytes: {self.published - before} published")
        errors = self.one(data, "as it is", True)
        print("ok" if self.published == before + 1 else "bad", f"the whole of it is published: {errors}")

    def takes(self, cmd, name, flags):
        """Whether a command knows an attribute, which comes with all that it must have."""
        nl = Netlink()
        parts = self.grammar.attributes(cmd) + [self.grammar.one(name, {})]
        answer = nl.raw(self.message(cmd, b"".join(parts), flags))
        nl.close()
        return (struct.unpack_from("i", answer, 16)[0] != -errno.EINVAL or
                b"Unknown attribute type" not in answer and b"Unsupported attribute" not in answer)

    def shapes(self):
        """The header says of each command what it may carry: so does the kernel."""
        wrong = []
        for cmd, (dump, parts) in SHAPES.items():
            flags = NLM_F_REQUEST | (NLM_F_DUMP if dump else 4)
            says = {p.name for p in parts}
            for name in ATTR:
                if name not in ("UNSPEC", "PAD") and not (dump and name in says) and \
                   self.takes(cmd, name, flags) != (name in says):
                    wrong.append(f"{cmd} {name}")
        print("bad" if wrong else "ok", f"{len(SHAPES)} commands take {len(ATTR)} attributes as the header says",
              *wrong[:20])
        self.watcher.settle()
        self.generation, self.policy = self.watcher.generation(), self.watcher.policy()


def main():
    fuzz = Fuzz(int(sys.argv[2]))
    fuzz.shapes()
    fuzz.batch_cuts()
    fuzz.cuts()
    fuzz.at_random(int(sys.argv[1]))


main()
