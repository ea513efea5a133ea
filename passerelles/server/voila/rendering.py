"""From a notebook with any widgets to a page: Voilà's renderer, our notebook, templates compiled once."""

from __future__ import annotations

import logging
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

import nbformat
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from voila.notebook_renderer import NotebookRenderer

from passerelles.content.markdown import render
from passerelles.server.pages.assets import asset
from passerelles.server.web.security import event

TEMPLATE = "passerelles"
NEEDED_EXTENSIONS = ["@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget"]


class CompiledTemplates(BytecodeCache):
    """Keeps compiled templates in memory: nbconvert makes a new environment for every page."""

    def __init__(self) -> None:
        """Start empty."""
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """See BytecodeCache."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """See BytecodeCache."""
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


class CellEvents(logging.Handler):
    """Turns what Voilà would log of a cell that failed, with its source, into an event of ours."""

    def emit(self, record: logging.LogRecord) -> None:
        """See logging.Handler."""
        if record.levelno >= logging.ERROR:
            event("a cell of a lesson failed", record.exc_info[1] if record.exc_info else None)


COMPILED = CompiledTemplates()
LESSON_LOG = logging.getLogger("passerelles.lesson")
LESSON_LOG.propagate = False
LESSON_LOG.addHandler(CellEvents())


class LessonRenderer(NotebookRenderer):
    """Renders the notebook of a module. `extra` reaches the template as `resources.lesson`."""

    def __init__(self, notebook: Path, extra: dict[str, Any], **kwargs: Any) -> None:
        """Render `notebook`; the template finds `extra` as `resources.lesson`. The rest is Voilà's."""
        super().__init__(notebook_path=notebook.name, **kwargs)
        self.log = LESSON_LOG
        self._notebook, self._extra = notebook, extra

    async def load_notebook(self, path: str) -> Any:
        """Return the module's notebook, whatever the path."""
        return deepcopy(read_notebook(self._notebook, self._notebook.stat().st_mtime_ns))

    async def initialize(self, **kwargs: Any) -> None:
        """See NotebookRenderer; adds what our template needs."""
        await super().initialize(**kwargs)
        self.resources["lesson"] = self._extra
        self.exporter.environment.bytecode_cache = COMPILED
        self.exporter.environment.filters["markdown2html"] = render
        self.exporter.environment.globals["asset"] = asset


@lru_cache(maxsize=32)
def read_notebook(path: Path, changed: int) -> Any:
    """Return a notebook ready to be run: no saved outputs, this machine's Python, no settings of its own."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
    )
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook
