#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""prose.py [-v] FILE...: clauses without a head noun per 1,000 words of prose.

Prose is comments of C and its strings of three words and more, comments of shell
and Python, text of Markdown outside its code, text of manual pages.
Counted are the two pronouns without a noun, and a third where none comes before it; a sentence
that begins with That as in "That no hook is there is kept". A question counts not.
-v prints each of them.
"""
import re
import sys

BEFORE_WHO = ("and or but of to for by from than as if that with at in on whether "
              "what who is are was be not only say says said tell tells told know knows").split()
HEADLESS = [
    re.compile(r"\bwhat(ever)?\b(?!')", re.I),
    re.compile(r"(?:^|[.;:,(]\s+|\b(?:" + "|".join(BEFORE_WHO) + r")\s+)who(m|ever)?\b", re.I),
    re.compile(r"(?:^|[.:]\s+)That (?:no|a|an|the|it|they|there|nobody|somebody|who|what|which|"
               r"these|all|some|nothing|is)\b"),
]
QUESTION = re.compile(r"[^.?!;:]*\?")


def c_prose(text):
    for comment in re.findall(r"/\*.*?\*/|(?<![:\"])//[^\n]*", text, re.S):
        comment = re.sub(r"^/\*+|\*/$|^//", "", comment)
        yield from re.split(r"\n\s*\*\s*\n", re.sub(r"(?m)^\s*\* ?", "", comment).replace("\n@", "\n\n@"))
    for run in re.findall(r'"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*', re.sub(r"/\*.*?\*/", "", text, flags=re.S)):
        said = re.sub(r'"\s*"|^"|"$', "", run)
        if len(re.findall(r"\b[a-z]{2,}\b", said)) > 2:
            yield re.sub(r"\\n", "\n\n", said)


def script_prose(text):
    """Comments on lines of their own, line after line, and Python's docstrings."""
    yield from re.findall(r'"""(.*?)"""', text, re.S)
    for block in re.findall(r"(?m)(?:^[ \t]*#(?!!)[^\n]*\n)+", text):
        yield from re.split(r"\n\s*\n", re.sub(r"(?m)^[ \t]*#", "", block))


def md_prose(text):
    text = re.sub(r"```.*?```", "", text, flags=re.S)
    lines = [line for line in text.split("\n") if not line.startswith("    ")]
    yield from re.split(r"\n\s*\n|\n(?=[-|#])", re.sub(r"`[^`]*`", "X", "\n".join(lines)))


def man_prose(text):
    text = re.sub(r"(?ms)^\.Bd.*?^\.Ed", "", text)
    text = re.sub(r'(?m)^\.\\".*$', "", text)
    text = re.sub(r"(?m)^\.(Pp|It|Sh|Ss|El|Bl).*$", "\n", text)
    yield from re.split(r"\n\s*\n", re.sub(r"(?m)^\.[A-Z][a-z].*$", "X", text))


def prose_of(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if path.endswith((".c", ".h")):
        return c_prose(text)
    if path.endswith((".sh", ".t", ".py")) or text.startswith("#!"):
        return script_prose(text)
    return md_prose(text) if path.endswith(".md") else man_prose(text)


words, found = 0, []
for path in sys.argv[1:]:
    if path == "-v":
        continue
    for piece in prose_of(path):
        piece = " ".join(re.sub(r"@(\w+):", "X is:", piece).split())
        words += len(re.findall(r"[A-Za-z']+", piece))
        plain = QUESTION.sub(" ", piece)
        for pattern in HEADLESS:
            for hit in pattern.finditer(plain):
                found.append(f"{path}: {plain[max(0, hit.start() - 20):hit.end() + 40]}")
if "-v" in sys.argv:
    print("\n".join(found))
print(f"{1000 * len(found) / max(words, 1):.1f} {len(found)} {words}")
