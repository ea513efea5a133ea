"""What people type in a session, at its worst: it is shown and kept as words, on every page and in every document."""

from __future__ import annotations

import contextlib
import itertools
import secrets
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from support.hall import KINDS, Hall, texts
from support.payloads import MARK, PAYLOADS

from passerelles.content.loader import load_course
from passerelles.documents.cells import TRIGGERS
from passerelles.engines.live.activity import Event, Refused
from passerelles.engines.live.session.engine import act
from passerelles.server.sessions.heard import LONGEST, LONGEST_NAME, LONGEST_SAID, MOST_SAID, deed_of, read
from passerelles.server.sessions.live_session import LiveSession

RUNS = {"script", "iframe", "object", "embed", "base", "math", "video", "audio", "marquee", "x"}
TURNS = 8  # presses of the button that leads on, at most, in one activity


class Tags(HTMLParser):
    """Gathers the tags of a page whose words or attributes were written by somebody."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[tuple[str, Any]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = [(name, value) for name, value in attrs if MARK in name or MARK in (value or "")]
        runs = [name for name, _ in attrs if name.startswith("on")]
        if runs or (tag in RUNS and tag != "script") or [name for name, _ in written if name not in ("value", "title")]:
            self.bad.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem and MARK in data:
            self.bad.append((self.cdata_elem, data))
        self.words += data


@pytest.fixture
def hall(site: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    """A day of the real course, behind the pages of the site."""
    monkeypatch.setattr(LiveSession, "_changed", lambda self: None)  # nobody looks
    monkeypatch.setattr(secrets, "choice", lambda signs: signs[0])  # who plays what hangs on the name of a session
    names = [one[:40] for one in PAYLOADS if len(one) > 3][:8]
    course = load_course()
    made = Hall(site.store, course, names, site.app.settings["cookie_secret"])
    site.app.settings |= {"passerelles_course": course, "passerelles_sessions": made.hub}
    yield made
    course.tracks.pop("essai")


def attacked(hall: Hall) -> int:
    """Type every payload into every activity, as far as the trainer leads; return how many deeds were kept."""
    turn, kept = itertools.count(), 0
    for kind in KINDS:
        hall.go(kind)
        for _ in range(TURNS):
            for who in hall.phones:
                offered = list(hall.offered(who, lambda _: PAYLOADS[next(turn) % len(PAYLOADS)]))
                kept += sum(hall.does(who, deed) for deed in offered)
            looked_at(hall)
            if not hall.leads():
                break
    return kept


def looked_at(hall: Hall) -> None:
    """Check what travels: it can be sent, and words never come as markup, as an address or as a picture."""
    for frame in (*map(hall.phone, hall.phones[::3]), hall.screen(), hall.lead()):
        for block in every(frame):
            assert not [block for name in ("html", "path", "image") if MARK in str(block.get(name, "")).lower()]
        str(frame).encode()


def every(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in some JSON."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from every(one)


def test_what_is_typed_stays_words_on_pages_and_in_documents(site: Any, hall: Hall) -> None:
    assert attacked(hall) > 600
    trainer, path = site.trainer(), f"formateur/seances/{hall.session.id}"
    for page in ("", "/ecran", "/documents", "/registre", "/effacer"):
        answer, tags = trainer.get(path + page), Tags()
        assert answer.status == 200, page
        tags.feed(answer.body.decode())
        assert tags.bad == [], page
        assert MARK in tags.words or page not in ("/documents", "/registre")
    for name in ("rapport.pdf", "remontee.pdf"):
        body = trainer.get(f"{path}/{name}").body
        assert body.startswith(b"%PDF")
        assert [word for word in (b"/JavaScript", b"/JS", b"/Launch", b"/SubmitForm") if word in body] == []
    for name in ("rapport.docx", "remontee.docx"):
        read_word(trainer.get(f"{path}/{name}").body)
    read_workbook(trainer.get(f"{path}/rapport.xlsx").body)


def read_word(body: bytes) -> None:
    """Check that a Word file holds words, and that none of its relations or fields is theirs."""
    with zipfile.ZipFile(BytesIO(body)) as parts:
        names = parts.namelist()
        assert not [name for name in names if name.endswith(".rels") and MARK in parts.read(name).decode()]
        text = parts.read("word/document.xml").decode()
    assert MARK in text
    assert "<w:fldSimple" not in text
    assert "<w:instrText" not in text


def read_workbook(body: bytes) -> None:
    """Check that a workbook holds no formula and no link."""
    cells = [cell for sheet in load_workbook(BytesIO(body)) for row in sheet.iter_rows() for cell in row if cell.value]
    assert [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert [cell.value for cell in cells if isinstance(cell.value, str) and cell.value[0] in TRIGGERS] == []
    assert [cell for cell in cells if MARK in str(cell.value)]


def test_a_session_of_the_worst_words_comes_back_from_its_log(hall: Hall) -> None:
    hall.go("gather")
    for payload in PAYLOADS:
        hall.does("p1", ("gather", "write", "", (payload,)))
        hall.does("p2", ("jargon", "raise", "", (payload,)))
    before = [hall.phone("p3"), hall.screen(), hall.lead()]
    hall.hub._open.clear()
    hall.session = hall.hub.get(hall.session.id)
    assert [hall.phone("p3"), hall.screen(), hall.lead()] == before


def test_one_phone_does_not_fill_the_pages_of_others(hall: Hall) -> None:
    hall.go("world-cafe")
    while not [deed for deed in hall.offered("p1") if deed[1] == "trace"]:
        assert hall.leads()
    turn, session = itertools.count(), hall.session
    offered = [list(hall.offered("p1", lambda who: f"mot {next(turn)} " + "long " * 60)) for _ in range(400)]
    for place, kind, what, says in itertools.chain(*offered):
        with contextlib.suppress(Refused):
            event = Event(kind, "p1", session.state.now, what, tuple(words[:60] for words in says))
            session.state = act(session.state, place, event)
    assert len(texts(hall.phone("p2"))) < 100_000
    assert len(texts(hall.screen())) < 100_000
    assert len(texts(hall.lead())) < 400_000


DEED = {"key": "k", "place": "gather", "kind": "write", "what": "", "says": ["mot"]}


@pytest.mark.parametrize(
    "more",
    [{"says": ["x"] * (MOST_SAID + 1)}, {"says": ["x" * (LONGEST_SAID + 1)]}, {"says": ["x"] * 100_000}, {"says": {}},
     {"what": "x" * (LONGEST_NAME + 1)}, {"what": "a\0"}, {"kind": "\ud800"}, {"key": ""}, {"kind": ["write"]},
     {"place": None}, {"key": "\u202e"}],
)  # fmt: skip
def test_a_deed_of_no_decent_size_or_shape_is_none(more: dict[str, Any]) -> None:
    assert deed_of(DEED | more) is None


@pytest.mark.parametrize("said", ["x" * (LONGEST + 1), "[" * 60_000, '{"a":' * 10_000, b"\xff\xfe", "NaN", "null"])
def test_a_message_that_is_no_object_of_a_decent_size_is_none(said: str | bytes) -> None:
    assert read(said) is None


def test_words_lose_what_cannot_be_shown_and_keep_the_rest() -> None:
    deed = deed_of(DEED | {"says": ["a\0b\u202ec\ud800d\r\n\te", "👩\u200d👧 « oui »\u202f!", "مرحبا"]})
    assert deed
    assert deed.says == ("abcd\n\te", "👩\u200d👧 « oui »\u202f!", "مرحبا")
