# SPDX-License-Identifier: GPL-2.0
"""The packets of oracle.t: yields (name, [frame, ...]). All of them go to the
host behind the wire; port 22 of TCP and 53 of UDP are open there."""
import itertools
import logging

from scapy.compat import raw
from scapy.layers.inet import ICMP, IP, TCP, UDP, fragment
from scapy.layers.inet6 import (ICMPv6EchoRequest, ICMPv6ND_NA, ICMPv6ND_NS,
                                ICMPv6NDOptDstLLAddr, ICMPv6Unknown, IPv6, IPv6ExtHdrDestOpt,
                                IPv6ExtHdrFragment, IPv6ExtHdrHopByHop, IPv6ExtHdrRouting,
                                PadN, RouterAlert, HBHOptUnknown)
from scapy.layers.ipsec import AH, ESP
from scapy.layers.l2 import Ether
from scapy.layers.sctp import SCTP, SCTPChunkInit
from scapy.packet import Raw

from wiretap import HOST4, HOST6, HOST_MAC, LINK_HOST6, LINK_PEER6, PEER4, PEER6, PEER_MAC

logging.getLogger("scapy").setLevel(logging.ERROR)
ports = itertools.count(20000)
idents = itertools.count(1)


def eth(packet, dst=HOST_MAC):
    return raw(Ether(dst=dst, src=PEER_MAC) / packet)


def ip4(**fields):
    return IP(**{"src": PEER4, "dst": HOST4, "id": next(idents), **fields})


def ip6(**fields):
    return IPv6(**{"src": PEER6, "dst": HOST6, **fields})


def syn(dport=8001, **fields):
    return TCP(**{"sport": next(ports), "dport": dport, "seq": 1000, "flags": "S", **fields})


def udp(dport=8001, **fields):
    return UDP(**{"sport": next(ports), "dport": dport, **fields}) / b"payload"


def both(name, layer, **fields):
    """The same upper layer over IPv4 and IPv6; layer is called for each."""
    yield name + " v4", [eth(ip4(**{k: v for k, v in fields.items() if k != "nh"}) / layer())]
    six = {"nh": v if k == "proto" else v for k, v in fields.items() if k in ("proto", "nh")}
    yield name + " v6", [eth(ip6(**six) / layer())]


def tcp():
    for bits, dport in itertools.product(range(64), (22, 8001)):
        flags = "".join(f for n, f in enumerate("FSRPAU") if bits >> n & 1)
        yield from both(f"tcp {dport} flags {flags or 'none'}",
                        lambda p=dport, f=flags: syn(p, flags=f, ack=5000 if "A" in f else 0) / b"data")
    for flags in ("SE", "SC", "SEC", "AE", "AC", "FSRPAUEC"):
        yield from both(f"tcp 8001 flags {flags}", lambda f=flags: syn(flags=f))
    yield from both("tcp SYN to port 0", lambda: syn(0))
    yield from both("tcp SYN from port 0", lambda: syn(sport=0))
    yield from both("tcp SYN with data and options",
                    lambda: syn(options=[("MSS", 1460), ("SAckOK", b""), ("Timestamp", (1, 0)), ("WScale", 7)]) / b"data")
    yield from both("tcp SYN with a bad checksum", lambda: syn(chksum=0x1234))
    yield from both("tcp SYN to 22 with a bad checksum", lambda: syn(22, chksum=0x1234))
    yield from both("tcp ACK with a bad checksum", lambda: syn(flags="A", chksum=0x1234))
    for size in (0, 1, 4, 8, 13, 14, 19):
        yield from both(f"tcp of {size} bytes", lambda n=size: Raw(raw(syn())[:n]), proto=6)
    for doff in (0, 4, 6, 15):
        yield from both(f"tcp data offset {doff}", lambda d=doff: syn(dataofs=d))
    name, port = "tcp SYN twice, then ACK", next(ports)
    yield name, [eth(ip4() / TCP(sport=port, dport=8002, flags=f, seq=9)) for f in ("S", "S", "A")]


