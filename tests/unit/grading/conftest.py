"""A course of eight items, one of each kind, written to disk, and nbgrader's folder for it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from passerelles.content.corpus import Statement
from passerelles.content.course import Course
from passerelles.content.items import Item
from passerelles.content.loader import load_course
from passerelles.grading.course import GradingCourse

REPOSITORY = Path(__file__).resolve().parents[3]
ASSIGNMENT = "huit-questions"
DUE = datetime(2026, 12, 18, 23, 59, tzinfo=timezone(timedelta(hours=1)))
TOLD = "J’appelle <b>Awa</b> avant la réunion.\n\n1. Un fait [vu]\n2. Une demande & un délai \\ jour"

Level = dict[str, Any]


@pytest.fixture(scope="session")
def eight(items: dict[str, Item]) -> dict[str, Item]:
    """The items by id; ids with a hyphen, one value of the statement quoted inside."""
    return {f"q-{kind}": item.model_copy(update={"id": f"q-{kind}"}) for kind, item in items.items()}


@pytest.fixture(scope="session")
def levels(right_answers: Level, partly_right_answers: Level, wrong_answers: Level) -> dict[str, Level]:
    """By level, the answer to each item of the course."""

    def named(answers: Level, **others: Any) -> Level:
        return {f"q-{kind}": answer for kind, answer in {**answers, **others}.items()}

    empty = {"single": "", "multiple": [], "sort": {}, "match": None, "order": [], "short": ""}
    return {
        "right": named(right_answers, open=TOLD, position="oui"),
        "partly": named({**wrong_answers, **partly_right_answers}, open="Un mot", position="selon"),
        "wrong": named(wrong_answers, open="Rien à dire", position="non"),
        "empty": named(empty, open=None, position=None),
    }


@pytest.fixture(scope="session")
def write_course(eight: dict[str, Item], statements: dict[str, Statement]) -> Callable[..., Path]:
    """Write the course in a folder, with some fields of the assignment or of an item changed."""

    def write(root: Path, changes: dict[str, dict[str, Any]] | None = None, **assignment: Any) -> Path:
        source = {"id": "C5", "title": "Chantier 5", "short": "Chantier 5 (2022)", "body": "Groupe", "year": 2022}
        source |= {"status": "Opinions", "absent": "Des jeunes", "rights": "Citation"}
        step = {"id": "quiz", "title": "Quiz", "minutes": 9, "text": "quiz.md", "items": list(eight), "tool": "remise"}
        module = {"slug": "essai", "rank": 1, "title": "Essai", "purpose": "Essayer", "takeaways": ["Un essai"]}
        files: dict[str, Any] = {
            "corpus/statements.yaml": [s.model_dump(mode="json") for s in statements.values()],
            "corpus/sources.yaml": [source],
            "modules/essai/module.yaml": {**module, "steps": [step]},
            "modules/essai/items.yaml": [
                item.model_copy(update=(changes or {}).get(name, {})).model_dump(mode="json", exclude_defaults=True)
                for name, item in eight.items()
            ],
            f"exercises/{ASSIGNMENT}/assignment.yaml": {
                **{"slug": ASSIGNMENT, "module": "essai", "title": "Huit questions", "items": list(eight)},
                **assignment,
            },
        }
        for name, value in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        (root / "modules/essai/quiz.md").write_text("Le quiz.\n", encoding="utf-8")
        return root

    return write


@pytest.fixture(scope="session")
def course_root(write_course: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the course; its quiz has a deadline."""
    return write_course(tmp_path_factory.mktemp("cours d’été"), due=DUE.isoformat())


@pytest.fixture(scope="session")
def course(course_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The course, loaded."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PASSERELLES_CACHE", str(tmp_path_factory.mktemp("cache")))
        return load_course(course_root)


@pytest.fixture(scope="session")
def narrow_path(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of somebody who has not activated the environment of the course."""
    return {"PATH": os.defpath, "HOME": str(tmp_path_factory.mktemp("home"))}


@pytest.fixture(scope="session")
def prepared(course_root: Path, tmp_path_factory: pytest.TempPathFactory, narrow_path: dict[str, str]) -> Path:
    """An nbgrader folder where the assignment was prepared without the environment's programs on PATH; to copy."""
    folder = tmp_path_factory.mktemp("données")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**narrow_path, "PASSERELLES_CACHE": str(folder / "cache")}.items():
            patch.setenv(name, value)
        assert GradingCourse(folder / "grading", course_root).prepare() == []
    return folder / "grading"


@pytest.fixture(scope="session")
def data_dir(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose nbgrader course is ready for submissions."""
    folder = tmp_path_factory.mktemp("données")
    shutil.copytree(prepared, folder / "grading")
    return folder


@pytest.fixture(scope="session")
def grading(data_dir: Path, course_root: Path) -> GradingCourse:
    """The prepared nbgrader course."""
    return GradingCourse(data_dir / "grading", course_root)


@pytest.fixture(scope="session")
def trainer(data_dir: Path, course_root: Path, narrow_path: dict[str, str]) -> Callable[..., Any]:
    """Run stock `nbgrader` as a trainer would, in the `grading` folder of the repository."""
    where = {"PASSERELLES_DATA": str(data_dir), "PASSERELLES_COURSE": str(course_root)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        program = Path(sysconfig.get_path("scripts"), "nbgrader")
        return subprocess.run(
            [program, *arguments],
            cwd=REPOSITORY / "grading",
            env={**narrow_path, **where},
            capture_output=True,
            text=True,
            timeout=150,
            check=False,
        )

    return run
