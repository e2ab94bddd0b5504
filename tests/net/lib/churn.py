#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""churn.py ROUNDS PORT [COUNT]: opens and closes that many ports from PORT on,
each time in a transaction of its own; ROUNDS 0: until it is ended. churn.py add FIRST LAST:
opens each of these ports, in one transaction. Prints what was published."""
import errno
import sys

from netlink import Netlink


def publish(nl, cmd, ports):
    nl.ask("TXN_BEGIN")
    for port in ports:
        answer = nl.ask(cmd, PROTO=6, PORT_FIRST=port, PORT_LAST=port)
        if answer.error:
            raise SystemExit(f"{cmd} {port}: {answer}")
    answer = nl.ask("TXN_COMMIT", CHANGES=len(ports))
    if answer.error == errno.EBUSY:
        return publish(nl, cmd, ports)
    if answer.error:
        raise SystemExit(f"TXN_COMMIT: {answer}")
    return 1


def main():
    nl = Netlink()
    if sys.argv[1] == "add":
        publish(nl, "PORT_ADD", range(int(sys.argv[2]), int(sys.argv[3]) + 1))
        return
    rounds, first, published = int(sys.argv[1]), int(sys.argv[2]), 0
    ports = range(first, first + int((sys.argv + ["1"])[3]))
    while not rounds or published < 2 * rounds:
        published += publish(nl, "PORT_ADD", ports)
        published += publish(nl, "PORT_DEL", ports)
    print(published, "published")


if __name__ == "__main__":
    main()
