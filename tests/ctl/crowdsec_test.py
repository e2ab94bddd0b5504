#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""The bouncer and the alerts of CrowdSec, with answers that the local API should not give.
sfwctl is a stand-in here; the real ones of both: tests/net/crowdsec.t."""
import contextlib
import http.server
import importlib.machinery
import importlib.util
import io
import json
import os
import pathlib
import socket
import sys
import threading
import types
import unittest.mock

sys.dont_write_bytecode = True
FOLDER = pathlib.Path(__file__).parents[2] / "ctl/neighbours/crowdsec"
ONE, TWO, LEFT_OUT = "198.18.0.1", "198.18.0.2", "were not understood, and left out"
results = []


def result(name, good, *told):
    results.append(good)
    print("" if good else "".join(f"# {line}\n" for line in told), end="")
    print(f"{'ok' if good else 'not ok'} {len(results)} - {name}", flush=True)


def load(name):
    loader = importlib.machinery.SourceFileLoader(name.replace("-", "_"), str(FOLDER / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


class Done(Exception):
    """Every answer was given."""


class Lapi(http.server.BaseHTTPRequestHandler):
    """Gives one answer after the other."""
    answers, asked = [], []

    def answer(self):
        Lapi.asked.append(self.path)
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = Lapi.answers.pop(0).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


class Kernel:
    """The group as sfwctl would leave it, with its members after each command."""

    def __init__(self):
        self.members, self.history, self.batches = None, [], []
        self.sessions = {}      # the other end of each, None: it is gone just now; or why logind does not tell

    def change(self, words, lines):
        """Carries out a command; whether that can be done."""
        match words:
            case ["group", "new", *_]:
                if self.members is not None:
                    return False
                self.members = {}
            case ["group", "sync", _, "-"]:
                self.members = {line.split()[0]: line.split()[2] for line in lines}
            case ["group", "del", _, prefixes]:
                for prefix in prefixes.split(","):
                    del self.members[prefix]
            case ["group", "add", _, prefixes, "for", duration, *_]:
                self.members.update(dict.fromkeys(prefixes.split(","), duration))
        return True

    def loginctl(self, words):
        """Status, answer and error of logind's client."""
        if isinstance(self.sessions, OSError):
            raise self.sessions
        if isinstance(self.sessions, str):
            return 1, "", self.sessions
        if words[0] == "list-sessions":
            return 0, "".join(f"{name} 0 root - -\n" for name in self.sessions), ""
        host = self.sessions[words[-1]]
        return (0, host + "\n", "") if host is not None else (1, "", "no such session")

    def run(self, *words, **options):
        if words[0] == "loginctl":
            return types.SimpleNamespace(**dict(zip(("returncode", "stdout", "stderr"), self.loginctl(words[1:]))))
        done, lines = True, options.get("input", "").splitlines()
        if words[1:3] == ("-q", "group"):
            done = self.change(list(words[2:]), lines)
            self.history.append(set(self.members))
        elif words[1:3] == ("-q", "batch"):
            self.batches.append(lines)
            done = all(self.change(line.split(), []) for line in lines)
            self.history.append(set(self.members))
        there = [] if self.members is None else [{"name": "crowdsec", "members": len(self.members)}]
        return types.SimpleNamespace(returncode=int(not done), stdout=json.dumps({"groups": there}), stderr="")


def decision(number, address, **others):
    return {"id": number, "type": "ban", "scope": "Ip", "value": address, "duration": "4h", "origin": "cscli",
            "scenario": "x", **others}


def answer(*new, deleted=None):
    return json.dumps({"new": new, "deleted": deleted})


def follow(*answers, sessions=()):
    """Members after each answer, the journal, and the kernel; with the sessions at each answer, then none."""
    bouncer, kernel, after, log = load("crowdsec-bouncer"), Kernel(), [], io.StringIO()
    sessions = list(sessions)
    kernel.sessions = sessions.pop(0) if sessions else {}

    def sleep(_):
        after.append(sorted(kernel.members or ()))
        kernel.sessions = sessions.pop(0) if sessions else {}
        if not Lapi.answers:
            raise Done

    bouncer.run, bouncer.time = kernel.run, types.SimpleNamespace(**{**vars(bouncer.time), "sleep": sleep})
    Lapi.answers, Lapi.asked = list(answers), []
    with contextlib.redirect_stderr(log):
        try:
            bouncer.main()
        except Done:
            pass
        except Exception as error:      # pylint: disable=broad-exception-caught
            bouncer.say(f"ended: {error!r}")
    return after, log.getvalue(), kernel


def test_answers():
    both = answer(decision(1, ONE), decision(2, TWO))
    result("the group and the line that blocks it come at once",
           ["group new crowdsec volatile", "block add @crowdsec"] in follow(both)[2].batches)
    for bad in ("null", "[]", '"x"', "{", "{}", '{"message": "x"}', '{"new": []}', '{"new": 5, "deleted": null}',
                '{"new": {}, "deleted": []}', "[" * 100000):
        # The second one is asked for all decisions.
        after, log, _ = follow(both, bad, bad, answer(decision(1, ONE)))
        result(f"bans stay: {bad[:30]}", after == [[ONE, TWO]] * 3 + [[ONE]] and "stay until their end" in log, after, log)
    result("all are asked for until they come", [path.endswith("true") for path in Lapi.asked] == [True, False, True, True],
           Lapi.asked)
    result("none, told as null, are none", follow(both, '{"new": null, "deleted": null}')[0] == [[ONE, TWO]] * 2)


