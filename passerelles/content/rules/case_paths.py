"""The prover: what every path of every case shows. Nothing here is a matter of taste, all of it is explored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..case import Node
from ..case_proof import MOST_PATHS, Proof, best_options
from ..case_walk import GAUGES, Mark
from ..yaml import Place
from .base import Context, Finding, case_file
from .words import plain

SHORTEST, LONGEST = 8, 15  # minutes
COUNTED_FROM = 4  # nodes with one best option; below, halves mean nothing
MOST_BETRAYED = 0.5
FEWEST_OPTIONS = 2
APART, TOGETHER = "juxtaposed", "concerted"  # the two modes of C5-120 to C5-125


def too_many_paths(context: Context) -> Iterator[Finding]:
    """A case can be explored whole."""
    for proof in context.proofs:
        if not proof.complete:
            cause = f"Le cas a plus de {MOST_PATHS} chemins : rien ne peut plus être prouvé."
            yield _at(proof, ("nodes",), cause, "Retirez un nœud ou des options.")


def dead_end(context: Context) -> Iterator[Finding]:
    """At every moment that can be reached, at least two options are offered."""
    for proof in context.proofs:
        stuck = {path[-1].node for path in proof.paths if path[-1].ending is None and not _loops(path)}
        narrow = {node: count for node, count in _fewest(proof).items() if count < FEWEST_OPTIONS}
        for node in [node.id for node in proof.story.nodes if node.id in {*stuck, *narrow}]:
            cause = f"On peut arriver au nœud « {node} » et n’y trouver que {narrow.get(node, 0)} option."
            cure = "Assouplissez les « when » de ses options : il en faut toujours deux, pour pouvoir choisir."
            yield _at(proof, ("nodes", node, "options"), cause, cure)


def loop(context: Context) -> Iterator[Finding]:
    """No path comes back to a node: the length is bounded."""
    for proof in context.proofs:
        for choice in sorted({path[-1].chosen[-1] for path in proof.paths if _loops(path)}):
            node, _, option = choice.partition(".")
            cause = f"Après « {choice} », l’histoire revient à un nœud déjà passé."
            cure = "Faites mener cette option vers un nœud plus loin, ou vers « end »."
            yield _at(proof, ("nodes", node, "options", option, "next"), cause, cure)


def unreachable(context: Context) -> Iterator[Finding]:
    """Some path meets every node, option, echo, delayed effect, branch, ending and sentence of the profile."""
    for proof in context.proofs:
        for mark, place in _written(proof) if proof.complete else []:
            if mark not in proof.met:
                cause = f"Aucun chemin ne rencontre ceci ({_NAMES[str(mark[0])]})."
                cure = "Corrigez la condition qui y mène, ou retirez ce passage."
                yield _at(proof, place, cause, cure)


def free_dilemma(context: Context) -> Iterator[Finding]:
    """At a ◆ node (`perfect: false`) every option costs well-being, trust or clarity."""
    for proof in context.proofs:
        for node in [node for node in proof.story.nodes if not node.perfect]:
            for option in node.options:
                if all(getattr(option.effects, gauge) >= 0 for gauge in GAUGES):
                    cause = "Ce nœud est annoncé sans réponse parfaite et cette option ne coûte rien."
                    cure = "Donnez-lui un effet négatif sur young, trust ou mandate, ou retirez « perfect: false »."
                    yield _at(proof, ("nodes", node.id, "options", option.id, "effects"), cause, cure)


def no_dilemma(context: Context) -> Iterator[Finding]:
    """Every case has at least one ◆ node."""
    for case in context.course.cases.values():
        if all(node.perfect for node in case.nodes):
            cause = "Aucun nœud n’est « sans réponse parfaite »."
            cure = "Écrivez « perfect: false » à un nœud dont chaque option coûte quelque chose."
            yield Finding(case_file(case), ("nodes",), cause, cure)


def free_lunch(context: Context) -> Iterator[Finding]:
    """No path has the most of everything within the budget, and the best total lies beyond it."""
    for proof in context.proofs:
        ended = proof.finished
        if proof.story.budget is None or not ended:
            continue
        most = {gauge: max(path[-1].measure(gauge) for path in ended) for gauge in GAUGES}
        kept = [path for path in ended if not path[-1].over]
        greedy = [path for path in kept if all(path[-1].measure(gauge) == most[gauge] for gauge in GAUGES)]
        best = max(map(proof.gross, ended))
        found = greedy or [path for path in kept if proof.gross(path) == best]
        if found:
            cause = f"Dans le budget, « {' '.join(found[0][-1].chosen)} » obtient le meilleur de tout."
            cure = "Réduisez le budget ou augmentez le temps des meilleures options : il faut avoir à choisir."
            yield _at(proof, ("budget",), cause, cure)


def best_is_longest(context: Context) -> Iterator[Finding]:
    """The option with the best total is not, more than half of the time, the longest of its node."""
    for proof in context.proofs:
        single = _single_best(proof)
        betrayed = [node.id for node, place in single if _longest(node) == place]
        if len(single) >= COUNTED_FROM and len(betrayed) / len(single) > MOST_BETRAYED:
            cause = f"L’option au meilleur total est la plus longue dans {', '.join(betrayed)}."
            yield _at(proof, ("nodes",), cause, "Raccourcissez-la, ou donnez autant de raisons aux autres.")


def best_place(context: Context) -> Iterator[Finding]:
    """The option with the best total does not stand, more than half of the time, at the same place of the file."""
    for proof in context.proofs:
        single = _single_best(proof)
        place, times = Counter(place for _, place in single).most_common(1)[0] if single else (0, 0)
        if len(single) >= COUNTED_FROM and times / len(single) > MOST_BETRAYED:
            cause = f"L’option au meilleur total est écrite en position {place + 1} dans {times} nœuds."
            yield _at(proof, ("nodes",), cause, "Changez l’ordre des options de quelques nœuds.")


def case_length(context: Context) -> Iterator[Finding]:
    """Reading and deciding take 8 to 15 minutes on every path, and the announced length is one of them.

    Not before everything is written.
    """
    for proof in context.proofs:
        times = [proof.minutes(path) for path in proof.finished]
        if not times or proof.viewpoint or proof.case.draft:
            continue
        low, high = min(times), max(times)
        if low < SHORTEST or high > LONGEST or not round(low) <= proof.case.minutes <= round(high):
            minutes = f"{low:.1f} à {high:.1f}".replace(".", ",")
            cause = f"Selon le chemin, le cas prend de {minutes} minutes ; {proof.case.minutes} annoncées."
            cure = f"Tout chemin prend de {SHORTEST} à {LONGEST} minutes ; ajustez les textes, puis « minutes »."
            yield _at(proof, ("minutes",), cause, cure)


def concerted_loses(context: Context) -> Iterator[Finding]:
    """Played concerted, a case never brings the young person less than the same choices played juxtaposed."""
    for proof in context.proofs:
        young = {(path[-1].mode, path[-1].chosen): path[-1].young for path in proof.finished}
        worse = [c for (mode, c), value in young.items() if mode == TOGETHER and value < young.get((APART, c), value)]
        if worse:
            cause = f"Avec « {' '.join(worse[0])} », le jeune perd à ce que les services se concertent."
            cure = "Revoyez les effets qui dépendent du mode : la concertation peut coûter aux services, pas à lui."
            yield Finding(case_file(proof.case), ("modes",), cause, cure)


_NAMES = {
    "node": "nœud", "option": "option", "echo": "écho", "delayed": "effet différé", "branch": "issue",
    "ending": "fin", "profile": "phrase du profil",
}  # fmt: skip


def _at(proof: Proof, place: Place, cause: str, cure: str) -> Finding:
    """Return a finding at a place of the story of a proof."""
    prefix: Place = ("viewpoints", proof.viewpoint) if proof.viewpoint else ()
    return Finding(case_file(proof.case), (*prefix, *place), cause, cure)


def _loops(path: tuple[object, ...]) -> bool:
    """Say whether the last state of a path is at a node already passed."""
    nodes = [getattr(state, "node", "") for state in path]
    return bool(nodes[-1]) and nodes[-1] in nodes[:-1]


def _fewest(proof: Proof) -> dict[str, int]:
    """Return, by node, the smallest number of different options taken from the same state."""
    taken: dict[tuple[str, ...], set[str]] = {}
    for path in proof.paths:
        for state in path[1:]:
            origin = (str(state.mode), *sorted(state.before), "|", *state.chosen[:-1])
            taken.setdefault(origin, set()).add(state.chosen[-1])
    fewest: dict[str, int] = {}
    for choices in taken.values():
        node = next(iter(choices)).partition(".")[0]
        fewest[node] = min(fewest.get(node, len(choices)), len(choices))
    return fewest


def _written(proof: Proof) -> Iterator[tuple[Mark, Place]]:
    """Yield everything written in a story that a path can meet, with its place."""
    for node in proof.story.nodes:
        place: Place = ("nodes", node.id)
        yield ("node", node.id), place
        yield from ((("echo", node.id, n), (*place, "echoes", n)) for n in range(len(node.echoes)))
        for option in node.options:
            here: Place = (*place, "options", option.id)
            yield ("option", node.id, option.id), here
            yield from ((("delayed", node.id, option.id, n), (*here, "delayed", n)) for n in range(len(option.delayed)))
            branches = 0 if isinstance(option.next, str) else len(option.next)
            yield from ((("branch", f"{node.id}.{option.id}", n), (*here, "next", n)) for n in range(branches))
    yield from ((("ending", ending.id), ("endings", ending.id)) for ending in proof.story.endings)
    for line, choices in enumerate(proof.story.profile):
        yield from ((("profile", line, n), ("profile", line, n)) for n in range(len(choices)))


def _single_best(proof: Proof) -> list[tuple[Node, int]]:
    """Return the nodes with one best option, and its position from 0."""
    found = [(node, best_options(node)) for node in proof.story.nodes]
    return [(node, node.options.index(best[0])) for node, best in found if len(best) == 1]


def _longest(node: Node) -> int | None:
    """Return the position of the longest option of a node, None when two are as long."""
    sizes = [len(plain(option.text)) for option in node.options]
    return sizes.index(max(sizes)) if sizes.count(max(sizes)) == 1 else None
