#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Generic netlink of sfw with nothing but a socket. The numbers come from the
header that kernel and utility share, so they cannot drift apart."""
import os
import re
import socket
import struct

HEADER = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                      "../../../include/uapi/linux/sfw.h")
NLM_F_REQUEST, NLM_F_ACK, NLM_F_DUMP = 1, 4, 0x300
NLMSG_ERROR, NLMSG_DONE = 2, 3
NLM_F_CAPPED, NLM_F_ACK_TLVS = 0x100, 0x200
EXT_ACK_MSG = 1


def read_enum(name, prefix):
    with open(HEADER, encoding="ascii") as header:
        text = re.sub(r"/\*.*?\*/", "", header.read(), flags=re.S)
    body = re.search(r"enum %s \{(.*?)\};" % name, text, re.S).group(1)
    words = [w.strip() for w in body.split(",") if w.strip()]
    return {w.removeprefix(prefix): n for n, w in enumerate(words)
            if w.startswith(prefix)}


def read_settings():
    with open(HEADER, encoding="ascii") as header:
        keys = re.findall(r'^\tX\([A-Z0-9_]+,\s*"([a-z0-9-]+)",\s*"[^"]*",\s*[A-Z0-9_]',
                          header.read(), re.M)
    return {key: n for n, key in enumerate(keys)}


def read_sizes():
    """How many bytes the header says that each number has."""
    with open(HEADER, encoding="ascii") as header:
        found = re.findall(r"^\tSFW_A_([A-Z0-9_]+),\s*/\* u(8|16|32|64)\b",
                           header.read(), re.M)
    return {name: {"8": "B", "16": "H", "32": "I", "64": "Q"}[bits] for name, bits in found}


SETTING = read_settings()
CMD = read_enum("sfw_cmd", "SFW_CMD_")
ATTR = read_enum("sfw_attr", "SFW_A_")
SIZES = read_sizes()


def attr(name, value=b""):
    """One attribute; numbers get the size that the header documents."""
    kind = ATTR[name] if isinstance(name, str) else name
    if isinstance(value, int):
        value = struct.pack(SIZES[name], value)
    elif isinstance(value, str):
        value = value.encode() + b"\0"
    data = struct.pack("HH", 4 + len(value), kind) + value
    return data + b"\0" * (-len(data) % 4)


def attrs(**values):
    return b"".join(attr(n, v) for n, v in values.items())


class Answer:
    """error is 0 or an errno; text is the extended ack, "" without one."""

    def __init__(self, error, text):
        self.error, self.text = error, text

    def __repr__(self):
        return f"errno {self.error} {self.text!r}"


class Netlink:
    def __init__(self):
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 16)
        self.sock.bind((0, 0))
        self.sock.settimeout(10)
        self.sock.setsockopt(270, 11, 1)    # SOL_NETLINK, NETLINK_EXT_ACK
        self.sequence = 0
        self.family = 16                    # the controller
        controller = struct.pack("HH", 8, 2) + b"sfw\0"
        reply = self.raw(self.message(3, controller, NLM_F_REQUEST))
        self.family = struct.unpack_from("H", find(reply[20:], 1))[0]

    def message(self, cmd, payload=b"", flags=NLM_F_REQUEST | NLM_F_ACK):
        self.sequence += 1
        body = struct.pack("BBH", CMD.get(cmd, cmd), 1, 0) + payload
        return struct.pack("IHHII", 16 + len(body), self.family, flags,
                           self.sequence, 0) + body

    def raw(self, data):
        self.sock.send(data)
        return self.sock.recv(1 << 17)

    def answer(self, data):
        """What the kernel says to a request that wants an ack."""
        return self.read(self.raw(data))

    @staticmethod
    def read(reply):
        """The answer that a message of the kernel is."""
        kind, flags = struct.unpack_from("HH", reply, 4)
        if kind != NLMSG_ERROR:
            raise AssertionError(f"an answer of type {kind}")
        error = -struct.unpack_from("i", reply, 16)[0]
        if not flags & NLM_F_ACK_TLVS:
            return Answer(error, "")
        skip = 36
        if not flags & NLM_F_CAPPED:
            skip += struct.unpack_from("I", reply, 20)[0] - 16
        text = find(reply[skip + -skip % 4:], EXT_ACK_MSG)
        return Answer(error, (text or b"").rstrip(b"\0").decode())

    def ask(self, cmd, **values):
        return self.answer(self.message(cmd, attrs(**values)))

    def close(self):
        self.sock.close()


def find(data, kind):
    """The value of the first attribute of a kind."""
    while len(data) >= 4:
        length, this = struct.unpack_from("HH", data)
        if this == kind:
            return data[4:length]
        data = data[length + -length % 4:]
    return None
