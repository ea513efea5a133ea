"""A World Café on paper: a cloth for each table, who goes where, the hosts, the harvest, the answers of 2011.

Seats come from the engine of the live café, with people who have no name yet: they draw a ticket.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from passerelles.content.corpus import Statement
from passerelles.engines.world_cafe.seating import Person, Seating, crossings, seat, told_sizes
from passerelles.engines.world_cafe.state import ANSWERS, KINDS, QUESTIONS
from passerelles.text import t

from .templating import compose, environment
from .typefaces import typefaces

LARGE = "a3"  # the size of a cloth that four people write on at once


@dataclass(frozen=True)
class Ticket:
    """Where somebody sits, round after round, and whose cloth they read first once the harvest begins."""

    tables: tuple[str, ...]
    first_read: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """A statement of 2011 on the wall, with the words it hangs on when it is only the end of a sentence."""

    statement: Statement
    lead: str


def questions_of_2011(statements: Mapping[str, Statement]) -> list[str]:
    """Return the two questions, word for word; none in a course without the source."""
    return [statements[name].quote for name in QUESTIONS if name in statements]


def world_cafe_html(
    statements: Mapping[str, Statement], questions: Sequence[str], people: int, size: str = "a4"
) -> str:
    """Return the file to print, or its cloths alone on A3; Refusal on numbers that cannot be seated."""
    rounds = max(2, len(questions))
    seating = seat([Person(str(n), "") for n in range(people)], len(questions), rounds)
    hosts, guests = tickets(seating)
    return compose(
        environment(),
        "world_cafe_paper.html",
        questions=list(questions),
        tables=sorted(seating.tables),
        people=people,
        rounds=rounds,
        hosts=hosts,
        guests=guests,
        sizes=told_sizes(seating),
        wall=wall(statements, questions),
        kinds=[t(f"engines.world-cafe.kind.{name}") for name in KINDS],
        sheet=t("live.world-cafe.host.sheet").splitlines(),
        large=size == LARGE,
        fonts=typefaces(),
    )


def tickets(seating: Seating) -> tuple[list[Ticket], list[Ticket]]:
    """Return the tickets of the hosts, and those of the others.

    Two that follow one another begin at two tables: dealt one sector after another, they spread each sector out.
    """
    first = seating.rounds[0]
    dealt = [who for row in zip_longest(*(table.guests for table in first)) for who in row if who is not None]
    return [_ticket(seating, table.host) for table in first], [_ticket(seating, who) for who in dealt]


def wall(statements: Mapping[str, Statement], questions: Sequence[str]) -> list[tuple[str, list[Answer]]]:
    """Return each question of 2011 that is asked again, with its answers of then."""
    asked = {name: names for name, names in zip(QUESTIONS, ANSWERS, strict=True) if name in statements}
    return [
        (statements[name].quote, [_answer(statements[one]) for one in names if one in statements])
        for name, names in asked.items()
        if statements[name].quote in questions
    ]


def _ticket(seating: Seating, who: str) -> Ticket:
    """Return the ticket of somebody."""
    held = len(seating.rounds)
    names = [table.name for rank in range(held) if (table := seating.table_of(who, rank))]
    return Ticket(tuple(names), crossings(seating, held).get(who, ()))


def _answer(statement: Statement) -> Answer:
    """Return an answer, and the heading it hangs on unless it says it itself."""
    lead = statement.section[-1] if len(statement.section) > 2 else ""
    return Answer(statement, "" if statement.quote.startswith(lead) else lead)
