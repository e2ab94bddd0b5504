# SPDX-License-Identifier: GPL-2.0
"""The verdicts that oracle/rpfilter.md names: name_of(...) is the name of the
difference that a case may show, or None."""
import os
import re

from rpfilter_cases import BRIDGE_MAC, ICMP6, OWN4, OWN6, UDP

# Without routes of several paths the kernel's helper for the rest does not know
# the interfaces of a VRF.
HAS_PATHS = os.environ.get("SFW_PATHS") == "yes"
TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../oracle/rpfilter.md")


def from_link(addr):
    return addr.startswith(("fe8", "fe9", "fea", "feb"))


def is_neighbour(case, scene):
    return case.proto == ICMP6 and (case.kind in range(133, 138) and case.hops == 255 or
                                    case.kind in (130, 131, 132, 143) and case.hops == 1 and from_link(case.src))


def is_dhcp(case, scene):
    if ":" not in case.src:
        return case.proto == UDP and (case.sport, case.dport) == (67, 68)
    return case.proto == UDP and (case.sport, case.dport) == (547, 546) and (from_link(case.src) or from_link(case.dst))


def is_unspecified(case, scene):
    return case.src in ("0.0.0.0", "::")


def is_carried(case, scene):
    """To another station, or to many and not to an address of this host."""
    if scene != "bridge" or not case.dev.startswith("port") or case.mac == BRIDGE_MAC:
        return False
    return not int(case.mac[:2], 16) & 1 or case.dst not in (*OWN4.values(), *OWN6.values())


def is_vrf(case, scene):
    return case.dev in ("eth2", "eth3") and (from_link(case.src) or not HAS_PATHS)


def is_ports(case, scene):
    return case.src.startswith(("203.0.114.", "2001:db8:114:"))


def is_uplinks(case, scene):
    return case.src.startswith(("2001:db8:100:", "2001:db8:101:", "2001:db8:103:"))


def is_metric(case, scene):
    return case.src.startswith("2001:db8:102:") and case.dev == "eth0"


def is_oif(case, scene):
    return case.src.startswith("2001:db8:118:")


def is_broadcast(case, scene):
    return case.src.endswith(".255") and case.src.startswith("10.")


# Oracles, which verdict is sfw's, and the packets.
MEANT = {
    "neighbour": ("xt nf", "passes", is_neighbour), "dhcp": ("xt nf", "passes", is_dhcp),
    "unspecified": ("xt nf", "passes", is_unspecified), "carried": ("xt nf", "passes", is_carried),
    "vrf": ("xt nf", "passes", is_vrf), "ports": ("xt nf", None, is_ports),
    "uplinks": ("nf", "passes", is_uplinks), "metric": ("nf", "passes", is_metric), "oif": ("nf", None, is_oif),
    "broadcast": ("nf", "dropped", is_broadcast),
}
# Mended in newer kernels, where the difference need not show.
MENDED = {"uplinks"}


def name_of(oracle, case, scene, ours):
    for name, (oracles, verdict, meant) in MEANT.items():
        if oracle in oracles and verdict in (None, ours) and meant(case, scene):
            return name
    return None


def table():
    """{name: what the table says}"""
    with open(TABLE, encoding="utf-8") as file:
        rows = re.findall(r"^\| (\w+) \| (.*?) \| (.*?) \| (.*?) \| (.*) \|$", file.read(), re.M)
    said = {name: f"{packets}: {theirs}; sfw {ours}" for name, packets, theirs, ours, _ in rows if name != "name"}
    assert said.keys() == MEANT.keys(), f"{TABLE} names {[*said]}, rpfilter_differences.py {[*MEANT]}"
    return said


if __name__ == "__main__":
    for _name, _text in table().items():
        print(_name, "perhaps" if _name in MENDED else "shows", _text)
