"""The module as a Solara page: `solara run bench/pages/solara_page.py`. Standard library and Solara only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from bench.pages import quiz

CONTENT = quiz.load()

Json = dict[str, Any]


@solara.component  # type: ignore[untyped-decorator]
def Item(item: Json) -> None:
    """One item: prompt, answer part, button, feedback."""
    value, set_value = solara.use_state(None)
    feedback, set_feedback = solara.use_state("")

    def answer() -> None:
        """Score what is on the screen."""
        set_feedback(quiz.judged(CONTENT, item["id"], value))

    with solara.Column(classes=[f"bench-{item['id']}"]):
        solara.HTML(unsafe_innerHTML=item["html"])
        INPUTS[item["kind"]](item, value, set_value)
        solara.Button(quiz.ANSWER, on_click=answer)
        solara.HTML(unsafe_innerHTML=feedback)


def _choice(item: Json, value: Any, set_value: Callable[[Any], None]) -> None:
    """Show radio buttons."""
    from solara import v

    radios = [v.Radio(label=text, value=i) for text, i in quiz.labels(item, "options")]
    v.RadioGroup(v_model=value, on_v_model=set_value, children=radios)


def _several(item: Json, value: Any, set_value: Callable[[Any], None]) -> None:
    """Show a checkbox for each option."""
    chosen = value or []
    for text, i in quiz.labels(item, "options"):
        others = [one for one in chosen if one != i]

        def ticked(on: bool, i: str = i, others: list[str] = others) -> None:
            """Add the option, or take it away."""
            set_value([*others, i] if on else others)

        solara.Checkbox(label=text, value=i in chosen, on_value=ticked)


def _lists(entries: list[tuple[str, Any]], places: list[tuple[str, str]], value: Any, set_value: Any) -> None:
    """Show a drop-down list for each entry."""
    texts, ids = [text for text, _ in places], dict(places)
    chosen = value or {}
    for label, i in entries:
        shown = next((text for text in texts if ids[text] == chosen.get(i)), None)

        def picked(text: str | None, i: Any = i) -> None:
            """Note the place of the entry."""
            set_value({**chosen, i: ids.get(text or "")})

        solara.Select(label=label, values=texts, value=shown, on_value=picked)


def _placing(item: Json, value: Any, set_value: Callable[[Any], None]) -> None:
    """Show a drop-down list for each element."""
    places = quiz.labels(item, "categories" if item["kind"] == "sort" else "partners")
    _lists(quiz.labels(item, "elements"), places, value, set_value)


def _order(item: Json, value: Any, set_value: Callable[[Any], None]) -> None:
    """Show a drop-down list for each rank."""
    ranks = [(str(n + 1), n) for n in range(len(item["elements"]))]
    _lists(ranks, quiz.labels(item, "elements"), value, set_value)


def _text(item: Json, value: Any, set_value: Callable[[Any], None]) -> None:
    """Show a field to write in."""
    solara.InputText("Votre réponse", value=value or "", on_value=set_value)


INPUTS: dict[str, Callable[[Json, Any, Callable[[Any], None]], None]] = {
    "single": _choice, "position": _choice, "multiple": _several, "sort": _placing, "match": _placing,
    "order": _order, "short": _text, "open": _text,
}  # fmt: skip


@solara.component  # type: ignore[untyped-decorator]
def Freins() -> None:
    """« Mes freins »: obstacles to pick, and what can answer them."""
    chosen, set_chosen = solara.use_state([])
    texts = {one["plain"]: one["id"] for one in quiz.obstacles(CONTENT)}
    solara.SelectMultiple("Mes freins", values=chosen, all_values=list(texts), on_value=set_chosen)
    solara.HTML(unsafe_innerHTML=quiz.ways_out(CONTENT, [texts[text] for text in chosen]))


@solara.component  # type: ignore[untyped-decorator]
def Kept(hints: tuple[str, ...], button: str) -> None:
    """Some texts to write, a button, and what it said."""
    said, set_said = solara.use_state("")
    for hint in hints:
        solara.InputText(hint)
    solara.Button(button, on_click=lambda: set_said(quiz.KEPT))
    solara.HTML(unsafe_innerHTML=said)


@solara.component  # type: ignore[untyped-decorator]
def Page() -> None:
    """The whole module, step after step."""
    with solara.Column():
        for step in CONTENT["steps"]:
            solara.HTML(unsafe_innerHTML=quiz.heading(CONTENT, step))
            for item in step["items"]:
                Item(CONTENT["items"][item])
            tool = step.get("tool")
            if tool == "freins":
                Freins()
            elif tool == "engagement":
                Kept(("Mon geste", "Avec qui", "Ce qui peut aider", "Quand"), "Garder")
            elif tool == "remise":
                Kept((), "Remettre")
