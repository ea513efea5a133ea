"""The module as a Panel page: `panel serve bench/pages/panel_page.py`. Standard library and Panel only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import panel as pn

from bench.pages import quiz

Json = dict[str, Any]
Input = tuple[Any, Callable[[], Any]]


def _choice(item: Json) -> Input:
    """Return radio buttons, none chosen yet."""
    radio = pn.widgets.RadioBoxGroup(options=dict(quiz.labels(item, "options")), value=None)
    return radio, lambda: radio.value


def _several(item: Json) -> Input:
    """Return a checkbox for each option."""
    boxes = pn.widgets.CheckBoxGroup(options=dict(quiz.labels(item, "options")), value=[])
    return boxes, lambda: boxes.value


def _placing(item: Json) -> Input:
    """Return a drop-down list for each element."""
    places = {"…": None, **dict(quiz.labels(item, "categories" if item["kind"] == "sort" else "partners"))}
    lists = {i: pn.widgets.Select(name=text, options=places) for text, i in quiz.labels(item, "elements")}
    return pn.Column(*lists.values()), lambda: {i: one.value for i, one in lists.items()}


def _order(item: Json) -> Input:
    """Return a drop-down list for each rank."""
    elements = {"…": None, **dict(quiz.labels(item, "elements"))}
    ranks = [pn.widgets.Select(name=str(n + 1), options=elements) for n in range(len(item["elements"]))]
    return pn.Column(*ranks), lambda: [one.value for one in ranks]


def _text(item: Json) -> Input:
    """Return a line or an area to write in."""
    kind = pn.widgets.TextInput if item["kind"] == "short" else pn.widgets.TextAreaInput
    area = kind(placeholder="Votre réponse")
    return area, lambda: area.value


INPUTS: dict[str, Callable[[Json], Input]] = {
    "single": _choice, "position": _choice, "multiple": _several, "sort": _placing, "match": _placing,
    "order": _order, "short": _text, "open": _text,
}  # fmt: skip


def form(content: Json, item: Json) -> Any:
    """Return an item: prompt, answer part, button, feedback."""
    box, read = INPUTS[item["kind"]](item)
    button, feedback = pn.widgets.Button(name=quiz.ANSWER), pn.pane.HTML("")

    def answer(_: object) -> None:
        """Score what is on the screen."""
        feedback.object = quiz.judged(content, item["id"], read())

    button.on_click(answer)
    return pn.Column(pn.pane.HTML(item["html"]), box, button, feedback, css_classes=[f"bench-{item['id']}"])


def freins(content: Json) -> Any:
    """Return « Mes freins »: obstacles to pick, and what can answer them."""
    picked = pn.widgets.MultiSelect(options={one["plain"]: one["id"] for one in quiz.obstacles(content)}, size=12)
    return pn.Column(picked, pn.pane.HTML(pn.bind(lambda chosen: quiz.ways_out(content, chosen), picked)))


def kept(*fields: Any, button: str) -> Any:
    """Return some fields, a button, and what it said."""
    said, press = pn.pane.HTML(""), pn.widgets.Button(name=button)
    press.on_click(lambda _: setattr(said, "object", quiz.KEPT))
    return pn.Column(*fields, press, said)


def engagement(content: Json) -> Any:
    """Return the commitment: three texts, a date and a button."""
    hints = ("Mon geste", "Avec qui", "Ce qui peut aider")
    texts = [pn.widgets.TextAreaInput(placeholder=hint) for hint in hints]
    return kept(*texts, pn.widgets.DatePicker(name="Quand"), button="Garder")


def remise(content: Json) -> Any:
    """Return the hand-in: a button and where it stands."""
    return kept(button="Remettre")


TOOLS: dict[str, Callable[[Json], Any]] = {"freins": freins, "engagement": engagement, "remise": remise}


def page(content: Json) -> Any:
    """Return the whole module, step after step."""
    parts: list[Any] = []
    for step in content["steps"]:
        parts.append(pn.pane.HTML(quiz.heading(content, step)))
        parts += [form(content, content["items"][item]) for item in step["items"]]
        if step.get("tool"):
            parts.append(TOOLS[step["tool"]](content))
    return pn.Column(*parts)


page(quiz.load()).servable()
