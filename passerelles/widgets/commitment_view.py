"""The commitment that closes a module: one gesture, one function to contact, a date."""

from __future__ import annotations

import traitlets

from passerelles.widgets.tool_view import ToolView


class CommitmentView(ToolView):
    """Shows the fields of the commitment and keeps them as they are typed."""

    script = "commitment.js"
    styles = ("base.css", "tools.css")
    texts: tuple[str, ...] = ("common", "commitment")

    tool = traitlets.Dict().tag(sync=True)
