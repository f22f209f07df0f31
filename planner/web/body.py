"""Read the JSON that a request brings, and say where it is wrong."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from flask import request
from werkzeug.exceptions import UnsupportedMediaType

from planner.errors import InvalidRequest

MOST_SEQUENCE = 10**9
"""Of versions; a database's whole numbers end somewhat further on."""


def json_object(empty: dict[str, Any] | None = None) -> dict[str, Any]:
    """Read one JSON object.

    Parameters
    ----------
    empty : dict, optional
        What a request without a body means; without it there has to be one.

    Raises
    ------
    InvalidRequest
        Where the body is no JSON object of finite numbers; its text names line and column.
    """
    content = request.get_data()
    if empty is not None and not content:
        return empty
    if not request.is_json:
        raise UnsupportedMediaType
    body = _parse(content)
    if not isinstance(body, dict):
        raise InvalidRequest("body", "it is one JSON object.")
    return body


def sequence_in(body: dict[str, Any]) -> int | None:
    """Read the version that a body names, None where it names none."""
    value = body.get("sequence")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_SEQUENCE:
        raise InvalidRequest("sequence", "it is the whole number of a version.")
    return value


def _parse(content: bytes) -> Any:
    try:
        return json.loads(content.decode(), parse_constant=_refuse)
    except RecursionError:
        raise InvalidRequest("body", "it is nested too deeply.") from None
    except UnicodeDecodeError as error:
        raise InvalidRequest("body", f"byte {error.start + 1} is no UTF-8.") from None
    except json.JSONDecodeError as error:
        raise InvalidRequest("body", f"no JSON: {error.msg}, line {error.lineno}, column {error.colno}.") from None
    except InvalidRequest:
        raise
    except ValueError:
        # a number of thousands of digits
        raise InvalidRequest("body", "it holds a number that is far too long.") from None


def _refuse(word: str) -> NoReturn:
    """JSON knows no NaN and no Infinity, though Python's reader does."""
    raise InvalidRequest("body", f"{word} is no JSON number.")
