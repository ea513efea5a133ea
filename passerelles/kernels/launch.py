"""What comes with a request for a kernel: the descriptors of whoever asked."""

from __future__ import annotations

import contextlib
import os
import socket
from typing import NamedTuple


class Launch(NamedTuple):
    """What a request carries: descriptors, owned by whoever holds this."""

    connection: int
    order: int
    stdout: int
    stderr: int

    def tell(self, message: str, *descriptors: int) -> None:
        """Send a packet to whoever asked; they may be gone."""
        with contextlib.suppress(OSError), socket.socket(fileno=os.dup(self.connection)) as connection:
            socket.send_fds(connection, [message.encode(errors="replace")[:32_000]], list(descriptors))

    def close(self) -> None:
        """Close what is still open."""
        for descriptor in self:
            with contextlib.suppress(OSError):
                os.close(descriptor)
