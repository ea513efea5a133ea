"""What an author needs beside the story: ways to every moment, lengths, and the table of paths. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from passerelles.content.case import Node, Story
from passerelles.content.case_graph import draw_case
from passerelles.content.case_proof import Proof
from passerelles.content.case_table import paths_text
from passerelles.content.case_walk import Path, State
from passerelles.content.rules.words import plain, words
from passerelles.french import number

MOST_WAYS = 300  # to one moment, listed


class Way(NamedTuple):
    """One way to a moment: how it reads, and the JSON that the page sends back to go there."""

    label: str
    value: str


class Moment(NamedTuple):
    """A node or an ending, with the ways that lead there; `left_out` of them are not listed."""

    id: str
    title: str
    ways: list[Way]
    left_out: int


class Told(NamedTuple):
    """One story of the case as its author needs it."""

    id: str
    title: str
    moments: list[Moment]
    lengths: list[list[str]]
    edges: list[list[str]]  # words of the opening and of the endings
    minutes: tuple[str, str]


def told(proofs: list[Proof]) -> list[Told]:
    """Return the case, then each of its viewpoints; nothing when its paths could not be followed."""
    return [_told(proof, proofs[0]) for proof in proofs if proof.finished]


def _told(proof: Proof, main: Proof) -> Told:
    """Return one story."""
    title = next((v.title for v in proof.case.viewpoints if v.id == proof.viewpoint), proof.case.title)
    times = [proof.minutes(path) for path in proof.finished]
    return Told(
        proof.viewpoint or "recit",
        title,
        list(_moments(proof, main)),
        [_node_lengths(node) for node in proof.story.nodes],
        list(_edges(proof.story)),
        (number(round(min(times), 1)), number(round(max(times), 1))),
    )


def _moments(proof: Proof, main: Proof) -> Iterator[Moment]:
    """Yield the nodes, then the endings, with the ways there."""
    ways: dict[str, dict[Way, None]] = {}
    after = _mains(proof, main)
    for path in proof.paths:
        for state in path:
            ways.setdefault(state.node or f"fin {state.ending}", {})[_way(proof, state, after)] = None
    titles = {node.id: node.title for node in proof.story.nodes}
    titles |= {f"fin {ending.id}": ending.title for ending in proof.story.endings}
    for name, title in titles.items():
        found = list(ways.get(name, ()))
        if found:
            yield Moment(name, title, found[:MOST_WAYS], max(0, len(found) - MOST_WAYS))


def _way(proof: Proof, state: State, after: dict[tuple[str | None, frozenset[str]], Path]) -> Way:
    """Return the way to a state."""
    before = list(after[state.mode, state.before][-1].chosen) if proof.viewpoint else []
    value = {"mode": state.mode, "after": before, "viewpoint": proof.viewpoint, "choices": list(state.chosen)}
    steps = [*([f"[{state.mode}]"] if state.mode else []), *([f"(après {' '.join(before)})"] if before else [])]
    return Way(" ".join([*steps, " → ".join(state.chosen) or "dès le début"]), json.dumps(value))


def _mains(proof: Proof, main: Proof) -> dict[tuple[str | None, frozenset[str]], Path]:
    """Return, for each mode and each set of choices that a viewpoint reacts to, a play of the case with them."""
    named = frozenset[str]().union(*(path[0].before for path in proof.paths))
    found: dict[tuple[str | None, frozenset[str]], Path] = {}
    for path in main.finished:
        found.setdefault((path[-1].mode, named.intersection(path[-1].chosen)), path)
    return found


def _node_lengths(node: Node) -> list[str]:
    """Return the words of a node: its name, scene, options, consequences, comments."""
    parts = [[getattr(option, name) for option in node.options] for name in ("text", "consequence", "feedback")]
    return [f"{node.id} · {node.title}", str(_count(node.scene)), *map(_range, parts)]


def _range(texts: list[str]) -> str:
    """Return the smallest and the largest number of words."""
    counts = [_count(text) for text in texts]
    return f"{min(counts)} à {max(counts)}"


def _count(text: str) -> int:
    """Return how many words a Markdown text has."""
    return len(words(plain(text)))


def _edges(story: Story) -> Iterator[list[str]]:
    """Yield the words of the opening, then of each ending."""
    yield ["ouverture", str(_count(story.opening))]
    for ending in story.endings:
        yield [f"fin · {ending.title}", str(_count(ending.text))]


def overview(proofs: list[Proof]) -> dict[str, Any]:
    """Return all of it, for the templates; empty when the paths of a case could not be followed."""
    stories = told(proofs)
    return {
        "stories": stories,
        "pictures": [draw_case(proof) for proof in proofs] if stories else [],
        "paths": paths_text(proofs) if stories else "",
    }
