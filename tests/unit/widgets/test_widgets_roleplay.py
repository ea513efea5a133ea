"""`roleplay()` without a server: what it shows, the view driven as a browser does, sentences for what goes wrong."""

from __future__ import annotations

from typing import Any

import pytest
from support.small_table import table_course

import passerelles
from passerelles.text import t
from passerelles.widgets.desk import DeskUnreachable
from passerelles.widgets.roleplay import NoRolePlay, roleplay
from passerelles.widgets.roleplay_desk import LocalRolePlayDesk
from passerelles.widgets.roleplay_view import RolePlayView

SAY = {"exchange": "a-deux", "turn": "t1", "reply": "a"}


class PageDesk(LocalRolePlayDesk):
    """A desk of a page of ours, whose fault a test chooses."""

    base_url: str | None = "/"
    fault: Exception | None = None

    def roleplay(self) -> dict[str, Any]:
        if self.fault:
            raise self.fault
        return super().roleplay()


@pytest.fixture
def desk() -> PageDesk:
    return PageDesk.of("table", table_course())  # type: ignore[return-value]


@pytest.fixture
def view(desk: PageDesk) -> RolePlayView:
    return RolePlayView(desk, desk.roleplay(), scope="s")


def shown(desk: PageDesk, slug: str = "table") -> list[Any]:
    found: list[Any] = []
    roleplay(slug, desk=desk, show=found.append).show()
    return found


def ask(view: RolePlayView, kind: str, value: Any) -> dict[str, Any]:
    """Ask as a browser does."""
    view.set_state({"request": {"key": f"{kind}-{value}", "type": kind, "value": value, "try": 1}})
    return dict(view.reply)


def test_the_situation_and_the_cards_can_be_read_and_then_comes_the_view(desk: PageDesk) -> None:
    assert passerelles.roleplay is roleplay
    beginning, view = shown(desk)
    for said in ("Valbrume", "Noa, 16 ans", "Noa veut changer d’école.", "Sacha, éducateur", "Des adresses."):
        assert said in beginning.data, said
    assert "secret" not in beginning.data
    assert isinstance(view, RolePlayView)
    assert (view.scope, view.play["play"]["slug"]) == ("passerelles:libre:table:jeu", "table")
    desk.base_url = None
    assert [type(one) for one in shown(desk)] == [RolePlayView]


def test_playing_without_a_server_says_that_nothing_is_recorded(view: RolePlayView) -> None:
    assert ask(view, "take", {"role": "amo"})["state"]["card"]["constraint"] == "secret-amo-1"
    said = ask(view, "write", {"role": "amo", "words": "Bonjour."})
    assert (said["ok"], said["saved_at"], said["message"]) == (True, None, t("widgets.common.free_mode"))
    assert ask(view, "say", SAY)["state"]["exchanges"][0]["now"]["turn"] == "t2"
    late = ask(view, "say", {**SAY, "reply": "b"})
    assert (late["ok"], late["code"], late["state"]["exchanges"][0]["now"]["turn"]) == (False, "moved-on", "t2")
    assert ask(view, "again", {"exchange": "a-deux"})["state"]["exchanges"][0]["past"] == []
    assert view.play["state"]["written"] == {"amo": "Bonjour."}


@pytest.mark.parametrize(
    ("kind", "value"),
    [("take", {"role": "nul"}), ("take", {"role": 1}), ("take", None), ("write", {"role": "amo", "words": " "}),
     ("say", SAY), ("again", {"exchange": "nul"}), ("jump", {})],
)  # fmt: skip
def test_what_the_browser_may_not_do_is_refused_in_words(view: RolePlayView, kind: str, value: Any) -> None:
    said = ask(view, kind, value)
    assert (said["ok"], said["message"]) == (False, t("widgets.common.invalid"))
    assert view.play["state"]["role"] is None


def test_what_goes_wrong_is_a_sentence(desk: PageDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    (box,) = shown(desk, "autre")
    assert "Il n’y a pas de jeu de rôle" in box.data
    desk.fault = DeskUnreachable()
    (box,) = shown(desk)
    assert "le serveur ne répond pas" in box.data
    monkeypatch.delenv("PASSERELLES_API", raising=False)
    monkeypatch.setattr("passerelles.widgets.roleplay_desk.course_on_disk", table_course)
    found: list[Any] = []
    assert isinstance(roleplay("<b>rien</b>", show=found.append), NoRolePlay)
    assert "&lt;b&gt;rien" in found[0].data
