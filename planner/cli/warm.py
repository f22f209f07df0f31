"""sasurai warm: fill the cache."""

from __future__ import annotations

import sys
from typing import Never

import click
from tqdm import tqdm

from geo import matrix
from planner.config import cache_dir, data_dir
from planner.dataset import Dataset
from planner.rehearsal import compile_kernels
from planner.whole import whole

# no watcher thread: matrices are computed by copies of this process, which must have one thread only
tqdm.monitor_interval = 0


class Bars:
    """A progress bar for each thing that is being built."""

    def __init__(self) -> None:
        self._bar: tqdm[Never] | None = None
        self._what = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        """Move the bar of `what` to `done`."""
        if self._bar is None or what != self._what:
            self.close()
            # a log file wants a line now and then, a terminal a bar that moves
            pause = 0.2 if sys.stderr.isatty() else 5.0
            name = f"Travel matrix {what}"
            self._bar, self._what = tqdm(total=total, desc=name, unit="place", file=sys.stderr, mininterval=pause), what
        self._bar.update(done - int(self._bar.n))

    def close(self) -> None:
        """End the bar that is shown."""
        if self._bar is not None:
            self._bar.close()


@click.command()
def warm() -> None:
    """Fill the cache: travel matrices of the fixed mode profiles and compiled kernels.

    Quick where data and code have not changed. Two processes may call it at once: one builds, the other waits.

    \b
    sasurai warm
    """
    # first of all: matrices made of damaged files would be kept
    whole(data_dir())
    bars = Bars()
    try:
        matrix.warm(data_dir(), cache_dir(), bars)
    finally:
        bars.close()
    compile_kernels(Dataset.load(data_dir(), cache_dir()), cache_dir())
    click.echo("The cache is warm.", err=True)
