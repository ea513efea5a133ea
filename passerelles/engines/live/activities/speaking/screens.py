"""What the chair of the young person shows: who speaks how long, to them or of them, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from passerelles.engines.live.activity import TRAINER, Trace
from passerelles.engines.live.presence import OTHERS, sector_name
from passerelles.engines.live.screen import Block, Choice, Field, Screen, bars, buttons, form, prose, table, words
from passerelles.french import day
from passerelles.text import t

from .state import FACILITATOR, MANNERS, REREAD, SILENCE, YOUNG, Decision, State, shares, standing


def person_screen(state: State, who: str) -> Screen:
    """Return the summary; the means to note for who notes, and to take that on while nobody does."""
    if state.scribe == who:
        return Screen(t("live.speaking.title"), [words(t("live.speaking.scribe"), "hint"), *_noting(state, who)])
    take = (
        [] if state.scribe else [buttons("scribe", t("live.speaking.note"), [Choice(t("live.speaking.take"), "take")])]
    )
    return Screen(t("live.speaking.title"), [prose(t("live.speaking.how")), *take, *_summary(state)])


def room_screen(state: State) -> Screen:
    """Return the summary."""
    how = [] if state.seconds else [prose(t("live.speaking.how"))]
    return Screen(state.subject or t("live.speaking.title"), [*how, *_summary(state)])


def trainer_screen(state: State) -> Screen:
    """Return the means to note, and who notes else."""
    blocks: list[Block] = []
    if state.scribe:
        name = state.presence.people[state.scribe].name
        give = Choice(t("live.speaking.free"), "give")
        blocks += [words(t("live.speaking.scribe.is", name=name)), buttons("scribe", t("live.speaking.note"), [give])]
    late = state.late + sum(one.late for one in state.decisions)
    if late:
        blocks.append(words(t("live.speaking.late", count=late), "caution"))
    return Screen(t("live.speaking.title"), [*blocks, *_noting(state, TRAINER)])


def trace(state: State) -> Trace:
    """Return the shares, and the decisions with how they were read again."""
    told, total = standing(state), sum(state.seconds.values())
    facts = {
        "young": _percent(state.seconds.get(YOUNG, 0.0), total),
        "empty": _percent(state.chair.get(False, 0.0), sum(state.chair.values())),
        "to": round(state.manners.get("to", 0.0)),
        "of": round(state.manners.get("of", 0.0)),
        "decisions": len(told),
        "reread": sum(one.reread != "no" for one in told),
    }
    named = {t(f"live.speaking.fact.{name}"): float(value) for name, value in facts.items()}
    blocks = [*_shares(state), *_decisions(state)]
    return Trace(state.subject or t("live.speaking.title"), blocks, named, empty=not blocks)


def _noting(state: State, who: str) -> list[Block]:
    """Return all that may be noted: one tap each, then the decisions."""
    speaking = state.turn.who if state.turn else SILENCE
    speakers = [Choice(_name(state, one), "speak", one, pressed=speaking == one) for one in state.speakers()]
    speakers.append(Choice(t("live.speaking.silence"), "speak", SILENCE, pressed=speaking == SILENCE))
    chair = [Choice(t(f"live.speaking.chair.{name}"), "chair", name, pressed=state.occupied == (name == "occupied"))
             for name in ("occupied", "empty")]  # fmt: skip
    blocks = [buttons("speak", t("live.speaking.who"), speakers, stacked=True)]
    if state.turn and state.turn.who != YOUNG:
        manners = [
            Choice(t(f"live.speaking.{one}"), "address", one, pressed=state.turn.manner == one) for one in MANNERS
        ]
        blocks.append(buttons("address", t("live.speaking.manner"), manners))
    blocks += [buttons("chair", t("live.speaking.chair"), chair), _decide(), *_corrections(state)]
    if who != TRAINER:
        blocks.append(buttons("scribe", t("live.speaking.note"), [Choice(t("live.speaking.give"), "give")]))
    return [*blocks, *_summary(state)]


def _decide() -> Block:
    """Return the form of a decision; how it was read again must be said."""
    reread = [(one, t(f"live.speaking.reread.{one}")) for one in REREAD]
    fields = [
        Field("what", t("live.speaking.decision.what")),
        Field("who", t("live.speaking.decision.who"), hint=t("live.speaking.decision.who.hint"), most=120),
        Field("until", t("live.speaking.decision.until"), "date"),
        Field("reread", t("live.speaking.decision.reread"), "choice", options=reread),
    ]
    return form(
        "decide", t("live.speaking.decide"), "decide", fields, t("live.speaking.keep"), clears=True, private=True
    )


def _corrections(state: State) -> list[Block]:
    """Return, for each decision, what may still be said of it."""
    blocks = []
    for one in standing(state):
        choices = [Choice(t(f"live.speaking.reread.{how}"), "reread", one.id, (how,), pressed=one.reread == how)
                   for how in REREAD]  # fmt: skip
        away = Choice(
            t("live.speaking.strike"), "strike", one.id, style="danger", confirm=t("live.speaking.strike.sure")
        )
        blocks.append(buttons(f"reread-{one.id}", t("live.speaking.reread", what=one.what), [*choices, away]))
    return blocks


def _summary(state: State) -> list[Block]:
    """Return what everybody may see."""
    key = "occupied" if state.occupied else "empty"
    blocks = [words(t(f"live.speaking.chair.is.{key}"), "good" if state.occupied else "caution", live=True)]
    if state.turn:
        blocks.append(words(t("live.speaking.now", who=_name(state, state.turn.who))))
    return [*blocks, *_shares(state), *_decisions(state)]


def _shares(state: State) -> list[Block]:
    """Return who spoke how long, how the others spoke, and how long the chair was empty."""
    blocks = []
    if sum(state.seconds.values()):
        blocks.append(bars(t("live.speaking.shares"), _rows(state, shares(state)), most=100, unit="%"))
    told = [_lasting(t(f"live.speaking.{one}"), state.manners[one]) for one in MANNERS if one in state.manners]
    if sum(state.chair.values()):
        empty = _percent(state.chair.get(False, 0.0), sum(state.chair.values()))
        told.append(t("live.speaking.chair.share", empty=empty))
    return [*blocks, words(t("live.speaking.stop").join([*told, ""]).strip())] if told else blocks


def _rows(state: State, found: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return the shares in percent, the young person first, each with how long it is."""
    total = sum(found.values())
    order = sorted(found, key=lambda who: (who != YOUNG, who in (OTHERS, FACILITATOR), who))
    return [(_lasting(_name(state, who), found[who]), _percent(found[who], total)) for who in order]


