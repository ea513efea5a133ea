"""The picture of a network: no box on another, no link behind somebody it does not concern."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from passerelles.content.case import CaseDocument
from passerelles.content.loader import load_course
from passerelles.documents.network import network_svg

BOX = re.compile(r'<rect x="([\d.]+)" y="([\d.]+)" width="(\d+)" height="(\d+)"')
BENT = re.compile(r'<path d="M[\d. ]+Q')


def boxes(drawn):
    """The boxes of a picture: left, top, right, bottom."""
    found = [tuple(map(float, box)) for box in BOX.findall(drawn)]
    return [(x, y, x + width, y + height) for x, y, width, height in found]


def overlap(one, other):
    """Whether two boxes share anything."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("case", load_course(Path(__file__).parents[3]).cases.values(), ids=lambda case: case.slug)
def test_no_box_of_a_real_case_hides_another(case):
    for document in case.documents:
        if document.kind == "network":
            drawn = boxes(network_svg(document))
            assert len(drawn) == len(document.lines)
            assert not [pair for pair in combinations(drawn, 2) if overlap(*pair)]


def network(count, *links):
    """A network of so many people, with these links."""
    lines = [
        {"id": f"p{n}", "label": f"P{n}", "text": "Là.", "to": [f"p{b}" for a, b in links if a == n]}
        for n in range(count)
    ]
    return CaseDocument.model_validate(
        {
            "id": "n",
            "kind": "network",
            "title": "Réseau",
            "transcript": "Qui est lié à qui, dit en toutes lettres.",
            "lines": lines,
        }
    )


@pytest.mark.parametrize("count", range(2, 11))
def test_nobody_stands_on_somebody_else(count):
    drawn = boxes(network_svg(network(count)))
    assert not [pair for pair in combinations(drawn, 2) if overlap(*pair)]


def test_a_link_goes_round_who_stands_in_the_middle():
    around = [(0, 1), (0, 2), (0, 3)]
    assert not BENT.findall(network_svg(network(6, *around)))
    assert len(BENT.findall(network_svg(network(6, *around, (1, 4))))) == 1
