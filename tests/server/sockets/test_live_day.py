"""A whole day on a real server and the real course: twenty-four people, every moment of the agenda, and a crash."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.bots import Deed, button, deeds, main_button
from support.room import Line, Lines, lines

from passerelles.engines.attestation import names, opened
from passerelles.server.signature import verifying_key

pytestmark = pytest.mark.timeout(600)
ROOT = Path(__file__).resolve().parents[3]
PEOPLE = [f"Personne {n}" for n in range(1, 25)]
SECTORS = ("prevention", "aide-mandat", "ecole", "action-sociale", "sante")
LED: dict[str, int] = {"World Café, les consignes": 0, "World Café, premier tour": 1, "World Café, second tour": 2}
TRACES = ("Relevé de décisions", "World Café", "Soixante jours", "Trier les obstacles", "Votre avis", "La chaise")
TURNS = 60  # presses of the button that leads on, at most, in one moment


class Day:
    """The day, from everybody's side."""

    def __init__(self, server: Any, visitor_of: Callable[[], Any], opened_lines: Lines) -> None:
        self.server, self.visitor_of, self.lines = server, visitor_of, opened_lines
        self.people: dict[str, Any] = {}
        self.phones: dict[str, Line] = {}
        self.done = 0

    def prepare(self) -> None:
        """Sign in, make the session, open the pages."""
        self.trainer = self.visitor_of()
        key = re.search(r"cle=(\S+)", "".join(self.server.said))
        assert key
        self.trainer.get("/formateur/mot-de-passe")
        words = {"nouveau": "une petite phrase", "encore": "une petite phrase"}
        assert self.trainer.post("/formateur/mot-de-passe", preuve=key[1], **words).status == 303
        made = self.trainer.post("/formateur/seances", titre="Une journée", parcours="journee")
        self.path = made.headers["Location"]
        self.id = self.path.rsplit("/", 1)[1]

    def arrive(self) -> None:
        """Let everybody in."""
        page = self.trainer.get(self.path)
        code = re.search(r'p-code">(\w+) ?(\w+)<', page.text)
        assert code
        for rank, name in enumerate(PEOPLE):
            visitor = self.visitor_of()
            visitor.get("/rejoindre")
            sector = SECTORS[rank % len(SECTORS)]
            answer = visitor.post("/rejoindre", code=code[1] + code[2], nom=name, secteur=sector)
            assert answer.status == 303, answer.text
            self.people[name] = visitor

    def look(self) -> None:
        """Open every page's line."""
        self.lead = self.line(self.trainer, f"{self.path}/ligne")
        self.screen = self.line(self.trainer, f"{self.path}/ecran/ligne")
        self.phones = {name: self.line(one, f"/seance/{self.id}/ligne") for name, one in self.people.items()}
        for line in (self.lead, self.screen, *self.phones.values()):
            line.until(lambda frame: True)

    def line(self, visitor: Any, path: str) -> Line:
        return self.lines.open(self.server.url + path, {one.name: one.value for one in visitor.jar})

    def slots(self) -> list[tuple[str, str]]:
        """Return the moments of the agenda: id and title."""
        blocks = [block for aside in self.lead.frame["aside"] for block in aside["screen"]["blocks"]]
        folds = [block for block in blocks if block["id"] == "fold-slots"]
        choices = folds[0]["blocks"][0]["choices"]
        return [(one["what"], re.sub(r"^\S+ | \(\d+ min\)$", "", one["label"])) for one in choices]

    def go(self, slot: str) -> None:
        """Go to a moment, and wait until every page is there."""
        said = self.lead.do("", "go", slot)
        assert said.get("done"), said
        self.settle()

    def settle(self) -> None:
        """Wait until every page has heard what was done so far."""
        mark = f"m{self.done}"
        self.done += 1
        assert self.lead.do("", "notice", "", mark).get("done")
        for line in (self.lead, self.screen, *self.phones.values()):
            line.until(lambda frame: frame["notice"] == mark)

    def everybody_acts(self) -> int:
        """Let everybody do what they are offered; return how many deeds were kept."""
        kept = 0
        for name, phone in self.phones.items():
            for deed in list(deeds(phone.frame, name)):
                said = phone.do(deed[0], deed[1], deed[2], *deed[3])
                assert said.keys() & {"done", "refused"}, (deed, said)
                kept += "done" in said
        self.settle()
        return kept

    def press(self, deed: Deed | None) -> bool:
        """Press a button of the trainer."""
        if deed is None:
            return False
        said = self.lead.do(deed[0], deed[1], deed[2], *deed[3])
        self.settle()
        return "done" in said

    def live(self, title: str) -> int:
        """Live a moment: people act, the trainer leads on, until there is nothing more to lead to."""
        kept = 0
        if title == "Jeu de rôle":
            assert self.press(button(self.lead.frame, "choose"))
        for _ in range(LED.get(title, TURNS)):
            kept += self.everybody_acts()
            before = main_button(self.lead.frame)
            if not self.press(before) or main_button(self.lead.frame) == before:
                break
        return kept + self.everybody_acts()

    def attend(self, half: str) -> None:
        """Mark everybody's presence by the code on the screen."""
        assert self.lead.do("", "mark", half)["done"]
        self.settle()
        shown = next(one for one in self.screen.frame["aside"] if one["label"] == "Présences")
        code = shown["screen"]["blocks"][0]["words"].rsplit(":", 1)[1]
        for phone in self.phones.values():
            assert phone.do("", "attend", half, code).get("done")
        assert self.lead.do("", "mark", "")["done"]

    def crash(self) -> None:
        """Kill the server and start it again: the pages come back."""
        self.server.kill()
        self.server.start()
        self.look()


