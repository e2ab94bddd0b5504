# SPDX-License-Identifier: GPL-2.0
"""Random packets for oracle.py, of every kind that a host may be sent, and the
same ones for the same seed: Packets(seed).case() is (name, [frame, ...]).
Ports 22 and 22022 of TCP and 53 of UDP are open there."""
import random
import socket
import struct

from wiretap import HOST4, HOST6, HOST_MAC, LINK_HOST6, LINK_PEER6, PEER4, PEER6, PEER_MAC, checksum

TCP, UDP, ICMP, ICMP6, FRAGMENT = 6, 17, 1, 58, 44
SPOOFED4 = ("10.0.0.3", "10.0.0.9", "192.0.2.7", "198.51.100.200", "10.0.0.255", "255.255.255.255", "0.0.0.0",
            "127.0.0.1", "224.0.0.5", "240.0.0.1", HOST4)
SPOOFED6 = ("fd00::3", "fd00::9", "2001:db8::7", "2002:c000:207::1", "::", "::1", "::ffff:192.0.2.7", "ff02::5",
            "fe80::77", "fec0::1", HOST6)
WIDE4 = (("255.255.255.255", "ff:ff:ff:ff:ff:ff"), ("10.0.0.255", "ff:ff:ff:ff:ff:ff"), ("224.0.0.1", "01:00:5e:00:00:01"),
         ("224.0.0.251", "01:00:5e:00:00:fb"), (HOST4, "ff:ff:ff:ff:ff:ff"), (HOST4, "01:00:5e:00:00:01"),
         ("10.0.0.77", HOST_MAC), ("127.0.0.1", HOST_MAC), ("10.0.0.0", HOST_MAC))
WIDE6 = (("ff02::1", "33:33:00:00:00:01"), ("ff02::fb", "33:33:00:00:00:fb"), ("ff05::99", "33:33:00:00:00:99"),
         (HOST6, "33:33:00:00:00:01"), (HOST6, "ff:ff:ff:ff:ff:ff"), ("fd00::77", HOST_MAC), ("::1", HOST_MAC),
         (LINK_HOST6, HOST_MAC))


def number(addr):
    return socket.inet_pton(socket.AF_INET6 if ":" in addr else socket.AF_INET, addr)


def ethernet(packet, mac=HOST_MAC):
    kind = b"\x86\xdd" if packet[0] >> 4 == 6 else b"\x08\x00"
    return bytes.fromhex((mac + PEER_MAC).replace(":", "")) + kind + packet


