"""What the planner's core raises: one sentence for people, nothing of HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class PlannerError(Exception):
    """Base of every error of this package."""


class InvalidRequest(PlannerError, ValueError):
    """A field of a request cannot be; `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field


class UnknownPlace(PlannerError, LookupError):
    """A name means no municipality, or several; `candidates` lists what it may mean."""

    def __init__(self, query: str, message: str, candidates: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.query = query
        self.candidates = tuple(candidates)


class NoFeasibleItinerary(PlannerError):
    """No trip keeps all constraints; says which bind and the smallest change that helps."""

    def __init__(
        self, message: str, binding: Sequence[str], smallest_relaxation: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.binding = tuple(binding)
        self.smallest_relaxation = dict(smallest_relaxation or {})


class DatasetMissing(PlannerError):
    """A data file or cache is absent or damaged; `mend` is the command that repairs it."""

    def __init__(self, message: str, mend: str = "sasurai data build") -> None:
        super().__init__(f"{message} Mend it with: {mend}")
        self.mend = mend
