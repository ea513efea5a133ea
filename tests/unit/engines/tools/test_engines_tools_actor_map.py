"""Reading of the actor map: no map without the young person, whom to deal with is no partner, the absent are named."""

from __future__ import annotations

from typing import Any

import pytest
from support.tools import tool_of

from passerelles.engines.tools.actor_map import READING, actor_map
from passerelles.engines.tools.reading import Reading, World

TOOL = tool_of("avec-qui", "carte-acteurs")
JADE = {"jeune": {"prenom": "Jade", "demande": "Qu’on m’écoute", "place": "avec"}}
KNOWN = [{"id": "s", "connu": "oui"}]
DEALER = {"id": "c", "qui": "Gérant", "limite": "Pas d’affiche", "strategie": "On le voit en mars"}


def read(value: dict[str, Any]) -> Reading:
    """Return what is said of a value."""
    return READING.read(TOOL, value, World({}, {}, {}))


def told(value: dict[str, Any], level: str) -> list[str]:
    """Return the keys of the sentences of a level, by their longest piece without a place."""
    pieces = {key: max(text.replace("}", "{").split("{")[::2], key=len) for key, text in TOOL.says.items()}
    texts = [finding.text for finding in read(value).findings if finding.level == level]
    return [key for text in texts for key, piece in pieces.items() if piece in text]


def pro(name: str = "p", **fields: str) -> dict[str, str]:
    """Return a professional with every attribute."""
    return {"id": name, "qui": "Éducateur", "categorie": "ecole", "motivation": "partant", "compte": "oui", **fields}


@pytest.mark.parametrize(
    ("value", "stops"),
    [
        ({"professionnels": [pro()]}, ["sans-jeune"]),
        ({"jeune": {"demande": "Rien"}}, ["sans-jeune"]),
        (JADE, []),
        (JADE | {"composer": [DEALER]}, []),
        (JADE | {"composer": [{**DEALER, "strategie": " "}]}, ["sans-strategie"]),
        (JADE | {"composer": [DEALER], "professionnels": [pro(qui="gérant")]}, ["deux-fois"]),
    ],
)
def test_what_stops_a_map(value: dict[str, Any], stops: list[str]) -> None:
    assert told(value, "stop") == stops
    assert bool(read(value).figures) is ("sans-jeune" not in stops)


@pytest.mark.parametrize(
    ("value", "warnings"),
    [
        (JADE | {"sien": [{"id": "s", "qui": "Cousin", "connu": "oui"}]}, []),
        (JADE, ["sien-vide"]),
        (JADE | {"professionnels": [pro(compte="non")], "sien": [{"id": "s", "qui": "Cousin"}]}, ["aucun-commun"]),
        ({"jeune": {"prenom": "J", "place": "sans"}, "sien": KNOWN}, ["sans-demande", "sans-lui"]),
        (JADE | {"sien": KNOWN, "composer": [{**DEALER, "limite": ""}]}, ["sans-limite"]),
    ],
)
def test_what_a_map_warns_of(value: dict[str, Any], warnings: list[str]) -> None:
    assert told(value, "warning") == warnings


def test_an_empty_map_only_says_where_to_begin() -> None:
    assert [finding.level for finding in read({}).findings] == ["note"]


def test_the_two_networks_are_told_apart_and_those_dealt_with_stand_aside() -> None:
    zones = actor_map(TOOL.example)
    assert [[a.name for a in zone] for zone in (zones.theirs, zones.shared, zones.own, zones.dealt_with)] == [
        ["éducateur de l’école", "infirmière scolaire"],
        ["animatrice de la maison de jeunes", "l’entraîneuse"],
        ["son cousin", "deux amies"],
        ["gérant du magasin de vapotage"],
    ]
    assert [row[0] for row in read(TOOL.example).tables[0].rows][-1] == "Composer avec"


def test_the_absent_categories_are_named_and_none_once_all_are_there() -> None:
    absent = next(f.text for f in read(TOOL.example).findings if "ne contient pas" in f.text)
    assert "Les hôpitaux" in absent
    assert not [name for name in ("L’enseignement", "Une autre") if name in absent]
    names = [option.id for option in TOOL.parts[1].fields[1].options]
    everybody = JADE | {"professionnels": [pro(f"p{n}", categorie=name) for n, name in enumerate(names)]}
    assert told(everybody, "good") == ["communs", "complet"]
