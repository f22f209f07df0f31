"""What must be there before the first request, and how far it is."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Readiness:
    """The steps of starting, in order; safe to read while another thread works on them."""

    steps: dict[str, str] = field(default_factory=dict)
    """Step → waiting, running, done or failed."""
    progress: float = 0.0
    """Share of the running step that is done."""
    trouble: Exception | None = None
    _done: threading.Event = field(default_factory=threading.Event)

    @property
    def ready(self) -> bool:
        """Tell whether every step is done."""
        return self._done.is_set()

    def run(self, steps: dict[str, Callable[[Callable[[float], None]], object]]) -> None:
        """Run all steps; the first that fails ends it, and its error is what requests are told."""
        self.steps = dict.fromkeys(steps, "waiting")
        for name, work in steps.items():
            self.steps[name], self.progress = "running", 0.0
            try:
                work(self._report)
            except Exception as error:
                # kept for every later answer, and raised for whoever started it
                self.steps[name], self.trouble = "failed", error
                raise
            self.steps[name] = "done"
        self.set()

    def set(self) -> None:
        """Open the doors."""
        self._done.set()

    def wait(self, seconds: float) -> bool:
        """Wait for the last step."""
        return self._done.wait(seconds)

    def as_json(self) -> dict[str, Any]:
        """Say how far it is."""
        return {
            "ready": self.ready,
            "steps": [{"name": name, "state": state} for name, state in self.steps.items()],
            "progress": 1.0 if self.ready else round(self.progress, 3),
        }

    def _report(self, share: float) -> None:
        self.progress = share
