"""Opening, answering and closing pages without a browser, in the protocol of each arm."""

from __future__ import annotations

from bench.clients.base import Protocol
from bench.clients.bokeh import BokehPages
from bench.clients.jupyter import ViewPages, WidgetPages
from bench.clients.solara import SolaraPages

PROTOCOLS: dict[str, type[Protocol]] = {
    "views": ViewPages,
    "widgets": WidgetPages,
    "solara": SolaraPages,
    "bokeh": BokehPages,
}
