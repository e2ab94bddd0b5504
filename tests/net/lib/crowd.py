#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Many people at one server, which has opened connections of its own.

crowd.py serve NAME PORT ADDRESS PORT COUNT   listen as a process that is called NAME
crowd.py come ADDRESS PORT END...             connect from 10.0.0.END, each
"""
import ctypes
import signal
import socket
import sys

PR_SET_NAME = 15


def serve(name, port, address, other, count):
    ctypes.CDLL(None).prctl(PR_SET_NAME, name.encode())
    opened = [socket.create_connection((address, int(other))) for _ in range(int(count))]
    door = socket.create_server(("", int(port)), backlog=128)
    while opened:
        opened.append(door.accept()[0])


def come(address, port, *ends):
    held = [socket.create_connection((address, int(port)), source_address=("10.0.0." + end, 0))
            for end in ends]
    signal.pause()
    return held


{"serve": serve, "come": come}[sys.argv[1]](*sys.argv[2:])
