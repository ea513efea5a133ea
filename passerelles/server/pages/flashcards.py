"""The glossary as cards: one at a time, « je savais » or « à revoir », kept for the learner. Works without a script."""

from __future__ import annotations

from http import HTTPStatus

from tornado.web import HTTPError

from passerelles.content.corpus import Term
from passerelles.content.course import Course
from passerelles.engines.flashcards import Seen, kept, pile, seen_of
from passerelles.server.learning.reviews import local_day

from .base import PageHandler
from .glossary import cautious

KEPT = ("glossaire", "cartes")  # a work of no module, under this name
KINDS = {"sigles": True, "mots": False}


def cards(course: Course, kind: str) -> list[Term]:
    """Return the terms of one kind, acronyms or words; all of them for any other."""
    return [term for term in course.terms if kind not in KINDS or bool(term.expansion) is KINDS[kind]]


class FlashcardsHandler(PageHandler):
    """`/glossaire/cartes?genre=sigles|mots`."""

    active = "glossaire"

    def get(self) -> None:
        """Show the next card, its answer folded, and how many wait."""
        learner, kind = self.identity.welcome(self), self.get_query_argument("genre", "")
        terms, seen = cards(self.course, kind), self._seen(learner.public)
        waiting = pile(terms, seen, local_day(), learner.public)
        known = {one.term for one in seen if one.known}
        met = {one.term for one in seen}
        self.page(
            "flashcards.html",
            learner=learner,
            kind=kind if kind in KINDS else "",
            card=waiting[0] if waiting else None,
            counts=(
                sum(term.id in met for term in waiting),
                sum(term.id not in met for term in waiting),
                sum(term.id in known for term in terms),
            ),
            statements=self.course.statements,
            cautious=cautious,
            going_on=bool(self.get_query_argument("suite", "")),
        )

    def post(self) -> None:
        """Keep what was said of a card, or forget it all; then show the next one."""
        learner, kind = self.identity.welcome(self).public, self.get_body_argument("genre", "")
        if self.get_body_argument("recommencer", ""):
            self.store.records.delete_work(learner, *KEPT)
        else:
            said = Seen(self._card(), self.get_body_argument("su", "") == "oui", local_day())
            self.store.records.save_work(learner, *KEPT, kept(self._seen(learner), said))
        query = f"genre={kind}&suite=1" if kind in KINDS else "suite=1"
        self.redirect(f"{self.base_url}glossaire/cartes?{query}", status=HTTPStatus.SEE_OTHER)

    def _card(self) -> str:
        """Return the id of the card that is spoken of; one that does not exist is refused."""
        name = self.get_body_argument("carte", "")
        if all(term.id != name for term in self.course.terms):
            raise HTTPError(HTTPStatus.NOT_FOUND)
        return name

    def _seen(self, learner: str) -> list[Seen]:
        """Return what this learner said so far."""
        work = self.store.records.works(learner, KEPT[0]).get(KEPT[1])
        return seen_of(work.value if work else None)
