"""A way through a case as one line that can be kept, copied and pasted, and the plays it stands for.

A path is the list of what was done: `node.option` for a choice, `node` for going back there. In a case with modes, or
with a viewpoint played after it, it is an object: `choix`, `mode`, `regard` (the viewpoint), `ensuite` (what was done
in it). It holds no comment, no indicator and no ending: they are computed again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from passerelles.content.case import Case
from passerelles.content.items import Strict

from .engine import MAX_EVENTS, ImpossibleMove, Play, back, choose, is_over, moments, start

VARIABLE = "reponse_parcours"  # the name that a notebook gives to the path

Moves = Annotated[list[str], Field(max_length=MAX_EVENTS)]
Why = Literal["case", "shape", "mode", "move", "unfinished"]


class NotAPath(Exception):
    """What was given is no finished path of the case: `why`, and `what` is wrong in it."""

    def __init__(self, why: Why, what: str = "") -> None:
        """Keep the reason."""
        super().__init__(f"{why} {what}")
        self.why, self.what = why, what


class _Path(Strict):
    """A path as an object."""

    choix: Moves
    mode: str | None = None
    regard: str | None = None
    ensuite: Moves = Field(default=[])


def path_of(play: Play) -> list[str] | dict[str, Any]:
    """Return the path of a play: a JSON value that `plays` understands."""
    done = [event.what for event in play.events]
    about = {"mode": play.mode} if play.mode else {}
    if play.viewpoint:
        return {"choix": list(play.after), **about, "regard": play.viewpoint, "ensuite": done}
    return {"choix": done, **about} if about else done


def line(play: Play) -> str:
    """Return the line of Python to paste in the notebook of the debrief."""
    return f"{VARIABLE} = {path_of(play)!r}"


def plays(case: Case, path: object) -> list[Play]:
    """Return the play of the case that a path stands for, then that of the viewpoint when there is one.

    Every move is done again. Raises NotAPath for anything but a path of this case that reaches an ending.
    """
    try:
        about = _Path.model_validate({"choix": path} if isinstance(path, list) else path)
    except ValidationError:
        raise NotAPath("shape") from None
    main = _played(case, about.choix, mode=about.mode)
    if about.regard is None:
        return [main]
    return [main, _played(case, about.ensuite, mode=about.mode, viewpoint=about.regard, after=main.choices)]


def _played(case: Case, moves: Iterable[str], **how: Any) -> Play:
    """Return the finished play that these moves make; `how` as in `start`. Raises NotAPath."""
    try:
        play = start(case, **how)
    except ImpossibleMove:
        raise NotAPath("mode", str(how.get("viewpoint") or how["mode"] or "")) from None
    for move in moves:
        try:
            play = _moved(case, play, move)
        except ImpossibleMove:
            raise NotAPath("move", move) from None
    if not is_over(case, play):
        raise NotAPath("unfinished")
    return play


def _moved(case: Case, play: Play, move: str) -> Play:
    """Return the play after one move; raises ImpossibleMove."""
    node, chose, option = move.partition(".")
    if not chose:
        return back(case, play, node)
    if moments(case, play)[-1].node != node:
        raise ImpossibleMove(move)
    return choose(case, play, option)
