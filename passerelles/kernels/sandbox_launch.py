"""What runs first inside the sandbox: it gives up its rights and its limits are set before a kernel is imported.

A script on its own: the package it comes from is not visible where it runs. Its one argument is a JSON file:
`user` (a uid, or null to stay who we are), `limits` (by RLIMIT name) and `kernel` (null, or the arguments of a kernel
and the sockets it is given: file descriptors by address).
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any


def main(file: str) -> None:
    """Confine this process for good, then be the kernel that was asked for, if one was."""
    order = json.loads(Path(file).read_text(encoding="utf-8"))
    confine(order["user"], order["limits"])
    if order["kernel"]:
        serve(order["kernel"]["sockets"], order["kernel"]["arguments"])


def confine(user: int | None, limits: dict[str, int]) -> None:
    """Set hard limits, then become `user`; raises OSError."""
    for name, value in limits.items():
        number = getattr(resource, f"RLIMIT_{name}")
        resource.setrlimit(number, (value, value))
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)


def serve(sockets: dict[str, int], arguments: list[str]) -> None:
    """Be an IPython kernel on sockets that already listen: no file of theirs is reachable from here."""
    import zmq
    from ipykernel.kernelapp import IPKernelApp

    del sys.path[0]  # where this script lies: the kernel puts its working folder there
    bind = zmq.Socket.bind

    def adopt(self: zmq.Socket[Any], addr: str) -> Any:
        """Listen on the socket that was given for this address; threads of the kernel also talk to each other."""
        if addr in sockets:
            self.setsockopt(zmq.USE_FD, sockets[addr])
        return bind(self, addr)

    zmq.Socket.bind = adopt  # type: ignore[method-assign]
    IPKernelApp.launch_instance(arguments)


if __name__ == "__main__":
    main(sys.argv[1])
