#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Busy connections that something happens to. Both sides say the time, again and again.

streams.py serve ADDR PORT [udp]     answers them
streams.py open                      reads a command a line, answers with one line:

  open NAME ADDR PORT N [udp [KIND]]  N open | fewer, after a while; their kinds by
                    turns, of UDP "echo" if no other is named:
                    echo  the client speaks and is answered
                    push  the server speaks, the client only listens
                    idle  neither speaks before "poke"
  twin NAME OTHER ADDR PORT N  N open | fewer, of TCP, each from the port of one of OTHER
  begin             begun; gaps count from now on
  fall              fallen; from now on a stream is alive that gets anything said
                    after this moment
  poke              poked; idle streams speak once
  state             ALIVE alive DEAD dead WAITING waiting gap SECONDS
  dead              streams that broke off, "NAME/KIND:PORT ERROR" each
  ports             "NAME:PORT" each, where PORT is the client's
  silent            those that nothing was said on after the fall, "NAME/KIND" each
  close             closed; all of them
"""
import errno
import os
import selectors
import socket
import sys
import time

PERIOD = 0.2
PATIENCE = 20
KINDS = ("echo", "push", "idle")
loop = selectors.DefaultSelector()


class Stream:
    """One connection, of either side."""

    def __init__(self, sock, name="", kind=""):
        self.sock, self.name, self.kind = sock, name, kind
        self.port = sock.getsockname()[1]
        self.rest = b""
        self.last = time.monotonic()
        self.said = self.gap = 0.0
        self.error = None
        sock.setblocking(False)
        loop.register(sock, selectors.EVENT_READ, self)

    def say(self, text):
        if self.error:
            return
        try:
            self.sock.send(text)
        except BlockingIOError:
            pass
        except OSError as error:
            self.end(errno.errorcode[error.errno])

    def hear(self):
        """Returns whole lines."""
        try:
            data = self.sock.recv(65536)
        except BlockingIOError:
            return []
        except OSError as error:
            self.end(errno.errorcode[error.errno])
            return []
        if not data:
            self.end("EOF")
            return []
        *lines, self.rest = (self.rest + data).split(b"\n")
        return lines

    def end(self, error):
        self.error = error
        loop.unregister(self.sock)
        self.sock.close()

    def count(self, lines):
        now = time.monotonic()
        if lines:
            if self.kind != "idle":
                self.gap = max(self.gap, now - self.last)
            self.last = now
            self.said = max(self.said, *map(float, lines))


def now_line():
    return b"%.6f\n" % time.monotonic()


def new_socket(addr, udp):
    sock = socket.socket(socket.AF_INET6 if ":" in addr else socket.AF_INET,
                         socket.SOCK_DGRAM if udp else socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return sock


def served(stream, pushed):
    for line in stream.hear():
        if line == b"push":
            pushed.append(stream)
        else:
            stream.say(line + b"\n")


def serve_udp(listener):
    pushed = set()
    listener.settimeout(PERIOD)
    while True:
        try:
            data, peer = listener.recvfrom(2048)
            if data == b"push\n":
                pushed.add(peer)
            else:
                listener.sendto(data, peer)
        except TimeoutError:
            pass
        for peer in pushed:
            listener.sendto(now_line(), peer)


def serve(addr, port, udp):
    listener = new_socket(addr, udp)
    listener.bind((addr, port))
    if udp:
        serve_udp(listener)
    listener.listen(1024)
    loop.register(listener, selectors.EVENT_READ)
    pushed = []
    while True:
        for key, _ in loop.select(PERIOD):
            if key.data:
                served(key.data, pushed)
            else:
                Stream(listener.accept()[0])
        pushed = [stream for stream in pushed if not stream.error]
        for stream in pushed:
            stream.say(now_line())


class Client:
    def __init__(self):
        self.streams = []
        self.fell = 0.0
        self.next = time.monotonic()

    def open(self, name, addr, port, count, udp=None, kind_of_udp="echo"):
        return self.open_from([0] * int(count), name, addr, port, udp, kind_of_udp)

    def twin(self, name, other, addr, port, count):
        ports = [s.port for s in self.streams if s.name == other]
        return self.open_from(ports[:int(count)], name, addr, port)

    def open_from(self, ports, name, addr, port, udp=None, kind_of_udp="echo"):
        opened = []
        for i, own in enumerate(ports):
            kind = kind_of_udp if udp else KINDS[i % len(KINDS)]
            sock = new_socket(addr, udp)
            sock.settimeout(PATIENCE)
            try:
                if own:
                    sock.bind(("", own))
                sock.connect((addr, int(port)))
            except OSError:
                sock.close()
                continue
            stream = Stream(sock, name, kind)
            stream.say(b"push\n" if kind == "push" else now_line())
            opened.append(stream)
        self.streams += opened
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit and not all(s.said for s in opened):
            self.work(busy=True)
        return "%u open" % sum(s.said > 0 for s in opened)

    def begin(self):
        for stream in self.streams:
            stream.gap, stream.last = 0.0, time.monotonic()
        return "begun"

    def fall(self):
        self.fell = time.monotonic()
        return "fallen"

    def poke(self):
        for stream in self.streams:
            if stream.kind == "idle":
                stream.say(now_line())
        return "poked"

    def state(self):
        dead = sum(s.error is not None for s in self.streams)
        alive = sum(s.said > self.fell for s in self.streams if not s.error)
        gap = max((s.gap for s in self.streams if not s.error), default=0)
        return "%u alive %u dead %u waiting gap %.1f" % (
            alive, dead, len(self.streams) - dead - alive, gap)

    def dead(self):
        return " ".join("%s/%s:%u %s" % (s.name, s.kind, s.port, s.error)
                        for s in self.streams if s.error) or "none"

    def ports(self):
        return " ".join("%s:%u" % (s.name, s.port) for s in self.streams)

    def silent(self):
        return " ".join("%s/%s" % (s.name, s.kind) for s in self.streams
                        if not s.error and s.said <= self.fell) or "none"

    def close(self):
        for stream in self.streams:
            if not stream.error:
                stream.end("closed")
        self.streams = []
        return "closed"

    def work(self, busy=False):
        for key, _ in loop.select(max(0, self.next - time.monotonic())):
            if key.data:
                key.data.count(key.data.hear())
            elif not busy:
                self.obey()
        if time.monotonic() >= self.next:
            self.next = time.monotonic() + PERIOD
            for stream in self.streams:
                if stream.kind == "echo":
                    stream.say(now_line())

    def obey(self):
        line = read_line()
        if not line:
            sys.exit()
        word, *rest = line.split()
        print(getattr(self, word)(*rest), flush=True)


def read_line():
    """Byte by byte: nothing that select() does not see."""
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            break
        line += byte
    return line.decode()


def main():
    if sys.argv[1] == "serve":
        serve(sys.argv[2], int(sys.argv[3]), "udp" in sys.argv[4:])
    client = Client()
    loop.register(0, selectors.EVENT_READ)
    while True:
        client.work()


main()
