"""The module as a competent author would write it with stock ipywidgets: one form per item, a callback that scores.

Models are spared where stock allows it: texts are plain outputs, feedback is one HTML widget instead of an Output.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as w
from IPython.display import HTML, display

from bench.pages import quiz

WIDE = {"description_width": "initial"}
FIRST_BUTTON, FIRST_CHOICE, FIRST_FEEDBACK = "first-button", "first-choice", "first-feedback"  # ids of their models

Json = dict[str, Any]
Input = tuple[w.Widget, Callable[[], Any]]


class Page:
    """The page of one learner."""

    def __init__(self, content: Json) -> None:
        """`content` is what `bench.content.content_of` made."""
        self._content, self._first = content, content["probe"]["item"]

    def show(self, step_id: str) -> None:
        """Display a step: its text, its items, its tool."""
        step = next(step for step in self._content["steps"] if step["id"] == step_id)
        display(HTML(quiz.heading(self._content, step)))
        for item in step["items"]:
            display(HTML(self._content["items"][item]["html"]))
            display(self._form(self._content["items"][item]))
        if step.get("tool"):
            display(TOOLS[step["tool"]](self._content))

    def _form(self, item: Json) -> w.Widget:
        """Return the answer part of an item, with its button and its feedback."""
        first = item["id"] == self._first
        box, read = INPUTS[item["kind"]](item, {"model_id": FIRST_CHOICE} if first else {})
        button = w.Button(description=quiz.ANSWER, **({"model_id": FIRST_BUTTON} if first else {}))
        feedback = w.HTML(**({"model_id": FIRST_FEEDBACK} if first else {}))

        def answer(_: object) -> None:
            """Score what is on the screen."""
            feedback.value = quiz.judged(self._content, item["id"], read())

        button.on_click(answer)
        form = w.VBox([box, button, feedback])
        form.add_class(f"bench-{item['id']}")
        return form


def _choice(item: Json, extra: Json) -> Input:
    """Return radio buttons, none chosen yet."""
    radio = w.RadioButtons(options=quiz.labels(item, "options"), value=None, layout={"width": "max-content"}, **extra)
    return radio, lambda: radio.value


def _several(item: Json, extra: Json) -> Input:
    """Return a checkbox for each option."""
    boxes = {i: w.Checkbox(description=text, indent=False) for text, i in quiz.labels(item, "options")}
    return w.VBox(list(boxes.values())), lambda: [i for i, box in boxes.items() if box.value]


def _placing(item: Json, extra: Json) -> Input:
    """Return a drop-down list for each element."""
    places = [("…", None), *quiz.labels(item, "categories" if item["kind"] == "sort" else "partners")]
    lists = {i: w.Dropdown(options=places, description=text, style=WIDE) for text, i in quiz.labels(item, "elements")}
    return w.VBox(list(lists.values())), lambda: {i: one.value for i, one in lists.items()}


def _order(item: Json, extra: Json) -> Input:
    """Return a drop-down list for each rank."""
    elements = [("…", None), *quiz.labels(item, "elements")]
    ranks = [w.Dropdown(options=elements, description=str(n + 1)) for n in range(len(item["elements"]))]
    return w.VBox(ranks), lambda: [one.value for one in ranks]


def _text(item: Json, extra: Json) -> Input:
    """Return a line or an area to write in."""
    area = (w.Text if item["kind"] == "short" else w.Textarea)(placeholder="Votre réponse")
    return area, lambda: area.value


INPUTS: dict[str, Callable[[Json, Json], Input]] = {
    "single": _choice, "position": _choice, "multiple": _several, "sort": _placing, "match": _placing,
    "order": _order, "short": _text, "open": _text,
}  # fmt: skip


def _freins(content: Json) -> w.Widget:
    """Return « Mes freins »: obstacles to pick, and what can answer them."""
    options = [(one["plain"], one["id"]) for one in quiz.obstacles(content)]
    picked = w.SelectMultiple(options=options, rows=12, layout={"width": "100%"})
    shown = w.HTML()
    picked.observe(lambda change: setattr(shown, "value", quiz.ways_out(content, change["new"])), "value")
    return w.VBox([picked, shown])


def _engagement(content: Json) -> w.Widget:
    """Return the commitment: three texts, a date and a button."""
    texts = [w.Textarea(placeholder=hint) for hint in ("Mon geste", "Avec qui", "Ce qui peut aider")]
    kept, button = w.HTML(), w.Button(description="Garder")
    button.on_click(lambda _: setattr(kept, "value", quiz.KEPT))
    return w.VBox([*texts, w.DatePicker(description="Quand"), button, kept])


def _remise(content: Json) -> w.Widget:
    """Return the hand-in: a button and where it stands."""
    kept, button = w.HTML(), w.Button(description="Remettre")
    button.on_click(lambda _: setattr(kept, "value", quiz.KEPT))
    return w.VBox([button, kept])


TOOLS: dict[str, Callable[[Json], w.Widget]] = {"freins": _freins, "engagement": _engagement, "remise": _remise}

page = Page(quiz.load())
