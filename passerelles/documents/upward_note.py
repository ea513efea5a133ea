"""The note that brings the findings of a World Café up, C5-130: each with session, tables, rounds and statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from passerelles.content.corpus import Statement
from passerelles.french import day, listed
from passerelles.text import t
from passerelles.typography import typeset

from .blocks import Block, Bullets, Heading, Paper, Words

View = Mapping[str, Any]


def note_paper(note: View, statements: Mapping[str, Statement], session: str, on: date) -> Paper:
    """Return what `engines.world_cafe.view.upward_note` made as a document, for PDF, Word or a page.

    `session` is the title of the session that the findings come from, `on` its day.
    """
    blocks = [*_origin(note, statements), *_findings(note, statements, session), *_rest(note, statements)]
    return Paper(typeset(note["title"]), _say("made", session=session, day=day(on)), blocks)


def _origin(note: View, statements: Mapping[str, Statement]) -> Iterator[Block]:
    """Yield where the note comes from, why it goes up, and what it still lacks."""
    yield Words(" ".join(_quoted(name, statements) for name in note["cites"]), "source")
    told = [_say("people", count=note["people"]), _say("rounds", count=note["rounds"])]
    told += [_say("sectors", sectors=listed(note["sectors"]))] if note["sectors"] else []
    new = sum(finding["new"] is True for finding in note["findings"])
    yield Bullets([*told, _say("count", count=len(note["findings"]), new=new)])
    yield Words(_say("care"))
    lacking = note["to_do"]
    if lacking["questions"] or lacking["entries"]:
        yield Words(_say("unfinished", questions=len(lacking["questions"]), entries=len(lacking["entries"])), "note")


def _findings(note: View, statements: Mapping[str, Statement], session: str) -> Iterator[Block]:
    """Yield the findings, question after question, then those beyond the questions."""
    for question in (*note["questions"], None):
        under = [finding for finding in note["findings"] if finding["question"] == question]
        if under or question:
            yield Heading(2, _asked(question, statements) if question else _say("beyond"))
        if question and not under:
            yield Words(_say("none"))
        for finding in under:
            yield from _finding(finding, statements, session)


def _finding(finding: View, statements: Mapping[str, Statement], session: str) -> Iterator[Block]:
    """Yield a finding: what it says, then where it comes from, what it is near to, and how high it goes."""
    yield Heading(3, typeset(f"{finding['label']} : {finding['words']}"))
    tables, rounds = finding["tables"], sorted({trace["round"] for trace in finding["traces"]})
    lines = [_origin_of(session, tables, rounds)]
    lines += [_say("near", statement=_quoted(name, statements)) for name in finding["statements"]]
    lines += {True: [_say("new")], None: [_say("not-compared")]}.get(finding["new"], [])
    level = finding.get("level")
    yield Bullets([*lines, _say("level", level=level) if level else _say("levels")])
    if finding["traces"]:
        yield Words(_say("traces"), "source")
        yield Bullets([_trace(trace) for trace in finding["traces"]])


def _origin_of(session: str, tables: Sequence[str], rounds: Sequence[int]) -> str:
    """Return the session, tables and rounds of a finding; nothing was linked when it was said at the harvest."""
    if not tables:
        return _say("harvest", session=session)
    return _say("origin", session=session, tables=listed(tables), rounds=listed([str(one) for one in rounds]))


def _trace(trace: View) -> str:
    """Return what was written on a cloth, and when."""
    return _say("trace.late" if trace["late"] else "trace", words=trace["words"], round=trace["round"])


def _rest(note: View, statements: Mapping[str, Statement]) -> Iterator[Block]:
    """Yield the answers of 2011 that nobody gave again."""
    if note["unspoken"]:
        yield Heading(2, _say("unspoken"))
        yield Words(_say("unspoken.means"), "source")
        yield Bullets([_quoted(name, statements) for name in note["unspoken"]])
    yield Words(t("documents.paper.sources"), "source")


def _asked(question: str, statements: Mapping[str, Statement]) -> str:
    """Return a question in words: one of 2011 is named by its statement."""
    return typeset(statements[question].quote if question in statements else question)


def _quoted(name: str, statements: Mapping[str, Statement]) -> str:
    """Return a statement with its number; its number alone when the course does not hold it."""
    return typeset(f"« {statements[name].quote} » ({name})" if name in statements else name)


def _say(key: str, **values: object) -> str:
    """Return a sentence of the note."""
    return typeset(t(f"evidence.note.{key}", **values))
