"""One hand-in, graded in a process of its own: a JSON row comes in on stdin, one JSON line goes out on stdout."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Any


def main(data_dir: str) -> int:
    """Grade the hand-in on stdin; print `{"results": …}` or `{"refused": reason}`. Anything else is a failure."""
    row = json.loads(sys.stdin.readline())
    threading.Thread(target=_die_with_the_server, daemon=True).start()
    answer, sys.stdout = sys.stdout, sys.stderr  # whatever a library prints is not our answer
    outcome = grade(Path(data_dir), row)
    print(json.dumps(outcome, ensure_ascii=True), file=answer, flush=True)
    return 0


def grade(data_dir: Path, row: dict[str, Any]) -> dict[str, Any]:
    """Return what became of a hand-in."""
    from passerelles.grading.course import GradingCourse
    from passerelles.grading.submission import Refused

    course = GradingCourse(data_dir / "grading")
    at = datetime.fromisoformat(row["received_at"])
    try:
        course.prepare()
        course.submit(row["learner"], row["assignment"], row["answers"], at)
        return {"results": course.autograde(row["learner"], row["assignment"])}
    except Refused as refused:
        return {"refused": str(refused)}


def _die_with_the_server() -> None:
    """Wait for the end of stdin: the server is gone, and the next one will start this work again."""
    sys.stdin.read()
    with contextlib.suppress(OSError):
        if sys.platform != "win32":
            os.killpg(0, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
