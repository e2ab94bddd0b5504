#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""report.py NAME: tables for people of the output of tests/bench/guest into
NAME.icount, NAME.native, NAME.smp and NAME.commands, and the same as NAME.json."""

import datetime
import json
import os
import re
import statistics
import sys

PEERS = ["article", "iptables", "nft"]
COLUMNS = ["floor", "none", "p0"] + PEERS + ["sfw-late", "sfw"]


def over_p0(most):
    return f"<= P0 + {most}", lambda s, best, p0: s <= p0 + most


def of_best(part):
    return f"<= {part:.2f} best", lambda s, best, p0: s <= part * best


def of_p0(part):
    return f"<= {part:.2f} P0", lambda s, best, p0: s <= part * p0


def at_most(most):
    return f"<= {most}", lambda s, best, p0: s <= most


# Promises of the project about sfw in a row: (pattern, [promises]).
TARGETS = [
    (r"est-(udp|fwd)(-\d+)?", [over_p0(60)]),
    (r"est-tcp(-\d+)?", [of_p0(0.70)]),
    (r"pair-tcp", [of_p0(0.82)]),
    (r"open-tcp-\d+", [of_p0(0.64)]),
    (r"open-udp-\d+", [of_p0(0.62)]),
    (r"est-udp:(block-100000|mixed-\d+|nested-\d+)", [over_p0(100)]),
    (r"closed-udp-\d+", [of_best(0.45)]),
    (r"closed-tcp-\d+", [of_best(0.44)]),
    (r"rst-\d+", [of_best(0.75)]),
    (r"scan-(filling|known|over)", [of_best(0.60)]),
    (r"block-\d+", [of_best(1)]),
    (r"(mixed|nested)-\d+", [of_best(1), at_most(1200)]),
    (r"nat|load:.*", [of_best(1)]),
    (r"offload", [of_best(1.02)]),
    (r"memory:.*", [at_most(96)]),
]
FLAT = r"((?:closed|rst|open)-\w+|rst)-(\d+)"


def read(path):
    """The lines of tests/bench/guest: {row: {firewall: [values]}}, errors, kernel."""
    rows, errors, kernel = {}, [], ""
    if not os.path.exists(path):
        return rows, errors, kernel
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            kind, *words = line.split() or [""]
            if kind == "error":
                errors.append(line.strip())
            if kind == "kernel":
                kernel = words[0]
            if (kind == "calibration" and path.endswith(".icount") and
                    abs(int(words[0]) / 2e6 - 1) > 0.01):
                errors.append(f"error two million instructions take {words[0]} ns")
            if kind == "result":
                values = dict(pair.split("=") for pair in words[2:])
                values.pop("check")
                values = {name: float(value) for name, value in values.items()}
                rows.setdefault(words[0], {}).setdefault(words[1], []).append(values)
    return rows, errors, kernel


def figure(repetitions):
    return statistics.median(r["median"] for r in repetitions)


def least(repetitions):
    return min(r.get("min", r["median"]) for r in repetitions)


def spread(repetitions):
    """Of the repetitions, in percent."""
    values = [r["median"] for r in repetitions]
    return 100 * (max(values) - min(values)) / max(figure(repetitions), 1)


def judged(row, cells, promises):
    """Whether sfw keeps the promises of the row."""
    if "sfw" not in cells or not promises:
        return ""
    best = min((cells[peer] for peer in PEERS if peer in cells), default=None)
    words = []
    for text, keeps in promises:
        if ("best" in text and best is None) or ("P0" in text and "p0" not in cells):
            continue
        kept = keeps(cells["sfw"], best, cells.get("p0"))
        words.append(("met: " if kept else "NOT MET: ") + text)
    return ", ".join(words)


def promises_of(row):
    return next((p for pattern, p in TARGETS if re.fullmatch(pattern, row)), [])


def ratio(a, b, form):
    return form.format(a, b, a - b, a / b) if a is not None and b else "-"


def table(rows, value, promises):
    """Lines of cells, the first being the head."""
    seen = {firewall for row in rows.values() for firewall in row}
    columns = [firewall for firewall in COLUMNS if firewall in seen]
    yield ["row"] + columns + ["spread %", "sfw-P0", "sfw/best", "target"]
    for row, measured in rows.items():
        cells = {f: value(repetitions) for f, repetitions in measured.items()}
        sfw, p0 = cells.get("sfw"), cells.get("p0")
        best = min((cells[peer] for peer in PEERS if peer in cells), default=None)
        yield ([row] + [f"{cells[f]:,.0f}" if f in cells else "-" for f in columns]
               + [f"{max(map(spread, measured.values())):.1f}",
                  ratio(sfw, p0, "{2:+,.0f}"), ratio(sfw, best, "{3:.2f}"),
                  judged(row, cells, promises(row))])


def aligned(lines):
    lines = list(lines)
    widths = [max(map(len, column)) for column in zip(*lines)]
    for line in lines:
        cells = [cell.rjust(width) for cell, width in zip(line, widths)]
        cells[0], cells[-1] = line[0].ljust(widths[0]), line[-1]
        print("  ".join(cells).rstrip())


def flatness(rows):
    """The higher cost of a row with the most open ports than with the fewest."""
    kinds = {}
    for row in rows:
        match = re.fullmatch(FLAT, row)
        if match and "sfw" in rows[row]:
            kinds.setdefault(match[1], {})[int(match[2])] = figure(rows[row]["sfw"])
    for kind, costs in kinds.items():
        if len(costs) > 1:
            percent = 100 * (max(costs.values()) / min(costs.values()) - 1)
            kept = "met" if percent <= 1 else "NOT MET"
            print(f"sfw, {kind}: from {min(costs)} to {max(costs)} open ports {percent:.1f} % apart; "
                  f"{kept}: <= 1 %")


def scaling(rows):
    """Packets a second on two processors, in times of those on one."""
    for row, measured in rows.items():
        print()
        for firewall, repetitions in sorted(measured.items()):
            times = statistics.median(2 * r["one"] / r["two"] for r in repetitions)
            kept = ""
            if firewall == "sfw":
                kept = "; met: >= 1.8" if times >= 1.8 else "; NOT MET: >= 1.8"
            print(f"{row}, {firewall}: two processors do {times:.2f} times what one does{kept}")


def commands(rows):
    """Whole processes, beside ipset's, and beside few members."""
    lines = [["command", "sfw", "ipset", "sfw/ipset", "beside 10", "target"]]
    for row, measured in rows.items():
        sfw, ipset = (figure(measured[f]) if f in measured else None for f in ("sfw", "ipset"))
        few = rows.get(re.sub(r"\d+$", "10", row))
        times = sfw / figure(few["sfw"]) if few else None
        if few:
            target = "met" if sfw <= 1.5 * ipset and times <= 2 else "NOT MET"
            target += ": <= 1.5 ipset, <= 2 of beside 10"
        else:
            target = ("met" if sfw <= 0.03 * 60e6 else "NOT MET") + ": <= 3 % of a processor, once a minute"
        lines.append([row, f"{sfw:,.0f}", f"{ipset:,.0f}" if ipset else "-", ratio(sfw, ipset, "{3:.2f}"),
                      f"{times:.2f}" if times else "-", target])
    aligned(lines)


def main():
    name = sys.argv[1]
    found, errors, kernels = {}, [], {}
    for kind in "icount", "native", "smp", "commands":
        found[kind], more, kernels[kind] = read(f"{name}.{kind}")
        errors += more
    if found["icount"]:
        print("Instructions per packet (load: million instructions; memory: bytes an entry)")
        aligned(table(found["icount"], figure, promises_of))
        flatness(found["icount"])
    for title, value in ("minimum", least), ("median", figure):
        if found["native"]:
            print(f"\nNanoseconds per packet, natively, {title}")
            aligned(table(found["native"], value,
                          lambda row: [] if row.startswith(("memory", "web", "dns")) else [of_best(1)]))
    scaling(found["smp"])
    if found["commands"]:
        print("\nMicroseconds a command, median; of a feed the processor's time")
        commands(found["commands"])
    print("\n".join(errors))
    with open(name + ".json", "w", encoding="utf-8") as out:
        json.dump({**found, "errors": errors, "kernel": kernels["icount"],
                   "date": datetime.date.today().isoformat()}, out, indent=1)
    return 1 if errors or not any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
