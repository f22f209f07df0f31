from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The data set of this checkout: what everyone gets who does not rebuild it."""
    return ROOT / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Independent data to measure ours against; it is no part of the project."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("../shared/data, with the data to compare with, is not beside this checkout")
    return folder