@pytest.fixture
def day(fresh_server: Callable[..., Any], enter: Callable[[Any], Any]) -> Iterator[Day]:
    server = fresh_server(PASSERELLES_COURSE=str(ROOT)).start()
    with lines() as opened_lines:
        yield Day(server, lambda: enter(server), opened_lines)


def test_the_day_of_twenty_four(day: Day) -> None:
    day.prepare()
    day.arrive()
    day.look()
    assert day.lead.frame["here"] == 24
    day.attend("h1")
    for title, activity in (("Controverse", "vote"), ("La chaise", "speaking")):
        assert day.lead.do("", "add-slot", "s2", title, "10", "", activity)["done"]
    day.settle()
    kept: dict[str, int] = {}
    for slot, title in day.slots():
        day.go(slot)
        kept[title] = kept.get(title, 0) + day.live(title)
        if title.startswith("World Café, second tour"):
            before = day.phones["Personne 7"].frame["screen"]
            day.crash()
            assert day.phones["Personne 7"].frame["screen"] == before
    day.attend("h2")
    assert day.lead.do("", "end")["done"]
    for title in ("Où j’en suis", "Qui connaît qui ?", "Présentations croisées", "Déplier les sigles", "Jeu de rôle"):
        assert [n for name, n in kept.items() if name.startswith(title) and n >= 24], (title, list(kept.items()))
    page = day.trainer.get(f"{day.path}/documents").text
    for trace in TRACES:
        assert trace in page, trace
    assert not [name for name in PEOPLE if name in re.sub(r"<option[^>]*>[^<]*</option>", "", page)]
    takes_away(day)
    is_analysed(day)


def takes_away(day: Day) -> None:
    """Check the register, an attestation for each, and the documents of the trainer."""
    register = day.trainer.get(f"{day.path}/registre").text
    assert all(name in register for name in PEOPLE)
    for name, visitor in day.people.items():
        visitor.get(f"/seance/{day.id}/attestation")
        made = visitor.post(f"/seance/{day.id}/attestation", nom=f"Camille {name}")
        assert made.status == 200, made.text
        found = re.search(rb"<pdf:Keywords>([^<]+)<", made.body)
        assert found
        code, key = found[1].decode(), verifying_key(day.server.data)
        assert key
        claim = opened(code, key)
        assert (round(claim.hours * 60), len(claim.halves)) == (440, 2)  # seven hours, and what was added
        assert names(code, f"Camille {name}")
        assert not names(code, name)
    for path, start in (("rapport.pdf", b"%PDF"), ("rapport.docx", b"PK"), ("rapport.xlsx", b"PK"),
                        ("remontee.pdf", b"%PDF"), ("remontee.docx", b"PK")):  # fmt: skip
        assert day.trainer.get(f"{day.path}/{path}").body.startswith(start)


def is_analysed(day: Day) -> None:
    """Check the trainer's analysis: figures of every kind drawn and told, no name, and the same figures as files."""
    page, files = day.trainer.get(f"{day.path}/analyse"), [f"{day.path}/chiffres.{form}" for form in ("json", "csv")]
    assert page.status == 200, page.text
    assert page.text.count('role="img"') >= 6
    assert "p-note--caution" not in page.text
    for told in ("Personnes présentes", "Le départ, vu de la fin", "Densité", "obligatoire", "Points", "proposerais"):
        assert told in page.text, told
    for text in (page.text, *(day.trainer.get(file).text for file in files)):
        assert "Qui connaît qui" in text
        assert not [name for name in (*PEOPLE, "Apport") if name in text]
