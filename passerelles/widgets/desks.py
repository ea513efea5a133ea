"""Which desk a notebook finds: the learner server's, or without one a desk of its own, which imports the course."""

from __future__ import annotations

from passerelles.widgets.desk import CaseDesk, Desk, RolePlayDesk
from passerelles.widgets.http_desk import served_desk


def desk_from_environment(slug: str) -> Desk:
    """Return the learner server's desk when the environment names one, else a desk of our own for that module.

    Raises DeskRefused when there is no such module.
    """
    if served := served_desk():
        return served
    from passerelles.widgets.local_desk import LocalDesk

    return LocalDesk.of(slug)


def case_desk_from_environment(slug: str) -> CaseDesk:
    """Return the same for a case; raises DeskRefused when there is no such case."""
    if served := served_desk():
        return served
    from passerelles.widgets.case_desk import LocalCaseDesk

    return LocalCaseDesk.of(slug)


def roleplay_desk_from_environment(slug: str) -> RolePlayDesk:
    """Return the same for a role play; raises DeskRefused when there is no such one."""
    if served := served_desk():
        return served
    from passerelles.widgets.roleplay_desk import LocalRolePlayDesk

    return LocalRolePlayDesk.of(slug)
