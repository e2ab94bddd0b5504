#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Connections that their server resets, from one port again and again.

resets.py serve ADDR PORT                 resets each when it has heard something
resets.py connect ADDR PORT FROM [nops]   open | ERRNO; nops: with options of IP
"""
import errno
import os
import socket
import sys

PATIENCE = float(os.environ.get("SFW_PATIENCE", "3"))
ABORT = b"\1\0\0\0\0\0\0\0"     # SO_LINGER


def new_socket(addr, port):
    sock = socket.socket(socket.AF_INET6 if ":" in addr else socket.AF_INET)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((addr, port))
    return sock


def serve(addr, port):
    listener = new_socket(addr, int(port))
    listener.listen()
    while True:
        peer = listener.accept()[0]
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
        peer.recv(1)
        peer.close()


def connect(addr, port, own, nops=None):
    sock = new_socket("::" if ":" in addr else "", int(own))
    sock.settimeout(PATIENCE)
    if nops:
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_OPTIONS, b"\1\1\1\1")
    try:
        sock.connect((addr, int(port)))
        sock.send(b"x")
        sock.recv(1)
    except ConnectionResetError:
        return "open"
    except TimeoutError:
        return "silence"
    except OSError as error:
        return errno.errorcode[error.errno]
    return "EOF"


if sys.argv[1] == "serve":
    serve(*sys.argv[2:])
else:
    print(connect(*sys.argv[2:]))
