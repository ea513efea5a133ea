"""What the cells of a notebook give: their outputs, and the models of the widgets they made.

The kernel's iopub messages go in, in the order in which they came; nothing of zmq or of a page is known here.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from passerelles.server.web.security import event

VIEW = "application/vnd.jupyter.widget-view+json"
TARGET = "jupyter.widget"
LIGHT_MODULE = "anywidget"
LAYOUT = "LayoutModel"  # of every widget: how wide and how high, which our pages decide themselves
REFERENCE = re.compile(r'"(?:IPY_MODEL_|anywidget:)(\w+)"')  # as a whole text of the state, in JSON

Json = dict[str, Any]


@dataclass
class Model:
    """The state of a widget as the front end would have it: plain values, and buffers by their path in the state."""

    state: Json = field(default_factory=dict)
    buffers: dict[tuple[str | int, ...], bytes] = field(default_factory=dict)

    def update(self, data: Json, buffers: list[Any]) -> None:
        """Take the `data` of a comm message; what it names is replaced whole, buffers included."""
        state, paths = data.get("state") or {}, [tuple(path) for path in data.get("buffer_paths") or []]
        replaced = set(state) | {path[0] for path in paths}
        kept = {path: value for path, value in self.buffers.items() if path[0] not in replaced}
        self.state = {key: value for key, value in self.state.items() if key not in replaced} | state
        self.buffers = kept | {path: bytes(value) for path, value in zip(paths, buffers, strict=False)}

    @property
    def light(self) -> bool:
        """Whether our own client can show it."""
        return self.state.get("_model_module") == LIGHT_MODULE

    def embedded(self) -> str:
        """Return the model as the widgets' embedding format has it, as JSON."""
        buffers = [
            {"path": list(path), "encoding": "base64", "data": b64encode(value).decode()}
            for path, value in self.buffers.items()
        ]
        told = {name: self.state.get(f"_{name}", "") for name in ("model_name", "model_module", "model_module_version")}
        told |= {"state": self.state} | ({"buffers": buffers} if buffers else {})
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


class Outputs:
    """The outputs of each cell, in the notebook format, and the models. Feed it every iopub message with `take`."""

    def __init__(self, requests: list[str]) -> None:
        """`requests`: the ids of the execute requests, one for each code cell, in order."""
        self.cells: list[list[Json]] = [[] for _ in requests]
        self.models: dict[str, Model] = {}
        self._ranks = {request: rank for rank, request in enumerate(requests)}
        self._running = set(requests)
        self._shown: dict[str, list[Json]] = {}  # by display id
        self._to_clear: set[int] = set()

    @property
    def complete(self) -> bool:
        """Whether every cell has run to its end."""
        return not self._running

    def give_up(self) -> None:
        """Say of each cell still running that it failed."""
        for request in self._running:
            self.cells[self._ranks[request]].append({"output_type": "error"})
        self._running = set()

    def take(self, message: Json) -> None:
        """Take one message, whatever it is about. A failure is kept as an event, without a word of it."""
        kind, content = message["header"]["msg_type"], message["content"]
        request = message["parent_header"].get("msg_id")
        if kind.startswith("comm_"):
            self._take_comm(kind, content, message.get("buffers") or [])
        elif kind == "update_display_data":
            for shown in self._shown.get(_display_id(content), []):
                shown |= {"data": content["data"], "metadata": content.get("metadata", {})}
        elif request in self._ranks:
            self._take_output(kind, content, self._ranks[request])
            if kind == "status" and content["execution_state"] == "idle":
                self._running.discard(request)

    def views(self) -> Iterator[str]:
        """Yield the id of each model that an output shows, if there is such a model."""
        for output in (one for cell in self.cells for one in cell):
            model = output.get("data", {}).get(VIEW, {}).get("model_id")
            if model in self.models:
                yield model

    def embedded(self) -> str | None:
        """Return the models that are shown, and those that they name in turn, in the widgets' embedding format.

        JSON; None when one of them is not for our own client. Layouts are left out.
        """
        found: dict[str, str] = {}
        wanted = list(self.views())
        while wanted:
            name = wanted.pop()
            model = self.models.get(name)
            if model is None or name in found or model.state.get("_model_name") == LAYOUT:
                continue
            if model.state.get("_model_module") != LIGHT_MODULE:
                return None
            found[name] = model.embedded()
            wanted += REFERENCE.findall(found[name])
        state = ",".join(f"{json.dumps(name)}:{model}" for name, model in found.items())
        return f'{{"version_major":2,"version_minor":0,"state":{{{state}}}}}'

    def _take_comm(self, kind: str, content: Json, buffers: list[Any]) -> None:
        """Keep, change or forget a model."""
        name, data = content["comm_id"], content.get("data") or {}
        if kind == "comm_close":
            self.models.pop(name, None)
        elif kind == "comm_open" and content.get("target_name") == TARGET:
            self.models[name] = Model()
            self.models[name].update(data, buffers)
        elif kind == "comm_msg" and name in self.models and data.get("method") == "update":
            self.models[name].update(data, buffers)

    def _take_output(self, kind: str, content: Json, rank: int) -> None:
        """Add what a cell displays, prints or fails with."""
        outputs = self.cells[rank]
        if kind == "clear_output":
            self._to_clear.add(rank)
            if content.get("wait"):
                return
        elif kind not in ("display_data", "execute_result", "stream", "error"):
            return
        if rank in self._to_clear:
            self._to_clear.discard(rank)
            outputs.clear()
        if kind in ("display_data", "execute_result"):
            shown = {"output_type": kind, "data": content["data"], "metadata": content.get("metadata", {})}
            outputs.append(shown)
            if name := _display_id(content):
                self._shown.setdefault(name, []).append(shown)
        elif kind == "stream":
            _print(outputs, content)
        elif kind == "error":
            event("a cell of a lesson failed")
            outputs.append({"output_type": "error"})


def _print(outputs: list[Json], content: Mapping[str, str]) -> None:
    """Add printed text to the last output, if that is of the same stream; else as a new one."""
    last = outputs[-1] if outputs else {}
    if last.get("name") == content["name"]:
        last["text"] += content["text"]
    else:
        outputs.append({"output_type": "stream", "name": content["name"], "text": content["text"]})


def _display_id(content: Json) -> str:
    """Return the name under which an output can be changed later, empty without one."""
    return str((content.get("transient") or {}).get("display_id") or "")
