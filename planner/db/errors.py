"""What can go wrong with what is kept."""

from __future__ import annotations

from planner.errors import PlannerError


class DatabaseTrouble(PlannerError):
    """The database is damaged, newer than the program, or of a kind a command cannot work with."""


class RecordMissing(PlannerError, LookupError):
    """No such plan or share, or it belongs to somebody else."""


class RecordGone(PlannerError):
    """A share that was withdrawn, or whose plan was deleted."""


class RecordExpired(RecordGone):
    """A share whose time is over."""


class RecordChanged(PlannerError):
    """A plan was changed by somebody else since it was read."""
