"""A bench for the views: their real Python side, their real ES modules, and a model of get/set/on/save_changes only."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route
from pydantic import TypeAdapter

from passerelles.content.course import Course, LoadedModule
from passerelles.content.items import Item
from passerelles.server.pages.assets import STATIC
from passerelles.widgets.case_desk import LocalCaseDesk
from passerelles.widgets.case_view import CaseView
from passerelles.widgets.lesson import lesson
from passerelles.widgets.local_desk import LocalDesk
from passerelles.widgets.view import View

HERE = Path(__file__).resolve().parent
ADDRESS = "http://127.0.0.1:9/"
NOW = datetime(2026, 11, 21, 13, 32, tzinfo=UTC).isoformat()


class RecordingDesk(LocalDesk):
    """The local desk, which records like the server does and corrects a hand-in in two looks."""

    base_url: str | None = "/"
    handed: dict[str, Any] | None = None
    answers = 0

    def answer(self, item: str, answer: object, key: str) -> dict[str, Any]:
        fresh = key not in self._keys
        given = super().answer(item, answer, key)
        self.answers += fresh
        return {**given, "saved_at": NOW, "message": ""}

    def save(self, name: str, value: object, key: str) -> dict[str, Any]:
        return {**super().save(name, value, key), "saved_at": NOW, "message": ""}

    def hand_in(self, assignment: str) -> dict[str, Any]:
        self.handed = {"id": 1, "received_at": NOW, "status": "received", "reason": None, "results": None}
        return {"handin": dict(self.handed)}

    def handin(self, assignment: str) -> dict[str, Any]:
        assert self.handed
        after = {"received": "grading", "grading": "graded", "graded": "graded"}
        self.handed["status"] = after[self.handed["status"]]
        if self.handed["status"] == "graded":
            self.handed["results"] = {"score": 4.5, "max_score": 9.0, "needs_manual": True, "late_seconds": 0.0}
        return {"handin": dict(self.handed)}


class Bench:
    """One page that holds the views of a step.

    `lose` says how many of the next replies never arrive; while `deaf`, no request arrives.
    """

    def __init__(self, page: Page, desk: Any, slug: str) -> None:
        self.page, self.desk, self.slug = page, desk, slug
        self.lose = 0
        self.deaf = False
        self.requests: list[dict[str, Any]] = []
        self.errors: list[str] = []
        self._views: list[View] = []
        self._shown: list[Any] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.expose_function("ask", self._ask)
        page.route(f"{ADDRESS}**", self._serve)

    def open(self, *steps: str) -> Page:
        """Show these steps, as a kernel that has just started would."""
        self._shown = []
        opened = lesson(self.slug, desk=self.desk, show=self._shown.append)
        for step in steps:
            opened.show(step)
        return self.load()

    def load(self) -> Page:
        """Load the page of what was shown."""
        self._views = [thing for thing in self._shown if isinstance(thing, View)]
        self.page.goto(ADDRESS)
        self.page.wait_for_function("window.ready === true")
        return self.page

    def item(self, name: str) -> Locator:
        return self.page.locator(f"#item-{name}")

    def _ask(self, number: int, changes: dict[str, Any]) -> list[list[Any]] | None:
        """Give a message to a view; return what all the views then tell the browser: [view, trait, value]."""
        self.requests.append(changes["request"])
        if self.deaf:
            return None
        heard: list[list[Any]] = []

        def hear(change: Any) -> None:
            heard.append([self._views.index(change["owner"]), change["name"], change["new"]])

        watched = [(v, [n for n in ("state", "tool", "reply") if v.has_trait(n)]) for v in self._views]
        for view, names in watched:
            view.observe(hear, names)
        self._views[number].set_state(changes)
        for view, names in watched:
            view.unobserve(hear, names)
        if self.lose > 0:
            self.lose -= 1
            return None
        return heard

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if path.startswith("static/"):
            route.fulfill(path=STATIC / path.removeprefix("static/"))
        elif path == "":
            route.fulfill(body=self._page(), content_type="text/html; charset=utf-8")
        else:
            route.fulfill(status=404)

    def _page(self) -> str:
        body = []
        for thing in self._shown:
            hole = f'<div data-view="{self._views.index(thing)}"></div>' if isinstance(thing, View) else thing.data
            body.append(hole)
        traits = [
            {name: getattr(v, name) for name in v.keys if not name.startswith("_") and name not in ("layout", "comm")}
            | {"_esm": v._esm, "_css": v._css}
            for v in self._views
        ]
        data = json.dumps(traits).replace("<", "\\u003c")
        page = (HERE / "bench.html").read_text(encoding="utf-8")
        return page.replace("<!-- body -->", "\n".join(body)).replace('"traits"', data)


class RecordingCaseDesk(LocalCaseDesk):
    """The local desk of a case, which records like the server does."""

    base_url: str | None = "/"

    def _said(self) -> dict[str, Any]:
        return {**super()._said(), "saved_at": NOW, "message": ""}

    def save(self, name: str, value: object, key: str) -> dict[str, Any]:
        return {**super().save(name, value, key), "saved_at": NOW, "message": ""}


class CaseBench(Bench):
    """One page that holds the view of a case; its desk keeps the plays from one page to the next."""

    def begin(self, desk: LocalCaseDesk) -> Page:
        """Show the case of that desk, as a kernel that has just started would."""
        self.desk = desk
        return self.reopen()

    def reopen(self) -> Page:
        """Load the page again: another kernel, the same records, what the browser kept."""
        self._shown = [CaseView(self.desk, self.desk.case(), scope="passerelles:banc:cas")]
        return self.load()


def small_course() -> tuple[Course, LoadedModule]:
    """The small course of `course.json`: one module, one item of each kind, three tools."""
    raw = json.loads((HERE / "course.json").read_text(encoding="utf-8"))
    items = TypeAdapter(list[Item]).validate_python(raw.pop("items"))
    module = raw.pop("module")
    loaded = LoadedModule.model_validate({"module": module, "items": items, "texts": {"texte.md": "Un texte à lire."}})
    course = Course.model_validate(
        {"sources": {}, "sectors": [], "actors": [], "terms": [], "modules": {module["slug"]: loaded}, **raw}
    )
    return course, loaded


@pytest.fixture
def desk() -> RecordingDesk:
    """The learner's records, which survive a reload of the page."""
    return RecordingDesk(*small_course())


@pytest.fixture
def bench(chromium: Browser, desk: RecordingDesk, request: pytest.FixtureRequest) -> Iterator[Bench]:
    """A bench at 375 px (or at the width given by the test)."""
    width = getattr(request, "param", 375)
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, locale="fr-BE", timezone_id="Europe/Brussels"
    )
    context.set_default_timeout(8000)
    made = Bench(context.new_page(), desk, "banc")
    yield made
    context.close()
    assert made.errors == []


@pytest.fixture
def case_desk_of() -> Callable[[str, Course], RecordingCaseDesk]:
    """Returns the desk of a case of a course."""
    return lambda slug, course: RecordingCaseDesk(course, course.cases[slug])


@pytest.fixture
def case_bench(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[CaseBench]:
    """A bench for a case, at 375 px (or at the width given by the test)."""
    context = chromium.new_context(
        viewport={"width": getattr(request, "param", 375), "height": 800}, locale="fr-BE", timezone_id="Europe/Brussels"
    )
    context.set_default_timeout(8000)
    made = CaseBench(context.new_page(), None, "")
    yield made
    context.close()
    assert made.errors == []
