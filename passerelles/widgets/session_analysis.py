"""`session_analysis(file)`: what the trainer's notebook calls. It shows the figures of one session, part by part."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from passerelles.text import t
from passerelles.widgets.desk import DeskRefused
from passerelles.widgets.display import Show, html, in_notebook, opened
from passerelles.widgets.http_desk import served_desk

if TYPE_CHECKING:
    from passerelles.engines.live.session.analysis import SessionFigures


class Analysis:
    """A session's figures, open in a notebook. `figures.tables(part)` and `figures.facts()` are tables of pandas."""

    def __init__(self, figures: SessionFigures, show: Show) -> None:
        """`show` displays in the notebook."""
        self.figures, self._display = figures, show

    def summary(self) -> None:
        """Display what the day was."""
        self._display(html(self.figures.summary()))

    def show(self, part: str) -> None:
        """Display the pictures and the tables of a part."""
        self._display(html(self.figures.html(part)))


class NoAnalysis:
    """What `session_analysis` returns when it could not open one, having said why."""

    def summary(self) -> None:
        """Show nothing more."""

    def show(self, part: str) -> None:
        """Show nothing more."""


def session_analysis(file: str | Path, *, show: Show = in_notebook) -> Analysis | NoAnalysis:
    """Open the figures of a session: on a page of the server those it gives, elsewhere those of the file.

    What goes wrong is displayed as a sentence; nothing is raised.
    """
    return opened(lambda: Analysis(_figures(Path(file)), show), show, t("analysis.unreachable")) or NoAnalysis()


def _figures(file: Path) -> SessionFigures:
    """Return the figures; raises DeskRefused or DeskUnreachable."""
    from passerelles.engines.live.session.analysis import SessionFigures

    desk = served_desk()
    try:
        return SessionFigures(desk.figures()) if desk else SessionFigures.read(file.read_text(encoding="utf-8"))
    except OSError:
        raise DeskRefused("no-file", t("analysis.no-file", file=file.name)) from None
    except ValueError:
        raise DeskRefused("unreadable", t("analysis.unreadable")) from None
