"""No obstacle without a way round it (mechanism 73), and none left out of the course."""

from __future__ import annotations

from collections.abc import Iterator

from ..corpus import StatementKind
from ..coverage import HEADINGS, USES, coverage
from .base import Context, Finding

OBSTACLES: frozenset[StatementKind] = frozenset({"obstacle", "frein"})
ANSWERS: frozenset[StatementKind] = frozenset(
    {"condition", "facilitant", "condition_partenaire", "recommandation_politique", "etape"}
)


def obstacle_without_bridge(context: Context) -> Iterator[Finding]:
    """Every obstacle and every frein of the sources has a bridge."""
    bridged = {bridge.obstacle for bridge in context.course.bridges}
    for statement in context.course.statements.values():
        if statement.kind in OBSTACLES and statement.id not in bridged:
            cause = f"L’obstacle {statement.id} n’a pas de passerelle vers une condition."
            cure = f"Ajoutez « obstacle: {statement.id} » dans corpus/bridges.yaml."
            yield Finding("corpus/bridges.yaml", 1, cause, cure)


def bridge_from_elsewhere(context: Context) -> Iterator[Finding]:
    """A bridge starts from an obstacle or a frein."""
    for bridge in context.course.bridges:
        statement = context.course.statements.get(bridge.obstacle)
        if statement and statement.kind not in OBSTACLES:
            cause = f"{bridge.obstacle} n’est pas un obstacle ({statement.kind})."
            yield Finding("corpus/bridges.yaml", (bridge.obstacle,), cause, "Partez d’un obstacle ou d’un frein.")


def bridge_without_answer(context: Context) -> Iterator[Finding]:
    """A bridge leads to at least one condition, enabling factor, recommendation or stage of the sources."""
    known = context.course.statements
    for bridge in context.course.bridges:
        kinds = {known[name].kind for name in bridge.conditions if name in known}
        if not kinds & ANSWERS:
            cause = f"La passerelle de {bridge.obstacle} ne mène à aucune condition des sources."
            cure = f"Citez au moins un énoncé de nature : {', '.join(sorted(ANSWERS))}."
            yield Finding("corpus/bridges.yaml", (bridge.obstacle, "conditions"), cause, cure)


def obstacle_not_covered(context: Context) -> Iterator[Finding]:
    """Every obstacle and every frein is taught, practised and assessed somewhere."""
    uses = coverage(context.course).statements
    for statement in context.course.statements.values():
        missing = [HEADINGS[use] for use in USES if not uses[statement.id][use]]
        if statement.kind in OBSTACLES and missing:
            cause = f"L’obstacle {statement.id} n’est pas {' ni '.join(missing)} dans le cours."
            cure = "Citez-le dans `teaches` d’une étape, dans une question libre, et dans une question du quiz."
            yield Finding("corpus/statements.yaml", (statement.id,), cause, cure)
