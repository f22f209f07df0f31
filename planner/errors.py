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
    """No trip keeps all constraints; says which are in conflict and the smallest changes that help.

    Attributes
    ----------
    conflicts : tuple of dict
        Minimal sets of constraints in conflict (relaxation_json.py).
    relaxations : tuple of dict
        Changes for which a trip was found, the smallest first.
    proven : bool
        Whether it is proven that there is no trip, on travel matrices; else none was found.
    """

    def __init__(
        self,
        message: str,
        binding: Sequence[str],
        smallest_relaxation: Mapping[str, object] | None = None,
        *,
        conflicts: Sequence[Mapping[str, object]] = (),
        relaxations: Sequence[Mapping[str, object]] = (),
        proven: bool = False,
    ) -> None:
        super().__init__(message)
        self.binding = tuple(binding)
        self.smallest_relaxation = dict(smallest_relaxation or {})
        self.conflicts = tuple(conflicts)
        self.relaxations = tuple(relaxations)
        self.proven = proven


class DatasetMissing(PlannerError):
    """A data file or cache is absent or damaged; `mend` is the command that repairs it."""

    def __init__(self, message: str, mend: str = "sasurai data build") -> None:
        super().__init__(f"{message} Mend it with: {mend}")
        self.mend = mend
