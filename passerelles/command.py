"""What the commands of `passerelles` share: where the course and the data are, refusals, plain or JSON output."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from jupyter_core.application import JupyterApp
from traitlets import Bool, Unicode, default

from passerelles import paths
from passerelles.text import t

USER_MISTAKE = 2


class Command(JupyterApp):
    """What the commands share: where the course and the data are, and plain or JSON output."""

    course = Unicode(help="Folder of the course (corpus, modules, exercises).").tag(config=True)
    data = Unicode(help="Folder of learner data.").tag(config=True)
    as_json = Bool(False, help="Print JSON instead of text.").tag(config=True)

    database_url = Unicode(None, allow_none=True, help="PostgreSQL address of the records.").tag(config=True)

    aliases: dict[str, Any] = {
        "course": "Command.course",
        "data": "Command.data",
        "database-url": "Command.database_url",
    }
    flags: dict[str, Any] = {"json": ({"Command": {"as_json": True}}, "Print JSON instead of text.")}

    @default("course")
    def _default_course(self) -> str:
        """Use the course beside the package, or the one of the environment."""
        return str(paths.course_root())

    @default("data")
    def _default_data(self) -> str:
        """Use Jupyter's data folder, or the one of the environment."""
        return str(paths.data_dir())

    @property
    def data_path(self) -> Path:
        """The folder of learner data."""
        return Path(self.data).expanduser().resolve()

    def start(self) -> None:
        """Run the command; a refusal becomes one sentence and exit code 2."""
        super().start()
        from passerelles.content.problems import CourseError
        from passerelles.errors import Refusal
        from passerelles.store.errors import StoreError

        try:
            self.exit(self.run())
        except (Refusal, StoreError, CourseError) as refusal:
            print(refusal, file=sys.stderr)
            self.exit(USER_MISTAKE)

    @property
    def records(self) -> Any:
        """Where the records are."""
        from passerelles.administration import Records

        return Records(self.data_path, self.database_url)

    def run(self) -> int:
        """Do the work and return the exit code."""
        raise NotImplementedError

    def argument(self, name: str) -> str:
        """Return the one word expected after the command; refuse anything else."""
        from passerelles.errors import Refusal

        if len(self.extra_args) != 1:
            raise Refusal(t("cli.one-argument", name=name), t("cli.usage", command=self.name, name=name))
        return str(self.extra_args[0])

    def show(self, value: Any, text: str) -> None:
        """Print the value as JSON or the text, as asked."""
        print(json.dumps(value, ensure_ascii=False, indent=2) if self.as_json else text)
