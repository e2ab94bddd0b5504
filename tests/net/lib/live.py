#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Connections that stay open, out of guard_live.t. A line of its input is a command,
and each is answered by a line:
    open ADDR PORT N [SOURCE]    N TCP connections one after the other: "MADE REFUSED"
    burst ADDR PORT N            all at once: likewise
    loris ADDR PORT N            likewise, and each sends half a request
    close N, reset N             end the N oldest, by a FIN or a RST: how many are left
    udp ADDR PORT N              N sockets that ask and wait for the answer: "MADE REFUSED"
A connection that nobody answers within seconds counts as refused, too."""
import os
import selectors
import socket
import struct
import sys

WAIT = 3 * int(os.environ.get("SFW_SLOW", "1"))
held = []


def plain(addr, port, source):
    sock = socket.socket(socket.AF_INET6 if ":" in addr else socket.AF_INET)
    sock.settimeout(WAIT)
    try:
        if source:
            sock.bind((source, 0))
        sock.connect((addr, port))
    except OSError:
        sock.close()
        return False
    held.append(sock)
    return True


def one_by_one(addr, port, count, source=None):
    made = sum(plain(addr, port, source) for _ in range(count))
    return f"{made} {count - made}"


def burst(addr, port, count):
    waiting, made = selectors.DefaultSelector(), 0
    for _ in range(count):
        sock = socket.socket(socket.AF_INET6 if ":" in addr else socket.AF_INET)
        sock.setblocking(False)
        sock.connect_ex((addr, port))
        waiting.register(sock, selectors.EVENT_WRITE)
    while waiting.get_map():
        ready = waiting.select(WAIT)
        for key in [k for k, _ in ready] or list(waiting.get_map().values()):
            sock = key.fileobj
            waiting.unregister(sock)
            if ready and not sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                made += 1
                held.append(sock)
            else:
                sock.close()
    return f"{made} {count - made}"


def loris(addr, port, count):
    answer = one_by_one(addr, port, count)
    for sock in held[len(held) - int(answer.split()[0]):]:
        sock.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n")
    return answer


def end(count, abruptly):
    for _ in range(count):
        sock = held.pop(0)
        if abruptly:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.close()
    return str(len(held))


def udp(addr, port, count):
    made = 0
    for _ in range(count):
        sock = socket.socket(socket.AF_INET6 if ":" in addr else socket.AF_INET, socket.SOCK_DGRAM)
        sock.settimeout(WAIT)
        sock.connect((addr, port))
        try:
            sock.send(b"hello")
            sock.recv(99)
        except OSError:
            sock.close()
            continue
        made += 1
        held.append(sock)
    return f"{made} {count - made}"


for line in sys.stdin:
    word, *args = line.split()
    if word in ("close", "reset"):
        print(end(int(args[0]), word == "reset"), flush=True)
        continue
    how = {"open": one_by_one, "burst": burst, "loris": loris, "udp": udp}[word]
    print(how(args[0], int(args[1]), int(args[2]), *args[3:]), flush=True)
