"""Reading of the path of an information, down to a field worker."""

from __future__ import annotations

from typing import Any

from support.made_tool import made_tool, read, said

TOOL = made_tool(
    "information-path",
    {"information": "quoi", "etapes+": "niveau fonction canal jours reste perte parade", "retour": "verifie"},
    recue="reçue {arrive} {jours}",
    plus_grande_perte="perte « {etape} » {perdu}",
    sans_parade="parade {etapes}",
    sans_canal="canal {etapes}",
    sans_reste="reste {etapes}",
    coupe="coupe « {etape} »",
)
WHOLE = {"canal": "courriel", "parade": "relire ensemble", "jours": 7}


def path(*stages: dict[str, Any]) -> dict[str, Any]:
    return {
        "etapes": [{"id": f"e{rank}", **WHOLE, **stage} for rank, stage in enumerate(stages)],
        "retour": {"verifie": "on se rappelle"},
    }


def test_it_must_reach_the_ground() -> None:
    assert said(TOOL, {}) == [("note", "vide")]
    assert ("stop", "sans-terrain") in said(TOOL, path({"niveau": "direction", "reste": 100}))
    down = path({"niveau": "direction", "reste": 80}, {"niveau": "terrain", "reste": 50})
    assert said(TOOL, down) == [
        ("note", "estimation"), ("good", "reçue 40\u00a0% 14 jours"), ("note", "perte « 2\\. terrain » 50\u00a0%"),
    ]  # fmt: skip
    assert read(TOOL, down).tables[0].rows[1][3] == "40\u00a0%"


def test_where_it_is_cut() -> None:
    cut = said(TOOL, path({"niveau": "direction", "reste": 0}, {"niveau": "terrain", "reste": 100}))
    assert ("stop", "coupe « 1\\. direction »") in cut
    assert "good" not in [level for level, _ in cut]


def test_what_is_still_to_be_found() -> None:
    bare = {"etapes": [{"id": "a", "niveau": "terrain", "reste": 50}, {"id": "b", "niveau": "equipe"}]}
    told = said(TOOL, bare)
    assert ("warning", "apres-terrain") in told
    assert ("warning", "parade « 1. terrain »") in told
    assert ("warning", "canal « 1. terrain » et « 2. equipe »") in told
    assert ("note", "reste « 2. equipe »") in told
    assert ("warning", "sans-retour") in told
