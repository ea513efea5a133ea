"""Classes in a row: pages opened at once, answered, cut off without a goodbye; and what the server keeps of them.

`python -m bench.room_cycles [--cycles 10] [--pages 30]` prints a line per class; exit code 1 when something is kept.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bench import proc
from bench.arms import Arm, Place, arms
from bench.clients.base import Opened
from bench.content import prepare
from bench.crowd import answers, open_pages
from bench.serving import Server, serve, set_up

ABANDONED = 5  # seconds
SETTLED = 30.0  # seconds after the last kernel's end in which the server cleans up: dead sockets, memory
WAIT = 120.0  # seconds that a page may take
MOST_GROWTH = 0.10  # of the memory before the first class


@dataclass(frozen=True)
class State:
    """What a server holds at a moment."""

    kernels: int
    rss: float  # MiB
    files: int  # in its runtime folder
    open_files: int


@dataclass(frozen=True)
class Class:
    """What was left of a class, and how it went."""

    failures: int
    answered: int
    gone_after: float  # seconds from the cut to the last kernel's end
    left: State


def state(server: Server, data: Path) -> State:
    """Look at a server of ours whose data folder is `data`."""
    runtime = Path(json.loads((data / "run.json").read_text(encoding="utf-8"))["runtime"])
    files = sum(1 for path in runtime.rglob("*") if not path.is_dir())
    open_files = sum(1 for _ in Path(f"/proc/{server.pid}/fd").iterdir())
    return State(len(server.kernels()), proc.rss(server.pid), files, open_files)


def classes(server: Server, data: Path, count: int, pages: int) -> Iterator[Class]:
    """Hold `count` classes of `pages` pages; `data` is the data folder of the server, which is ours."""
    before = state(server, data)
    for _ in range(count):
        answered, failures = asyncio.run(_class(server, pages))
        start = time.monotonic()
        proc.wait_until_at_most(server.pid, before.kernels, 10 * ABANDONED)
        gone_after = time.monotonic() - start
        while kept(before, left := state(server, data)) and time.monotonic() - start < gone_after + SETTLED:
            time.sleep(0.2)
        yield Class(failures, answered, gone_after, left)


def kept(before: State, after: State) -> list[str]:
    """Return what the server keeps of the classes that it should have given back."""
    checks = {
        "kernels": after.kernels <= before.kernels,
        "memory": after.rss <= before.rss * (1 + MOST_GROWTH),
        "files": after.files <= before.files,
        "open files": after.open_files <= before.open_files + 2,
    }
    return [name for name, fine in checks.items() if not fine]


async def _class(server: Server, pages: int) -> tuple[int, int]:
    """Open, answer, cut off; return how many pages answered, and failed."""
    crowd = await open_pages(server, pages, WAIT)
    answered, _ = await answers(server, crowd.pages)
    for page in crowd.pages:
        cut(page)
    return answered, len(crowd.failures)


def cut(page: Opened) -> None:
    """Cut a page's line as a dead battery does: no closing frame, no goodbye."""
    page.line.socket.protocol.stream.close()  # type: ignore[union-attr]


def quick_arm(ours: Arm) -> Arm:
    """Return our server, which gives abandoned pages up sooner than usual."""

    def command(place: Place) -> list[str]:
        """Return its command."""
        return [*ours.command(place), f"--LearnerKernels.abandoned_after={ABANDONED}"]

    return replace(ours, command=command)


def main(words: list[str]) -> int:
    """Hold the classes and print what each left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=10)
    parser.add_argument("--pages", type=int, default=30)
    options = parser.parse_args(words)
    set_up()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with serve(quick_arm(arms(None)[0]), prepare(place), place / "server") as server:
            data = place / "server" / "data"
            (warm,) = classes(server, data, 1, 1)  # what the first page imports is no growth
            before = after = warm.left
            print(before, flush=True)
            for held in classes(server, data, options.cycles, options.pages):
                print(held, flush=True)
                after = held.left
    lost = kept(before, after)
    print("kept: " + ", ".join(lost) if lost else "nothing is kept")
    return int(bool(lost))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
