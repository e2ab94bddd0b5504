#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Many UDP flows at once.

  flows.py echo PORT           answers everybody
  flows.py send ADDR PORT N    N sockets; sends on each in turn, again and
        again, and prints a line for each round: how many were answered
"""
import resource
import selectors
import socket
import sys
import time


def echo(port):
    sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    sock.bind(("::", int(port)))
    while True:
        try:
            sock.sendto(*sock.recvfrom(2048))
        except OSError:
            pass


def answers(waiting):
    heard = 0
    for key, _ in waiting.select(0):
        try:
            key.fileobj.recv(2048)
            heard += 1
        except OSError:
            pass
    return heard


def send(addr, port, number):
    resource.setrlimit(resource.RLIMIT_NOFILE, (1 << 16, 1 << 16))
    waiting = selectors.DefaultSelector()
    socks = []
    for _ in range(int(number)):
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.connect((addr, int(port)))
        sock.setblocking(False)
        waiting.register(sock, selectors.EVENT_READ)
        socks.append(sock)
    while True:
        heard = 0
        for n, sock in enumerate(socks):
            try:
                sock.send(b"hello")
            except OSError:
                pass
            if n % 50 == 0:
                heard += answers(waiting)
        for _ in range(10):
            time.sleep(0.02)
            heard += answers(waiting)
        print(heard, flush=True)


{"echo": echo, "send": send}[sys.argv[1]](*sys.argv[2:])
