#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""rooms.py ctl|kmod includes|symbols|knots [OBJECTS]: complaints about its rooms.

    includes  of files of a higher room, or of a room beside
    symbols   used of such a room, by nm on the objects below the folder OBJECTS
    knots     sets of more than two files that need each other, likewise

Arrows of ctl: kernel < lib < lang < net < host, meaning < cmd, import, doctor, top <
commands, help, metavars < complete < main. Of kmod: compat < core < db < db/event < db/list
< db/policy < db.c, lookup < nf, nl, proc < net, main. Run in the top folder of
the project.
"""
import os
import re
import subprocess
import sys

RANKS = {
    "ctl": [["kernel"], ["lib"], ["lang"], ["net"], ["host", "meaning"],
            ["cmd", "import", "doctor", "top"], ["commands", "help", "metavars"], ["complete"],
            ["main"]],
    "kmod": [["compat"], ["core"], ["db"], ["db/event"], ["db/list"], ["db/policy"],
             ["db/db", "db/lookup"], ["nf", "nl", "proc"], ["net", "main"]],
}
BESIDE = [["commands", "help", "metavars"], ["net", "main"]]   # these may use each other
# Rooms of their own in a folder: the state of a namespace is for all of db, and its
# begin and end use all of db.
APART = ["db/db.c", "db/lookup.c", "db/lookup.h"]

tree = sys.argv[1]
rank = {room: at for at, rooms in enumerate(RANKS[tree]) for room in rooms}


def room_of(path):
    """Room of a file; files on top are rooms of their own."""
    folder = os.path.dirname(path)
    if tree == "ctl":
        folder = folder.split("/")[0]
    room = os.path.splitext(path)[0] if not folder or path in APART else folder
    if room not in rank:
        sys.exit(f"{tree}/{path}: rooms.py knows no room {room}")
    return room


def allowed(source, target):
    a, b = room_of(source), room_of(target)
    return a == b or rank[b] < rank[a] or any(a in rooms and b in rooms for rooms in BESIDE)


def walk(folder, ending):
    for parent, _, names in os.walk(folder):
        for name in sorted(names):
            if name.endswith(ending):
                yield os.path.relpath(os.path.join(parent, name), folder)


# Headers of kmod's core that the utility has as well, and no other.
SHARED = {"core/dhcp.h", "core/ifname.h"}


def target_of(path, name):
    """A file that is included: ctl's names begin at ctl/, kmod's at the file."""
    return name if tree == "ctl" else os.path.normpath(os.path.join(os.path.dirname(path), name))


def includes():
    for path in sorted(walk(tree, (".c", ".h"))):
        if tree == "ctl" and room_of(path) == "kernel":     # includes kmod, as layers.sh lets it
            continue
        with open(f"{tree}/{path}", encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                found = re.match(r'\s*#\s*include\s*"(.*)"', line)
                if not found:
                    continue
                if tree == "ctl" and found.group(1) in SHARED:
                    continue
                target = target_of(path, found.group(1))
                if not os.path.exists(f"{tree}/{target}"):
                    print(f"{tree}/{path}:{number}: there is no {tree}/{target}")
                elif not allowed(path, target):
                    print(f"{tree}/{path}:{number}: {room_of(path)} includes {target}")


def read_objects(folder):
    """Files that each file needs, with a symbol."""
    files = [path[:-2] for path in walk(folder, ".o") if os.path.exists(f"{tree}/{path[:-2]}.c")]
    home, needs = {}, {}
    for name in files:
        needs[name] = set()
        out = subprocess.run(["nm", "-P", f"{folder}/{name}.o"], check=True,
                             capture_output=True, text=True).stdout
        for line in out.splitlines():
            symbol, kind = line.split()[:2]
            if kind in "Uw":
                needs[name].add(symbol)
            elif kind.isupper():
                home[symbol] = name
    if "main" not in files:
        sys.exit(f"{folder}: no object of main.c")
    return {name: {home[s]: s for s in sorted(needs[name]) if home.get(s, name) != name}
            for name in files}


def symbols(graph):
    for name in sorted(graph):
        for target, symbol in sorted(graph[name].items()):
            if not allowed(name + ".c", target + ".c"):
                print(f"{tree}/{name}.c: uses {symbol} of {target}.c")


def reach(graph, start):
    seen, todo = set(), [start]
    while todo:
        for target in graph[todo.pop()]:
            if target not in seen:
                seen.add(target)
                todo.append(target)
    return seen


def knots(graph):
    far = {name: reach(graph, name) for name in graph}
    sets = {frozenset(b for b in far[a] if a in far[b]) for a in graph if a in far[a]}
    for knot in sorted(sets, key=len):
        if len(knot) > 2:
            print(f"{len(knot)} files need each other: {' '.join(sorted(knot))}")


if sys.argv[2] == "includes":
    includes()
else:
    {"symbols": symbols, "knots": knots}[sys.argv[2]](read_objects(sys.argv[3]))
