"""Questions of the bank asked in a room: as lessons show them, covered until their moment, then with the reasons."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from pydantic import TypeAdapter

from passerelles.content.corpus import Statement
from passerelles.content.course import Course
from passerelles.content.items import Item, MultipleChoice, ShortText, SingleChoice
from passerelles.engines.feedback import feedback
from passerelles.engines.lesson import Attempt, item_state, public_item
from passerelles.scoring import MAX_TEXT, Outcome, score

from .activity import SMALL, Json
from .answers import spread
from .presence import needed
from .screen import Block, listing, question, words

VERDICTS = ("right", "partial", "wrong")
_READ: TypeAdapter[Any] = TypeAdapter(Item)
_TAG = re.compile(r"<[^>]*>")
_HALF = re.compile("[\ud800-\udfff]")  # half a sign: no page could be sent it
_STATEMENT = re.compile(r"\b(?:C5|WC)-\d{3}\b")


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it was taken: its JSON, what it is worth, when."""

    given: str
    outcome: Outcome
    at: float

    @property
    def placed(self) -> dict[str, str]:
        """What was put where, when that is what was asked."""
        answer = json.loads(self.given)
        return answer if isinstance(answer, dict) else {}


@dataclass(frozen=True, eq=False)
class Asked:
    """A question of the room, the same for everybody: one talks about it. `told` remembers what answers were told."""

    module: str
    item: Any
    shown: Json
    statements: Mapping[str, Statement]
    told: dict[str, Json] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of the item."""
        return str(self.item.id)


def kept(course: Course, found: Iterable[tuple[str, Any]]) -> Json:
    """Return questions (module, item) as JSON, with the statements that they and their feedback name."""
    items = [{"module": module, "item": item.model_dump(mode="json")} for module, item in found]
    named = sorted(set(_STATEMENT.findall(json.dumps(items))) & course.statements.keys())
    return {"items": items, "statements": [course.statements[name].model_dump(mode="json") for name in named]}


def asked(prepared: Json, seed: str) -> tuple[Asked, ...]:
    """Return the questions that were kept."""
    statements = {one["id"]: Statement.model_validate(one) for one in prepared["statements"]}
    count, found = len(prepared["items"]), []
    for rank, one in enumerate(prepared["items"], 1):
        item = _READ.validate_python(one["item"])
        shown = public_item(item, seed=seed, statements=statements) | {"rank": rank, "of": count}
        found.append(Asked(one["module"], item, shown, statements))
    return tuple(found)


def taken(one: Asked, given: str, at: float) -> Answered:
    """Return an answer, from its JSON; Refused when it is empty or malformed."""
    needed(len(given) <= MAX_TEXT)
    answer = json.loads(given)
    outcome = score(one.item, answer)
    needed(outcome.verdict not in ("empty", "malformed"), "live.answers.blank")
    told = json.dumps(answer, ensure_ascii=False, sort_keys=True)
    needed(not _HALF.search(told), "live.answers.blank")
    return Answered(told, outcome, at)


def uncovered(one: Asked, answer: Answered) -> Block:
    """Return the question with somebody's answer and the reasons."""
    if answer.given not in one.told:
        attempt = Attempt(json.loads(answer.given), answer.outcome.points, answer.outcome.verdict, "")
        one.told[answer.given] = item_state(one.item, [attempt], statements=one.statements) | {"saved_at": None}
    return question(one.shown, one.told[answer.given])


def covered(one: Asked, answer: Answered | None) -> Block:
    """Return the question with somebody's answer, which they may still change, and nothing of what it is worth."""
    state = {
        "status": "answered" if answer else "new",
        "answer": json.loads(answer.given) if answer else None,
        "draft": None,
        "attempts_used": int(answer is not None),
        "attempts_left": None,
        "feedback": None,
        "saved_at": None,
        "rubric_marks": None,
    }
    return question(one.shown | {"attempts": None}, state)


def prompt(one: Asked) -> list[Block]:
    """Return the question to look at together: what is asked, and what there is to choose from."""
    offered = [bare(part["html"]) for name in ("options", "elements") for part in one.shown[name]]
    html: Block = {"kind": "prose", "html": one.shown["html"], "tone": "normal"}
    return [html, listing(offered)] if offered else [html]


def solution(one: Asked, title: str) -> Block:
    """Return what was right, in plain words."""
    details = feedback(one.item, None, reveal=True, statements=one.statements)["details"]
    if isinstance(one.item, SingleChoice | MultipleChoice):
        return listing([bare(detail["html"]) for detail in details if detail["right"]], title)
    if isinstance(one.item, ShortText):
        return listing([bare(detail["html"]) for detail in details], title)
    return listing([f"{bare(detail['html'])} → {bare(detail['place'])}" for detail in details], title)


def division(one: Asked, caption: str, given: Iterable[Answered], labels: Mapping[str, str]) -> Block:
    """Return how a room answered: by option where one chooses, otherwise by verdict (`labels`)."""
    found = list(given)
    if not isinstance(one.item, SingleChoice):
        return spread(caption, labels.items(), (answer.outcome.verdict for answer in found))
    options = [(option.id, bare(option.text)) for option in one.item.options]
    return spread(caption, options, (json.loads(answer.given) for answer in found))


def share(answers: Iterable[Answered]) -> float | None:
    """Return the share of the points that a group got; None of fewer than five answers."""
    found = [answer.outcome for answer in answers]
    most = sum(outcome.maximum for outcome in found)
    return sum(outcome.points for outcome in found) / most if len(found) >= SMALL and most else None


def bare(html: str) -> str:
    """Return the words of some HTML or inline Markdown of the course."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def unanswered(one: Asked, sentence: str, title: str) -> list[Block]:
    """Return to who gave no answer what was right."""
    return [*prompt(one), words(sentence, "hint"), solution(one, title)]
