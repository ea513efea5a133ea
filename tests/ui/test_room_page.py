"""The page of a live session: every block drawn, nothing typed is lost, each deed counts once, words are only words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from support import payloads
from support.accessible import assert_accessible
from support.keyboard import Keyboard
from support.room_page import RoomPage, aside

from passerelles.content.loader import load_course
from passerelles.engines.lesson import Attempt, item_state, public_item
from passerelles.engines.live import screen
from passerelles.engines.live.screen import Block, Choice, Field

pytestmark = pytest.mark.browser

PAYLOADS = (
    "<script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    '"><svg onload=window.hacked=1>',
    "</textarea><iframe srcdoc='<script>parent.hacked=1</script>'>",
    "javascript:window.hacked=1",
    "{{ 7 * 7 }} ${window.hacked=1}",
)
QR = "data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 2 2'><path d='M0 0h1v1H0z'/></svg>"
SCALE = [("1", "1 · pas encore"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5 · tout à fait")]
KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('passerelles:salle:'))"


@pytest.fixture
def room_of(chromium: Browser) -> Iterator[Callable[..., RoomPage]]:
    """Makes a page of a role, in a fresh context; an error of the page is a failure."""
    made: list[RoomPage] = []

    def make(role: str = "phone") -> RoomPage:
        context = chromium.new_context(viewport={"width": 375, "height": 800}, locale="fr-BE", reduced_motion="reduce")
        context.set_default_timeout(10_000)
        made.append(RoomPage(context.new_page(), role))
        return made[-1]

    yield make
    for room in made:
        room.page.context.close()
        assert room.errors == []


def asked() -> tuple[Block, Block]:
    """Return a question of the bank before and after its answer."""
    course = load_course()
    item = course.modules["pourquoi-difficile"].item("q-maison-de-jeunes")
    shown = public_item(item, seed="s", statements=course.statements)
    right = next(option.id for option in item.options if option.correct)
    states = [
        item_state(item, tries, statements=course.statements)
        for tries in ([], [Attempt(right, 1, "right", "2026-11-21T10:00:00Z")])
    ]
    return screen.question(shown, states[0]), screen.question(shown, states[1])


def note(**field: Any) -> Block:
    """Return a form of one field."""
    one = {"name": "note", "label": "Votre phrase", "type": "text"} | field
    return screen.form("note", "Écrire", "write", [Field(**one)], "Envoyer", private=True)


def everything(said: str) -> list[Block]:
    """Return a block of every kind, in which people said that."""
    pairs = [("a", said), ("b", "Oui")]
    fields = [
        Field("one", said, hint=said, value=said), Field("two", "Texte", "text", most=10, value="123456789"),
        Field("three", "Choix", "choice", options=pairs),
        Field("four", "Liste", "choice", options=pairs, required=False),
        Field("five", "Plusieurs", "many", options=pairs, value="a,b"),
        Field("six", "Échelle", "scale", options=SCALE, value="2", required=False),
        Field("seven", "Nombre", "number"), Field("eight", "Date", "date"),
    ]  # fmt: skip
    choices = [Choice(said, "go", "x", pressed=True), Choice("Effacer", "drop", confirm=said, style="danger")]
    return [
        screen.words(said, "said", live=True), screen.prose("Un **texte** du cours."), screen.heading(said),
        screen.listing([said], said), screen.table(said, ["", said], [[said, "1,5"], ["b", "3"]], shaded=True),
        screen.bars(said, [(said, 2), ("b", 1.5)], unit="voix"), screen.timer("t", said, 900, 160),
        screen.buttons("b", said, choices), screen.form("f", said, "write", fields, "Envoyer"),
        screen.cards(said, [{"title": said, "words": said, "note": said, "tone": "caution"}]),
        screen.cloth("c", said, [("t1", said, said), ("t2", "B", "")], [("t1", "t2")]),
        screen.fold("o", said, [screen.words(said)], opened=True),
        screen.link(said, "//ailleurs.example/x"), asked()[0],
        {"kind": "qr", "label": "QR", "image": QR, "words": said},
        {"kind": "to-come", "words": said},
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["phone", "trainer", "projector"])
def test_every_block_is_drawn_and_can_be_read(role: str, room_of: Callable[..., RoomPage]) -> None:
    words = "Un mot anticonstitutionnellement long"
    beside = [aside("jargon", "Carton jargon", [screen.words(words)])]
    page = room_of(role).open(
        *everything(words), aside=beside, timer=screen.timer("slot", words, 990, 600), notice=words,
        me={"name": words, "rejoin": "ABCD2345"},
    )  # fmt: skip
    page.locator(".pw-item").wait_for()
    kinds = [".r-words", ".r-prose", ".r-heading", ".r-list", ".r-table", ".r-bars", ".r-timer", ".r-group", ".r-form",
             ".r-card", ".r-trace", ".r-fold", "a[target]", ".pw-item", ".r-qr img", ".r-aside"]  # fmt: skip
    assert [kind for kind in kinds if page.locator(kind).count() == 0] == []
    assert page.locator("#salle").inner_text().count("⟦") == 0
    page.get_by_role("radio", name="5 · tout à fait").check()
    page.get_by_role("button", name="Effacer ce choix : Échelle").click()
    assert page.locator("input[type=radio]:checked").count() == 0
    assert_accessible(page, role)


def test_what_people_write_is_only_ever_words(room_of: Callable[..., RoomPage]) -> None:
    room = room_of("trainer")
    blocks = [block for said in PAYLOADS for block in everything(said)]
    beside = [aside(PAYLOADS[0], PAYLOADS[1], [screen.words(PAYLOADS[2])])]
    page = room.open(*blocks, heading=PAYLOADS[1], notice=PAYLOADS[0], aside=beside, title=PAYLOADS[1])
    page.locator(".pw-item").last.wait_for()
    assert page.evaluate("window.hacked") is None
    assert page.locator("#salle :is(script, iframe, img[src='x'])").count() == 0
    assert {link.get_attribute("href") for link in page.locator(".r-screen a").all()} == {"/ailleurs.example/x"}
    assert page.locator("h1").inner_text() == PAYLOADS[1]


def test_a_whole_corpus_of_worse_words_stays_words(room_of: Callable[..., RoomPage]) -> None:
    room = room_of("projector")
    corpus = [said.encode("utf-8", "replace").decode() for said in payloads.PAYLOADS]
    values = [(said, said) for said in corpus]
    fields = [Field("one", "Choix", "choice", options=values), Field("two", "Plusieurs", "many", options=values)]
    page = room.open(
        screen.listing(corpus, "Liste"), screen.table("Table", corpus, [corpus]),
        screen.bars("Barres", [(one, 1) for one in corpus]),
        screen.cards("Cartes", [{"title": one, "note": one} for one in corpus]),
        screen.cloth("n", "Nappe", [(str(rank), one, one) for rank, one in enumerate(corpus)], []),
        screen.buttons("b", "Boutons", [Choice(one, "go", one) for one in corpus]),
        screen.form("f", "Écrire", "write", fields, "Envoyer"), screen.words("Fin"),
    )  # fmt: skip
    page.get_by_text("Fin", exact=True).wait_for()
    written = "(e) => [...e.attributes].filter((a) => a.value.includes('piege') || a.name.startsWith('on'))"
    names = page.evaluate(f"[...document.querySelectorAll('#salle *')].flatMap({written}).map((a) => a.name)")
    assert set(names) <= {"value", "aria-label"}
    assert page.locator("#salle :is(script, iframe, object, embed, style, base, link, meta, x)").count() == 0
    asked = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert [one for one in asked if payloads.MARK in one] == []


def test_a_new_screen_leaves_alone_what_somebody_is_typing(room_of: Callable[..., RoomPage]) -> None:
    room = room_of()
    fold = [screen.fold("o", "Plus", [screen.words("a")])]
    page = room.open(screen.words("Avant"), note(), *fold)
    page.locator("summary").click()
    field = page.locator("textarea")
    field.press_sequentially("Une phrase à moiti")
    page.evaluate("document.activeElement.setSelectionRange(4, 10)")
    room.frame(screen.heading("Nouveau"), screen.words("Après"), note(value="du serveur"),
               screen.fold("o", "Plus !", [screen.words("b")]))  # fmt: skip
    page.get_by_text("Après").wait_for()
    expect(page.locator("textarea:focus")).to_have_value("Une phrase à moiti")
    assert page.evaluate("document.activeElement.selectionStart") == 4
    assert page.get_by_text("b", exact=True).is_visible()
    room.frame(screen.words("Ailleurs, « ou » là ?"), place="mur", heading="Le mur")
    expect(page.locator("h1:focus")).to_have_text("Le mur")
    assert page.locator(".r-words").text_content() == "Ailleurs, «\u00a0ou\u00a0» là\u202f?"
    page.reload()
    room.frame(note(value="du serveur"))
    expect(field).to_have_value("Une phrase à moiti")
    field.fill("du serveur")
    assert page.evaluate(KEPT) == []


def test_what_is_given_without_network_leaves_once_and_survives_the_page(room_of: Callable[..., RoomPage]) -> None:
    room = room_of()
    page = room.open(note(), screen.buttons("v", "Voter", [Choice("Oui", "vote", "yes")]))
    page.locator("textarea").fill("Bonjour")
    room.cut()
    expect(page.locator(".r-broken")).to_contain_text("La connexion est coupée")
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_role("button", name="Oui").click()
    page.get_by_role("button", name="Oui").click()
    expect(page.locator(".r-broken")).to_contain_text("2 réponses attendent")
    expect(page.locator(".r-form .r-state")).to_have_text("En attente du réseau")
    room.dead, room.deaf = False, True
    sent = room.until(lambda: room.deeds[1:] and room.deeds)[:2]
    assert [(one["kind"], one["what"], one["says"]) for one in sent] == [
        ("write", "", ["Bonjour"]),
        ("vote", "yes", []),
    ]
    room.deaf = False
    page.reload()
    expect(page.locator(".r-main > .r-state")).to_have_text("Enregistré")
    assert room.deeds[2:] == sent, "the same keys in the same order, and nothing else"
    assert page.evaluate(KEPT) == []


def test_what_is_late_or_refused_is_said_and_what_was_typed_stays(room_of: Callable[..., RoomPage]) -> None:
    room = room_of()
    page = room.open(note())
    keys = Keyboard(page)
    room.answer = lambda deed: {"refused": deed["key"], "message": "Trop tôt."}
    keys.follow(".r-form button")
    expect(page.locator(".r-form .p-error")).to_contain_text("À compléter")
    page.keyboard.insert_text("Bonjour")
    keys.follow(".r-form button")
    expect(page.locator(".r-form .p-error")).to_have_text("Trop tôt.")
    expect(page.locator("textarea")).to_have_value("Bonjour")
    room.answer = lambda deed: {"done": deed["key"], "late": True}
    keys.press("Enter")
    expect(page.locator(".r-form .r-state")).to_contain_text("Arrivé en retard")
    page.locator("textarea").fill("Encore un mot")
    room.tell({"over": "La séance est finie."})
    expect(page.locator("h1:focus")).to_be_visible()
    assert "La séance est finie." in page.locator("#salle").inner_text()
    assert page.evaluate(KEPT) == []


def test_buttons_keep_the_focus_and_what_cannot_be_undone_is_asked(room_of: Callable[..., RoomPage]) -> None:
    room = room_of()
    page, keys = room.page, Keyboard(room.page)
    lock, unlock = Choice("Fermer", "lock", place=""), Choice("Ouvrir", "unlock", place="")
    drop = Choice("Effacer", "drop", confirm="Tout effacer ?", style="danger")
    room.open(screen.buttons("d", "La porte", [lock, drop]))
    keys.follow(".r-group button")
    room.until(lambda: room.deeds)
    room.frame(screen.buttons("d", "La porte", [unlock, drop]))
    expect(page.locator("button:focus")).to_have_text("Ouvrir")
    keys.follow(".p-button--danger")
    keys.press("Escape")
    expect(page.locator("button:focus")).to_have_text("Effacer")
    keys.press("Enter")
    keys.follow("dialog .p-button--danger")
    room.until(lambda: len(room.deeds) == 2)
    assert [(one["place"], one["kind"]) for one in room.deeds] == [("", "lock"), ("vote", "drop")]
    room.frame(screen.words("Plus rien"))
    expect(page.locator("h1:focus")).to_have_text("Le vote")


def test_a_question_is_answered_by_the_line_and_explained_by_the_next_screen(room_of: Callable[..., RoomPage]) -> None:
    room = room_of()
    before, after = asked()
    page = room.open(before)
    right = after["state"]["answer"]
    room.answer = lambda deed: (room.frame(after), {"done": deed["key"], "late": False})[1]
    Keyboard(page).answer("single", before["item"]["id"], right)
    expect(page.locator(".pw-feedback")).to_contain_text("C’est juste")
    assert [(one["kind"], one["what"], one["says"]) for one in room.deeds] == [
        ("answer", before["item"]["id"], [f'"{right}"'])
    ]


def test_a_projector_shows_few_words_large_and_many_small(room_of: Callable[..., RoomPage]) -> None:
    room = room_of("projector")
    room.page.set_viewport_size({"width": 1920, "height": 1080})
    page = room.open(screen.words("Court"))
    size = "parseFloat(getComputedStyle(document.querySelector('.r-words')).fontSize)"
    large = page.evaluate(size)
    room.frame(*(screen.words(f"{n}. Une phrase que quelqu’un a dite.") for n in range(14)))
    page.get_by_text("13. Une").wait_for()
    assert 20 < page.evaluate(size) < large
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    page.set_viewport_size({"width": 1280, "height": 720})
    room.until(lambda: page.evaluate("document.documentElement.scrollHeight <= innerHeight"))


def test_a_countdown_follows_the_clock_of_the_server(room_of: Callable[..., RoomPage]) -> None:
    room = room_of()
    room.page.clock.install(time=0)
    page = room.open(screen.timer("t", "Débat", 900, 170), screen.timer("u", "Vote", None, 90), now=1000)
    left = page.locator(".r-timer__left")
    expect(left.first).to_have_text("01:10")
    page.clock.run_for(11_000)
    expect(left.first).to_have_text("00:59")
    expect(page.locator("#annonce")).to_have_text("Débat : il reste une minute.")
    room.tell({"now": 1075})
    room.until(lambda: (page.clock.run_for(500), "Temps écoulé" in page.locator(".r-timer").first.inner_text())[1])
    expect(page.locator("#annonce")).to_have_text("Débat : le temps est écoulé.")
    expect(left.last).to_have_text("01:30")
