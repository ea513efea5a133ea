"""A small lesson in memory, and a desk whose faults a test chooses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from passerelles.content.corpus import Bridge, Statement
from passerelles.content.course import Assignment, Course, LoadedModule, Module, Step
from passerelles.content.items import Item
from passerelles.widgets.local_desk import LocalDesk

SLUG = "essai"


@pytest.fixture
def course(items: dict[str, Item], statements: dict[str, Statement]) -> Course:
    """One module with an item of each kind, the three tools and an assignment."""
    tools = ("freins", "engagement", "remise")
    steps = [Step(id="questions", title="Questions", minutes=5, text="t.md", items=list(items))]
    steps += [Step(id=f"s-{tool}", title=tool, minutes=1, text="t.md", tool=tool) for tool in tools]  # type: ignore[arg-type]
    module = Module(slug=SLUG, rank=1, title="Essai", purpose="Essayer.", takeaways=["Rien."], steps=steps)
    helps = Statement(id="WC-030", section=["Aides"], quote="La hiérarchie aide", lines=(2, 2), kind="facilitant")
    bridge = Bridge(
        obstacle="C5-010", level="moi", plain="Chez nous…", conditions=["WC-030"], first_step="Demander une heure."
    )
    return Course(
        statements={**statements, "WC-030": helps},
        sources={},
        sectors=[],
        actors=[],
        terms=[],
        bridges=[bridge],
        modules={SLUG: LoadedModule(module=module, items=list(items.values()), texts={"t.md": "Un *texte*."})},
        assignments={"essai": Assignment(slug="essai", module=SLUG, title="Quiz", items=["single", "short"])},
    )


class FaultyDesk(LocalDesk):
    """A local desk that raises what the test puts in `fault`, and remembers the places and hand-ins it was told."""

    base_url: str | None = "/base/"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.fault: Exception | None = None
        self.places: list[str] = []
        self.row: dict[str, Any] | None = None

    def answer(self, item: str, answer: object, key: str) -> dict[str, Any]:
        self._fail()
        return super().answer(item, answer, key)

    def save(self, name: str, value: object, key: str) -> dict[str, Any]:
        self._fail()
        return super().save(name, value, key)

    def place(self, step: str) -> None:
        self._fail()
        self.places.append(step)

    def hand_in(self, assignment: str) -> dict[str, Any]:
        self._fail()
        self.row = {"id": 1, "assignment": assignment, "status": "received"}
        return {"handin": self.row}

    def handin(self, assignment: str) -> dict[str, Any]:
        self._fail()
        return {"handin": self.row}

    def _fail(self) -> None:
        if self.fault:
            raise self.fault


@pytest.fixture
def desk(course: Course) -> FaultyDesk:
    return FaultyDesk(course, course.modules[SLUG])


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was written on the kernel's own log."""
    lines: list[str] = []

    class Log:
        def error(self, text: str, *values: object) -> None:
            lines.append(text % values)

    monkeypatch.setattr("passerelles.widgets.view.get_logger", Log)
    return lines


@pytest.fixture
def keys() -> Callable[[], str]:
    """A maker of fresh request keys."""
    counter = iter(range(10_000))
    return lambda: f"key-{next(counter)}"