def datagrams():
    for dport in (53, 8001, 0, 67, 68, 546, 65535):
        yield from both(f"udp to {dport}", lambda p=dport: udp(p))
    yield "udp 67 to 68", [eth(ip4() / udp(68, sport=67))]
    yield "udp 547 to 546", [eth(ip6() / udp(546, sport=547))]
    yield "udp to 546 of the link", [eth(ip6(dst=LINK_HOST6) / udp(546))]
    for kind in (0x11, 0x12, 0x16, 0x17, 0x22):
        report = Raw(bytes((kind, 0)) + bytes(10))
        yield f"igmp {kind:#x}", [eth(ip4(dst="224.0.0.1", ttl=1, proto=2) / report, dst="01:00:5e:00:00:01")]
        yield f"igmp {kind:#x}, ttl 2", [eth(ip4(dst="224.0.0.1", ttl=2, proto=2) / report, dst="01:00:5e:00:00:01")]
        yield f"igmp {kind:#x} to the host", [eth(ip4(ttl=1, proto=2) / report)]
    yield "udp 547 to 546 from the link", [eth(ip6(src=LINK_PEER6, dst=LINK_HOST6) / udp(546, sport=547))]
    yield from both("udp without a checksum", lambda: udp(chksum=0))
    yield from both("udp with a bad checksum", lambda: udp(chksum=0x1234))
    yield from both("udp to 53 with a bad checksum", lambda: udp(53, chksum=0x1234))
    for length in (0, 7, 8, 9, 14, 16, 1000, 65535):
        yield from both(f"udp length field {length}", lambda n=length: udp(len=n))
    for size in (0, 1, 4, 7, 8):
        yield from both(f"udp of {size} bytes", lambda n=size: Raw(raw(udp())[:n]), proto=17)
    yield "udp of 1400 bytes v4", [eth(ip4() / UDP(sport=next(ports), dport=8001) / bytes(1400))]
    yield "udp of 1400 bytes v6", [eth(ip6() / UDP(sport=next(ports), dport=8001) / bytes(1400))]


def icmp():
    for kind in [*range(20), 30, 40, 41, 42, 43, 44, 255]:
        yield f"icmp type {kind}", [eth(ip4() / ICMP(type=kind, code=0, id=77, seq=kind) / b"payload!")]
    for code in (1, 3, 9, 13):
        lost = raw(IP(src=HOST4, dst=PEER4) / UDP(sport=1, dport=2) / bytes(8))
        yield f"icmp unreachable {code} for nothing sent", [eth(ip4() / ICMP(type=3, code=code) / lost)]
    yield "icmp echo with a bad checksum", [eth(ip4() / ICMP(chksum=0x1234) / b"x")]
    yield "icmp echo with code 5", [eth(ip4() / ICMP(type=8, code=5, id=78))]
    for size in (0, 1, 4, 7, 8):
        yield f"icmp of {size} bytes", [eth(ip4(proto=1) / Raw(raw(ICMP(id=79))[:size]))]
    yield "icmpv6 over IPv4", [eth(ip4(proto=58) / Raw(b"\x80\0\0\0\0\1\0\1"))]


def icmp6():
    for kind in [0, *range(1, 5), 100, 127, *range(128, 162), 200, 201, 255]:
        for what, fields in (("", {}), (" from the link", {"src": LINK_PEER6, "dst": LINK_HOST6})):
            yield f"icmpv6 type {kind}{what}", [eth(ip6(hlim=255, **fields) / ICMPv6Unknown(type=kind, msgbody=bytes(60)))]
    for hlim, (what, fields) in itertools.product((255, 254, 1), (("", {}), (" from the link", {"src": LINK_PEER6}))):
        ask = ICMPv6ND_NS(tgt=HOST6) / ICMPv6NDOptDstLLAddr(type=1, lladdr=PEER_MAC)
        tell = ICMPv6ND_NA(tgt=PEER6, S=1) / ICMPv6NDOptDstLLAddr(lladdr=PEER_MAC)
        yield f"neighbour solicitation hop limit {hlim}{what}", [eth(ip6(hlim=hlim, **fields) / ask)]
        yield f"neighbour advertisement hop limit {hlim}{what}", [eth(ip6(hlim=hlim, **fields) / tell)]
    for kind, hlim in itertools.product((130, 131, 132, 143, 137), (1, 2, 255)):
        for what, fields in (("", {}), (" from the link", {"src": LINK_PEER6}), (" from nobody", {"src": "::"})):
            listener = IPv6ExtHdrHopByHop(options=[RouterAlert()])
            yield f"MLD type {kind} hop limit {hlim}{what}", [eth(ip6(hlim=hlim, **fields) / listener / ICMPv6Unknown(type=kind, msgbody=bytes(20)))]
    yield "icmpv6 echo with a bad checksum", [eth(ip6() / ICMPv6EchoRequest(cksum=0x1234))]
    for size in (0, 1, 4, 7, 8):
        yield f"icmpv6 of {size} bytes", [eth(ip6(nh=58) / Raw(raw(ICMPv6EchoRequest())[:size]))]
    yield "icmp over IPv6", [eth(ip6(nh=1) / Raw(raw(ICMP())))]


