"""« Mes freins »: the learner picks and weighs obstacles, and is led to the conditions that answer them."""

from __future__ import annotations

import traitlets

from passerelles.widgets.tool_view import ToolView


class FreinsView(ToolView):
    """Shows the obstacles by heading, the picked ones with their conditions, and the picture of both."""

    script = "freins.js"
    styles = ("base.css", "tools.css", "freins.css")
    texts: tuple[str, ...] = ("common", "freins")

    tool = traitlets.Dict().tag(sync=True)
