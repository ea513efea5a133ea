"""Random branching cases, all with an end, and walks through them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from passerelles.content.case import Case

SHIFT = st.integers(-2, 2)
GAUGES = ("young", "trust", "mandate")


def option(draw: Any, number: int, index: int, count: int) -> dict[str, Any]:
    """Draw an option of node `number` out of `count`: effects, something for later, a way forward."""
    later = [f"n{n}" for n in range(number + 1, count)] + ["end"]
    delayed = []
    if draw(st.booleans()):
        effects = {"young": draw(SHIFT), "time": draw(st.integers(-3, 3))}
        delayed = [{"at": draw(st.sampled_from(later)), "text": f"PLUSTARD{number}{index}", "effects": effects}]
    return {
        "id": f"o{index}",
        "text": f"Faire {number}{index}",
        "consequence": f"SUITE{number}{index}",
        "feedback": f"AVIS{number}{index}",
        "cites": ["C5-010"],
        "effects": {**{gauge: draw(SHIFT) for gauge in GAUGES}, "time": draw(st.integers(0, 3))},
        "sets": [{"variable": "poids", "add": draw(SHIFT)}] if draw(st.booleans()) else [],
        "delayed": delayed,
        "next": draw(st.sampled_from([[], *later])),
    }


def node(draw: Any, number: int, count: int) -> dict[str, Any]:
    """Draw a node with two or three options, and echoes of the node before."""
    echoes = []
    if number and draw(st.booleans()):
        echoes = [{"when": {"chose": f"n{number - 1}.o0"}, "text": "Un écho.", "effects": {"trust": draw(SHIFT)}}]
    return {
        "id": f"n{number}",
        "title": f"Nœud {number}",
        "echoes": echoes,
        "scene": f"Scène {number}.",
        "question": "Que faire ?",
        "cites": ["C5-010"],
        "options": [option(draw, number, index, count) for index in range(draw(st.integers(2, 3)))],
    }


@st.composite
def cases(draw: Any) -> Case:
    """Draw a case whose ways out all go forward."""
    count = draw(st.integers(2, 5))
    budget = draw(st.one_of(st.none(), st.integers(1, 8)))
    price = {"text": "Un dossier attend.", "effects": {"trust": -1}}
    low = {"indicator": "young", "at_most": draw(st.integers(-3, 3))}
    return Case.model_validate(
        {
            "slug": "hasard",
            "rank": 1,
            "title": "Au hasard",
            "place": "Valbrume",
            "role": "Vous êtes éducatrice.",
            "young": {"name": "Noa", "age": "16 ans"},
            "purpose": "Essayer.",
            "themes": ["essai"],
            "minutes": 10,
            "review_on": "2099-01-01",
            "budget": budget,
            "over_budget": price if budget else None,
            "opening": "Il pleut.",
            "nodes": [node(draw, number, count) for number in range(count)],
            "endings": [
                {"id": "bas", "when": low, "title": "Bas", "text": "Bas."},
                {"id": "haut", "title": "Haut", "text": "Haut."},
            ],
            "profile": [[{"when": low, "text": "Bas."}, {"text": "Haut."}], [{"text": "Deux."}], [{"text": "Trois."}]],
            "variables": [{"id": "poids", "name": "Poids", "meaning": "Ce qui pèse.", "shown": True}],
            "cast": [
                {"id": "amo", "name": "Karim", "function": "éducateur", "gain": "Un relais.", "cost": "Du temps."}
            ],
            "documents": [
                {
                    "id": "fil",
                    "kind": "messages",
                    "title": "Fil",
                    "lines": [{"text": "Oui."}, {"text": "Non."}],
                    "transcript": "Deux messages : le premier dit oui, le second dit non.",
                }
            ],
            "debrief": [{"id": "q", "question": "Et vous ?", "cites": ["C5-010"]}],
            "guide": [{"script": "gas", "minutes": 20, "pointers": ["Écouter.", "Relancer."]}],
        }
    )
