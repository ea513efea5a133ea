"""The first use of a word of the glossary opens what it means; the words stay as they are."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelles.content.corpus import Term
from passerelles.content.markdown import render
from passerelles.engines.citations import readable
from passerelles.engines.expansions import explained


def term(name: str, words: str, **more: Any) -> Term:
    return Term(id=name, term=words, definition=f"Voilà {name}.", source="[x]", review_on=date(2027, 1, 1), **more)


TERMS = [
    term("saj", "SAJ", expansion="Service de l’aide à la jeunesse", confusion="Le SPJ.", to_check=True),
    term("secret", "Secret professionnel"),
    term("mandat", "Mandat"),
    term("hors", "Hors mandat"),
    term("referent", "Référent, référente (service)"),
    term("projet", "Projet", in_texts=False),
]


def opened(text: str) -> list[str]:
    return re.findall(r'class="p-word"[^>]*>([^<]*)<', explained(render(text), TERMS, "un"))


def test_only_the_first_use_opens_and_each_text_has_cards_of_its_own() -> None:
    html = explained(render("Le SAJ. Encore le SAJ."), TERMS, "un")
    assert html.count('<button type="button" class="p-word" popovertarget="mot-un-saj"') == 1
    assert html.count('<div popover class="p-word__card" id="mot-un-saj">') == 1
    assert "Service de l’aide à la jeunesse" in html
    assert "Ne pas confondre" in html
    assert "À vérifier" in html
    assert 'id="mot-deux-saj"' in explained("<p>SAJ</p>", TERMS, "deux")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Les secrets professionnels, au SAJ.", ["secrets professionnels", "SAJ"]),
        ("Un service hors mandat, puis un mandat.", ["hors mandat", "mandat"]),
        ("Leur référente suit un projet.", ["référente"]),
        ("Le saj, un mandataire, le SAJ-2.", []),
        ("## Le SAJ\n\n[le SAJ](x) `SAJ` [C5-010]\n\n**SAJ**", ["SAJ"]),
    ],
)
def test_what_opens(text: str, words: list[str]) -> None:
    assert opened(text) == words


@given(
    st.lists(st.sampled_from(["SAJ", "mandat", "*", "« Projet »", "[C5-010]", "a < b", "référents", "\n\n", "`SAJ`"]))
)
def test_no_word_changes(pieces: list[str]) -> None:
    html = render(" ".join(pieces))
    words = re.sub(r'<div popover class="p-word__card".*?</div>', "", explained(html, TERMS, "un"))
    assert re.sub(r"</?button[^>]*>", "", words) == html


def test_a_text_without_a_glossary_is_left_alone(statements: Any) -> None:
    assert readable("SAJ [C5-010]", statements, "un") == readable("SAJ [C5-010]", statements, "un", ())
    assert "p-word" in readable("SAJ [C5-010]", statements, "un", TERMS)
