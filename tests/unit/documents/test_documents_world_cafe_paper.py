"""A World Café on paper: tickets that lead everybody to every question, and the answers of 2011 beside it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from passerelles.content.corpus import Statement
from passerelles.documents.world_cafe_paper import questions_of_2011, tickets, wall, world_cafe_html
from passerelles.engines.world_cafe.seating import Person, seat
from passerelles.errors import Refusal

TEXTS = {"WC-048": "Pour quoi faire ?", "WC-049": "Avec qui ?", "WC-054": "Il permet de mutualiser,",
         "WC-055": "de tisser des liens,", "WC-080": "Tous."}  # fmt: skip
STATEMENTS = {
    name: Statement(
        id=name, section=["2.", "Question", "Il permet"][: 3 if name < "WC-080" else 2], quote=quote, lines=(1, 1),
        kind="finalite"
    )
    for name, quote in TEXTS.items()
}  # fmt: skip
ASKED = questions_of_2011(STATEMENTS)


@pytest.mark.parametrize("people", [4, 13, 24, 60])
def test_whoever_follows_a_ticket_meets_every_question(people: int) -> None:
    seating = seat([Person(str(n), "") for n in range(people)], 2, 2)
    question = dict(seating.tables)
    hosts, guests = tickets(seating)
    assert len(hosts) + len(guests) == people
    assert [len({*ticket.tables}) for ticket in hosts] == [1] * len(seating.tables)
    for ticket in hosts + guests:
        assert {question[name] for name in ticket.tables + ticket.first_read} == {0, 1}


@pytest.mark.parametrize("people", [13, 24, 60])
def test_tickets_dealt_sector_by_sector_spread_each_sector_out(people: int) -> None:
    seating = seat([Person(str(n), "") for n in range(people)], 2, 2)
    _, guests = tickets(seating)
    tables = [ticket.tables[0] for ticket in guests]
    assert all(one != two for one, two in pairwise(tables))
    assert set(Counter(tables[: len(seating.tables)]).values()) == {1}


def test_the_wall_holds_the_answers_of_the_questions_that_are_asked_again() -> None:
    found = wall(STATEMENTS, ["Une autre ?", "Pour quoi faire ?"])
    assert [(question, [one.statement.id for one in answers]) for question, answers in found] == [
        ("Pour quoi faire ?", ["WC-054", "WC-055"])
    ]
    assert [one.lead for one in found[0][1]] == ["", "Il permet"], "what hangs on a heading is told with it"
    assert wall(STATEMENTS, ["Une autre ?", "Une troisième ?"]) == []


def test_each_table_has_its_cloth_and_its_host_in_small_and_in_large() -> None:
    small, large = world_cafe_html(STATEMENTS, ASKED, 24), world_cafe_html(STATEMENTS, ASKED, 24, "a3")
    assert [small.count(f'aria-label="Nappe {name}"') for name in ("1A", "2A")] == [1, 1]
    assert 'aria-label="Fiche d’hôte, table 2B"' in small
    assert small.count('class="page cloth"') == large.count('class="page cloth"')
    assert "Le mur de 2011" in small
    assert "A3 portrait" in large
    assert "Le mur de 2011" not in large


def test_what_a_trainer_types_is_text_and_numbers_that_cannot_be_are_refused() -> None:
    page = world_cafe_html(STATEMENTS, ["<img src=x onerror=alert(1)>", "Avec qui ?"], 8)
    assert "<img" not in page
    assert "&lt;img" in page
    for people, questions in ((3, ASKED), (61, ASKED), (24, ASKED[:1])):
        with pytest.raises(Refusal):
            world_cafe_html(STATEMENTS, questions, people)
