#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""chart.py JSON SVG: draws instructions per packet, as ./report.py has left them, for
each kind of packet and each firewall. Draws nothing where a kind or sfw is missing."""

import html
import json
import sys

from report import figure

KINDS = [
    ("est-tcp", "segment of a live TCP connection"),
    ("pair-tcp", "one in, one out, with TCP's work"),
    ("open-tcp-3", "SYN to an open port"),
    ("open-udp-3", "first UDP packet to an open port"),
    ("est-udp", "later ones"),
    ("est-fwd", "forwarded, of a live flow"),
    ("closed-tcp-3", "SYN to a closed port, dropped"),
    ("rst-3", "the same, answered with RST"),
    ("closed-udp-3", "UDP to a closed port, dropped"),
]
FIREWALLS = [
    ("none", "no firewall", "#9aa5b1"),
    ("p0", "bare conntrack", "#616e7c"),
    ("sfw", "sfw", "#127fbf"),
    ("iptables", "iptables with ipset", "#f0b429"),
    ("nft", "nft", "#de911d"),
]
WIDTH, LEFT, RIGHT, BAR, GAP, TOP = 760, 250, 60, 11, 12, 52


def text(x, y, words, extra=""):
    return f'<text x="{x:.0f}" y="{y:.0f}"{extra}>{html.escape(words)}</text>'


def bar(y, value, most, color):
    wide = (WIDTH - LEFT - RIGHT) * value / most
    return [f'<rect x="{LEFT}" y="{y}" width="{wide:.1f}" height="{BAR - 2}" fill="{color}"/>',
            text(LEFT + wide + 4, y + 8, f"{value:,.0f}", ' font-size="9"')]


def legend():
    x = LEFT
    for _, name, color in FIREWALLS:
        yield f'<rect x="{x}" y="34" width="9" height="9" fill="{color}"/>'
        yield text(x + 13, 42, name, ' font-size="10"')
        x += 26 + 6 * len(name)


def body(rows):
    """Its lines, and where they end."""
    most = max(figure(rows[row][name]) for row, _ in KINDS
               for name, _, _ in FIREWALLS if name in rows[row])
    lines, y = list(legend()), TOP
    for row, words in KINDS:
        cells = [(figure(rows[row][name]), color)
                 for name, _, color in FIREWALLS if name in rows[row]]
        lines.append(text(LEFT - 8, y + BAR * len(cells) / 2 + 4, words, ' text-anchor="end"'))
        for value, color in cells:
            lines += bar(y, value, most, color)
            y += BAR
        y += GAP
    return lines, y


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        found = json.load(file)
    rows = found["icount"]
    if any("sfw" not in rows.get(row, {}) for row, _ in KINDS):
        return
    lines, y = body(rows)
    under = (f"Linux {found['kernel']}, emulated with mitigations on, {found['date']}: "
             "tests/bench/README.md")
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        out.write("\n".join([
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y + 22}" '
            f'viewBox="0 0 {WIDTH} {y + 22}" font-family="sans-serif" font-size="12" fill="#243b53">',
            f'<rect width="{WIDTH}" height="{y + 22}" fill="#ffffff"/>',
            text(LEFT, 22, "Instructions per packet, from the driver to the socket or the refusal",
                 ' font-weight="bold"'),
            *lines, text(LEFT, y + 10, under, ' font-size="9"'), "</svg>\n"]))


if __name__ == "__main__":
    main()
