"""Exhaustive exploration of a case: every path of every story in every mode, and what they meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise

from .case import Case, CaseOption, Node, Story
from .case_walk import GAUGES, Mark, Path, paths, sentences
from .conditions import Condition, mentions
from .markdown import STATEMENT_ID

MOST_PATHS = 20_000  # of one story: a few seconds; beyond, nothing is proved
WORDS_PER_MINUTE = 190
MINUTES_PER_CHOICE = 0.5


@dataclass(frozen=True)
class Proof:
    """All paths of one story of a case."""

    case: Case
    viewpoint: str | None
    story: Story
    paths: tuple[Path, ...]
    complete: bool  # false: there are more paths than can be explored

    @property
    def finished(self) -> list[Path]:
        """The paths that reach an ending."""
        return [path for path in self.paths if path[-1].ending is not None]

    @cached_property
    def met(self) -> set[Mark]:
        """Everything that some path meets."""
        return {mark for path in self.paths for mark in self._marks(path)}

    def _marks(self, path: Path) -> Iterator[Mark]:
        """Yield what a path meets."""
        for state in path:
            yield ("node", state.node)
            yield state.branch
            yield from (thing.mark for thing in state.surfaced)
            yield from (("option", *choice.split(".")) for choice in state.chosen[-1:])
        if path[-1].ending is not None:
            yield ("ending", path[-1].ending)
            yield from (mark for mark, _ in sentences(self.story, path[-1]))

    def gross(self, path: Path) -> int:
        """Return the sum of the three indicators at the end, the price of the budget left out."""
        last, price = path[-1], self.story.over_budget
        charged = sum(getattr(price.effects, name) for name in GAUGES) if price and last.over else 0
        return sum(last.measure(name) for name in GAUGES) - charged

    def minutes(self, path: Path) -> float:
        """Return how long a path takes: reading all that it shows, and deciding."""
        texts = [self.story.opening, *_head(self.case, self.viewpoint)]
        for before, after in pairwise(path):
            node = self.story.node(before.node)
            texts += [*_shown(self.case, node), *(thing.text for thing in after.surfaced)]
            option = node.option(after.chosen[-1].partition(".")[2])
            texts += [option.consequence, option.feedback]
        texts += [ending.text for ending in self.story.endings if ending.id == path[-1].ending]
        count = sum(len(STATEMENT_ID.sub("", text).split()) for text in texts)
        return count / WORDS_PER_MINUTE + MINUTES_PER_CHOICE * (len(path) - 1)


def prove(case: Case) -> list[Proof]:
    """Explore the case and each of its viewpoints; the case must not name what does not exist."""
    return [_explore(case, viewpoint, story) for viewpoint, story in case.stories]


def best_options(node: Node) -> list[CaseOption]:
    """Return the options with the highest sum of the three indicators, delayed ones included."""
    totals = [_total(option) for option in node.options]
    return [option for option, total in zip(node.options, totals, strict=True) if total == max(totals)]


def conditions(story: Story) -> Iterator[tuple[tuple[str | int, ...], Condition]]:
    """Yield every condition of a story with its place in it."""
    for node in story.nodes:
        for n, echo in enumerate(node.echoes):
            yield ("nodes", node.id, "echoes", n, "when"), echo.when
        for option in node.options:
            place = ("nodes", node.id, "options", option.id)
            if option.when:
                yield (*place, "when"), option.when
            for n, late in enumerate(option.delayed):
                if late.when:
                    yield (*place, "delayed", n, "when"), late.when
            for n, branch in enumerate([] if isinstance(option.next, str) else option.next):
                if branch.when:
                    yield (*place, "next", n, "when"), branch.when
    yield from ((("endings", e.id, "when"), e.when) for e in story.endings if e.when)
    for line, choices in enumerate(story.profile):
        yield from ((("profile", line, n, "when"), s.when) for n, s in enumerate(choices) if s.when)


def _explore(case: Case, viewpoint: str | None, story: Story) -> Proof:
    """Return the paths of a story: in each mode, and for a viewpoint after each play that makes a difference to it."""
    modes: list[str | None] = [mode.id for mode in case.modes] or [None]
    found: list[Path] = []
    for mode in modes:
        for before in _befores(case, story, mode) if viewpoint else {frozenset[str]()}:
            found += islice(paths(story, mode, before), MOST_PATHS + 1 - len(found))
    return Proof(case, viewpoint, story, tuple(found[:MOST_PATHS]), len(found) <= MOST_PATHS)


def _befores(case: Case, story: Story, mode: str | None) -> set[frozenset[str]]:
    """Return the choices of the case that a viewpoint reacts to, as they can really come together."""
    said = (pair for _, condition in conditions(story) for pair in mentions(condition))
    named = frozenset(name for kind, name in said if kind == "choice")
    return {named.intersection(path[-1].chosen) for path in islice(paths(case, mode), MOST_PATHS)} or {frozenset()}


def _total(option: CaseOption) -> int:
    """Return the sum of the three indicators of an option, what it leaves for later included."""
    return sum(getattr(e, g) for e in (option.effects, *(late.effects for late in option.delayed)) for g in GAUGES)


def _head(case: Case, viewpoint: str | None) -> list[str]:
    """Return what is read before the first scene."""
    if viewpoint:
        return [next(v.role for v in case.viewpoints if v.id == viewpoint)]
    return [case.role, case.purpose, *(f"{c.name} {c.function}" for c in case.cast)]


def _shown(case: Case, node: Node) -> list[str]:
    """Return what is read at a node before choosing."""
    documents = [line.label + " " + line.text for d in case.documents if d.id == node.document for line in d.lines]
    known = [*node.knows, *node.does_not_know]
    return [node.scene, node.question, *documents, *known, *(option.text for option in node.options)]
