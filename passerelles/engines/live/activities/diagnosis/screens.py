"""What a shared diagnosis shows: the form of a fact, the facts to tick, the overlaps, the common finding."""

from __future__ import annotations

from passerelles.engines.live.activity import SMALL, Trace
from passerelles.engines.live.answers import late, mine, received
from passerelles.engines.live.notes import Note, own, sorted_out
from passerelles.engines.live.presence import sector_name
from passerelles.engines.live.screen import (
    Block,
    Choice,
    Field,
    Screen,
    Tone,
    buttons,
    cards,
    form,
    listing,
    prose,
    words,
)
from passerelles.text import t

from .state import AGREED, LENGTHS, PER_PERSON, Diagnosis, others

ON_A_SCREEN = 5  # overlaps, large enough for the back of the room
SEPARATOR = " · "  # the names of sectors hold commas


def person_screen(state: Diagnosis, who: str) -> Screen:
    """Return the form of a fact, above it those of other sectors to tick once they are shown; in the end the overlaps.

    What is typed while the trainer shows the facts stays: the form is the same.
    """
    if state.compared:
        blocks = [*_agreed(state), *_overlaps(state), *mine(state.seen, who, shown=True)]
        return Screen(_title(state), [*blocks, *own(state, who)])
    write = [_fact_form(), words(t("live.diagnosis.unnamed"), "hint")]
    may = write if len(state.by(who)) < PER_PERSON else [words(t("live.diagnosis.enough"), "hint")]
    ticks = [*_ticks(state, who), *_beside(state, who)] if state.visible else [prose(t("live.diagnosis.how"))]
    return Screen(_title(state), [*ticks, *may, *own(state, who), *_agreed(state)])


def room_screen(state: Diagnosis) -> Screen:
    """Return how many wrote and which sectors are missing, then the facts, then the overlaps."""
    if state.compared:
        return Screen(_title(state), [*_agreed(state), *_overlaps(state, ON_A_SCREEN), *_missing(state)])
    if not state.visible:
        how = prose(t("live.diagnosis.how"))
        return Screen(_title(state), [how, _count(state), *_missing(state)])
    blocks = [received(state.presence, state.seen), cards(t("live.diagnosis.facts"), _facts(state))]
    return Screen(_title(state), [*blocks, *_missing(state), *_agreed(state)])


def trainer_screen(state: Diagnosis) -> Screen:
    """Return who is missing, the overlaps once they are shown, and what the trainer may do with each fact."""
    blocks = [_count(state), *_missing(state)]
    if state.visible:
        blocks += [received(state.presence, state.seen), *late(state.seen), _lead(state)]
        blocks += [*(_overlaps(state) if state.compared else []), _agree_form(state)]
    facts = sorted_out(state, keeping=False, named=lambda note: _named(state, note))
    return Screen(_title(state), [*blocks, *facts])


def trace(state: Diagnosis) -> Trace:
    """Return the facts, and how many sectors see each when five people took part; what was made of them."""
    took = {note.who for note in state.standing if not note.late} | state.seen.given.keys()
    enough = len(took) >= SMALL
    ordered = state.ordered(state.standing) if enough else state.standing
    found = [_card(note, _seen_by(state, note) if enough else "") for note in ordered]
    facts = {"people": len(took), "facts": sum(not note.late for note in state.standing)}
    facts |= {"shared": sum(len(sectors) > 1 for sectors in state.sectors.values())} if enough else {}
    named = {t(f"live.diagnosis.fact.{name}"): float(value) for name, value in facts.items()}
    blocks = [*_agreed(state), *([cards(t("live.diagnosis.facts"), found)] if found else [])]
    return Trace(_title(state), blocks or [words(t("live.answers.nothing"))], named, empty=not blocks)


def _title(state: Diagnosis) -> str:
    """Return what the facts are about."""
    about = state.prepared["about"]
    return t("live.diagnosis.titled", about=about) if about else t("live.diagnosis.title")


def _count(state: Diagnosis) -> Block:
    """Return how many wrote."""
    writers = {note.who for note in state.standing if not note.late}
    return words(t("live.diagnosis.count", n=len(writers), of=len(state.presence.here | writers)), live=True)


def _missing(state: Diagnosis) -> list[Block]:
    """Return which sectors that are there gave no fact."""
    if not state.missing:
        return []
    tone: Tone = "caution" if state.visible else "hint"
    return [words(t("live.diagnosis.missing", sectors=SEPARATOR.join(state.missing)), tone) | {"id": "missing"}]


def _fact_form() -> Block:
    """Return the form of one fact more."""
    fields = [
        Field(name, t(f"live.diagnosis.{name}"), "text" if name == "what" else "line",
              t(f"live.diagnosis.{name}-hint"), most)
        for name, most in LENGTHS.items()
    ]  # fmt: skip
    label = t("live.diagnosis.write")
    return form("write", label, "write", fields, t("live.answers.send"), clears=True, private=True)


