"""The kernel API of role plays: what the page of one learner may ask, with its token."""

from __future__ import annotations

from typing import Any, cast

from passerelles.server.api.course import KernelHandler
from passerelles.server.learning.roleplays import RolePlays
from passerelles.server.learning.service import Json

DEEDS: dict[str, dict[str, type]] = {  # what is done, and the fields of its request
    "take": {"role": str},
    "write": {"role": str, "words": str},
    "say": {"exchange": str, "turn": str, "reply": str},
    "again": {"exchange": str},
}


class _Handler(KernelHandler):
    """Base: the role plays."""

    @property
    def roleplays(self) -> RolePlays:
        """The role plays and what was done in them."""
        return cast(RolePlays, self.settings["passerelles_roleplays"])


class RolePlayHandler(_Handler):
    """GET roleplay."""

    def get(self) -> None:
        """Send everything the page of the role play shows this learner."""
        self.reply(lambda: self.roleplays.roleplay(*self.mine))


class DeedHandler(_Handler):
    """POST roleplay/<deed>, with the fields of DEEDS."""

    def post(self, deed: str) -> None:
        """Do it, and send where the learner now is."""

        def work() -> Json:
            """Read the fields and do it."""
            value = dict(zip(DEEDS[deed], self.fields(**DEEDS[deed]), strict=True))
            return self.roleplays.deed(*self.mine, deed, value)

        self.reply(work)


ROUTES: list[tuple[Any, ...]] = [
    (r"api/kernel/roleplay", RolePlayHandler),
    (rf"api/kernel/roleplay/({'|'.join(DEEDS)})", DeedHandler),
]
