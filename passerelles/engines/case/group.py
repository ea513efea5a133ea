"""What a group did in a case: choices moment by moment, disagreement, ways to the end, goings-back. Only counts.

The plays given must be plays of the case as it stands today, and all of one story.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from passerelles.content.case import Case, CaseOption, Ending, Node, Story

from .engine import Play, abandoned, is_over, moments

LETTERS = "ABCD"  # a moment has at most four options


@dataclass(frozen=True, slots=True)
class Played:
    """A play and who played it, as a trainer may call them: « Trio 3 », or six signs."""

    who: str
    play: Play


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a moment and who took it."""

    letter: str
    option: CaseOption
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of the story and what each option got; `number` is its place, from 1."""

    number: int
    node: Node
    choices: tuple[Choice, ...]

    @property
    def plays(self) -> int:
        """How many plays chose here."""
        return sum(len(choice.who) for choice in self.choices)

    @property
    def disagreement(self) -> float | None:
        """The share of the pairs of plays that chose differently here; None with fewer than two."""
        return disagreement([len(choice.who) for choice in self.choices])


@dataclass(frozen=True, slots=True)
class Way:
    """One way through the story, as `node.option` in order, and who took it; no ending: not finished yet."""

    choices: tuple[str, ...]
    ending: Ending | None
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Return:
    """One going-back: to which moment, what was undone, and the comment given. Never who."""

    number: int
    node: Node
    undone: tuple[str, ...]
    comment: str


@dataclass(frozen=True, slots=True)
class Group:
    """What a group did in one story."""

    story: Story
    plays: int
    moments: tuple[Moment, ...]
    ways: tuple[Way, ...]  # the most taken first
    returns: tuple[Return, ...]

    @property
    def finished(self) -> int:
        """How many plays reached an ending."""
        return sum(len(way.who) for way in self.ways if way.ending)

    @property
    def endings(self) -> list[tuple[Ending, tuple[str, ...]]]:
        """Each ending of the story and who reached it."""
        return [
            (ending, tuple(who for way in self.ways if way.ending == ending for who in way.who))
            for ending in self.story.endings
        ]

    @property
    def divided(self) -> list[Moment]:
        """The moments where at least two plays differ, the most disputed first; of equals, the most played."""
        found = [moment for moment in self.moments if moment.disagreement]
        return sorted(found, key=lambda moment: (-(moment.disagreement or 0), -moment.plays, moment.number))


def disagreement(counts: Sequence[int]) -> float | None:
    """Return the share of pairs that differ, from how many took each option; None when there is no pair.

    0 says that all chose alike, 1 that no two did.
    """
    total = sum(counts)
    if total < 2:
        return None
    return 1 - sum(count * (count - 1) for count in counts) / (total * (total - 1))


def one_each(case: Case, plays: Iterable[Played]) -> list[Played]:
    """Return one play of each player in each mode and viewpoint: the first that was finished, else the first begun.

    `plays` come oldest first. A second play is made knowing what the first one brought: it says little of a decision.
    """
    kept: dict[tuple[str, str | None, str | None], Played] = {}
    for played in plays:
        key = played.who, played.play.mode, played.play.viewpoint
        first = kept.get(key)
        if first is None or (not is_over(case, first.play) and is_over(case, played.play)):
            kept[key] = played
    return list(kept.values())


def survey(case: Case, viewpoint: str | None, plays: Sequence[Played]) -> Group:
    """Return what these plays of one story tell together; `viewpoint` names the story, None for the case itself."""
    story = case.story(viewpoint)
    return Group(
        story,
        len(plays),
        tuple(_moment(number, node, plays) for number, node in enumerate(story.nodes, 1)),
        _ways(case, story, plays),
        tuple(one for played in plays for one in _returns(story, played.play)),
    )


def _moment(number: int, node: Node, plays: Sequence[Played]) -> Moment:
    """Return a moment with who chose what."""
    taken = [
        tuple(played.who for played in plays if f"{node.id}.{option.id}" in played.play.choices)
        for option in node.options
    ]
    choices = (Choice(*one) for one in zip(LETTERS, node.options, taken, strict=False))
    return Moment(number, node, tuple(choices))


def _ways(case: Case, story: Story, plays: Sequence[Played]) -> tuple[Way, ...]:
    """Return the ways taken, the most taken first, then the longest."""
    endings = {ending.id: ending for ending in story.endings}
    found: dict[tuple[tuple[str, ...], str | None], list[str]] = {}
    for played in plays:
        found.setdefault((played.play.choices, moments(case, played.play)[-1].ending), []).append(played.who)
    ways = [Way(choices, endings[end] if end else None, tuple(who)) for (choices, end), who in found.items()]
    return tuple(sorted(ways, key=lambda way: (-len(way.who), -len(way.choices), way.choices)))


def _returns(story: Story, play: Play) -> list[Return]:
    """Return the goings-back of one play, oldest first."""
    numbers = {node.id: number for number, node in enumerate(story.nodes, 1)}
    places = [(undone[0].partition(".")[0], undone, comment) for undone, comment in abandoned(play)]
    return [Return(numbers[node], story.node(node), undone, comment) for node, undone, comment in places]
