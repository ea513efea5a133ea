"""What a run does and where: arms, sizes, rounds, folders; and how it says where it is."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bench.arms import OURS, VIEWS, Arm
from bench.claims import Row, peer
from bench.pages.quiz import Json
from bench.results import Results
from bench.serving import NotReady, Server, serve

SCENARIOS = ("page", "crowd", "bursts", "limit", "kernels", "grading", "cycles", "live")
STANDARD_SIZES = (1, 10, 30, 100)
EVERY_ROUND = 30  # larger crowds of the peer are measured once, and none of the other choices: they take minutes


@dataclass
class Plan:
    """One run. `views` are pairs of page views in each round, `bursts` bursts of 30, `limit` the most pages."""

    arms: list[Arm]
    folder: Path
    content: Path
    rounds: int = 3
    views: int = 4
    sizes: tuple[int, ...] = STANDARD_SIZES
    bursts: int = 10
    limit: int = 300
    patience: float = 120.0  # seconds until a page that does not come is a failure
    results: Results = field(default_factory=Results)
    started: float = field(default_factory=time.monotonic)

    @cached_property
    def shown(self) -> Json:
        """The content of the pages."""
        return json.loads(self.content.read_text(encoding="utf-8"))  # type: ignore[no-any-return]

    def say(self, *words: object) -> None:
        """Print where the run is."""
        spent = time.monotonic() - self.started
        print(f"[{spent // 60:3.0f}:{spent % 60:02.0f}]", *words, flush=True)

    @contextmanager
    def serving(self, arm: Arm, scenario: str, turn: int) -> Iterator[Server | None]:
        """Serve an arm with fresh folders; None when it does not start, which is noted."""
        try:
            with serve(arm, self.content, self.folder / f"{scenario}-{turn}-{arm.name}") as server:
                yield server
        except NotReady as error:
            self.results.note(f"{arm.name} did not start: {str(error)[-300:]}")
            self.say(arm.name, "did not start")
            yield None

    def ours(self) -> list[Arm]:
        """Return our own arm, or nothing when it is not measured."""
        return [arm for arm in self.arms if arm.name == OURS]

    def due(self, turn: int, *, scenario: str, quantity: str, size: int = 1) -> list[Arm]:
        """Return the arms of a round: all in the first; then ours, the faster stock variant, and our views on stock."""
        compared = (OURS, VIEWS, self.fastest(scenario, quantity, size))
        return [arm for arm in self.arms if turn == 0 or arm.name in compared]

    def fastest(self, scenario: str, quantity: str, size: int = 1) -> str | None:
        """Return the name of the stock variant with the lowest median so far, None without any."""
        return peer(self.results, Row("", scenario, quantity, size=size))
