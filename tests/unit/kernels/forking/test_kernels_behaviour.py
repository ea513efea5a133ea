"""What a kernel does whether it was forked or spawned."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from support.kernels import AsyncKernelManager, Kernel, eventually, gone, kernel, managed

from passerelles.kernels.client import WelcomeClient


def test_it_is_what_it_says(how: str, either: Kernel) -> None:
    """The two arms of this suite are two arms: only a forked kernel has another parent than us."""
    assert (either.run("import os", "os.getppid()") == os.getpid()) == (how == "local")


def test_code_runs_in_main(either: Kernel) -> None:
    assert either.run("a = 6", "(a * 7, __name__)") == (42, "__main__")


def test_its_folder_environment_and_time_zone_are_those_asked(how: str, tmp_path: Path) -> None:
    temporary = tmp_path / "own"
    temporary.mkdir()
    env = {"SECRET_OF_ONE": "x y\nz", "TZ": "Pacific/Auckland", "TMPDIR": str(temporary)}
    with kernel(how, cwd=str(tmp_path), env=env) as running:
        assert running.run("import os, tempfile, time", "os.getcwd()") == str(tmp_path)
        assert running.run("", "os.environ['SECRET_OF_ONE']") == "x y\nz"
        assert running.run("", "time.tzname[0]") == "NZST"
        assert running.run("", "tempfile.gettempdir()") == str(temporary)


def test_its_environment_holds_nothing_else(how: str, either: Kernel) -> None:
    given = set(os.environ) | {"JPY_PARENT_PID", "PYDEVD_USE_FRAME_EVAL", "MPLBACKEND"}
    terminal = {"TERM", "CLICOLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "PAGER", "GIT_PAGER"}
    assert set(either.run("import os", "list(os.environ)")) <= given | terminal
    assert either.run("", "int(os.environ['JPY_PARENT_PID']) == os.getppid()")


def test_its_arguments_are_the_launchers(either: Kernel) -> None:
    program, *rest = either.run("import sys", "sys.argv")
    assert program.endswith("ipykernel_launcher.py")
    assert rest == ["-f", os.path.realpath(either.manager.connection_file)]


def test_plain_settings_are_honoured(how: str) -> None:
    given = ["--Session.username=moi", "--IPKernelApp.exec_lines=[]", "--InteractiveShell.ast_node_interactivity=all"]
    with kernel(how, extra_arguments=given) as running:
        shell = "get_ipython()"
        assert running.run("", f"({shell}.kernel.session.username, {shell}.ast_node_interactivity)") == ("moi", "all")


def test_arguments_that_need_the_real_parser_are_honoured(how: str) -> None:
    given = ["--user=moi", "--InteractiveShellApp.exec_lines=a=1", "--InteractiveShellApp.exec_lines=b=2"]
    with kernel(how, extra_arguments=given) as running:
        assert running.run("", "(get_ipython().kernel.session.username, a, b)") == ("moi", 1, 2)


def test_the_users_configuration_and_startup_files_are_read(how: str, tmp_path: Path) -> None:
    startup = tmp_path / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "first.py").write_text("started = True")
    (startup.parent / "ipython_kernel_config.py").write_text("get_config().Session.username = 'configured'")
    with kernel(how, env={"IPYTHONDIR": str(tmp_path)}) as running:
        assert running.run("", "(started, get_ipython().kernel.session.username)") == (True, "configured")


def test_what_it_prints_and_shows_reaches_the_browser(either: Kernel) -> None:
    found = either.outputs("import os; print('out'); os.system('echo sub'); 1 + 1")
    assert "out\n" in "".join(m["content"]["text"] for m in found if m["msg_type"] == "stream")
    assert [m["content"]["data"] for m in found if m["msg_type"] == "execute_result"][-1] != {}


def test_a_table_is_shown_as_html(either: Kernel) -> None:
    found = either.outputs("import pandas; pandas.DataFrame({'a': [1]})")
    assert any("<table" in m["content"]["data"].get("text/html", "") for m in found if "data" in m["content"])


def test_a_plot_is_drawn_in_the_page(either: Kernel) -> None:
    found = either.outputs("import matplotlib.pyplot as plt; _ = plt.plot([1, 2])")
    assert any("image/png" in m["content"]["data"] for m in found if m["msg_type"] == "display_data")


def test_a_plots_backend_can_be_chosen(how: str) -> None:
    with kernel(how, env={"MPLBACKEND": "svg"}) as running:
        assert running.run("import matplotlib.pyplot as plt; plt.figure()", "plt.get_backend()") == "svg"


def test_widgets_are_accepted_from_the_browser(either: Kernel) -> None:
    targets = either.run("import comm, ipywidgets", "list(comm.get_comm_manager().targets)")
    assert {"jupyter.widget", "jupyter.widget.control"} <= set(targets)


def test_it_completes_and_inspects(either: Kernel) -> None:
    either.run("import os")
    assert "path" in either.reply(either.client.complete("os.pat"))["matches"]
    assert either.reply(either.client.inspect("os.getcwd"))["found"]


def test_its_debugger_is_announced(either: Kernel) -> None:
    assert "debugger" in either.reply(either.client.kernel_info())["supported_features"]


def test_its_extensions_are_loaded(either: Kernel) -> None:
    assert either.run("", "'store' in get_ipython().magics_manager.magics['line']")


def test_it_leads_its_own_session(either: Kernel) -> None:
    assert either.run("import os", "os.getsid(0) == os.getpgrp() == os.getpid()")


def test_its_standard_input_is_empty(either: Kernel) -> None:
    assert either.run("import os", "os.read(0, 1)") == b""


def test_it_may_start_programs(either: Kernel) -> None:
    code = "import subprocess, sys; p = subprocess.run([sys.executable, '-c', 'print(2)'], capture_output=True)"
    assert either.run(code, "(p.stdout, p.returncode)") == (b"2\n", 0)


def test_an_interrupt_stops_the_cell_that_runs_and_nothing_else(how: str) -> None:
    with kernel(how) as running:
        reader, writer = os.pipe()
        open_ = f"import os; told = os.open('/proc/{os.getpid()}/fd/{writer}', os.O_WRONLY)"
        asked = running.client.execute(f"{open_}\nos.write(told, b'x')\nwhile True: pass", stop_on_error=False)
        assert os.read(reader, 1) == b"x"
        running.manager.interrupt_kernel()
        assert running.reply(asked)["ename"] == "KeyboardInterrupt"
        assert running.run("", "1") == 1
        os.close(reader)
        os.close(writer)


@pytest.mark.parametrize("now", [True, False])
def test_a_restart_keeps_ports_and_connection_file(how: str, now: bool) -> None:
    with kernel(how, env={"KEPT": "1"}) as running:
        before = (running.manager.get_connection_info(), running.manager.connection_file)
        first = running.pid
        running.run("x = 1")
        running.manager.restart_kernel(now=now)
        assert (running.manager.get_connection_info(), running.manager.connection_file) == before
        assert running.pid != first
        assert gone(first)
        assert running.run("import os", "('x' in globals(), os.environ['KEPT'])") == (False, "1")


@pytest.mark.parametrize(("code", "status"), [("os._exit(7)", 7), ("os.kill(os.getpid(), 15)", -15)])
def test_its_exit_status_is_known(how: str, code: str, status: int) -> None:
    with kernel(how) as running:
        running.client.execute(f"import os; {code}")
        assert eventually(lambda: running.process.poll() is not None)
        assert running.process.poll() == running.process.returncode == running.process.wait() == status
        assert not running.manager.is_alive()


def test_an_end_asked_politely_runs_farewells(how: str, tmp_path: Path) -> None:
    with kernel(how) as running:
        code = f"import atexit, tempfile; d = tempfile.TemporaryDirectory(dir={str(tmp_path)!r})"
        running.run(f"{code}\n@atexit.register\ndef _(): open({str(tmp_path / 'bye')!r}, 'w').close()")
        pid = running.pid
        running.end(now=False)
        assert gone(pid)
        assert [path.name for path in tmp_path.iterdir()] == ["bye"]
        assert not Path(running.manager.connection_file).exists()


def test_an_end_asked_now_takes_the_group_along(how: str) -> None:
    with kernel(how) as running:
        inner = running.run("import subprocess; p = subprocess.Popen(['sleep', '1000'])", "p.pid")
        pid = running.pid
        running.end()
        assert gone(pid)
        eventually(lambda: gone(inner))


def test_a_kernel_that_died_can_be_shut_down(how: str) -> None:
    with kernel(how) as running:
        running.process.kill()
        eventually(lambda: running.process.poll() is not None)
    assert not running.manager.has_kernel


def test_a_missing_folder_is_an_error(how: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), kernel(how, cwd=str(tmp_path / "nowhere")):
        pass


def test_ipc_works_and_leaves_no_file(how: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("i")
    with kernel(how, traits={"transport": "ipc", "connection_file": str(folder / "k.json")}) as running:
        assert running.run("", "1") == 1
        running.manager.restart_kernel(now=True)
        assert running.run("", "2") == 2
    assert list(folder.iterdir()) == []


def test_messages_can_be_encrypted(how: str) -> None:
    manager = managed(how, transport_encryption="auto")
    manager.kernel_spec.metadata["supported_encryption"] = ["curve"]
    manager.start_kernel()
    running = Kernel(manager)
    try:
        assert manager.curve_publickey
        assert running.run("", "3") == 3
    finally:
        running.end()


async def _life(how: str) -> tuple[Any, int]:
    """Start, ask and end a kernel in the running loop; return a value and its pid."""
    manager = managed(how, AsyncKernelManager, client_class="passerelles.kernels.client.WelcomeClient")
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        assert isinstance(client, WelcomeClient)
        await client.wait_for_ready(timeout=60)
        asked = await client.execute("1 + 1", reply=True, timeout=60)
        return asked["content"]["status"], manager.provisioner.pid
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)


def test_loops_one_after_the_other_have_kernels(how: str) -> None:
    for _ in range(2):
        status, pid = asyncio.run(_life(how))
        assert status == "ok"
        assert gone(pid)


def test_loops_in_several_threads_have_kernels(how: str) -> None:
    async def both() -> list[Any]:
        return await asyncio.gather(*(asyncio.to_thread(asyncio.run, _life(how)) for _ in range(2)), _life(how))

    results = asyncio.run(both())
    assert [status for status, _ in results] == ["ok"] * 3
    assert len({pid for _, pid in results}) == 3


def test_signals_are_those_of_a_new_interpreter(either: Kernel) -> None:
    expression = "{int(s): str(signal.getsignal(s)) for s in signal.valid_signals()}"
    found = either.run("import signal", expression)
    assert found[signal.SIGTERM] == found[signal.SIGUSR1] == str(signal.SIG_DFL)
    assert found[signal.SIGPIPE] == str(signal.SIG_IGN)
    assert either.run("", "signal.pthread_sigmask(signal.SIG_BLOCK, [])") == set()


def test_descriptors_are_of_the_kinds_a_new_interpreter_has(forked: Kernel, spawned: Kernel) -> None:
    code = "import os; kinds = [os.readlink(f.path) for f in os.scandir('/proc/self/fd') if os.path.lexists(f.path)]"
    kinds = "{k if k.startswith('anon') else k.split('[')[0] for k in kinds if '/' not in k}"
    ours, theirs = (running.run(code, kinds) for running in (forked, spawned))
    assert ours == theirs


def test_modules_are_found_in_the_same_places(forked: Kernel, spawned: Kernel) -> None:
    assert forked.run("import sys", "sys.path") == spawned.run("import sys", "sys.path")
