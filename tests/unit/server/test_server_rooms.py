"""The server's pure rooms: host names, tokens, the environment of kernels, frames, private files."""

from __future__ import annotations

import json
import webbrowser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from passerelles.errors import Refusal
from passerelles.server.running import _trainer_key
from passerelles.server.startup import RunFile, cookie_secret, open_browser, open_port, private_folder
from passerelles.server.trainer import Access
from passerelles.server.voila.kernels import kernel_environment
from passerelles.server.voila.registry import KernelRegistry
from passerelles.server.web.hosts import HostGuard, host_name, is_loopback
from passerelles.server.web.websocket import check_frame, scrubbed
from passerelles.store import Store


class Connection:
    """One end of a socket, as tornado shows it."""

    class stream:
        class socket:
            @staticmethod
            def getsockname() -> tuple[str, int]:
                return ("192.168.1.5", 80)


def asked(host: str) -> HTTPServerRequest:
    line, headers = RequestStartLine("GET", "/", "HTTP/1.1"), HTTPHeaders({"Host": host})
    return HTTPServerRequest(start_line=line, headers=headers, connection=Connection())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("header", "name"),
    [("Localhost:8866", "localhost"), ("[::1]:80", "::1"), ("a.example.", "a.example"), ("", ""), ("[::1", "::1")],
)
def test_the_name_of_a_host_header(header: str, name: str) -> None:
    assert host_name(header) == name


def test_a_local_server_answers_to_loopback_and_to_configured_names() -> None:
    guard = HostGuard("127.0.0.1", ["cours.example"])
    assert all(guard.allows(asked(host)) for host in ("localhost:1", "127.0.0.1", "[::1]:5", "COURS.example:443"))
    assert not any(guard.allows(asked(host)) for host in ("ailleurs.example", "192.168.1.5", "", "127.0.0.1.x.example"))


def test_an_open_server_answers_to_its_own_address_only() -> None:
    guard = HostGuard("0.0.0.0")
    assert guard.allows(asked("192.168.1.5:8866"))
    assert not guard.allows(asked("192.168.1.6"))
    assert not guard.allows(asked("ailleurs.example"))


@pytest.mark.parametrize(
    ("address", "loopback"), [("127.0.0.1", True), ("::1", True), ("::1%lo", True), ("10.0.0.1", False), ("", False)]
)
def test_which_peers_are_this_machine(address: str, loopback: bool) -> None:
    assert is_loopback(address) is loopback


def test_a_token_opens_one_learners_page_until_it_is_closed_or_old() -> None:
    now = [0.0]
    registry = KernelRegistry(lifetime=10, clock=lambda: now[0])
    first, second = registry.open("k1", "AAAAAA", "m"), registry.open("k2", "AAAAAA", "m")
    grant = registry.grant(first)
    assert grant
    assert (grant.learner, grant.module, grant.kernel) == ("AAAAAA", "m", "k1")
    assert registry.grant("autre") is None
    assert registry.kernels_of("AAAAAA") == ["k1", "k2"]
    registry.close("k1")
    assert registry.grant(first) is None
    assert registry.owner("k1") is None
    now[0] = 10.0
    assert registry.grant(second) is None
    assert len(registry) == 1


def test_a_kernel_sees_named_variables_only() -> None:
    own = {"PATH": "/bin", "LC_ALL": "fr_BE.UTF-8", "DB_PASSWORD": "x", "PASSERELLES_TOKEN": "ancien"}
    made = kernel_environment(own, {"PASSERELLES_TOKEN": "neuf"})
    assert made.pop("PYTHONPATH", None) in (None, str(Path(__file__).resolve().parents[3]))
    assert made == {"PATH": "/bin", "LC_ALL": "fr_BE.UTF-8", "PASSERELLES_TOKEN": "neuf"}


@given(st.binary(max_size=200))
def test_a_frame_is_checked_before_it_is_believed(frame: bytes) -> None:
    try:
        check_frame(frame)
    except ValueError:
        return
    assert 6 <= int.from_bytes(frame[:8], "little") <= 16


@pytest.mark.parametrize(
    ("kind", "content", "kept"),
    [
        ("comm_msg", {"data": {}}, True),
        ("status", {"execution_state": "idle"}, True),
        ("stream", {"name": "stdout", "text": "a"}, True),
        ("kernel_info_reply", {"status": "ok"}, True),
        ("stream", {"name": "stderr", "text": "SOURCE"}, False),
        ("execute_input", {"code": "SOURCE"}, False),
        ("error", {"ename": "E", "evalue": "SOURCE", "traceback": ["SOURCE"]}, False),
        ("comm_info_reply", {"status": "error", "traceback": ["SOURCE"]}, False),
    ],
)
def test_what_a_kernel_says_about_code_is_rewritten(kind: str, content: dict[str, Any], kept: bool) -> None:
    said = scrubbed(kind, lambda: content)
    assert (said is None) is kept
    assert "SOURCE" not in json.dumps(said)


def test_the_secret_of_the_cookies_is_private_and_stays(tmp_path: Path) -> None:
    first = cookie_secret(private_folder(tmp_path / "data"))
    assert cookie_secret(tmp_path / "data") == first
    assert len(first) == 64
    assert (tmp_path / "data" / "cookie-secret").stat().st_mode & 0o077 == 0
    (tmp_path / "data" / "cookie-secret").write_text("court")
    with pytest.raises(Refusal, match="cookie-secret"):
        cookie_secret(tmp_path / "data")


def test_the_run_file_sweeps_only_our_own_leftovers(tmp_path: Path) -> None:
    precious = tmp_path / "passerelles_precieux"
    precious.mkdir()
    run = RunFile(tmp_path)
    run.write(runtime=str(precious))
    run.write(runtime="x")
    assert precious.is_dir()
    assert json.loads(run.path.read_text())["runtime"] == "x"
    run.remove()
    run.remove()
    assert not run.path.exists()


@pytest.mark.parametrize("port", [-1, 65536, 10**9])
def test_a_port_that_does_not_exist_is_refused(port: int) -> None:
    with pytest.raises(Refusal, match="n’existe pas"):
        open_port(port, "127.0.0.1")


def test_a_machine_without_a_browser_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str | None) -> object:
        raise webbrowser.Error("none")

    said: list[str] = []
    monkeypatch.setattr(webbrowser, "get", missing)
    open_browser("http://127.0.0.1:8866/", said.append)
    assert len(said) == 1
    assert "http://127.0.0.1:8866/" in said[0]


def test_a_forgotten_trainer_password_is_chosen_anew(tmp_path: Path) -> None:
    with Store.open(None, tmp_path) as store:
        Access(store).set_password("une phrase longue")
        assert _trainer_key(store, forget=False) is None
        assert _trainer_key(store, forget=True)
