"""The tools of a module on the server: kept when they fit, read back at once, beside others when enough made one."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from support.sample_tool import CANARY, EXAMPLE, sample_course, sample_tool

from passerelles.engines.tools import form
from passerelles.engines.tools.reading import Finding, Reading, ToolReading
from passerelles.server.learning.lessons import Lessons
from passerelles.server.learning.service import Refused
from passerelles.store import Store, learners
from passerelles.widgets.local_desk import LocalDesk


@pytest.fixture
def store(tmp_path, monkeypatch) -> Iterator[Store]:
    monkeypatch.setattr(learners, "HASH_COST", 2)
    with Store.open(None, tmp_path) as opened:
        yield opened


def one(store: Store) -> str:
    return store.learners.create()[:6]


def test_a_tool_is_shown_kept_and_read_back(store):
    lessons, learner = Lessons(sample_course(), store, lambda _: None), one(store)
    shown = lessons.lesson(learner, "essai")["tools"]["essai-outil"]
    assert (shown["value"], shown["reading"]) == (None, None)
    shown.pop("example")
    assert CANARY not in json.dumps(shown)
    saved = lessons.save(learner, "essai", "tool:essai-outil", EXAMPLE)
    assert saved["saved_at"]
    assert CANARY in saved["reading"]["findings"][0]["html"]
    again = lessons.lesson(learner, "essai")["tools"]["essai-outil"]
    assert (again["value"], again["reading"]) == (EXAMPLE, saved["reading"])


def test_the_page_is_the_same_with_a_server_and_without_one(store):
    course = sample_course()
    alone = LocalDesk(course, course.modules["essai"])
    lessons, learner = Lessons(course, store, lambda _: None), one(store)
    lessons.save(learner, "essai", "tool:essai-outil", EXAMPLE)
    alone.save("tool:essai-outil", EXAMPLE, "k")
    with_server, without = lessons.lesson(learner, "essai"), alone.lesson()
    for part in ("module", "steps", "items", "tools"):
        assert with_server[part] == without[part], part


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [("tool:autre", {}, 404), ("tool:essai-outil", {"autre": 1}, 422), ("tool:essai-outil", ["x" * 20_000], 413)],
)
def test_what_is_no_tool_or_does_not_fit_is_refused(store, name, value, status):
    lessons, learner = Lessons(sample_course(), store, lambda _: None), one(store)
    with pytest.raises(Refused) as refused:
        lessons.save(learner, "essai", name, value)
    assert refused.value.status == status


def test_others_are_read_from_five_on_and_without_their_words(store, monkeypatch):
    peers = []

    def read(tool, value, world):
        peers.append(world.peers)
        return Reading([Finding("note", "Lu.")])

    monkeypatch.setitem(form.READINGS, "voisins", ToolReading(read, frozenset()))
    lessons = Lessons(sample_course(sample_tool(reading="voisins", compared=True)), store, lambda _: None)
    for _ in range(6):
        lessons.save(one(store), "essai", "tool:essai-outil", EXAMPLE)
    assert [len(found) for found in peers] == [0, 0, 0, 0, 0, 5]
    assert "école" not in json.dumps(peers, ensure_ascii=False)
