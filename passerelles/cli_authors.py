"""The commands of who writes the course: one short class per command, no logic."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from traitlets import Bool, Integer, Unicode

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


class Preview(Command):
    """Voir un cas dans le navigateur pendant qu’on l’écrit : preview NOM."""

    name = "passerelles-preview"
    port = Integer(8867, help="Port of the page, on this machine only.").tag(config=True)
    browser = Bool(True, help="Open a browser.").tag(config=True)
    aliases: dict[str, Any] = {**Command.aliases, "port": "Preview.port"}
    flags: dict[str, Any] = {"no-browser": ({"Preview": {"browser": False}}, "Do not open a browser.")}

    def run(self) -> int:
        """Show it until Ctrl+C."""
        from passerelles.server.preview.app import run

        run(Path(self.course), self.argument("NOM"), self.port, browser=self.browser, say=self.say)
        return 0

    def say(self, line: str) -> None:
        """Print a line at once, even into a pipe."""
        print(line, flush=True)
