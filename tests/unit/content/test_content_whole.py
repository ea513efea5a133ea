"""What a whole course keeps: the mini-course does, and each promise is seen broken when it is."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from support.broken import Broken, swap

from passerelles.content.loader import load_course
from passerelles.content.problems import Problem
from passerelles.content.rules import WHOLE, bank
from passerelles.content.rules.base import Context, Finding

MODULE, ITEMS = "modules/lecon/module.yaml", "modules/lecon/items.yaml"
WORK, TRACK = "exercises/mini/assignment.yaml", "corpus/tracks/court.yaml"
MECHANISMS, STATEMENTS = "corpus/mechanisms.yaml", "corpus/statements.yaml"


BALANCED = ["situation", "situation", "situation", "source", "critical"] * 7


def found(root: Path) -> list[tuple[str, Finding]]:
    context = Context(load_course(root), root, date(2027, 1, 15))
    return [(rule.code, finding) for rule in WHOLE for finding in rule.find(context)]


def at(root: Path, finding: Finding) -> str:
    if not (root / finding.file).is_file():
        return ""
    context = Context(load_course(root), root, date(2027, 1, 15))
    return (root / finding.file).read_text(encoding="utf-8").splitlines()[context.line(finding) - 1]


BROKEN = [
    Broken("untaught-statement", STATEMENTS, "- id: C5-097", swap(MODULE, "C5-084, C5-097,", "C5-084,")),
    Broken("unpractised-statement", STATEMENTS, "- id: WC-047", swap(MECHANISMS, "WC-009]", "WC-047]")),
    Broken("unassessed-statement", STATEMENTS, "- id: WC-040", swap(WORK, "q-multiple, ", "")),
    Broken("few-spares", ITEMS, "spares:", swap(ITEMS, "    - {id: ecrire, text: Écrire à la direction,", "    #")),
    Broken("track-unknown", TRACK, "module: lecons", swap(TRACK, "module: lecon}", "module: lecons}")),
    Broken("track-unknown", TRACK, "steps: [relire]", swap(TRACK, "steps: [lire]", "steps: [relire]")),
    Broken("track-unknown", TRACK, "case: maxi", swap(TRACK, "case: mini", "case: maxi")),
    Broken("track-unknown", TRACK, "tool: tamis", swap(TRACK, "tool: freins", "tool: tamis")),
    Broken("track-too-short", TRACK, "minutes: 26", swap(TRACK, "minutes: 27", "minutes: 26")),
    Broken("track-too-short", TRACK, "minutes: 2,", swap(TRACK, "minutes: 13", "minutes: 2")),
    Broken("track-reach", TRACK, "reaches:", swap(TRACK, "reaches: [M02]", "reaches: [M02, M01]")),
]


def test_the_mini_course_keeps_every_promise(mini):
    assert found(mini) == []


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case.code}-{case.at}")
def test_a_broken_promise_is_seen_where_it_is(mini, case):
    case.change(mini)
    ((code, finding),) = found(mini)
    assert (code, finding.file) == (case.code, case.file)
    assert case.at in at(mini, finding)
    assert str(Problem(code, finding.file, 1, finding.cause, finding.cure))


def test_a_statement_that_loses_its_last_question_is_named(mini):
    swap(WORK, "q-multiple, ", "")(mini)
    ((_, finding),) = found(mini)
    assert "WC-040 n’est plus évalué nulle part" in finding.cause


def items(*focuses: str, right: Callable[[int], int] = lambda n: n % 3) -> str:
    made = []
    for n, focus in enumerate(focuses):
        options = "\n".join(
            f"  - {{id: o{i}, text: Texte {i}, correct: {str(i == right(n)).lower()}, feedback: Une phrase ici.}}"
            for i in range(3)
        )
        made.append(
            f"- id: s{n}\n  kind: single\n  focus: {focus}\n  prompt: Que faire ?\n"
            f"  cites: [C5-010]\n  options:\n{options}"
        )
    return "\n".join(made) + "\n"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("bank-focus", items(*["situation"] * 20)),
        ("bank-positions", items(*BALANCED, right=lambda n: 0 if n % 2 else n % 3)),
        ("", items(*BALANCED)),
    ],
)
def test_the_bank_is_looked_at_as_one(mini, code, text):
    (mini / ITEMS).write_text(text, encoding="utf-8")
    context = Context(load_course(mini), mini, date(2027, 1, 15))
    seen = {rule.code for rule in WHOLE if rule.code.startswith("bank") and list(rule.find(context))}
    assert seen == ({code} if code else set())


def test_a_whole_course_has_a_large_bank(mini, monkeypatch):
    context = Context(load_course(mini), mini, date(2027, 1, 15))
    assert list(bank.small_bank(context)) == []
    monkeypatch.setattr(bank, "WHOLE_FROM", 1)
    assert "9 questions" in next(bank.small_bank(context)).cause
