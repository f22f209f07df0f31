"""/metrics: what the server does, as Prometheus text; for this machine, or for whoever has the token."""

from __future__ import annotations

import hmac
import ipaddress
import os
import threading
import time
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, g, request

from planner.web import state

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Flask

bp = Blueprint("metrics", __name__)

BUCKETS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds; a page answers in the first ones, a solve in the last."""
KEY = "sasurai_metrics"

Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Counts of requests and of the seconds they took, by route: addresses hold tokens and stay out."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.began = time.time()
        self._requests: Counter[Labels] = Counter()
        self._within: Counter[tuple[str, float]] = Counter()
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        with self._lock:
            self._requests[("method", method), ("route", route), ("status", str(status))] += 1
            self._seconds[route] += seconds
            self._within[route, next((limit for limit in BUCKETS if seconds <= limit), float("inf"))] += 1

    def lines(self) -> Iterable[str]:
        """Write the counts in Prometheus' text format."""
        with self._lock:
            requests, within, seconds = self._requests.copy(), self._within.copy(), self._seconds.copy()
        yield "# HELP sasurai_http_requests_total Answers by method, route and status."
        yield "# TYPE sasurai_http_requests_total counter"
        for labels, number in sorted(requests.items()):
            yield _line("sasurai_http_requests_total", labels, number)
        yield "# HELP sasurai_http_request_seconds Seconds from the request to its answer."
        yield "# TYPE sasurai_http_request_seconds histogram"
        for route, total in sorted(seconds.items()):
            so_far = 0
            for limit in (*BUCKETS, float("inf")):
                so_far += within[route, limit]
                shown = "+Inf" if limit == float("inf") else f"{limit:g}"
                yield _line("sasurai_http_request_seconds_bucket", (("route", route), ("le", shown)), so_far)
            yield _line("sasurai_http_request_seconds_sum", (("route", route),), round(total, 6))
            yield _line("sasurai_http_request_seconds_count", (("route", route),), so_far)


def register(app: Flask) -> None:
    """Time every request."""
    metrics = app.extensions[KEY] = Metrics()

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "(none)"
        # words of a client's own making would fill the memory
        method = request.method if request.method in {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"} else "other"
        began = g.get("began")
        metrics.count(method, route, response.status_code, time.perf_counter() - began if began else 0.0)
        return response


@bp.get("/metrics")
def show() -> Response:
    """Give the figures; to others they do not exist."""
    if not _allowed():
        abort(404)
    metrics: Metrics = current_app.extensions[KEY]
    body = "\n".join([*metrics.lines(), *_gauges(metrics), ""])
    response = Response(body, content_type="text/plain; version=0.0.4; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _allowed() -> bool:
    """Tell whether the asker has the token; where none is set, whether it sits on this machine."""
    token = current_app.config["METRICS_TOKEN"]
    if token:
        return hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    # a proxy on this machine names whom it speaks for; the server has then put that address here (serve.py)
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _gauges(metrics: Metrics) -> Iterable[str]:
    spent = os.times()
    shown = {
        "sasurai_ready": (int(state.current().readiness.ready), "gauge", "1 once everything is loaded."),
        "process_start_time_seconds": (round(metrics.began, 3), "gauge", "When the server began, Unix time."),
        "process_cpu_seconds_total": (round(spent.user + spent.system, 2), "counter", "CPU seconds, without solvers."),
    }
    for name, (value, kind, text) in shown.items():
        yield from (f"# HELP {name} {text}", f"# TYPE {name} {kind}", f"{name} {value}")


def _line(name: str, labels: Labels, value: float) -> str:
    inside = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels)
    return f"{name}{{{inside}}} {value}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
