"""The views' modules and style as files: a lesson's page fetches each once, instead of a copy with every view.

In JupyterLab nobody serves them: there each view ships its own.
"""

from __future__ import annotations

import hashlib
from functools import cache

from passerelles.widgets.bundle import bundle, stylesheet

VARIABLE = "PASSERELLES_VIEWS"  # tells a kernel which version its page serves
STYLE = "views.css"
_SCRIPTS = ("item.js", "freins.js", "commitment.js", "handin.js")
_STYLES = ("base.css", "tools.css", "item.css", "freins.css")


@cache
def files() -> dict[str, str]:
    """Return the text of every file by name."""
    return {name: bundle(name) for name in _SCRIPTS} | {STYLE: stylesheet(*_STYLES)}


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
