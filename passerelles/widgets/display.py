"""How a notebook shows what it opened: HTML, views, and a sentence instead of a traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any, TypeVar

from passerelles.text import t
from passerelles.widgets.desk import DeskRefused, DeskUnreachable
from passerelles.widgets.view import View, log_event

Show = Callable[[object], None]
Opened = TypeVar("Opened")


def opened(work: Callable[[], Opened], show: Show, unreachable: str) -> Opened | None:
    """Return what `work` opened; what goes wrong is shown as a sentence, and gives None.

    `unreachable`: the sentence for a server that does not answer.
    """
    try:
        return work()
    except DeskRefused as error:
        show(html(problem_box(error.message)))
    except DeskUnreachable:
        show(html(problem_box(unreachable)))
    except Exception as error:
        log_event(error)
        show(html(problem_box(t("widgets.common.error"))))
    return None


def guarded(views: Iterator[View]) -> Iterator[object]:
    """Yield the views; one that cannot be made is replaced by a sentence, and is the last."""
    try:
        yield from views
    except Exception as error:
        log_event(error)
        yield html(problem_box(t("widgets.common.error")))


def problem_box(sentence: str) -> str:
    """Return a sentence about a problem as HTML."""
    return f'<div class="p-note p-note--caution" role="alert"><p>{escape(sentence)}</p></div>'


def html(text: str) -> Any:
    """Return HTML that IPython displays."""
    from IPython.display import HTML

    return HTML(text)


def in_notebook(thing: Any) -> None:
    """Display in the notebook: a view, or HTML. What it is is known: no need to try every format on it."""
    from IPython.display import display

    bundle = thing._repr_mimebundle_() if isinstance(thing, View) else ({"text/plain": "", "text/html": thing.data}, {})
    if bundle:
        display(bundle[0], metadata=bundle[1], raw=True)
