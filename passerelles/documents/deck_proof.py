"""Proof that the deck of a case and its screen tell the same story: every way through both, compared word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from passerelles.content.case import Case, Story
from passerelles.content.case_proof import MOST_PATHS, conditions
from passerelles.content.case_walk import Path, State, paths, sentences
from passerelles.content.conditions import mentions

from .deck import GAUGES, Deck
from .deck_play import Game, befores, games

Told = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A way to play that one of the two tells and the other does not, or not in the same words."""

    viewpoint: str | None
    mode: str | None
    choices: tuple[str, ...]  # those of the story before included
    on: str  # « paper » or « screen »


def differences(case: Case, deck: Deck) -> Iterator[Difference]:
    """Yield every way of playing that differs; none when the deck is the case.

    For each story and mode, and for a viewpoint after each play of the case: the choices, the indicators, variables
    and price at each moment, everything read on the way, the ending and the three sentences. Of a story with more than
    MOST_PATHS paths nothing is said: `check` refuses it.
    """
    modes: list[str | None] = [mode.id for mode in case.modes] or [None]
    for mode in modes:
        if len(list(islice(games(deck, None, mode), MOST_PATHS + 1))) > MOST_PATHS:
            return
        for viewpoint, story in case.stories:
            named = {name for _, when in conditions(story) for kind, name in mentions(when) if kind == "choice"}
            for earlier in _befores(deck, viewpoint, mode, named):
                yield from _compared(case, deck, (viewpoint, story), mode, earlier)


def _befores(deck: Deck, viewpoint: str | None, mode: str | None, named: set[str]) -> list[frozenset[str]]:
    """Return the codes that can be written before a story: those that its cards ask about, or that it names itself."""
    if viewpoint is None:
        return [frozenset()]
    asked = {code for code, choice in deck.legend.items() if choice in named}
    asked |= {code for before in befores(deck, viewpoint, mode) for code in before}
    return sorted({frozenset(asked.intersection(game.codes)) for game in games(deck, None, mode)}, key=sorted)


def _compared(
    case: Case, deck: Deck, named: tuple[str | None, Story], mode: str | None, earlier: frozenset[str]
) -> Iterator[Difference]:
    """Yield what differs in one story, after one play of the case."""
    viewpoint, story = named
    before = frozenset(deck.legend[code] for code in earlier)
    opening = next(
        (f"{view.role}\n\n{view.opening}" for view in case.viewpoints if view.id == viewpoint), story.opening
    )
    found = list(islice(paths(story, mode, before), MOST_PATHS + 1))
    if len(found) > MOST_PATHS:
        return
    screen = {_on_screen(story, path, opening): path[-1].chosen for path in found}
    played = islice(games(deck, viewpoint, mode, earlier), MOST_PATHS + 1)
    paper = {_on_paper(deck, game): _choices(deck, game.codes) for game in played}
    for told in screen.keys() ^ paper.keys():
        on = "paper" if told in paper else "screen"
        yield Difference(viewpoint, mode, (*sorted(before), *(paper if told in paper else screen)[told]), on)


def _on_screen(story: Story, path: Path, opening: str) -> Told:
    """Return what the engine tells along a path."""
    texts = [(opening, *_arriving(story, path[0]))]
    for before, after in pairwise(path):
        option = story.node(before.node).option(after.chosen[-1].partition(".")[2])
        texts.append((option.consequence, *_arriving(story, after)))
    lines = [line.text for _, line in sentences(story, path[-1])] if path[-1].ending is not None else []
    moments = [(state.chosen, _counts(state), state.over, read) for state, read in zip(path, texts, strict=True)]
    return (*moments, tuple(lines))


def _arriving(story: Story, state: State) -> tuple[str, ...]:
    """Return what is read on arriving at a moment: what surfaces, then the scene or the ending."""
    place = next((e.text for e in story.endings if e.id == state.ending), None) or story.node(state.node).scene
    return (*(thing.text for thing in state.surfaced), place)


def _counts(state: State) -> frozenset[tuple[str, int]]:
    """Return the indicators and variables that are not nil."""
    gauges = [(name, state.measure(name)) for name in GAUGES]
    boxes = [(f"box:{name}", value) for name, value in state.variables.items()]
    return frozenset(pair for pair in (*gauges, *boxes) if pair[1])


def _on_paper(deck: Deck, game: Game) -> Told:
    """Return what the cards tell along a game."""
    moments = [
        (
            _choices(deck, moment.kept.codes),
            frozenset(pair for pair in moment.kept.counted.items() if pair[1]),
            moment.kept.paid,
            moment.read,
        )
        for moment in game.moments
    ]
    return (*moments, game.sentences)


def _choices(deck: Deck, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the choices of the case that codes stand for."""
    return tuple(deck.legend.get(code, code) for code in codes)
