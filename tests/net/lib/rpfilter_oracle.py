#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""rpfilter_oracle.py SCENE MODE: sends the packets of rpfilter_cases.py to three
hosts of the same kind: "fw" has sfw, "xt" the match rpfilter of iptables and
ip6tables, "nf" the expression fib of nft. Each host has sets of who came to
PRE_ROUTING and who went past its filter, by interface and MAC address of the
sender, which is another one for each packet. Prints "ok TEXT" or "bad TEXT"."""
import json
import os
import subprocess
import sys
import time

import rpfilter_differences
from rpfilter_cases import MACS, at_random, datagram, frame, named
from wiretap import PATIENCE, socket_in

HOSTS = "fw", "xt", "nf"
# Random ones beside the named, as many as the sets have room for.
PACKETS, SEED = min(20000, int(os.environ.get("SFW_PACKETS", "500"))), int(os.environ.get("SFW_SEED", "1"))
SCENE, MODE = sys.argv[1:3]


def in_host(host, *command):
    return subprocess.run(["ip", "netns", "exec", host, *command], check=True, capture_output=True, text=True).stdout


def seen(host, name):
    """{MAC address: interfaces}"""
    found = {}
    for item in json.loads(in_host(host, "nft", "-j", "list", "set", "inet", "watch", name))["nftables"]:
        for element in item.get("set", {}).get("elem", ()):
            dev, mac = element["concat"]
            found.setdefault(mac, set()).add(dev)
    return found


def refused(host):
    for line in in_host(host, "cat", "/proc/net/sfw/stats").splitlines():
        if line.startswith("rpfilter "):
            return int(line.split()[1])
    raise ValueError("no counter")


def by_mac(cases):
    """Marked packets are known by the first byte."""
    return {f"{'06' if c.mark == 1 else '0a' if c.mark else '02'}:aa:{n >> 24 & 255:02x}:{n >> 16 & 255:02x}:{n >> 8 & 255:02x}:{n & 255:02x}": c
            for n, c in enumerate(cases, 1)}


def send(cases):
    """To each host by each of its interfaces, in one order."""
    wires = {}
    for host in HOSTS:
        for dev in MACS:
            wires[host, dev] = socket_in("wires", 17, 3, 0)     # AF_PACKET, SOCK_RAW
            wires[host, dev].bind((f"{host}-{dev}", 0))
    for mac, case in cases.items():
        packet = frame(case, mac)
        for host in HOSTS:
            wires[host, case.dev].send(packet)


def verdicts(cases):
    """{host: {MAC address: "passes", "dropped" or "unseen"}}"""
    found = {}
    for host in HOSTS:
        came, went = seen(host, "came"), seen(host, "went")
        found[host] = {mac: "unseen" if mac not in came else "passes" if came[mac] == went.get(mac) else "dropped" for mac in cases}
        found[host]["lost"] = sum(len(devs - went.get(mac, set())) for mac, devs in came.items())
    return found


def compare(cases, found):
    bad, meant, drops = [], {}, 0
    for mac, case in cases.items():
        ours = found["fw"][mac]
        drops += ours == "dropped"
        for oracle in "xt", "nf":
            theirs = found[oracle][mac]
            if ours == theirs:
                continue
            name = rpfilter_differences.name_of(oracle, case, SCENE, ours)
            if name:
                meant.setdefault(name, []).append(case)
            else:
                bad.append(f"{oracle}: {theirs}, sfw: {ours}, {case}")
    return bad, meant, drops


def main():
    end = datagram("eth0", "10.0.0.2", "10.0.0.1")
    cases = by_mac([*named(), *at_random(f"{SEED} {SCENE} {MODE}", PACKETS), end])
    for host in HOSTS:
        for name in "came", "went":
            in_host(host, "nft", "flush", "set", "inet", "watch", name)
    before = refused("fw")
    send(cases)
    last, start = [*cases][-1], time.monotonic()
    while not all(last in seen(host, "came") for host in HOSTS) and time.monotonic() - start < PATIENCE:
        time.sleep(0.1)
    found = verdicts(cases)
    bad, meant, drops = compare(cases, found)
    for line in bad[:int(os.environ.get("SFW_SHOW", "20"))]:
        print("#", line)
    what = f"{SCENE}, {MODE}: {len(cases)} packets, {drops} dropped"
    print(f"bad {what}: {len(bad)} verdicts differ" if bad else f"ok {what}: as iptables and nft, but for what is meant")
    counted = refused("fw") - before
    lost = found["fw"]["lost"]
    # Frames of a bridge that this host hears too are counted behind the sets.
    right = counted >= lost if SCENE == "bridge" else counted == lost
    print(f"ok {what}, all by rpfilter" if right else f"bad {what}: {lost} lost, {counted} counted as rpfilter")
    for name, several in sorted(meant.items()):
        print(f"meant {name} {len(several)}")
        if "SFW_VERBOSE" in os.environ:
            print("#", name, several[0])


main()
