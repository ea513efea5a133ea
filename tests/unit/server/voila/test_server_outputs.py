"""What cells give, from scripted messages: outputs by cell, models with their buffers, what our client can show."""

from __future__ import annotations

import json
import logging
from base64 import b64decode
from html.parser import HTMLParser
from typing import Any

import pytest

from passerelles.server.voila.lesson_page import data_block
from passerelles.server.voila.outputs import VIEW, Outputs

ANY = {"_model_module": "anywidget", "_model_name": "AnyModel", "_model_module_version": "~0.11.*"}
SLIDER = {"_model_module": "@jupyter-widgets/controls", "_model_name": "IntSliderModel"}
LAYOUT = {"_model_module": "@jupyter-widgets/base", "_model_name": "LayoutModel"}


def said(kind: str, parent: str | None = "r0", buffers: list[bytes] | None = None, **content: Any) -> dict[str, Any]:
    """A message of the kernel."""
    header = {"msg_id": parent} if parent else {}
    return {"header": {"msg_type": kind}, "parent_header": header, "content": content, "buffers": buffers or []}


def printed(text: str, parent: str = "r0", name: str = "stdout") -> dict[str, Any]:
    return said("stream", parent, name=name, text=text)


def shown(data: dict[str, Any], parent: str = "r0", **more: Any) -> dict[str, Any]:
    return said("display_data", parent, data=data, metadata={}, **more)


def idle(parent: str = "r0") -> dict[str, Any]:
    return said("status", parent, execution_state="idle")


def opened(name: str, state: dict[str, Any], paths: Any = (), buffers: Any = (), target: str = "jupyter.widget") -> Any:
    data = {"state": state, "buffer_paths": list(paths)}
    return said("comm_open", buffers=list(buffers), comm_id=name, target_name=target, data=data)


def changed(name: str, state: dict[str, Any], paths: Any = (), buffers: Any = (), method: str = "update") -> Any:
    data = {"method": method, "state": state, "buffer_paths": list(paths)}
    return said("comm_msg", buffers=list(buffers), comm_id=name, data=data)


def view(name: str, parent: str = "r0") -> dict[str, Any]:
    return shown({VIEW: {"model_id": name}, "text/plain": "vue"}, parent)


def given(*messages: dict[str, Any], cells: int = 1) -> Outputs:
    outputs = Outputs([f"r{n}" for n in range(cells)])
    for message in messages:
        outputs.take(message)
    return outputs


def texts(outputs: Outputs) -> list[list[str]]:
    return [[one.get("text") or one["data"]["text/plain"] for one in cell] for cell in outputs.cells]


def embedded(outputs: Outputs) -> dict[str, Any]:
    text = outputs.embedded()
    assert text is not None
    state: dict[str, Any] = json.loads(text)["state"]
    return state


def test_interleaved_outputs_go_to_their_cells() -> None:
    one, two = {"text/plain": "un"}, {"text/plain": "deux"}
    outputs = given(printed("a"), printed("x", "r1"), printed("b"), shown(two, "r1"), shown(one), printed("c"), cells=2)
    assert texts(outputs) == [["ab", "un", "c"], ["x", "deux"]]


def test_a_late_output_still_goes_to_its_cell_and_all_idle_is_complete() -> None:
    outputs = given(printed("tôt"), idle(), cells=2)
    assert not outputs.complete
    for message in (printed(" tard"), idle("r1")):
        outputs.take(message)
    assert texts(outputs) == [["tôt tard"], []]
    assert outputs.complete


def test_what_answers_to_others_is_not_ours() -> None:
    outputs = given(printed("x", "autre"), idle("autre"), said("iopub_welcome", None, subscription=""), cells=1)
    assert texts(outputs) == [[]]
    assert not outputs.complete


def test_a_notebook_without_code_is_complete_at_once() -> None:
    assert given(cells=0).complete


def test_of_a_failure_not_a_word_is_kept_or_logged(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("passerelles.server"), "propagate", True)
    failed = said("error", ename="CANARI", evalue="CANARI", traceback=["CANARI"])
    outputs = given(printed("avant"), failed, idle(), printed("après", "r1"), idle("r1"), cells=2)
    assert outputs.cells[0][1] == {"output_type": "error"}
    assert outputs.cells[1][0]["text"] == "après"
    assert "CANARI" not in caplog.text + repr(outputs.cells)
    assert "a cell of a lesson failed" in caplog.text


def test_what_still_runs_is_given_up() -> None:
    outputs = given(printed("fait"), idle(), printed("à moitié", "r1"), cells=3)
    outputs.give_up()
    assert [[one["output_type"] for one in cell] for cell in outputs.cells] == [
        ["stream"], ["stream", "error"], ["error"]
    ]  # fmt: skip
    assert outputs.complete


