"""The command that erases what was kept of live sessions of long ago: `passerelles forget`."""

from __future__ import annotations

import sys
from typing import Any

from traitlets import Bool, Integer

from passerelles.command import Command
from passerelles.text import t

SIX_MONTHS = 183  # days
YES = ("o", "oui")


class Forget(Command):
    """Effacer les séances terminées depuis plus de six mois : forget --older-than JOURS ; --yes ne demande rien."""

    name = "passerelles-forget"
    older_than = Integer(SIX_MONTHS, min=1, help="Days since the session ended.").tag(config=True)
    sure = Bool(False, help="Erase without asking.").tag(config=True)
    aliases: dict[str, Any] = {**Command.aliases, "older-than": "Forget.older_than"}
    flags: dict[str, Any] = {**Command.flags, "yes": ({"Forget": {"sure": True}}, "Erase without asking.")}

    def run(self) -> int:
        """Say which sessions, ask, erase them and say so."""
        from passerelles import administration
        from passerelles.french import moment

        found = administration.old_sessions(self.records, self.older_than)
        lines = [f"- {one.title} ({moment(one.ended_at)})" for one in found]
        if not found:
            self.show({"forgotten": []}, t("cli.forget.none", days=self.older_than))
        elif self.sure or _asked(lines):
            administration.forget(self.records, found)
            self.show({"forgotten": [one.id for one in found]}, "\n".join([t("cli.forget.done"), *lines]))
        else:
            self.show({"forgotten": []}, t("cli.forget.kept"))
        return 0


def _asked(lines: list[str]) -> bool:
    """Show what would be erased and ask; anything but yes is no, and so is nobody there."""
    print(*[t("cli.forget.found"), *lines, t("cli.forget.sure")], sep="\n", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in YES
