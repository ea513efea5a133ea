"""What a trainer may settle of an activity before it begins: what is asked, how many rounds, out of which module."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from passerelles.text import t

from .activity import MAX_TEXT, Refused
from .screen import Field

Options = Mapping[str, Any]
MOST_LINES = 8
MAX_ABOUT = 120  # characters: it stands in a title
YES, NO = "yes", "no"


def fields(kind: str, options: Options, modules: Mapping[str, str]) -> list[Field]:
    """Return what may be settled, filled in with what is; none for an activity that settles itself.

    `modules`: titles by slug, of those that a quiz may draw from.
    """
    make = _FIELDS.get(kind)
    return make(options, modules) if make else []


def read(kind: str, says: Sequence[str], modules: Mapping[str, str]) -> dict[str, Any]:
    """Return the options that the filled-in fields say; raises Refused in words."""
    if kind not in _READ:
        raise Refused(t("live.session.cannot"))
    return _READ[kind](list(says), modules)


def _world_cafe_fields(options: Options, _: Mapping[str, str]) -> list[Field]:
    """Return the questions and the rounds."""
    rounds = [("", t("live.options.as-needed")), *((str(n), str(n)) for n in (2, 3, 4))]
    return [
        Field("questions", t("live.options.questions"), "text", t("live.options.questions-hint"), 4 * MAX_TEXT,
              value="\n".join(options.get("questions", ())), required=False),
        Field("rounds", t("live.options.rounds"), "choice", options=rounds, value=str(options.get("rounds", "")),
              required=False),
    ]  # fmt: skip


def _world_cafe(says: list[str], _: Mapping[str, str]) -> dict[str, Any]:
    """Read the questions, those of 2011 when there are none, and the rounds."""
    asked, rounds = _lines(says[0]), says[1]
    _need(not asked or 2 <= len(asked) <= 4, "questions-wrong")
    _need(rounds in ("", "2", "3", "4"), "wrong")
    return ({"questions": asked} if asked else {}) | ({"rounds": int(rounds)} if rounds else {})


def _vote_fields(options: Options, _: Mapping[str, str]) -> list[Field]:
    """Return the question, its choices, and whether one votes again."""
    choices = [str(one["text"]) for one in options.get("choices", ())]
    return [
        Field("question", t("live.options.question"), hint=t("live.options.vote-hint"), most=MAX_TEXT,
              value=str(options.get("question", "")), required=False),
        Field("choices", t("live.options.choices"), "text", t("live.options.choices-hint"), 2000,
              value="\n".join(choices), required=False),
        _either("twice", "live.options.twice", bool(options.get("twice"))),
    ]  # fmt: skip


def _vote(says: list[str], _: Mapping[str, str]) -> dict[str, Any]:
    """Read a question of the trainer's own; without one the controversy of the two texts is voted on."""
    question, choices = says[0].strip(), _lines(says[1])
    if not question:
        return {}
    _need(2 <= len(choices) <= MOST_LINES and len(question) <= MAX_TEXT, "choices-wrong")
    told = [{"id": f"c{rank}", "text": text} for rank, text in enumerate(choices, 1)]
    return {"question": question, "choices": told, "twice": says[2] == YES}


def _gather_fields(options: Options, _: Mapping[str, str]) -> list[Field]:
    """Return the question, and how many short texts each writes."""
    return [
        Field("question", t("live.options.question"), most=MAX_TEXT, value=str(options.get("question", ""))),
        Field("most", t("live.options.most"), "number", most=2, value=str(options.get("most", 3))),
    ]


def _gather(says: list[str], _: Mapping[str, str]) -> dict[str, Any]:
    """Read the question and the number."""
    _need(0 < len(says[0].strip()) <= MAX_TEXT and says[1] in map(str, range(1, 11)), "gather-wrong")
    return {"question": says[0].strip(), "most": int(says[1])}


def _diagnosis_fields(options: Options, _: Mapping[str, str]) -> list[Field]:
    """Return what the facts are about."""
    told, hint = str(options.get("about", "")), t("live.options.about-hint")
    return [Field("about", t("live.options.about"), hint=hint, most=MAX_ABOUT, value=told, required=False)]


def _diagnosis(says: list[str], _: Mapping[str, str]) -> dict[str, Any]:
    """Read it; nothing is needed."""
    (about,) = says
    _need(len(about) <= MAX_ABOUT, "wrong")
    return {"about": about.strip()} if about.strip() else {}


def _quiz_fields(options: Options, modules: Mapping[str, str]) -> list[Field]:
    """Return where the questions come from, how many, and how they are asked."""
    return [
        Field("module", t("live.options.module"), "choice", options=list(modules.items()),
              value=str(options.get("module", ""))),
        Field("count", t("live.options.count"), "number", most=2, value=str(options.get("count", 8))),
        _either("together", "live.options.together", bool(options.get("together"))),
        _either("teams", "live.options.teams", bool(options.get("teams"))),
    ]  # fmt: skip


def _quiz(says: list[str], modules: Mapping[str, str]) -> dict[str, Any]:
    """Read the module, the number, and how it is asked."""
    module, count, together, teams = says
    _need(module in modules and count in map(str, range(1, 31)), "quiz-wrong")
    return {"module": module, "count": int(count), "together": together == YES, "teams": teams == YES}


def _either(name: str, key: str, chosen: bool) -> Field:
    """Return a choice between two ways."""
    options = [(NO, t(f"{key}-no")), (YES, t(f"{key}-yes"))]
    return Field(name, t(key), "choice", options=options, value=YES if chosen else NO)


def _lines(text: str) -> list[str]:
    """Return the lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _need(condition: bool, key: str) -> None:
    """Raise Refused, in words, unless that holds."""
    if not condition:
        raise Refused(t(f"live.options.{key}", most=MAX_TEXT))


_FIELDS: dict[str, Callable[[Options, Mapping[str, str]], list[Field]]] = {
    "world-cafe": _world_cafe_fields, "vote": _vote_fields, "gather": _gather_fields, "quiz": _quiz_fields,
    "diagnosis": _diagnosis_fields,
}  # fmt: skip
_READ: dict[str, Callable[[list[str], Mapping[str, str]], dict[str, Any]]] = {
    "world-cafe": _world_cafe, "vote": _vote, "gather": _gather, "quiz": _quiz, "diagnosis": _diagnosis,
}  # fmt: skip
