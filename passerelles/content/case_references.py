"""What a case names must exist in it: nodes, options, variables, modes, documents, people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from .case import END, Case, Change, Node, Story
from .case_proof import conditions
from .conditions import Kind, mentions
from .yaml import Place

YOUNG = "young"
Repeated = tuple[Place, str]  # where, and the name


class Dangling(NamedTuple):
    """A name that is used, where, and the names that exist for such a thing; reported when it is none of them."""

    place: Place
    name: str
    known: Collection[str]


def is_sound(case: Case) -> bool:
    """Say whether a case can be explored: what it names exists, and nothing has the same name twice."""
    return not any(dangling(case)) and not any(repeated(case))


def dangling(case: Case) -> Iterator[Dangling]:
    """Yield every name that a case uses for something it does not have."""
    for viewpoint, story in case.stories:
        prefix: Place = ("viewpoints", viewpoint) if viewpoint else ()
        for used in [*_conditions(case, story), *_targets(story), *_changes(case, story), *_of_nodes(case, story)]:
            if used.name not in used.known:
                yield used._replace(place=(*prefix, *used.place))
    people = [*(member.id for member in case.cast), YOUNG]
    for view in case.viewpoints:
        if view.who not in people:
            yield Dangling(("viewpoints", view.id, "who"), view.who, people)
    for document in case.documents:
        known = [line.id for line in document.lines if line.id]
        for n, line in enumerate(document.lines):
            place: Place = ("documents", document.id, "lines", n, "to")
            yield from (Dangling(place, other, known) for other in line.to if other not in known)


def repeated(case: Case) -> Iterator[Repeated]:
    """Yield every id given twice; node ids are unique in the whole case, viewpoints included."""
    nodes: list[Repeated] = []
    for viewpoint, story in case.stories:
        prefix: Place = ("viewpoints", viewpoint) if viewpoint else ()
        nodes += [((*prefix, "nodes", n, "id"), node.id) for n, node in enumerate(story.nodes)]
        yield from _twice(((*prefix, "endings", n, "id"), e.id) for n, e in enumerate(story.endings))
        for node in story.nodes:
            place = (*prefix, "nodes", node.id, "options")
            yield from _twice(((*place, n, "id"), option.id) for n, option in enumerate(node.options))
    yield from _twice(nodes)
    for name in ("cast", "documents", "variables", "modes", "viewpoints", "debrief"):
        yield from _twice(((name, n, "id"), thing.id) for n, thing in enumerate(getattr(case, name)))


def _twice(named: Iterable[Repeated]) -> Iterator[Repeated]:
    """Yield the later ones of those that share a name."""
    seen: Counter[str] = Counter()
    for place, name in named:
        seen[name] += 1
        if seen[name] > 1:
            yield place, name


def _choices(story: Story) -> list[str]:
    """Return every choice of a story, as `node.option`."""
    return [f"{node.id}.{option.id}" for node in story.nodes for option in node.options]


def _conditions(case: Case, story: Story) -> Iterator[Dangling]:
    """Yield what conditions name."""
    known: dict[Kind, list[str]] = {
        "choice": list(dict.fromkeys([*_choices(story), *_choices(case)])),
        "variable": [variable.id for variable in case.variables],
        "mode": [mode.id for mode in case.modes],
    }
    for place, condition in conditions(story):
        yield from (Dangling(place, name, known[kind]) for kind, name in mentions(condition))


def _targets(story: Story) -> Iterator[Dangling]:
    """Yield the nodes that ways out and delayed effects aim at."""
    known = [*(node.id for node in story.nodes), END]
    for node in story.nodes:
        for option in node.options:
            place: Place = ("nodes", node.id, "options", option.id)
            if isinstance(option.next, str):
                yield Dangling((*place, "next"), option.next, known)
            else:
                yield from (Dangling((*place, "next", n), b.to, known) for n, b in enumerate(option.next))
            yield from (Dangling((*place, "delayed", n, "at"), d.at, known) for n, d in enumerate(option.delayed))


def changes(story: Story) -> Iterator[tuple[Place, Change]]:
    """Yield every change of a variable in a story, with its place."""
    for node in story.nodes:
        for n, echo in enumerate(node.echoes):
            yield from ((("nodes", node.id, "echoes", n, "sets", i), c) for i, c in enumerate(echo.sets))
        for option in node.options:
            place: Place = ("nodes", node.id, "options", option.id)
            yield from (((*place, "sets", i), change) for i, change in enumerate(option.sets))
            for n, late in enumerate(option.delayed):
                yield from (((*place, "delayed", n, "sets", i), c) for i, c in enumerate(late.sets))


def _changes(case: Case, story: Story) -> Iterator[Dangling]:
    """Yield the variables that are changed."""
    known = [variable.id for variable in case.variables]
    yield from (Dangling(place, c.variable, known) for place, c in changes(story))


def _of_nodes(case: Case, story: Story) -> Iterator[Dangling]:
    """Yield the documents and the mirrored nodes that nodes name."""
    for node in story.nodes:
        yield from _of_node(case, node)


def _of_node(case: Case, node: Node) -> Iterator[Dangling]:
    """Yield the document and the mirrored node of a node."""
    if node.document:
        yield Dangling(("nodes", node.id, "document"), node.document, [document.id for document in case.documents])
    if node.mirrors:
        yield Dangling(("nodes", node.id, "mirrors"), node.mirrors, [other.id for other in case.nodes])
