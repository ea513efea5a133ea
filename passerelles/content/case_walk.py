"""What a case means when it is played: the one definition, shared by the prover (here) and the engine (a floor above).

A state is a moment: standing at a node after all that surfaces there, or at an ending. Everything is immutable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .case import END, CaseOption, Change, Effects, Ending, Sentence, Story
from .conditions import holds

Mark = tuple[str | int, ...]  # what was met: ("node", id), ("option", node, id), ("echo", node, index)…
Path = tuple["State", ...]
GAUGES = ("young", "trust", "mandate")


class NotOffered(Exception):
    """That option is not offered at this moment, or the story is over."""


@dataclass(frozen=True, slots=True)
class Surfaced:
    """Something that came to light on arriving: its words, what it changed, where it is written."""

    mark: Mark
    text: str
    effects: Effects
    sets: Sequence[Change] = ()


@dataclass(frozen=True, slots=True)
class State:
    """A moment of a play."""

    node: str = ""
    ending: str | None = None
    mode: str | None = None
    before: frozenset[str] = frozenset()  # choices of the main story, when a viewpoint is played
    chosen: tuple[str, ...] = ()  # « node.option », in order
    young: int = 0
    trust: int = 0
    mandate: int = 0
    time: int = 0
    over: bool = False  # the budget was exceeded, now or before
    charged: bool = False  # the price was paid on the way here
    variables: Mapping[str, int] = field(default_factory=dict)
    surfaced: tuple[Surfaced, ...] = ()
    branch: Mark = ()

    def has_chosen(self, choice: str) -> bool:
        """Say whether `node.option` was chosen, here or in the main story."""
        return choice in self.chosen or choice in self.before

    def measure(self, name: str) -> int:
        """Return the value of an indicator."""
        return int(getattr(self, name))

    def count(self, name: str) -> int:
        """Return the value of a variable, 0 before anything sets it."""
        return self.variables.get(name, 0)


def begin(story: Story, mode: str | None = None, before: frozenset[str] = frozenset()) -> State:
    """Return the first moment of a story: its first node."""
    return _arrive(story, State(mode=mode, before=before), story.nodes[0].id, ())


def offered(story: Story, state: State) -> list[CaseOption]:
    """Return the options of this moment, in authored order; none at an ending."""
    if state.ending is not None:
        return []
    return [option for option in story.node(state.node).options if holds(option.when, state)]


def take(story: Story, state: State, option_id: str) -> State:
    """Return the next moment after choosing an option; raises NotOffered."""
    option = next((option for option in offered(story, state) if option.id == option_id), None)
    if option is None:
        raise NotOffered(f"{state.node or state.ending}.{option_id}")
    choice = f"{state.node}.{option.id}"
    state = _apply(state, option.effects, option.sets, chosen=(*state.chosen, choice), charged=False)
    state = _charge(story, state)
    target, index = _way(story, option, state)
    return _arrive(story, state, target, ("branch", choice, index))


def sentences(story: Story, state: State) -> list[tuple[Mark, Sentence]]:
    """Return the three sentences of the profile at an ending, each with where it is written."""
    return [
        next((("profile", line, n), sentence) for n, sentence in enumerate(choices) if holds(sentence.when, state))
        for line, choices in enumerate(story.profile)
    ]


def paths(story: Story, mode: str | None = None, before: frozenset[str] = frozenset()) -> Iterator[Path]:
    """Yield every way through a story, depth first.

    A path that comes back to a node, or to a node that offers nothing, stops there: its last state has no ending.
    """
    yield from onwards(story, (begin(story, mode, before),))


def onwards(story: Story, path: Path, only: str | None = None) -> Iterator[Path]:
    """Yield every way to go on from a path; `only` names the first option to take."""
    state = path[-1]
    looped = state.node in [former.node for former in path[:-1]]
    options = [] if looped else offered(story, state)
    if state.ending is not None or not options:
        yield path
    for option in options:
        if only in (None, option.id):
            yield from onwards(story, (*path, take(story, state, option.id)))


def _way(story: Story, option: CaseOption, state: State) -> tuple[str, int]:
    """Return where an option leads, and which of its branches says so."""
    if isinstance(option.next, str):
        return option.next, 0
    for index, branch in enumerate(option.next):
        if holds(branch.when, state):
            return branch.to, index
    ids = [node.id for node in story.nodes]
    return next(iter(ids[ids.index(state.node) + 1 :]), END), 0


def _arrive(story: Story, state: State, target: str, branch: Mark) -> State:
    """Return the state at that node, or at an ending, once all that surfaces there is told and counted."""
    surfaced = tuple(_surfacing(story, state, target))
    for thing in surfaced:
        state = _apply(state, thing.effects, thing.sets)
    state = _charge(story, state)
    if target != END:
        return replace(state, node=target, surfaced=surfaced, branch=branch)
    return replace(state, node="", ending=ending(story, state).id, surfaced=surfaced, branch=branch)


def ending(story: Story, state: State) -> Ending:
    """Return the ending that a state leads to: the first that holds."""
    return next(ending for ending in story.endings if holds(ending.when, state))


def _surfacing(story: Story, state: State, target: str) -> Iterator[Surfaced]:
    """Yield what surfaces on arriving there, seen from the state before: delayed effects first, then echoes."""
    for choice in state.chosen:
        node, _, option = choice.partition(".")
        for index, late in enumerate(story.node(node).option(option).delayed):
            if late.at == target and holds(late.when, state):
                yield Surfaced(("delayed", node, option, index), late.text, late.effects, late.sets)
    for index, echo in enumerate([] if target == END else story.node(target).echoes):
        if holds(echo.when, state):
            yield Surfaced(("echo", target, index), echo.text, echo.effects, echo.sets)


def _apply(state: State, effects: Effects, sets: Sequence[Change], **more: Any) -> State:
    """Return the state with effects added and variables changed; `more`: other fields, changed in the same go."""
    variables = dict(state.variables)
    for change in sets:
        base = variables.get(change.variable, 0) if change.value is None else change.value
        variables[change.variable] = base + (change.add or 0)
    return replace(
        state,
        young=state.young + effects.young,
        trust=state.trust + effects.trust,
        mandate=state.mandate + effects.mandate,
        time=state.time + effects.time,
        variables=variables,
        **more,
    )


def _charge(story: Story, state: State) -> State:
    """Return the state with the price of the budget paid, the first time it is exceeded."""
    if state.over or story.budget is None or story.over_budget is None or state.time <= story.budget:
        return state
    return replace(_apply(state, story.over_budget.effects, ()), over=True, charged=True)
