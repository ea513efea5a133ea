"""The course data every arm shows: the real module, prepared once as one JSON file, and the peers' notebooks.

Preparing outside the measured processes keeps the peers from paying for the loading of our course.
"""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

from passerelles.content.course import Course
from passerelles.content.items import Item
from passerelles.content.loader import load_course
from passerelles.widgets.local_desk import LocalDesk

MODULE = "pourquoi-difficile"
OPEN_TEXT = "Un texte d’essai, sans nom ni lieu, qui dit un fait et demande une décision."
NOTEBOOKS = {  # arm's page -> the first cell of its notebook; the other cells are the same as in our own notebook
    "ipywidgets": "from bench.pages.stock import page",
    "anywidget": "from bench.pages.views import page",
}
PLAIN = re.compile(r"[A-Za-z ,]{12,}")

Json = dict[str, Any]


def prepare(folder: Path) -> Path:
    """Write `content.json` and one notebook for each stock page into `folder`; return the path of the JSON file."""
    content = content_of(load_course(), MODULE)
    path = folder / "content.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    for name, first in NOTEBOOKS.items():
        (folder / f"{name}.ipynb").write_text(json.dumps(notebook(first, content)), encoding="utf-8")
    return path


def content_of(course: Course, slug: str) -> Json:
    """Return what a page of the module shows: the learner's view of it, the answers' feedback, what a probe looks for.

    `after[item][answer]` is the item's state once that answer was given: each option of a choice, the right answer
    under "" otherwise. `probe` names the first item and plain runs of its prompt and of its first option's feedback.
    """
    lesson = LocalDesk.of(slug, course).lesson()
    items = course.modules[slug].items
    lesson["after"] = {item.id: _after(course, slug, item) for item in items}
    lesson["keys"] = {item.id: right_answer(item) for item in items}
    lesson["probe"] = _probe(lesson)
    return lesson


def right_answer(item: Item) -> Any:
    """Return an answer worth every point, or any answer where nothing is scored."""
    data = item.model_dump()
    if item.kind in ("single", "multiple"):
        right = [option["id"] for option in data["options"] if option["correct"]]
        return right if item.kind == "multiple" else right[0]
    if item.kind in ("sort", "match"):
        place = "category" if item.kind == "sort" else "partner"
        return {element["id"]: element[place] for element in data["elements"]}
    if item.kind == "order":
        return [element["id"] for element in data["elements"]]
    if item.kind == "short":
        return " et ".join(idea["accepted"][0] for idea in data["expected"])
    return str(data["options"][0]["id"]) if item.kind == "position" else OPEN_TEXT


def notebook(first: str, content: Json) -> Json:
    """Return a notebook with the same cells as ours: one that opens the page, then one for each step."""
    sources = [first, *(f'page.show("{step["id"]}")' for step in content["steps"])]
    cells: list[Json] = [
        {"cell_type": "code", "id": f"cell-{n}", "metadata": {}, "source": source, "outputs": [],
         "execution_count": None}
        for n, source in enumerate(sources)
    ]  # fmt: skip
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def plain_run(text: str, elsewhere: str = "") -> str:
    """Return the longest run of plain letters in some HTML that stands nowhere in `elsewhere`.

    It can be looked for whatever the typography. ValueError when there is none.
    """
    runs: list[str] = PLAIN.findall(html.unescape(re.sub(r"<[^>]*>", "|", text)))
    return max((run.strip() for run in runs if run.strip() not in elsewhere), key=len)


def _after(course: Course, slug: str, item: Item) -> Json:
    """Return the states of an item after an answer."""
    if item.kind in ("single", "position"):
        options = [option["id"] for option in item.model_dump()["options"]]
        return {option: _answered(course, slug, item, option) for option in options}
    return {"": _answered(course, slug, item, right_answer(item))}


def _answered(course: Course, slug: str, item: Item, answer: Any) -> Any:
    """Return the state of an item after one answer by a learner who did nothing else."""
    return LocalDesk.of(slug, course).answer(item.id, answer, "bench")["state"]


def _probe(lesson: Json) -> Json:
    """Return what tells a probe that the first item can be read, and that its first option was acknowledged."""
    first = next(item for step in lesson["steps"] for item in step["items"])
    option = lesson["items"][first]["options"][0]["id"]
    feedback = next(d for d in lesson["after"][first][option]["feedback"]["details"] if d["id"] == option)["feedback"]
    said = re.sub(r"<div popover.*", "", feedback)
    shown = json.dumps([lesson["steps"], lesson["items"], lesson["tools"]], ensure_ascii=False)
    return {
        "item": first,
        "option": option,
        "prompt": plain_run(lesson["items"][first]["html"]),
        "feedback": plain_run(said, shown),
    }
