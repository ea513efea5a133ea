"""A case that has just been begun plays, and is only told what is left to write."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from passerelles.content.case import TO_WRITE
from passerelles.content.case_proof import prove
from passerelles.content.draft import new_case
from passerelles.content.loader import load_course, read_case, read_course
from passerelles.content.rules import check_case
from passerelles.errors import Refusal

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 21)


@pytest.fixture
def course(tmp_path, monkeypatch):
    """The real corpus, and one case."""
    monkeypatch.setenv("PASSERELLES_CACHE", str(tmp_path / "cache"))
    shutil.copytree(ROOT / "corpus", tmp_path / "course" / "corpus")
    shutil.copytree(ROOT / "case_studies" / "dix-huit-ans", tmp_path / "course" / "case_studies" / "dix-huit-ans")
    return tmp_path / "course"


def test_a_new_case_plays_and_is_only_reminded_of_what_is_to_write(course):
    new_case(course, "le-relais", today=TODAY)
    loaded = load_course(course)
    found = check_case(loaded, course, "le-relais", TODAY)
    assert {(p.code, p.severity) for p in found} == {("case-draft", "warning")}
    (proof,) = prove(loaded.cases["le-relais"])
    assert len(proof.finished) == 18
    assert {path[-1].ending for path in proof.finished} == {"proche", "loin"}
    case = loaded.cases["le-relais"]
    assert case.draft
    assert (case.rank, case.title, case.review_on) == (2, "Le relais", date(2027, 11, 21))


def test_each_reminder_points_at_the_passage(course):
    text, _ = new_case(course, "le-relais", today=TODAY)
    lines = text.read_text(encoding="utf-8").splitlines()
    found = check_case(load_course(course), course, "le-relais", TODAY)
    assert len(found) == sum(TO_WRITE in line.partition("#")[0] for line in lines)
    for problem in found:
        assert TO_WRITE in "".join(lines[problem.line - 1 : problem.line + 1])


def test_once_all_is_written_the_case_is_judged_like_the_others(course):
    text, _ = new_case(course, "le-relais", today=TODAY)
    text.write_text(text.read_text(encoding="utf-8").replace(TO_WRITE, "Voilà"), encoding="utf-8")
    case, refused = read_case(course, "le-relais")
    assert refused == []
    assert not case.draft
    assert "case-length" in {p.code for p in check_case(load_course(course), course, "le-relais", TODAY)}


def test_its_notebook_is_that_of_the_other_cases(course):
    _, notebook = new_case(course, "le-relais", today=TODAY)
    other = (course / "case_studies/dix-huit-ans/dix-huit-ans.ipynb").read_text(encoding="utf-8")
    assert notebook.read_text(encoding="utf-8") == other.replace("dix-huit-ans", "le-relais")


@pytest.mark.parametrize("title", ['Dire : « non », ou "oui" #1', "l’été", "- {a: b}"])
def test_any_title_will_do(course, title):
    new_case(course, "le-relais", title, TODAY)
    assert load_course(course).cases["le-relais"].title == title


@pytest.mark.parametrize("slug", ["Le relais", "été", "2-ans", "../ailleurs", "", "a" * 41, "le_relais"])
def test_a_bad_name_is_refused_in_words(course, slug):
    with pytest.raises(Refusal) as refused:
        new_case(course, slug)
    assert "minuscules" in refused.value.cure
    assert [folder.name for folder in (course / "case_studies").iterdir()] == ["dix-huit-ans"]


def test_a_name_that_is_taken_is_refused_in_words(course):
    (course / "modules" / "accueillir").mkdir(parents=True)
    for slug, folder in (("dix-huit-ans", "case_studies/dix-huit-ans"), ("accueillir", "modules/accueillir")):
        with pytest.raises(Refusal) as refused:
            new_case(course, slug)
        assert folder in refused.value.what


def test_a_case_can_be_begun_while_another_is_broken(course):
    other = course / "case_studies/dix-huit-ans/case.yaml"
    other.write_text(other.read_text(encoding="utf-8").replace("rank: 1", "rank: un"), encoding="utf-8")
    new_case(course, "le-relais")
    loaded, problems = read_course(course)
    assert list(loaded.cases) == ["le-relais"]
    assert {p.file for p in problems} == {"case_studies/dix-huit-ans/case.yaml"}


def test_the_notebook_is_json(course):
    _, notebook = new_case(course, "le-relais")
    assert [cell["id"] for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]] == ["cas"]
