#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""The grammar of the family: what each command may carry, as the comments of the
header that kernel and utility share have it, so it cannot go stale; and messages
made of it. `grammar.py` alone prints it."""
import re
import struct

from netlink import ATTR, CMD, HEADER, SIZES, attr

NESTED = 0x8000
NAMES = ("sshbf", "door", "web.1", "a_b-c", "n" * 31)
DEVS = ("eth0", "wg0", "lan0", "d" * 15, "br-*")
LISTS = ("tcp-portscan", "udp-portscan")
NETS4 = ("0a000000", "c0000200", "cb007100", "e0000001", "7f000001", "00000000")
NETS6 = ("20010db8" + "0" * 24, "fd" + "0" * 30, "fe80" + "0" * 28, "0" * 31 + "1",
         "0" * 20 + "ffff0a000001")
DURATIONS = (1, 60, 3600, 315360000)


class Part:
    """One attribute of a command."""

    def __init__(self, name, optional, repeated, choice):
        self.name, self.optional, self.repeated, self.choice = name, optional, repeated, choice

    def __repr__(self):
        text = self.name + ("..." if self.repeated else "")
        return f"[{text}]" if self.optional else text


def comments(prefix):
    """The comment of each enumerator of a prefix, on one line; one without a
    comment means what the one before it means."""
    with open(HEADER, encoding="ascii") as header:
        text = header.read()
    found, last = {}, ""
    for name, comment in re.findall(
            r"^\t" + prefix + r"([A-Z0-9_]+),[ \t]*(?:/\*(.*?)\*/)?", text, re.M | re.S):
        last = found[name] = " ".join(comment.replace("*", " ").split()) or last
    return found


def read_shape(comment):
    """The attributes in what a comment says before "->": DUMP, PART..."""
    request = comment.split("->")[0]
    parts, depth, choice = [], 0, " or " in request
    for token in re.findall(r"[\[\]]|[A-Z][A-Z0-9_]*\b(?:\.\.\.)?", request):
        if token in "[]":
            depth += 1 if token == "[" else -1
        elif token.rstrip(".") in ATTR:
            parts.append(Part(token.rstrip("."), depth > 0, token.endswith("..."), choice))
    return comment.startswith("dump"), parts


KINDS = comments("SFW_A_")
SHAPES = {cmd: read_shape(comment) for cmd, comment in comments("SFW_CMD_").items()
          if cmd not in ("UNSPEC", "EVENT")}


def nested_parts(name):
    found = re.match(r"nested ([A-Z_ ]+)", KINDS[name])
    return found.group(1).split() if found else []


def defines(text):
    return {m: int(n) for m, n in re.findall(r"#define (SFW_[A-Z_]+)\s+(\d+)", text)}


def limits(name):
    """The least and the most of a number, as its comment has them: "1 to N", "0 or
    1", "enum E"; else whatever fits."""
    with open(HEADER, encoding="ascii") as header:
        text = header.read()
    kind = KINDS[name]
    span = re.search(r"\b(\d+) (?:to|or) (\w+)", kind)
    enum = re.match(r"u8: enum sfw_(\w+)$", kind)
    if span:
        most = span.group(2)
        return int(span.group(1)), int(most) if most.isdigit() else defines(text)[most]
    if enum:
        return 0, len(enumerators(enum.group(1), text)) - 1
    return 0, (1 << 8 * struct.calcsize(SIZES[name])) - 1


def enumerators(name, text):
    """Of an enum, whether they stand there or in the table of their words."""
    body = re.search(r"enum sfw_%s \{(.*?)\};" % name, text, re.S).group(1)
    table = re.search(r"\b(SFW_[A-Z_]+S)\(SFW_X_ENUM", body)
    if table:
        rows = re.search(r"#define %s\(X\)(.*?[^\\])\n\n" % table.group(1), text, re.S).group(1)
        return re.findall(r"X\((\w+)", rows)
    return [e for e in re.findall(r"\bSFW_\w+", body) if not e.endswith("_MAX")]


def setting_numbers():
    """{word: its number}, in the order of the header."""
    with open(HEADER, encoding="ascii") as header:
        words = re.findall(r'^\tX\([A-Z0-9_]+,\s*"([a-z0-9-]+)",\s*"[^"]*",\s*\w+, \d+, \w+\)', header.read(), re.M)
    return {word: n for n, word in enumerate(words)}


def settings():
    """Of each setting the least and the most value that it takes."""
    with open(HEADER, encoding="ascii") as header:
        text = header.read()
    numbers = defines(text)
    reasons = re.findall(r'^\tX\([A-Z_]+,\s*"[a-z-]+",\s*0, "', text, re.M)
    numbers["SFW_REFUSED_ALL"] = (1 << len(reasons)) - 1
    rows = re.findall(r'^\tX\([A-Z0-9_]+,\s*"[a-z0-9-]+",\s*"[^"]*",\s*\w+, (\d+), (\w+)\)', text, re.M)
    return [(int(least), numbers.get(most, int(most) if most.isdigit() else 0))
            for least, most in rows]


