#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""cover.py CONTROL MOST: the inputs that reach most, each new one more than any
other would, out of the control file of libFuzzer's -merge: a line "COV INDEX
EDGE..." lists the edges that an input reaches."""
import sys


def main():
    with open(sys.argv[1], encoding="utf-8") as control:
        lines = control.read().split("\n")
    count = int(lines[0])
    files = lines[2:2 + count]
    reached = {}
    for line in lines[2 + count:]:
        if line.startswith("COV "):
            index, *edges = line.split()[1:]
            reached.setdefault(int(index), set()).update(edges)
    kept, seen = [], set()
    while len(kept) < int(sys.argv[2]):
        best = max(reached, key=lambda i: (len(reached[i] - seen), -i), default=None)
        if best is None or not reached[best] - seen:
            break
        seen |= reached.pop(best)
        kept.append(files[best])
    print("\n".join(kept))


main()
