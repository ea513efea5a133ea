"""The arms: ours, stock Voilà in the ways a competent user may run it, Solara, Panel. Each a command on one port."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.content import MODULE

PAGES = Path(__file__).resolve().parent / "pages"
NEEDED = ["@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget"]
OURS = "passerelles"
STOCK = ("voila", "voila-lean")  # the peer of a page's claims is the faster of these
CHAT = "chat-room"  # the peer of live sessions, see bench.live
VIEWS = "voila-views"  # stock Voilà with half of our work in it: shown beside, with how many times better ours is


@dataclass(frozen=True)
class Place:
    """Where a server runs: its port, its own folder, the prepared content."""

    port: int
    folder: Path
    content: Path


@dataclass(frozen=True)
class Arm:
    """A server to measure. `protocol` names how a page is opened without a browser (see bench.clients)."""

    name: str
    label: str
    command: Callable[[Place], list[str]]
    path: str
    protocol: str
    environment: dict[str, str] = field(default_factory=dict)


def arms(peers: Path | None, room: int = 400) -> list[Arm]:
    """Return every arm. `peers` is the Python of the environment of Solara and Panel; None leaves them out.

    `room` is how many pages ours lets in at once.
    """
    own = [
        Arm(OURS, "Passerelles", lambda place: _ours(place, room), f"/module/{MODULE}", "views"),
        Arm("voila", "Voilà 0.5.13, as installed", lambda place: _voila(place, "ipywidgets"), "/", "widgets"),
        Arm("voila-lean", "Voilà, needed extensions only", lambda p: _voila(p, "ipywidgets", *_lean()), "/", "widgets"),
        Arm(VIEWS, "Voilà, our anywidget views", lambda p: _voila(p, "anywidget", *_lean()), "/", "views"),
        Arm("voila-preheated", "Voilà, preheated kernels", lambda p: _voila(p, "ipywidgets", *_warm()), "/", "widgets"),
    ]
    if peers is None:
        return own
    others = [
        Arm("solara", "Solara 1.64.1", lambda place: _solara(peers, place), "/", "solara"),
        Arm("panel", "Panel 1.9.4", lambda place: _panel(peers, place), "/panel_page", "bokeh"),
    ]
    return own + others


def _ours(place: Place, room: int) -> list[str]:
    """Return the command of our server, with room for the largest crowd."""
    options = ["--no-browser", f"--port={place.port}", f"--data={place.folder / 'data'}"]
    return [sys.executable, "-P", "-m", "passerelles", "serve", *options, f"--LearnerKernels.max_kernels={room}"]


def _voila(place: Place, notebook: str, *options: str) -> list[str]:
    """Return the command of stock Voilà on one notebook."""
    path = place.content.parent / f"{notebook}.ipynb"
    return [sys.executable, "-P", "-m", "voila", str(path), "--no-browser", f"--port={place.port}", *options]


def _lean() -> list[str]:
    """Return the options of a user who read the manual: only the extensions that the page needs."""
    return [f"--VoilaConfiguration.extension_allowlist={NEEDED}"]


def _warm() -> list[str]:
    """Return the options for kernels that have already run the notebook, for nobody in particular."""
    return [*_lean(), "--VoilaConfiguration.preheat_kernel=True", "--VoilaConfiguration.default_pool_size=2"]


def _solara(python: Path, place: Place) -> list[str]:
    """Return the command of Solara in production mode."""
    page = str(PAGES / "solara_page.py")
    options = ["--no-open", f"--port={place.port}", "--host=127.0.0.1", "--production", "--log-level=warning"]
    return [str(python), "-m", "solara", "run", page, *options]


def _panel(python: Path, place: Place) -> list[str]:
    """Return the command of Panel."""
    page = str(PAGES / "panel_page.py")
    return [str(python), "-m", "panel", "serve", page, f"--port={place.port}", "--address=127.0.0.1"]
