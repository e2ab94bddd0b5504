#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""orders.py SEED: words for sfwctl in any order, a command a line: every object and
verb, looks too. Pools are small, so that commands meet each other; some fail."""
import random
import sys

COMMANDS = 60
rand = random.Random(int(sys.argv[1]))


def pick(*choices):
    return rand.choice(choices)


def maybe(text):
    return pick("", " " + text)


def ports():
    return pick("22", "25", "80", "6000-6010", "80,443")


def source():
    return pick("198.18.0.0/15", "198.18.0.1", "2001:db8::/32", "192.0.2.0/24")


def name():
    return pick("bf", "ban", "door")


def listed():
    return pick("tcp-portscan", "udp-portscan", "bf", "ban", "door", "none")


def forward():
    return pick("add tcp 8080 in eth0 to 192.0.2.10:80", "add udp 53 in eth0 to 192.0.2.10", "del tcp 8080 in eth0",
                "del udp 53 in eth0")


CHANGES = (
    lambda: f"port add {pick('tcp', 'udp')} {ports()}{maybe('from ' + source())}{maybe('dev eth0')}"
            f"{maybe('guard ' + name())}{maybe('knock ' + name())}",
    lambda: f"port add tcp {ports()}",
    lambda: f"port del {pick('tcp', 'udp')} {ports()}{maybe('from ' + source())}",
    lambda: f"proto {pick('add', 'del')} {pick('gre', 'esp', '6in4')}",
    lambda: f"trust {pick('add', 'del')} {pick('dev wg0', 'from 192.0.2.0/24', 'from 2001:db8::/32')}",
    lambda: f"exempt {pick('add', 'del')} {source()}",
    lambda: f"block add {pick('203.0.113.0', '203.0.113.1', '203.0.113.9 for 1h')}",
    lambda: f"block del {pick('203.0.113.0', '203.0.113.1', '203.0.113.9')}",
    lambda: f"guard add {name()} {pick('3/10s', '3/10s 4/30m', '1/1h')}{maybe('rttl')}{maybe('mask4 24')}"
            f"{pick('', ' then reject', ' then block 1h')}",
    lambda: f"guard del {name()}",
    lambda: f"knock add {name()} {pick('tcp/7000,udp/8000', 'tcp/7001')}{maybe('within 1h')} open {pick('1m', '1h')}",
    lambda: f"knock del {name()}",
    lambda: f"set scan {pick('off', 'tcp', 'udp', 'tcp,udp')}",
    lambda: f"set {pick('ping on', 'ping off', 'reject4 rfc', 'reject4 drop', 'reject6 admin', 'reject6 drop')}",
    lambda: f"set {pick('scan-window 60s', 'scan-window 1h', 'scan-ports 1', 'scan-ports 3')}",
    lambda: f"set {pick('rpfilter off', 'rpfilter strict', 'rpfilter loose', 'dhcp on', 'dhcp off')}",
    lambda: f"set {pick('forward drop', 'forward off', 'early on', 'early off', 'offload on', 'offload off')}",
    lambda: f"lan {pick('add', 'del')} dev lan0",
    lambda: f"masquerade {pick('add', 'del')} 192.0.2.0/24 out eth0",
    lambda: f"forward {forward()}",
    lambda: f"list {pick('add', 'del')} {listed()} {pick('198.18.0.1', '198.18.0.2', '2001:db8::1')}",
    lambda: f"list flush {listed()}",
    lambda: f"flush {pick('lists', 'policy', 'all', 'lists')}",
    lambda: pick("enable", "disable", "confirm", "rollback", "undo", "enable"),
)
LOOKS = (
    lambda: f"list show {listed()}",
    lambda: f"{pick('', '-j ')}{pick('port list', 'block list', 'guard list', 'knock list', 'forward list', 'list')}",
    lambda: f"why {pick('198.18.0.1', '203.0.113.1', '2001:db8::1')}",
    lambda: f"test {pick('tcp', 'udp')} 198.18.0.1 to {pick('22', '25', '81')}",
    lambda: f"{pick('get', 'save -', 'stats', 'stats --prometheus', '', 'diff /dev/null')}",
    lambda: f"-n {rand.choice(CHANGES)()}",
)
for _ in range(COMMANDS):
    print(rand.choice(rand.choice((CHANGES, CHANGES, LOOKS)))())
