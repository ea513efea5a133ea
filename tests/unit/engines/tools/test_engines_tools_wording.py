"""What words give away: somebody named, a wish that nobody can see, or a way out."""

from __future__ import annotations

import pytest

from passerelles.engines.tools.wording import loophole_in, person_in, wish_in


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Mme Dupuis, au guichet", "Mme Dupuis"),
        ("M. Petit", "M. Petit"),
        ("ecrire a luc@service.be", "luc@service.be"),
        ("rappeler au 0470 12 34 56", "0470 12 34 56"),
        ("Madame la directrice", ""),
        ("la personne de contact", ""),
        (None, ""),
    ],
)
def test_a_person_is_recognised_and_a_function_is_not(words: object, found: str) -> None:
    assert person_in(words) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [("Les jeunes vont mieux", "mieux"), ("Améliorer le lien", "Améliorer"), ("J’appelle le 4", ""), (None, "")],
)
def test_a_wish_is_told_from_what_can_be_seen(words: object, found: str) -> None:
    assert wish_in(words) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("On se voit si nécessaire", "si nécessaire"),
        ("En principe en mars", "En principe"),
        ("Avant mars", ""),
        (None, ""),
    ],
)
def test_words_that_leave_a_way_out_are_recognised(words: object, found: str) -> None:
    assert loophole_in(words) == found
