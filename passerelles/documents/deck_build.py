"""Turns a case into a deck of cards: same texts, same numbers, every condition asked of the track sheet."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from passerelles.content.case import END, Branch, Case, CaseOption, Node, Story, Surfacing
from passerelles.content.conditions import Condition
from passerelles.engines.shuffle import shuffled
from passerelles.text import t

from .deck import Card, Choice, Deck, Line, Test, Way, Written
from .deck_order import Name, arranged
from .deck_sheet import both, changes, read_test, sheet

LETTERS = "ABCD"


def make_deck(case: Case) -> Deck:
    """Return a sound case as a deck; the same version of a case always gives the same cards, numbers and letters.

    The cards of each viewpoint come after those of the case: they are another pile.
    """
    version = hashlib.sha256(case.model_dump_json().encode()).hexdigest()
    draft = dict(_Maker(case, version, defaultdict(int)).cards())
    piles = [{name: card for name, card in draft.items() if name[0] == view} for view, _ in case.stories]
    order = arranged(piles, version)
    numbers = {name: number for number, name in enumerate(order, start=1)}
    maker = _Maker(case, version, {**numbers, (None, "start"): 0})
    named = list(maker.cards())
    return Deck(
        slug=case.slug,
        title=case.title,
        version=version[:4],
        modes=tuple(case.modes),
        sheets=tuple(sheet(case, view, [c for name, c in named if name[0] == view]) for view, _ in case.stories),
        cards=tuple(sorted((card for _, card in named), key=lambda card: card.number)),
        legend={code: choice for choice, code in maker.codes.items()},
    )


@dataclass(frozen=True)
class _Maker:
    """Makes the cards of a case, once each has its number (or none yet, to measure them)."""

    case: Case
    seed: str
    numbers: Mapping[Name, int]

    @cached_property
    def codes(self) -> dict[str, str]:
        """What players write for each choice: `n1.b` is « 14A »."""
        return {
            f"{node.id}.{option.id}": f"{self.numbers[viewpoint, 'scene', node.id]}{letter}"
            for viewpoint, story in self.case.stories
            for node in story.nodes
            for letter, option in zip(LETTERS, self._options(node), strict=False)
        }

    def cards(self) -> Iterator[tuple[Name, Card]]:
        """Yield every card with its name."""
        for viewpoint, story in self.case.stories:
            for name, card in _StoryMaker(self, viewpoint, story).cards():
                yield name, replace(card, number=self.numbers[name], viewpoint=viewpoint)
        for document in self.case.documents:
            name = (None, "document", document.id)
            yield name, Card(self.numbers[name], "document", document.title, shows=document)
        name = (None, "debrief")
        yield name, Card(self.numbers[name], "debrief", t("documents.cards.debrief"), text=_debrief(self.case))

    def test(self, when: Condition | None) -> Test | None:
        """Return a condition of the case as something to ask of the sheet."""
        return read_test(when, self.codes)

    def _options(self, node: Node) -> list[CaseOption]:
        """Return the options of a node in the order of this version."""
        return shuffled(node.options, f"{self.seed}\0{node.id}")


@dataclass(frozen=True)
class _StoryMaker:
    """Makes the cards of one story of a case."""

    maker: _Maker
    viewpoint: str | None
    story: Story

    def cards(self) -> Iterator[tuple[Name, Card]]:
        """Yield every card of the story with its name, its number still to be given."""
        yield self._start()
        for node in self.story.nodes:
            yield (self.viewpoint, "scene", node.id), self._scene(node)
            for n, echo in enumerate(node.echoes):
                yield (self.viewpoint, "echo", node.id, n), _insert(echo)
            for option in node.options:
                yield (self.viewpoint, "option", node.id, option.id), self._outcome(node, option)
                for n, late in enumerate(option.delayed):
                    yield (self.viewpoint, "late", node.id, option.id, n), _insert(late)
        yield from self._end()

    def _number(self, *name: str | int) -> int:
        """Return the number of a card of this story."""
        return self.maker.numbers[self.viewpoint, *name]

    def _start(self) -> tuple[Name, Card]:
        """Return the card one begins with: the first scene of the case, or who one is now in a viewpoint."""
        view = next((view for view in self.maker.case.viewpoints if view.id == self.viewpoint), None)
        title, text = (view.title, f"{view.role}\n\n{view.opening}") if view else ("", self.story.opening)
        first = Way(self._number("scene", self.story.nodes[0].id))
        return (self.viewpoint, "start"), Card(0, "start", title, text=text, ways=(first,))

    def _scene(self, node: Node) -> Card:
        """Return the card of a node."""
        document = self.maker.numbers[None, "document", node.document] if node.document else None
        return Card(
            0,
            "scene",
            node.title,
            inserts=self._inserts(node.id),
            text=node.scene,
            settle=self._settles(node.id),
            document=document,
            knows=tuple(node.knows),
            perfect=node.perfect,
            question=node.question,
            choices=tuple(self._choices(node)),
            cites=tuple(node.cites),
        )

    def _choices(self, node: Node) -> Iterator[Choice]:
        """Yield what can be decided at a node, by letter."""
        for option in sorted(node.options, key=lambda option: self._code(node, option)):
            to = self._number("option", node.id, option.id)
            yield Choice(self._code(node, option)[-1], option.text, to, self.maker.test(option.when))

    def _outcome(self, node: Node, option: CaseOption) -> Card:
        """Return the card that tells what follows a choice."""
        return Card(
            0,
            "outcome",
            self._code(node, option),
            text=option.consequence,
            counts=changes(option.effects, option.sets),
            settle=option.effects.time > 0 and self.story.budget is not None,
            comment=option.feedback,
            cites=tuple(option.cites),
            ways=tuple(
                Way(self._place(branch.to), self.maker.test(branch.when)) for branch in self._ways(node, option)
            ),
        )

    def _ways(self, node: Node, option: CaseOption) -> list[Branch]:
        """Return the ways out of an option; by default, on to the next node."""
        if isinstance(option.next, str):
            return [Branch(to=option.next)]
        following = self.story.nodes[self.story.nodes.index(node) + 1 :]
        return option.next or [Branch(to=following[0].id if following else END)]

    def _place(self, target: str) -> int:
        """Return the card of a node, or of the end."""
        return self._number("closing") if target == END else self._number("scene", target)

    def _code(self, node: Node, option: CaseOption) -> str:
        """Return what players write for a choice."""
        return self.maker.codes[f"{node.id}.{option.id}"]

    def _inserts(self, target: str) -> tuple[Way, ...]:
        """Return the cards that may surface there: delayed effects in the order of the story, then echoes."""
        late = [
            Way(
                self._number("late", node.id, option.id, n),
                both(Written(self._code(node, option)), self.maker.test(delayed.when)),
            )
            for node in _in_order(self.story)
            for option in node.options
            for n, delayed in enumerate(option.delayed)
            if delayed.at == target
        ]
        echoes = [] if target == END else self.story.node(target).echoes
        heard = [Way(self._number("echo", target, n), self.maker.test(echo.when)) for n, echo in enumerate(echoes)]
        return (*late, *heard)

    def _settles(self, target: str) -> bool:
        """Say whether what surfaces there can exceed the budget."""
        late = [late for node in self.story.nodes for o in node.options for late in o.delayed if late.at == target]
        echoes = [] if target == END else self.story.node(target).echoes
        return self.story.budget is not None and any(thing.effects.time > 0 for thing in (*late, *echoes))

    def _end(self) -> Iterator[tuple[Name, Card]]:
        """Yield the cards of the end: which ending, each of them, the profile, and what to talk about."""
        number, test = self._number, self.maker.test
        which = tuple(Way(number("ending", ending.id), test(ending.when)) for ending in self.story.endings)
        title = t("documents.cards.closing")
        yield (
            (self.viewpoint, "closing"),
            Card(0, "closing", title, inserts=self._inserts(END), settle=self._settles(END), ways=which),
        )
        for ending in self.story.endings:
            card = Card(0, "ending", ending.title, text=ending.text, ways=(Way(number("profile")),))
            yield (self.viewpoint, "ending", ending.id), card
        lines = tuple(tuple(Line(one.text, test(one.when)) for one in line) for line in self.story.profile)
        after = number("sides") if self.viewpoint else self.maker.numbers[None, "debrief"]
        yield (
            (self.viewpoint, "profile"),
            Card(0, "profile", t("documents.cards.profile"), sentences=lines, ways=(Way(after),)),
        )
        if self.viewpoint:
            sides = Card(0, "sides", t("documents.cards.sides"), text=_sides(self.maker.case, self.story))
            yield (self.viewpoint, "sides"), sides


def _insert(thing: Surfacing) -> Card:
    """Return the card of something that comes to light."""
    return Card(0, "insert", text=thing.text, counts=changes(thing.effects, thing.sets))


def _in_order(story: Story) -> list[Node]:
    """Return the nodes so that each stands after those that lead to it, whatever their order in the file."""
    before: dict[str, set[str]] = {node.id: set() for node in story.nodes}
    for place, node in enumerate(story.nodes):
        following = [other.id for other in story.nodes[place + 1 : place + 2]]
        for option in node.options:
            targets = [option.next] if isinstance(option.next, str) else [branch.to for branch in option.next]
            for target in targets or following:
                before.setdefault(target, set()).add(node.id)
    try:
        return [story.node(name) for name in TopologicalSorter(before).static_order() if name != END]
    except CycleError:
        return story.nodes


def _sides(case: Case, story: Story) -> str:
    """Return what the person of the case and that of a viewpoint each knew, in Markdown, moment by moment."""
    parts = []
    for node in [node for node in story.nodes if node.mirrors]:
        here = case.node(str(node.mirrors))
        lines = [
            f"- {t(f'documents.cards.sides.{label}')} {' '.join(known)}"
            for label, known in [
                ("here", here.knows),
                ("here-not", here.does_not_know),
                ("there", node.knows),
                ("there-not", node.does_not_know),
            ]
            if known
        ]
        parts.append("\n".join([f"**{here.title} / {node.title}**", "", *lines]))
    return "\n\n".join(parts)


def _debrief(case: Case) -> str:
    """Return what to talk about once the story is over, in Markdown: questions, then who gained and paid what."""
    questions = [f"{n}. {question.question}" for n, question in enumerate(case.debrief, start=1)]
    cast = [
        f"- {t('documents.cards.gain', name=one.name, function=one.function, gain=one.gain, cost=one.cost)}"
        for one in case.cast
    ]
    return "\n".join([*questions, "", f"**{t('documents.cards.cast')}**", "", *cast])
