"""The documents and the after part of real cases, alone on a page: real plays, real modules, and no model."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route

from passerelles.content.case import Case
from passerelles.content.case_walk import offered
from passerelles.content.course import Course
from passerelles.content.loader import load_course
from passerelles.engines.case.engine import Play, back, choose, is_over, moments, played, start
from passerelles.engines.case.told import told
from passerelles.engines.case.view import _document
from passerelles.server.pages.assets import STATIC
from passerelles.widgets.bundle import bundle, stylesheet
from passerelles.widgets.view import labels

ADDRESS = "http://127.0.0.1:9/"
STYLES = ("base.css", "tools.css", "case.css", "case_after.css")
PAGE = """<!doctype html>
<html lang="fr-BE">
  <head>
    <meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Après l’histoire</title>
    <link rel="stylesheet" href="static/theme.css" />
    <style>%(styles)s</style>
  </head>
  <body class="p-page">
    <main class="p-main"><h1>Un cas</h1><div class="pw pw-case"></div></main>
    <script type="module">
      const from = (text) => import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
      const { showAfter, drawDocument } = await from(%(module)s);
      const strings = %(labels)s;
      const t = (key, values = {}) =>
        (strings[key] ?? `⟦${key}⟧`).replace(/\\{(\\w+)\\}/g, (whole, name) => (name in values ? values[name] : whole));
      t.count = (key, n, values = {}) =>
        t(`${key}.${n === 0 && `${key}.none` in strings ? "none" : n < 2 ? "one" : "many"}`, { n, ...values });
      const place = document.querySelector(".pw-case");
      const status = document.createElement("p");
      status.className = "status";
      window.typed = [];
      const given = %(given)s;
      for (const one of given.documents ?? []) place.append(drawDocument(one, t));
      const onDebrief = (question, text) => window.typed.push([question, text]);
      const onHandin = async () => window.answerHandin();
      const again = given.again ? document.createElement("details") : null;
      if (again) {
        again.className = "again";
        again.innerHTML = `<summary>${given.again}</summary><p>C’est ici.</p>`;
      }
      if (given.after) place.append(showAfter({ ...given, t, onDebrief, onHandin, onPoll: onHandin, status, again }));
      if (again) place.append(again);
      window.ready = true;
    </script>
  </body>
</html>
"""


@cache
def course() -> Course:
    """The real course, loaded once."""
    return load_course(Path(__file__).parents[2])


def all_documents() -> list[dict[str, Any]]:
    """Every document of every case, as a view receives it."""
    found = {}
    for case in course().cases.values():
        for node in (node for _, story in case.stories for node in story.nodes if node.document):
            found[case.slug, node.document] = _document(case, node)
    assert len(found) == sum(len(case.documents) for case in course().cases.values())
    return list(found.values())


def walked(case: Case, play: Play, pick: int) -> Play:
    """Play to the end, always taking the option of that rank among those offered."""
    while not is_over(case, play):
        options = offered(played(case, play), moments(case, play)[-1])
        play = choose(case, play, options[pick % len(options)].id)
    return play


def finished(slug: str, *, pick: int = 0, viewpoint: bool = False, comment: str | None = None) -> dict[str, Any]:
    """A finished play of a case, told: in its first mode; `comment`: given on coming back to the second moment."""
    case = course().cases[slug]
    mode = case.modes[0].id if case.modes else None
    play = walked(case, start(case, mode=mode), pick)
    if comment is not None:
        node = play.choices[1].partition(".")[0]
        play = walked(case, back(case, play, node, comment), pick + 1)
    if viewpoint:
        after = start(case, mode=mode, viewpoint=case.viewpoints[0].id, after=play.choices)
        play = walked(case, after, pick)
    return told(case, play, "graine", course().statements)


class AfterPage:
    """One page that shows documents or the after part; `typed` is what was said of the debrief."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        self.handed: list[dict[str, Any]] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.expose_function("answerHandin", lambda: self.handed.pop(0))
        page.route(f"{ADDRESS}**", self._serve)

    def open(self, **given: Any) -> Page:
        """Show `documents`, or the `after` and `scene` of a finished play with `works` and `handin`."""
        self._given = {"works": {}, "handin": None, **given}
        self.page.goto(ADDRESS)
        self.page.wait_for_function("window.ready === true")
        return self.page

    @property
    def typed(self) -> list[list[str]]:
        found: list[list[str]] = self.page.evaluate("window.typed")
        return found

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if path.startswith("static/"):
            route.fulfill(path=STATIC / path.removeprefix("static/"))
        elif path == "":
            route.fulfill(body=self._body(), content_type="text/html; charset=utf-8")
        else:
            route.fulfill(status=404)

    def _body(self) -> str:
        def script(value: Any) -> str:
            return json.dumps(value).replace("<", "\\u003c")

        module = bundle("case_after.js") + "\nexport { drawDocument };\n"
        texts = labels("common", "case", "case-after", "handin")
        return PAGE % {
            "styles": stylesheet(*STYLES),
            "module": script(module),
            "labels": script(texts),
            "given": script(self._given),
        }
