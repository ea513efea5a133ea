"""The screens of the log of decisions: the log, what it lacks, its forms, the two questions of the end."""

from __future__ import annotations

from collections.abc import Sequence

from passerelles.engines.live.activity import SMALL
from passerelles.engines.live.answers import Answers, shortened, spread
from passerelles.engines.live.screen import Block, Choice, Field, buttons, cards, form, listing, table, words
from passerelles.french import day
from passerelles.text import t

from .decision import USEFUL, Decision, Leaving


def log(standing: Sequence[Decision]) -> Block:
    """Return the log; what a decision lacks is said in its place."""
    absent = t("live.decisions.lacking")
    rows = [
        [_what(one), one.who or absent, day(one.until) if one.until else absent,
         t(f"live.decisions.{'yes' if one.reread else 'no'}")]
        for one in standing
    ]  # fmt: skip
    if not rows:
        return words(t("live.decisions.none"), "hint") | {"id": "log"}
    head = [t(f"live.decisions.head-{name}") for name in ("what", "who", "until", "reread")]
    return table(t("live.decisions.log"), head, rows) | {"id": "log"}


def slips(standing: Sequence[Decision]) -> list[Block]:
    """Return the log as cards, which fit a phone."""
    absent = t("live.decisions.lacking")
    found = [
        {"title": _what(one), "note": t("live.decisions.reread") if one.reread else "",
         "words": t("live.decisions.slip", who=one.who or absent, until=day(one.until) if one.until else absent)}
        for one in standing
    ]  # fmt: skip
    title = words(t("live.decisions.log"), "strong") | {"id": "log-title"}
    return [title, cards(t("live.decisions.log"), found) | {"id": "log"}] if found else [log(standing)]


def _what(one: Decision) -> str:
    """Return what was decided, and that it came late when it did."""
    return t("live.decisions.late", what=one.what) if one.late else one.what


def lacking(standing: Sequence[Decision]) -> list[Block]:
    """Return how many decisions lack somebody or a date, when some do."""
    count = sum(not one.complete for one in standing)
    return [words(t("live.decisions.incomplete", n=count), "caution")] if count else []


def form_of(deed: str, one: Decision | None = None) -> Block:
    """Return the form of a decision, a new one or one to tell otherwise."""
    until = one.until.isoformat() if one and one.until else ""
    fields = [
        Field("what", t("live.decisions.what"), "text", value=one.what if one else ""),
        Field("who", t("live.decisions.who"), hint=t("live.decisions.who-hint"), value=one.who if one else "",
              required=False),
        Field("until", t("live.decisions.until"), "date", value=until, required=False),
    ]  # fmt: skip
    name = f"{deed}-{one.id}" if one else deed
    what = one.id if one else ""
    return form(name, t(f"live.decisions.{deed}"), deed, fields, t("live.decisions.note"), what=what,
                clears=one is None, private=True)  # fmt: skip


def may(one: Decision) -> list[Block]:
    """Return what the trainer may do with a decision."""
    reread = Choice(t("live.decisions.reread"), "unread" if one.reread else "reread", one.id, pressed=one.reread)
    strike = Choice(t("live.decisions.strike"), "strike", one.id, confirm=t("live.decisions.strike-sure"),
                    style="danger")  # fmt: skip
    return [buttons(f"decision-{one.id}", shortened(one.what), [reread, strike]), form_of("change", one)]


def asking(*, asked: bool, shown: bool) -> list[Block]:
    """Return the button that asks the two questions, then the one that shows the answers."""
    if shown:
        return []
    deed = "show" if asked else "ask"
    return [buttons("exit", t("live.decisions.exit"), [Choice(t(f"live.decisions.{deed}"), deed)])]


def leaving(one: Leaving | None) -> Block:
    """Return the form of the two questions."""
    options = [(name, t(f"live.decisions.useful-{name}")) for name in USEFUL]
    fields = [
        Field("useful", t("live.decisions.useful"), "choice", options=options, value=one.useful if one else ""),
        Field("without", t("live.decisions.without"), "text", value=one.without if one else "", required=False),
    ]
    return form("exit", t("live.decisions.exit"), "exit", fields, t("live.answers.send"), private=True)


def results(answers: Answers[Leaving]) -> list[Block]:
    """Return what was answered; words only of enough people."""
    given = list(answers.given.values())
    options = [(name, t(f"live.decisions.useful-{name}")) for name in USEFUL]
    blocks = [spread(t("live.decisions.useful"), options, (one.useful for one in given))]
    said = sorted(one.without for one in given if one.without)  # in an order that tells nothing of whom
    return [*blocks, listing(said, t("live.decisions.without"))] if said and len(given) >= SMALL else blocks
