"""The sheets of method: all on one page, or one alone; on paper, each on its own A4 page. Works without a script."""

from __future__ import annotations

from http import HTTPStatus

from tornado.web import HTTPError

from .base import PageHandler


class MethodsHandler(PageHandler):
    """`/methodes`, `/methodes/<fiche>`."""

    active = "glossaire"
    cache = "private, no-cache"

    def get(self, name: str | None = None) -> None:
        """Show the sheets, or the one that is asked for; one that does not exist is not found."""
        one = next((sheet for sheet in self.course.methods if sheet.id == name), None)
        if name and not one:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        self.page("methods.html", sheets=self.course.methods, one=one, statements=self.course.statements)
