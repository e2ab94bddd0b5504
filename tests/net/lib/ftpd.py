#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""ftpd.py ADDR TEXT: an FTP server that gives TEXT for every file, very often for one
that is called "big"; each data connection is one that conntrack's helper must have announced."""
import socket
import sys


def reply(control, line):
    control.sendall(line.encode() + b"\r\n")


def data_connection(target):
    """Active: from port 20 to where the client says that it listens."""
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((sys.argv[1], 20))
    sock.settimeout(5)
    sock.connect(target)
    return sock


def serve(control):
    target = None
    reply(control, "220 ready")
    for line in control.makefile("r", newline="\r\n"):
        verb, _, rest = line.strip().partition(" ")
        if verb == "PORT":
            numbers = rest.split(",")
            target = (".".join(numbers[:4]), int(numbers[4]) * 256 + int(numbers[5]))
            reply(control, "200 " + rest)
        elif verb == "RETR":
            reply(control, "150 here it comes")
            try:
                with data_connection(target) as data:
                    data.sendall((sys.argv[2].encode() + b"\n") * (10 ** 6 if rest == "big" else 1))
                reply(control, "226 sent")
            except OSError as error:
                reply(control, f"425 {error}")
        elif verb == "QUIT":
            return
        else:
            reply(control, {"USER": "331 password", "PASS": "230 in", "PWD": '257 "/"', "TYPE": "200 ok", "CWD": "250 ok"}.get(verb, "502 no"))


server = socket.create_server((sys.argv[1], 21), backlog=5)
while True:
    peer, _ = server.accept()
    with peer:
        serve(peer)
