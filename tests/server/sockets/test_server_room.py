"""A full room: who waits, who gets in, what is left of pages that went without a word, what needs no kernel."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.kernel_process import kernel_pid
from support.waiting import until
from tornado.websocket import WebSocketProtocol13

from passerelles.server.routes import routes

NOBODY = "00000000-0000-0000-0000-000000000000"
RANK = re.compile(r'role="status" id="place">Votre place dans la file[^:]*: (\d+)')
MODULE = "/module/essai"
PING = 9  # RFC 6455, 5.2


def runtime_files(server: Any) -> list[str]:
    """Return the files of kernels in the server's runtime folder."""
    return sorted(path.name for path in Path(server.run_file["runtime"]).glob("kernel-*"))


def open_files(server: Any) -> int:
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


def waits(visitor: Any) -> int:
    """Open a module in a full room; return the rank that the waiting page tells."""
    page = visitor.get(MODULE, Accept="text/html")
    assert page.status == 200
    found = RANK.search(page.text)
    assert found, page.text[:2000]
    assert "data-kernel" not in page.text
    return int(found[1])


def asks(visitor: Any) -> Any:
    """Ask as the waiting page does."""
    reply = visitor.get("/api/attente")
    assert reply.headers["Cache-Control"] == "no-store"
    return reply.json()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, course_folder: Path, server: Any) -> Any:
    """A server with one place and a queue of two."""
    made = type(server)(tmp_path_factory.mktemp("small"), course_folder)
    made.start("--LearnerKernels.max_kernels=1", "--LearnerKernels.queue_size=2")
    yield made
    made.stop()


def test_who_comes_to_a_full_room_waits_in_order_and_moves_on(small: Any, enter: Callable[[Any], Any]) -> None:
    first, second, third, fourth = (enter(small) for _ in range(4))
    kernel = first.open()
    before = runtime_files(small)
    assert [waits(second), waits(third), waits(second)] == [1, 2, 1]
    assert asks(second) == {"place": 1, "ready": False}
    refused = fourth.get(MODULE, Accept="text/html")
    assert (refused.status, refused.headers["Retry-After"]) == (503, "30")
    assert "Trop de monde" in refused.text
    assert asks(fourth) == {"place": 0, "ready": False}
    assert runtime_files(small) == before
    assert first.get(f"/api/pouls?kernel={kernel}").json()["kernel"] == "alive"
    first.leave()
    assert [asks(one)["ready"] for one in (third, second)] == [False, True]
    assert waits(third) == 2
    second.open()
    assert asks(third) == {"place": 1, "ready": False}
    second.leave()
    third.open()
    third.leave()


def test_the_waiting_page_is_polite_and_needs_no_script(small: Any, enter: Callable[[Any], Any]) -> None:
    first, second = enter(small), enter(small)
    first.open()
    page = second.get(MODULE)
    assert page.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "blob:" not in page.headers["Content-Security-Policy"]
    assert re.search(r'<noscript><meta http-equiv="refresh" content="\d+"></noscript>', page.text)
    assert "Module essai" in page.text
    first.leave()
    second.open()
    second.leave()


def test_a_learner_who_has_a_page_reloads_it_without_waiting(small: Any, enter: Callable[[Any], Any]) -> None:
    here, other = enter(small), enter(small)
    former = here.open()
    assert waits(other) == 1
    kernel = here.open()
    assert here.get(f"/api/pouls?kernel={former}").json()["kernel"] == "gone"
    assert here.get(f"/api/pouls?kernel={kernel}").json()["kernel"] == "alive"
    here.leave()
    assert asks(other)["ready"]
    other.open()
    other.leave()


def test_an_erased_learner_no_longer_waits(small: Any, enter: Callable[[Any], Any]) -> None:
    first, second, third = (enter(small) for _ in range(3))
    first.open()
    assert [waits(second), waits(third)] == [1, 2]
    second.get("/effacer")
    code = re.search(r"[2-9A-HJKMNP-Z]{6}-[2-9A-HJKMNP-Z]{6}", second.get("/").text)
    assert code
    run = small.run_file
    body = json.dumps({"learner": code[0][:6]})
    sent = {"Authorization": f"Bearer {run['token']}", "Content_Type": "application/json"}
    assert first.ask("POST", "/api/admin/erase", body, **sent).json()["erased"]
    assert second.get("/api/attente").status == 403
    assert asks(third)["place"] == 1
    first.leave()
    third.open()
    third.leave()


def test_a_killed_kernel_makes_room(small: Any, enter: Callable[[Any], Any]) -> None:
    first, second = enter(small), enter(small)
    kernel = first.open()
    assert waits(second) == 1
    os.kill(kernel_pid(small, kernel), signal.SIGKILL)
    until(lambda: asks(second)["ready"])
    second.open()
    second.leave()


def test_a_server_killed_while_people_wait_loses_nothing(
    fresh_server: Callable[..., Any], enter: Callable[[Any], Any], api_of: Callable[..., Any]
) -> None:
    server = fresh_server().start("--LearnerKernels.max_kernels=1")
    first, second = enter(server), enter(server)
    saved = api_of(first).answer("seul", "a", "k1").json()["saved_at"]
    assert waits(second) == 1
    server.kill()
    server.start("--LearnerKernels.max_kernels=1")
    assert asks(second) == {"place": 1, "ready": True}
    assert waits(first) == 2
    second.open()
    second.leave()
    assert api_of(first).state("seul")["saved_at"] == saved


