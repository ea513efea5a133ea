"""A lesson's page serves the modules of the views; in JupyterLab each view ships its own."""

from __future__ import annotations

import re

import pytest

from passerelles.widgets import served
from passerelles.widgets.commitment_view import CommitmentView
from passerelles.widgets.freins_view import FreinsView
from passerelles.widgets.handin_view import HandinView
from passerelles.widgets.item_view import ItemView
from passerelles.widgets.local_desk import LocalDesk
from passerelles.widgets.view import View

VIEWS: list[type[View]] = [ItemView, FreinsView, CommitmentView, HandinView]


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_served_is_what_the_view_would_ship(view: type[View]) -> None:
    assert served.files()[view.script] == str(view._esm)


def test_the_style_served_holds_the_style_of_every_view() -> None:
    rules = set(served.files()[served.STYLE].splitlines())
    for view in VIEWS:
        assert set(str(view._css).splitlines()) <= rules


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
    monkeypatch.delenv(served.VARIABLE, raising=False)
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
