"""The role plays on paper: the same content as on phones, a private card in one place, nothing to fetch."""

import re
from html import unescape

import pytest

from passerelles.content.course import Course
from passerelles.documents.roleplay_paper import MARK, ballots, beats, roleplay_html


def plain(html: str) -> str:
    """Return what is read, its spaces alike."""
    return " ".join(unescape(re.sub(r"<style.*?</style>|<[^>]+>", "", html, flags=re.DOTALL)).split())


def pieces(page: str) -> list[str]:
    """Return every page of the document."""
    return re.split(r'<(?=(?:section|article) class="page)', page)[1:]


@pytest.fixture(scope="module")
def printed(course: Course) -> dict[str, str]:
    return {slug: roleplay_html(play, course) for slug, play in course.roleplays.items()}


def test_a_private_card_stands_on_one_piece_alone(course: Course, printed: dict[str, str]) -> None:
    assert printed
    for slug, play in course.roleplays.items():
        told = pieces(printed[slug])
        for role in play.roles:
            for secret in (role.private.constraint, role.private.objective):
                holders = [piece for piece in told if plain(secret) in plain(piece)]
                assert len(holders) == 1, f"{slug}: {secret}"
                assert f'class="page tent" aria-label="Carte de {role.name}"' in holders[0]


def test_every_piece_says_which_content_it_is_of(course: Course, printed: dict[str, str]) -> None:
    for slug, play in course.roleplays.items():
        unmarked = [piece for piece in pieces(printed[slug]) if play.content_hash[:MARK] not in piece]
        assert [re.findall('class="([^"]*)"', piece)[0] for piece in unmarked] == ["page cited"]


def test_the_file_needs_nothing_else_and_says_what_must_be_said(course: Course, printed: dict[str, str]) -> None:
    for slug, play in course.roleplays.items():
        page = printed[slug]
        assert "<script" not in page
        assert not re.search(r'(?:src|href)="(?!data:)|url\("(?!data:)', page)
        assert page.count("Information pédagogique, non juridique") == (2 if play.caution else 0)
        assert ("Non relu par le terrain" in page) == (not play.reviewed_by)
        assert page.count('class="page tent"') == len(play.roles)
        assert page.count("Mon vote") == len(play.roles)
        assert page.count("<h2>Temps mort</h2>") >= len(play.roles)


def test_the_clock_of_the_trainer_is_that_of_the_phones(course: Course) -> None:
    for play in course.roleplays.values():
        found = beats(play)
        assert {beat.inject.id for beat in found if beat.inject} == {inject.id for inject in play.injects}
        assert [beat.minute for beat in found] == sorted(beat.minute for beat in found)
        assert found[-1].minute + found[-1].phase.minutes == play.minutes


def test_the_letters_of_the_proposals_do_not_tell_the_good_way_out(course: Course) -> None:
    letters = [one.letter for play in course.roleplays.values() for one in ballots(play) if one.proposal.success]
    assert len(letters) == len(course.roleplays)
    assert len(set(letters)) > 1, "always under the same letter: soon known"