def test_decisions():
    strange = [{name: value} for name in ("id", "type", "scope", "value", "duration") for value in (None, [], {})]
    strange += [{"value": value} for value in ("x", "198.18.0.300", "fe80::1%eth0")]
    strange += [{"duration": value} for value in ("", "soon", "4", "4h later", "1.2.3h")]
    odd = {str(fields): decision(9, "198.18.0.9", **fields) for fields in strange}
    odd.update((str(no_decision), no_decision) for no_decision in (None, [], 5, "x", {}))
    for name, bad in odd.items():
        after, log, _ = follow(answer(decision(1, ONE), bad, decision(2, TWO)), answer(deleted=[bad, decision(1, ONE)]))
        result(f"a decision is left out alone: {name}", after == [[ONE, TWO], [TWO]] and LEFT_OUT in log, after, log)
    shorter = {name: field for name, field in decision(1, ONE).items() if name in ("id", "type", "scope", "value")}
    result("a deletion needs no time", follow(answer(decision(1, ONE)), answer(deleted=[shorter]))[0] == [[ONE], []])
    after, log, _ = follow(answer(decision(1, ONE, simulated=True), decision(2, TWO, simulated=False)))
    result("one that is simulated bans nobody", after == [[TWO]] and LEFT_OUT not in log, after, log)
    after, log, _ = follow(answer(decision(1, ONE, type="captcha"), decision(2, "FR", scope="Country"), decision(3, TWO)))
    result("other kinds are for others", after == [[TWO]] and LEFT_OUT not in log, after, log)


def test_end():
    changed = answer(decision(3, ONE, duration="8h"))
    after, log, kernel = follow(answer(decision(1, ONE), decision(2, TWO)), changed)
    result("a ban with another end", after == [[ONE, TWO]] * 2 and kernel.members[ONE] == "28800s", after, log)
    since = kernel.history[kernel.history.index({ONE, TWO}):]
    result("is in force meanwhile", all(ONE in members for members in since), since)


def test_sessions():
    both, none = answer(decision(1, ONE), decision(2, TWO)), answer()
    for host in (ONE, f"::ffff:{ONE}", f"{ONE}%eth0"):
        after, log, _ = follow(both, none, sessions=[{"3": host}])
        result(f"a session from {host} is not cut", after == [[TWO], [ONE, TWO]], after, log)
    after, log, _ = follow(both, none, none, none, sessions=[{"3": ONE}, "no bus", "no bus"])
    result("nor while logind does not answer", after == [[TWO]] * 3 + [[ONE, TWO]], after, log)
    result("which is told once", log.count("no bus") == 1, log)
    after, log, _ = follow(both, none, none, sessions=[{"3": ONE}, {"3": None, "4": TWO}])
    result("nor where it tells a part", after == [[TWO], [], [ONE, TWO]], after, log)
    after, log, _ = follow(both, none, sessions=[{"3": ONE}, FileNotFoundError("loginctl")])
    result("without logind nobody is spared", after == [[TWO], [ONE, TWO]] and "loginctl" not in log, after, log)
    real, errors = socket.getaddrinfo, [0, socket.EAI_AGAIN, socket.EAI_NONAME]

    def resolve(host, *rest, **options):
        if host != "a.example":
            return real(host, *rest, **options)
        error = errors.pop(0)
        if error:
            raise socket.gaierror(error, "no answer")
        return real(ONE, *rest, **options)

    with unittest.mock.patch("socket.getaddrinfo", resolve):
        after, log, _ = follow(both, none, none, sessions=[{"3": "a.example"}] * 3)
    result("nor while the resolver does not answer", after == [[TWO], [TWO], [ONE, TWO]], after, log)
    after, log, _ = follow(both, none, none, sessions=[{"3": ONE}, {"3": ""}])
    result("a session at the console spares nobody", after == [[TWO], [ONE, TWO], [ONE, TWO]], after, log)


def test_alerts(url):
    alerts, log = load("crowdsec-alerts"), io.StringIO()
    alerts.time = types.SimpleNamespace(sleep=lambda _: None)
    event = {"prefix": ONE, "list": "ssh", "proto": "tcp", "port": 22, "time": "2026-01-01T00:00:00Z"}
    for bad in ("null", "[]", '"x"', "{", "{}", '{"token": null}', '{"token": 5}', "[" * 100000):
        Lapi.answers = [bad] * 2 + ['{"token": "x"}', "[]"]
        with contextlib.redirect_stderr(log):
            try:
                alerts.send(alerts.LocalApi(url, "m", "p"), event)
            except Exception as error:      # pylint: disable=broad-exception-caught
                alerts.say(f"ended: {error!r}")
        result(f"an alert after a login with {bad[:30]}", not Lapi.answers, log.getvalue())


def main():
    server = http.server.HTTPServer(("127.0.0.1", 0), Lapi)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    os.environ.update(URL=url, KEY="x", INTERVAL="1", no_proxy="127.0.0.1")
    test_answers()
    test_decisions()
    test_end()
    test_sessions()
    test_alerts(url)
    print(f"1..{len(results)}")
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
