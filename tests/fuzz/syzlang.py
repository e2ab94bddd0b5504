#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""syzlang.py >sfw.txt: the family as syzkaller describes interfaces (the file
goes to its sys/linux as socket_netlink_generic_sfw.txt), made of the header that
kernel and utility share. tests/style/syzlang.sh fails when sfw.txt is stale."""
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../net/lib"))
from grammar import KINDS, SHAPES, nested_parts  # noqa: E402

HEAD = """# SPDX-License-Identifier: GPL-2.0
# Made by tests/fuzz/syzlang.py of include/uapi/linux/sfw.h: change that.

include <linux/net.h>
include <linux/netlink.h>
include <net/genetlink.h>
include <uapi/linux/sfw.h>

resource genl_sfw_family_id[int16]

type msghdr_sfw[CMD, POLICY] msghdr_netlink[netlink_msg_t[genl_sfw_family_id, genlmsghdr_t[CMD], POLICY]]

syz_genetlink_get_family_id$sfw(name ptr[in, string["sfw"]], fd sock_nl_generic) genl_sfw_family_id
"""


def value(name):
    """One attribute, in their words."""
    kind = KINDS[name]
    if kind.startswith("nested"):
        return f"nlnest[SFW_A_{name}, array[sfw_{name.lower()}]]"
    if kind.startswith("flag"):
        return f"nlattr[SFW_A_{name}, void]"
    if kind.startswith("string"):
        words = 'string["eth0"]' if name in ("DEV", "OUT", "TO_DEV") else \
                'string[sfw_names]' if name in ("NAME", "GUARD", "KNOCK", "GROUP") else "string"
        return f"nlattr[SFW_A_{name}, {words}]"
    if kind.startswith("4 or 16"):
        return f"nlattr[SFW_A_{name}, sfw_address]"
    if kind.startswith("array of u64"):
        return f"nlattr[SFW_A_{name}, array[int64]]"
    size = kind.split()[0].rstrip(":").removeprefix("u")
    words = "int16[1:65535]" if name in ("PORT_FIRST", "PORT_LAST") else f"int{size}"
    return f"nlattr[SFW_A_{name}, {words}]"


def union(name, parts):
    lines = [f"\t{part}\t{value(part)}" for part in parts]
    return "\n".join([f"{name} ["] + lines + ["] [varlen]"])


def main():
    print(HEAD)
    nested = set()
    for cmd, (_, parts) in SHAPES.items():
        policy = f"sfw_{cmd.lower()}" if parts else "sfw_nothing"
        print(f"sendmsg$SFW_CMD_{cmd}(fd sock_nl_generic, msg ptr[in, "
              f"msghdr_sfw[SFW_CMD_{cmd}, {policy}]], f flags[send_flags])")
    print()
    for cmd, (_, parts) in SHAPES.items():
        if parts:
            print(union(f"sfw_{cmd.lower()}", [p.name for p in parts]) + "\n")
            nested |= {p.name for p in parts if KINDS[p.name].startswith("nested")}
    for name in sorted(nested):
        print(union(f"sfw_{name.lower()}", nested_parts(name)) + "\n")
    print("sfw_address [\n\tipv4\tipv4_addr\n\tipv6\tipv6_addr\n] [varlen]\n")
    print("# A command that takes none gets one that it must refuse.")
    print(union("sfw_nothing", ["ENABLED"]) + "\n")
    print('sfw_names = "sshbf", "door", "tcp-portscan", "udp-portscan"')


main()
