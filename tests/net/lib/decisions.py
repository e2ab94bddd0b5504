#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""A machine of CrowdSec, named test: decisions by the local API, as cscli sends them.

    decisions.py URL many COUNT               as many addresses, in alerts of a thousand
    decisions.py URL deltas TIMES SIZE EVERY  each EVERY seconds SIZE new ones, each with a time
                                              and a scenario of its own, and as many of before
                                              deleted; prints the first address of each and
                                              when it was in
    decisions.py URL one ADDRESS...           these, in one alert
    decisions.py URL simulated ADDRESS...     likewise, simulated
    decisions.py URL addresses KEY            all that are banned, sorted as text
"""

import json
import sys
import time
import urllib.parse
import urllib.request

TOGETHER = 1000
KEPT = 10       # so many times new ones stay: they are in force before


def call(url, method, path, document=None, **headers):
    data = None if document is None else json.dumps(document).encode()
    request = urllib.request.Request(url + path, data, {"Content-Type": "application/json", **headers}, method=method)
    with urllib.request.urlopen(request, timeout=600) as answer:
        return json.load(answer)


def log_in(url):
    token = call(url, "POST", "v1/watchers/login",
                 {"machine_id": "test", "password": "secret", "scenarios": ["test"]})["token"]
    return {"Authorization": f"Bearer {token}"}


def alert(addresses, number, simulated=False):
    """An alert with a decision about each address; the NUMBERth one, and so on."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return {
        "scenario": "test", "scenario_version": "", "scenario_hash": "", "message": "", "events_count": 1,
        "capacity": 1, "leakspeed": "0", "simulated": simulated, "remediation": True, "events": [],
        "start_at": now, "stop_at": now, "source": {"scope": "test", "value": ""},
        "decisions": [{
            "duration": f"{4 + at % 200}h", "origin": "lists", "scenario": f"test/{at % 50}",
            "scope": "Ip", "type": "ban", "value": address, "simulated": simulated,
        } for at, address in enumerate(addresses, number)],
    }


def many(url, count):
    headers = log_in(url)
    for first in range(0, count, TOGETHER):
        numbers = range(first, min(count, first + TOGETHER))
        addresses = [f"{100 + at // 65536}.{at // 256 % 256}.{at % 256}.1" for at in numbers]
        call(url, "POST", "v1/alerts", [alert(addresses, first)], **headers)


def deltas(url, times, size, every):
    headers = log_in(url)
    due = time.monotonic()
    for batch in range(1, times + 1):
        addresses = [f"198.18.{batch % 256}.{at}" for at in range(1, size + 1)]
        call(url, "POST", "v1/alerts", [alert(addresses, batch * size)], **headers)
        print(addresses[0], time.time(), flush=True)
        if batch > KEPT:
            before = urllib.parse.quote(f"198.18.{(batch - KEPT) % 256}.0/24")
            call(url, "DELETE", f"v1/decisions?range={before}&contains=false", **headers)
        due += every
        time.sleep(max(0, due - time.monotonic()))


def addresses_of(url, key):
    answer = call(url, "GET", "v1/decisions/stream?startup=true", **{"X-Api-Key": key})
    print("\n".join(sorted({decision["value"] for decision in answer["new"]})))


def main():
    url, what, *rest = sys.argv[1:]
    if what == "many":
        many(url, int(rest[0]))
    elif what == "deltas":
        deltas(url, int(rest[0]), int(rest[1]), float(rest[2]))
    elif what in ("one", "simulated"):
        call(url, "POST", "v1/alerts", [alert(rest, 0, what == "simulated")], **log_in(url))
    else:
        addresses_of(url, rest[0])


if __name__ == "__main__":
    main()
