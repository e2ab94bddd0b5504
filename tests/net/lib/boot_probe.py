#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""boot_probe.py PHASE_FILE: an attacker who never rests. Tries everything that
there is again and again, and prints a line for each try that was answered:

  PHASE PHASE WHAT    the phases when it was sent and when the answer was there

and "PHASE round" when all was tried once from beginning to end in one phase. With
SFW_REST a round begins so many seconds after the one before, if that is over.
"boot_probe.py serve [PORT...]" answers on all of these ports, in the host, or on those."""
import errno
import itertools
import os
import select
import socket
import struct
import sys
import time

HOST4, HOST6 = "192.0.2.1", "2001:db8:1::1"
TCP, UDP = (22, 80, 9999), (53, 9999)
idents = itertools.count(1)
PATIENCE = 0.2 * float(os.environ.get("SFW_SLOW", "1"))
REST = float(os.environ.get("SFW_REST", "0"))


def serve(chosen):
    waiting = []
    for kind, ports in ((socket.SOCK_STREAM, TCP), (socket.SOCK_DGRAM, UDP)):
        for port in ports:
            if chosen and port not in chosen:
                continue
            sock = socket.socket(socket.AF_INET6, kind)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(("::", port))
            sock.setblocking(False)
            if kind == socket.SOCK_STREAM:
                sock.listen(100)
            waiting.append(sock)
    print("serving", flush=True)
    while True:
        for sock in select.select(waiting, [], [])[0]:
            try:
                if sock.type == socket.SOCK_STREAM:
                    sock.accept()[0].close()
                else:
                    sock.sendto(*sock.recvfrom(2048))
            except OSError:
                pass        # gone meanwhile


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def start():
    """All tries at once: yields (name, socket)."""
    for family, host in ((socket.AF_INET, HOST4), (socket.AF_INET6, HOST6)):
        version = "4" if family == socket.AF_INET else "6"
        for port in TCP:
            sock = socket.socket(family, socket.SOCK_STREAM)
            sock.setblocking(False)
            # What cannot even be sent leaves a socket without an error.
            if sock.connect_ex((host, port)) not in (0, errno.EINPROGRESS):
                sock.close()
                continue
            yield f"tcp{version}/{port}", sock
        for port in UDP:
            sock = socket.socket(family, socket.SOCK_DGRAM)
            sock.setblocking(False)
            try:
                sock.connect((host, port))
                sock.send(b"anybody?")
            except OSError:
                pass
            yield f"udp{version}/{port}", sock
        # Never the same twice, which would be part of a live connection.
        ident = next(idents) & 0xffff
        echo = struct.pack("!BBHHH", 8 if version == "4" else 128, 0, 0, ident, 7)
        if version == "4":
            echo = echo[:2] + struct.pack("!H", checksum(echo)) + echo[4:]
        sock = socket.socket(family, socket.SOCK_RAW, socket.IPPROTO_ICMP if version == "4" else socket.IPPROTO_ICMPV6)
        sock.setblocking(False)
        try:
            sock.connect((host, 0))
            sock.send(echo)
        except OSError:
            pass
        yield f"ping{version} {ident}", sock


def is_answered(name, sock):
    """An answer that lets the attacker in; a reset or an ICMP error does not."""
    try:
        if name.startswith("tcp"):
            return sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0
        data = sock.recv(2048)
        if not name.startswith("ping"):
            return True
        if name.startswith("ping4"):
            data = data[20:]
        return data[0] in (0, 129) and data[4:6] == struct.pack("!H", int(name.split()[1]))
    except OSError as error:
        assert error.errno in (errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EACCES,
                               errno.EAGAIN, errno.EPERM, errno.ETIMEDOUT, errno.EPROTO, errno.ENOPROTOOPT), error
        return False


def attack(path):
    def phase():
        with open(path, encoding="ascii") as file:
            return file.read().strip()

    while True:
        begun, since = phase(), time.monotonic()
        tries = dict((sock.fileno(), (name, sock)) for name, sock in start())
        poll = select.poll()
        for fd in tries:
            poll.register(fd, select.POLLIN | select.POLLOUT if tries[fd][0].startswith("tcp") else select.POLLIN)
        deadline = time.monotonic() + PATIENCE
        while tries and time.monotonic() < deadline:
            for fd, _ in poll.poll(max(0, deadline - time.monotonic()) * 1000):
                name, sock = tries[fd]
                if is_answered(name, sock):
                    print(begun, phase(), name.split()[0], flush=True)
                elif name.startswith("ping"):
                    continue
                poll.unregister(fd)
                del tries[fd]
                sock.close()
        for _, sock in tries.values():
            sock.close()
        if phase() == begun:
            print(begun, "round", flush=True)
        time.sleep(max(0, since + REST - time.monotonic()))


if sys.argv[1] == "serve":
    serve([int(port) for port in sys.argv[2:]])
attack(sys.argv[1])
