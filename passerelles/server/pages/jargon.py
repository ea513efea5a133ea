"""A text that somebody pastes, given back with what makes it hard to read. Nothing of it is kept, nor logged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import pairwise

from passerelles.content.rules.jargon import Remark, lint
from passerelles.french import number
from passerelles.text import t

from .base import PageHandler

LONGEST = 20_000  # signs
KINDS = ("acronym", "unknown", "word", "absolute", "sentence")


@dataclass(frozen=True)
class Piece:
    """Some signs of the text, with the kinds of remarks about them and the numbers of those that begin here."""

    text: str
    kinds: list[str]
    begins: list[int]


def pieces(text: str, remarks: Sequence[Remark]) -> Iterator[Piece]:
    """Yield the text cut wherever a remark begins or ends; remarks are in order and numbered from 1."""
    cuts = sorted({0, len(text)}.union(*((remark.start, remark.end) for remark in remarks)))
    waiting, about = list(enumerate(remarks, 1))[::-1], list[Remark]()
    for start, end in pairwise(cuts):
        begins = []
        about = [remark for remark in about if remark.end > start]
        while waiting and waiting[-1][1].start == start:
            rank, remark = waiting.pop()
            begins.append(rank)
            about.append(remark)
        yield Piece(text[start:end], list(dict.fromkeys(remark.kind for remark in about)), begins)


def grouped(remarks: Sequence[Remark]) -> list[tuple[str, list[tuple[int, Remark]]]]:
    """Return the remarks with their numbers, by kind."""
    numbered = list(enumerate(remarks, 1))
    groups = ((kind, [(n, remark) for n, remark in numbered if remark.kind == kind]) for kind in KINDS)
    return [(kind, group) for kind, group in groups if group]


class JargonHandler(PageHandler):
    """`/glossaire/relire-un-texte`: a form, and the text read again."""

    active = "glossaire"

    def get(self) -> None:
        """Show the empty form."""
        self._show("")

    def post(self) -> None:
        """Show the text with its remarks: it goes back to who sent it and nowhere else."""
        text = self.get_body_argument("texte", "").replace("\r\n", "\n")
        if not text:
            self._show("", t("pages.jargon.empty"))
        elif len(text) > LONGEST:
            self.set_status(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            self._show(text, t("pages.jargon.long", n=number(len(text)), most=number(LONGEST)))
        else:
            self._show(text, read=True)

    def _show(self, text: str, refusal: str = "", *, read: bool = False) -> None:
        """Show the page."""
        remarks = lint(text, self.course.terms) if read else []
        self.page(
            "jargon.html",
            text=text,
            refusal=refusal,
            read=read,
            remarks=remarks,
            groups=grouped(remarks),
            pieces=pieces(text, remarks),
            longest=LONGEST,
        )