class Packets:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.port, self.ident = 1024, 0
        self.flows = []         # (v6, source port, port) of SYNs and datagrams to open ports

    def next_port(self):
        self.port = 1024 if self.port == 65535 else self.port + 1
        return self.port

    def next_ident(self):
        self.ident = self.ident % 0xffff + 1
        return self.ident

    def maybe(self, chance):
        return self.rng.random() < chance

    def data(self, most=64):
        return self.rng.randbytes(self.rng.choice((0, 1, 4, 8, self.rng.randrange(most + 1))))

    # Headers of the network, with a payload whose checksum fits both addresses.

    def network(self, v6, proto, payload, src=None, dst=None, **fields):
        payload = self.summed(v6, proto, payload, src, dst)
        if v6:
            return self.ip6(proto, payload, src or PEER6, dst or HOST6, **fields)
        return self.ip4(proto, payload, src or PEER4, dst or HOST4, **fields)

    def ip4(self, proto, payload, src, dst, options=b"", ttl=None, frag=0, ident=None, tos=None, size=None, ihl=None, good=True):
        rng = self.rng
        options += bytes(-len(options) % 4)
        head = struct.pack("!BBHHHBBH", 0x40 | (5 + len(options) // 4 if ihl is None else ihl),
                           rng.choice((0, 0, 0, 0x10, 0xb8, 3)) if tos is None else tos,
                           20 + len(options) + len(payload) if size is None else size,
                           self.next_ident() if ident is None else ident, frag, 64 if ttl is None else ttl, proto, 0)
        head += number(src) + number(dst) + options
        head = head[:10] + struct.pack("!H", checksum(head) if good else rng.randrange(65536)) + head[12:]
        return head + payload

    def ip6(self, proto, payload, src, dst, hlim=None, size=None):
        return struct.pack("!IHBB", 0x60000000 | (self.rng.getrandbits(28) if self.maybe(0.1) else 0),
                           len(payload) if size is None else size, proto, 64 if hlim is None else hlim) + \
            number(src) + number(dst) + payload

    def summed(self, v6, proto, payload, src, dst):
        at = {TCP: 16, UDP: 6, ICMP: 2, ICMP6: 2}.get(proto)
        if at is None or len(payload) < at + 2 or self.maybe(0.03):     # a wrong one
            return payload
        if proto == UDP and self.maybe(0.05):
            return payload[:6] + b"\0\0" + payload[8:]                  # none
        pseudo = b""
        if proto != ICMP:
            ends = number(src or (PEER6 if v6 else PEER4)) + number(dst or (HOST6 if v6 else HOST4))
            pseudo = ends + (struct.pack("!II", len(payload), proto) if v6 else struct.pack("!HH", proto, len(payload)))
        payload = payload[:at] + b"\0\0" + payload[at + 2:]
        return payload[:at] + struct.pack("!H", checksum(pseudo + payload) or 0xffff) + payload[at + 2:]

    # What they carry: (name, protocol, payload)

    def tcp(self, v6, flags=None, sport=None, dport=None):
        rng = self.rng
        if flags is None:
            flags = rng.choice((2, 2, 2, 16, 18, 4, 20, 17, 1, 0, 41, 63, 194, rng.randrange(256)))
        sport = self.next_port() if sport is None else sport
        if dport is None:
            dport = rng.choice((22, 22022, 8001, 8001, 8001, 80, 0, rng.randrange(65536)))
        options = b"" if self.maybe(0.6) else rng.choice((
            b"\2\4\5\xb4", b"\2\4\5\xb4\4\2\1\1", b"\2\4\5\xb4\1\3\3\7", b"\1\1\x08\x0a" + rng.randbytes(8), rng.randbytes(8),
            b"\x13\x12" + rng.randbytes(18), b"\x22\2\1\1"))
        doff = 5 + len(options) // 4 if self.maybe(0.95) else rng.randrange(16)
        if flags & 0x17 == 2 and dport in (22, 22022):
            self.flows.append((v6, TCP, sport, dport))
        return f"flags {flags:#04x} to {dport}", TCP, struct.pack(
            "!HHIIBBHHH", sport, dport, rng.getrandbits(32), rng.getrandbits(32) if flags & 16 else 0,
            doff << 4 | (rng.randrange(16) if self.maybe(0.02) else 0), flags, rng.choice((0, 1, 1024, 65535)), 0,
            rng.randrange(65536) if flags & 32 else 0) + options + self.data()

    def udp(self, v6):
        rng, data = self.rng, self.data(1400 if self.maybe(0.05) else 64)
        dport = rng.choice((53, 8001, 8001, 67, 68, 123, 546, 547, 0, rng.randrange(65536)))
        sport = rng.choice((self.next_port(), self.next_port(), 53, 67, 547, 0))
        if dport == 53:
            self.flows.append((v6, UDP, sport, dport))
        size = 8 + len(data) if self.maybe(0.93) else rng.choice((0, 7, 8, 9, len(data), 9 + len(data), 65535))
        return f"{sport} to {dport}", UDP, struct.pack("!HHHH", sport, dport, size, 0) + data

    def quoted(self, v6):
        """What this host may have sent, or not, as an ICMP error quotes it."""
        rng = self.rng
        _, proto, sport, dport = rng.choice(self.flows[-50:]) if self.flows and self.maybe(0.6) else (
            v6, rng.choice((TCP, UDP, ICMP6 if v6 else ICMP, 47)), rng.randrange(65536), rng.randrange(65536))
        inner = struct.pack("!HHII", dport, sport, rng.getrandbits(32), 0) + bytes(8)
        src, dst = (HOST6, PEER6) if v6 else (HOST4, PEER4)
        if self.maybe(0.1):
            src, dst = dst, src
        packet = self.ip6(proto, inner, src, dst) if v6 else self.ip4(proto, inner, src, dst)
        return packet if self.maybe(0.9) else packet[:rng.randrange(len(packet))]

    def icmp(self, v6):
        rng = self.rng
        kind = rng.choice((8, 8, 0, 3, 3, 4, 5, 11, 12, 13, 15, 17, rng.randrange(256)))
        code = rng.choice((0, 0, 1, 2, 3, 4, 13, rng.randrange(256)))
        rest = self.quoted(False) if kind in (3, 4, 5, 11, 12) else self.data()
        return f"type {kind} code {code}", ICMP, struct.pack("!BBHHH", kind, code, 0, self.next_port(), rng.choice((0, 1, 576, 1400))) + rest

    def icmp6(self, v6):
        rng = self.rng
        kind = rng.choice((128, 128, 129, 1, 2, 3, 4, 130, 131, 132, 133, 134, 135, 136, 137, 143, 139, 141, 148, 151, rng.randrange(256)))
        code = rng.choice((0, 0, 0, 1, 3, 4, rng.randrange(256)))
        rest = self.quoted(True) if kind in (1, 2, 3, 4) else self.data()
        if kind in (135, 136) and self.maybe(0.7):
            rest = number(rng.choice((HOST6, HOST6, LINK_HOST6, PEER6, "fd00::77"))) + \
                (bytes([kind - 134, 1]) + bytes.fromhex(PEER_MAC.replace(":", "")) if self.maybe(0.7) else b"")
        return f"type {kind} code {code}", ICMP6, struct.pack("!BBHI", kind, code, 0, rng.choice((0, 1280, self.next_port() << 16))) + rest

    def other(self, v6):
        proto = self.rng.choice((2, 4, 33, 41, 46, 47, 50, 51, 59, 88, 89, 94, 103, 108, 112, 132, 132, 136, 255, self.rng.randrange(256)))
        if proto in (TCP, UDP, ICMP, ICMP6):
            proto = 47
        return f"protocol {proto}", proto, self.rng.randbytes(self.rng.choice((0, 4, 12, 20, 40, 60)))

    def upper(self, v6):
        return self.rng.choice((self.tcp, self.tcp, self.tcp, self.udp, self.udp, self.icmp6 if v6 else self.icmp, self.other))(v6)

    def hops(self, v6, proto, payload):
        """A hop limit that suits what is carried, mostly."""
        if v6 and proto == ICMP6 and payload[0] in (*range(133, 138), 141, 142, 148, 149, 151) and self.maybe(0.6):
            return {"hlim": 255}
        if v6 and proto == ICMP6 and payload[0] in (130, 131, 132, 143) and self.maybe(0.6):
            return {"hlim": 1}
        return {"hlim" if v6 else "ttl": self.rng.choice((64, 64, 64, 255, 128, 1, 2, self.rng.randrange(256)))}

    def ends(self, v6):
        """Source and destination; now and then on the link."""
        return {"src": LINK_PEER6, "dst": self.rng.choice((LINK_HOST6, LINK_HOST6, HOST6))} if v6 and self.maybe(0.15) else {}

    # The kinds: each (name, [frame, ...])

    def plain_of(self, upper, v6):
        name, proto, payload = upper(v6)
        return name, [ethernet(self.network(v6, proto, payload, **self.ends(v6), **self.hops(v6, proto, payload)))]

    def kind_tcp(self, v6):
        return self.plain_of(self.tcp, v6)

    def kind_udp(self, v6):
        return self.plain_of(self.udp, v6)

    def kind_icmp(self, v6):
        return self.plain_of(self.icmp6 if v6 else self.icmp, v6)

    def kind_protocol(self, v6):
        return self.plain_of(self.other, v6)

    def kind_crossed(self, v6):
        """The other family's ICMP."""
        name, proto, payload = self.icmp(v6) if v6 else self.icmp6(v6)
        return name, [ethernet(self.network(v6, proto, payload))]

    def kind_flow(self, v6):
        """A SYN, and segments that may or may not fit to it."""
        sport, dport = self.next_port(), self.rng.choice((22, 22022, 8001))
        several = [self.tcp(v6, 2, sport, dport)] + [self.tcp(v6, None, sport, dport) for _ in range(self.rng.randrange(1, 4))]
        return ", ".join(n for n, _, _ in several), [ethernet(self.network(v6, p, d)) for _, p, d in several]

    def kind_fragments(self, v6):
        rng, ends = self.rng, self.ends(v6)
        name, proto, payload = self.upper(v6)
        payload = self.summed(v6, proto, payload + rng.randbytes(rng.choice((0, 30, 64))), ends.get("src"), ends.get("dst"))
        step, ident, pieces = 8 * rng.choice((1, 2, 3, 5, 8)), self.next_ident(), []
        for at in range(0, len(payload) or 1, step):
            piece, more = payload[at:at + step], at + step < len(payload)
            offset = at // 8
            if self.maybe(0.03):                    # overlapping, or far away
                offset = max(0, offset + rng.choice((-1, 1, 8000)))
            if v6:
                head = struct.pack("!BBHI", proto, 0, (offset << 3 | more) & 0xffff, ident)
                pieces.append(self.ip6(FRAGMENT, head + piece, ends.get("src", PEER6), ends.get("dst", HOST6)))
            else:
                pieces.append(self.ip4(proto, piece, PEER4, HOST4, ident=ident, frag=(more << 13 | offset) & 0x3fff, tos=0))
        how = rng.choice(("in order", "in order", "in reverse", "shuffled", "one lost", "one twice"))
        if how == "in reverse":
            pieces.reverse()
        elif how == "shuffled":
            rng.shuffle(pieces)
        elif how == "one lost":
            del pieces[rng.randrange(len(pieces))]
        elif how == "one twice":
            pieces.append(rng.choice(pieces))
        return f"{how}, by {step}: {name}", [ethernet(p) for p in pieces[:40]]

    def kind_headers(self, v6):
        """IPv6 extension headers, or IPv4 options."""
        rng, ends = self.rng, self.ends(v6)
        name, proto, payload = self.upper(v6)
        if not v6:
            options = rng.choice((b"\1\1\1\1", b"\0", b"\x07\7\4" + bytes(4), b"\x44\x08\5\0" + bytes(4), b"\x94\4\0\0",
                                  b"\x83\7\4\x0a\0\0\1", b"\x89\7\x08\x0a\0\0\1", b"\x82\x0b" + bytes(9), rng.randbytes(8), rng.randbytes(40)))
            return f"{options.hex()}: {name}", [ethernet(self.network(False, proto, payload, options=options))]
        payload = self.summed(True, proto, payload, ends.get("src"), ends.get("dst"))
        next_header, chain = proto, []
        for kind in reversed([rng.choice((0, 60, 60, 43, 44, 51, 135, 139, 140)) for _ in range(rng.choice((1, 1, 1, 2, 3, 8)))]):
            if self.maybe(0.3):
                kind = 0 if kind == 60 else kind
            body = {0: b"\1\4" + bytes(4), 60: b"\1\4" + bytes(4), 43: rng.choice((bytes([0, 0]), bytes([0, 1]), bytes([2, 1]), bytes([4, 0]), bytes([253, 0]))) + bytes(4),
                    44: struct.pack("!HI", rng.choice((0, 0, 1, 8)), self.next_ident()), 51: bytes(2) + rng.randbytes(8)}.get(kind, rng.randbytes(6))
            if kind in (0, 60) and self.maybe(0.3):
                body = rng.choice((b"\5\2\0\0\1\0", b"\x1e\4" + bytes(4), b"\x5e\4" + bytes(4), b"\x9e\4" + bytes(4), b"\xde\4" + bytes(4), rng.randbytes(6)))
            length = {51: 1, 44: 0}.get(kind, 0 if self.maybe(0.97) else rng.randrange(256))
            payload, next_header = bytes([next_header, length]) + body + payload, kind
            chain.append(kind)
        return f"{chain[::-1]}: {name}", [ethernet(self.ip6(next_header, payload, ends.get("src", PEER6), ends.get("dst", HOST6)))]

    def kind_broken(self, v6):
        """A header of the network that does not fit, or half a packet."""
        rng = self.rng
        name, proto, payload = self.upper(v6)
        how = rng.choice(("size", "size", "cut", "cut", "head"))
        if how == "cut":
            payload = payload[:rng.randrange(len(payload) + 1)]
            return f"{how} at {len(payload)}: {name}", [ethernet(self.network(v6, proto, payload))]
        fields = {"size": rng.choice((0, 1, 8, 19, 20, 24, 30, 41, 60, 500, 65535))}
        if how == "head" and not v6:
            fields = rng.choice(({"ihl": rng.randrange(16)}, {"good": False}, {"frag": rng.randrange(65536)}, {"ttl": 0}))
        elif how == "head":
            fields = {"hlim": 0}
        return f"{fields}: {name}", [ethernet(self.network(v6, proto, payload, **fields))]

    def kind_wide(self, v6):
        name, proto, payload = self.upper(v6)
        dst, mac = self.rng.choice(WIDE6 if v6 else WIDE4)
        return f"to {dst} by {mac}: {name}", [ethernet(self.network(v6, proto, payload, dst=dst, **self.hops(v6, proto, payload)), mac)]

    def kind_spoofed(self, v6):
        name, proto, payload = self.upper(v6)
        src = self.rng.choice(SPOOFED6 if v6 else SPOOFED4)
        return f"from {src}: {name}", [ethernet(self.network(v6, proto, payload, src=src, **self.hops(v6, proto, payload)))]

    def kind_flipped(self, v6):
        """Bits of any other kind."""
        name, frames = self.rng.choice((self.kind_tcp, self.kind_udp, self.kind_icmp, self.kind_fragments, self.kind_headers))(v6)
        flipped = []
        for frame in frames:
            frame = bytearray(frame)
            for _ in range(self.rng.randrange(1, 4)):
                frame[self.rng.randrange(14, len(frame))] ^= 1 << self.rng.randrange(8)
            flipped.append(bytes(frame))
        return name, flipped

    def case(self):
        kind = self.rng.choice([name for name in dir(self) if name.startswith("kind_")])
        v6 = self.maybe(0.5)
        name, frames = getattr(self, kind)(v6)
        return f"{kind[5:]} {'v6' if v6 else 'v4'}: {name}", frames
