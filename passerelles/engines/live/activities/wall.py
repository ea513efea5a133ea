"""Sorting the obstacles of 2022, each alone, then the wall of the room: « lequel est le vôtre ? ».

The text has three groups; where it puts an obstacle is shown beside where the room did, to be talked about. The
projector shows a few at a time, large enough for the back of the room. Options: `statements`, the obstacles to sort.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

from passerelles.content.corpus import Statement
from passerelles.content.course import Course
from passerelles.content.items import Sort
from passerelles.engines.live.activity import SMALL, Event, Json, Person, Trace
from passerelles.engines.live.answers import Answers, Room, Rules, acted, late, mine, received, shortened, show_button
from passerelles.engines.live.bank import Answered, Asked, asked, covered, kept, taken
from passerelles.engines.live.presence import gathered, needed
from passerelles.engines.live.screen import (
    Block,
    Choice,
    Field,
    Screen,
    buttons,
    cards,
    fold,
    form,
    table,
    words,
)
from passerelles.errors import Refusal
from passerelles.text import t

GROUPS = {
    "externe": "Contraintes externes",
    "interne": "Difficultés internes aux services",
    "partenaires": "Difficultés partenariales et intersectorielles",
}  # as the text heads them
EIGHTEEN = (
    "C5-010", "C5-011", "C5-012", "C5-013", "C5-015", "C5-016", "C5-021", "C5-022", "C5-023", "C5-024", "C5-025",
    "C5-027", "C5-030", "C5-031", "C5-032", "C5-036", "C5-040", "C5-041",
)  # fmt: skip
ITEM = "mur"
A_PAGE = 6  # obstacles at once on the projector


@dataclass(frozen=True)
class Wall(Room):
    """What has come of it."""

    asked: Asked | None = None
    sorted: Answers[Answered] = field(default_factory=Answers)
    own: Answers[str] = field(default_factory=Answers)  # the obstacle that each says is theirs
    shown: bool = False
    page: int = 0  # of the wall, on the projector

    @property
    def one(self) -> Asked:
        """The sorting, as a question."""
        if self.asked is None:
            raise AssertionError("a wall is begun with its question")
        return self.asked

    @cached_property
    def wall(self) -> Block:
        """The wall: the same for everybody, however many look at it."""
        return _wall(self)

    @property
    def pages(self) -> range:
        """The pages of the wall on the projector."""
        return range(-(-len(self.obstacles) // A_PAGE))

    @cached_property
    def obstacles(self) -> dict[str, str]:
        """The words of the obstacles, by statement."""
        return {element.statement: self.one.statements[element.statement].quote for element in self.one.item.elements}


def _answer(state: Wall, event: Event) -> Wall:
    """Sort; says: the answer as JSON."""
    needed(event.what == ITEM and len(event.says) == 1)
    passed = state.shown or state.presence.closed
    answer = taken(state.one, event.says[0], event.at)
    return replace(state, sorted=state.sorted.taken(event.who, answer, late=passed))


def _own(state: Wall, event: Event) -> Wall:
    """Say which obstacle is one's own; the wall goes on being talked about, so it stays open once shown."""
    (name,) = event.says
    needed(name in state.obstacles)
    return replace(state, own=state.own.taken(event.who, name, late=state.presence.closed))


def _show(state: Wall, event: Event) -> Wall:
    """Show the wall, and where the text puts each obstacle."""
    return replace(state, shown=True)


def _turn(state: Wall, event: Event) -> Wall:
    """Turn to a page of the wall on the projector; what: its rank."""
    needed(state.shown and event.what in map(str, state.pages))
    return replace(state, page=int(event.what))


ANYBODY: Rules[Wall] = {"answer": _answer, "own": _own}
LED: Rules[Wall] = {"show": _show, "turn": _turn}


