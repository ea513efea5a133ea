"""A lesson's page serves the modules of the views; in JupyterLab each view ships its own."""

from __future__ import annotations

import re

import anywidget
import pytest
import traitlets

from passerelles.widgets import served
from passerelles.widgets.case_desk import LocalCaseDesk
from passerelles.widgets.case_view import CaseView
from passerelles.widgets.commitment_view import CommitmentView
from passerelles.widgets.form_view import FormView
from passerelles.widgets.freins_view import FreinsView
from passerelles.widgets.handin_view import HandinView
from passerelles.widgets.item_view import ItemView
from passerelles.widgets.local_desk import LocalDesk
from passerelles.widgets.roleplay_desk import LocalRolePlayDesk
from passerelles.widgets.roleplay_view import RolePlayView
from passerelles.widgets.view import View


@pytest.fixture(autouse=True)
def on_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """No server: as in JupyterLab."""
    monkeypatch.delenv(served.VARIABLE, raising=False)


def views() -> list[View]:
    """Return one view of each kind."""
    desk = LocalDesk.__new__(LocalDesk)
    item = ItemView(desk, {"id": "i", "kind": "single"}, {"status": "new"}, scope="s")
    tools = [kind(desk, "outil", {"value": None}, scope="s") for kind in (FreinsView, CommitmentView, FormView)]
    case = CaseView(LocalCaseDesk.__new__(LocalCaseDesk), {"plays": []}, scope="s")
    play = RolePlayView(LocalRolePlayDesk.__new__(LocalRolePlayDesk), {"state": {}}, scope="s")
    return [item, *tools, HandinView(desk, {"assignment": "a"}, scope="s"), case, play]


def test_what_is_served_is_what_the_view_would_ship() -> None:
    for view in views():
        assert served.files()[view.script] == view._esm


def test_the_style_served_holds_the_style_of_every_view() -> None:
    rules = set(served.files()[served.STYLE].splitlines())
    *others, case, play = views()
    for view in others:
        assert view._css
        assert set(str(view._css).splitlines()) <= rules
    rules |= set(served.files()[served.CASE_STYLE].splitlines())
    assert set(str(case._css).splitlines()) <= rules
    assert set(str(play._css).splitlines()) <= rules | set(served.files()[served.ROLEPLAY_STYLE].splitlines())


def test_what_only_a_case_needs_is_not_in_the_style_of_every_page() -> None:
    assert ".p-case" in served.files()[served.CASE_STYLE]
    assert ".p-case" not in served.files()[served.STYLE]


def test_in_jupyterlab_a_view_is_what_stock_anywidget_makes_of_the_same_class() -> None:
    for view in views():
        own = {"labels": traitlets.Dict(), "scope": traitlets.Unicode(), "request": traitlets.Any()}
        own |= {
            "reply": traitlets.Dict(),
            "item": traitlets.Dict(),
            "state": traitlets.Dict(),
            "tool": traitlets.Dict(),
            "case": traitlets.Dict(),
            "play": traitlets.Dict(),
        }
        kept = {name: trait.tag(sync=True) for name, trait in own.items() if view.has_trait(name)}
        named = {"_esm": view._esm, "_css": view._css, "__module__": type(view).__module__}
        stock = type(type(view).__name__, (anywidget.AnyWidget,), kept | named)()
        ours, theirs = view.get_state(), stock.get_state()
        assert ours.keys() == theirs.keys()
        for name in theirs.keys() - own - {"layout"}:
            assert ours[name] == theirs[name], name
        assert ours["layout"].startswith("IPY_MODEL_")


def test_the_version_follows_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    before = served.version()
    assert re.fullmatch(r"[0-9a-f]{12}", before)
    served.version.cache_clear()
    monkeypatch.setattr(served, "files", lambda: {"item.js": "changed"})
    assert served.version() != before
    served.version.cache_clear()


@pytest.mark.parametrize("version", ["0123456789ab", None])
def test_a_view_ships_a_loader_only_when_its_page_serves_the_rest(
    version: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if version:
        monkeypatch.setenv(served.VARIABLE, version)
    shipped = CommitmentView(LocalDesk.__new__(LocalDesk), "engagement", {"value": None}, scope="s").get_state()
    if version:
        assert f"vues/{version}/commitment.js" in shipped["_esm"]
        assert len(shipped["_esm"]) < 300
        assert shipped["_css"] == ""
    else:
        assert shipped["_esm"] == served.files()["commitment.js"]
        assert shipped["_css"]
