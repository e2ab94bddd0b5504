#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""faults.py policy|MODULE: every allocation that the kernel makes in this process for
one operation fails in turn (/proc/thread-self/fail-nth), until the operation is
done and nothing failed: what changes or shows the policy, or loading the module
and making a namespace. Each time it was refused for want of memory and left all
as it was, or was carried out without. Prints "note", "ok" and "bad" lines."""
import ctypes
import errno
import os
import struct
import sys

from netlink import (ATTR, NLM_F_DUMP, NLM_F_REQUEST, NLMSG_DONE, NLMSG_ERROR, Netlink,
                     attr, attrs)
from grammar import NESTED, setting_numbers
from watcher import Watcher, answers, split

MEMORY = (errno.ENOMEM, errno.ENOBUFS)
CLONE_NEWNET, SYS_FINIT_MODULE, SYS_DELETE_MODULE = 0x40000000, 313, 176
libc = ctypes.CDLL(None, use_errno=True)
SETTING = setting_numbers()
NET4, NET6 = bytes([192, 0, 2, 0]), b"\x20\1\x0d\xb8" + bytes(12)
HOST = bytes([198, 51, 100, 7])
WINDOW = attr(ATTR["WINDOW"] | NESTED, attrs(HITS=3, SECONDS=10))
STEP = attr(ATTR["STEP"] | NESTED, attrs(PROTO=6, PORT_FIRST=7000))
KEY = {"PROTO": 6, "PORT_FIRST": 8000, "PORT_LAST": 8010}
FORWARD = {"PROTO": 6, "PORT_FIRST": 80, "PORT_LAST": 80, "DEV": "wan0"}

BASE = [
    ("ENABLE_SET", attrs(ENABLED=1)),
    ("SETTING_SET", attrs(SETTING=SETTING["ping"], VALUE=0)),
    ("TRUST_ADD", attrs(DEV="wg0")),
    ("EXEMPT_ADD", attrs(FROM=NET6, FROM_LEN=32)),
    ("GUARD_ADD", attrs(NAME="sshbf") + WINDOW + attrs(MASK4=24, THEN=2, DURATION=60)),
    ("KNOCK_ADD", attrs(NAME="door") + STEP + attrs(WITHIN=5, DURATION=60)),
    ("PORT_ADD", attrs(PROTO=6, PORT_FIRST=22, PORT_LAST=22, GUARD="sshbf", COMMENT="ssh")),
    ("PORT_ADD", attrs(PROTO=17, PORT_FIRST=6000, PORT_LAST=6010, FROM=NET4, FROM_LEN=24,
                       DEV="eth0", KNOCK="door", DURATION=3600)),
    ("PROTO_ADD", attrs(PROTO=47)),
    ("BLOCK_ADD", attrs(FROM=NET4, FROM_LEN=25, COMMENT="evil")),
    ("BLOCK_ADD", attrs(FROM=NET6, FROM_LEN=64, DURATION=3600)),
    ("LAN_ADD", attrs(DEV="lan0")),
    ("MASQ_ADD", attrs(FROM=NET4, FROM_LEN=24, OUT="wan0")),
    ("FORWARD_ADD", attrs(TO=HOST, COMMENT="web", **FORWARD)),
]

CHANGES = {
    "enable": [("ENABLE_SET", attrs(ENABLED=1))],
    "disable": [("ENABLE_SET", attrs(ENABLED=0))],
    "set": [("SETTING_SET", attrs(SETTING=SETTING["reject4"], VALUE=2))],
    "set scan": [("SETTING_SET", attrs(SETTING=SETTING["scan"], VALUE=3))],
    "set rpfilter": [("SETTING_SET", attrs(SETTING=SETTING["rpfilter"], VALUE=1))],
    "set offload": [("SETTING_SET", attrs(SETTING=SETTING["offload"], VALUE=1))],
    "set log": [("SETTING_SET", attrs(SETTING=SETTING["log"], VALUE=1))],
    "port add": [("PORT_ADD", attrs(FROM=NET4, FROM_LEN=24, DEV="eth0", DURATION=60,
                                    COMMENT="a", GUARD="sshbf", **KEY))],
    "port del": [("PORT_DEL", attrs(PROTO=6, PORT_FIRST=22, PORT_LAST=22))],
    "proto add": [("PROTO_ADD", attrs(PROTO=50))],
    "proto del": [("PROTO_DEL", attrs(PROTO=47))],
    "trust add": [("TRUST_ADD", attrs(FROM=NET4, FROM_LEN=24))],
    "trust del": [("TRUST_DEL", attrs(DEV="wg0"))],
    "exempt add": [("EXEMPT_ADD", attrs(FROM=NET4, FROM_LEN=24))],
    "exempt del": [("EXEMPT_DEL", attrs(FROM=NET6, FROM_LEN=32))],
    "guard add": [("GUARD_ADD", attrs(NAME="web") + WINDOW + attrs(THEN=1))],
    "guard del": [("PORT_DEL", attrs(PROTO=6, PORT_FIRST=22, PORT_LAST=22)),
                  ("GUARD_DEL", attrs(NAME="sshbf"))],
    "knock add": [("KNOCK_ADD", attrs(NAME="gate") + STEP)],
    "block add": [("BLOCK_ADD", attrs(FROM=HOST, FROM_LEN=32, DURATION=60, COMMENT="b"))],
    "block del": [("BLOCK_DEL", attrs(FROM=NET4, FROM_LEN=25))],
    "block sync": [("BLOCK_FLUSH", b"")] + [
        ("BLOCK_ADD", attrs(FROM=bytes([10, 1, 1, n]), FROM_LEN=32)) for n in range(30)],
    "lan add": [("LAN_ADD", attrs(DEV="lan1"))],
    "lan del": [("LAN_DEL", attrs(DEV="lan0"))],
    "masquerade add": [("MASQ_ADD", attrs(FROM=NET6, FROM_LEN=32, OUT="wan1"))],
    "masquerade del": [("MASQ_DEL", attrs(FROM=NET4, FROM_LEN=24, OUT="wan0"))],
    "forward add": [("FORWARD_ADD", attrs(TO=HOST, **{**FORWARD, "PORT_FIRST": 81,
                                                      "PORT_LAST": 90}))],
    "forward del": [("FORWARD_DEL", attrs(**FORWARD))],
    "flush": [("FLUSH", b"")],
}


class Fail:
    """Refuses the Nth allocation of this thread, in calls through it alone."""

    def __init__(self):
        self.fd, self.left = os.open("/proc/thread-self/fail-nth", os.O_RDWR), 0

    def call(self, function, *args):
        if not self.left:
            return function(*args)
        try:
            os.pwrite(self.fd, b"%d" % self.left, 0)
            return function(*args)
        finally:
            self.left = int(os.pread(self.fd, 16, 0).rstrip(b"\0\n") or 0)
            os.pwrite(self.fd, b"0", 0)


fail = Fail()
watcher = None
total = {"failed": 0, "refused": 0, "borne": 0, "lost": 0}


def batch(nl, changes, begin=b"", commit=b""):
    data = nl.message("TXN_BEGIN", begin, NLM_F_REQUEST)
    data += b"".join(nl.message(cmd, payload, NLM_F_REQUEST) for cmd, payload in changes)
    return data + nl.message("TXN_COMMIT", attrs(CHANGES=len(changes)) + commit)


def send(make):
    """Sends what make(nl) returns. Returns None, an errno, or "lost"."""
    nl = Netlink()
    data = make(nl)
    try:
        fail.call(nl.sock.send, data)
    except OSError as error:
        nl.close()
        return error.errno
    found = answers(nl)
    fail.call(nl.close)
    if not found or found[0] == errno.ENOBUFS:
        return "lost"
    return next((e for e in found if e), None)


def dump(cmd, payload=b""):
    nl = Netlink()
    nl.sock.settimeout(1)
    try:
        fail.call(nl.sock.send, nl.message(cmd, payload, NLM_F_REQUEST | NLM_F_DUMP))
        while True:
            for kind, message in split(fail.call(nl.sock.recv, 1 << 17)):
                if kind == NLMSG_DONE or kind == NLMSG_ERROR:
                    return -struct.unpack_from("i", message, 16)[0] or None
    except TimeoutError:
        return "lost"
    except OSError as error:
        return error.errno
    finally:
        fail.call(nl.close)


def file(path, data=None):
    fd = -1
    try:
        fd = fail.call(os.open, path, os.O_RDONLY if data is None else os.O_WRONLY)
        if data is not None:
            fail.call(os.write, fd, data)
        while data is None and fail.call(os.read, fd, 4096):
            pass
    except OSError as error:
        return error.errno
    finally:
        if fd >= 0:
            fail.call(os.close, fd)
    return None


def state():
    if not watcher:
        return None
    return watcher.policy(), watcher.lists(), watcher.on_trial()


def differ(before, after):
    """What is in one of them alone."""
    return [item for old, new in zip(before[:2], after[:2])
            for item in old + new if (item in old) != (item in new)]


def in_turn(name, prepare, operate, first=1):
    """From the first allocation on. Returns how many failed."""
    nth, seen, lost = first, {"refused": 0, "borne": 0, "lost": 0}, []
    before = after = None
    while True:
        if before != after or nth == first:
            prepare()
            before = state()
        fail.left = nth
        result = operate()
        left, fail.left = fail.left, 0
        after = state()
        if left:
            break
        if result is None:
            seen["borne"] += 1
        elif result == "lost":
            seen["lost"] += 1
            lost.append(after)
        elif result not in MEMORY:
            print(f"bad {name}, allocation {nth}: {errno.errorcode.get(result, result)}")
        else:
            seen["refused"] += 1
            if after != before:
                print(f"bad {name}, allocation {nth}: refused, and not as before:", *differ(before, after))
        nth += 1
    if result is not None:
        print(f"bad {name}: nothing failed, and it was refused: {result}")
    if any(a not in (before, after) for a in lost):
        print(f"bad {name}: the answer was lost, and neither the old nor the new is there")
    for what, number in seen.items():
        total[what] += number
    total["failed"] += nth - first
    print(f"note {name}: {nth - first} failed: {seen['refused']} refused, "
          f"{seen['borne']} done without, {seen['lost']} answers lost", flush=True)
    return nth - first


def reset(on_trial=False):
    """The policy of BASE, and two lists."""
    send(lambda nl: nl.message("CONFIRM"))
    error = send(lambda nl: batch(nl, [("BLOCK_FLUSH", b"")] + BASE, attr("REPLACE")))
    error = error or send(lambda nl: nl.message("LIST_FLUSH"))
    error = error or send(lambda nl: nl.message("LIST_ADD", attrs(NAME="door", SRC=HOST)))
    if on_trial:
        error = error or send(lambda nl: batch(nl, CHANGES["port add"], commit=attrs(CONFIRM=3600)))
    if error:
        print(f"bad the policy to begin with: {error}")


def policy():
    in_turn("restore", reset, lambda: send(lambda nl: batch(nl, BASE, attr("REPLACE"))))
    for name, changes in CHANGES.items():
        in_turn(name, reset, lambda c=changes: send(lambda nl: batch(nl, c)))
    scan = CHANGES["set scan"]
    in_turn("apply", reset, lambda: send(lambda nl: batch(nl, scan, commit=attrs(CONFIRM=3600))))
    trial = lambda: reset(True)
    in_turn("block add on trial", trial, lambda: send(lambda nl: batch(nl, CHANGES["block add"])))
    in_turn("confirm", trial, lambda: send(lambda nl: nl.message("CONFIRM")))
    in_turn("rollback", trial, lambda: send(lambda nl: nl.message("ROLLBACK")))
    undo = lambda nl: nl.message("TXN_UNDO", b"", NLM_F_REQUEST) + nl.message("TXN_COMMIT", attrs(CHANGES=0))
    in_turn("undo", reset, lambda: send(undo))
    in_turn("a dry run", reset, lambda: send(lambda nl: batch(nl, scan, commit=attr("DRY_RUN"))))


def lists():
    recent = "/proc/net/sfw/recent/"
    for name in ("tcp-portscan", "sshbf"):
        add = attrs(NAME=name, SRC=HOST)
        in_turn(f"list add {name}", reset, lambda a=add: send(lambda nl: nl.message("LIST_ADD", a)))
    door = attrs(NAME="door", SRC=HOST)
    in_turn("list del", reset, lambda: send(lambda nl: nl.message("LIST_DEL", door)))
    in_turn("list flush", reset, lambda: send(lambda nl: nl.message("LIST_FLUSH")))
    lines = b"".join(b"+10.0.0.%d\n" % n for n in range(9))
    in_turn("a write to /proc", reset, lambda: file(recent + "udp-portscan", lines))
    in_turn("a write that flushes", reset, lambda: file(recent + "door", b"/\n"))


def looks():
    reset()
    still = lambda: None
    for name in ("status", "stats", "ports", "recent/door"):
        in_turn(f"reading /proc/net/sfw/{name}", still, lambda n=name: file("/proc/net/sfw/" + n))
    for cmd, payload in (("STATS", b""), ("POLICY_GET", b""), ("LISTS_GET", b""),
                         ("LIST_GET", attrs(NAME="door")), ("WHY", attrs(SRC=HOST))):
        in_turn(cmd, still, lambda c=cmd, p=payload: dump(c, p))
    test = attrs(PROTO=6, SRC=HOST, DPORT=22)
    in_turn("TEST", still, lambda: send(lambda nl: nl.message("TEST", test)))
    in_turn("STATUS", still, lambda: send(lambda nl: nl.message("STATUS")))
    in_turn("LISTEN", still, lambda: send(lambda nl: nl.message("LISTEN")))


def checked(result):
    return ctypes.get_errno() if result < 0 else None


def namespace(home):
    """Makes one, and leaves it; it goes by itself."""
    error = checked(fail.call(libc.unshare, CLONE_NEWNET))
    if not error:
        libc.setns(home, CLONE_NEWNET)
    return error


def last_of(operate):
    """How many allocations there are, found by halves."""
    low, high = 0, 64

    def enough(nth):
        fail.left = nth
        operate()
        left, fail.left = fail.left, 0
        return left
    while not enough(high):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def load(module):
    error = checked(fail.call(libc.syscall, SYS_FINIT_MODULE, module, b"enabled=1", 0))
    if error is None:
        libc.syscall(SYS_DELETE_MODULE, b"sfw", 0)
    return error


def modules(path):
    """A new namespace is set up by us after all others."""
    module, home = os.open(path, os.O_RDONLY), os.open("/proc/self/ns/net", os.O_RDONLY)
    libc.syscall(SYS_DELETE_MODULE, b"sfw", 0)
    without = last_of(lambda: namespace(home))
    in_turn("insmod enabled=1", lambda: None, lambda: load(module))
    libc.syscall(SYS_FINIT_MODULE, module, b"", 0)
    if not os.path.exists("/proc/net/sfw/status"):
        print("bad the module loads afterwards")
    # The number before ours varies a little, as caches of the kernel fill.
    found = in_turn("a new namespace", lambda: None, lambda: namespace(home), max(1, without - 40))
    print("ok" if found > 40 else "bad", f"a new namespace asks for memory for us: {found}")


def main():
    global watcher
    if sys.argv[1] == "policy":
        watcher = Watcher()
        policy()
        lists()
        looks()
    else:
        modules(sys.argv[1])
    print(f"ok {total['failed']} allocations failed: {total['refused']} operations were refused, "
          f"{total['borne']} done without, {total['lost']} answers lost")


main()
