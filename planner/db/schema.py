"""Every table of the program: a module of tables is named here, and nowhere else."""

from __future__ import annotations

from planner.db import listing_tables, map_tables, office_tables  # noqa: F401 - tables tell Base of themselves
from planner.db.tables import Base

METADATA = Base.metadata
