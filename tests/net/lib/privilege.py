#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""privilege.py none|admin [dropped|borrowed]: tries every command that the
header has, the group of events and every file of /proc/net/sfw as whoever runs
it, who may do nothing but read the counters, or all. Prints "ok TEXT" or "bad
TEXT". As root, "dropped": it gives its rights up once it has a socket;
"borrowed": it had none when it opened the socket that it uses."""
import errno
import os
import socket
import struct
import sys

from netlink import (CMD, NLM_F_ACK, NLM_F_DUMP, NLM_F_REQUEST, NLMSG_ERROR, Netlink, find)

FILES = "/proc/net/sfw"
ALL_MAY = {"STATUS", "STATS"}		# all may send them, and read these files
NEVER_SENT = {"UNSPEC", "EVENT"}
NOBODY = 65534


def word(error):
    return errno.errorcode.get(error, str(error)) if error else "ok"


def attempt(nl, cmd, flags):
    """ok or the error. The permission comes before all that a command needs,
    so it needs nothing here."""
    reply = nl.raw(nl.message(cmd, flags=NLM_F_REQUEST | flags))
    kind = struct.unpack_from("H", reply, 4)[0]
    return word(-struct.unpack_from("i", reply, 16)[0]) if kind == NLMSG_ERROR else "ok"


def commands(connect):
    """{command: the answers to it and to its dump}. A socket each, so that no
    transaction stays."""
    answers = {}
    for cmd in CMD:
        if cmd not in NEVER_SENT:
            answers[cmd] = set()
            for flags in (NLM_F_ACK, NLM_F_DUMP):
                nl = connect()
                answers[cmd].add(attempt(nl, cmd, flags))
                nl.close()
    return answers


def join(connect):
    """The errors of joining the group of events and of LISTEN afterwards."""
    nl = connect()
    controller, nl.family = nl.family, 16
    reply = nl.raw(nl.message(3, struct.pack("HH", 8, 2) + b"sfw\0", NLM_F_REQUEST))
    nl.family = controller
    group = struct.unpack("I", find(find(find(reply[20:], 7)[0:], 1), 2))[0]
    try:
        nl.sock.setsockopt(270, 1, group)    # NETLINK_ADD_MEMBERSHIP
        joined = "ok"
    except OSError as error:
        joined = word(error.errno)
    listens = attempt(nl, "LISTEN", NLM_F_ACK)
    nl.close()
    return joined, listens


def use(path, flags, act):
    try:
        fd = os.open(path, flags)
        try:
            act(fd)
            return "ok"
        finally:
            os.close(fd)
    except OSError as error:
        return word(error.errno)


def files():
    """{file: (reading it, writing it)}"""
    return {os.path.relpath(os.path.join(folder, name), FILES):
            (use(os.path.join(folder, name), os.O_RDONLY, lambda fd: os.read(fd, 1)),
             use(os.path.join(folder, name), os.O_WRONLY, lambda fd: os.write(fd, b"+192.0.2.77\n")))
            for folder, _, names in os.walk(FILES) for name in names}


def connect_as(way):
    """A function that opens a socket; whoever calls it is what way says."""
    def connect():
        if way == "borrowed":
            os.seteuid(NOBODY)
            nl = Netlink()
            os.seteuid(0)
        else:
            os.seteuid(0)
            nl = Netlink()
            os.seteuid(NOBODY)
        return nl
    return connect if way else Netlink


def tell(text, wrong, number):
    print(f"bad {text}: {wrong}" if wrong else f"ok {text} ({number} tried)")


def main():
    admin, way = sys.argv[1] == "admin", (sys.argv + [""])[2]
    connect = connect_as(way)
    sent = commands(connect)
    if admin:
        tell("every command may be sent", [c for c, a in sent.items() if "EPERM" in a], len(sent))
    else:
        tell("the others may not be sent", {c: a for c, a in sent.items() if c not in ALL_MAY and (
            "EPERM" not in a or a - {"EPERM", word(errno.EOPNOTSUPP)})}, len(sent))
    tell("the counters are read", [c for c in ALL_MAY if "ok" not in sent[c]], len(ALL_MAY))
    joined = join(connect)
    tell("events are heard" if admin else "events are not heard",
         joined if (joined == ("ok", "ok")) != admin or not admin and joined[1] == "ok" else "", 2)
    if way:
        return
    tried = files()
    tell("the files of the counters are read, not written",
         {f: t for f, t in tried.items() if f.upper() in ALL_MAY and (t[0] != "ok" or t[1] == "ok")}, len(tried))
    if admin:
        tell("the other files are read, and lists written",
             {f: t for f, t in tried.items() if f.upper() not in ALL_MAY and (
                 t[0] != "ok" or f.startswith("recent/") and t[1] != "ok")}, len(tried))
    else:
        tell("the other files are neither read nor written",
             {f: t for f, t in tried.items() if f.upper() not in ALL_MAY and "ok" in t}, len(tried))


main()
