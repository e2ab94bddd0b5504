#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Every attribute of every command, out of netlink_values.t: one message that is
taken, and then with each of its attributes wrong: below and above what the header
says it may be, too short, too long, of another kind, left out. Each is refused for
that. Prints a line for each attribute: "ok TEXT" or "bad TEXT: WHY"."""
import errno
import struct

from grammar import KINDS, NESTED, SETTINGS, SHAPES, limits, nested_parts
from netlink import (ATTR, NLM_F_ACK, NLM_F_DUMP, NLM_F_REQUEST, NLMSG_DONE, NLMSG_ERROR, SIZES, Netlink,
                     attr, attrs)

NET4, NET6 = bytes.fromhex("cb007100"), bytes.fromhex("20010db8" + "0" * 24)
PORT = {"PROTO": 6, "PORT_FIRST": 8000, "PORT_LAST": 8010}
ONE_PORT = {"PROTO": 6, "PORT_FIRST": 8000, "PORT_LAST": 8000}
SELECTOR = {"FROM": NET4, "FROM_LEN": 24, "DEV": "eth0"}
SELECTOR6 = {"FROM": bytes.fromhex("20010db800000001" + "0" * 16), "FROM_LEN": 64, "DEV": "eth0"}
SUFFIX = bytes(15) + b"\x09"
WINDOW, STEP = {"HITS": 3, "SECONDS": 60}, {"PROTO": 6, "PORT_FIRST": 7000}
# A message of each command that is taken, but for GROUP, which stands in place of FROM.
# The policy has a guard g, a knock k and a group web.
TAKEN = {
    "STATUS": {}, "STATS": {}, "LISTS_GET": {}, "FLUSH": {}, "BLOCK_FLUSH": {}, "LISTEN": {},
    "TXN_UNDO": {}, "FINDINGS_GET": {}, "CONFIRM": {"DRY_RUN": b""}, "ROLLBACK": {"DRY_RUN": b""},
    "REHEARSAL_END": {"DRY_RUN": b""},
    "POLICY_GET": {"OBJECT": 0, "STAGED": b"", "REHEARSED": b"", "NAME": "web"},
    "TEST": {"PROTO": 6, "SRC": NET4, "SPORT": 1, "DST": NET4, "DPORT": 2, "DEV": "eth0",
             "TCP_FLAGS": 2, "CT_STATE": 0, "ICMP_TYPE": 8},
    "TXN_BEGIN": {"REPLACE": b""},
    "TXN_COMMIT": {"CHANGES": 0, "DRY_RUN": b"", "CONFIRM": 60},
    "TXN_REHEARSE": {"CHANGES": 0, "REHEARSE": 60, "DRY_RUN": b""},
    "ENABLE_SET": {"ENABLED": 1},
    "SETTING_SET": {"SETTING": 0, "VALUE": 1},
    "PORT_ADD": {**PORT, **SELECTOR, "DURATION": 60, "COMMENT": "a", "GUARD": "g", "KNOCK": "k"},
    "PORT_DEL": {**PORT, **SELECTOR},
    "PROTO_ADD": {"PROTO": 1, "PING": b"", **SELECTOR, "GUARD": "g"}, "PROTO_DEL": {"PROTO": 1, "PING": b"", **SELECTOR},
    "TRUST_ADD": {"FROM": NET4, "FROM_LEN": 24}, "TRUST_DEL": {"FROM": NET4, "FROM_LEN": 24},
    "EXEMPT_ADD": {"FROM": NET4, "FROM_LEN": 24}, "EXEMPT_DEL": {"FROM": NET4, "FROM_LEN": 24},
    "GUARD_ADD": {"NAME": "new", "WINDOW": [WINDOW], "LIVE": 50, "RTTL": b"", "MASK4": 24, "MASK6": 64,
                  "THEN": 2, "DURATION": 60},
    "GUARD_DEL": {"NAME": "g"},
    "KNOCK_ADD": {"NAME": "new", "STEP": [STEP], "WITHIN": 10, "DURATION": 30},
    "KNOCK_DEL": {"NAME": "k"},
    "BLOCK_ADD": {"FROM": NET4, "FROM_LEN": 24, "DURATION": 60, "COMMENT": "a", "KEEP": b""},
    "BLOCK_DEL": {"FROM": NET4, "FROM_LEN": 24},
    "LIST_GET": {"NAME": "g", "WHOLE": b""}, "LIST_FLUSH": {"NAME": "g"},
    "LIST_ADD": {"NAME": "g", "SRC": NET4}, "LIST_DEL": {"NAME": "g", "SRC": NET4},
    "LIST_PUT": {"NAME": "g", "OBJECT": 6, "FROM": NET4, "FROM_LEN": 24, "PACKETS": 3, "FIRST": 9, "LAST": 5, "TTL": 64,
                 "PROTO": 6, "PORT_FIRST": 22, "FIXED": b"", "DURATION": 60, "STAMPS": bytes(16)},
    "LAN_ADD": {"DEV": "eth0", "OUT": "eth1"}, "LAN_DEL": {"DEV": "eth0", "OUT": "eth1"},
    "MASQ_ADD": {"FROM": NET4, "FROM_LEN": 24, "OUT": "eth0", "TO": NET4},
    "MASQ_DEL": {"FROM": NET4, "FROM_LEN": 24, "OUT": "eth0", "TO": NET4},
    "FORWARD_ADD": {**ONE_PORT, **SELECTOR6, "TO": SUFFIX, "TO_DEV": "lan0", "TO_FIRST": 9000, "TO_LAST": 9000,
                    "DURATION": 60, "COMMENT": "a"},
    "FORWARD_DEL": {**ONE_PORT, **SELECTOR6, "TO": SUFFIX, "TO_DEV": "lan0"},
    "GROUP_NEW": {"NAME": "new", "VOLATILE": b""},
    "GROUP_ADD": {"NAME": "web", "FROM": NET4, "FROM_LEN": 24, "DURATION": 60, "COMMENT": "a", "KEEP": b""},
    "GROUP_DEL": {"NAME": "web", "FROM": NET4, "FROM_LEN": 24}, "GROUP_FLUSH": {"NAME": "web"},
    "WHY": {"SRC": NET4}, "REFUSED_GET": {"SRC": NET4},
}
# What depends on the other attributes, or on what a host is.
NO_HOST = ["00000000", "7f000001", "e0000001", "ffffffff", "0" * 32, "0" * 31 + "1",
           "ff02" + "0" * 27 + "1", "ff0e" + "0" * 27 + "1", "fe80" + "0" * 27 + "1",
           "0" * 20 + "ffff0a000009"]
WRONG = {
    "FROM": [bytes.fromhex("cb007101"), b"\x20\x01" + bytes(13) + b"\1"],
    "FROM_LEN": [33, 129, 255, 8], "PORT_LAST": [0, 7999],
    # Of another family than FROM; more than the end of an address; nothing of it.
    "FORWARD_ADD TO": [NET4, NET6, bytes(16)], "FORWARD_DEL TO": [NET4, NET6, bytes(16)],
    "MASQ_ADD TO": [NET6, bytes.fromhex("e0000001")], "MASQ_DEL TO": [NET6],
    "TO_FIRST": [9001], "TO_LAST": [0, 8999, 9001, 65535],
    "PORT_ADD PROTO": [0, 1, 47, 255], "PORT_DEL PROTO": [0, 1, 47, 255],
    "FORWARD_ADD PROTO": [0, 1, 47, 255], "FORWARD_DEL PROTO": [0, 1, 47, 255],
    "PROTO_ADD PROTO": [6, 17, 47, 58, 132], "PROTO_DEL PROTO": [6, 17, 47, 58, 132],
    "STEP PROTO": [0, 1, 47, 132, 255],
    "GUARD_ADD THEN": [0, 1],           # these take no duration
    "LIST_PUT OBJECT": [0, 5, 7, 8],    # g is a guard
    "TEST DST": [NET6], "TEST DEV": ["br-*"],
}
# What is wrong beside nothing but what must be there.
ALONE = {"FORWARD_ADD TO": [bytes.fromhex(a) for a in NO_HOST]}
# One of several optional attributes must be there.
ONE_OF = {"GUARD_ADD": {"WINDOW"}}
BAD = (errno.EINVAL, errno.ERANGE, errno.E2BIG)
NO_LIST = (errno.EINVAL, errno.ENOENT)      # a name that none can have is that of none
NAMES = ("", ".hidden", "a b", "a/b", "\u00fc", "x" * 32, "x" * 4000)
TEXTS = {"NAME": NAMES, "DEV": ("", "x" * 16, "a/b", "a b", "..", "\x1b[2J", "*", "br*x", "br**"),
         "COMMENT": ("x" * 64, "a\nb", b"\xff\0", "\x1b[2J"), "GUARD": ("x" * 32,), "KNOCK": ("x" * 32,)}
TEXTS["OUT"], TEXTS["GROUP"] = TEXTS["DEV"], NAMES
TEXTS["TO_DEV"] = (*TEXTS["DEV"], "lan*")
DUMPS = {cmd for cmd, (dump, _) in SHAPES.items() if dump}


def one(name, value):
    """An attribute, or as many as the value has parts."""
    if isinstance(value, list):
        return b"".join(attr(ATTR[name] | NESTED, attrs(**part)) for part in value)
    return attr(name, value)


def number(name):
    size = struct.calcsize(SIZES[name])
    least, most = limits(name)
    if least:
        yield least - 1
    if most < (1 << 8 * size) - 1:
        yield most + 1
        yield (1 << 8 * size) - 1
    for length in {0, 1, 2, 3, 4, 5, 8, 9, 17} - {size}:
        yield bytes(length)


def nested(name, values):
    """Each of its parts wrong or left out, one that it does not know, no nest."""
    part = values[0]
    for inner in nested_parts(name):
        yield attr(ATTR[name] | NESTED, attrs(**{k: v for k, v in part.items() if k != inner}))
        for wrong in wrong_values(inner, part[inner]) + wrong_here(name, inner, part[inner]):
            rest = attrs(**{k: v for k, v in part.items() if k != inner})
            yield attr(ATTR[name] | NESTED, rest + wrong)
    yield attr(ATTR[name] | NESTED, attrs(**part, NAME="x"))
    yield attr(ATTR[name] | NESTED, b"\1\2\3")
    yield attr(ATTR[name] | NESTED, b"")
    yield attr(name, attrs(**part))
    yield attr(name, b"\1\2\3\4")
    yield one(name, [part] * 2)         # the same again
    yield one(name, [part] * 17)        # more than there may be


def wrong_values(name, value):
    kind = KINDS[name]
    if kind.startswith("flag"):
        found = [b"\0", bytes(4), bytes(8)]
    elif kind.startswith("nested"):
        return list(nested(name, value))
    elif kind.startswith("4 or 16"):
        found = [bytes(n) for n in (0, 1, 3, 5, 8, 15, 17, 1000)]
    elif kind.startswith("array of u64"):
        found = [bytes(n) for n in (1, 7, 9, 97 * 8, 1000)]
    elif kind.startswith("string"):
        found = [b"g", b"", *TEXTS[name]]   # without an end
        found = [v for v in found if v != "" or name not in ("COMMENT", "GUARD", "KNOCK")]
    else:
        found = list(number(name))
    return [attr(name, v) for v in found]


def wrong_here(cmd, name, value):
    """What is wrong beside the other values."""
    return [attr(name, v) for v in WRONG.get(name, []) + WRONG.get(f"{cmd} {name}", []) if v != value]


def say(nl, cmd, payload):
    """The errno, and the text, that the kernel has for a message."""
    reply = nl.raw(nl.message(cmd, payload, NLM_F_REQUEST | (NLM_F_DUMP if cmd in DUMPS else NLM_F_ACK)))
    kind = struct.unpack_from("H", reply, 4)[0]
    if kind == NLMSG_DONE or (kind == NLMSG_ERROR and cmd in DUMPS):
        return -struct.unpack_from("i", reply, 16)[0], "of a dump"    # some kernels lose it
    if kind == NLMSG_ERROR:
        answer = nl.read(reply)
        return answer.error, answer.text
    return 0, ""


def tried(cmd, payload):
    nl = Netlink()
    if cmd not in ("TXN_BEGIN", "TXN_UNDO"):
        assert nl.ask("TXN_BEGIN").error == 0
    found = say(nl, cmd, payload)
    nl.close()
    return found


def report(text, wrong):
    print(f"bad {text}: {'; '.join(wrong[:5])}" if wrong else f"ok {text}", flush=True)


def fewest(cmd, but=""):
    """No more than must be there."""
    needed = {p.name for p in SHAPES[cmd][1] if not p.optional} | ONE_OF.get(cmd, set())
    return b"".join(one(k, v) for k, v in TAKEN[cmd].items() if k != but and k in needed)


def is_taken(cmd, payload):
    """Where there is nothing to delete, to confirm or to rehearse too: why not, or nothing."""
    error, text = tried(cmd, payload)
    fine = error == 0 or (error == errno.ENOENT and cmd.endswith(
        ("_DEL", "CONFIRM", "ROLLBACK", "UNDO", "FINDINGS_GET", "REHEARSAL_END")))
    return [] if fine else [f"{error} {text!r}"]


def try_attribute(cmd, name):
    values, wrong = TAKEN[cmd], []
    rest = b"".join(one(k, v) for k, v in values.items() if k != name)
    few = fewest(cmd, name)
    bads = wrong_values(name, values[name])
    alone = [attr(name, v) for v in ALONE.get(f"{cmd} {name}", [])]
    tries = [rest + b for b in bads + wrong_here(cmd, name, values[name])] + [few + b for b in bads + alone]
    for bad in tries:
        error, text = tried(cmd, bad)
        if error not in BAD + NO_LIST * cmd.startswith("LIST_") or not text:
            wrong.append(f"{bad.hex()[:160]} gives {errno.errorcode.get(error, error)} {text!r}")
    report(f"{cmd} {name}: {len(tries)} wrong values are refused", wrong)


def missing(cmd, parts):
    """What is not optional must be there; a length may be left out."""
    needed = [p.name for p in parts if not p.optional and p.name != "FROM_LEN"]
    wrong = []
    for name in needed:
        rest = [one(k, v) for k, v in TAKEN[cmd].items() if k not in (name, name + "_LEN")]
        error, text = tried(cmd, b"".join(rest))
        if error not in BAD + NO_LIST * cmd.startswith("LIST_") or not text:
            wrong.append(f"without {name} it gives {errno.errorcode.get(error, error)} {text!r}")
    if needed:
        report(f"{cmd} needs {' '.join(needed)}", wrong)


def groups(cmd, parts):
    """A group in place of all that stands for one source, or beside it."""
    beside = [p.name for p in parts if p.name in ("FROM", "FROM_LEN")]
    other = "DURATION", "COMMENT", "KEEP"
    values = {k: v for k, v in TAKEN[cmd].items()
              if k not in beside and (k not in other or not cmd.startswith("BLOCK"))}
    rest, wrong = b"".join(one(k, v) for k, v in values.items()), []
    error, text = tried(cmd, rest + one("GROUP", "web"))
    if error not in (0, errno.ENOENT) or (error and not cmd.endswith("_DEL")):
        wrong.append(f"web gives {error} {text!r}")
    for bad in wrong_values("GROUP", "web"):
        error, text = tried(cmd, rest + bad)
        if error not in BAD or not text:
            wrong.append(f"{bad.hex()[:160]} gives {errno.errorcode.get(error, error)} {text!r}")
    error, text = tried(cmd, rest + one("GROUP", "none"))
    if error != errno.ENOENT or not text:
        wrong.append(f"none gives {error} {text!r}")
    if beside:
        error, text = tried(cmd, rest + one("GROUP", "web") + one("FROM", NET4) + one("FROM_LEN", 24))
        if error not in BAD or not text:
            wrong.append(f"beside a prefix gives {error} {text!r}")
    report(f"{cmd} takes a group", wrong)


def settings():
    wrong = []
    for setting, (least, most) in enumerate(SETTINGS):
        for value in [least - 1] * (least > 0) + [most + 1, (1 << 32) - 1]:
            error, text = tried("SETTING_SET", attrs(SETTING=setting, VALUE=value))
            if error != errno.ERANGE or not text:
                wrong.append(f"{setting} {value} gives {error} {text!r}")
        for value in (least, most):
            error, text = tried("SETTING_SET", attrs(SETTING=setting, VALUE=value))
            if error:
                wrong.append(f"{setting} {value} gives {error} {text!r}")
    report(f"{len(SETTINGS)} settings take what the header says, and nothing else", wrong)


def main():
    report("each command has a message that is taken", sorted(set(SHAPES) ^ set(TAKEN)))
    for cmd, (_, parts) in SHAPES.items():
        names = {p.name for p in parts} - {"GROUP"}
        assert set(TAKEN[cmd]) == names or cmd.startswith("TRUST"), (cmd, names ^ set(TAKEN[cmd]))
        whole = b"".join(one(k, v) for k, v in TAKEN[cmd].items())
        report(f"{cmd} as it should be", is_taken(cmd, whole))
        if fewest(cmd) != whole and cmd != "TXN_COMMIT":    # which would publish
            report(f"{cmd} with no more than it needs", is_taken(cmd, fewest(cmd)))
        for name in TAKEN[cmd]:
            try_attribute(cmd, name)
        if not cmd.startswith(("TRUST", "LIST_FLUSH")):
            missing(cmd, parts)
        if any(p.name == "GROUP" for p in parts):
            groups(cmd, parts)
    settings()


main()
