"""The picture of a group's ways: every play is a line or a word, nothing runs out of the frame, nothing is live."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cases import cases
from support.small_case import WALK, small_case

from passerelles.content.case_walk import paths
from passerelles.documents.case_paths import codes, draw_paths
from passerelles.engines.case.engine import replay
from passerelles.engines.case.group import Played, survey

SVG = "{http://www.w3.org/2000/svg}"


def picture(group):
    return ElementTree.fromstring(draw_paths(group))


def ways(drawn):
    return [float(path.get("stroke-width")) for path in drawn.iter(f"{SVG}path")]


@st.composite
def groups(draw):
    """Draw a case that a few people played, some of them not to the end."""
    case = draw(cases())
    ends = [path[-1].chosen for path in paths(case)]
    walks = draw(st.lists(st.sampled_from(ends), min_size=1, max_size=6))
    cut = [walk[: draw(st.integers(0, len(walk)))] for walk in walks]
    return survey(case, None, [Played(f"Trio {n}", replay(case, walk)) for n, walk in enumerate(cut)])


@given(groups())
@settings(max_examples=60, deadline=None)
def test_everything_stands_inside_the_frame(group):
    drawn = picture(group)
    width, height = map(float, drawn.get("viewBox").split()[2:])
    for box in drawn.iter(f"{SVG}rect"):
        if box.get("width") != "100%":
            left, top, wide, tall = (float(box.get(name)) for name in ("x", "y", "width", "height"))
            assert 0 <= left < left + wide <= width
            assert 0 <= top < top + tall <= height
    for path in drawn.iter(f"{SVG}path"):
        numbers = [float(one) for one in re.findall(r"-?[\d.]+", path.get("d"))]
        assert all(0 <= x <= width for x in numbers[::2])
        assert all(0 <= y <= height for y in numbers[1::2])


@given(groups())
@settings(max_examples=60, deadline=None)
def test_lines_are_as_wide_as_plays_are_many(group):
    widths = sorted(ways(picture(group)))
    one = 64 / group.plays
    stops = sum(len(way.choices) * len(way.who) for way in group.ways)
    assert sum(widths) == pytest.approx(stops * one, rel=1e-3)
    assert all(width >= one * 0.999 for width in widths)


def test_the_words_say_the_endings_and_who_is_not_there_yet():
    case = small_case()
    walks = [WALK, WALK, WALK[:2]]
    drawn = picture(survey(case, None, [Played(f"Trio {n}", replay(case, w, mode="concerted"))
                                        for n, w in enumerate(walks)]))  # fmt: skip
    said = drawn.find(f"{SVG}desc").text
    assert "Un peu plus loin, 2 parties" in said
    boxes = [title.text for title in drawn.iter(f"{SVG}title")]
    assert any(title.startswith("1A. Appeler Karim") and title.endswith("3 parties") for title in boxes)
    assert any(title.startswith("1B.") and title.endswith("personne") for title in boxes)
    assert "Pas encore fini : 1 partie" in boxes
    assert "Trio" not in draw_paths(survey(case, None, [Played("Trio 1", replay(case, WALK, mode="concerted"))]))


def test_authored_words_are_only_words():
    evil = {"title": "<script>alert(1)</script> & « fin »"}
    first, *rest = small_case().nodes
    endings = [ending.model_copy(update=evil) for ending in small_case().endings]
    case = small_case().model_copy(update={"nodes": [first.model_copy(update=evil), *rest], "endings": endings})
    drawn = draw_paths(survey(case, None, [Played("x", replay(case, WALK, mode="concerted"))]))
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


def test_an_option_is_called_by_its_moment_and_its_letter():
    called = codes(survey(small_case(), None, []))
    assert called["n1.a"] == "1A"
    assert called["n2.b"] == "2B"
