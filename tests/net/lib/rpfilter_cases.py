# SPDX-License-Identifier: GPL-2.0
"""The packets of rpfilter_oracle.py: every source by every interface of the
hosts that rpfilter_oracle.t sets up, and random ones that a seed gives."""
import random
import socket
import struct
from collections import namedtuple

from wiretap import checksum

TCP, UDP, ICMP, ICMP6 = 6, 17, 1, 58
ALL = "ff:ff:ff:ff:ff:ff"

# dev: where it comes in; mac: to whom; hops: TTL; kind: type of ICMP; mark: of the packet
Case = namedtuple("Case", "dev mac src dst proto sport dport tos hops kind mark")

MACS = {"eth0": "02:00:00:00:00:01", "eth1": "02:00:00:00:01:01", "eth2": "02:00:00:00:02:01", "eth3": "02:00:00:00:03:01",
        "eth4": "02:00:00:00:04:01", "port0": "02:00:00:00:05:01", "port1": "02:00:00:00:06:01"}
DEVS = [*MACS][:-1]
BRIDGE_MAC, BRIDGED_MAC = "02:00:00:00:05:01", "02:00:00:00:99:99"     # of the host, and of somebody behind port1
OWN4 = {"eth0": "10.0.0.1", "eth1": "10.1.0.1", "eth2": "10.2.0.1", "eth3": "10.3.0.1", "eth4": "10.0.0.1", "port0": "10.4.0.1", "port1": "10.4.0.1"}
OWN6 = {"eth0": "fd00::1", "eth1": "fd01::1", "eth2": "fd02::1", "eth3": "fd03::1", "eth4": "fd00::1", "port0": "fd04::1", "port1": "fd04::1"}

SOURCES4 = (
    # of this host, on each interface, and what is like them
    "10.0.0.1", "10.1.0.1", "10.2.0.1", "10.3.0.1", "10.4.0.1", "10.9.0.1", "10.77.0.1", "127.0.0.1", "127.1.2.3", "198.51.105.5",
    "10.0.0.255", "10.0.0.0", "255.255.255.255", "0.0.0.0", "0.1.2.3", "224.0.0.5", "239.1.1.1", "240.0.0.1", "169.254.3.4",
    # neighbours
    "10.0.0.2", "10.1.0.2", "10.2.0.2", "10.3.0.2", "10.4.0.2", "10.5.0.2", "10.9.0.2",
    # by routes: elsewhere, narrower, of two paths, of two metrics, with a link down, to nowhere, by none
    "198.18.0.1", "198.18.5.1", "198.51.100.1", "198.51.101.1", "198.51.102.1", "198.51.103.1",
    "198.51.104.1", "198.51.104.65", "198.51.104.129", "198.51.104.193", "192.0.2.1",
    # by rules: service, ports, target, mark, incoming and outgoing interface
    "203.0.113.1", "203.0.114.1", "203.0.115.1", "203.0.116.1", "203.0.117.1", "203.0.118.1")
SOURCES6 = (
    "fd00::1", "fd01::1", "fd02::1", "fd03::1", "fd04::1", "fd09::1", "fd77::1", "::1", "2001:db8:105::5", "2001:db8:106::5",
    "fe80::1", "fe80::11", "fe80::21", "fe80::31", "fe80::41", "fe80::91", "fe80::2", "fe80:1::2", "fec0::2",
    "::", "::ffff:10.0.0.2", "fd00::", "ff02::5",
    "fd00::2", "fd01::2", "fd02::2", "fd03::2", "fd04::2", "fd05::2", "fd09::2",
    "2001:db8:18::1", "2001:db8:18:5::1", "2001:db8:100::1", "2001:db8:101::1", "2001:db8:102::1", "2001:db8:103::1",
    "2001:db8:104:1::1", "2001:db8:104:2::1", "2001:db8:104:3::1", "2001:db8:104:4::1", "2001:db9::1",
    "2001:db8:113::1", "2001:db8:114::1", "2001:db8:115::1", "2001:db8:116::1", "2001:db8:117::1", "2001:db8:118::1")

GROUPS4 = ("224.0.0.251", "01:00:5e:00:00:fb"), ("255.255.255.255", ALL), ("10.4.0.255", ALL)
GROUPS6 = ("ff02::fb", "33:33:00:00:00:fb"), ("ff05::99", "33:33:00:00:00:99")


def number(addr):
    return socket.inet_pton(socket.AF_INET6 if ":" in addr else socket.AF_INET, addr)


def upper(case):
    six = ":" in case.src
    if case.proto == UDP:
        head, at = struct.pack("!HHHH", case.sport, case.dport, 12, 0) + b"sfw!", 6
    elif case.proto == TCP:
        head, at = struct.pack("!HHIIBBHHH", case.sport, case.dport, 1, 0, 0x50, case.kind, 1024, 0, 0), 16
    elif case.kind in range(133, 138):      # a target, of nobody
        head, at = struct.pack("!BBHI", case.kind, 0, 0, 0) + number("fd00::7777") + (number("fd00::7777") if case.kind == 137 else b""), 2
    else:
        head, at = struct.pack("!BBHHH", case.kind, 0, 0, 7, 7) + bytes(16), 2
    pseudo = b""
    if six:
        pseudo = number(case.src) + number(case.dst) + struct.pack("!II", len(head), case.proto)
    elif case.proto != ICMP:
        pseudo = number(case.src) + number(case.dst) + struct.pack("!HH", case.proto, len(head))
    return head[:at] + struct.pack("!H", checksum(pseudo + head)) + head[at + 2:]