class Sorting:
    """The activity."""

    kind: ClassVar[str] = "wall"

    def prepare(self, course: Course, options: Mapping[str, Any]) -> Json:
        """Return the sorting as a question of the bank, made of the statements."""
        names = [str(name) for name in options.get("statements", EIGHTEEN)]
        elements = [_element(course, name) for name in names]
        if not 3 <= len(set(names)) == len(names) <= len(EIGHTEEN):
            raise Refusal(t("live.wall.obstacles"), t("live.wall.obstacles.cure"))
        groups = [{"id": group, "text": t(f"live.wall.{group}")} for group in GROUPS]
        item = {"id": ITEM, "kind": "sort", "focus": "source", "prompt": t("live.wall.prompt"), "cites": names,
                "attempts": 1, "categories": groups, "elements": elements}  # fmt: skip
        return kept(course, [("", Sort.model_validate(item))])

    def begin(self, prepared: Json, people: Sequence[Person], seed: str) -> Wall:
        """Return an empty wall."""
        (one,) = asked(prepared, seed)
        one.shown.update(rank=1, of=1, points=0)
        return Wall(prepared, gathered(people), one)

    def act(self, state: Wall, event: Event) -> Wall:
        """Return the state after an event; raises Refused."""
        return acted(state, event, ANYBODY, LED)

    def person(self, state: Wall, who: str) -> Screen:
        """Return the sorting and, once it is done, the question about one's own; the wall when it is shown."""
        answer = state.sorted.given.get(who) or state.sorted.late.get(who)
        told = mine(state.sorted, who, shown=state.shown)
        own = [_own_form(state, who)] if answer or state.shown else []
        if not state.shown:
            return Screen(t("live.wall.title"), [covered(state.one, answer), *told, *own])
        beside = _beside(state, answer) if answer else []
        wall = fold("wall", t("live.wall.wall"), [state.wall])
        return Screen(t("live.wall.title"), [*own, *told, *beside, wall])

    def room(self, state: Wall) -> Screen:
        """Return how many sorted, then a page of the wall."""
        shown = [words(t("live.wall.yours"), "strong"), _on_screen(state)]
        blocks = shown if state.shown else [received(state.presence, state.sorted)]
        return Screen(t("live.wall.title"), blocks)

    def trainer(self, state: Wall) -> Screen:
        """Return the same, and what the trainer may do."""
        blocks = [received(state.presence, state.sorted), *late(state.sorted)]
        blocks += show_button(ITEM, shown=state.shown)
        wall = [*_page_buttons(state), _wall(state, whole=True)] if state.shown else []
        return Screen(t("live.wall.title"), [*blocks, *wall])

    def trace(self, state: Wall) -> Trace:
        """Return the wall."""
        facts = {"people": float(len(state.sorted.given)), "own": float(len(state.own.given))}
        empty = not (state.sorted.given or state.own.given)
        return Trace(t("live.wall.title"), [_wall(state, whole=True)], facts, empty=empty)


def group_of(statement: Statement) -> str | None:
    """Return the group under which the text puts an obstacle; None when it is none of the three."""
    return next((group for group, heading in GROUPS.items() if heading in statement.section), None)


def _element(course: Course, name: str) -> Json:
    """Return an obstacle to sort; Refusal on a statement that is none."""
    statement = course.statements.get(name)
    group = group_of(statement) if statement else None
    if group is None:
        raise Refusal(t("live.wall.no-obstacle", name=name), t("live.wall.obstacles.cure"))
    said = t("live.wall.puts", group=t(f"live.wall.{group}"))
    return {"id": name.lower(), "statement": name, "category": group, "feedback": said, "cites": [name]}


def _own_form(state: Wall, who: str) -> Block:
    """Return the question about one's own obstacle."""
    options = [(name, shortened(told)) for name, told in state.obstacles.items()]
    own = Field("own", t("live.wall.yours"), "choice", options=options, value=state.own.of(who) or "")
    return form("own", t("live.wall.yours"), "own", [own], t("live.answers.send"))


def _beside(state: Wall, answer: Answered) -> list[Block]:
    """Return to somebody the obstacles that they put elsewhere than the text does: neither is wrong."""
    found = []
    for element in state.one.item.elements:
        put = answer.placed.get(element.id)
        if put and put != element.category:
            names = {"mine": t(f"live.wall.short-{put}"), "text": t(f"live.wall.short-{element.category}")}
            found.append({"words": state.obstacles[element.statement], "note": t("live.wall.both", **names)})
    told = words(t("live.wall.beside", n=len(found), of=len(answer.placed)))
    return [told, cards(t("live.wall.beside-label"), found)] if found else [told]


def _on_screen(state: Wall) -> Block:
    """Return the page of the wall that the projector shows, with all the words of its obstacles."""
    first, wall = state.page * A_PAGE, _wall(state, whole=True)
    return wall | {"rows": wall["rows"][first : first + A_PAGE]}


def _page_buttons(state: Wall) -> list[Block]:
    """Return the buttons that turn the pages of the projector, when there are several."""
    of = len(state.obstacles)
    choices = [
        Choice(t("live.wall.page", first=rank * A_PAGE + 1, last=min(of, (rank + 1) * A_PAGE)), "turn", str(rank),
               pressed=rank == state.page)
        for rank in state.pages
    ]  # fmt: skip
    return [buttons("turn", t("live.wall.pages"), choices)] if len(choices) > 1 else []


def _wall(state: Wall, *, whole: bool = False) -> Block:
    """Return where the room put each obstacle, where the text does, and how many say that it is theirs.

    Of fewer than five people, only where the text does. `whole`: with all the words of the obstacles.
    """
    enough, mine = len(state.sorted.given) >= SMALL, len(state.own.given) >= SMALL
    placed: dict[str, Counter[str]] = {name: Counter() for name in state.obstacles}
    for answer in state.sorted.given.values():
        for name, group in answer.placed.items():
            placed[name.upper()][group] += 1
    own = Counter(state.own.given.values())
    rows = []
    for element in state.one.item.elements:
        name = element.statement
        row = [str(placed[name][group]) if enough else "—" for group in GROUPS]
        text = t(f"live.wall.short-{element.category}")
        words_ = f"{state.obstacles[name]} ({name})" if whole else shortened(state.obstacles[name])
        rows.append([words_, *row, text, str(own[name]) if mine else "—"])
    heads = [*(f"short-{group}" for group in GROUPS), "text", "own"]
    head = [t("live.wall.obstacle"), *(t(f"live.wall.{name}") for name in heads)]
    return table(t("live.wall.wall" if enough else "live.wall.few"), head, rows, shaded=True)


ACTIVITY = Sorting()
