#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""lists.py FOLDER: the addresses of the rows, the same every time.

NAME is text, a prefix a line; NAME.src holds sources that it covers, four bytes
each, for the instrument. scan.src holds a million sources of scans.
"""

import pathlib
import random
import sys

FIRST, LAST = 11 << 24, 111 << 24	# no address that is special
LENGTHS = range(17, 27)			# ten of them
choose = random.Random(7)


def dotted(addr):
    return ".".join(str(addr >> shift & 255) for shift in (24, 16, 8, 0))


def distinct(count):
    found = set()
    while len(found) < count:
        found.add(choose.randrange(FIRST, LAST))
    return choose.sample(sorted(found), count)


def mixed(count):
    """Prefixes of ten lengths, anywhere, none within another."""
    found, taken = [], set()
    while len(found) < count:
        length = LENGTHS[len(found) % len(LENGTHS)]
        addr = choose.randrange(FIRST, LAST) >> (32 - length) << (32 - length)
        if addr >> 16 not in taken:
            found.append((addr, length))
            taken.add(addr >> 16)
    return found


def nested(count):
    """The same, but each /16 that has any has one of each length."""
    found = []
    for block in choose.sample(range(FIRST >> 16, LAST >> 16), count // len(LENGTHS)):
        addr = block << 16
        for length in LENGTHS:
            found.append((addr, length))
            addr += 1 << (32 - length)
    choose.shuffle(found)
    return found


def packed(addrs):
    return b"".join(addr.to_bytes(4, "big") for addr in addrs)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(exist_ok=True)
    for count in 10, 10000, 100000:
        singles = distinct(count)
        (folder / f"single-{count}").write_text("\n".join(map(dotted, singles)) + "\n")
        (folder / f"single-{count}.src").write_bytes(packed(singles))
    for name, prefixes in ("mixed-1000", mixed(1000)), ("nested-1000", nested(1000)):
        lines = [f"{dotted(addr)}/{length}\n" for addr, length in prefixes]
        (folder / name).write_text("".join(lines))
        inside = [addr + choose.randrange(1 << (32 - length)) for addr, length in prefixes]
        (folder / f"{name}.src").write_bytes(packed(inside))
    (folder / "scan.src").write_bytes(packed(distinct(1 << 20)))


if __name__ == "__main__":
    main()
