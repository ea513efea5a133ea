"""« Huit services et une grand-mère »: two modes, four harms, and a young person who weighs."""

import re

import pytest

from passerelles.content.case_proof import prove
from passerelles.engines.case.engine import moments, replay


@pytest.fixture(scope="module")
def eight(course):
    return course.cases["huit-services"]


HARMS = {"C5-121": "globalite", "C5-122": "usure", "C5-123": "dilution", "C5-124": "maintien"}


@pytest.fixture(scope="module")
def both_modes(eight):
    """The last moment of the same choices, played juxtaposed and concerted."""
    ended = {(path[-1].mode, path[-1].chosen): path[-1] for path in prove(eight)[0].finished}
    return [(ended["juxtaposed", chosen], ended["concerted", chosen]) for mode, chosen in ended if mode == "concerted"]


def test_mechanism_41_the_four_harms_are_shown_and_none_spares_who_plays_juxtaposed(eight, both_modes):
    assert {v.cites[0]: v.id for v in eight.variables if v.shown and v.cites[0] in HARMS} == HARMS
    assert len(both_modes) == 3**6
    for apart, together in both_modes:
        assert all(apart.count(harm) >= 1 for harm in HARMS.values()), apart.chosen
        assert all(apart.count(harm) > together.count(harm) for harm in HARMS.values()), apart.chosen
    for harm in HARMS.values():  # a choice weighs in both modes: no harm is a constant
        assert all(len({pair[side].count(harm) for pair in both_modes}) > 1 for side in (0, 1)), harm


def test_mechanism_41_the_same_choices_never_give_the_young_person_less_when_concerted(both_modes):
    assert all(together.young >= apart.young for apart, together in both_modes)
    assert any(together.young > apart.young for apart, together in both_modes)
    assert any(together.trust < apart.trust for apart, together in both_modes)  # it has a price, paid by the services
    assert any(together.time > apart.time for apart, together in both_modes)


def test_mechanism_39_a_service_added_without_concertation_adds_more_layers(eight):
    def layers(mode, option):
        return moments(eight, replay(eight, [f"n1.{option}"], mode=mode))[-1].count("couches")

    assert (layers("juxtaposed", "b"), layers("concerted", "b"), layers("juxtaposed", "a")) == (2, 1, 0)
    assert {path[-1].mode for path in prove(eight)[0].finished if path[-1].ending == "sonnette"} == {
        "juxtaposed",
        "concerted",
    }


def test_mechanism_33_being_there_or_being_read_aloud_does_not_count_as_having_weighed(eight):
    counted = {
        option.id for option in eight.node("n2").options if any(c.variable == "participation" for c in option.sets)
    }
    assert counted == {"c"}


def test_eden_is_written_without_gender(eight):
    agreed = r"\bEden (?:n’)?(?:est|était|sera|reste|semble)(?: \w+)? (?:\w+(?:é|ée|ie|ue)|parti|seule?|prête?)\b"
    assert not re.search(agreed, eight.model_dump_json())
    assert not re.search(r"\b(?:petit-fils|petite-fille|garçon|fille)\b", eight.model_dump_json())
