"""`sasurai serve` as the browser's tests run it: without limits of one address, and slow where that is asked for.

All tests come from one address, and how soon they ask again is no matter of theirs; the limits have tests of their own.
With `SASURAI_TEST_SLOW` every answer but files comes late, so that tests which pass by luck are found.
"""

from __future__ import annotations

import os
import random
import sys
import time

SLOW = float(os.environ.get("SASURAI_TEST_SLOW") or 0)
LATE_SECONDS = (0.2, 0.8)
FREE = {"PLAN_BURST": 10_000, "LETTER_BURST": 10_000, "SOLVE_MAX_SECONDS": 60.0}


def late(answer):
    """Give an app whose answers come late; files are left as they are, for a page has a hundred of them."""

    def answer_late(environ, start_response):
        if not environ["PATH_INFO"].startswith(("/static/", "/readyz")):
            time.sleep(random.uniform(*LATE_SECONDS))
        return answer(environ, start_response)

    return answer_late


def main():
    """Serve, on the words of the command line."""
    from planner.cli import main as program
    from planner.web import app

    usual = app.create_app

    def create_app(given=None):
        made = usual({**FREE, **(given or {})})
        if SLOW:
            made.wsgi_app = late(made.wsgi_app)
        return made

    app.create_app = create_app
    sys.argv[1:] = ["serve", *sys.argv[1:]]
    program.main()


if __name__ == "__main__":
    main()
