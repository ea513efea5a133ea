"""Where each stands on ten sentences (M20): before, then looking back and now. Not validated; no total, no threshold.

Options: `tool` and `module`, where the sentences are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

from passerelles.content.course import Course
from passerelles.engines.live.activity import Event, Json, Person, Trace
from passerelles.engines.live.answers import (
    Answers,
    Room,
    Rules,
    acted,
    late,
    mine,
    quoted,
    quotes,
    received,
    show_button,
)
from passerelles.engines.live.presence import gathered, needed
from passerelles.engines.live.scales import Marks, distribution, marks, moved_up, moves, scale
from passerelles.engines.live.screen import Block, Choice, Field, Screen, buttons, form, words
from passerelles.engines.tools.reading import plain
from passerelles.errors import Refusal
from passerelles.text import t

MOMENTS = ("before", "after")


@dataclass(frozen=True)
class Positions(Room):
    """What has come of it; after, each line has two marks: where one stood, and where one stands."""

    moment: str = "before"
    stands: Mapping[str, Answers[Marks]] = field(default_factory=lambda: {name: Answers() for name in MOMENTS})
    shown: frozenset[str] = frozenset()

    @property
    def lines(self) -> dict[str, str]:
        """The sentences by id."""
        return dict(self.prepared["lines"])

    @cached_property
    def results(self) -> list[Block]:
        """What is uncovered: the same for everybody, however many look at it."""
        return _results(self)


def _stand(state: Positions, event: Event) -> Positions:
    """Say where one stands; what: the moment. Once it is shown, or past, it is late."""
    needed(event.what in MOMENTS[: MOMENTS.index(state.moment) + 1])
    given = marks(event.says, len(state.lines) * (1 + MOMENTS.index(event.what)))
    passed = state.presence.closed or event.what in state.shown or event.what != state.moment
    return replace(
        state, stands={**state.stands, event.what: state.stands[event.what].taken(event.who, given, late=passed)}
    )


def _show(state: Positions, event: Event) -> Positions:
    """Show where the group stands."""
    needed(event.what in MOMENTS[: MOMENTS.index(state.moment) + 1])
    return replace(state, shown=state.shown | {event.what})


def _after(state: Positions, event: Event) -> Positions:
    """Go on to the second moment: a later slot of the day, or the trainer's wish."""
    return replace(state, moment="after")


def _before(state: Positions, event: Event) -> Positions:
    """Come back to the first moment, as long as nobody answered in the second."""
    needed(not state.stands["after"].given)
    return replace(state, moment="before")


ANYBODY: Rules[Positions] = {"stand": _stand}
LED: Rules[Positions] = {"show": _show, "resume": _after, "after": _after, "before": _before}


class Positioning:
    """The activity."""

    kind: ClassVar[str] = "positioning"

    def prepare(self, course: Course, options: Mapping[str, Any]) -> Json:
        """Return the sentences, as the tool of the module has them."""
        module, name = str(options.get("module", "se-situer")), str(options.get("tool", "positionnement"))
        loaded = course.modules.get(module)
        tool = loaded.tool(name) if loaded else None
        rows = next((part.rows for part in tool.parts if part.rows), []) if tool else []
        if not rows:
            raise Refusal(t("live.positioning.no-tool", module=module, tool=name), t("live.positioning.no-tool.cure"))
        return {"lines": [[row.id, plain(row.text or "")] for row in rows], "quotes": quoted(course, ["C5-091"])}

    def begin(self, prepared: Json, people: Sequence[Person], seed: str) -> Positions:
        """Return the first moment, open."""
        return Positions(prepared, gathered(people))

    def act(self, state: Positions, event: Event) -> Positions:
        """Return the state after an event; raises Refused."""
        return acted(state, event, ANYBODY, LED)

    def person(self, state: Positions, who: str) -> Screen:
        """Return the sentences and where one said to stand, then the group once it is shown."""
        answers = state.stands[state.moment]
        shown = state.moment in state.shown
        asked, own = [] if shown else [_form(state, answers.of(who))], mine(answers, who, shown=shown)
        blocks = [words(t("live.positioning.unvalidated"), "hint"), *asked, *own, *state.results]
        return Screen(t("live.positioning.title"), blocks)

    def room(self, state: Positions) -> Screen:
        """Return how many answered, then where the group stands."""
        asked = words(t(f"live.positioning.ask-{state.moment}"), "strong")
        told = [asked, received(state.presence, state.stands[state.moment])]
        blocks = [words(t("live.positioning.unvalidated"), "hint"), *state.results]
        return Screen(t("live.positioning.title"), [*([] if state.moment in state.shown else told), *blocks])

    def trainer(self, state: Positions) -> Screen:
        """Return the same, and what the trainer may do."""
        answers, second = state.stands[state.moment], state.moment == "after"
        blocks = [received(state.presence, answers), *late(answers)]
        blocks += show_button(state.moment, shown=state.moment in state.shown)
        if not (second and answers.given):
            label = t(f"live.positioning.to-{'before' if second else 'after'}")
            blocks.append(buttons("moment", label, [Choice(label, "before" if second else "after")]))
        blocks += [words(t("live.positioning.unvalidated"), "hint"), *state.results]
        detail = _distributions(state)
        return Screen(t("live.positioning.title"), [*blocks, *detail, *quotes(state.prepared["quotes"])])

    def trace(self, state: Positions) -> Trace:
        """Return where the group stood and how it moved."""
        given = {name: state.stands[name].given for name in MOMENTS}
        last = "after" if given["after"] else "before"
        whole = replace(state, moment=last, shown=frozenset(name for name in MOMENTS if given[name]))
        facts = {name: float(len(given[name])) for name in MOMENTS}
        facts |= moved_up(state.lines, given["after"].values())
        blocks = [words(t("live.positioning.unvalidated"), "hint"), *_distributions(whole), *whole.results]
        return Trace(t("live.positioning.title"), blocks, facts, empty=not whole.shown)


def _form(state: Positions, own: Marks | None) -> Block:
    """Return the sentences to stand on: once before, and after, both where one stood and where one stands."""
    given = iter(own or [""] * (2 * len(state.lines)))
    ends = (t("live.positioning.low"), t("live.positioning.high"))
    fields: list[Field] = []
    for name, told in state.lines.items():
        if state.moment == "after":
            fields.append(scale(f"{name}-seen", t("live.positioning.seen", line=told), *ends, next(given)))
            told = t("live.positioning.now", line=told)
        fields.append(scale(name, told, *ends, next(given)))
    label = t(f"live.positioning.ask-{state.moment}")
    return form(f"stand-{state.moment}", label, "stand", fields, t("live.answers.send"), what=state.moment)


def _results(state: Positions) -> list[Block]:
    """Return where the group stands as a screen of the room can hold it: in the end, only how it moved."""
    first, second = (state.stands[name] for name in MOMENTS)
    if state.moment not in state.shown:  # what was shown before the day would weigh on what is asked after it
        return []
    if state.moment == "after":
        return [moves(t("live.positioning.moves"), state.lines, second.given.values()), *late(second)]
    return [distribution(t("live.positioning.result-before"), state.lines, first.given.values()), *late(first)]


def _distributions(state: Positions) -> list[Block]:
    """Return where the group stood and stands, once the second moment is shown."""
    if "after" not in state.shown:
        return []
    first = state.stands["before"].given.values() if "before" in state.shown else ()
    now = [pairs[1::2] for pairs in state.stands["after"].given.values()]
    return [
        distribution(t("live.positioning.result-before"), state.lines, first),
        distribution(t("live.positioning.result-after"), state.lines, now),
    ]


ACTIVITY = Positioning()
