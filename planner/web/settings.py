"""The web app's commented defaults; create_app takes others, as the tests do."""

from __future__ import annotations

from typing import Any

from planner import config

KIB = 1024


def defaults() -> dict[str, Any]:
    """Give the Flask settings of this machine."""
    secure = (config.base_url() or "").startswith("https://")
    return {
        # bodies are requests of a few hundred bytes; a route that takes files says so itself
        "MAX_CONTENT_LENGTH": 256 * KIB,
        # also what is held of a file on its way to the disk, which comes in pieces of 64 KiB and a rest
        "MAX_FORM_MEMORY_SIZE": 256 * KIB,
        "MAX_FORM_PARTS": 100,
        "SESSION_COOKIE_NAME": "sasurai_session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        # an open page must still work tomorrow; the token ends with the session
        "WTF_CSRF_TIME_LIMIT": None,
        # the token and Sec-Fetch-Site suffice; proxies that change the Host header would fail the referrer's check
        "WTF_CSRF_SSL_STRICT": False,
        # our own rule decides which requests need a token (security.py)
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_HEADERS": ["X-CSRFToken"],
        # the longest that a solve may take, and how many may wait for one
        "SOLVE_MAX_SECONDS": 10.0,
        "SOLVE_MAX_ITERATIONS": 20,
        "SOLVE_QUEUE": 8,
        # plans an address may ask for: at once, and again each second
        "PLAN_BURST": 30,
        "PLAN_PER_SECOND": 1.0,
        # interests and reports an address may send: at once, and again each second
        "LETTER_BURST": 6,
        "LETTER_PER_SECOND": 1 / 300,
        "DATA_DIR": config.data_dir(),
        "DATABASE_URL": config.database_url(),
        "METRICS_TOKEN": config.metrics_token(),
        "ONLINE_TILES": config.online_tiles(),
        # given by tests; the server sets them when they are loaded (readiness.py)
        "DATASET": None,
        "SOLVER": None,
        "SECRET_KEY": None,
    }
