#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""ftp_again.py ADDR: breaks a transfer of FTP off by a RST, and prints what the next one to
the same port brings."""
import socket
import sys

ABORT = b"\1\0\0\0\0\0\0\0"     # SO_LINGER
PORT = 5001


def say(line):
    control.sendall(line.encode() + b"\r\n")
    return answers.readline()


control = socket.create_connection((sys.argv[1], 21), timeout=10)
answers = control.makefile("r", newline="\r\n")
answers.readline()
say("USER nobody")      # a helper reads from the second line on
own = control.getsockname()[0]
listener = socket.create_server((own, PORT))
listener.settimeout(10)
for name in "big", "small":
    say(f"PORT {own.replace('.', ',')},{PORT >> 8},{PORT & 255}")
    say("RETR " + name)
    data = listener.accept()[0]
    data.settimeout(10)
    heard = data.recv(7)
    data.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
    data.close()
    if name == "big":
        answers.readline()
print(heard.decode().strip())
