#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""svg.py FILE...: draws terminals, as tmux capture-pane -e prints them."""
import re
import sys
from xml.sax.saxutils import escape

WIDTH, LINE, CELL, MARGIN = 80, 17, 8.4, 12
COLOURS = {"31": "#ff7b72", "32": "#7ee787"}


def pieces(line):
    """Cuts a line into (text, colour, bold, reverse)."""
    colour, bold, reverse = None, False, False
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if not part.startswith("\x1b"):
            if part:
                yield part, colour, bold, reverse
            continue
        for code in part[2:-1].split(";"):
            if code in ("", "0"):
                colour, bold, reverse = None, False, False
            elif code == "1":
                bold = True
            elif code in ("7", "27"):
                reverse = code == "7"
            elif code in COLOURS:
                colour = COLOURS[code]
            elif code == "39":
                colour = None


def draw(lines, top):
    for n, line in enumerate(lines):
        y, column = top + (n + 1) * LINE, 0
        for text, colour, bold, reverse in pieces(line):
            x = MARGIN + column * CELL
            column += len(text)
            if reverse:
                yield (f'<rect x="{x:.1f}" y="{y - 13}" width="{len(text) * CELL:.1f}" height="{LINE}" '
                       'fill="#c9d1d9"/>')
                colour = "#0d1117"
            if not text.strip():
                continue
            style = (f' fill="{colour}"' if colour else "") + (' font-weight="bold"' if bold else "")
            yield (f'<text x="{x:.1f}" y="{y}" textLength="{len(text) * CELL:.1f}"{style}>'
                   f"{escape(text)}</text>")


def main():
    drawn, top = [], MARGIN
    for name in sys.argv[1:]:
        with open(name, encoding="utf-8") as f:
            lines = f.read().rstrip("\n").split("\n")
        while not re.sub(r"\x1b\[[0-9;]*m", "", lines[-1]).strip("# "):
            lines.pop()
        drawn += draw(lines, top)
        top += (len(lines) + 1) * LINE
    width, height = round(WIDTH * CELL + 2 * MARGIN), top + MARGIN
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
          f'viewBox="0 0 {width} {height}">')
    print('<rect width="100%" height="100%" rx="6" fill="#0d1117"/>')
    print('<g font-family="DejaVu Sans Mono,Menlo,Consolas,monospace" font-size="14" fill="#c9d1d9" '
          'xml:space="preserve">')
    print("\n".join(drawn))
    print("</g>\n</svg>")


main()