def _ticks(state: Diagnosis, who: str) -> list[Block]:
    """Return the facts of the other sectors, to tick those that one's own sees too."""
    theirs, ticked = others(state, who), state.seen.of(who) or frozenset()
    if not theirs:
        return [words(t("live.diagnosis.alone"), "hint")]
    fields = [
        Field(sector or "none", sector_name(sector, state.names), "many", required=False,
              options=[(note.id, note.words) for note in notes],
              value=",".join(note.id for note in notes if note.id in ticked))
        for sector, notes in theirs.items()
    ]  # fmt: skip
    key = "ticked" if state.presence.sector(who) else "no-sector"
    see = form("see", t("live.diagnosis.see"), "see", fields, t("live.answers.send"))
    return [words(t(f"live.diagnosis.{key}"), "hint"), see, *mine(state.seen, who)]


def _beside(state: Diagnosis, who: str) -> list[Block]:
    """Return what others of one's own sector wrote: it is theirs to see, not to tick."""
    sector = state.presence.sector(who)
    mates = [note for note in state.by_sector.get(sector, ()) if note.who != who] if sector else []
    return [listing((note.words for note in mates), t("live.diagnosis.beside"))] if mates else []


def _card(note: Note, title: str, below: str = "") -> dict[str, str]:
    """Return a fact as a card; one that came late says so."""
    notes = [below, t("live.notes.late") if note.late else ""]
    return {"title": title, "words": note.words, "note": SEPARATOR.join(filter(None, notes))}


def _facts(state: Diagnosis) -> list[dict[str, str]]:
    """Return a card for each sector, with its facts."""
    return [
        {"title": sector_name(sector, state.names), "words": "\n".join(f"– {_told(note)}" for note in notes)}
        for sector, notes in state.by_sector.items()
    ]


def _told(note: Note) -> str:
    """Return a fact; one that came late says so."""
    return SEPARATOR.join([note.words, t("live.notes.late")]) if note.late else note.words


def _overlaps(state: Diagnosis, most: int = 0) -> list[Block]:
    """Return the facts that several sectors see, with these sectors, then the others; `most`: how many of them."""
    shared = [note for note in state.ordered(state.visible) if len(state.sectors[note.id]) > 1]
    single = [note for note in state.visible if note not in shared]
    found = [
        _card(note, _seen_by(state, note), SEPARATOR.join(state.names[one] for one in state.sectors[note.id]))
        for note in shared[: most or None]
    ]
    start = words(t("live.diagnosis.start" if shared else "live.diagnosis.none"), "hint")
    blocks = [*([cards(t("live.diagnosis.shared"), found)] if shared else []), start | {"id": "start"}]
    rest = len(shared) - len(found) + len(single)
    if most and rest:
        return [*blocks, words(t("live.diagnosis.more", n=rest)) | {"id": "more"}]
    told = [_named(state, note) for note in single]
    return [*blocks, *([listing(told, t("live.diagnosis.single"))] if told else [])]


def _seen_by(state: Diagnosis, note: Note) -> str:
    """Return how many sectors see a fact."""
    count = len(state.sectors[note.id])
    return t("live.diagnosis.seen", n=count) if count > 1 else ""


def _named(state: Diagnosis, note: Note) -> str:
    """Return a fact after the sector of who wrote it."""
    sector = sector_name(state.presence.sector(note.who), state.names)
    return t("live.diagnosis.of", sector=sector, words=note.words)


def _lead(state: Diagnosis) -> Block:
    """Return the button that shows the overlaps, or covers them again."""
    compare = Choice(t("live.diagnosis.compare"), "compare", style="main")
    cover = Choice(t("live.diagnosis.cover"), "cover")
    return buttons("compare", t("live.diagnosis.lead"), [cover if state.compared else compare])


def _agree_form(state: Diagnosis) -> Block:
    """Return the form of what set it off, and of the finding that all share."""
    fields = [
        Field(name, t(f"live.diagnosis.{name}"), "text", t(f"live.diagnosis.{name}-hint"), most,
              value=getattr(state, name), required=name == "finding")
        for name, most in AGREED.items()
    ]  # fmt: skip
    return form("agree", t("live.diagnosis.agree"), "agree", fields, t("live.notes.keep"))


def _agreed(state: Diagnosis) -> list[Block]:
    """Return what the room goes away with."""
    given = {name: getattr(state, name) for name in AGREED}
    found = [{"title": t(f"live.diagnosis.{name}"), "words": text} for name, text in given.items() if text]
    return [cards(t("live.diagnosis.agreed"), found) | {"id": "agreed"}] if found else []
