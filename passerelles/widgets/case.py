"""`case(slug)`: what the thin notebook of a case calls. It shows how the story begins, then lets it be played."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from passerelles.text import t
from passerelles.widgets.case_view import CaseView
from passerelles.widgets.desk import CaseDesk, DeskRefused, Json
from passerelles.widgets.desks import case_desk_from_environment
from passerelles.widgets.display import Show, guarded, html, in_notebook, opened


class Case:
    """A case open for one learner."""

    def __init__(self, desk: CaseDesk, data: Json, show: Show) -> None:
        """`data` is what `desk.case()` returned; `show` displays in the notebook."""
        self._desk, self._data, self._display = desk, data, show

    def show(self) -> None:
        """Display the case to be played; on a page of ours, first the beginning, to be read before scripts run.

        JupyterLab would keep showing it beside the view.
        """
        if self._desk.base_url is not None:
            self._display(html(_beginning(self._data["case"])))
        for view in guarded(self._view()):
            self._display(view)

    def _view(self) -> Iterator[CaseView]:
        """Yield the one view."""
        scope = f"passerelles:{self._data.get('learner') or 'libre'}:{self._data['case']['slug']}:cas"
        yield CaseView(self._desk, self._data, scope=scope)


class NoCase:
    """What `case` returns when it could not open one, having said why."""

    def show(self) -> None:
        """Show nothing more."""


def case(slug: str, *, desk: CaseDesk | None = None, show: Show = in_notebook) -> Case | NoCase:
    """Open that case for the current learner.

    `desk` and `show` are for tests; by default the environment says which desk, and IPython displays.
    What goes wrong is displayed as a sentence; nothing is raised.
    """

    def open_case() -> Case:
        """Ask the desk for the case."""
        found = desk or case_desk_from_environment(slug)
        data = found.case()
        if data["case"]["slug"] != slug:
            raise DeskRefused("unknown-case", t("widgets.case-page.unknown", slug=slug))
        return Case(found, data, show)

    return opened(open_case, show, t("widgets.case-page.unreachable")) or NoCase()


def _beginning(shown: Json) -> str:
    """Return where, with whom and how the story begins, as a section of HTML that needs no script."""
    young, minutes = shown["young"], t("widgets.case-page.minutes", minutes=shown["minutes"])
    facts = " · ".join([shown["place"], f"{young['name']}, {young['age']}", minutes])
    caution = f'<p class="p-note p-note--caution">{shown["caution"]}</p>' if shown["caution"] else ""
    return (
        f'<section class="p-case" aria-labelledby="cas-debut"><p class="p-case__facts">{escape(facts)}</p>{caution}'
        f'<p class="p-case__role">{shown["role"]}</p>'
        f'<h2 id="cas-debut" tabindex="-1">{escape(t("widgets.case-page.beginning"))}</h2>{shown["opening"]}</section>'
    )
