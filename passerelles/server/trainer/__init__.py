"""The trainer's pages, behind a password chosen in the browser; pandas is imported only by requests that need it."""

from __future__ import annotations

from typing import Any

from .access import Access
from .cards import CardsHandler
from .case_pages import CaseHandler, CasesHandler, GuideHandler
from .course_pages import BankHandler, CoverageHandler, MechanismsHandler, TrackHandler, TrackPairHandler, TracksHandler
from .login import LoginHandler, LogoutHandler, PasswordHandler
from .pages import CohortHandler, GradesFileHandler, GradesHandler, ItemsHandler, MarksHandler
from .roleplay_pages import CafePaperHandler, RolePlayHandler, RolePlayPaperHandler, RolePlaysHandler

__all__ = ["Access", "handlers"]


def handlers(base_url: str) -> list[tuple[Any, ...]]:
    """Return the routes under `base_url`, which ends with a slash."""
    routes: list[tuple[Any, ...]] = [
        (r"formateur", CohortHandler),
        (r"formateur/items", ItemsHandler),
        (r"formateur/cas", CasesHandler),
        (r"formateur/cas/([a-z][a-z0-9-]*)", CaseHandler),
        (r"formateur/cas/([a-z][a-z0-9-]*)/guide", GuideHandler),
        (r"formateur/cas/([a-z][a-z0-9-]*)/cartes", CardsHandler),
        (r"formateur/jeux", RolePlaysHandler),
        (r"formateur/jeux/([a-z][a-z0-9-]*)", RolePlayHandler),
        (r"formateur/jeux/([a-z][a-z0-9-]*)/papier", RolePlayPaperHandler),
        (r"formateur/world-cafe/papier", CafePaperHandler),
        (r"formateur/parcours", TracksHandler),
        (r"formateur/parcours/([a-z][a-z0-9-]*)", TrackHandler),
        (r"formateur/parcours/([a-z][a-z0-9-]*)/a-deux", TrackPairHandler),
        (r"formateur/mecanismes", MechanismsHandler),
        (r"formateur/couverture", CoverageHandler),
        (r"formateur/banque", BankHandler),
        (r"formateur/notes", GradesHandler),
        (r"formateur/notes/reprendre", MarksHandler),
        (r"formateur/notes\.(csv|xlsx)", GradesFileHandler),
        (r"formateur/connexion", LoginHandler),
        (r"formateur/mot-de-passe", PasswordHandler),
        (r"formateur/deconnexion", LogoutHandler),
    ]
    return [(base_url + path, *rest) for path, *rest in routes]
