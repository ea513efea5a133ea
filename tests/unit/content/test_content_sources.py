"""The proof against the two texts, on a small pair of texts of our own."""

import pytest

from passerelles.content import fingerprint
from passerelles.content.corpus import Statement
from passerelles.content.loader import load_course
from passerelles.content.sources import TEXTS, verify_sources

C5 = "Titre\n\no Un premier constat\nsur deux lignes.\n- Un second, tr\u00e8s court\n"
WC = "Synthèse\nLe temps manque.\n"


def statement(name, quote, lines, section):
    return Statement(id=name, section=[section], quote=quote, lines=lines, kind="obstacle")


GOOD = [
    statement("C5-001", "Un premier constat sur deux lignes.", (3, 4), "Titre"),
    statement("C5-002", "Un second, très court", (5, 5), "Titre"),
    statement("WC-001", "Le temps manque.", (2, 2), "Synthèse"),
]


@pytest.fixture
def prove(mini, tmp_path):
    def run(statements=GOOD, c5=C5, wc=WC):
        (tmp_path / TEXTS["C5"]).write_text(c5, encoding="utf-8")
        (tmp_path / TEXTS["WC"]).write_text(wc, encoding="utf-8")
        course = load_course(mini).model_copy(update={"statements": {s.id: s for s in statements}})
        return [problem.cause for problem in verify_sources(course, tmp_path)]

    return run


def test_texts_and_statements_that_agree(prove):
    assert prove() == []


def test_decomposed_accents_and_private_bullets_are_read_as_one_would(prove):
    assert prove(c5=C5.replace("\u00e8", "e\u0300").replace("- Un", "\uf0b7 Un")) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"quote": "Un second, tres court"}, "mot à mot"),
        ({"quote": "Un second, très cour"}, "mot à mot"),
        ({"lines": (4, 5)}, "aux lignes 4 à 5"),
        ({"lines": (3, 3)}, "aux lignes 3 à 3"),
    ],
)
def test_a_quote_that_is_not_the_text_is_found(prove, change, said):
    wrong = [GOOD[0], GOOD[1].model_copy(update=change), GOOD[2]]
    assert said in prove(wrong)[0]


def test_statements_out_of_order_are_found(prove):
    swapped = [GOOD[1].model_copy(update={"id": "C5-001"}), GOOD[0].model_copy(update={"id": "C5-002"}), GOOD[2]]
    assert "après le précédent" in prove(swapped)[0]


def test_a_sentence_left_out_is_found(prove):
    assert prove(c5=C5 + "Un troisième oublié\n") == [
        "La ligne 6 de chantier_5_2022.txt contient des mots qu’aucun énoncé ne reprend."
    ]


def test_a_hole_in_the_numbers_is_found(prove):
    assert "saute de C5-001 à C5-003" in prove([GOOD[0], GOOD[1].model_copy(update={"id": "C5-003"}), GOOD[2]])[0]


def test_a_missing_text_is_a_problem(mini, tmp_path):
    found = verify_sources(load_course(mini), tmp_path, mini)
    assert [p.code for p in found] == ["source-mismatch"] * 2


def test_problems_name_the_line_of_the_statement(mini, tmp_path):
    for name in TEXTS.values():
        (tmp_path / name).write_text("Rien de tout cela.\n", encoding="utf-8")
    found = verify_sources(load_course(mini), tmp_path, mini)
    lines = (mini / "corpus/statements.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[next(p.line for p in found if "C5-023" in p.cause) - 1] == "- id: C5-023"


def test_the_fingerprint_sees_what_changed_came_and_went(mini):
    course = load_course(mini)
    assert not list(fingerprint.differences(course, mini))
    new = course.statements["C5-010"].model_copy(update={"id": "C5-011"})
    moved = course.statements["C5-023"].model_copy(update={"lines": (1, 1)})
    kept = {k: s for k, s in course.statements.items() if k != "WC-009"} | {"C5-011": new, "C5-023": moved}
    changed = dict(fingerprint.differences(course.model_copy(update={"statements": kept}), mini))
    assert set(changed) == {"WC-009", "C5-011", "C5-023"}


def test_a_lost_fingerprint_is_one_problem(mini):
    (mini / fingerprint.FILE).unlink()
    assert len(list(fingerprint.differences(load_course(mini), mini))) == 1
