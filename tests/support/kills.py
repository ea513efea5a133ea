"""Killing a process that writes records, right after it said that something was kept."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import Any


def acknowledged_until_killed(script: str, home: Any, subject: object, start: int, enough: int) -> int:
    """Run a script that prints a number for each thing kept; kill it at an acknowledgement; return the last number.

    The script gets the folder and address of `home`, what it writes about, and the number to start from.
    """
    command = [sys.executable, "-c", script, str(home.data_dir), home.url or "", str(subject), str(start)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        last = start - 1
        for line in process.stdout:
            last = int(line)
            if last >= start + enough:
                process.send_signal(signal.SIGKILL)
                break
        rest = process.stdout.read().split("\n")[:-1]  # what it still acknowledged; a cut line says nothing
        process.wait()
    assert process.returncode == -signal.SIGKILL
    return int(rest[-1]) if rest else last
