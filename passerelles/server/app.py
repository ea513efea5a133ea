"""`passerelles serve`: Voilà, with our identity, pages, kernels and records."""

from __future__ import annotations

import inspect
import logging
import os
import sys
import time
from pathlib import Path
from typing import Any, ClassVar

from jupyter_core.paths import jupyter_config_path
from traitlets import Bool, Integer, List, TraitError, Unicode, default
from traitlets.config import Application
from traitlets.config.loader import ArgumentError
from voila.app import Voila
from voila.configuration import VoilaConfiguration
from voila.exporter import VoilaExporter

from passerelles import paths
from passerelles.content.course import Course
from passerelles.content.loader import load_course
from passerelles.content.problems import CourseError
from passerelles.errors import Refusal
from passerelles.server import startup
from passerelles.server.running import Running
from passerelles.server.voila.kernels import PRELOAD, LearnerKernels
from passerelles.server.voila.rendering import NEEDED_EXTENSIONS
from passerelles.store import Store
from passerelles.store.errors import StoreError
from passerelles.text import t

USER_MISTAKE = 2
SHARE = paths.PACKAGE / "server" / "share" / "jupyter"
DENIED_EXTENSIONS = ["@jupyter/nbgrader", "@jupyter-notebook/lab-extension", "@voila-dashboards/jupyterlab-preview"]


class PasserellesServer(Voila):
    """Open the course on this machine: pages, lessons, records and grading on one port."""

    name = "passerelles-serve"
    description = "Ouvrir le cours sur cette machine."
    option_description = ""
    examples = "passerelles serve --port 8866 --data ~/passerelles"

    port = Integer(8866, config=True, help="Port of the server. A busy one is refused, never replaced.")
    ip = Unicode("127.0.0.1", config=True, help="Address to listen on; 0.0.0.0 opens the course to the network.")
    data = Unicode(config=True, help="Folder of learner data.")
    database_url = Unicode(
        None, allow_none=True, config=True, help="PostgreSQL address; empty: a file in the data folder."
    )
    allowed_hosts = List(Unicode(), config=True, help="Further names under which browsers reach the server.")

    reset_trainer = Bool(
        False, config=True, help="Forget the trainer's password; a new address to choose one is shown."
    )
    debug = Bool(False, config=True, help="Log each request; never what a learner wrote.")

    aliases: ClassVar[dict[str, str]] = {
        "port": "PasserellesServer.port",
        "ip": "PasserellesServer.ip",
        "data": "PasserellesServer.data",
        "base-url": "PasserellesServer.base_url",
        "database-url": "PasserellesServer.database_url",
        "allowed-hosts": "PasserellesServer.allowed_hosts",
    }
    flags: ClassVar[dict[str, Any]] = {
        "no-browser": ({"PasserellesServer": {"open_browser": False}}, "Do not open a browser."),
        "reset-trainer": ({"PasserellesServer": {"reset_trainer": True}}, "Forget the trainer's password."),
        "debug": ({"PasserellesServer": {"debug": True}}, "Log each request; never what a learner wrote."),
    }
    classes: ClassVar[list[type]] = [VoilaConfiguration, VoilaExporter, LearnerKernels]

    course: Course
    store: Store
    data_dir_path: Path

    @default("data")
    def _default_data(self) -> str:
        """Use Jupyter's data folder, or the one of the environment."""
        return str(paths.data_dir())

    @default("log_level")
    def _default_level(self) -> int:
        """Say only what matters."""
        return logging.WARNING

    @default("config_file_paths")
    def _default_config_paths(self) -> list[str]:
        """Use Jupyter's folders, never the current one: it may not be ours."""
        return list(jupyter_config_path())

    def initialize(self, argv: list[str] | None = None) -> None:
        """Read the command line and the configuration; a mistake is one sentence and exit code 2."""
        self._init_asyncio_patch()
        try:
            inspect.unwrap(Application.initialize)(self, argv)
            self.load_config_file("passerelles_config", path=list(reversed(self.config_file_paths)))
            self._check_words()
        except (TraitError, ArgumentError) as error:
            self._refuse(Refusal(t("server.option", reason=error), t("server.words-cure")))
        except Refusal as refusal:
            self._refuse(refusal)
        self._configure()

    def parse_command_line(self, argv: list[str] | None = None) -> None:
        """See Application; its mistakes come to `initialize` instead of ending the program in English."""
        inspect.unwrap(Application.parse_command_line)(self, argv)

    def start(self) -> None:
        """Open port, course and records, then serve until told to stop."""
        if self.subapp is not None:
            return
        started = time.monotonic()
        running = Running(self)
        try:
            self._open(running)
        except (Refusal, StoreError, CourseError) as error:
            running.close()
            self._refuse(error)
        running.run(started)

    def say(self, line: str) -> None:
        """Print a line at once, even into a pipe."""
        print(line, flush=True)

    def _open(self, running: Running) -> None:
        """Take what the server needs, the quickest to fail first."""
        running.sockets = startup.open_port(self.port, self.ip)
        self.port = running.sockets[0].getsockname()[1]
        self.data_dir_path = startup.private_folder(Path(self.data).expanduser().resolve())
        os.environ["PASSERELLES_DATA"] = str(self.data_dir_path)
        self.cookie_secret = startup.cookie_secret(self.data_dir_path)
        self.say(t("server.start-course"))
        self.course = load_course()
        self.say(t("server.start-store"))
        self.store = running.store = Store.open(self.database_url, self.data_dir_path, port=self.port)
        self.say(t("server.start-server"))

    def _check_words(self) -> None:
        """Refuse words we do not know, and an impossible base address."""
        if self.extra_args:
            raise Refusal(t("server.words", words=" ".join(self.extra_args)), t("server.words-cure"))
        if not (self.base_url.startswith("/") and self.base_url.endswith("/")) or "//" in self.base_url:
            raise Refusal(t("server.base-url", base_url=self.base_url), t("server.base-url-cure"))

    def _configure(self) -> None:
        """Fix what a lesson's safety rests on: no configuration file can loosen it."""
        found = os.environ.get("JUPYTER_PATH")
        os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(SHARE), found]))
        self.config.VoilaExporter.language_code = "fr"  # our template says fr-BE, which Voilà does not know
        self.config.AsyncKernelManager.autorestart = self.config.KernelManager.autorestart = False
        self.config.KernelProvisionerFactory.default_provisioner_name = "forking-provisioner"
        self.config.ForkingProvisioner.preload = list(PRELOAD)
        self.voila_configuration = VoilaConfiguration(
            parent=self,
            template="passerelles",
            theme="light",
            allow_template_override="NO",
            allow_theme_override="NO",
            strip_sources=True,
            show_tracebacks=False,
            file_allowlist=[],
            extension_allowlist=NEEDED_EXTENSIONS,
            extension_denylist=DENIED_EXTENSIONS,
            preheat_kernel=False,
            progressive_rendering=False,
            multi_kernel_manager_class=LearnerKernels,
            resources={},
        )
        self.setup_template_dirs()
        self.template_paths.append(str(paths.PACKAGE / "server" / "templates"))

    def _refuse(self, error: Exception) -> None:
        """Say what is wrong and what to do, and leave with the exit code of a user's mistake."""
        print(error, file=sys.stderr, flush=True)
        self.exit(USER_MISTAKE)
