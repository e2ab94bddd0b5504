#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""report.py NAME: a table for people of what NAME.icount holds, and NAME.json."""

import json
import re
import statistics
import sys

ORDER = ["floor", "none", "p0", "article", "iptables", "nft", "sfw", "sfw-late"]


def read(path):
    """The lines of tests/bench/guest: {row: {firewall: [numbers]}}, errors."""
    rows, errors = {}, []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            kind, *words = line.split()
            if kind == "error":
                errors.append(line.strip())
            if kind == "calibration" and abs(int(words[0]) / 2e6 - 1) > 0.01:
                errors.append(f"two million instructions take {words[0]} ns")
            if kind != "result":
                continue
            row, firewall, *pairs = words
            values = dict(pair.split("=") for pair in pairs)
            rows.setdefault(row, {}).setdefault(firewall, []).append(values)
    return rows, errors


def figure(repetitions):
    """The median of the repetitions, and their spread in percent."""
    values = [float(r["median"]) for r in repetitions]
    middle = statistics.median(values)
    return middle, 100 * (max(values) - min(values)) / middle


def table(rows):
    seen = {firewall for row in rows.values() for firewall in row}
    columns = [firewall for firewall in ORDER if firewall in seen]
    yield ["row"] + columns + ["spread %"]
    for row, cells in rows.items():
        figures = {f: figure(cells[f]) for f in columns if f in cells}
        yield ([row] + [f"{figures[f][0]:,.0f}" if f in figures else "-" for f in columns]
               + [f"{max(spread for _, spread in figures.values()):.1f}"])


def aligned(lines):
    lines = list(lines)
    widths = [max(map(len, column)) for column in zip(*lines)]
    for line in lines:
        first, *rest = (cell.rjust(width) for cell, width in zip(line, widths))
        print("  ".join([line[0].ljust(widths[0])] + rest))


def main():
    name = sys.argv[1]
    rows, errors = read(name + ".icount")
    print("instructions per packet")
    aligned(table(rows))
    for error in errors:
        print(error)
    with open(name + ".json", "w", encoding="utf-8") as out:
        json.dump({"instructions": rows, "errors": errors}, out, indent=1)
    return 1 if errors or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