def protocols():
    for proto in sorted(set(range(2, 256, 11)) | {2, 4, 33, 41, 46, 47, 50, 51, 59, 88, 89, 94, 103, 108, 112, 115, 132, 136, 137, 253, 255}):
        if proto not in (6, 17, 58):
            yield f"protocol {proto} v4", [eth(ip4(proto=proto) / Raw(bytes(range(1, 41))))]
            # REJECT answers only what sums up as if it had a checksum.
            yield f"protocol {proto} v4 that sums up", [eth(ip4(proto=proto) / Raw(b"\xff\xff" + bytes(38)))]
        if proto not in (0, 6, 17, 43, 44, 51, 58, 60):
            yield f"next header {proto} v6", [eth(ip6(nh=proto) / Raw(bytes(range(1, 41))))]
            pseudo = raw(ip6(plen=40))[8:40] + bytes([0, 0, 0, 40, 0, 0, 0, proto])
            total = sum(int.from_bytes(pseudo[n:n + 2], "big") for n in range(0, 40, 2))
            rest = 0xffff - (total % 0xffff)
            yield f"next header {proto} v6 that sums up", [eth(ip6(nh=proto) / Raw(rest.to_bytes(2, "big") + bytes(38)))]
    yield from both("sctp INIT", lambda: SCTP(sport=next(ports), dport=8001) / SCTPChunkInit(init_tag=1, a_rwnd=9000, n_out_streams=1, n_in_streams=1, init_tsn=1))
    yield "protocol 47 without a payload", [eth(ip4(proto=47))]
    yield "next header 47 without a payload", [eth(ip6(nh=47))]


def fragments():
    def pieces(packet, size):
        return [eth(p) for p in fragment(packet, size)]

    for name, packet in (("tcp SYN", lambda: ip4() / syn() / bytes(60)), ("tcp SYN to 22", lambda: ip4() / syn(22) / bytes(60)),
                         ("udp", lambda: ip4() / UDP(sport=next(ports), dport=8001) / bytes(60)),
                         ("icmp echo", lambda: ip4() / ICMP(id=80) / bytes(60)), ("protocol 47", lambda: ip4(proto=47) / Raw(bytes(60)))):
        for size in (8, 24):
            yield f"fragments of {size}: {name}", pieces(packet(), size)
            yield f"fragments of {size} in reverse: {name}", pieces(packet(), size)[::-1]
        first, *rest = pieces(packet(), 24)
        yield f"a first fragment alone: {name}", [first]
        yield f"a last fragment alone: {name}", [pieces(packet(), 24)[-1]]
        yield f"a fragment twice: {name}", [f for f in pieces(packet(), 24) for _ in (0, 1)]
    whole = raw(udp())
    for offset, name in ((1, "overlapping"), (8191, "beyond 65535")):
        ident = next(idents)
        yield f"{name} fragments", [eth(ip4(proto=17, id=ident, flags="MF") / Raw(whole[:8] + bytes(16))),
                                    eth(ip4(proto=17, id=ident, frag=offset) / Raw(bytes(32)))]
    yield "a first fragment of 4 bytes of TCP", [eth(ip4(proto=6, flags="MF") / Raw(raw(syn())[:4]))]


