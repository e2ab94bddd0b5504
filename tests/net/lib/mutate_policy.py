#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""mutate_policy.py COUNT SEED: policies with and without mistakes, each ended by a zero byte

Lines are drawn from words that fit each other and a few that do not; then some are
written twice, moved, or lose, double or change a word. About half are good policies.
"""
import random
import sys

count, seed = int(sys.argv[1]), int(sys.argv[2])
r = random.Random(seed)

# Each: words that the parser takes, and words that it does not.
PREFIXES = (["10.0.0.0/8", "192.0.2.1", "192.0.2.0/24", "0.0.0.0/0", "2001:db8::/32", "2001:db8::1",
             "::/0", "::ffff:1.2.3.4", "::1.2.3.4", "fe80::/10"], ["10.0.0.1/8", "256.1.1.1", "10.0.0.0/33"])
PORTS = (["22", "80,443", "1-65535", "6000-6010", "65535", "http"], ["0", "22,22", "23-22", "70000"])
PROTOS = (["tcp", "udp", "sctp"], ["tpc", "gre"])
BARE = (["gre", "esp", "icmp", "47", "255", "ospf"], ["256", "tcp"])
DEVS = (["eth0", "wan0", "br-*", "wg+"], ["*", "lo", "eth0:1", "a/b", "verylonginterfacename", "d\u00e0"])
NAMES = (["g", "h", "door", "tcp-portscan", "x" * 31], [".x", "a b", "x" * 32])
TIMES = (["10s", "1h", "90", "1d", "315360000"], ["0", "10y", "315360001"])
TARGETS = (["192.168.1.2", "192.168.1.2:8080", "2001:db8::7", "[2001:db8::7]:80", "fe80::1", "127.0.0.1",
            "0.0.0.0", "255.255.255.255", "::", "::1.2.3.4", "192.168.1.2:1-2", "ff02::1"], ["x"])
SETTINGS = (["ping off", "reject4 drop", "scan tcp,udp", "scan-window 1d", "scan-ports 16", "log off",
             "log scan,guard", "forward off"], ["ping maybe", "scan-window 2d", "scan-ports 17", "log port"])
careful = True


def pick(words):
    return r.choice(words[0] if careful or r.random() < .8 else words[1])


def selector():
    text = ""
    if r.random() < .5:
        text += " from " + ",".join(dict.fromkeys(pick(PREFIXES) for _ in range(r.choice([1, 1, 2]))))
    if r.random() < .3:
        text += " dev " + pick(DEVS)
    return text


def extras():
    text = ""
    for word, values, often in (("guard", NAMES, .2), ("knock", NAMES, .1), ("for", TIMES, .1)):
        if r.random() < often:
            text += f" {word} {pick(values)}"
    return text if careful else text + (r.choice([' comment "x y"', " comment x", ' comment "\u20ac"', ' comment "\x01"', " comment " + "y" * 64])
                   if r.random() < .1 else "")


def line():
    verb = "add" if r.random() < .9 else "del"
    then = r.choice(["", " then drop", " then reject", " then block 1h", " rttl", " mask4 24"])
    return r.choice([
        lambda: f"port {verb} {pick(PROTOS)} {pick(PORTS)}{selector()}" + (extras() if verb == "add" else ""),
        lambda: f"port add {pick(PROTOS)} {pick(PORTS)}{selector()}{extras()}",
        lambda: f"proto {verb} {pick(BARE)}{selector()}",
        lambda: f"trust {verb} " + r.choice([f"dev {pick(DEVS)}", f"from {pick(PREFIXES)}"]),
        lambda: f"block {verb} {pick(PREFIXES)}" + (f" for {pick(TIMES)}" if r.random() < .3 and verb == "add" else ""),
        lambda: f"exempt {verb} {pick(PREFIXES)}",
        lambda: f"guard add {pick(NAMES)} {r.choice(['3/10s', '4/30m', '64/1h', '3/10s 4/30m'])}{then}",
        lambda: f"guard del {pick(NAMES)}",
        lambda: f"knock add {pick(NAMES)} " + r.choice(["tcp/1", "tcp/1,udp/2", "udp/2,tcp/1,udp/2"]),
        lambda: f"lan {verb} dev {pick(DEVS)}",
        lambda: f"masquerade {verb} {pick(PREFIXES)} out {pick(DEVS)}",
        lambda: f"forward add {pick(PROTOS)} {pick(PORTS)} in {pick(DEVS)} to {pick(TARGETS)}",
        lambda: f"forward del {pick(PROTOS)} {pick(PORTS)} in {pick(DEVS)}",
        lambda: f"set {pick(SETTINGS)}",
        lambda: r.choice(["enable", "disable", "flush policy", "# a remark", ""]),
    ])()


def mutate(lines):
    at = r.randrange(len(lines))
    words = lines[at].split(" ")
    i = r.randrange(len(words))
    what = r.randrange(6)
    if what == 0:
        lines.insert(r.randrange(len(lines) + 1), lines[at])
    elif what == 1:
        lines.insert(r.randrange(len(lines)), lines.pop(at))
    elif what == 2:
        del words[i]
    elif what == 3:
        words.insert(i, words[i])
    elif what == 4:
        words[i] = words[i][:-1]
    else:
        words[i] += r.choice("0,/-*x ")
    if what >= 2:
        lines[at] = " ".join(words)


for _ in range(count):
    careful = r.random() < .8
    policy = ["guard add g 3/10s", "knock add door tcp/7000"] + [line() for _ in range(r.randint(1, 12))]
    for _ in range(0 if careful else r.choice([0, 1, 2])):
        mutate(policy)
    sys.stdout.buffer.write(("\n".join(policy) + "\n\0").encode())