@pytest.mark.skipif(sys.platform != "linux", reason="counts open files in /proc")
def test_pages_cut_off_without_a_word_leave_nothing(
    fresh_server: Callable[..., Any], enter: Callable[[Any], Any], api_of: Callable[..., Any], socket: Any
) -> None:
    server = fresh_server().start("--LearnerKernels.abandoned_after=1")
    reader = enter(server)
    kept = socket(reader, reader.open()).open()
    most = float("inf")  # files open after the round before
    for _ in range(2):
        visitors = [enter(server) for _ in range(3)]
        for visitor in visitors:
            assert api_of(visitor).answer("seul", "a").status == 200
            line = socket(visitor, visitor.kernels[-1]).open()
            line.connection.protocol.stream.close()
        enter(server).open()  # a page whose socket never opens
        until(lambda: {name[7:43] for name in runtime_files(server)} == {reader.kernels[-1]})
        until(lambda most=most: open_files(server) <= most)  # the last ones close a moment later
        most = open_files(server)
        for visitor in visitors:
            pulse = visitor.get(f"/api/pouls?kernel={visitor.kernels[-1]}").json()
            assert pulse == {"server": True, "kernel": "gone", "learner": True}
            assert re.search(r"1\sréponse\ssur", visitor.get("/").text)
    assert reader.get(f"/api/pouls?kernel={reader.kernels[-1]}").json()["kernel"] == "alive"
    kept.settled()
    kept.close()


def test_a_page_that_answers_pings_stays_and_a_mute_one_is_given_up(
    fresh_server: Callable[..., Any], enter: Callable[[Any], Any], socket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = fresh_server().start("--LearnerKernels.ping_every=1", "--LearnerKernels.abandoned_after=1")
    alive, mute = enter(server), enter(server)
    kept, cut = (socket(visitor, visitor.open()).open() for visitor in (alive, mute))
    pings, thrice = [0, 0], asyncio.Event()
    answered = WebSocketProtocol13._handle_message

    def hear(protocol: Any, opcode: int, data: bytes) -> Any:
        silent = protocol is cut.connection.protocol
        pings[silent] += opcode == PING
        if pings[0] >= 3:
            thrice.set()
        return None if silent and opcode == PING else answered(protocol, opcode, data)

    monkeypatch.setattr(WebSocketProtocol13, "_handle_message", hear)

    async def meanwhile() -> None:
        await asyncio.gather(thrice.wait(), closed(cut.connection))

    kept.run(meanwhile)
    kept.settled()
    assert pings[1] == 1
    assert alive.get(f"/api/pouls?kernel={alive.kernels[-1]}").json()["kernel"] == "alive"
    kept.close()
    until(lambda: mute.get(f"/api/pouls?kernel={mute.kernels[-1]}").json()["kernel"] == "gone")


async def closed(connection: Any) -> None:
    """Read until the server closes."""
    while await connection.read_message() is not None:
        pass


def paths() -> list[str]:
    """Return an address for every route of the server."""
    app = SimpleNamespace(base_url="/", static_paths=["/nowhere"], labextensions_path=["/nowhere"])
    return sorted({example(str(pattern)) for pattern, *_ in routes(app)})


def example(pattern: str) -> str:
    """Return an address that a route's pattern takes."""
    path = pattern.replace(r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)", NOBODY).replace("(.*)", "theme.css")
    path = re.sub(r"\(\?:[^()]*\)\?", "", path)  # what may be left out
    path = re.sub(r"\(([a-z]+)(?:\|[a-z]+)+\)", r"\1", path)  # of several words, the first
    path = path.replace("([a-z0-9]{12})", "0" * 12).replace("(h[0-9]{1,2})", "h1")
    path = re.sub(r"\(\[A-Z0-9\]\{1,\d+\}\)", "A", path.replace("[A-Za-z0-9]", "[A-Z0-9]"))
    path = path.replace(r"([a-z]+\.(?:js|css))", "item.js").replace("[0-9a-f]{12}", "0" * 12)
    path = re.sub(r"\(?\[a-z\]\[a-z0-9-\](\{0,39\}|\*)\)?", "essai", path).replace("\\", "").strip("()")
    path = path.replace(f"({'0' * 12})", "0" * 12)
    assert re.fullmatch(pattern, path), (pattern, path)
    return path


def test_only_the_page_of_a_module_costs_a_kernel(server: Any, enter: Callable[[Any], Any]) -> None:
    visitor = enter(server)
    before = runtime_files(server)
    others = [path for path in paths() if path != MODULE]
    assert len(others) > 30
    for path in [*others, f"{MODULE}/", "/module/nulle-part", "/cas/nulle-part"]:
        for method in ("GET", "HEAD"):
            assert visitor.ask(method, path).status < 500, (method, path)
    visitor.ask("HEAD", MODULE)
    assert runtime_files(server) == before
    visitor.open()
    assert len(runtime_files(server)) > len(before)
    visitor.leave()
