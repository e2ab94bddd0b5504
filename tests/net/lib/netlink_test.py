#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Messages to sfw, out of netlink.t: "refusals" publishes nothing, "parallel"
opens and closes ports. Prints a line a result: "ok TEXT" or "bad TEXT: WHY"."""
import errno
import struct
import sys

from netlink import (ATTR, CMD, NLM_F_DUMP, NLM_F_REQUEST, SETTING, Netlink,
                     attr, attrs)

PORT = {"PROTO": 6, "PORT_FIRST": 8000, "PORT_LAST": 8010,
        "FROM": b"\x0a\0\0\0", "FROM_LEN": 8, "DEV": "eth0",
        "DURATION": 60, "COMMENT": "a comment"}
KEY = {k: PORT[k] for k in ("PROTO", "PORT_FIRST", "PORT_LAST")}


# What netlink itself refuses; which of them differs between kernels.
BAD = (errno.EINVAL, errno.ERANGE)


def status_now():
    with open("/proc/net/sfw/status", encoding="ascii") as status:
        return " ".join(status.read().split("\n"))


def report(text, why):
    print(f"bad {text}: {why}" if why else f"ok {text}", flush=True)


def refused(text, answer, error, *words):
    """One refusal: its errno, and words that its text must have."""
    wanted = error if isinstance(error, tuple) else (error,)
    if answer.error not in wanted:
        report(text, f"{answer}, wanted {[errno.errorcode[e] for e in wanted]}")
    elif not answer.text:
        report(text, f"{answer}: no text")
    else:
        missing = [w for w in words if w not in answer.text]
        report(text, missing and f"{answer}: no {missing}")


def accepted(text, answer):
    report(text, answer.error and str(answer))


def in_transaction(change):
    """A socket with an open transaction and what it says to one change."""
    nl = Netlink()
    assert nl.ask("TXN_BEGIN").error == 0
    answer = change(nl)
    nl.close()
    return answer


def truncations():
    """Every length of a whole PORT_ADD message but the right one."""
    nl = Netlink()
    nl.ask("TXN_BEGIN")
    whole = nl.message("PORT_ADD", attrs(**PORT))
    taken, silent = [], []
    for length in range(16, len(whole)):
        cut = struct.pack("I", length) + whole[4:length]
        answer = nl.answer(cut)
        if answer.error == 0:
            taken.append(length)
        elif not answer.text and length >= 20:
            silent.append(f"{length}: {answer}")
    nl.ask("TXN_COMMIT", CHANGES=0)
    # A message that ends with an attribute (padded or not) is a shorter one.
    ends, at = set(), 20
    for name, value in PORT.items():
        size = len(attr(name, value))
        length = struct.unpack_from("H", attr(name, value))[0]
        ends |= {at + length, at + size}
        at += size
    shortest = 20 + len(attrs(**KEY)) - 2
    complete = {e for e in ends if e >= shortest}
    report("every truncation of PORT_ADD but those that are whole messages is refused",
           set(taken) - complete and f"taken: {sorted(set(taken) - complete)}")
    report("those are not", not taken and "none was taken")
    report("with a text", silent and "; ".join(silent[:5]))


def lying_lengths():
    nl = Netlink()
    nl.ask("TXN_BEGIN")
    body = attrs(**KEY)
    for offset in (0, 8, 16):
        right = struct.unpack_from("H", body, offset)[0]
        for length in {0, 1, 3, 5, 7, 200, 65535} - {right}:
            lie = body[:offset] + struct.pack("H", length) + body[offset + 2:]
            refused(f"attribute at {offset} says it has {length} bytes",
                    nl.answer(nl.message("PORT_ADD", lie)), errno.EINVAL)
    nl.close()


def change_refused(text, error, *words, without=(), cmd="PORT_ADD", **other):
    values = {**KEY, **other} if cmd.startswith("PORT") else other
    values = {k: v for k, v in values.items() if k not in without}
    refused(text, in_transaction(lambda nl: nl.ask(cmd, **values)), error, *words)


def values():
    for name in KEY:
        change_refused(f"PORT_ADD without {name}", errno.EINVAL, "missing", without=(name,))
    change_refused("PROTO_ADD without PROTO", errno.EINVAL, "missing", cmd="PROTO_ADD")
    change_refused("SETTING_SET without SETTING", errno.EINVAL, "missing", cmd="SETTING_SET", VALUE=1)
    change_refused("SETTING_SET without VALUE", errno.EINVAL, "missing", cmd="SETTING_SET", SETTING=1)
    change_refused("ENABLE_SET without ENABLED", errno.EINVAL, "missing", cmd="ENABLE_SET")
    change_refused("TRUST_ADD without anything", errno.EINVAL, cmd="TRUST_ADD")
    change_refused("TRUST_ADD with both", errno.EINVAL, cmd="TRUST_ADD", DEV="eth0", FROM=bytes(4), FROM_LEN=0)
    change_refused("port 0", BAD, PORT_FIRST=0)
    change_refused("a backward range", errno.ERANGE, "8000-7999", PORT_LAST=7999)
    change_refused("ports of ICMP", errno.EINVAL, "no ports", PROTO=1)
    change_refused("TCP without ports", errno.EINVAL, "ports", cmd="PROTO_ADD", PROTO=6)
    change_refused("host bits", errno.EINVAL, "10.0.0.1/8", FROM=b"\x0a\0\0\1", FROM_LEN=8)
    change_refused("IPv6 host bits", errno.EINVAL, "fd00::1/64", FROM=b"\xfd" + bytes(14) + b"\1", FROM_LEN=64)
    change_refused("a prefix length of 33", errno.ERANGE, "33", FROM=bytes(4), FROM_LEN=33)
    change_refused("a prefix length of 129", errno.ERANGE, "129", FROM=bytes(16), FROM_LEN=129)
    change_refused("a prefix length without a prefix", errno.EINVAL, FROM_LEN=8)
    for length in (0, 3, 5, 8, 15, 17, 1000):
        change_refused(f"an address of {length} bytes", BAD,
                       FROM=bytes(length))
    for length in (16, 17, 4000):
        change_refused(f"a device name of {length} bytes", BAD, DEV="x" * length)
    change_refused("an empty device name", errno.EINVAL, DEV="")
    change_refused("a device name with a slash", errno.EINVAL, "a/b", DEV="a/b")
    change_refused("a device name without an end", BAD, DEV=b"eth0")
    for bad in (b"\xf1g0\0", b"\xc3\0", b"\x1b[2J\0"):
        change_refused(f"the device name {bad}", errno.EINVAL, "UTF-8", DEV=bad)
    for length in (64, 65, 60000):
        change_refused(f"a comment of {length} bytes", BAD, COMMENT="x" * length)
    for bad in (b"\xff\0", b"\xc0\x80\0", b"\xed\xa0\x80\0", b"a\nb\0", b"\x1b[2J\0", b"\xc3\0"):
        change_refused(f"the comment {bad}", errno.EINVAL, "comment", COMMENT=bad)
    change_refused("a duration of 0", BAD, DURATION=0)
    change_refused("a duration of 4294967295", BAD, DURATION=4294967295)
    change_refused("a setting that is none", BAD, cmd="SETTING_SET", SETTING=200, VALUE=0)
    change_refused("a value that is none", errno.ERANGE, "ping", cmd="SETTING_SET", SETTING=0, VALUE=2)
    change_refused("a reason that is none", errno.ERANGE, "log", cmd="SETTING_SET", SETTING=SETTING["log"],
                   VALUE=1 << 13)
    change_refused("enabled 2", BAD, cmd="ENABLE_SET", ENABLED=2)
    for name in ("PROTO", "PORT_FIRST", "PORT_LAST", "FROM_LEN", "DURATION"):
        for size in (0, 3, 9):
            change_refused(f"{name} of {size} bytes", BAD,
                           **{**PORT, name: bytes(size)})


def unknown():
    for kind in (max(ATTR.values()) + 1, 200, 0x3fff):
        refused(f"unknown attribute {kind}",
                in_transaction(lambda nl, k=kind: nl.answer(nl.message("PORT_ADD", attrs(**KEY) + attr(k, bytes(4))))),
                errno.EINVAL)
    for name, value in (("ENABLED", 1), ("GENERATION", bytes(8)), ("CHANGES", 1), ("UNSPEC", bytes(4))):
        refused(f"{name} in PORT_ADD",
                in_transaction(lambda nl, n=name, v=value: nl.ask("PORT_ADD", **{**KEY, n: v})), errno.EINVAL)
    refused("COMMENT in PORT_DEL", in_transaction(lambda nl: nl.ask("PORT_DEL", **KEY, COMMENT="x")), errno.EINVAL)
    refused("trailing bytes", in_transaction(lambda nl: nl.answer(nl.message("PORT_ADD", attrs(**KEY) + b"\1\2\3"))),
            errno.EINVAL)
    nl = Netlink()
    for cmd in (0, max(CMD.values()) + 1, 255):
        answer = nl.answer(nl.message(cmd))
        report(f"unknown command {cmd}", answer.error != errno.EOPNOTSUPP and str(answer))
    nl.close()


def transactions():
    nl = Netlink()
    refused("COMMIT without BEGIN", nl.ask("TXN_COMMIT", CHANGES=0), errno.EINVAL, "no transaction")
    refused("a change without BEGIN", nl.ask("PORT_ADD", **KEY), errno.EINVAL, "no transaction")
    nl.ask("TXN_BEGIN")
    refused("BEGIN twice", nl.ask("TXN_BEGIN"), errno.EEXIST, "already")
    refused("COMMIT without CHANGES", nl.ask("TXN_COMMIT"), errno.EINVAL, "changes")
    nl.close()
    for sent, claimed in ((1, 0), (1, 2), (0, 1), (1, 4294967295)):
        nl = Netlink()
        nl.ask("TXN_BEGIN")
        for _ in range(sent):
            nl.ask("PORT_ADD", **KEY)
        refused(f"COMMIT of {claimed} changes after {sent}", nl.ask("TXN_COMMIT", CHANGES=claimed),
                errno.ECANCELED, "nothing is changed")
        refused("and the transaction has ended", nl.ask("TXN_COMMIT", CHANGES=sent), errno.EINVAL)
        nl.close()
    nl = Netlink()
    nl.ask("TXN_BEGIN")
    nl.ask("PORT_ADD", **KEY)
    refused("the same port twice in a transaction", nl.ask("PORT_ADD", **KEY), errno.EEXIST, "tcp 8000-8010")
    refused("COMMIT after a refused change", nl.ask("TXN_COMMIT", CHANGES=2), errno.ECANCELED, "1 of 2")
    nl.ask("TXN_BEGIN")
    nl.ask("PORT_ADD", **KEY)
    accepted("a dry run", nl.answer(nl.message("TXN_COMMIT", attrs(CHANGES=1, DRY_RUN=b""))))
    nl.close()
    nl = Netlink()
    nl.ask("TXN_BEGIN")
    nl.ask("PORT_ADD", **KEY)
    nl.close()


def parallel():
    one, two = Netlink(), Netlink()
    one.ask("TXN_BEGIN")
    two.ask("TXN_BEGIN")
    one.ask("PORT_ADD", **KEY)
    two.ask("PORT_ADD", **{**KEY, "PROTO": 17})
    accepted("the first of two transactions is published", one.ask("TXN_COMMIT", CHANGES=1))
    refused("the second one is busy", two.ask("TXN_COMMIT", CHANGES=1), errno.EBUSY, "meanwhile")
    two.ask("TXN_BEGIN")
    two.ask("PORT_DEL", **KEY)
    accepted("and goes through when it begins again", two.ask("TXN_COMMIT", CHANGES=1))
    many = [Netlink() for _ in range(17)]
    answers = [nl.ask("TXN_BEGIN") for nl in many]
    report("16 transactions may be open", any(a.error for a in answers[:16]) and str(answers))
    refused("not 17", answers[16], errno.ENOSPC, "16")
    for nl in many:
        nl.close()
    accepted("closed sockets make room", in_transaction(lambda nl: nl.ask("PORT_ADD", **KEY)))


def questions():
    """About what holds an address; some kernels lose the text of a dump."""
    nl = Netlink()
    for length in (None, 0, 3, 5, 15, 17, 1000):
        src = {} if length is None else {"SRC": bytes(length)}
        answer = nl.answer(nl.message("WHY", attrs(**src), NLM_F_REQUEST | NLM_F_DUMP))
        report(f"WHY with an address of {length} bytes", answer.error not in BAD and str(answer))
    nl.close()


def listeners():
    """They end with their sockets, whatever they got of it."""
    many = [Netlink() for _ in range(17)]
    answers = [nl.ask("LISTEN") for nl in many]
    report("16 sockets may listen", any(a.error for a in answers[:16]) and str(answers))
    refused("not 17", answers[16], errno.ENOSPC, "16")
    refused("nor one of them twice", many[3].ask("LISTEN"), errno.EEXIST, "already")
    for nl in many:
        nl.close()
    nl = Netlink()
    accepted("closed sockets make room for listeners", nl.ask("LISTEN"))
    nl.close()


def batch():
    """One bad message in the middle of a batch that is committed with it."""
    nl = Netlink()
    data = nl.message("TXN_BEGIN", flags=1) + nl.message("PORT_ADD", attrs(**KEY), flags=1)
    data += nl.message("PORT_ADD", attrs(**{**KEY, "PORT_FIRST": 0}), flags=1)
    data += nl.message("TXN_COMMIT", attrs(CHANGES=2))
    refused("a bad message in a batch", nl.answer(data), BAD)
    nl.close()


def main():
    if sys.argv[1] == "parallel":
        parallel()
        listeners()
        return
    before = status_now()
    for test in (truncations, lying_lengths, values, unknown, questions, batch, transactions):
        test()
        report(f"{test.__name__}: nothing was published", status_now() != before and status_now())


main()
