"""Looking for bytes that an erasure should have left nowhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_SCRIPT = """
import sys
from pathlib import Path
mark = sys.argv[2].encode()
for path in sorted(Path(sys.argv[1]).rglob("*")):
    try:
        if path.is_file() and mark in path.read_bytes():
            print(path.relative_to(sys.argv[1]))
    except FileNotFoundError:
        pass
"""


def files_with(mark: str, folder: Path) -> list[str]:
    """Return the files holding these bytes; read by another process, for reading a file drops SQLite's locks."""
    command = [sys.executable, "-ISc", _SCRIPT, str(folder), mark]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
