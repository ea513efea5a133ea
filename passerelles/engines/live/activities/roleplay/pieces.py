"""Pieces of screens that the phones, the projector and the trainer share in a role play."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from passerelles.content.roleplay import Role, RolePlay
from passerelles.engines.live.screen import Block, cards, fold, heading, listing, prose, timer, words
from passerelles.engines.live.screen import table as grid
from passerelles.engines.roleplay.outcome import Weighed, weighed
from passerelles.engines.roleplay.state import ballot, phase_of
from passerelles.engines.roleplay.view import View
from passerelles.text import t

from .table import Room, Table

Made = Callable[[Table], list[Block]]


def once(table: Table, make: Made) -> list[Block]:
    """Return blocks that are the same for everybody at a table, made once for each state of it."""
    if make.__name__ not in table.parts:
        table.parts[make.__name__] = make(table)
    return table.parts[make.__name__]


def caution(play: RolePlay) -> list[Block]:
    """Return the banner of a play that touches the law."""
    return [words(t("caution.legal"), "caution")] if play.caution else []


def situation(play: RolePlay) -> list[Block]:
    """Return what everybody knows before the start."""
    return [prose(play.situation), words(t("live.roleplay.goal", goal=play.goal), "strong")]


def moment(table: Table) -> list[Block]:
    """Return the phase, its time and what to do in it."""
    phase = phase_of(table.play, table.state)
    rank = t("live.roleplay.rank", rank=table.state.phase + 1, of=len(table.play.phases), title=phase.title)
    return [heading(rank), clock(table), prose(phase.text)]


def clock(table: Table) -> Block:
    """Return the time of the phase."""
    phase = phase_of(table.play, table.state)
    seconds = (phase.minutes + table.state.longer) * 60
    return timer(f"table-{table.name}", t("live.roleplay.left"), table.state.since, seconds)


def role_name(play: RolePlay, role: str) -> str:
    """Return the name of a role."""
    return play.role(role).name


def roles_named(play: RolePlay, roles: Sequence[str]) -> str:
    """Return the names of roles in one line."""
    return ", ".join(role_name(play, role) for role in roles) or t("live.roleplay.nobody")


def enters(play: RolePlay, role: Role, reached: int = 0) -> str:
    """Say when a role comes in later than the others, else nothing; `reached`: the rank of the phase, from 0."""
    later = [phase for phase in play.phases[reached + 1 :] if phase.id == role.at]
    return t("live.roleplay.enters", phase=later[0].title) if later else ""


def public_cards(table: Table) -> list[Block]:
    """Return the public cards of the roles at a table, folded."""
    roles = [role for role in table.play.roles if role.id in table.game.seats]
    told = [prose(_card(table.play, role)) for role in roles]
    return [fold("cards", t("live.roleplay.cards"), told, opened=table.kind == "contract")]


def _card(play: RolePlay, role: Role) -> str:
    """Return a public card as Markdown."""
    parts = [f"### {role.name}, {role.function}", role.public.text, enters(play, role)]
    for label, lines in (("brings", role.public.brings), ("limits", role.public.limits)):
        if lines:
            parts += [f"**{t(f'live.roleplay.{label}')}**", "\n".join(f"- {line}" for line in lines)]
    return "\n\n".join(part for part in parts if part)


def happened(found: Sequence[View]) -> list[Block]:
    """Return what has just happened, the last on top."""
    title = t("live.roleplay.happened")
    told = [{"title": one["title"], "words": one["text"], "tone": "strong"} for one in reversed(found)]
    return [heading(title), cards(title, told)] if told else []


def shown(table: Table) -> list[Block]:
    """Return what a table has turned up: its proposals, then how it voted on them."""
    return votes(table) or proposals(table)


def proposals(table: Table) -> list[Block]:
    """Return the proposals, once they are turned up."""
    if not table.state.proposals_shown:
        return []
    return [listing(ballot(table.play, table.state).values(), t("live.roleplay.proposals"), ordered=True)]


def votes(table: Table) -> list[Block]:
    """Return the votes once they are turned up, and who gains or loses by each proposal; never who voted what."""
    if not table.state.votes_shown:
        return []
    play, texts = table.play, ballot(table.play, table.state)
    head = [t(f"live.roleplay.vote.{name}") for name in ("proposal", "votes", "gains", "loses", "silent", "holds")]
    rows = [
        [texts[one.id], str(one.votes), *(roles_named(play, who) for who in (one.gains, one.loses, one.silent)),
         t("live.roleplay.yes" if one.holds else "live.roleplay.no")]
        for one in weighed(play, table.game, table.state)
    ]  # fmt: skip
    return [grid(t("live.roleplay.votes"), head, rows), words(t("live.roleplay.win-win"), "hint")]


def votes_on_phone(table: Table) -> list[Block]:
    """Return what a table has turned up, one proposal under the other."""
    if not table.state.votes_shown:
        return proposals(table)
    found = weighed(table.play, table.game, table.state)
    title = heading(t("live.roleplay.votes"))
    return [title, words(t("live.roleplay.win-win"), "hint"), vote_cards(table, found)]


def vote_cards(table: Table, found: Sequence[Weighed]) -> Block:
    """Return proposals with their votes, as cards."""
    play, texts = table.play, ballot(table.play, table.state)
    told = [
        {"title": t("live.roleplay.voices", n=one.votes), "words": texts[one.id],
         "note": t("live.roleplay.weighed", gains=roles_named(play, one.gains), loses=roles_named(play, one.loses),
                   silent=roles_named(play, one.silent)),
         "tone": "good" if one.holds else "normal"}
        for one in found
    ]  # fmt: skip
    return cards(t("live.roleplay.votes"), told)


def log_on_phone(table: Table) -> list[Block]:
    """Return the log of decisions, one line under the other."""
    decided, title = table.state.decided, t("live.roleplay.log")
    lines = [(line.text, decided[line.id].words) for line in table.play.stop.lines if line.id in decided]
    told = [{"title": text, "words": what, "note": t("live.roleplay.log.by", who=who, when=when)}
            for text, (what, who, when) in lines]  # fmt: skip
    return [heading(title), cards(title, told), _read_again(table)] if told else []


def log(table: Table) -> list[Block]:
    """Return the log of decisions, when something is in it."""
    decided = table.state.decided
    if not decided:
        return []
    head = [t(f"live.roleplay.log.{name}") for name in ("line", "what", "who", "when")]
    lines = [(line.text, decided.get(line.id)) for line in table.play.stop.lines]
    rows = [[text, *(said.words if said else ("…", "…", "…"))] for text, said in lines]
    return [grid(t("live.roleplay.log"), head, rows), _read_again(table)]


def _read_again(table: Table) -> Block:
    """Say whether the young person has read the decisions again."""
    read = table.play.young_roles & set(table.game.seats) <= table.state.reread
    return words(t("live.roleplay.reread" if read else "live.roleplay.not-reread"), "good" if read else "hint")


def questions(play: RolePlay) -> Block:
    """Return the questions of the debriefing."""
    return listing([one.question for one in play.debrief.questions], t("live.roleplay.questions"))


def titled(room: Room, table: Table, blocks: Sequence[Block]) -> list[Block]:
    """Return what is of one table under its name, when there are several."""
    several = len(room.tables) > 1 and bool(blocks)
    return [*([heading(t("live.roleplay.table", name=table.name))] if several else []), *blocks]