def test_a_display_is_changed_wherever_it_was_shown() -> None:
    first, again = ({"text/plain": text} for text in ("avant", "après"))
    named = {"transient": {"display_id": "d"}}
    outputs = given(
        shown(first, **named), shown(first, "r1", **named), shown(first, "r1"),
        said("update_display_data", "r1", data=again, metadata={}, **named), cells=2,
    )  # fmt: skip
    assert texts(outputs) == [["après"], ["après", "avant"]]


@pytest.mark.parametrize(("wait", "left"), [(False, []), (True, ["un"])])
def test_cleared_outputs_are_gone_at_once_or_with_the_next(wait: bool, left: list[str]) -> None:
    outputs = given(printed("un"), said("clear_output", wait=wait))
    assert texts(outputs) == [left]
    outputs.take(printed("deux"))
    assert texts(outputs) == [["deux"]]


def test_buffers_follow_the_state_they_belong_to() -> None:
    outputs = given(
        opened("m", {**ANY, "n": 1, "deep": {"a": None}}, [["image"], ["deep", "a"]], [b"\0\1", b"deep"]),
        changed("m", {"n": 2}),
        changed("m", {"_echo": 1}, method="echo_update"),
        view("m"),
    )
    model = embedded(outputs)["m"]
    assert model["state"]["n"] == 2
    assert "_echo" not in model["state"]
    kept = {tuple(one["path"]): (one["encoding"], b64decode(one["data"])) for one in model["buffers"]}
    assert kept == {("image",): ("base64", b"\0\1"), ("deep", "a"): ("base64", b"deep")}
    outputs.take(changed("m", {"deep": {"b": 1}}, [["n"]], [b"new"]))
    outputs.take(changed("m", {"image": None}))
    model = embedded(outputs)["m"]
    assert [(one["path"], b64decode(one["data"])) for one in model["buffers"]] == [(["n"], b"new")]
    assert "n" not in model["state"]
    assert model["state"]["image"] is None


def test_a_model_is_told_as_the_embedding_format_wants() -> None:
    model = embedded(given(opened("m", {**ANY, "x": 1}), view("m")))["m"]
    assert model == {
        "model_name": "AnyModel", "model_module": "anywidget", "model_module_version": "~0.11.*",
        "state": {**ANY, "x": 1},
    }  # fmt: skip


def test_only_what_is_shown_and_what_it_names_is_embedded() -> None:
    outputs = given(
        opened("shown", {**ANY, "layout": "IPY_MODEL_l", "parts": [{"one": "IPY_MODEL_named"}]}),
        opened("named", {**ANY, "back": "IPY_MODEL_shown"}),
        opened("l", LAYOUT),
        opened("hidden", {**ANY, "text": 'says "IPY_MODEL_other" in passing'}),
        opened("other", SLIDER),
        view("shown"),
    )
    assert set(embedded(outputs)) == {"shown", "named"}


def test_a_name_inside_a_text_is_no_reference() -> None:
    state = {**ANY, "text": 'dit "IPY_MODEL_other" en passant'}
    assert set(embedded(given(opened("m", state), opened("other", SLIDER), view("m")))) == {"m"}


@pytest.mark.parametrize(
    "messages",
    [
        [opened("s", SLIDER), view("s")],
        [opened("m", ANY), opened("s", SLIDER), view("m"), view("s")],
        [opened("m", {**ANY, "child": "IPY_MODEL_s"}), opened("s", SLIDER), view("m")],
        [opened("m", ANY), opened("s", SLIDER), view("m"), changed("m", {"child": "IPY_MODEL_s"})],
    ],
)
def test_a_page_with_another_widget_is_not_for_our_client(messages: list[dict[str, Any]]) -> None:
    assert given(*messages).embedded() is None


def test_closed_models_and_other_comms_are_not_there() -> None:
    closed = said("comm_close", comm_id="m")
    outputs = given(
        opened("m", ANY), view("m"), closed, opened("x", SLIDER, target="autre"), view("x"), changed("y", {})
    )
    assert embedded(outputs) == {}
    assert outputs.models == {}


class Scripts(HTMLParser):
    """Collects the scripts of a page as a browser delimits them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.other: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        (self.found if tag == "script" else self.other).append("")

    def handle_data(self, data: str) -> None:
        if self.found:
            self.found[-1] += data


@pytest.mark.parametrize("text", ["</script><img src=x>", "<!--<script>", "</SCRIPT ", "]]>", "é\u2028 & \\u003c"])
def test_no_text_of_a_widget_ends_its_block(text: str) -> None:
    states = given(opened("m", {**ANY, "text": text, text: 1}), view("m")).embedded()
    assert states
    block = data_block(states)
    assert block.lower().count("<script") == block.lower().count("</script") == 1
    assert "<!--" not in block
    parser = Scripts()
    parser.feed(block)
    assert len(parser.found) == 1
    assert parser.other == []
    state = json.loads(parser.found[0])["state"]["m"]["state"]
    assert state == {**ANY, "text": text, text: 1}
