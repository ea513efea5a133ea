"""What the bench makes of a room's answers, without a room."""

from __future__ import annotations

import pytest

from bench.live import Told


def test_an_answer_waits_until_it_is_acknowledged_and_an_unheard_one_does_not_count() -> None:
    assert Told(sent={0: 1.0, 1: 2.0, 2: 3.0}, done={0: 1.5, 1: 2.1}).waits() == pytest.approx([0.5, 0.1])


def test_the_projector_shows_the_nth_answer_when_it_first_counts_so_many() -> None:
    told = Told(sent={0: 1.0, 1: 1.2, 2: 5.0}, done={1: 1.3, 0: 1.4, 2: 5.1}, seen=[(1.6, 2), (1.7, 2)])
    assert told.delays() == pytest.approx([0.4, 0.6]), "the third was never counted"


def test_what_the_projector_counts_is_read_in_its_words() -> None:
    told = Told()
    assert not told.look('{"done": "k"}', 2)
    assert not told.look('{"words": "Réponses reçues\u00a0: 1 sur 2."}', 2)
    assert told.look('{"words": "Réponses reçues : 2 sur 2."}', 2)
    assert [count for _, count in told.seen] == [1, 2]
