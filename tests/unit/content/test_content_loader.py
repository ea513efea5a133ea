"""Loading: whole or not at all, every complaint with its place, the second time from the cache."""

import json
import os
from pathlib import Path

import pytest

from passerelles.content import cache, loader
from passerelles.content.loader import load_course
from passerelles.content.problems import CourseError

ITEMS = "modules/lecon/items.yaml"


def swap(root, file, old, new):
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def refusals(root):
    with pytest.raises(CourseError) as caught:
        load_course(root)
    return caught.value.problems


def test_the_mini_course_loads_whole(mini):
    course = load_course(mini)
    assert list(course.modules) == ["lecon"]
    assert {item.kind for item in course.modules["lecon"].items} == {
        "single", "multiple", "sort", "match", "order", "short", "open", "position"
    }  # fmt: skip
    assert course.modules["lecon"].item("q-unique").attempts == 1
    assert set(course.modules["lecon"].texts) == {"lire.md", "freins.md", "quiz.md"}
    assert (len(course.statements), len(course.terms), len(course.bridges)) == (11, 60, 4)


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "at"),
    [
        (ITEMS, "correct: true", "corect: true", "unknown-key", "corect: true"),
        (ITEMS, ", feedback: Le doute dure un mois de plus.", "", "missing-key", "id: attendre"),
        (ITEMS, "cites: [C5-010]", "cites: []", "uncited-item", "cites: []"),
        (ITEMS, "  cites: [C5-010]\n", "", "uncited-item", "id: q-mots"),
        (ITEMS, "kind: single", "kind: singel", "wrong-value", "id: q-unique"),
        (ITEMS, "focus: situation", "focus: autre", "wrong-value", "focus: autre"),
        (ITEMS, "points: 2", "points: deux", "wrong-value", "points: deux"),
        (ITEMS, "points: 2", "points: 99", "wrong-value", "points: 99"),
        (ITEMS, "correct: true, ", "", "inconsistent", "id: q-unique"),
        (ITEMS, "id: decider", "id: attendre", "inconsistent", "id: q-unique"),
        (ITEMS, "category: dehors", "category: nulle", "inconsistent", "id: p-tri"),
        (ITEMS, "partner: jargon", "partner: nul", "inconsistent", "id: q-paires"),
        (ITEMS, "id: q-mots", "id: q-unique", "repeated-id", "id: q-unique"),
        (ITEMS, "id: q-mots", "id: Q mots", "wrong-value", "id: Q mots"),
        ("corpus/bridges.yaml", "obstacle: C5-023", "obstacle: C5-010", "repeated-id", "obstacle: C5-010"),
        ("corpus/statements.yaml", "kind: obstacle", "kind: obstacles", "wrong-value", "kind: obstacles"),
        ("corpus/glossary.yaml", "2099-01-01", "bientôt", "wrong-value", "bientôt"),
        ("corpus/sources.yaml", "- id: C5\n", "id: C5\n", "yaml-syntax", "title"),
        ("modules/lecon/module.yaml", "slug: lecon", "slug: autre", "slug-folder", "slug: autre"),
        ("modules/lecon/module.yaml", "minutes: 10", "minutes: 0", "wrong-value", "minutes: 0"),
        ("exercises/mini/assignment.yaml", "title:", "due: 2027-01-01T10:00:00\ntitle:", "inconsistent", "slug"),
        ("modules/lecon/lire.md", "# Deux", "\ufeff# Deux", "byte-order-mark", "# Deux"),
    ],
)
def test_a_refusal_names_file_line_cause_and_cure(mini, file, old, new, code, at):
    swap(mini, file, old, new)
    (problem,) = [p for p in refusals(mini) if p.code == code]
    assert problem.file == file
    assert at in (mini / file).read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert problem.cause
    assert problem.cure
    assert f"{file}:{problem.line}" in str(problem)


def test_all_files_are_complained_about_at_once(mini):
    swap(mini, ITEMS, "correct: true", "corect: true")
    swap(mini, "corpus/glossary.yaml", "id: amo", "id: AMO")
    (mini / "corpus/actors.yaml").write_text("a: 1\n", encoding="utf-8")
    found = refusals(mini)
    assert {p.file for p in found} == {ITEMS, "corpus/glossary.yaml", "corpus/actors.yaml"}
    assert found == sorted(found, key=lambda p: (p.file, p.line))
    assert json.dumps([p.as_json() for p in found])


def test_a_misspelt_key_is_guessed(mini):
    swap(mini, ITEMS, "correct: true", "corect: true")
    assert "correct" in next(p for p in refusals(mini) if p.code == "unknown-key").cure


def test_a_folder_without_a_course_is_refused(tmp_path):
    assert [p.code for p in refusals(tmp_path)] == ["no-course"]


def test_the_second_load_comes_from_the_cache(mini, monkeypatch):
    first = load_course(mini)
    monkeypatch.setattr(loader, "Intake", None)
    assert load_course(mini) == first


def test_one_changed_letter_is_seen(mini):
    load_course(mini)
    swap(mini, "modules/lecon/quiz.md", "Répondez", "Réponds")
    assert load_course(mini).modules["lecon"].texts["quiz.md"].startswith("Réponds")


def test_nothing_is_written_into_the_course(mini):
    before = {file: file.stat().st_mtime_ns for file in mini.rglob("*")}
    load_course(mini)
    assert {file: file.stat().st_mtime_ns for file in mini.rglob("*")} == before


@pytest.mark.parametrize("rubbish", [b"", b"{", b"\xff\xfe", b'{"statements": 1}', b"null"])
def test_a_spoilt_cache_is_ignored(mini, tmp_path, rubbish):
    first = load_course(mini)
    (kept,) = (tmp_path / "cache").glob("course-*.json")
    kept.write_bytes(rubbish)
    assert load_course(mini) == first
    assert len(kept.read_bytes()) > 1000


def test_a_cache_that_cannot_be_written_is_no_trouble(mini, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("PASSERELLES_CACHE", str(tmp_path / "file"))
    assert load_course(mini).modules


def test_the_courses_read_longest_ago_are_forgotten(mini, tmp_path, monkeypatch):
    course, folder = load_course(mini), tmp_path / "read"
    monkeypatch.setenv("PASSERELLES_CACHE", str(folder))
    monkeypatch.setattr(cache, "_KEPT", 3)
    for age, digest in enumerate("abc"):
        cache.write(digest, course)
        os.utime(folder / f"course-{digest}.json", (1000 + age, 1000 + age))
    assert cache.read("a")
    cache.write("d", course)
    assert sorted(file.name for file in folder.iterdir()) == [f"course-{digest}.json" for digest in "acd"]


def test_the_real_course_is_parsed_once(tmp_path, monkeypatch):
    monkeypatch.setenv("PASSERELLES_CACHE", str(tmp_path))
    root = Path(loader.__file__).parents[2]
    first = load_course(root)
    assert len(first.statements) == 285
    monkeypatch.setattr(loader, "read_yaml", lambda *_: pytest.fail("parsed again"))
    monkeypatch.setattr(loader, "read_text", lambda *_: pytest.fail("read again"))
    assert load_course(root) == first


def test_the_cache_key_follows_the_code(mini, monkeypatch, tmp_path):
    before = cache.key(mini, loader.authored(mini))
    monkeypatch.setattr(cache, "_HERE", tmp_path)
    assert cache.key(mini, loader.authored(mini)) != before
