"""Where each statement is taught, practised and assessed; and which statements each item rests on."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Literal

from ..text import t
from .case import Node
from .corpus import Statement
from .course import Course, LoadedModule, Step
from .items import Item
from .mechanism_places import to_practise
from .picture import draw
from .roleplay import roleplay_cites
from .tool import Tool

Use = Literal["taught", "practised", "assessed"]
USES: tuple[Use, ...] = ("taught", "practised", "assessed")
NOT_ASKED = ("contexte", "question")  # natures of statements that one learns of without being asked about them
HEADINGS: dict[Use, str] = {"taught": "enseigné", "practised": "exercé", "assessed": "évalué"}


@dataclass(frozen=True)
class Coverage:
    """The matrix both ways. Places are written `module/step`, `module/item` or `module/tool`."""

    statements: dict[str, dict[Use, list[str]]]
    items: dict[str, list[str]]
    known: dict[str, Statement]
    expected: dict[Use, list[str]]

    def missing(self, use: Use) -> list[str]:
        """Return the statements that are expected to have a use and have it nowhere."""
        return [name for name in self.expected[use] if not self.statements[name][use]]

    def as_json(self) -> dict[str, object]:
        """Return both directions as a JSON object: `{"statements": {…}, "items": {…}}`."""
        return {"statements": self.statements, "items": self.items}

    def as_table(self) -> str:
        """Return a table for a terminal: one line per statement, then the totals, then items and statements."""
        head = ["énoncé", "nature", *(HEADINGS[use] for use in USES)]
        rows = [[i, self.known[i].kind, *(_list(uses[use]) for use in USES)] for i, uses in self.statements.items()]
        back = [[name, " ".join(cited)] for name, cited in self.items.items()]
        return "\n".join(
            [*_columns([head, *rows]), "", self.summary(), "", *_columns([["question", "énoncés"], *back])]
        )

    def as_csv(self) -> str:
        """Return one row per statement: id, source, kind, then the places of each use, separated by spaces."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["statement", "source", "kind", *USES])
        for name, uses in self.statements.items():
            statement = self.known[name]
            writer.writerow([name, statement.source, statement.kind, *(" ".join(uses[use]) for use in USES)])
        return out.getvalue()

    def as_svg(self) -> str:
        """Return a picture: one square per statement, one stripe per use, grouped by source and kind."""
        groups: dict[str, list[tuple[str, tuple[bool, ...]]]] = {}
        for name, uses in self.statements.items():
            group = f"{self.known[name].source} · {t(f'nature.{self.known[name].kind}')}"
            groups.setdefault(group, []).append((name, tuple(bool(uses[use]) for use in USES)))
        return draw(groups, [HEADINGS[use] for use in USES], self.summary())

    def summary(self) -> str:
        """Return one French sentence with the totals, out of what is expected."""
        totals = [
            f"{len(self.expected[use]) - len(self.missing(use))} {HEADINGS[use]}s sur {len(self.expected[use])}"
            for use in USES
        ]
        return f"{len(self.statements)} énoncés : {', '.join(totals)}."


def coverage(course: Course) -> Coverage:
    """Return the coverage of a course; statements that do not exist are left to the rules."""
    uses: dict[str, dict[Use, list[str]]] = {name: {use: [] for use in USES} for name in course.statements}

    def record(use: Use, names: list[str], place: str) -> None:
        """Note that a place uses these statements."""
        for name in names:
            if name in uses and place not in uses[name][use]:
                uses[name][use].append(place)

    marked = {(work.module, item) for work in course.assignments.values() for item in work.items}
    debriefed = {work.case for work in course.assignments.values()}
    for slug, module in course.modules.items():
        for step in module.module.steps:
            record("taught", step.teaches, f"{slug}/{step.id}")
            for item in _shown(module, step):
                use: Use = "assessed" if (slug, item.id) in marked else "practised"
                record(use, rests_on(item), f"{slug}/{item.id}")
            if step.tool == "freins":
                record("practised", _bridged(course), f"{slug}/freins")
            if tool := module.tool(step.tool or ""):
                record("practised", tool_cites(tool), f"{slug}/{tool.id}")
    for slug, case in course.cases.items():
        for node in case.nodes:
            record("practised", case_cites(node), f"{slug}/{node.id}")
        for question in case.debrief:
            use = "assessed" if question.rubric and slug in debriefed else "practised"
            record(use, question.cites, f"{slug}/debrief:{question.id}")
    for place, names in _lived(course).items():
        record("practised", names, place)
    items = {f"{slug}/{i.id}": rests_on(i) for slug, module in course.modules.items() for i in module.items}
    items |= {f"{slug}/{node.id}": case_cites(node) for slug, case in course.cases.items() for node in case.nodes}
    items |= {f"{slug}/debrief:{q.id}": q.cites for slug, case in course.cases.items() for q in case.debrief}
    items |= _lived(course)
    return Coverage(uses, items, course.statements, expected(course))


def expected(course: Course) -> dict[Use, list[str]]:
    """Return which statements a whole course teaches (all), practises and assesses.

    To practise: those that a mechanism rests on; the others are titles, questions asked and context. To assess: of
    these, all but those that are context or a question themselves, which have nothing to be asked about.
    """
    practised = to_practise(course)
    assessed = [name for name in practised if course.statements[name].kind not in NOT_ASKED]
    return {"taught": list(course.statements), "practised": practised, "assessed": assessed}


def rests_on(item: Item) -> list[str]:
    """Return the statements an item cites or quotes, once each, in order."""
    quoted = [element.statement for element in getattr(item, "elements", []) if element.statement]
    return list(dict.fromkeys([*item.cites, *quoted]))


def tool_cites(tool: Tool) -> list[str]:
    """Return the statements a tool cites or quotes, once each, in order."""
    rows = [row for part in tool.parts for row in part.rows]
    quoted = [name for row in rows for name in (row.statement, *row.cites) if name]
    return list(dict.fromkeys([*tool.cites, *quoted]))


def case_cites(node: Node) -> list[str]:
    """Return the statements that a node of a case and its options cite, once each, in order."""
    return list(dict.fromkeys([*node.cites, *(name for option in node.options for name in option.cites)]))


def _lived(course: Course) -> dict[str, list[str]]:
    """Return what each part of the role plays cites."""
    return {f"{s}/{part}": names for s, p in course.roleplays.items() for part, names in roleplay_cites(p).items()}


def _shown(module: LoadedModule, step: Step) -> list[Item]:
    """Return the items a step shows: an item that nobody sees covers nothing."""
    return [item for name in step.items for item in module.items if item.id == name]


def _bridged(course: Course) -> list[str]:
    """Return the obstacles and conditions that the « Mes freins » tool works with."""
    return [name for bridge in course.bridges for name in (bridge.obstacle, *bridge.conditions)]


def _list(places: list[str]) -> str:
    """Return places for a table cell."""
    return ", ".join(places) or "-"


def _columns(rows: list[list[str]]) -> list[str]:
    """Return rows as lines with aligned columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
