"""What a table has come to: who gains and who loses by a proposal, and whether the play may stop."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from passerelles.content.roleplay import RolePlay

from .state import Game, State, ballot, present


@dataclass(frozen=True, slots=True)
class Weighed:
    """A proposal, and what the roles at the table have in it. It holds when everybody gains and nobody is silent."""

    id: str
    votes: int
    gains: tuple[str, ...]
    loses: tuple[str, ...]  # their gain is empty, or what they pay is worth as much
    silent: tuple[str, ...]  # nobody has said what they gain

    @property
    def holds(self) -> bool:
        """Say whether every role gains: a play does not end well with a role at a loss, C5-072."""
        return bool(self.gains) and not self.loses and not self.silent


def weighed(play: RolePlay, game: Game, state: State) -> list[Weighed]:
    """Return every proposal to vote on, the one with most votes first."""
    votes = Counter(state.votes.values())
    found = [_weigh(play, game, state, name, votes[name]) for name in ballot(play, state)]
    return sorted(found, key=lambda one: -one.votes)


def to_do(play: RolePlay, game: Game, state: State) -> list[str]:
    """Return what is missing before the play may stop: ids of lines, then of young people who must read them again."""
    lines = [line.id for line in play.stop.lines if line.id not in state.decided]
    readers = [name for name in present(game, state) if name in play.young_roles and name not in state.reread]
    return [*lines, *readers]


def _weigh(play: RolePlay, game: Game, state: State, name: str, votes: int) -> Weighed:
    """Return one proposal weighed."""
    nets = {s.who: bool(s.gain.strip()) and s.net > 0 for p in play.proposals if p.id == name for s in p.stakes}
    nets |= {s.who: bool(s.words[0]) and s.words[2] == "gains" for s in state.stakes if s.about == name}
    seated = present(game, state)
    gains = tuple(who for who in seated if nets.get(who))
    loses = tuple(who for who in seated if nets.get(who) is False)
    return Weighed(name, votes, gains, loses, tuple(who for who in seated if who not in nets))
