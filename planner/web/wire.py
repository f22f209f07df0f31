"""What is refused while it is still read from the wire, in the same words as what the app refuses."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer
from waitress.task import ErrorTask

from planner.web.errors import HTTP_ERRORS, PROBLEM

if TYPE_CHECKING:
    from collections.abc import Iterable


class ProblemTask(ErrorTask):  # type: ignore[misc]
    """Answers with a problem of RFC 9457 instead of plain text."""

    def execute(self) -> None:
        """Write the answer and close the connection: what follows on it is the rest of what was refused."""
        error = self.request.error
        body = json.dumps(problem(error.code, error.body)).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", PROBLEM))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class ProblemChannel(HTTPChannel):  # type: ignore[misc]
    """A connection whose errors are problems."""

    error_task_class = ProblemTask


def problem(code: int, detail: str) -> dict[str, Any]:
    """Make the problem of a request that could not be read."""
    fallback = "internal" if code >= HTTPStatus.INTERNAL_SERVER_ERROR else "bad_request"
    found: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(code).phrase,
        "status": code,
        "detail": detail,
        "error": HTTP_ERRORS.get(code, fallback),
    }
    return found | ({"field": "body"} if code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else {})


def speak_problems(parts: Iterable[object]) -> None:
    """Let every socket of a server answer so."""
    for part in parts:
        if isinstance(part, BaseWSGIServer):
            part.channel_class = ProblemChannel
