#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""The mutations of a table.
    mutate.py TABLE list         NUMBER KIND TEST NAME FILE, a line each, with tabs
    mutate.py TABLE apply N DIR  breaks the sources in DIR; prints the file
    mutate.py TABLE check DIR    tells the mutations that do not fit the sources in DIR
The text must be exactly once in the files of that name below kmod and ctl."""
import os
import sys


def read_table(path):
    """(file, kind, test, name, old text, new text) of each mutation."""
    found = []
    with open(path, encoding="utf-8") as table:
        for number, line in enumerate(table.read().splitlines(), 1):
            if line[:1] in ("-", "+"):
                found[-1][4 if line[0] == "-" else 5].append(line[1:])
            elif line and line[0] != "#":
                words = line.split(None, 3)
                if len(words) < 4 or words[1] not in ("kunit", "net", "ctl"):
                    sys.exit(f"{path}:{number}: give FILE kunit|net|ctl TEST NAME, not: {line}")
                found.append((*words, [], []))
    return [(*m[:4], "\n".join(m[4]), "\n".join(m[5])) for m in found]


def files_called(name, top):
    for area in ("kmod", "ctl"):
        for folder, _, names in os.walk(os.path.join(top, area)):
            if name in names:
                yield os.path.join(folder, name)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def find(name, top, old):
    """The file that has the text, and how often files of that name have it, and how many they are."""
    counts = {path: read(path).count(old) for path in files_called(name, top)}
    return max(counts, key=counts.get, default=None), sum(counts.values()) if old else 0, len(counts)


def replace(name, top, old, new):
    path, times, files = find(name, top, old)
    if times != 1:
        sys.exit(f"the text must be once in the files called {name}, of which there are {files}, and is {times} times:\n{old}")
    text = read(path)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(old, new))
    print(os.path.relpath(path, top))


def main():
    table = read_table(sys.argv[1])
    if sys.argv[2] == "list":
        for number, (file, kind, test, name, _, _) in enumerate(table):
            print(number, kind, test, name, file, sep="\t")
    elif sys.argv[2] == "check":
        loose = [f"{file}: {text}: {find(file, sys.argv[3], old)[1]} times" for file, _, _, text, old, _ in table
                 if find(file, sys.argv[3], old)[1] != 1]
        sys.exit("\n".join(loose) or 0)
    else:
        name, _, _, _, old, new = table[int(sys.argv[3])]
        replace(name, sys.argv[4], old, new)


main()
