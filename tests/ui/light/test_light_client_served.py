"""The light client on the served product, with real kernels; and Voilà's client where widgets need it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

HERE = Path(__file__).resolve().parent
MOST_BYTES = 300_000
MOST_REQUESTS = 20

pytestmark = pytest.mark.browser


def write(path: Path, value: Any) -> None:
    """Write YAML, of which JSON is a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def code(rank: int, source: str) -> dict[str, Any]:
    """A code cell."""
    return {
        "cell_type": "code",
        "id": f"c{rank}",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of the notebooks in `notebooks.json`, each a module without items."""
    root = tmp_path_factory.mktemp("course")
    for name in ("statements", "bridges", "sectors", "actors", "glossary", "sources"):
        write(root / "corpus" / f"{name}.yaml", [])
    step = {"id": "lire", "title": "Lire", "minutes": 5, "text": "lire.md"}
    notebooks = json.loads((HERE / "notebooks.json").read_text(encoding="utf-8"))
    for rank, (slug, sources) in enumerate(notebooks.items(), 1):
        folder = root / "modules" / slug
        module = {"slug": slug, "rank": rank, "title": slug, "purpose": "Essayer.", "takeaways": ["Rien."]}
        write(folder / "module.yaml", {**module, "steps": [step]})
        write(folder / "items.yaml", [])
        (folder / "lire.md").write_text("Un texte.\n", encoding="utf-8")
        cells = [code(n, source) for n, source in enumerate(sources)]
        write(folder / f"{slug}.ipynb", {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    return root


@pytest.fixture(scope="module")
def other(product_of: Callable[[Path], Any], course: Path) -> Any:
    """The product on that course."""
    return product_of(course)


def opened(page: Page, url: str, slug: str) -> Page:
    """Open a module and wait until its activities are there."""
    page.goto(f"{url}/module/{slug}")
    page.locator("#passerelles-ouverture").wait_for(state="detached")
    return page


def client(page: Page) -> str:
    """Which client shows the page."""
    return str(page.evaluate("document.body.dataset.client"))


def test_state_changes_and_messages_travel_between_the_page_and_a_real_kernel(visitor: Any, other: Any) -> None:
    page = opened(visitor.page, other.url, "compteur")
    assert client(page) == "light"
    one, two = (page.locator(".p-lesson__view").nth(n) for n in (0, 1))
    expect(one.get_by_role("button")).to_have_text("un : 0")
    expect(two.get_by_role("button")).to_have_text("deux : 1")
    expect(one.locator("output")).to_have_text("7,8")
    one.get_by_role("button").click()
    expect(one.locator("output")).to_have_text("vu 1 1")
    two.get_by_role("button").click()
    expect(two.locator("output")).to_have_text("vu 2 2")
    two.get_by_role("button").click()
    expect(two.get_by_role("button")).to_have_text("deux : 10")
    one.locator("output").click()
    expect(page.locator(".p-lesson__view")).to_have_count(1)
    expect(page).to_have_title("fermé")
    assert visitor.errors == []


def test_after_a_cut_line_a_real_kernel_tells_what_was_missed(visitor: Any, other: Any) -> None:
    sockets: list[Any] = []

    def between(route: Any) -> None:
        sockets.append((route, route.connect_to_server()))

    visitor.page.route_web_socket("**/channels?**", between)
    page = opened(visitor.page, other.url, "compteur")
    button = page.locator(".p-lesson__view").first.get_by_role("button")
    button.click()
    expect(page.locator(".p-lesson__view output").first).to_have_text("vu 1 1")
    for end in sockets[0]:
        end.close()
    button.click()
    expect(page.locator(".p-lesson__view output").first).to_have_text("vu 2 2")
    button.click()
    expect(button).to_have_text("un : 10")
    assert len(sockets) == 2


def test_two_tabs_are_two_kernels(visitor: Any, other: Any) -> None:
    first = opened(visitor.page, other.url, "compteur")
    second = opened(visitor.context.new_page(), other.url, "compteur")
    for page, times in ((first, 1), (second, 2)):
        for _ in range(times):
            page.locator(".p-lesson__view button").first.click()
    expect(first.locator(".p-lesson__view button").first).to_have_text("un : 1")
    expect(second.locator(".p-lesson__view button").first).to_have_text("un : 2")


def test_leaving_the_page_ends_its_kernel(visitor: Any, other: Any) -> None:
    page = opened(visitor.page, other.url, "compteur")
    kernel = page.evaluate("document.body.dataset.kernel")
    page.locator(".p-lesson__view button").first.click()
    expect(page.locator(".p-lesson__view output").first).to_have_text("vu 1 1")
    page.goto(other.url)
    page.wait_for_function(
        "async (kernel) => (await (await fetch(`/api/pouls?kernel=${kernel}`)).json()).kernel === 'gone'", arg=kernel
    )


def test_pictures_are_shown_beside_widgets_by_the_light_client(visitor: Any, other: Any) -> None:
    page = opened(visitor.page, other.url, "image")
    assert client(page) == "light"
    picture = page.get_by_role("img", name="Une courbe qui monte")
    assert picture.evaluate("image => [image.complete, image.naturalWidth]") == [True, 4]
    expect(page.get_by_role("img", name="Un carré")).to_be_visible()
    expect(page.locator(".p-lesson__view")).to_have_text("à côté")


def test_a_widget_shows_those_that_its_state_names(visitor: Any, other: Any) -> None:
    page = opened(visitor.page, other.url, "imbrique")
    assert client(page) == "light"
    expect(page.locator(".p-lesson__view section")).to_have_text("dedans")
    expect(page.locator(".p-lesson__view")).to_have_text("dedansnommé")


@pytest.mark.parametrize("time", ["found out", "remembered"])
def test_stock_ipywidgets_are_given_voilas_client_and_work(visitor: Any, other: Any, time: str) -> None:
    page = opened(visitor.page, other.url, "classique")
    assert client(page) == "voila"
    expect(page.locator(".p-lesson__view").nth(1)).to_contain_text("à côté")
    handle = page.get_by_role("slider")
    handle.focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Presser").click()
    expect(page.locator(".jupyter-widgets-output-area, .jp-OutputArea").last).to_contain_text("pressé 4")
    assert visitor.errors == []


class Wire:
    """What a page fetches over the network, counted by the browser."""

    def __init__(self, visitor: Any) -> None:
        self.sizes: dict[str, float] = {}
        self._names: dict[str, str] = {}
        session = visitor.context.new_cdp_session(visitor.page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.webSocketCreated", self._asked_socket)
        session.on("Network.webSocketFrameReceived", self._frame)
        session.on("Network.loadingFinished", self._ended)

    def _asked(self, event: Any) -> None:
        if not event["request"]["url"].startswith(("blob:", "data:")):
            self._names[event["requestId"]] = event["request"]["url"]
            self.sizes.setdefault(event["request"]["url"], 0)

    def _asked_socket(self, event: Any) -> None:
        self._names[event["requestId"]] = event["url"]
        self.sizes[event["url"]] = 0

    def _frame(self, event: Any) -> None:
        self.sizes[self._names[event["requestId"]]] += len(event["response"]["payloadData"])

    def _ended(self, event: Any) -> None:
        if name := self._names.get(event["requestId"]):
            self.sizes[name] += event["encodedDataLength"]


def test_a_first_visit_is_light_on_the_wire(visitor: Any, product: Any) -> None:
    wire = Wire(visitor)
    page = opened(visitor.page, product.url, "pourquoi-difficile")
    page.wait_for_load_state("networkidle")
    assert len(wire.sizes) <= MOST_REQUESTS
    assert 20_000 < sum(wire.sizes.values()) <= MOST_BYTES
    assert not [url for url in wire.sizes if "/voila/" in url]
