"""What the projector shows of a role play, and what stays of it."""

from __future__ import annotations

from collections.abc import Iterable

from passerelles.content.roleplay import PLAYED, RolePlay
from passerelles.engines.live.activity import SMALL, Trace
from passerelles.engines.live.screen import Block, Screen, bars, cards, heading, listing, words
from passerelles.engines.live.screen import table as grid
from passerelles.engines.roleplay.outcome import to_do, weighed
from passerelles.text import t

from . import pieces
from .pieces import once, role_name, titled
from .table import Room, Table


def projector(room: Room) -> Screen:
    """Return what the whole room sees: never a private card, never a vote or a proposal that is covered."""
    play = room.play
    if play is None or not room.tables:
        return Screen(t("live.roleplay.title"), [words(t("live.roleplay.wait"))])
    if not room.begun:
        blocks = [*pieces.situation(play), *(seating(room, table) for table in room.tables)]
    else:
        blocks = [*_moments(room), *_cards(room, play), *_happened(room), *_outcomes(room), *_after(room, play)]
    return Screen(play.title, [*pieces.caution(play), *blocks])


def seating(room: Room, table: Table) -> Block:
    """Return who plays what at a table, and who looks on."""
    rows = [[role_name(table.play, role), room.names[who]] for role, who in table.holds.items()]
    if table.game.observers:
        rows.append([t("live.roleplay.observers"), ", ".join(room.names[who] for who in table.game.observers)])
    head = [t("live.roleplay.head.role"), t("live.roleplay.head.who")]
    return grid(t("live.roleplay.table", name=table.name), head, rows)


def _moments(room: Room) -> list[Block]:
    """Return where the tables are: once when all are in the same phase, else table after table."""
    if len({table.phase for table in room.tables}) == 1 and len({table.state.longer for table in room.tables}) == 1:
        return pieces.moment(room.tables[0])
    return [block for table in room.tables for block in titled(room, table, _where(table))]


def _where(table: Table) -> list[Block]:
    """Return where one table is."""
    return pieces.moment(table) if table.begun else [words(t("live.roleplay.not-begun"))]


def _kinds(room: Room) -> set[str]:
    """Return the kinds of phase in which the tables are."""
    return {table.kind for table in room.tables}


def _cards(room: Room, play: RolePlay) -> list[Block]:
    """Return who sits around the table; what each says out loud as long as cards are being read."""
    if not _kinds(room) & {"contract", "reading", *PLAYED} or any(table.state.votes_shown for table in room.tables):
        return []
    reading = bool(_kinds(room) & {"contract", "reading"})
    seated = {role for table in room.tables for role in table.game.seats}
    reached = min(table.state.phase for table in room.tables)
    told = [{"title": role.name, "words": role.function, "note": pieces.enters(play, role, reached)}
            for role in play.roles if role.id in seated]  # fmt: skip
    return [*(pieces.situation(play) if reading else []), cards(t("live.roleplay.cards"), told)]


def _happened(room: Room) -> list[Block]:
    """Return what has happened in public at some table, once each."""
    if not _kinds(room) & set(PLAYED):
        return []
    found = [inject for table in room.tables for inject in table.view["injects"]]
    return pieces.happened([*{inject["id"]: inject for inject in found}.values()])


def _outcomes(room: Room) -> list[Block]:
    """Return what the tables have turned up, and what each has decided."""
    several = len(room.tables) > 1
    return [block for table in room.tables for block in titled(room, table, _outcome(table, several))]


def _outcome(table: Table, several: bool) -> list[Block]:
    """Return what one table has turned up, in short when there are several; how many wait, covered."""
    if table.kind not in ("act", "debrief", "trace"):
        return []
    state, acting = table.state, table.kind == "act"
    covered = []
    if acting and not state.proposals_shown and state.proposed:
        covered.append(words(t("live.roleplay.covered.proposals", n=len(state.proposed)), live=True))
    if acting and state.voting:
        covered.append(words(t("live.roleplay.covered.votes", n=len(state.votes)), live=True))
    if acting and several and (state.votes_shown or state.decided):
        return [*covered, *once(table, _in_short)]
    return [*covered, *(once(table, pieces.shown) if acting else []), *once(table, pieces.log)]


def _in_short(table: Table) -> list[Block]:
    """Return the proposals that got votes and how far the log is: the rest stands on the phones of the table."""
    voted = [one for one in weighed(table.play, table.game, table.state) if one.votes]
    shown = [pieces.vote_cards(table, voted)] if table.state.votes_shown else []
    return [*shown, words(t("live.roleplay.decided", n=len(table.state.decided), of=len(table.play.stop.lines)))]


def _after(room: Room, play: RolePlay) -> list[Block]:
    """Return the steps out of the roles, how many are still in one, and the questions of the debriefing."""
    blocks: list[Block] = []
    if "exit" in _kinds(room):
        still = sum(len(table.still) for table in room.tables)
        blocks += [listing(play.exit, t("live.roleplay.steps"), ordered=True),
                   words(t("live.roleplay.waiting", n=still), "strong", live=True)]  # fmt: skip
    if "debrief" in _kinds(room):
        blocks.append(pieces.questions(play))
    return blocks


def trace(room: Room) -> Trace:
    """Return what stays: what each table decided and how it voted; nobody's marks, and no names."""
    begun = [table for table in room.tables if table.begun]
    title = room.play.title if room.play else t("live.roleplay.title")
    blocks = [block for table in begun for block in titled(room, table, [*pieces.votes(table), *_log(table)])]
    return Trace(title, [*blocks, *_marks(begun)], _facts(begun), empty=not any(map(_gave, begun)))


def _log(table: Table) -> list[Block]:
    """Return the decisions of a table and what they lack."""
    lines = {line.id: line.text for line in table.play.stop.lines}
    missing = [lines[name] for name in to_do(table.play, table.game, table.state) if name in lines]
    return [*pieces.log(table), *([listing(missing, t("live.roleplay.missing"))] if missing else [])]


def _marks(tables: Iterable[Table]) -> list[Block]:
    """Return how often each line of the grid was seen and useful, when enough people looked on."""
    begun = [*tables]
    marked = [said for table in begun for said in table.state.observed]
    if len({said.who for said in marked}) < SMALL:
        return []
    rows = [(line.text, sum(said.about == line.id and said.words[0] == "2" for said in marked))
            for line in begun[0].play.grid]  # fmt: skip
    return [heading(t("live.roleplay.grid")), bars(t("live.roleplay.grid.seen"), rows)]


def _gave(table: Table) -> bool:
    """Say whether anything came of a table."""
    return bool(table.state.decided or table.state.proposed or table.state.votes)


def _facts(tables: Iterable[Table]) -> dict[str, float]:
    """Return the figures of the report."""
    begun = [*tables]
    held = [one for table in begun for one in weighed(table.play, table.game, table.state) if one.votes and one.holds]
    return {
        t("live.roleplay.fact.tables"): len(begun),
        t("live.roleplay.fact.players"): sum(len(table.holds) for table in begun),
        t("live.roleplay.fact.decisions"): sum(len(table.state.decided) for table in begun),
        t("live.roleplay.fact.reread"): sum(bool(table.state.reread) for table in begun),
        t("live.roleplay.fact.win-win"): len(held),
        t("live.roleplay.fact.exited"): sum(len(table.state.out) for table in begun),
    }
