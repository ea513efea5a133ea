"""A lesson's scripts and style as files: the client of its page, and the views, fetched once each and not per view.

In JupyterLab nobody serves them: there each view ships its own.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from passerelles.text import room
from passerelles.typography import typeset
from passerelles.widgets.bundle import bundle, stylesheet

VARIABLE = "PASSERELLES_VIEWS"  # tells a kernel which version its page serves
STYLE, CASE_STYLE = "views.css", "case.css"  # of every page, and besides of the pages of cases and role plays
ROLEPLAY_STYLE = "roleplay.css"  # besides of the pages of role plays
CLIENT = Path(__file__).resolve().parent / "client"
LIGHT, VOILA = "client.js", "lecon.js"  # the script of a page: with our own client, or beside Voilà's
REVIEW = "review.js"  # of the page whose questions come from the server itself
ROOM, ROOM_STYLE = "room.js", "room.css"  # of the pages of live sessions
_SCRIPTS = ("item.js", "freins.js", "commitment.js", "form.js", "handin.js", "case.js", "roleplay.js")
_QUESTION_WORDS = ("common", "item", "choice", "placing", "order", "text")
_STYLES = ("base.css", "tools.css", "item.css", "freins.css", "form.css")
_PAGE_STYLES = ("lesson.css", "steps.css")
_CASE_STYLES, _CASE_PAGE_STYLES = ("case.css", "case_after.css"), ("beginning.css",)


@cache
def files() -> dict[str, str]:
    """Return the text of every file by name."""
    scripts = {name: bundle(name) for name in _SCRIPTS} | {
        name: bundle(name, CLIENT) for name in (LIGHT, VOILA, REVIEW)
    }
    return scripts | {
        ROOM: _words_of_room() + bundle(ROOM, CLIENT),
        ROOM_STYLE: stylesheet(ROOM_STYLE, folder=CLIENT),
        STYLE: "\n".join([stylesheet(*_PAGE_STYLES, folder=CLIENT), stylesheet(*_STYLES)]),
        CASE_STYLE: "\n".join([stylesheet(*_CASE_PAGE_STYLES, folder=CLIENT), stylesheet(*_CASE_STYLES)]),
        ROLEPLAY_STYLE: stylesheet("roleplay.css"),
    }


def _words_of_room() -> str:
    """Return the words of a live session's page as a line of its script: its own, and those of the questions in it."""
    asked = {key: words for key, words in room("widgets").items() if key.partition(".")[0] in _QUESTION_WORDS}
    words = {key: typeset(words) for key, words in (asked | room("live.page")).items()}
    return f"const TEXTS = {json.dumps(words, ensure_ascii=False)};\n"


@cache
def version() -> str:
    """Return what changes whenever a file does: twelve hexadecimal digits."""
    return hashlib.sha256("\0".join(files().values()).encode()).hexdigest()[:12]


def loader(script: str, served: str) -> str:
    """Return the module a view ships instead of its own: it takes the one of its page, of that version."""
    return (
        f"const at = new URL(`${{document.body.dataset.racine}}vues/{served}/{script}`, location.href);\n"
        "export default (await import(at)).default;\n"
    )
