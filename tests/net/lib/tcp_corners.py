#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""tcp_corners.py SCRIPTS HOST=PEER...: plays the scripts of a file (its head
says how they are written) to every host over its peer's wire, each over IPv4
and IPv6. A host called "bare" has no firewall, "direct" sfw with "set direct on".
Prints "ok TEXT" or "bad TEXT"."""
import errno
import re
import socket
import struct
import sys
import time

from scapy.compat import raw
from scapy.layers.inet import IP, TCP
from scapy.layers.inet6 import IPv6
from scapy.layers.l2 import Ether

from wiretap import HOST4, HOST6, HOST_MAC, PATIENCE, PEER4, PEER6, PEER_MAC, Wiretap, socket_in

OPEN, CLOSED, FIRST_PORT = 22022, 8001, 30000
ABORT = struct.pack("ii", 1, 0)


class Play:
    """One script on one host: its sockets, and the numbers of both sides."""

    def __init__(self, host, tap, listener, v6, port):
        self.host, self.tap, self.listener, self.v6, self.peer_port = host, tap, listener, v6, port
        self.host_port, self.peer_isn, self.host_isn, self.sock = OPEN, port * 1000, None, None
        self.seen = set()

    # What the host's program does.
    def do_closed(self):
        self.host_port = CLOSED

    def do_connect(self):
        self.sock = socket_in(self.host, socket.AF_INET6 if self.v6 else socket.AF_INET, socket.SOCK_STREAM)
        self.sock.setblocking(False)
        assert self.sock.connect_ex((PEER6 if self.v6 else PEER4, self.peer_port)) == errno.EINPROGRESS
        self.host_port = self.sock.getsockname()[1]

    def do_accept(self):
        self.listener.settimeout(PATIENCE)
        self.sock = self.listener.accept()[0]

    def do_send(self, size):
        self.sock.send(bytes(int(size)))

    def do_half_close(self):
        self.sock.shutdown(socket.SHUT_WR)

    def do_close(self):
        self.sock.close()
        self.sock = None

    def do_abort(self):
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
        self.do_close()

    # The peer is another one from now on, behind the same port.
    def do_reborn(self, distance):
        self.peer_isn += int(distance)
        self.host_isn = None
        self.seen.clear()

    def segment(self, flags, seq, ack=0, size=0):
        head = IPv6(src=PEER6, dst=HOST6) if self.v6 else IP(src=PEER4, dst=HOST4)
        ack = (int(ack) + (self.host_isn or 0)) & 0xffffffff if "A" in flags else 0
        return raw(Ether(src=PEER_MAC, dst=HOST_MAC) / head / TCP(
            sport=self.peer_port, dport=self.host_port, flags=flags.strip("-"), window=8192,
            seq=(self.peer_isn + int(seq)) & 0xffffffff, ack=ack) / bytes(int(size)))

    def word(self, answer):
        """FLAGS SEQ ACK SIZE of a segment of this connection, or None."""
        at = 40 if self.v6 else (answer[0] & 15) * 4
        if answer[0] >> 4 != (6 if self.v6 else 4) or answer[6 if self.v6 else 9] != 6:
            return None
        sport, dport, seq, ack, offset, bits = struct.unpack_from("!HHIIBB", answer, at)
        if (sport, dport) != (self.host_port, self.peer_port):
            return None
        flags = "".join(f for n, f in enumerate("FSRPAU") if bits >> n & 1).replace("P", "")
        if bits & 2 and self.host_isn is None:
            self.host_isn = seq
        end = 40 + struct.unpack_from("!H", answer, 4)[0] if self.v6 else struct.unpack_from("!H", answer, 2)[0]
        seq = (seq - self.host_isn) & 0xffffffff if self.host_isn is not None and (seq or "A" not in flags) else seq
        ack = (ack - self.peer_isn) & 0xffffffff if "A" in flags else 0
        return f"{flags} {seq} {ack} {end - at - (offset >> 4) * 4}"

    def hear(self, wanted, allowed, *frames):
        """None, or how the answers differ: each of wanted once, nothing else
        but what is allowed, and what was said before and is said again since
        nobody confirms it."""
        left, other = list(wanted), []
        answers, end = self.tap.ask(*frames), time.monotonic() + PATIENCE
        while True:
            for word in filter(None, map(self.word, answers)):
                if word in left:
                    left.remove(word)
                elif word in allowed:
                    pass
                elif word not in self.seen or re.match(r"(A|R|RA) \d+ \d+ 0", word):
                    other.append(word)
                self.seen.add(word)
            if not left or other or time.monotonic() > end:
                break
            time.sleep(0.01)
            answers = self.tap.ask()
        return f"wanted {wanted or 'silence'}, got {other or 'silence'}, missing {left or 'nothing'}" if left or other else None

    def end(self):
        """Nothing of it stays but what TIME_WAIT keeps."""
        if self.sock:
            self.do_abort()
        self.listener.setblocking(False)
        try:
            while True:
                self.listener.accept()[0].close()
        except BlockingIOError:
            pass
        self.tap.ask()


def full(words):
    """FLAGS SEQ [ACK [SIZE]] with nothing left out."""
    flags, seq, ack, size = (words + ["0", "0"])[:4]
    return f"{flags} {int(seq) & 0xffffffff} {int(ack) & 0xffffffff} {size}"


KINDS = {"bare": ("", "bare", "tcp"), "direct": ("", "walled", "tcp")}


def steps(lines, host):
    """(number, what is done, answers, answers that may come) of each line that
    does something."""
    now = None
    for number, line in lines:
        verb, *words = line.split()
        if verb[-1] in "<?":
            if verb[:-1] in KINDS.get(host, ("", "walled")):
                now["<?".index(verb[-1]) + 2].append(full(words))
        else:
            if now:
                yield now
            now = (number, [verb, *words], [], [])
    yield now


def play(lines, *args):
    this = Play(*args)
    try:
        for number, (verb, *words), wanted, allowed in steps(lines, args[0]):
            if verb == ">":
                why = this.hear(wanted, allowed, this.segment(*words))
            else:
                getattr(this, "do_" + verb)(*words)
                why = this.hear(wanted, allowed)
            if why:
                return f"line {number}, {verb} {' '.join(words)}: {why}"
        return None
    finally:
        this.end()


def read(path):
    """{name: [(line number, line)]}"""
    scripts, name = {}, None
    with open(path, encoding="ascii") as file:
        for number, line in enumerate(file, 1):
            line = line.partition("#")[0].rstrip()
            if line and not line[0].isspace():
                name = line
                scripts[name] = []
            elif line:
                scripts[name].append((number, line.strip()))
    return scripts


def listening(host):
    sock = socket_in(host, socket.AF_INET6, socket.SOCK_STREAM)
    sock.bind(("::", OPEN))
    sock.listen(100)
    return sock


def main():
    hosts = [arg.split("=") for arg in sys.argv[2:]]
    worlds = [(host, Wiretap(peer), listening(host)) for host, peer in hosts]
    port = FIRST_PORT
    for name, lines in read(sys.argv[1]).items():
        for v6 in (False, True):
            for host, tap, listener in worlds:
                port += 1
                why = play(lines, host, tap, listener, v6, port)
                text = f"{host} {'IPv6' if v6 else 'IPv4'}: {name}"
                print(f"bad {text}: {why}" if why else f"ok {text}", flush=True)


main()
