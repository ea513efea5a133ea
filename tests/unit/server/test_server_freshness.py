"""A course is read again when its files changed and are quiet; a broken file changes nothing but the trainer's page."""

import asyncio
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.broken import swap

from passerelles.content.loader import load_course
from passerelles.content.rules import RULES, VITAL
from passerelles.server.freshness import Freshness
from passerelles.server.running import Running

MINI = Path(__file__).parents[2] / "fixtures" / "courses" / "mini"
TEXT, ITEMS = "modules/lecon/lire.md", "modules/lecon/items.yaml"


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("PASSERELLES_CACHE", str(tmp_path / "cache"))
    return Path(shutil.copytree(MINI, tmp_path / "course"))


def looks(freshness, count=2):
    for _ in range(count):
        asyncio.run(freshness.look())


def test_a_sentence_is_served_once_it_is_saved_and_quiet(root):
    served = []
    freshness = Freshness(load_course(root), root, served.append)
    looks(freshness)
    assert served == []
    swap(TEXT, "le même jeune", "la même jeune")(root)
    looks(freshness, 1)
    assert served == [], "an editor may still be writing"
    looks(freshness, 3)
    assert ["la même jeune" in course.modules["lecon"].texts["lire.md"] for course in served] == [True]


def test_a_broken_file_keeps_the_last_good_course_until_it_is_mended(root):
    served = []
    freshness = Freshness(load_course(root), root, served.append)
    swap(ITEMS, "kind: single", "kind: unique")(root)
    swap(TEXT, "le même jeune", "la même jeune")(root)
    looks(freshness, 3)
    assert served == []
    (problem,) = freshness.problems
    assert problem.file == ITEMS
    swap(ITEMS, "kind: unique", "kind: single")(root)
    looks(freshness)
    assert freshness.problems == []
    assert "la même jeune" in served[-1].modules["lecon"].texts["lire.md"], "what else changed meanwhile is not lost"


def test_the_next_request_finds_the_new_course_everywhere(root, monkeypatch):
    monkeypatch.setenv("PASSERELLES_COURSE", str(root))
    course = load_course(root)
    settings = {"passerelles_grading": SimpleNamespace(add=None), "passerelles_course": None}
    running = Running(SimpleNamespace(store=None, course=None, app=SimpleNamespace(settings=settings)))
    running._renew(course)
    assert settings["passerelles_course"] is course
    assert settings["passerelles_lessons"].course is course
    assert settings["passerelles_cases"].course is course


def test_the_rules_that_forbid_to_show_a_course_exist():
    assert {rule.code for rule in RULES} >= VITAL
