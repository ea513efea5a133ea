"""The commands of who writes the course: one short class per command, no logic."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from traitlets import Unicode

from passerelles.command import Command
from passerelles.text import t


class New(Command):
    """Commencer un cas à écrire : new case NOM ; --title « Son titre »."""

    name = "passerelles-new"
    title = Unicode(help="Title of the case.").tag(config=True)
    aliases: dict[str, Any] = {**Command.aliases, "title": "New.title"}

    def run(self) -> int:
        """Write the folder, name its files and say what comes next."""
        from passerelles.content.draft import new_case
        from passerelles.errors import Refusal

        if len(self.extra_args) != 2 or self.extra_args[0] != "case":
            raise Refusal(t("cli.new.words"), t("cli.new.words.cure"))
        slug = str(self.extra_args[1])
        written = [str(path) for path in new_case(Path(self.course), slug, self.title)]
        self.show(written, t("cli.new.done", files="\n  ".join(written), slug=slug))
        return 0