def _decisions(state: State) -> list[Block]:
    """Return the decisions, and whether the young person has read them again."""
    head = [t(f"live.speaking.column.{name}") for name in ("what", "who", "until", "reread")]
    told = standing(state)
    blocks = [table(t("live.speaking.decisions"), head, (_row(one) for one in told))] if told else []
    unread = sum(one.reread == "no" for one in told)
    return [*blocks, words(t("live.speaking.unread", count=unread), "caution")] if unread else blocks


def _row(one: Decision) -> list[str]:
    """Return a decision as a row."""
    return [one.what, one.who, _day(one.until), t(f"live.speaking.reread.{one.reread}")]


def _day(until: str) -> str:
    """Return a date in words; what is none as it is."""
    try:
        return day(date.fromisoformat(until))
    except ValueError:
        return until


def _name(state: State, who: str) -> str:
    """Return how a speaker is told."""
    if who in (YOUNG, FACILITATOR, OTHERS):
        return t(f"live.speaking.speaker.{'others' if who == OTHERS else who}")
    return sector_name(who, state.names)


def _lasting(label: str, spent: float) -> str:
    """Return a label with minutes and seconds."""
    minutes, seconds = divmod(round(spent), 60)
    return t("live.speaking.lasting", label=label, minutes=minutes, seconds=f"{seconds:02}")


def _percent(part: float, whole: float) -> int:
    """Return a share of a hundred; 0 of nothing."""
    return round(100 * part / whole) if whole else 0
