"""Reading of a word defined together: who was heard and who agrees, never who is right."""

from __future__ import annotations

from tests.support.made_tool import made_tool, read, said

TOOL = made_tool(
    "common-definition",
    {
        "mot": "terme autre",
        "versions+": "secteur version",
        "commun": "texte jeunes revoir",
        "desaccords+": "secteur quoi",
        "accords+": "secteur avis",
    },
    sans_avis="sans avis {secteurs}",
    partage="partagé {secteurs}",
    desaccords="désaccord {secteurs}",
)
SCHOOL = {"id": "a", "secteur": "ecole", "version": "venir en classe"}
HEALTH = {"id": "b", "secteur": "sante", "version": "aller mieux"}
WHOLE = {
    "versions": [SCHOOL, HEALTH],
    "commun": {"texte": "les deux", "jeunes": "être tranquille", "revoir": "2027-03-10"},
    "desaccords": [{"id": "d", "secteur": "sante", "quoi": "le rythme"}],
    "accords": [{"id": "x", "secteur": "ecole", "avis": "accord"}, {"id": "y", "secteur": "sante", "avis": "reserve"}],
}


def test_a_text_that_is_shared() -> None:
    assert said(TOOL, {}) == [("note", "vide")]
    assert said(TOOL, WHOLE) == [
        ("note", "sans-cle"), ("good", "partagé « École » et « Santé »"), ("good", "désaccord « Santé »"),
    ]  # fmt: skip


def test_what_is_missing_around_it() -> None:
    told = said(TOOL, {"versions": [SCHOOL], "commun": {"texte": "le nôtre"}})
    assert [words for level, words in told if level == "warning"] == ["trop-tot", "sans avis « École »", "sans-revoir"]
    assert ("note", "sans-desaccord") in told
    assert ("warning", "un-secteur") in said(TOOL, {"versions": [SCHOOL]})
    waiting = {**WHOLE, "accords": [{"id": "x", "secteur": "ecole", "avis": "accord"}]}
    assert ("warning", "sans avis « Santé »") in said(TOOL, waiting)
    assert "good" not in [level for level, words in said(TOOL, waiting) if words.startswith("partagé")]


def test_the_table_keeps_versions_and_dissents() -> None:
    rows = read(TOOL, WHOLE).tables[0].rows
    assert rows[1] == ["Santé", "aller mieux", "le rythme", "reserve"]
    assert rows[-1][:2] == ["Texte commun", "les deux"]
