"""The author's preview in Chromium: a save changes the page and keeps the play; a broken save is a message."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

MINI = Path(__file__).parents[1] / "fixtures" / "courses" / "mini"
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
BROKEN = "title: Répondre : tout de suite"

pytestmark = pytest.mark.browser


class Author:
    """A preview of the mini-case, and the file its author edits."""

    def __init__(self, root: Path) -> None:
        self.file = root / "case_studies" / "mini" / "case.yaml"
        command = [sys.executable, "-m", "passerelles", "preview", "mini", "--no-browser", "--port", "0"]
        self.process = subprocess.Popen(
            [*command, "--course", str(root)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.said: list[str] = []
        self.url = next(word for word in self._until("http://").split() if word.startswith("http://"))

    def _until(self, words: str) -> str:
        """Read what the preview says until a line holds these words; return that line."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if words in line:
                return line
        raise AssertionError("".join(self.said))

    def save(self, old: str, new: str) -> None:
        """Replace words of the file, as an editor does: whole, under the same name."""
        text = self.file.read_text(encoding="utf-8")
        assert old in text
        fresh = self.file.with_suffix(".tmp")
        fresh.write_text(text.replace(old, new), encoding="utf-8")
        fresh.replace(self.file)

    def stop(self) -> str:
        """Press Ctrl+C; return all that was said."""
        self.process.send_signal(signal.SIGINT)
        rest, _ = self.process.communicate(timeout=20)
        return "".join(self.said) + rest


@pytest.fixture
def author(tmp_path: Path) -> Iterator[Author]:
    running = Author(Path(shutil.copytree(MINI, tmp_path / "course")))
    yield running
    running.process.kill()
    running.process.wait()


def assert_everybody_can_read(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()


def choose(page: Page, words: str) -> None:
    page.get_by_role("radio", name=words).check()
    page.get_by_role("button", name="Je choisis").click()


def begun(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("radio", name="Ensemble").check()
    page.get_by_role("button", name="Commencer").click()
    choose(page, "Appeler Karim, sans attendre")
    expect(page.get_by_role("heading", name="Répondre", exact=True)).to_be_visible()


def test_a_save_changes_the_page_and_keeps_the_play(author: Author, visitor: Any) -> None:
    page = visitor.page
    begun(page, author.url)
    author.save("title: Répondre", "title: Répondre ensemble")
    expect(page.get_by_role("heading", name="Répondre ensemble")).to_be_visible()
    expect(page.locator("#recit .p-case")).to_be_hidden()  # the view tells the beginning itself
    assert visitor.errors == []

    author.save("title: Répondre ensemble", BROKEN)
    problems = page.get_by_label("Ce que la vérification dit du texte")
    line = author.file.read_text(encoding="utf-8").splitlines().index(f"    {BROKEN}") + 1
    expect(problems).to_contain_text(f"Ligne {line}.")
    expect(problems).to_contain_text("deux-points")
    expect(page.get_by_role("heading", name="Répondre ensemble")).to_be_visible()
    expect(page.get_by_role("link", name=f"Ligne {line} : le texte ne peut plus se jouer")).to_be_in_viewport()
    assert_everybody_can_read(page)
    choose(page, "Attendre la réponse de chacun")
    expect(page.get_by_role("heading", name="Accompagner")).to_be_visible()

    author.save(BROKEN, "title: Répondre")
    expect(problems).to_contain_text("Rien à corriger")
    expect(page.get_by_role("heading", name="Accompagner")).to_be_visible()
    said = author.stop()
    assert author.process.returncode == 0
    assert f"mini/case.yaml:{line}" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("visitor", [{"width": 320, "height": 700}, {"width": 1280, "height": 900}], indirect=True)
def test_the_tools_can_be_used_by_everybody(author: Author, visitor: Any) -> None:
    page = visitor.page
    page.goto(author.url)
    page.get_by_text("Aller à un moment du récit").click()
    page.get_by_role("button", name="Y aller : n5, Finir").first.click()
    expect(page.get_by_role("heading", name="Finir")).to_be_focused()
    for words in ("Longueurs et minutes", "Graphe", "Table des chemins"):
        page.get_by_text(words, exact=True).click()
    expect(page.locator("#graphe svg").first).to_be_visible()
    assert_everybody_can_read(page)


def test_the_page_takes_up_again_when_the_preview_is_back(author: Author, visitor: Any) -> None:
    page = visitor.page
    page.goto(author.url)
    expect(page.get_by_role("button", name="Commencer")).to_be_visible()
    author.stop()
    expect(page.get_by_text("L’aperçu ne répond plus")).to_be_visible()
