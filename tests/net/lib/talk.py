#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Real sockets in several network namespaces, driven line by line.

talk.py reads a command a line and answers each with one line:

  pair NAME tcp|udp|sctp CLIENT_NS SERVER_NS ADDR PORT   open | ERRNO
        a connection (udp: two connected sockets) that stays
  say NAME c|s [TEXT]       heard | silence | ERRNO; c: the client speaks
  speak NAME c|s            heard | ...; that side, the other, that side again
  stream NAME               streaming; the sides speak by turns until
  stop NAME                 how often each was heard, or LOST after that
  end NAME c|s              eof | silence | ERRNO; that side closes its half
  close NAME [c|s]          closed; both sides, aborted, that one first
  serve NS tcp|udp|sctp PORT[-PORT]  serving; echoes on every address
  probe NS tcp|udp|sctp ADDR PORT [SOURCE]  open | silence | ERRNO
        one try of a new connection (udp: a datagram that must come back)
  gather CLIENT_NS SERVER_NS ADDR PORT-PORT COUNT   how many TCP connections are open, shared
        by these ports; they stay
  shout c|s                 how many of them are heard, when all of that side speak at once
  disperse                  closed; all of them, aborted
"""
import ctypes
import errno
import itertools
import os
import resource
import selectors
import socket
import sys
import threading

PATIENCE = float(os.environ.get("SFW_PATIENCE", "3"))
SCTP, IP_RECVERR = 132, 11
LINGER_ABORT = b"\1\0\0\0\0\0\0\0"
libc = ctypes.CDLL(None, use_errno=True)
home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
connections = {}
servers = selectors.DefaultSelector()
fresh_ports = itertools.cycle(range(10000, 32768))     # below those that the kernel gives


def enter(fd):
    if libc.setns(fd, 0x40000000):
        raise OSError(ctypes.get_errno(), "setns")


def new_socket(ns, proto, addr):
    family = socket.AF_INET6 if ":" in addr else socket.AF_INET
    kind = socket.SOCK_DGRAM if proto == "udp" else socket.SOCK_STREAM
    fd = os.open("/run/netns/" + ns, os.O_RDONLY)
    enter(fd)
    os.close(fd)
    try:
        sock = socket.socket(family, kind, SCTP if proto == "sctp" else 0)
    finally:
        enter(home)
    sock.settimeout(PATIENCE)
    if proto != "sctp":
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if proto == "udp" and family == socket.AF_INET:
        sock.setsockopt(socket.SOL_IP, IP_RECVERR, 1)   # all errors, at once
    return sock


def pair(name, proto, client_ns, server_ns, addr, port):
    server = new_socket(server_ns, proto, addr)
    client = new_socket(client_ns, proto, addr)
    server.bind((addr, int(port)))
    if proto == "udp":
        client.connect((addr, int(port)))
        server.connect(client.getsockname()[:2])
    else:
        server.listen(1)
        client.connect((addr, int(port)))
        listener, (server, _) = server, server.accept()
        server.settimeout(PATIENCE)
        listener.close()
    connections[name] = (client, server)
    return "open"


def sides(name, who):
    client, server = connections[name]
    return (client, server) if who == "c" else (server, client)


def say(name, who, text="hello"):
    mouth, ear = sides(name, who)
    wanted = text.encode()
    mouth.sendall(wanted)
    heard = b""
    while len(heard) < len(wanted):
        part = ear.recv(len(wanted) - len(heard))
        if not part:
            return "eof"
        heard += part
    return "heard" if heard == wanted else "garbled"


def speak(name, who):
    for speaker in (who, "s" if who == "c" else "c", who):
        result = say(name, speaker)
        if result != "heard":
            return f"{speaker}: {result}"
    return "heard"


streams = {}


def be_patient(name, seconds):
    for sock in connections.get(name, ()):
        sock.settimeout(seconds)


def stream(name):
    """Under a flood a segment may have to be sent again and again: late is not lost."""
    be_patient(name, 60)
    done = threading.Event()
    result = []

    def run():
        turns = 0
        try:
            while not done.is_set() and speak(name, "c") == "heard":
                turns += 1
        except OSError:
            pass
        result.append(turns if done.is_set() else f"LOST {turns}")

    thread = threading.Thread(target=run, daemon=True)
    streams[name] = (done, thread, result)
    thread.start()
    return "streaming"


def stop(name):
    done, thread, result = streams.pop(name)
    done.set()
    thread.join()
    be_patient(name, PATIENCE)
    return result[0]


def end(name, who):
    mouth, ear = sides(name, who)
    mouth.shutdown(socket.SHUT_WR)
    return "eof" if ear.recv(1) == b"" else "data"


def abort(sock):
    if sock.type == socket.SOCK_STREAM:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_ABORT)
    sock.close()


def close(name, first="c"):
    for sock in sides(name, first):
        abort(sock)
    del connections[name]
    return "closed"


crowd = []


def gather(client_ns, server_ns, addr, ports, count):
    """The kernel looks for a port anew for each: from many ports it has one at once."""
    first, last = map(int, ports.split("-"))
    files = 2 * int(count) + 1000
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    for port in range(first, last + 1):
        with new_socket(server_ns, "tcp", addr) as listener:
            listener.bind((addr, port))
            listener.listen(1)
            while len(crowd) < int(count) * (port - first + 1) // (last - first + 1):
                client = new_socket(client_ns, "tcp", addr)
                client.connect((addr, port))
                crowd.append((client, listener.accept()[0]))
                crowd[-1][1].settimeout(PATIENCE)
    return len(crowd)


def shout(who):
    heard, pairs = 0, crowd if who == "c" else [pair[::-1] for pair in crowd]
    for mouth, _ in pairs:
        mouth.sendall(b"!")
    for _, ear in pairs:
        try:
            heard += ear.recv(1) == b"!"
        except OSError:
            pass
    return heard


def disperse():
    while crowd:
        for sock in crowd.pop():
            abort(sock)
    return "closed"


def serve(ns, proto, ports):
    first, _, last = ports.partition("-")
    anywhere = "::" if os.path.exists("/proc/net/if_inet6") else "0.0.0.0"
    for port in range(int(first), int(last or first) + 1):
        sock = new_socket(ns, proto, anywhere)
        sock.bind((anywhere, port))
        if proto != "udp":
            sock.listen(50)
        sock.setblocking(False)
        servers.register(sock, selectors.EVENT_READ, proto)
    return "serving"


def answer(sock, proto):
    if proto == "listener":
        try:
            data = sock.recv(2048)
            sock.sendall(data)
        except OSError:
            data = b""
        if not data:
            servers.unregister(sock)
            sock.close()
    elif proto == "udp":
        sock.sendto(*sock.recvfrom(2048))
    else:
        servers.register(sock.accept()[0], selectors.EVENT_READ, "listener")


def answer_all():
    while True:
        for key, _ in servers.select(0.2):
            try:
                answer(key.fileobj, key.data)
            except OSError:
                pass


def bind_fresh(sock, source):
    """A datagram from a port of an earlier one would belong to that one's flow."""
    for port in fresh_ports:
        try:
            return sock.bind((source, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise


def probe(ns, proto, addr, port, source=None):
    with new_socket(ns, proto, addr) as sock:
        if proto == "udp":
            bind_fresh(sock, source or ("::" if ":" in addr else "0.0.0.0"))
        elif source:
            sock.bind((source, 0))
        sock.connect((addr, int(port)))
        if proto == "udp":
            sock.send(b"probe")
            sock.recv(2048)
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_ABORT)
    return "open"


COMMANDS = {f.__name__: f for f in (pair, say, speak, stream, stop, end, close, serve, probe,
                                    gather, shout, disperse)}


def main():
    threading.Thread(target=answer_all, daemon=True).start()
    for line in sys.stdin:
        words = line.split()
        try:
            print(COMMANDS[words[0]](*words[1:]), flush=True)
        except TimeoutError as error:
            print("silence" if error.errno is None else "ETIMEDOUT", flush=True)
        except OSError as error:
            print(errno.errorcode.get(error.errno, str(error)), flush=True)


main()
