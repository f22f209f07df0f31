"""Every table of the program: a module of tables is named here, and nowhere else."""

from __future__ import annotations

from planner.db import (  # noqa: F401 - tables tell Base of themselves
    letter_tables,
    listing_tables,
    map_tables,
    office_tables,
    people_tables,
)
from planner.db.tables import Base

METADATA = Base.metadata
