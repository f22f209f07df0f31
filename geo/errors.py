"""What can go wrong with places, networks and data sets."""


class GeoError(Exception):
    """Base of every error of this package; its text is one sentence for people."""


class SourceError(GeoError):
    """A source file is absent, damaged or not the pinned one."""


class DatasetError(GeoError):
    """A file of the data set is absent, damaged or not the one its manifest lists; the text names it."""


class SchemaError(GeoError, ValueError):
    """A table breaks its contract; the text names file, row and column."""


class CrsError(GeoError, ValueError):
    """Coordinates are in no known, or not in the expected, reference system."""


class UnreachableError(GeoError):
    """No journey joins two places with the modes asked for."""


class UnknownPlaceError(GeoError, LookupError):
    """A name or code means no place, or several; `candidates` holds what it may mean."""

    def __init__(self, message: str, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.candidates = candidates
