"""`roleplay(slug)`: what the thin notebook of a role play calls. It shows the situation, then lets one play alone."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from passerelles.text import t
from passerelles.widgets.desk import DeskRefused, Json, RolePlayDesk
from passerelles.widgets.desks import roleplay_desk_from_environment
from passerelles.widgets.display import Show, guarded, html, in_notebook, opened
from passerelles.widgets.roleplay_view import RolePlayView


class RolePlay:
    """A role play open for one learner."""

    def __init__(self, desk: RolePlayDesk, data: Json, show: Show) -> None:
        """`data` is what `desk.roleplay()` returned; `show` displays in the notebook."""
        self._desk, self._data, self._display = desk, data, show

    def show(self) -> None:
        """Display the role play; on a page of ours, first what is public of it, to be read before scripts run.

        JupyterLab would keep showing it beside the view.
        """
        if self._desk.base_url is not None:
            self._display(html(_beginning(self._data["play"])))
        for view in guarded(self._view()):
            self._display(view)

    def _view(self) -> Iterator[RolePlayView]:
        """Yield the one view."""
        scope = f"passerelles:{self._data.get('learner') or 'libre'}:{self._data['play']['slug']}:jeu"
        yield RolePlayView(self._desk, self._data, scope=scope)


class NoRolePlay:
    """What `roleplay` returns when it could not open one, having said why."""

    def show(self) -> None:
        """Show nothing more."""


def roleplay(slug: str, *, desk: RolePlayDesk | None = None, show: Show = in_notebook) -> RolePlay | NoRolePlay:
    """Open that role play for the current learner.

    `desk` and `show` are for tests; by default the environment says which desk, and IPython displays.
    What goes wrong is displayed as a sentence; nothing is raised.
    """

    def open_play() -> RolePlay:
        """Ask the desk for the role play."""
        found = desk or roleplay_desk_from_environment(slug)
        data = found.roleplay()
        if data["play"]["slug"] != slug:
            raise DeskRefused("unknown-roleplay", t("widgets.roleplay-page.unknown", slug=slug))
        return RolePlay(found, data, show)

    return opened(open_play, show, t("widgets.roleplay-page.unreachable")) or NoRolePlay()


def _beginning(shown: Json) -> str:
    """Return the situation and the public cards, as a section of HTML that needs no script."""
    young = shown["young"]
    facts = f"{shown['place']} · {young['name']}, {young['age']}"
    caution = f'<p class="p-note p-note--caution">{shown["caution"]}</p>' if shown["caution"] else ""
    return (
        f'<section class="p-case" aria-labelledby="jeu-situation"><p class="p-case__facts">{escape(facts)}</p>{caution}'
        f'<h2 id="jeu-situation" tabindex="-1">{escape(t("widgets.roleplay.situation"))}</h2>{shown["beginning"]}'
        f"<h2>{escape(t('widgets.roleplay.table'))}</h2>{''.join(map(_card, shown['roles']))}</section>"
    )


def _card(role: Json) -> str:
    """Return a public card."""
    brings = "".join(f"<li>{line}</li>" for line in role["brings"])
    named = f"{role['name']}, {role['function']}"
    return f"<h3>{escape(named)}</h3>{role['html']}<p>{escape(t('widgets.roleplay.brings'))}</p><ul>{brings}</ul>"
