"""The cards of a case, for a trainer to print."""

from __future__ import annotations

from tornado.web import HTTPError

from passerelles.content.case_references import is_sound
from passerelles.documents.cards import cards_html

from .printed import PrintedHandler


class CardsHandler(PrintedHandler):
    """`/formateur/cas/<slug>/cartes`: a whole document of its own, not a page of the site."""

    def get(self, slug: str) -> None:
        """Show what to print; 404 for a case that does not exist or cannot be played."""
        case = self.course.cases.get(slug)
        if case is None or not is_sound(case):
            raise HTTPError(404)
        self.print(cards_html(case, self.course.statements))
