#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Random rulesets of nft, imported: several tables, with chains at ingress, prerouting and
input, before and behind one another, that jump to others. All new packets of a small world
are judged by a plain interpreter of nft and by the lines of the policy: these let in nothing
that the rules refuse, and most of the rest.
Usage: import_nft_model.py SFWCTL [ROUNDS [SEED]]"""
import collections
import ipaddress
import itertools
import json
import random
import subprocess
import sys
import tempfile

KEPT = 85  # % of the packets that the rules let in
OTHERS = ["198.51.100.%d" % host for host in range(70)]  # a rule is not written out for so many
SETS = {"odd": ["10.0.0.1", "10.0.0.3", "10.0.0.5", "10.0.0.7", *OTHERS],
        "low": ["10.0.0.0/30", *OTHERS], "few": ["10.0.0.2", "10.0.0.4"], "timed": ["10.0.0.6", "10.0.0.8"]}
PACKETS = list(itertools.product(("tcp", "udp"), range(1, 8), range(9), (1, 2, 3)))


def port_match(rng):
    proto, ports = rng.choice(("tcp", "udp")), rng.sample(range(1, 7), rng.choice((1, 1, 2)))
    left = {"payload": {"protocol": proto, "field": "dport"}}
    return ("==", left, ports[0] if len(ports) == 1 else {"set": sorted(ports)},
            lambda packet: packet[0] == proto and packet[1] in ports)


def source_match(rng):
    prefix = ipaddress.ip_network("10.0.0.%d/%d" % rng.choice(((0, 30), (4, 30), (rng.randrange(8), 32))))
    wanted = rng.random() < .75
    return ("==" if wanted else "!=", {"payload": {"protocol": "ip", "field": "saddr"}},
            {"prefix": {"addr": str(prefix.network_address), "len": prefix.prefixlen}},
            lambda packet: (ipaddress.ip_address("10.0.0.%d" % packet[2]) in prefix) == wanted)


def member(name, text):
    net = ipaddress.ip_network(text)
    value = {"prefix": {"addr": str(net[0]), "len": net.prefixlen}} if "/" in text else text
    return {"elem": {"val": value, "expires": 100}} if name == "timed" else value


def set_objects(family, table):
    for name, members in SETS.items():
        yield {"set": {"family": family, "table": table, "name": name, "type": "ipv4_addr", "handle": 3,
                       "flags": ["timeout" if name == "timed" else "interval"],
                       "elem": [member(name, text) for text in members]}}


def set_match(rng):
    name, wanted = rng.choice(list(SETS)), rng.random() < .6
    nets = [ipaddress.ip_network(text) for text in SETS[name]]
    return ("==" if wanted else "!=", {"payload": {"protocol": "ip", "field": "saddr"}}, "@" + name,
            lambda packet: any(ipaddress.ip_address("10.0.0.%d" % packet[2]) in net for net in nets) == wanted)


def device_match(rng):
    device, wanted = rng.randrange(1, 4), rng.random() < .8
    return ("==" if wanted else "!=", {"meta": {"key": "iifname"}}, "eth%d" % device,
            lambda packet: (packet[3] == device) == wanted)


class Rule:
    """Tests of a packet, the same as expressions of nft, and a verdict."""

    def __init__(self, verdict, matches=(), target=None):
        self.verdict, self.target = verdict, target
        self.tests = [test for _, _, _, test in matches]
        self.expr = [{"match": {"op": op, "left": left, "right": right}} for op, left, right, _ in matches]
        self.expr.append({verdict: {"target": target} if target else None})

    def has(self, packet):
        return all(test(packet) for test in self.tests)


def usual_rules():
    """Rules in front of all others, which no new packet meets."""
    def never(_):
        return False
    yield Rule("accept", [("==", {"meta": {"key": "iif"}}, "lo", never)])
    yield Rule("accept", [("in", {"ct": {"key": "state"}}, ["established", "related"], never)])


def random_rule(rng, name):
    matches = [make(rng) for make, share in ((port_match, .6), (source_match, .25), (set_match, .15), (device_match, .3))
               if rng.random() < share]
    verdict = rng.choice(["accept"] * 4 + ["drop"] * 3 + ["return"] + ([] if name == "v" else ["jump", "jump", "goto"]))
    target = None
    if verdict in ("jump", "goto"):
        target = "v" if name == "u" else rng.choice("uv")
    return Rule(verdict, matches, target)


class Table:
    def __init__(self, rng, name):
        self.name, self.family = name, rng.choice(("inet", "inet", "ip"))
        self.rules = {"u": [], "v": []}
        self.hooks = {}
        for base in ("a", "b")[:rng.choice((1, 1, 2))]:
            hook = rng.choice(("input", "input", "input", "prerouting", "ingress"))
            if hook == "ingress":
                self.family = "inet"
            prio = rng.choice((-350, -150, 0) if hook == "prerouting" else (-5, 0, 0, 5))
            self.hooks[base] = (hook, prio, rng.choice(("accept", "drop")))
            usual = list(usual_rules())
            self.rules[base] = usual if hook == "input" else usual[:1]
        for chain, rules in self.rules.items():
            rules.extend(random_rule(rng, chain) for _ in range(rng.randrange(1, 5)))

    def objects(self):
        yield from set_objects(self.family, self.name)
        for chain in self.rules:
            more = dict(zip(("hook", "prio", "policy"), self.hooks.get(chain, ())))
            yield {"chain": {"family": self.family, "table": self.name, "name": chain, "handle": 1,
                             **({"type": "filter"} if more else {}), **more}}
        for chain, rules in self.rules.items():
            for rule in rules:
                yield {"rule": {"family": self.family, "table": self.name, "chain": chain, "handle": 2,
                                "expr": rule.expr}}

    def walk(self, chain, packet):
        """accept, drop, or None where the packet comes back"""
        for rule in self.rules[chain]:
            if not rule.has(packet):
                continue
            verdict = self.walk(rule.target, packet) if rule.target else rule.verdict
            if verdict in ("accept", "drop"):
                return verdict
            if rule.verdict in ("return", "goto"):
                return None
        return None

    def accepts(self, packet):
        return all((self.walk(base, packet) or policy) == "accept" for base, (_, _, policy) in self.hooks.items())


class Line:
    """A line of the policy that opens something, or a block."""

    def __init__(self, words, groups):
        self.kind = words[0]
        self.proto, self.ports = (words[2], words[3]) if self.kind == "port" else (None, "1-65535")
        options = {"port": words[4:], "block": ["from", *words[2:]], "trust": words[2:]}[self.kind]
        self.options = dict(zip(options[::2], options[1::2]))
        sources = self.options.get("from", "0.0.0.0/0").split(",")
        self.sources = [ipaddress.ip_network(net) for source in sources
                        for net in (groups[source[1:]] if source[0] == "@" else [source])]

    def has(self, packet):
        proto, port, source, device = packet
        ranges = ((piece + "-" + piece).split("-") for piece in self.ports.split(","))
        return self.proto in (None, proto) and self.options.get("dev", "eth%d" % device) == "eth%d" % device \
            and any(int(ends[0]) <= port <= int(ends[1]) for ends in ranges) \
            and any(net.version == 4 and ipaddress.ip_address("10.0.0.%d" % source) in net for net in self.sources)


def policy_accepts(lines, packet):
    found = {line.kind for line in lines if line.has(packet)}
    return "trust" in found or ("port" in found and "block" not in found)


def imported(sfwctl, tables):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(json.dumps({"nftables": [item for table in tables for item in table.objects()]}))
        file.flush()
        done = subprocess.run([sfwctl, "import", file.name], capture_output=True, text=True, check=False)
    lines, groups = [line.split() for line in done.stdout.splitlines()], collections.defaultdict(list)
    for words in lines:
        if words[:2] == ["group", "add"]:
            groups[words[2]].extend(words[3].split(","))
    return done, [Line(words, groups) for words in lines if words and words[0] in ("trust", "port", "block")]


def main():
    sfwctl, rounds, seed = sys.argv[1], int((sys.argv[2:] or ["300"])[0]), int((sys.argv[3:] or ["1"])[0])
    rng = random.Random(seed)
    wanted = kept = 0
    for number in range(rounds):
        tables = [Table(rng, "t%d" % at) for at in range(rng.choice((1, 2, 2, 3)))]
        if not any(hook == "input" for table in tables for hook, _, _ in table.hooks.values()):
            continue
        done, lines = imported(sfwctl, tables)
        more = "" if done.returncode in (0, 1) and done.stdout else done.stderr
        for packet in PACKETS:
            want, got = all(table.accepts(packet) for table in tables), policy_accepts(lines, packet)
            wanted, kept = wanted + want, kept + (want and got)
            if got and not want:
                more = "%s %d from 10.0.0.%d by eth%d" % packet
        if more:
            print("not ok 1 - nft: ruleset %d of seed %d: %s" % (number, seed, more))
            for item in (item for table in tables for item in table.objects()):
                print("#", json.dumps(item))
            print("#", done.stdout.replace("\n", "\n# "))
            return 1
    share = 100 * kept / max(wanted, 1)
    print("ok 1 - nft: %d rulesets let in nothing more than before" % rounds)
    print("%s 2 - nft: %.2f %% kept of the packets that begin a connection"
          % ("ok" if share >= KEPT else "not ok", share))
    return share < KEPT


sys.exit(main())
