"""Where compiled kernels are kept: what `sasurai warm` compiles is what everything else finds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

LOOK = """
from planner.cli.main import cli
from planner.cli.warm import warm
from geo.accumulate import edge_of
from geo.gtfs_day import _times
from planner.solver.rollout import _step
print(*(kernel.stats.cache_path for kernel in (edge_of, _times, _step)), sep="\\n")
"""


def test_what_the_command_compiles_lies_in_the_cache_folder(root: Path, tmp_path: Path) -> None:
    told = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    told |= {"SASURAI_CACHE": str(tmp_path), "PYTHONPATH": str(root)}
    done = subprocess.run([sys.executable, "-c", LOOK], env=told, capture_output=True, text=True, check=True)
    assert [Path(line).parent for line in done.stdout.splitlines()] == [tmp_path / "kernels"] * 3
