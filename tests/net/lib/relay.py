#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""relay.py PORT TARGET: all that connect to PORT, led to 127.0.0.1:TARGET by one process."""
import selectors
import socket
import sys

door = socket.create_server(("", int(sys.argv[1])))
waiting = selectors.DefaultSelector()
waiting.register(door, selectors.EVENT_READ)
while True:
    for key, _ in waiting.select():
        if key.fileobj is door:
            near = door.accept()[0]
            far = socket.create_connection(("127.0.0.1", int(sys.argv[2])))
            waiting.register(near, selectors.EVENT_READ, far)
            waiting.register(far, selectors.EVENT_READ, near)
        elif data := key.fileobj.recv(65536):
            key.data.sendall(data)
        else:
            for end in (key.fileobj, key.data):
                waiting.unregister(end)
                end.close()
            break
