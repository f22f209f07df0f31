"""How long the first trip and the proven one take over HTTP: `python tests/benchmarks/first_answer.py http://127.0.0.1:8000`.

Twelve requests of 31 to 365 days from four places, each asked once to warm up and once to measure.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
import urllib.request

PLACES = ("13101", "27100", "40130", "01100")
DAYS = (31, 92, 365)


def asked(address: str, place: str, days: int) -> float:
    """Ask for a trip; give the seconds until the answer has arrived."""
    body = json.dumps({"from": place, "start": "2027-09-01", "days": days}).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    began = time.monotonic()
    with urllib.request.urlopen(request) as answer:
        answer.read()
    return time.monotonic() - began


def main(base: str) -> None:
    """Print median and worst seconds by length of trip."""
    for days in DAYS:
        for name, path in (("first", "/api/v1/plans/preview"), ("proven", "/api/v1/plans")):
            for place in PLACES:
                asked(base + path, place, days)
                time.sleep(1.5)  # one address may ask so often
            seconds = []
            for place in PLACES:
                seconds.append(asked(base + path, place, days))
                time.sleep(1.5)
            print(f"{days:4d} days  {name:7s} median {statistics.median(seconds):.2f} s  worst {max(seconds):.2f} s")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
