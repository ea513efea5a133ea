"""The preview's workshop: the last good version stays, every moment can be gone to, problems are those of the case."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from passerelles.errors import Refusal
from passerelles.server.preview.desk import PreviewDesk
from passerelles.server.preview.workshop import Workshop
from passerelles.widgets.desk import DeskRefused, Json

MINI = Path(__file__).parents[2] / "fixtures" / "courses" / "mini"
CASE = "case_studies/mini/case.yaml"
Edit = Callable[[str, str], None]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PASSERELLES_CACHE", str(tmp_path / "cache"))
    return Path(shutil.copytree(MINI, tmp_path / "course"))


@pytest.fixture
def edit(root: Path) -> Edit:
    def swap(old: str, new: str) -> None:
        text = (root / CASE).read_text(encoding="utf-8")
        assert old in text
        (root / CASE).write_text(text.replace(old, new), encoding="utf-8")

    return swap


@pytest.fixture
def workshop(root: Path) -> Workshop:
    return Workshop(root, "mini")


def desk_of(workshop: Workshop) -> PreviewDesk:
    assert workshop.desk is not None
    return workshop.desk


def current(workshop: Workshop) -> Json:
    scene: Json = desk_of(workshop).case()["current"]["scene"]
    return scene


def test_the_mini_case_has_nothing_wrong(workshop: Workshop) -> None:
    assert workshop.examine().problems == []
    assert workshop.fresh


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("title: Ouvrir", "title: Ouvrir : tout", "yaml-syntax"),
        ("question: Que faites-vous ?", "qestion: Que faites-vous ?", "unknown-key"),
        ("next: end", "next: n9", "case-unknown-reference"),
    ],
)
def test_a_text_that_cannot_be_played_leaves_the_last_version(
    workshop: Workshop, edit: Edit, old: str, new: str, code: str
) -> None:
    desk_of(workshop).jump("concerted", [], None, ["n1.a"])
    edit(old, new)
    workshop.read_case()
    assert code in {problem.code for problem in workshop.examine().problems}
    assert not workshop.fresh
    assert current(workshop)["now"]["title"] == "Répondre"
    edit(new, old)
    workshop.read_case()
    assert workshop.fresh
    assert workshop.examine().problems == []


def test_a_case_broken_from_the_start_is_shown_once_it_is_mended(root: Path, edit: Edit) -> None:
    edit("slug: mini", "slug: [")
    workshop = Workshop(root, "mini")
    assert workshop.desk is None
    assert [problem.line for problem in workshop.examine().problems] == [1]
    edit("slug: [", "slug: mini")
    workshop.read_case()
    assert desk_of(workshop).case()["case"]["title"] == "Un cas minuscule"


def test_a_file_that_is_gone_is_said(workshop: Workshop, root: Path) -> None:
    (root / CASE).unlink()
    workshop.read_case()
    assert [problem.code for problem in workshop.examine().problems] == ["unreadable-file"]
    assert workshop.desk is not None


def test_the_play_goes_on_in_the_new_version(workshop: Workshop, edit: Edit) -> None:
    desk_of(workshop).jump("concerted", [], None, ["n1.a", "n2.b"])
    desk_of(workshop).save("debrief:garder", "Ce que j’ai écrit.", "k")
    edit("title: Accompagner", "title: Marcher avec")
    workshop.read_case()
    assert current(workshop)["now"]["title"] == "Marcher avec"
    assert desk_of(workshop).case()["works"] == {"debrief:garder": "Ce que j’ai écrit."}


def test_a_play_whose_mode_is_gone_is_let_go(workshop: Workshop, edit: Edit) -> None:
    desk_of(workshop).jump("concerted", [], None, ["n1.a"])
    edit("{id: concerted, title: Ensemble", "{id: ensemble, title: Ensemble")
    workshop.read_case()
    assert desk_of(workshop).case()["current"] is None
    assert desk_of(workshop).case()["plays"] == []


def test_every_listed_way_leads_to_its_moment(workshop: Workshop) -> None:
    stories = workshop.examine().overview["stories"]
    assert [story.id for story in stories] == ["recit", "noa"]
    for story in stories:
        for moment in story.moments:
            for way in moment.ways:
                asked = json.loads(way.value)
                desk_of(workshop).jump(asked["mode"], asked["after"], asked["viewpoint"], asked["choices"])
                scene = current(workshop)
                here = scene["now"]["id"] if scene["now"] else f"fin {scene['ending']['id']}"
                assert here == moment.id


def test_a_way_that_is_gone_is_refused(workshop: Workshop) -> None:
    with pytest.raises(DeskRefused):
        desk_of(workshop).jump("concerted", [], None, ["n1.z"])


def test_only_the_problems_of_the_case_are_told(root: Path, edit: Edit) -> None:
    other = Path(shutil.copytree(root / "case_studies/mini", root / "case_studies/autre")) / "case.yaml"
    other.write_text("slug: [", encoding="utf-8")
    next(root.glob("modules/*/module.yaml")).write_text("slug: [", encoding="utf-8")
    edit("actor: amo", "actor: nul")
    assert {problem.file for problem in Workshop(root, "mini").examine().problems} == {CASE}


def test_a_change_of_the_case_or_of_the_corpus_is_seen(workshop: Workshop, root: Path, edit: Edit) -> None:
    before = workshop.stamp()
    edit("title: Ouvrir", "title: Ouvrir la porte")
    after = workshop.stamp()
    assert (before[0] != after[0], before[1] != after[1]) == (True, False)
    (root / "corpus" / "glossary.yaml").unlink()
    assert workshop.stamp()[1] != after[1]


def test_a_case_that_does_not_exist_is_refused_with_those_that_do(root: Path) -> None:
    with pytest.raises(Refusal) as refused:
        Workshop(root, "nulle-part")
    assert "mini" in refused.value.cure