def fragments6():
    def pieces(layer, nh, cuts, data=bytes(64)):
        whole, ident = raw(layer) + data, next(idents)
        if nh in (6, 17):
            whole = raw((ip6() / layer / data))[40:]
        edges = [0, *cuts, len(whole)]
        return [eth(ip6() / IPv6ExtHdrFragment(nh=nh, id=ident, offset=a // 8, m=b != len(whole)) / Raw(whole[a:b]))
                for a, b in zip(edges, edges[1:])]

    for name, layer, nh in (("tcp SYN", syn, 6), ("tcp SYN to 22", lambda: syn(22), 6),
                            ("udp", lambda: UDP(sport=next(ports), dport=8001), 17), ("next header 47", lambda: Raw(bytes(8)), 47)):
        yield f"v6 fragments: {name}", pieces(layer(), nh, (24, 48))
        yield f"v6 fragments in reverse: {name}", pieces(layer(), nh, (24, 48))[::-1]
        yield f"v6 tiny fragments: {name}", pieces(layer(), nh, (8, 16))
        yield f"v6 first fragment alone: {name}", pieces(layer(), nh, (24,))[:1]
        yield f"v6 last fragment alone: {name}", pieces(layer(), nh, (24,))[1:]
        yield f"v6 atomic fragment: {name}", pieces(layer(), nh, ())
    ident = next(idents)
    yield "v6 overlapping fragments", [
        eth(ip6() / IPv6ExtHdrFragment(nh=17, id=ident, offset=0, m=1) / Raw(raw(udp())[:8] + bytes(16))),
        eth(ip6() / IPv6ExtHdrFragment(nh=17, id=ident, offset=1, m=0) / Raw(bytes(32)))]
    yield "v6 fragment of an odd length", [eth(ip6() / IPv6ExtHdrFragment(nh=17, id=next(idents), offset=0, m=1) / Raw(bytes(13)))]


def options():
    for name, option in (("nop", b"\1\1\1\1"), ("end", b"\0\0\0\0"), ("record route", b"\x07\x07\x04\0\0\0\0\0"),
                         ("timestamp", b"\x44\x08\x05\0\0\0\0\0"), ("router alert", b"\x94\x04\0\0"),
                         ("loose source route", b"\x83\x07\x04\x0a\0\0\1\0"), ("source route at its end", b"\x83\x07\x08\x0a\0\0\1\0"),
                         ("unknown", b"\x5e\x04\0\0"), ("of length 0", b"\x07\0\0\0"), ("too long", b"\x07\x27\x04\0")):
        for what, layer in (("tcp SYN", syn), ("udp", udp), ("echo", lambda: ICMP(id=81)), ("tcp ACK", lambda: syn(flags="A"))):
            yield f"ip option {name}: {what}", [eth(ip4(options=Raw(option)) / layer())]
    yield "ip header length 4", [eth(ip4(ihl=4) / syn())]
    yield "ip header length 15", [eth(ip4(ihl=15) / syn())]
    yield "ip bad checksum", [eth(ip4(chksum=0x1234) / syn())]
    yield "ip total length too long", [eth(ip4(len=1000) / syn())]
    yield "ip total length too short", [eth(ip4(len=30) / syn())]
    yield "ip total length cuts udp", [eth(ip4(len=24) / udp())]
    for ttl in (0, 1, 255):
        yield f"ip ttl {ttl}", [eth(ip4(ttl=ttl) / syn())]
    yield "ip evil bit", [eth(ip4(flags="evil") / syn())]
    yield "ip DF", [eth(ip4(flags="DF") / syn())]
    yield "ip tos", [eth(ip4(tos=0xb9) / syn())]


def headers6():
    pads = PadN(optdata=bytes(4))
    chains = {
        "hop-by-hop": lambda: IPv6ExtHdrHopByHop(options=[pads]),
        "hop-by-hop router alert": lambda: IPv6ExtHdrHopByHop(options=[RouterAlert()]),
        "destination options": lambda: IPv6ExtHdrDestOpt(options=[pads]),
        "routing type 0 at its end": lambda: IPv6ExtHdrRouting(type=0, segleft=0, addresses=[HOST6]),
        "routing type 0": lambda: IPv6ExtHdrRouting(type=0, segleft=1, addresses=[PEER6]),
        "routing type 2": lambda: IPv6ExtHdrRouting(type=2, segleft=1, addresses=[HOST6]),
        "routing type 253": lambda: IPv6ExtHdrRouting(type=253, segleft=0, addresses=[]),
        "hop-by-hop, destination": lambda: IPv6ExtHdrHopByHop(options=[pads]) / IPv6ExtHdrDestOpt(options=[pads]),
        "destination, routing, destination": lambda: IPv6ExtHdrDestOpt(options=[pads]) /
                                             IPv6ExtHdrRouting(type=0, segleft=0, addresses=[HOST6]) / IPv6ExtHdrDestOpt(options=[pads]),
        "destination 8 times": lambda: IPv6ExtHdrDestOpt(options=[pads]) / IPv6ExtHdrDestOpt(options=[pads]) /
                               IPv6ExtHdrDestOpt(options=[pads]) / IPv6ExtHdrDestOpt(options=[pads]),
        "hop-by-hop in second place": lambda: IPv6ExtHdrDestOpt(options=[pads]) / IPv6ExtHdrHopByHop(options=[pads]),
        "unknown option, skip": lambda: IPv6ExtHdrDestOpt(options=[HBHOptUnknown(otype=0x1e, optdata=bytes(4))]),
        "unknown option, discard": lambda: IPv6ExtHdrDestOpt(options=[HBHOptUnknown(otype=0x5e, optdata=bytes(4))]),
        "unknown option, tell": lambda: IPv6ExtHdrDestOpt(options=[HBHOptUnknown(otype=0x9e, optdata=bytes(4))]),
    }
    uppers = {"tcp SYN": syn, "tcp SYN to 22": lambda: syn(22), "tcp ACK": lambda: syn(flags="A"), "udp": udp,
              "echo": lambda: ICMPv6EchoRequest(id=82), "no next header": lambda: Raw(b""), "protocol 47": lambda: Raw(bytes(8))}
    for (chain, make), (upper, layer) in itertools.product(chains.items(), uppers.items()):
        head = make()
        if upper in ("no next header", "protocol 47"):
            head.lastlayer().nh = 59 if upper == "no next header" else 47
        yield f"{chain}: {upper}", [eth(ip6() / head / layer())]
    yield "AH: tcp SYN", [eth(ip6() / AH(nh=6, payloadlen=1, spi=1, seq=1, icv=b"") / syn())]
    yield "ESP", [eth(ip6() / ESP(spi=1, seq=1, data=bytes(16)))]
    yield "a header longer than the packet", [eth(ip6(nh=60) / Raw(b"\x06\x20" + bytes(6)))]
    yield "half a header", [eth(ip6(nh=60) / Raw(b"\x06\0\1"))]
    yield "payload length too short", [eth(ip6(plen=10) / syn())]
    yield "payload length too long", [eth(ip6(plen=500) / syn())]
    yield "payload length 0", [eth(ip6(plen=0) / syn())]
    for hlim in (0, 1, 255):
        yield f"hop limit {hlim}", [eth(ip6(hlim=hlim) / syn())]
    yield "traffic class and flow label", [eth(ip6(tc=0xb9, fl=0x12345) / syn())]


def wide():
    everybody = "ff:ff:ff:ff:ff:ff"
    for dst, mac in (("255.255.255.255", everybody), ("10.0.0.255", everybody), ("224.0.0.1", "01:00:5e:00:00:01"),
                     ("10.0.0.255", HOST_MAC), (HOST4, everybody), (HOST4, "01:00:5e:00:00:01"), ("127.0.0.1", HOST_MAC)):
        for name, layer in (("tcp SYN", syn), ("tcp SYN to 22", lambda: syn(22)), ("tcp ACK", lambda: syn(flags="A")), ("udp", udp),
                            ("echo", lambda: ICMP(id=83)), ("protocol 47", lambda: Raw(bytes(8)))):
            fields = {"proto": 47} if name == "protocol 47" else {}
            yield f"{name} to {dst} by {mac}", [eth(ip4(dst=dst, **fields) / layer(), mac)]
    for dst, mac in (("ff02::1", "33:33:00:00:00:01"), (HOST6, "33:33:00:00:00:01"), (HOST6, everybody), ("ff05::99", "33:33:00:00:00:99")):
        for name, layer in (("tcp SYN", syn), ("tcp ACK", lambda: syn(flags="A")), ("udp", udp),
                            ("echo", lambda: ICMPv6EchoRequest(id=84)), ("next header 47", lambda: Raw(bytes(8)))):
            fields = {"nh": 47} if name == "next header 47" else {}
            yield f"{name} to {dst} by {mac}", [eth(ip6(dst=dst, **fields) / layer(), mac)]
    for src in ("0.0.0.0", "255.255.255.255", "10.0.0.255", "224.0.0.9", "127.0.0.1", HOST4):
        yield f"tcp SYN from {src}", [eth(ip4(src=src) / syn())]
        yield f"udp from {src}", [eth(ip4(src=src) / udp())]
    for src in ("::", "::1", "::ffff:192.0.2.7", "ff02::9", HOST6):
        yield f"tcp SYN from {src}", [eth(ip6(src=src) / syn())]
        yield f"udp from {src}", [eth(ip6(src=src) / udp())]


def cases():
    for group in (tcp, datagrams, icmp, icmp6, protocols, fragments, fragments6, options, headers6, wide):
        yield from ((f"{group.__name__}: {name}", frames) for name, frames in group())
