"""What the trainer of a role play sees and may do: who plays what, the phases, what happens, the guide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from passerelles.content.roleplay import RolePlay
from passerelles.engines.live.screen import (
    Block,
    Choice,
    Field,
    Screen,
    buttons,
    fold,
    form,
    heading,
    link,
    listing,
    prose,
    words,
)
from passerelles.engines.live.screen import table as grid
from passerelles.engines.roleplay.moves import MORE
from passerelles.engines.roleplay.state import seconds_left
from passerelles.engines.roleplay.view import View
from passerelles.text import t

from . import pieces
from .dealing import LEAST, is_own, tables_for
from .pieces import once, role_name, titled
from .room import seating
from .table import Room, Table

CHOSEN = 6  # numbers of tables to choose from, at most


def cockpit(room: Room) -> Screen:
    """Return what the trainer sees."""
    play = room.play
    if play is None:
        return Screen(t("live.roleplay.title"), [words(t("live.roleplay.choose"), "strong"), *_plays(room)])
    lead = [*_phases(room), *_tables(room)] if room.tables else [words(t("live.roleplay.alone"))]
    return Screen(play.title, [*pieces.caution(play), *lead, *_hands(room), *_guide(room, play)])


def _plays(room: Room) -> Iterator[Block]:
    """Yield the plays there are to choose from."""
    for slug, play in room.plays.items():
        told = t("live.roleplay.play", minutes=play.minutes, roles=len(play.roles), purpose=play.purpose)
        yield heading(play.title)
        yield words(told)
        choose = Choice(t("live.roleplay.choose.this", title=play.title), "choose", slug)
        yield buttons(f"choose-{slug}", play.title, [choose])


def _phases(room: Room) -> list[Block]:
    """Return the buttons that lead on: one for all the tables of a phase, with the time that is left."""
    by_phase: dict[str, list[Table]] = {}
    for table in room.tables:
        by_phase.setdefault(table.phase, []).append(table)
    return [block for tables in by_phase.values() for block in _led(room, tables)]


def _led(room: Room, tables: Sequence[Table]) -> list[Block]:
    """Return what leads on the tables of one phase."""
    first, names = tables[0], [table.name for table in tables]
    play, name = first.play, first.phase or "before"
    label = t("live.roleplay.tables", names=", ".join(names)) if len(room.tables) > 1 else t("live.roleplay.phases")
    following = first.state.phase + 1 if first.begun else 0
    choices = []
    if following < len(play.phases):
        title = play.phases[following].title
        choices.append(Choice(t("live.roleplay.next", title=title), "next", first.phase, names, style="main"))
    if not first.begun:
        return [buttons("next-before", label, choices)]
    more = [Choice(t("live.roleplay.more", n=n), "extend", n, names) for n in MORE]
    return [*pieces.moment(first), buttons(f"next-{name}", label, [*choices, *more]), *_acting(tables, names)]


def _acting(tables: Sequence[Table], names: Sequence[str]) -> list[Block]:
    """Return what the trainer may do while the meeting goes on."""
    first = tables[0]
    if first.kind != "act":
        return []
    deeds = ["show-proposals"] if not all(table.state.proposals_shown for table in tables) else []
    deeds += ["open-vote"] if any(table.state.proposals_shown and not table.state.voting for table in tables) else []
    deeds += ["show-votes"] if any(table.state.voting for table in tables) else []
    again = t("live.roleplay.vote-again") if any(table.state.votes_shown for table in tables) else ""
    choices = [Choice(t(f"live.roleplay.{deed}"), deed, "", names, confirm=again if deed == "open-vote" else "")
               for deed in deeds]  # fmt: skip
    return [buttons(f"act-{first.phase}", t("live.roleplay.vote-label"), choices), *_to_come(first, names)]


def _to_come(table: Table, names: Sequence[str]) -> list[Block]:
    """Return what may be made to happen before its time."""
    play, waiting = table.play, [one for one in table.play.injects if one.id not in table.state.happened]
    titles = {phase.id: phase.title for phase in play.phases}
    choices = [
        Choice(t("live.roleplay.inject", title=one.title, minute=one.minute, phase=titles[one.at],
                 to=pieces.roles_named(play, one.to) if one.to else t("live.roleplay.everybody")),
               "inject", one.id, names)
        for one in waiting
    ]  # fmt: skip
    return [buttons("inject", t("live.roleplay.injects"), choices, stacked=True)] if choices else []


def _tables(room: Room) -> list[Block]:
    """Return who sits where and what each table has come to."""
    return [block for table in room.tables for block in (*titled(room, table, _told(table)), seating(room, table))]


def _told(table: Table) -> list[Block]:
    """Return what a table has come to, and what is waited for."""
    state, play = table.state, table.play
    if not table.begun:
        return []
    counts = t("live.roleplay.counts", proposals=len(state.proposed), votes=len(state.votes),
               notes=len({said.who for said in state.understood}), late=len(table.late))  # fmt: skip
    over = [words(t("live.roleplay.over"), "hint")] if _is_over(table) else []
    still = [words(t("live.roleplay.still-in", roles=pieces.roles_named(play, table.still)), "caution", live=True)]
    return [words(counts), *over, *(still if table.kind == "exit" and table.still else []),
            *once(table, pieces.shown), *once(table, pieces.log)]  # fmt: skip


def _is_over(table: Table) -> bool:
    """Say whether the time of the phase was over at the last event."""
    return seconds_left(table.play, table.state) <= 0


def _hands(room: Room) -> list[Block]:
    """Return the forms that change who plays what."""
    if not room.tables:
        return []
    blocks = [*_give(room), *_gone(room)]
    if not room.begun:
        blocks = [*_dealing(room), *blocks]
    return [fold("hands", t("live.roleplay.hands"), blocks, opened=not room.begun)] if blocks else []


def _dealing(room: Room) -> list[Block]:
    """Return what may be changed before the start: how many tables, a new deal, two people who trade places."""
    play, people = room.play, [*room.people.values()]
    if play is None:
        return []
    own = sum(is_own(room.people[who], play.role(role)) for table in room.tables for role, who in table.holds.items())
    least = tables_for(play, len(people))
    numbers = range(least, min(max(least, len(people) // LEAST), least + CHOSEN - 1) + 1)
    choices = [Choice(t("live.roleplay.deal.tables", n=n), "deal", str(n), pressed=n == len(room.tables))
               for n in numbers]  # fmt: skip
    everybody = [(person.id, person.name) for person in people]
    fields = [Field(name, t(f"live.roleplay.swap.{name}"), "choice", options=everybody) for name in ("one", "other")]
    return [
        words(t("live.roleplay.own", n=own), "hint"),
        buttons("deal", t("live.roleplay.deal"), [*choices, Choice(t("live.roleplay.deal.again"), "deal")]),
        form("swap", t("live.roleplay.swap"), "swap", fields, t("live.roleplay.swap.send"), clears=True),
    ]


def _give(room: Room) -> list[Block]:
    """Return the form that gives an empty role to somebody who plays none."""
    empty = [(f"{table.name}:{role}", _spot(room, table, role)) for table in room.tables for role in table.empty]
    playing = {who for table in room.tables for who in table.holds.values()}
    free = [(who, person.name) for who, person in room.people.items() if who not in playing]
    if not empty or not free:
        return []
    fields = [
        Field("role", t("live.roleplay.head.role"), "choice", options=empty),
        Field("who", t("live.roleplay.head.who"), "choice", options=free),
    ]
    return [form("give", t("live.roleplay.give"), "give", fields, t("live.roleplay.give.send"), clears=True)]


def _gone(room: Room) -> list[Block]:
    """Return a button for each player who may have gone without a word: their role must not hold up the others."""
    choices = [
        Choice(t("live.roleplay.gone", role=_spot(room, table, role), who=room.names[who]), "empty", role, [table.name],
               confirm=t("live.roleplay.gone.sure"), style="danger")
        for table in room.tables if table.begun for role, who in table.holds.items() if role in table.still
    ]  # fmt: skip
    return [buttons("gone", t("live.roleplay.gone.label"), choices, stacked=True)] if choices else []


def _spot(room: Room, table: Table, role: str) -> str:
    """Return a role, with its table when there are several."""
    name = role_name(table.play, role)
    return t("live.roleplay.spot", table=table.name, role=name) if len(room.tables) > 1 else name


def _guide(room: Room, play: RolePlay) -> list[Block]:
    """Return the sheet: every card, when to stop, how to leave the roles, the debriefing, the variants, the paper."""
    shown = ("exit", "debrief", "trace")
    late = any(table.kind in shown for table in room.tables)
    variants = [prose(f"**{one.title}**\n\n{one.text}") for one in play.variants]
    stop = [prose(play.stop.text), listing([line.text for line in play.stop.lines])]
    return [
        fold("debrief", t("live.roleplay.guide.debrief"), _debriefing(room, play), opened=late),
        fold("private-cards", t("live.roleplay.guide.cards"), [_private(play)]),
        fold("stop", t("live.roleplay.guide.stop"), stop),
        fold("exit", t("live.roleplay.steps"), [listing(play.exit, ordered=True)]),
        *([fold("variants", t("live.roleplay.guide.variants"), variants)] if variants else []),
        link(t("live.roleplay.paper"), f"formateur/jeux/{play.slug}/papier"),
    ]


def _private(play: RolePlay) -> Block:
    """Return the private card of every role."""
    head = [t("live.roleplay.head.role"), t("live.roleplay.constraint"), t("live.roleplay.objective")]
    return grid(t("live.roleplay.guide.cards"), head,
                [[role.name, role.private.constraint, role.private.objective] for role in play.roles])  # fmt: skip


def _debriefing(room: Room, play: RolePlay) -> list[Block]:
    """Return the script of the debriefing, what to listen for, what to hold to."""
    script = room.prepared["scripts"].get(play.debrief.script)
    phases = [block for phase in script["phases"] for block in _scripted(phase)] if script else []
    pointers = "\n".join(f"- {one}" for one in play.debrief.pointers)
    safeguards = "\n".join(f"- {one}" for one in room.prepared["safeguards"])
    return [
        *phases,
        pieces.questions(play),
        heading(t("live.roleplay.guide.pointers")),
        prose(pointers),
        heading(t("live.roleplay.guide.safeguards")),
        prose(safeguards),
    ]


def _scripted(phase: View) -> list[Block]:
    """Return one phase of a script."""
    hint = [words(phase["hint"], "hint")] if phase["hint"] else []
    return [*hint, listing(phase["questions"], phase["title"])]
