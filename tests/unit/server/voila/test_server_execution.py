"""Cells run in a real kernel: what they give, what fails, what dies, what never ends, and nothing left open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.session import Session

from passerelles.server.voila import execution
from passerelles.server.voila.execution import KernelDied, message_of, run_cells
from passerelles.server.voila.outputs import Outputs

WIDGET = """
import anywidget, traitlets
class Note(anywidget.AnyWidget):
    _esm = "export default {}"
    value = traitlets.Int(0).tag(sync=True)
    image = traitlets.Bytes(b"").tag(sync=True)
note = Note(value=1, image=b"\\x00\\x01")
note
"""
Acts = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture(scope="module")
def act() -> Iterator[Acts]:
    """Runs something in the one loop of this module, at most a minute."""
    loop = asyncio.new_event_loop()
    yield lambda work: loop.run_until_complete(asyncio.wait_for(work, 60))
    loop.close()


@pytest.fixture(scope="module")
def start(act: Acts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], AsyncKernelManager]]:
    """Starts kernels, and ends them."""
    made: list[AsyncKernelManager] = []
    folder = tmp_path_factory.mktemp("kernels")

    def started() -> AsyncKernelManager:
        file = str(folder / f"kernel-{len(made)}.json")
        made.append(AsyncKernelManager(kernel_name="python3", connection_file=file))
        act(made[-1].start_kernel())
        return made[-1]

    yield started
    for manager in made:
        act(manager.shutdown_kernel(now=True))


@pytest.fixture(scope="module")
def kernel(start: Callable[[], AsyncKernelManager]) -> AsyncKernelManager:
    """The kernel of the tests that leave it alive."""
    return start()


def said(outputs: Outputs) -> list[list[str]]:
    """What each cell gave, in words."""
    return [
        [one.get("text") or one.get("data", {}).get("text/plain") or one["output_type"] for one in cell]
        for cell in outputs.cells
    ]


def test_cells_share_a_kernel_and_keep_their_order(act: Acts, kernel: AsyncKernelManager) -> None:
    outputs = act(run_cells(kernel, ["a = 1; print(a)", "a + 1", "print(a); display('x')", "import sys; a"]))
    assert said(outputs) == [["1\n"], ["2"], ["1\n", "'x'"], ["1"]]
    assert outputs.complete


def test_no_cell_is_no_wait(act: Acts, kernel: AsyncKernelManager) -> None:
    assert act(run_cells(kernel, [])).cells == []


def test_a_failing_cell_does_not_stop_the_others_and_tells_nothing(act: Acts, kernel: AsyncKernelManager) -> None:
    outputs = act(run_cells(kernel, ["1/0  # CANARI", "syntax error CANARI", "print('après')", "input('CANARI')", "3"]))
    assert said(outputs) == [["error"], ["error"], ["après\n"], ["error"], ["3"]]
    assert "CANARI" not in repr(outputs.cells)


def test_widgets_come_with_their_last_state_and_buffers(act: Acts, kernel: AsyncKernelManager) -> None:
    outputs = act(run_cells(kernel, [WIDGET, "note.value = 2; note.image = b'\\x02'", "gone = Note(); gone.close()"]))
    (shown,) = outputs.views()
    model = outputs.models[shown]
    assert model.state["value"] == 2
    assert model.buffers == {("image",): b"\x02"}
    assert {m.state["_model_name"] for m in outputs.models.values()} == {"AnyModel", "LayoutModel"}


def test_a_welcome_is_heard_though_others_listen_already(
    act: Acts, kernel: AsyncKernelManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(run_cells(kernel, ["1"]))  # the kernel is up
    other = kernel.connect_iopub()
    monkeypatch.setattr(execution, "NUDGE", 10**9)
    assert said(act(run_cells(kernel, ["1"], 30))) == [["1"]]
    other.close()


def test_a_kernel_that_welcomes_nobody_is_made_to_speak(
    act: Acts, kernel: AsyncKernelManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(run_cells(kernel, ["1"]))
    other = kernel.connect_iopub()  # the welcome for the topic of all was said to this one
    monkeypatch.setattr(execution, "own_topic", lambda: b"")
    monkeypatch.setattr(execution, "NUDGE", 20)
    assert said(act(run_cells(kernel, ["1"], 30))) == [["1"]]
    other.close()


def test_what_never_ends_is_interrupted_and_the_rest_is_kept(act: Acts, kernel: AsyncKernelManager) -> None:
    outputs = act(run_cells(kernel, ["print('un')", "while True: pass", "print('trois')"], limit=3))
    assert said(outputs) == [["un\n"], ["error"], ["error"]]
    assert said(act(run_cells(kernel, ["print('encore')"]))) == [["encore\n"]]


@pytest.mark.parametrize("death", ["import os; os._exit(1)", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"])
def test_a_death_is_noticed_without_waiting_for_the_limit(
    act: Acts, start: Callable[[], AsyncKernelManager], death: str
) -> None:
    with pytest.raises(KernelDied):
        act(run_cells(start(), ["print('un')", death, "print('trois')"], limit=600))


def test_no_socket_stays_open_whatever_happened(
    act: Acts, kernel: AsyncKernelManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []
    client = kernel.client
    monkeypatch.setattr(kernel, "client", lambda **options: made.append(client(**options)) or made[-1])
    act(run_cells(kernel, ["1", "1/0"]))
    act(run_cells(kernel, ["while True: pass"], limit=1))

    async def left() -> None:
        running = asyncio.ensure_future(run_cells(kernel, ["import time; time.sleep(30)"]))
        while not made[2:] or made[2]._iopub_channel is None:
            await asyncio.sleep(0)
        running.cancel()
        await asyncio.wait({running})
        await kernel.interrupt_kernel()

    act(left())
    assert len(made) == 3
    for one in made:
        assert (one._shell_channel.socket, one._iopub_channel.socket) == (None, None)
        assert (one._stdin_channel, one._control_channel, one._hb_channel) == (None, None, None)
        assert not one._created_context


def test_runs_leave_no_file_open(act: Acts, kernel: AsyncKernelManager) -> None:
    if not Path("/proc/self/fd").exists():
        pytest.skip("this system does not list a process's files")

    async def opened_after(runs: int) -> int:
        for _ in range(runs):
            await run_cells(kernel, ["1"])
        while len(list(Path("/proc/self/fd").iterdir())) > most:  # zmq closes in its own thread
            await asyncio.sleep(0)
        return len(list(Path("/proc/self/fd").iterdir()))

    most = 10**6
    most = act(opened_after(3))
    assert act(opened_after(6)) <= most


def test_a_message_must_be_signed() -> None:
    session = Session(key=b"cle")
    frames = [*session.serialize(session.msg("status", {"execution_state": "idle"}), ident=b"topic"), b"buffer"]
    message = message_of(frames, session)
    assert message["header"]["msg_type"] == "status"
    assert message["content"] == {"execution_state": "idle"}
    assert message["buffers"] == [b"buffer"]
    forged = [part.replace(b"idle", b"busy") for part in frames]
    with pytest.raises(ValueError, match="signature"):
        message_of(forged, session)
    with pytest.raises(ValueError, match="signature"):
        message_of(frames, Session(key=b"autre"))
