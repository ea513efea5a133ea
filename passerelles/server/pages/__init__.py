"""Our own pages. `handlers` and `page_environment` are what the application plugs in.

The application's settings must hold `passerelles_course`, `passerelles_store`, `passerelles_identity`
(see `base.Identity`), `passerelles_pages` (the environment), `cookie_secret` and `base_url`.
"""

from __future__ import annotations

from typing import Any

from jinja2 import Environment

from passerelles.documents.templating import environment

from .assets import STATIC, TEMPLATES, AssetHandler, asset
from .attestation import AttestationHandler
from .base import Identity, Learner, NotFoundHandler, PageHandler
from .dossier import DossierHandler, EraseHandler, ToolHandler
from .errors import error_page
from .flashcards import FlashcardsHandler
from .glossary import GlossaryHandler
from .home import HomeHandler
from .jargon import JargonHandler
from .methods import MethodsHandler
from .results import ResultsHandler
from .resume import ResumeHandler
from .review import ReviewCalendarHandler, ReviewHandler, ReviewSocket
from .texts import AboutHandler, AccessibilityHandler, PrivacyHandler
from .tracks import TrackHandler

__all__ = ["Identity", "Learner", "NotFoundHandler", "PageHandler", "error_page", "handlers", "page_environment"]


def page_environment() -> Environment:
    """Return the environment to put in `settings["passerelles_pages"]`, made once per server."""
    env = environment(TEMPLATES)
    env.globals["asset"] = asset
    return env


def handlers(base_url: str) -> list[tuple[Any, ...]]:
    """Return the routes of our pages under `base_url`, which ends with a slash. `NotFoundHandler` is not among them."""
    routes: list[tuple[Any, ...]] = [
        (r"", HomeHandler),
        (r"glossaire", GlossaryHandler),
        (r"glossaire/cartes", FlashcardsHandler),
        (r"glossaire/relire-un-texte", JargonHandler),
        (r"methodes", MethodsHandler),
        (r"methodes/([a-z][a-z0-9-]*)", MethodsHandler),
        (r"a-propos", AboutHandler),
        (r"accessibilite", AccessibilityHandler),
        (r"vie-privee", PrivacyHandler),
        (r"reprendre", ResumeHandler),
        (r"attestation", AttestationHandler),
        (r"parcours", TrackHandler),
        (r"a-revoir", ReviewHandler),
        (r"a-revoir/ligne", ReviewSocket),
        (r"a-revoir/rappels\.ics", ReviewCalendarHandler),
        (r"mon-dossier", DossierHandler),
        (r"mon-carnet", DossierHandler),  # its former address
        (r"mon-dossier/([a-z][a-z0-9-]*)/([a-z][a-z0-9-]*)", ToolHandler),
        (r"effacer", EraseHandler),
        (r"mes-resultats/([a-z][a-z0-9-]*)", ResultsHandler),
        (r"static/(.*)", AssetHandler, {"path": str(STATIC)}),
    ]
    return [(base_url + path, *rest) for path, *rest in routes]
