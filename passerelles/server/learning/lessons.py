"""What a learner does in a module: read it, answer, keep works, move on, hand in. Scoring happens here.

The dictionaries made here are the JSON of the kernel API. Nothing of tornado, so that the pages use it too.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from passerelles.content.course import Assignment, Course, LoadedModule
from passerelles.content.items import Item, OpenAnswer, Position
from passerelles.documents.tools import tool_world
from passerelles.engines.lesson import Attempt, AttemptsExhausted, attempt, counted, item_state
from passerelles.engines.module_page import public_assignment, public_items, public_module, public_steps
from passerelles.engines.tools.module_tools import ModuleTools, WorldOf
from passerelles.server.learning.handin import IN_HAND, Grade, handin_json, receive, receive_once
from passerelles.server.learning.service import Json, Refused, browser_name, check_size
from passerelles.store import Store
from passerelles.store.rows import AttemptRow, WorkRow

MOST_TRIES = 200  # answers to one item; nobody needs them, a loop would

Tries = dict[str, list[AttemptRow]]
Works = dict[str, WorkRow]


class Lessons:
    """The modules of a course with the records of its learners. Store errors go through."""

    def __init__(self, course: Course, store: Store, grade: Grade) -> None:
        """`grade` is called with each new hand-in."""
        self.course, self.store, self._grade = course, store, grade
        self._steps = cache(lambda module: public_steps(course.modules[module], course))  # the same for every learner
        self._made = ModuleTools(course)

    def lesson(self, learner: str, module: str) -> Json:
        """Return everything the page of a module shows this learner. Refused 404 for an unknown module."""
        loaded, tries, works = self._opened(learner, module)
        place = self.store.records.place(learner, module)
        seed = f"{learner}\0{module}"
        return {
            "learner": browser_name(learner),
            "module": public_module(loaded),
            "steps": self._steps(module),
            "items": public_items(loaded, self.course, seed),
            "states": {i.id: self._state(learner, loaded, i, tries, works) for i in loaded.items},
            "tools": self._tools(learner, loaded, tries, works),
            "place": place.step if place else None,
        }

    def answer(self, learner: str, module: str, item_id: str, answer: Any, key: str) -> Json:
        """Score and record an answer; sent again with the same key it counts once.

        Refused: 404 unknown item, 409 no attempt left, 413 too long, 422 empty or malformed.
        """
        loaded, tries, works = self._opened(learner, module)
        item = _item(loaded, item_id)
        check_size(answer)
        rows = tries.get(item.id, [])
        if not any(row.key == key for row in rows):
            self._check_open(learner, loaded, item, tries, works)
            try:
                outcome = attempt(item, _attempts(rows), answer)
            except AttemptsExhausted:
                raise self._exhausted(learner, loaded, item, tries, works) from None
            if outcome.verdict in ("empty", "malformed"):
                raise Refused(422, outcome.verdict)
            records = self.store.records
            row = records.add_attempt(
                learner, module, item.id, answer, outcome.points, outcome.maximum, outcome.verdict, key
            )
            records.delete_work(learner, module, f"draft:{item.id}")
            works.pop(f"draft:{item.id}", None)
            tries[item.id] = [*rows, row]
        return {
            "state": self._state(learner, loaded, item, tries, works),
            "saved_at": next(row.given_at for row in tries[item.id] if row.key == key),
        }

    def save(self, learner: str, module: str, name: str, value: Any) -> Json:
        """Keep the latest version of a work, and return what a tool says back about it.

        Refused: 404 unknown name, 413 too long, 422 malformed.
        """
        loaded = self._module(module)
        check_size(value)
        if not self._fits(loaded, name, value):
            raise Refused(422, "malformed")
        saved = {"saved_at": self.store.records.save_work(learner, module, name, value).saved_at}
        reading = self._made.reading(loaded, name.removeprefix("tool:"), value, self._world_of(learner, loaded))
        return saved | ({"reading": reading} if reading else {})

    def place(self, learner: str, module: str, step: str) -> None:
        """Remember the step the learner is at. Refused 404 for an unknown step."""
        if step not in {s.id for s in self._module(module).module.steps}:
            raise Refused(404, "unknown-step")
        self.store.records.set_place(learner, module, step)

    def hand_in(self, learner: str, module: str, slug: str) -> Json:
        """Hand in the last answer to each item, and have it graded. The same answers count once.

        Refused: 404 unknown assignment, 422 nothing answered.
        """
        assignment = self._assignment(module, slug)
        tries = self.store.records.attempts(learner, module)
        answers = {i: last.answer for i in assignment.items if (last := counted(_attempts(tries.get(i, []))))}
        if not answers:
            raise Refused(422, "nothing-to-hand-in")
        return {"handin": handin_json(receive_once(self.store, self._grade, learner, slug, answers))}

    def receive(self, learner: str, slug: str, answers: Json) -> Json | None:
        """Record a hand-in and have it graded; return it as JSON."""
        return handin_json(receive(self.store, self._grade, learner, slug, answers))

    def received(self, number: int) -> Json | None:
        """Return a hand-in by its number, None when there is none."""
        return handin_json(self.store.handins.get(number))

    def handin(self, learner: str, module: str, slug: str) -> Json:
        """Return where the latest hand-in stands. Refused 404 for an unknown assignment."""
        self._assignment(module, slug)
        return {"handin": handin_json(self.store.handins.latest(learner, slug))}

    def _module(self, slug: str) -> LoadedModule:
        """Return a module of the course."""
        if slug not in self.course.modules:
            raise Refused(404, "unknown-module")
        return self.course.modules[slug]

    def _assignment(self, module: str, slug: str) -> Assignment:
        """Return an assignment of that module."""
        found = self.course.assignments.get(slug)
        if found is None or found.module != module:
            raise Refused(404, "unknown-assignment")
        return found

    def _opened(self, learner: str, module: str) -> tuple[LoadedModule, Tries, Works]:
        """Return a module with what the learner did in it."""
        loaded, records = self._module(module), self.store.records
        return loaded, records.attempts(learner, module), records.works(learner, module)

    def _handed_in(self, learner: str, module: str) -> set[str]:
        """Return the items of the module that are in a hand-in of the learner."""
        of_module = [a.slug for a in self.course.assignments.values() if a.module == module]
        rows = [self.store.handins.latest(learner, slug) for slug in of_module]
        return {item for row in rows if row and row.status in IN_HAND for item in row.answers or {}}

    def _check_open(self, learner: str, loaded: LoadedModule, item: Item, tries: Tries, works: Works) -> None:
        """Refuse an answer to a text already handed in, and endless answering."""
        handed = isinstance(item, OpenAnswer) and item.id in self._handed_in(learner, loaded.module.slug)
        if handed or len(tries.get(item.id, [])) >= MOST_TRIES:
            raise self._exhausted(learner, loaded, item, tries, works)

    def _exhausted(self, learner: str, loaded: LoadedModule, item: Item, tries: Tries, works: Works) -> Refused:
        """Return the refusal of an answer that comes too late, with what stands."""
        return Refused(409, "attempts-exhausted", state=self._state(learner, loaded, item, tries, works))

    def _state(self, learner: str, loaded: LoadedModule, item: Item, tries: Tries, works: Works) -> Json:
        """Return where the learner stands with an item."""
        draft, marks = works.get(f"draft:{item.id}"), works.get(f"rubric:{item.id}")
        rows = tries.get(item.id, [])
        state = item_state(
            item,
            _attempts(rows),
            statements=self.course.statements,
            draft=draft.value if draft else None,
            rubric_marks=marks.value if marks else None,
            spread=self._spread(loaded, item) if rows else None,
        )
        if isinstance(item, OpenAnswer) and rows and item.id in self._handed_in(learner, loaded.module.slug):
            state["status"] = "locked"
        return state

    def _spread(self, loaded: LoadedModule, item: Item) -> dict[str, int] | None:
        """Return how many learners took each stance of a position."""
        if not isinstance(item, Position):
            return None
        counts = self.store.records.spread(loaded.module.slug, item.id)
        return {json.loads(answer): n for answer, n in counts.items()}

    def _fits(self, loaded: LoadedModule, name: str, value: Any) -> bool:
        """Say whether a work may hold that value; Refused 404 when there is no such work."""
        kind, _, of = name.partition(":")
        if kind in ("draft", "rubric") and of in {item.id for item in loaded.items}:
            item = _item(loaded, of)
            return _is_draft(value) if kind == "draft" else _is_rubric(item, value)
        if kind == "tool" and (fitting := self._made.fits(loaded, of, value)) is not None:
            return fitting
        raise Refused(404, "unknown-work")

    def _tools(self, learner: str, loaded: LoadedModule, tries: Tries, works: Works) -> Json:
        """Return what the tools of the module's steps show."""
        made = {name: work.value for name, work in works.items()}
        tools = self._made.shown(loaded, made, self._world_of(learner, loaded))
        hands_in = any(step.tool == "remise" for step in loaded.module.steps)
        if hands_in and (shown := public_assignment(loaded, self.course, tries)):
            tools["remise"] = shown | {"handin": handin_json(self.store.handins.latest(learner, shown["assignment"]))}
        return tools

    def _world_of(self, learner: str, loaded: LoadedModule) -> WorldOf:
        """Return what tells what the reading of a tool may know, for that learner."""
        return lambda tool: tool_world(self.course, self.store, learner, loaded.module.slug, tool)


def _item(loaded: LoadedModule, item_id: str) -> Item:
    """Return an item of the module; Refused 404 when there is none."""
    try:
        return loaded.item(item_id)
    except KeyError:
        raise Refused(404, "unknown-item") from None


def _attempts(rows: list[AttemptRow]) -> list[Attempt]:
    """Return recorded answers as the engine knows them."""
    return [Attempt(row.answer, row.points, row.verdict, row.given_at) for row in rows]


def _is_draft(value: Any) -> bool:
    """Say whether a value can be an answer being written."""
    if isinstance(value, list):
        return all(isinstance(v, str) for v in value)
    if isinstance(value, dict):
        return all(isinstance(v, str) for v in value.values())
    return value is None or isinstance(value, str)


def _is_rubric(item: Item, value: Any) -> bool:
    """Say whether a value ticks lines of the item's rubric."""
    known = {c.id for c in item.rubric} if isinstance(item, OpenAnswer) else set()
    return isinstance(value, dict) and set(value) <= known and all(isinstance(v, bool) for v in value.values())
