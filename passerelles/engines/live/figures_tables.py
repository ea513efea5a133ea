"""The tables of each kind of activity that measures something: how a group answered, from five people on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from passerelles.engines.live.activities.acquaintance.activity import MOMENTS, compared
from passerelles.engines.live.activities.satisfaction import LINES
from passerelles.engines.live.activities.vote import ROUNDS
from passerelles.text import t
from passerelles.typography import typeset

from .activity import SMALL, Json
from .answers import shortened
from .bank import bare, share
from .presence import OTHERS, sector_name
from .scales import STEPS, Marks, distribution, moves

Picture = Literal["bars", "parts", ""]  # a bar for each value; a bar for each row, in parts; none


def chart(
    part: str,
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    keys: int = 1,
    drawn: int = 0,
    most: float | None = None,
    unit: str = "",
    picture: Picture = "bars",
) -> Json:
    """Return a table and how it is drawn: `keys` columns that name a row, then numbers, None where they are too few.

    `drawn`: how many of these columns are in the picture, all of them without it; `most`: the longest bar there can be.
    """
    cells = [[typeset(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    return {"part": part, "caption": typeset(caption), "head": [typeset(one) for one in head], "rows": cells,
            "keys": keys, "drawn": drawn or len(head) - keys, "most": most, "unit": unit,
            "picture": picture}  # fmt: skip


def _positioning(state: Any) -> Iterator[Json]:
    """Yield where the group stood and, of those who told both, where it stood seen from the end, stands, and moved."""
    first, pairs = ([*state.stands[name].given.values()] for name in ("before", "after"))
    lines = state.lines
    moments = {"before": _marks(lines, first)} if first else {}
    if pairs:
        moments |= {"seen": _marks(lines, _ends(pairs, 0)), "now": _marks(lines, _ends(pairs, 1))}
    rows = [
        [told, t(f"live.figures.{name}"), *counts[rank]]
        for rank, told in enumerate(lines.values())
        for name, counts in moments.items()
    ]
    head = [t("live.scales.line"), t("live.figures.moment"), *STEPS]
    if pairs:
        block = moves(t("live.positioning.moves"), lines, pairs)
        yield chart("positioning", block["caption"], block["head"], _numbers(block), picture="parts")
    if rows:
        yield chart("positioning", t("live.figures.positioning"), head, rows, keys=2, picture="parts")


def _ends(pairs: Iterable[Marks], end: int) -> list[Marks]:
    """Return one of the two marks of each line, where both were given."""
    return [tuple(one[at + end] if one[at] and one[at + 1] else "" for at in range(0, len(one), 2)) for one in pairs]


def _marks(lines: Mapping[str, str], given: Iterable[Marks]) -> list[list[int | None]]:
    """Return how many gave each mark, line by line."""
    return [row[1:] for row in _numbers(distribution("", lines, given))]


def _numbers(block: Json) -> list[list[Any]]:
    """Return the rows of a table of a screen: a label, then numbers, None where it has a dash."""
    return [[label, *(int(cell) if cell.isdigit() else None for cell in cells)] for label, *cells in block["rows"]]


def _satisfaction(state: Any) -> Iterator[Json]:
    """Yield the marks, line by line."""
    lines = {name: t(f"live.satisfaction.{name}") for name in LINES}
    block = distribution(t("live.satisfaction.result"), lines, [one.marks for one in state.given.given.values()])
    if state.given.given:
        yield chart("satisfaction", block["caption"], block["head"], _numbers(block), picture="parts")


def _vote(state: Any) -> Iterator[Json]:
    """Yield the votes; of two, those of the people who voted twice as soon as they are enough, and nobody else's."""
    cast = {name: {who: one.choice for who, one in state.votes[name].given.items()} for name in ROUNDS}
    twice = cast["before"].keys() & cast["after"].keys()
    if len(twice) >= SMALL:
        cast = {name: {who: votes[who] for who in twice} for name, votes in cast.items()}
    told = {name: [*votes.values()] for name, votes in cast.items() if len(votes) >= SMALL}
    rows = [[label, *(votes.count(name) for votes in told.values())] for name, label in state.choices]
    if told:
        names = [t(f"live.vote.head-{name}") for name in told] if state.prepared["twice"] else [t("live.vote.result")]
        most = max(map(len, told.values()))
        yield chart("vote", state.prepared["question"], [t("live.vote.head-choice"), *names], rows, most=most)


def _quiz(state: Any) -> Iterator[Json]:
    """Yield how the room did, question by question; teams have their score in the room, not here."""
    rows = []
    for one in state.asked:
        given = state.answers[one.id].given
        if not given:
            continue
        part = share(given.values())
        right = None if part is None else round(100 * part)
        rows.append([shortened(bare(one.shown["html"])), right, len(given)])
    if rows:
        head = [t("live.quiz.head-question"), t("live.figures.right"), t("live.quiz.head-answers")]
        yield chart("quiz", t("live.quiz.table"), head, rows, drawn=1, most=100, unit="%")


def _acquaintance(state: Any) -> Iterator[Json]:
    """Yield how much the room knows itself, then sector by sector."""
    found = {moment: told for moment in MOMENTS if (told := compared(state).get(moment))}
    if not found:
        return
    moments = [t(f"live.acquaintance.{moment}") for moment in found]
    rows = [
        [t(f"live.acquaintance.{name}"), *(round(100 * getattr(one, name)) for one in found.values())]
        for name in ("density", "mutual")
    ]
    yield chart("acquaintance", t("live.figures.acquaintance"), [t("live.figures.measure"), *moments], rows,
                most=100, unit="%")  # fmt: skip
    pairs = sorted(next(iter(found.values())).between, key=lambda pair: [(one == OTHERS, one) for one in pair])
    between = [
        [
            *(sector_name(group, state.names) for group in pair),
            *(round(100 * one.between[pair]) for one in found.values()),
        ]
        for pair in pairs
    ]
    if between:
        head = [t("live.acquaintance.corner"), t("live.figures.whom"), *moments]
        yield chart("acquaintance", t("live.figures.between"), head, between, keys=2, unit="%", picture="")


READ: Mapping[str, Callable[[Any], Iterator[Json]]] = {
    "positioning": _positioning, "satisfaction": _satisfaction, "vote": _vote, "quiz": _quiz,
    "acquaintance": _acquaintance,
}  # fmt: skip
