"""Pages that are mostly prose: about, accessibility, privacy."""

from __future__ import annotations

from passerelles.store.register import REGISTER, TITLES, Entry

from .base import PageHandler


class AboutHandler(PageHandler):
    """`/a-propos`: the two sources, the numbering, feedback and scoring."""

    active = "a-propos"
    cache = "private, no-cache"

    def get(self) -> None:
        """Show the sources as the corpus describes them."""
        counts = {
            source: sum(s.source == source for s in self.course.statements.values()) for source in self.course.sources
        }
        self.page("about.html", sources=self.course.sources, counts=counts)


class AccessibilityHandler(PageHandler):
    """`/accessibilite`."""

    active = "accessibilite"
    cache = "private, no-cache"

    def get(self) -> None:
        """Show the statement."""
        self.page("accessibility.html")


class PrivacyHandler(PageHandler):
    """`/vie-privee`: generated from the register of stored columns."""

    active = "vie-privee"
    cache = "private, no-cache"

    def get(self) -> None:
        """Show what is kept, why and how long."""
        kept = [(TITLES[table], list(columns.values())) for table, columns in REGISTER.items()]
        personal = [(title, entries) for title, entries in kept if any(entry.personal for entry in entries)]
        self.page("privacy.html", tables=personal, distinct=distinct)


def distinct(entries: list[Entry], field: str) -> list[str]:
    """Return the different values of a field of the entries, in their order."""
    return list(dict.fromkeys(getattr(entry, field) for entry in entries))
