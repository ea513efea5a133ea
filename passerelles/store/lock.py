"""One writer at a time: a lock file that names the server holding it."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from passerelles.store.errors import StoreBusy, StoreUnwritable

NAME = "passerelles.lock"

if sys.platform == "win32":
    import msvcrt

    # Windows forbids reading a locked byte, so lock one far behind the text.
    _FAR = 1 << 30

    def _seize(handle: int) -> None:
        """Lock the file or raise OSError."""
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _seize(handle: int) -> None:
        """Lock the file or raise OSError."""
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class WriterLock:
    """The right to write in a data folder, kept until `release` or the end of the process, however it ends."""

    def __init__(self, data_dir: Path, port: int | None = None) -> None:
        """Take the lock. Raises StoreBusy when a server holds it, StoreUnwritable when it cannot be made."""
        self.path = data_dir / NAME
        self._handle = _open(self.path)
        try:
            _seize(self._handle)
        except OSError:
            os.close(self._handle)
            holder = _holder(self.path)
            raise StoreBusy(holder.get("pid"), holder.get("port"), data_dir) from None
        self.announce(port)

    def announce(self, port: int | None) -> None:
        """Write down who holds the lock, for the message another server will show."""
        text = json.dumps({"pid": os.getpid(), "port": port}).encode()
        with contextlib.suppress(OSError):  # a full disk: the lock holds all the same, only unnamed
            os.ftruncate(self._handle, 0)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, text)

    def release(self) -> None:
        """Give the lock back; the file stays, since removing it would race with the next server."""
        os.close(self._handle)


def _open(path: Path) -> int:
    """Return a handle on the lock file, made together with its private folder when absent."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreUnwritable(where=path.parent, reason=error.strerror) from None


def _holder(path: Path) -> dict[str, Any]:
    """Return what the holder wrote about itself, or nothing when that cannot be read."""
    try:
        holder = json.loads(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}
    return holder if isinstance(holder, dict) else {}