def frame(case, source):
    """The frame, from the MAC address @source."""
    payload = upper(case)
    ends = number(case.src) + number(case.dst)
    if ":" in case.src:
        kind, packet = b"\x86\xdd", struct.pack("!IHBB", 6 << 28 | case.tos << 20, len(payload), case.proto, case.hops) + ends
    else:
        packet = struct.pack("!BBHHHBBH", 0x45, case.tos, 20 + len(payload), 1, 0, case.hops, case.proto, 0) + ends
        kind, packet = b"\x08\0", packet[:10] + struct.pack("!H", checksum(packet)) + packet[12:]
    return bytes.fromhex((case.mac + source).replace(":", "")) + kind + packet + payload


def datagram(dev, src, dst, mac=None, **fields):
    return Case(dev, mac or (BRIDGE_MAC if dev.startswith("port") else MACS[dev]), src, dst,
                **{"proto": UDP, "sport": 9, "dport": 53, "tos": 0, "hops": 64, "kind": 0, "mark": 0, **fields})


def icmp6(dev, src, dst, kind, hops, mac=None):
    return datagram(dev, src, dst, mac, proto=ICMP6, kind=kind, hops=hops, sport=0, dport=0)


def named():
    for own, sources, groups in ((OWN4, SOURCES4, GROUPS4), (OWN6, SOURCES6, GROUPS6)):
        for dev in DEVS:
            for src in sources:
                yield datagram(dev, src, own[dev])
                yield datagram(dev, src, own["eth1"] if dev == "eth0" else own["eth0"])
                for dst, mac in groups:
                    yield datagram(dev, src, dst, mac)
    for dev in DEVS:
        for src in SOURCES4:
            yield datagram(dev, src, "255.255.255.255", ALL, sport=67, dport=68)
        for src in SOURCES6:
            yield datagram(dev, src, "fe80::1", sport=547, dport=546)
            yield datagram(dev, src, OWN6[dev], sport=547, dport=546)
            yield icmp6(dev, src, OWN6[dev], 135, 255)
            yield icmp6(dev, src, OWN6[dev], 135, 254)
            yield icmp6(dev, src, "ff02::1", 136, 255, "33:33:00:00:00:01")
    for src, own in (("10.4.0.9", OWN4), ("fd04::9", OWN6), ("198.18.0.1", OWN4), ("2001:db8:18::1", OWN6), ("10.4.0.1", OWN4), ("fe80::9", OWN6)):
        yield datagram("port0", src, own["port0"][:-1] + "8", BRIDGED_MAC)      # to somebody behind the bridge
        yield datagram("port0", src, own["port0"], BRIDGED_MAC)                 # with this host's address
        yield datagram("port0", src, own["port0"], ALL)                         # to this host, by all
    for v6 in False, True:
        for dev in "eth0", "eth1":
            own = (OWN6 if v6 else OWN4)[dev]
            source = "2001:db8:%d::1" if v6 else "203.0.%d.1"
            for tos in 0, 0x10, 0x13, 0x04, 0xb8:
                yield datagram(dev, source % 113, own, tos=tos)
            for sport in 443, 80:
                yield datagram(dev, source % 114, own, proto=TCP, sport=sport, kind=0x12)
                yield datagram(dev, source % 114, own, sport=sport)
            for mark in 0, 1, 2:
                yield datagram(dev, source % 116, own, mark=mark)


def near(rng, addr):
    """It, or one beside it."""
    if rng.random() < 0.7:
        return addr
    packed = bytearray(number(addr))
    packed[-1] = rng.randrange(256)
    return socket.inet_ntop(socket.AF_INET6 if len(packed) == 16 else socket.AF_INET, bytes(packed))


def at_random(seed, count):
    rng = random.Random(seed)
    for _ in range(count):
        v6 = rng.random() < 0.5
        dev = rng.choice([*MACS])
        src = near(rng, rng.choice(SOURCES6 if v6 else SOURCES4))
        dst, mac = (OWN6 if v6 else OWN4)[rng.choice((dev, dev, rng.choice([*MACS])))], None
        if rng.random() < 0.2:
            dst, mac = rng.choice(GROUPS6 if v6 else GROUPS4)
        elif rng.random() < 0.1:
            dst = near(rng, rng.choice(SOURCES6[:50] if v6 else SOURCES4))
        elif dev.startswith("port") and rng.random() < 0.4:
            mac = BRIDGED_MAC
        fields = {"tos": rng.choice((0, 0, 0x10, 0x03, 0xb8, rng.randrange(256))), "mark": rng.choice((0, 0, 0, 1, 2)), "hops": rng.choice((1, 64, 255))}
        what = rng.choice((UDP, UDP, TCP, ICMP6 if v6 else ICMP, "dhcp"))
        if what == "dhcp":
            yield datagram(dev, src, dst, mac, sport=547 if v6 else 67, dport=546 if v6 else 68, **fields)
        elif what in (UDP, TCP):
            yield datagram(dev, src, dst, mac, proto=what, sport=rng.choice((443, 80, 9)), dport=rng.choice((53, 443)),
                           kind=rng.choice((0x02, 0x12, 0x10, 0x04)) if what == TCP else 0, **fields)
        else:
            kind = rng.choice((128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 143, 1, 3)) if v6 else rng.choice((8, 0, 13))
            yield datagram(dev, src, dst, mac, proto=what, kind=kind, sport=0, dport=0, **fields)
