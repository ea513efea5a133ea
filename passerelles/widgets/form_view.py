"""A tool of a module as a form: fields, rows to fill in, to add or to rank, and what it says back at each save."""

from __future__ import annotations

import traitlets

from passerelles.widgets.tool_view import ToolView


class FormView(ToolView):
    """Shows a tool of `tools.yaml`. `tool`: its public form and example, the value kept so far, its reading."""

    script = "form.js"
    styles = ("base.css", "tools.css", "item.css", "form.css")
    texts: tuple[str, ...] = ("common", "form", "order")

    tool = traitlets.Dict().tag(sync=True)
