"""Starting and stopping: refusals in one sentence with a cure, private files, nothing lost by a restart."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def refused(server: Any, *words: str) -> str:
    """Start a server that must refuse; return what it says."""
    done = subprocess.run(
        server.command(*words, port=not any("port" in word for word in words)),
        env=server.environment,
        cwd=server.folder,
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n→ ") <= 1
    return done.stderr


def test_a_busy_port_is_refused_and_never_replaced(fresh_server: Callable[..., Any]) -> None:
    server = fresh_server()
    with socket.socket() as other:
        other.bind(("127.0.0.1", server.port))
        other.listen()
        said = refused(server)
    assert f"Le port {server.port} est déjà utilisé" in said
    assert f"--port {server.port + 1}" in said
    assert not server.data.exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--PasserellesServer.port=99999999",), "n’existe pas"),
        (("--PasserellesServer.port=huit",), "Une option ne convient pas"),
        (("--ip", "ailleurs.invalid"), "Impossible d’écouter"),
        (("--base-url", "cours"), "L’adresse de départ"),
        (("bonjour",), "ne comprend pas : bonjour"),
        (("--database-url", "mysql://x"), "base de données"),
    ],
    ids=["port", "word", "ip", "base", "extra", "database"],
)
def test_a_wrong_option_is_refused_in_words(
    fresh_server: Callable[..., Any], words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in refused(fresh_server(), *words)


def test_a_data_folder_that_cannot_be_written_is_refused(fresh_server: Callable[..., Any]) -> None:
    server = fresh_server()
    (server.folder / "un-fichier").write_text("")
    server.data = server.folder / "un-fichier" / "data"
    said = refused(server)
    assert str(server.data) in said
    assert "--data" in said


def test_a_broken_course_is_refused_with_file_and_line(fresh_server: Callable[..., Any]) -> None:
    server = fresh_server()
    server.environment["PASSERELLES_COURSE"] = str(server.folder)
    assert "corpus/statements.yaml:1:" in refused(server)


def test_a_second_server_on_the_same_data_is_refused(server: Any, fresh_server: Callable[..., Any]) -> None:
    second = fresh_server()
    second.data = server.data
    said = refused(second)
    assert f"port {server.port}" in said


def test_records_that_are_not_ours_are_refused(fresh_server: Callable[..., Any]) -> None:
    server = fresh_server()
    server.data.mkdir()
    (server.data / "passerelles.db").write_bytes(b"pas une base" * 400)
    assert "passerelles.db" in refused(server)
    assert (server.data / "passerelles.db").read_bytes() == b"pas une base" * 400


def test_the_start_tells_what_it_does_and_where_things_are(server: Any) -> None:
    said = "".join(server.said)
    for wanted in ("Lecture du cours…", "Ouverture des données…", f"Passerelles est prêt : {server.url}/",
                   str(server.data), "/formateur/mot-de-passe?cle=", "Ctrl+C"):  # fmt: skip
        assert wanted in said
    assert server.data.stat().st_mode & 0o077 == 0
    assert (server.data / "cookie-secret").stat().st_mode & 0o077 == 0


def test_a_stopped_server_leaves_nothing_behind_and_a_restart_loses_nothing(
    fresh_server: Callable[..., Any], enter: Callable[[Any], Any]
) -> None:
    server = fresh_server().start()
    visitor = enter(server)
    visitor.open()
    home, code = visitor.get("/").text, visitor.cookie("passerelles")
    runtime = Path(server.run_file["runtime"])
    assert runtime.is_dir()
    assert server.stop() == 0
    assert not (server.data / "run.json").exists()
    assert not runtime.exists()
    assert not list(server.data.glob("*-wal"))
    server.start()
    assert visitor.get("/").text == home
    assert visitor.cookie("passerelles") == code
    assert server.run_file["port"] == server.port


def test_an_interrupt_from_the_keyboard_is_a_clean_stop(fresh_server: Callable[..., Any]) -> None:
    server = fresh_server().start()
    os.kill(server.process.pid, signal.SIGINT)
    assert server.process.wait(20) == 0
    assert "Traceback" not in server.log.read_text()


def test_another_base_address_moves_everything(fresh_server: Callable[..., Any], enter: Callable[[Any], Any]) -> None:
    server = fresh_server().start("--base-url", "/cours/")
    visitor = enter(server)
    page = visitor.get("/cours/module/essai")
    assert page.status == 200
    assert "Un texte à lire." in page.text
    assert "Path=/cours/" in page.headers["Set-Cookie"]
    assert visitor.get("/").status == 404
    assert json.loads((server.data / "run.json").read_text())["api"].endswith("/cours/api/admin")
