"""The notebook of an immersion: another sector, signatures first, objectives that can be checked, nobody named."""

from __future__ import annotations

from typing import Any

from support.tools import tool_of

from passerelles.engines.tools.immersion_log import READING
from passerelles.engines.tools.reading import Reading, World

TOOL = tool_of("preparer-immersion", "carnet-immersion")
WHOLE: dict[str, Any] = TOOL.example["objectifs"][0]


def read(**value: Any) -> Reading:
    """Return what is said of some parts."""
    return READING.read(TOOL, value, World({}, {}, {}))


def levels(part: str, **value: Any) -> list[str]:
    """Return the levels of what is said about a part."""
    return [f.level for f in read(**value).findings if f.where[:1] == (part,)]


def test_one_leaves_for_another_sector() -> None:
    """The second sector is not the first; dates run forward."""
    assert levels("cadre", cadre={"mien": "ecole", "accueil": "ecole"}) == ["stop"]
    assert levels("cadre", cadre={"mien": "ecole", "accueil": "sante"}) == ["good"]
    assert levels("cadre", cadre={"debut": "2027-02-12", "fin": "2027-02-01"}) == ["stop"]
    assert levels("cadre", cadre={"debut": "2027-02-01", "fin": "2027-02-12"}) == []


def test_nothing_starts_without_signatures() -> None:
    """They are asked for before; once something was observed, one stops."""
    seen = {"accueil": {"vu": "oui"}}
    assert levels("cadre", cadre={"convention": "cours"}) == ["warning"]
    assert levels("cadre", cadre={"convention": "cours"}, grille=seen) == ["stop"]
    assert levels("cadre", cadre={"convention": "signee"}, grille=seen) == []


def test_objectives_can_be_checked() -> None:
    """What one lacks is named; three are enough, one of them about another sector."""
    vague = read(objectifs=[{"id": "o1", "quoi": "Découvrir"}]).findings
    assert [f.level for f in vague] == ["warning", "note"]
    assert "« Le signe que c’est fait »" in vague[0].text
    assert vague[0].where == ("objectifs", "o1")
    same = [{**WHOLE, "id": f"o{n}", "porte": "accueil"} for n in range(3)]
    assert levels("objectifs", objectifs=same) == ["warning"]
    assert levels("objectifs", objectifs=[*same[:2], {**WHOLE, "porte": "autre"}]) == []


def test_what_moved_is_no_mark() -> None:
    """Marks of before wait for those of after; the mean gap is that of the images marked twice."""
    assert levels("images", images={"porte": {"avant": 2}}) == ["note"]
    images = {"porte": {"avant": 1, "apres": 4}, "mots": {"avant": 3, "apres": 3}, "temps": {"avant": 2}}
    reading = read(images=images)
    assert "Images comparées : 2. Déplacées : 1. " in reading.findings[0].text
    assert "Écart moyen : 1,5 sur 4." in reading.findings[0].text
    assert reading.findings[1].text == TOOL.says["not-a-mark"]
    assert len(reading.tables[1].rows) == 3
    assert len(reading.figures) == 1


def test_one_comes_back_with_one_idea_less_for_another_sector() -> None:
    """The idea left behind is asked for; presenting the service to its own sector is no crossed presentation."""
    images, cadre = {"porte": {"avant": 1, "apres": 4}}, {"accueil": "sante"}
    assert levels("retour", images=images) == ["warning"]
    assert levels("retour", images=images, retour={"idee": "Ils répondent."}) == []
    assert levels("retour", cadre=cadre, retour={"secteur": "sante"}) == ["warning"]
    assert levels("retour", cadre=cadre, retour={"secteur": "ecole"}) == []


def test_days_of_the_journal_fall_inside() -> None:
    """A moment dated outside the immersion is said."""
    cadre = {"debut": "2027-02-01", "fin": "2027-02-12"}
    assert levels("journal", cadre=cadre, journal=[{"id": "a", "jour": "2027-02-20"}]) == ["warning"]
    assert levels("journal", cadre=cadre, journal=[{"id": "a", "jour": "2027-02-02"}]) == []


def test_nobody_is_named_anywhere() -> None:
    """What looks like a person stops, in a field, a line of the grid or the journal."""
    assert levels("cadre", cadre={"referent": "Mme Dupont"}) == ["stop"]
    assert levels("grille", grille={"mots": {"fait": "Monsieur Petit dit « enquête »."}}) == ["stop"]
    assert levels("cadre", cadre={"referent": "Une assistante sociale"}) == []


def test_the_three_phases_say_what_is_noted() -> None:
    """Before, during, after, with their dates; nothing of nothing."""
    rows = read(**TOOL.example).tables[0].rows
    assert rows[1] == ["Pendant", "01/02/2027 – 12/02/2027", "4 ligne(s) de la grille sur 10, 1 moment(s) de journal"]
    assert rows[2][1:] == ["26/02/2027", "6 image(s) sur 6"]
    assert read() == Reading()
