"""The served product in Chromium: one server and one browser per worker, a fresh visitor per test."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, Route, sync_playwright

from passerelles.doctor import BROWSERS, MAC_BROWSER

PHONE = {"width": 375, "height": 800}
DESK = {"width": 1280, "height": 900}
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--disable-quic"]  # fmt: skip


class Product:
    """A running `passerelles serve` with records of its own; can be killed and started again on the same port."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.data, self.environment = folder / "data", os.environ | environment
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.log = folder / "server.log"
        self.process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start and wait for the line that says it is ready."""
        command = [sys.executable, "-m", "passerelles", "serve", "--no-browser"]
        command += ["--port", str(self.port), "--data", str(self.data)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self.log.open("a"), text=True, start_new_session=True,
            env=self.environment,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if "Ctrl+C" in line:
                return
        raise AssertionError(self.said + self.log.read_text())

    @property
    def trainer_door(self) -> str:
        """The one-time address at which the trainer's password is chosen."""
        return next(word for word in self.said.split() if "/formateur/mot-de-passe?cle=" in word)

    def kill(self) -> None:
        """End it the hard way: SIGKILL of the server alone."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End it and whatever it started."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(20)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product, shared by the tests of one worker; they keep apart by being different visitors."""
    running = Product(tmp_path_factory.mktemp("product"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def product_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], Product]]:
    """Starts a product on another course."""
    running: list[Product] = []

    def start(course: Path) -> Product:
        running.append(Product(tmp_path_factory.mktemp("product"), PASSERELLES_COURSE=str(course)))
        running[-1].start()
        return running[-1]

    yield start
    for one in running:
        one.stop()


@pytest.fixture
def own_product(tmp_path: Path) -> Iterator[Product]:
    """A product for one test that breaks it."""
    running = Product(tmp_path)
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright; it keeps an event loop running in this thread, so it must end before tests that run their own."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The machine's own Chromium; a missing one is a failure, never a skip."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None) or (
        str(MAC_BROWSER) if MAC_BROWSER.exists() else None
    )
    assert found, "no Chromium here: sudo apt-get install chromium"
    browser = playwright.chromium.launch(executable_path=found, args=QUIET)
    yield browser
    browser.close()


class Visitor:
    """One person with a browser of their own; counts what leaves the machine and what breaks in the page."""

    def __init__(self, browser: Browser, **options: object) -> None:
        self.elsewhere: list[str] = []
        self.errors: list[str] = []
        self.context: BrowserContext = browser.new_context(locale="fr-BE", **options)  # type: ignore[arg-type]
        self.context.set_default_timeout(30_000)
        self.context.route("**/*", self._watch)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _watch(self, route: Route, request: Request) -> None:
        if "//127.0.0.1" in request.url or request.url.startswith(("blob:", "data:")):
            route.continue_()
        else:
            self.elsewhere.append(request.url)
            route.abort()


@pytest.fixture
def visitor(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A new visitor on a phone; at the end nothing may have left the machine."""
    someone = Visitor(chromium, viewport=getattr(request, "param", PHONE))
    yield someone
    someone.context.close()
    assert someone.elsewhere == []
