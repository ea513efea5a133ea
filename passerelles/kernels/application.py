"""The kernel's application in a fork: stock, minus what a fork has no use for."""

from __future__ import annotations

import os
import re
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

from ipykernel import ipkernel
from ipykernel.iostream import OutStream
from ipykernel.kernelapp import IPKernelApp
from traitlets import DottedObjectName
from traitlets.config.loader import Config, DeferredConfigString

SETTING = re.compile(r"--([A-Z]\w*)\.(\w+)=(.*)", re.DOTALL)
DEFAULTS = {
    "HistoryManager.enabled": "False",  # kernels by the dozen must not share one SQLite file
    "IPKernelApp.parent_handle": "1",  # no thread to watch our parent: it is watched already
}


class LazyStream(OutStream):
    """Flushes what was written. Stock hands over to the sending thread and waits, several times a cell, for nothing."""

    def flush(self) -> None:
        """See OutStream; what is being sent already goes before whatever is sent next, by the same thread."""
        if self._flush_pending or self._subprocess_flush_pending:
            super().flush()


class ForkedKernelApp(IPKernelApp):
    """Reads the arguments of kernels without argparse when they are as plain as usual."""

    outstream_class = DottedObjectName(f"{LazyStream.__module__}.{LazyStream.__name__}")

    def parse_command_line(self, argv: Any = None) -> None:
        """See Application. Building the parser costs a third of a start."""
        if (config := config_of(argv)) is None:
            super().parse_command_line([f"--{name}={value}" for name, value in DEFAULTS.items()] + argv)
            return
        self.argv = argv
        self.cli_config = config
        self.update_config(config)
        self.extra_args = []


def config_of(argv: list[str]) -> Config | None:
    """Return the configuration that plain arguments give, None when they need the real parser."""
    if len(argv) < 2 or argv[0] != "-f":
        return None
    settings = dict(DEFAULTS)
    for argument in argv[2:]:
        if not (found := SETTING.fullmatch(argument)) or f"{found[1]}.{found[2]}" in settings.keys() - DEFAULTS.keys():
            return None
        settings[f"{found[1]}.{found[2]}"] = found[3]
    config = Config({"IPKernelApp": {"connection_file": argv[1]}})
    for name, value in settings.items():
        section, trait = name.split(".")
        config[section][trait] = DeferredConfigString(value)
    return config


def rehearse() -> None:
    """In the zygote, once everything is imported: do what would be the same in each child.

    A kernel lists the files of all modules for its debugger, and reading them copies 0.9 MiB of shared pages. It is
    given the zygote's list, through the one name by which it reads it.
    """
    listed = [
        SimpleNamespace(__file__=str(file)) for m in list(sys.modules.values()) if (file := vars(m).get("__file__"))
    ]
    view = ModuleType("sys")
    vars(view).update(vars(sys), modules=dict(enumerate(listed)))
    vars(ipkernel)["sys"] = view


def application(argv: list[str]) -> ForkedKernelApp:
    """Return a kernel's application, its sockets bound. `argv` are the arguments after the launcher's name."""
    app: ForkedKernelApp = ForkedKernelApp.instance()
    app.initialize(argv)
    for module, hook in HOOKS.items():
        if module in sys.modules:
            hook()
    return app


def _register_widgets() -> None:
    """Accept the widgets that browsers open: ipywidgets only does so when imported inside a kernel."""
    sys.modules["ipywidgets"].register_comm_target()


def _show_plots_inline() -> None:
    """Let matplotlib draw in the page: it reads its backend's name when imported, the kernel sets it later."""
    sys.modules["matplotlib"].rcParams["backend"] = os.environ["MPLBACKEND"]


HOOKS = {"ipywidgets": _register_widgets, "matplotlib": _show_plots_inline}
