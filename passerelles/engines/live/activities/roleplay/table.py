"""What a role play lived together is made of: the room, its tables, and who holds which role at each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from passerelles.content.roleplay import RolePlay
from passerelles.engines.live.activity import Event, Json, Person, Refused
from passerelles.engines.live.screen import Block, Screen
from passerelles.engines.roleplay.engine import go_on, start
from passerelles.engines.roleplay.state import Game, State, not_out, phase_of
from passerelles.engines.roleplay.view import IN_ROLE, View, projector_view
from passerelles.text import t

from .dealing import in_order


@dataclass(frozen=True)
class Table:
    """A table that plays. In its game a player is the role, an observer the person."""

    name: str
    play: RolePlay
    holds: Mapping[str, str]  # role -> person
    game: Game
    state: State = field(default_factory=State)
    late: tuple[Event, ...] = ()  # what came when its moment was over: kept, counted nowhere
    closed: bool = False

    @cached_property
    def seen(self) -> dict[str, Screen]:
        """Screens made so far of this very state: what one writes at a table changes nothing at the others."""
        return {}

    @cached_property
    def parts(self) -> dict[str, list[Block]]:
        """Parts of screens made so far, that are the same for everybody at the table."""
        return {}

    @cached_property
    def view(self) -> View:
        """What the whole room may see of this table."""
        return projector_view(self.play, self.game, self.state)

    @property
    def begun(self) -> bool:
        """Say whether the game has begun."""
        return self.state.since is not None

    @property
    def phase(self) -> str:
        """The id of its phase, "" before the start."""
        return phase_of(self.play, self.state).id if self.begun else ""

    @property
    def kind(self) -> str:
        """The kind of its phase, "" before the start."""
        return phase_of(self.play, self.state).kind if self.begun else ""

    @property
    def people(self) -> list[str]:
        """Everybody at the table."""
        return [*self.holds.values(), *self.game.observers]

    @property
    def still(self) -> list[str]:
        """The roles somebody is still in."""
        return not_out(self.game, self.state) if self.kind in IN_ROLE else []

    @property
    def empty(self) -> list[str]:
        """The roles nobody holds: any before the start, later those that somebody gave up."""
        if not self.begun:
            return [role.id for role in self.play.roles if role.id not in self.holds]
        return [role for role in self.game.seats if role in self.state.gone]

    def role_of(self, who: str) -> str | None:
        """Return the role that somebody holds here."""
        return next((role for role, person in self.holds.items() if person == who), None)

    def after(self, event: Event) -> Table:
        """Return the table after an event of its game; raises Refused, in words for the phone."""
        try:
            game, state = go_on(self.play, self.game, self.state, event)
        except Refused as refused:
            raise Refused(t("live.presence.not-now")) from refused
        return replace(self, game=game, state=state)


@dataclass(frozen=True)
class Room:
    """Everybody, the plays there are to choose from, and the tables once one is chosen."""

    prepared: Json
    plays: Mapping[str, RolePlay]
    seed: str
    people: Mapping[str, Person]  # who is there
    names: Mapping[str, str]  # of all who ever were there
    wanted: int = 1  # tables
    dealt: int = 0  # times
    slug: str = ""
    tables: tuple[Table, ...] = ()

    @property
    def play(self) -> RolePlay | None:
        """The play that was chosen."""
        return self.plays.get(self.slug)

    @property
    def begun(self) -> bool:
        """Say whether a table has begun."""
        return any(table.begun for table in self.tables)

    def table_of(self, who: str) -> Table | None:
        """Return the table where somebody sits."""
        return next((table for table in self.tables if who in table.people), None)

    def with_table(self, table: Table) -> Room:
        """Return the room with what has come of a table."""
        return replace(self, tables=tuple(table if one.name == table.name else one for one in self.tables))


def laid(name: str, play: RolePlay, holds: Mapping[str, str], watching: Iterable[str]) -> Table | None:
    """Return a table about to begin, None when nobody is there.

    No table goes without its young person: when nobody holds that role, who looks on takes it, or else who holds the
    role that the table can best do without.
    """
    held, looking = dict(holds), list(watching)
    if not held and not looking:
        return None
    order = [role.id for role in in_order(play)]
    if not play.young_roles & held.keys():
        held[order[0]] = looking.pop(0) if looking else held.pop(max(held, key=order.index))
    seats = [role.id for role in play.roles if role.id in held]
    return Table(name, play, held, start(play, seats, looking))


def without(table: Table, who: str, at: float) -> Table | None:
    """Return the table after somebody has gone: what they gave stays, their role is empty."""
    role = table.role_of(who)
    holds = {name: person for name, person in table.holds.items() if person != who}
    looking = tuple(name for name in table.game.observers if name != who)
    if not table.begun:
        return laid(table.name, table.play, holds, looking)
    if role:
        table = table.after(Event("leave", role, at))
    return replace(table, holds=holds, game=replace(table.game, observers=looking))


def looking_on(table: Table, who: str) -> Table:
    """Return the table with one more who looks on."""
    return replace(table, game=replace(table.game, observers=(*table.game.observers, who)))


def smallest(tables: Sequence[Table]) -> Table:
    """Return the table where fewest look on, of these the one with fewest people."""
    return min(tables, key=lambda table: (len(table.game.observers), len(table.people)))
