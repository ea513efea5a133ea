"""Where a mechanism is done: only what is shown counts."""

from support.broken import swap

from passerelles.content.loader import load_course
from passerelles.content.mechanism_places import Place, places

CASE = "case_studies/mini/case.yaml"
TABLE = Place("roleplay", "Autour de la table", "", "jeu/table")


def test_a_tool_that_no_step_shows_serves_nothing(mini):
    swap("modules/lecon/module.yaml", "tool: grille\n", "tool: engagement\n")(mini)
    place = Place("step", "Mes freins", "Un module minuscule", "module/lecon#freins")
    assert places(load_course(mini)) == {"M01": [], "M02": [place, TABLE]}


def test_a_tool_and_its_step_are_one_place(mini):
    swap("modules/lecon/module.yaml", "tool: grille\n", "tool: grille\n    mechanisms: [M01, M02]\n")(mini)
    found = places(load_course(mini))
    assert found["M02"][0] == Place("tool", "Une petite grille", "Un module minuscule", "module/lecon#lire")
    assert [place.kind for place in found["M02"]] == ["tool", "step", "roleplay"]
    assert [place.kind for place in found["M01"]] == ["step"]


def test_a_case_is_a_place_unless_it_is_still_to_be_written(mini):
    swap(CASE, "themes:", "mechanisms: [M01]\nthemes:")(mini)
    assert [place.path for place in places(load_course(mini))["M01"]] == ["cas/mini"]
    swap(CASE, "place: Valbrume", "place: À ÉCRIRE")(mini)
    assert places(load_course(mini))["M01"] == []


def test_a_role_play_serves_what_it_cites_a_statement_of_alone_or_at_a_table(mini):
    play = "case_studies/table/roleplay.yaml"
    swap(play, "mechanisms: [M02]", "mechanisms: [M01, M02]")(mini)
    assert places(load_course(mini))["M01"] == []
    swap("corpus/mechanisms.yaml", "[C5-010, WC-009]", "[C5-010, C5-097]")(mini)
    assert [place.path for place in places(load_course(mini))["M01"]] == ["formateur/jeux/table"]