SETTINGS = settings()


class Grammar:
    """Messages at random, mostly valid ones."""

    def __init__(self, rng):
        self.rng = rng

    def prefix(self):
        nets, rng = self.rng.choice((NETS4, NETS6)), self.rng
        address = bytes.fromhex(rng.choice(nets))
        bits = 8 * len(address)
        length = rng.choice((bits, bits, bits // 4, bits // 2, rng.randint(0, bits)))
        number = int.from_bytes(address, "big") >> (bits - length) << (bits - length)
        return number.to_bytes(len(address), "big"), length

    def number(self, name, given):
        rng = self.rng
        if name in ("PORT_LAST", "TO_LAST"):
            return min(65535, given.get(name[:-4] + "FIRST", 1) + rng.choice((0, 0, 1, 10, 1000)))
        if name == "VALUE":
            least, most = SETTINGS[given.get("SETTING", 0) % len(SETTINGS)]
            return rng.choice((least, most, rng.randint(least, most)))
        ranges = {"PROTO": (6, 6, 17, 132, 47, 1), "SETTING": range(len(SETTINGS)),
                  "ENABLED": (0, 1), "OBJECT": range(13), "CONFIRM": (3600,), "HITS": (1, 3, 64),
                  "SECONDS": DURATIONS[:3], "LIVE": (1, 5, 4096), "MASK4": (1, 24, 32), "MASK6": (1, 64, 128),
                  "THEN": (0, 1, 2), "CT_STATE": range(5), "TCP_FLAGS": (2, 16, 18, 4, 0),
                  "CHANGES": (1,), "ICMP_TYPE": (8, 128, 0)}
        if name in ranges:
            return rng.choice(ranges[name])
        if SIZES[name] == "H":
            return rng.choice((1, 22, 80, 443, 7000, 65535))
        return rng.choice(DURATIONS)

    def value(self, name, given):
        """Bytes, without a header."""
        rng, kind = self.rng, KINDS[name]
        if name in given:
            value = given[name]
        elif kind.startswith("flag"):
            value = b""
        elif kind.startswith("nested"):
            return b"".join(self.one(n, {}) for n in nested_parts(name))
        elif kind.startswith("array of u64"):
            value = rng.randbytes(8 * rng.choice((1, 2, 96)))
        elif kind.startswith("4 or 16"):
            value = bytes.fromhex(rng.choice(NETS4 + NETS6))
        elif kind.startswith("string"):
            value = rng.choice(("", "a comment", "T\u00fcr \"auf\" \\", "x" * 63) if name == "COMMENT" else
                               DEVS if name in ("DEV", "OUT", "TO_DEV") else NAMES + LISTS)
        else:
            value = given[name] = self.number(name, given)
        if isinstance(value, int):
            size = struct.calcsize(SIZES[name])
            return (value % (1 << 8 * size)).to_bytes(size, "little")
        return value.encode() + b"\0" if isinstance(value, str) else value

    def one(self, name, given):
        kind = ATTR[name] | (NESTED if KINDS[name].startswith("nested") else 0)
        return attr(kind, self.value(name, given))

    def attributes(self, cmd, whole=False, **fixed):
        """A list of attributes that fit a command; whole: all that it may have."""
        rng, parts, given = self.rng, SHAPES[cmd][1], dict(fixed)
        given["FROM"], given["FROM_LEN"] = self.prefix()
        kept = [p for p in parts if whole or p.name in fixed or not p.optional or rng.random() < 0.4]
        if any(p.choice for p in parts):    # one of both sides
            kept = [p for p in parts if (p.name == "DEV") == (rng.random() < 0.3)] or parts[:1]
        if {"FROM", "GROUP"} <= {p.name for p in kept}:     # either a prefix or a group
            out = ("FROM", "FROM_LEN") if rng.random() < 0.3 else ("GROUP",)
            kept = [p for p in kept if p.name not in out]
        names = {p.name for p in kept}
        both = [n for n in ("FROM", "FROM_LEN") if n in names]
        out = []
        for part in kept:
            if len(both) == 1 and part.name in both:
                continue
            for _ in range(rng.randint(1, 3) if part.repeated else 1):
                out.append(self.one(part.name, given))
        return out

    def message(self, nl, cmd, whole=False, **fixed):
        return nl.message(cmd, b"".join(self.attributes(cmd, whole, **fixed)))


CHANGES = [cmd for cmd in SHAPES if re.search("_(ADD|DEL|SET|NEW)$|^FLUSH$|^(BLOCK|GROUP)_FLUSH$", cmd) and
           not cmd.startswith("LIST_")]


def main():
    for cmd, (dump, parts) in SHAPES.items():
        print(f"{CMD[cmd]:3} {cmd:12} {'dump' if dump else ''} {' '.join(map(str, parts))}")


if __name__ == "__main__":
    main()
