"""Every table of the data set, by name."""

from __future__ import annotations

from geo.tables_built import BUILT
from geo.tables_curated import CORRECTIONS, DEMAND, FARES
from geo.tables_services import SERVICES

CURATED = (*SERVICES, DEMAND, *FARES, *CORRECTIONS)
"""Tables kept by hand."""

TABLES = {table.name: table for table in (*BUILT, *CURATED)}
"""Every table by name."""
