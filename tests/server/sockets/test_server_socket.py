"""What travels between a page and its kernel: no code in, no source out, a clean environment behind."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

SOURCE_CANARY, SECRET = "CANARI_DU_CODE", "CANARI-DE-LENVIRONNEMENT"
ALLOWED = {
    "PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP", "VIRTUAL_ENV", "PYTHONPATH",
    "JUPYTER_PATH", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "PASSERELLES_COURSE", "PASSERELLES_API",
    "PASSERELLES_TOKEN", "PASSERELLES_VIEWS", "IPYTHONDIR", "VOILA_BASE_URL", "VOILA_KERNEL_ID",
    "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PATHEXT", "COMSPEC",
}  # fmt: skip
# what jupyter_client, ipykernel, IPython and matplotlib's hook set themselves when a kernel starts
THEIRS = ("JPY_", "LC_", "PYDEVD_", "MPLBACKEND", "TERM", "CLICOLOR", "FORCE_COLOR", "PAGER", "GIT_PAGER", "COLUMNS")


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("execute_request", {"code": "open({path!r}, 'w')", "silent": False, "allow_stdin": False}),
        ("inspect_request", {"code": "page", "cursor_pos": 1, "detail_level": 1}),
        ("complete_request", {"code": "pa", "cursor_pos": 2}),
        ("history_request", {"hist_access_type": "tail", "n": 9, "output": True, "raw": True}),
        ("debug_request", {"command": "evaluate", "arguments": {}}),
        ("shutdown_request", {"restart": False}),
        ("comm_open", {"comm_id": "x", "target_name": "jupyter.widget", "data": {"state": {}}}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("channel", ["shell", "control"])
def test_forbidden_messages_do_nothing(trap: Any, tmp_path: Path, kind: str, content: Any, channel: str) -> None:
    socket, _ = trap
    canary = tmp_path / "canary"
    sent = json.loads(json.dumps(content).replace("{path!r}", json.dumps(repr(str(canary)))[1:-1]))
    asked = socket.send(kind, sent, channel)
    socket.settled()
    assert not canary.exists()
    assert [m for m in socket.received if m["parent_header"].get("msg_id") == asked] == []


@pytest.mark.parametrize(
    "frame",
    [
        *("", "{}", "[]", "null", "\x00", '{"channel": "shell"}', '{"channel": []}', "[" * 100_000),
        *(b"", b"\x01", b"\xff" * 8, b"\xff" * 64, b"\x06" + bytes(7), (6).to_bytes(8, "little") + b"\xff" * 48),
    ],
    ids=lambda frame: repr(frame[:20]),
)
def test_malformed_frames_leave_the_page_alive(trap: Any, frame: str | bytes) -> None:
    socket, _ = trap
    socket.write(frame)
    socket.settled()


def test_repeated_keys_cannot_smuggle_code(trap: Any, tmp_path: Path) -> None:
    socket, _ = trap
    if socket.protocol:
        return  # the old protocol is the one that parses and writes again
    canary = tmp_path / "canary"
    header = '{"msg_id": "1", "session": "s", "username": "", "date": "", "version": "5.3", "msg_type": "comm_msg"'
    code = json.dumps({"code": f"open({str(canary)!r}, 'w')"})
    smuggled = f'{header}, "msg_type": "execute_request"}}'
    frame = f'{{"channel": "shell", "header": {smuggled}, "parent_header": {{}}, "metadata": {{}}, "content": {code}}}'
    socket.write(frame)
    socket.settled()
    assert not canary.exists()


def test_a_failing_callback_tells_no_source(trap: Any) -> None:
    socket, model = trap
    socket.poke(model, "crash")
    error = socket.until(lambda m: m["header"]["msg_type"] == "error")
    socket.settled()
    assert SOURCE_CANARY.encode() not in socket.raw
    assert error["content"]["ename"] == "Erreur"
    assert "rechargez la page" in error["content"]["evalue"]


def test_the_kernel_environment_is_an_allow_list(trap: Any) -> None:
    socket, model = trap
    told = socket.told(model)
    names = set(ast.literal_eval(told[: told.index("]") + 1]))
    assert {name for name in names - ALLOWED if not name.startswith(THEIRS)} == set()
    assert {"PASSERELLES_API", "PASSERELLES_TOKEN"} <= names
    assert SECRET not in told
    assert told.endswith("/vide")


def test_the_page_of_a_failing_notebook_shows_no_source(visitor: Any) -> None:
    visitor.open("piege")
    assert SOURCE_CANARY not in visitor.page
    assert "n’a pas pu s’ouvrir" in visitor.page


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": ""}, 403),
        ({"Origin": "https://ailleurs.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "ailleurs.example", "Origin": "http://ailleurs.example"}, 403),
        ({"Cookie": ""}, 403),
    ],
)
def test_only_a_page_of_ours_opens_a_socket(
    visitor: Any, socket: Callable[..., Any], headers: dict[str, str], status: int
) -> None:
    kernel = visitor.open()
    with pytest.raises(HTTPClientError) as refused:
        socket(visitor, kernel).open(**headers)
    assert refused.value.code == status


def test_another_learner_gets_no_socket(visitors: Any, socket: Callable[..., Any]) -> None:
    owner, other = visitors(), visitors()
    kernel = owner.open()
    other.get("/")
    bodies = []
    for asked in (kernel, "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(HTTPClientError) as refused:
            socket(other, asked).open()
        assert refused.value.code == 404
        assert refused.value.response
        bodies.append(refused.value.response.body)
    assert bodies[0] == bodies[1]
