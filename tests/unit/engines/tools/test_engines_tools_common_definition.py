"""Reading of a word defined together: who was heard and who agrees, never who is right."""

from __future__ import annotations

from support.made_tool import made_tool, read, said

TOOL = made_tool(
    "common-definition",
    {
        "mot": "terme autre",
        "versions+": "voix version",
        "commun": "texte revoir",
        "accords+": "voix avis reste",
    },
    sans_avis="sans avis {voix}",
    partage="partagé {voix}",
    desaccords="désaccord {voix}",
)
SCHOOL = {"id": "a", "voix": "ecole", "version": "venir en classe"}
YOUNG = {"id": "b", "voix": "jeunes", "version": "aller mieux"}
WHOLE = {
    "versions": [SCHOOL, YOUNG],
    "commun": {"texte": "les deux", "revoir": "2027-03-10"},
    "accords": [
        {"id": "x", "voix": "ecole", "avis": "accord"},
        {"id": "y", "voix": "jeunes", "avis": "reserve", "reste": "le rythme"},
    ],
}


def test_a_text_that_is_shared() -> None:
    assert said(TOOL, {}) == [("note", "vide")]
    assert said(TOOL, WHOLE) == [
        ("note", "sans-cle"), ("good", "partagé « ecole » et « jeunes »"), ("good", "désaccord « jeunes »"),
    ]  # fmt: skip


def test_what_is_missing_around_it() -> None:
    told = said(TOOL, {"versions": [SCHOOL], "commun": {"texte": "le nôtre"}})
    assert [words for level, words in told if level == "warning"] == ["trop-tot", "sans avis « ecole »", "sans-revoir"]
    assert {("note", "sans-desaccord"), ("note", "sans-jeunes")} <= set(told)
    assert ("warning", "une-voix") in said(TOOL, {"versions": [SCHOOL]})
    waiting = {**WHOLE, "accords": [{"id": "x", "voix": "ecole", "avis": "accord"}]}
    assert ("warning", "sans avis « jeunes »") in said(TOOL, waiting)
    assert "good" not in [level for level, words in said(TOOL, waiting) if words.startswith("partagé")]


def test_the_table_keeps_versions_and_dissents() -> None:
    rows = read(TOOL, WHOLE).tables[0].rows
    assert rows[1] == ["jeunes", "aller mieux", "le rythme", "reserve"]
    assert rows[-1][:2] == ["Texte commun", "les deux"]
