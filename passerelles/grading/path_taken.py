"""The path through a case that goes with a debrief: checked by playing it again, then told in words to who marks.

What is told is made here from the case, each time a submission is rebuilt; of the learner's notebook only the ids of
the path are read. No point depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from nbformat import NotebookNode

from passerelles.content.case import Case
from passerelles.content.case_walk import sentences
from passerelles.content.course import Course
from passerelles.engines.case.engine import Play, abandoned, moments, played
from passerelles.engines.case.path import VARIABLE, NotAPath, plays
from passerelles.engines.case.view import indicators
from passerelles.grading import cells, literals
from passerelles.grading.refused import Refused
from passerelles.grading.scores import installed
from passerelles.text import t

PATH = "parcours"  # what the answer cell of the path is called
TOLD = "parcours-en-mots"  # the locked cell that tells it
_LONGEST = 1000  # characters of a path that could not be played again

GetCourse = Callable[[], Course]


def tell(nb: NotebookNode, course: GetCourse = installed) -> NotebookNode:
    """Return a rebuilt notebook with its path told in words; a quiz, which has none, as it is.

    `course` gives the course, when it is needed; by default, the installed one.
    """
    if place := _place(nb):
        place.source = f"{t('grading.path-title')}\n\n{in_words(_case(place, course), _path(nb))}"
    return nb


def in_words(case: Case | None, path: object) -> str:
    """Return a path as Markdown; one that the case does not allow (any more) is told as such."""
    if path is None:
        return t("grading.path-none")
    try:
        return "\n\n".join(_told(_known(case), path))
    except NotAPath as error:
        return literals.to_markdown(f"{_refused(error).what}\n\n{str(path)[:_LONGEST]}")


def require(nb: NotebookNode, course: GetCourse = installed) -> None:
    """Raise Refused when a rebuilt notebook holds a path that the case does not allow; no path at all is allowed."""
    if (place := _place(nb)) and (path := _path(nb)) is not None:
        try:
            plays(_known(_case(place, course)), path)
        except NotAPath as error:
            raise _refused(error) from None


def _place(nb: NotebookNode) -> NotebookNode | None:
    """Return the cell that tells the path, None in a quiz."""
    return next((cell for cell in nb.cells if cell.get("id") == TOLD), None)


def _case(place: NotebookNode, course: GetCourse) -> Case | None:
    """Return the case of a debrief, None when the course has it no more."""
    return course().cases.get(cells.case_of(place))


def _known(case: Case | None) -> Case:
    """Return a case that is there; raises NotAPath."""
    if case is None:
        raise NotAPath("case")
    return case


def _path(nb: NotebookNode) -> object:
    """Return the path of a rebuilt notebook, None when there is none."""
    return literals.read(str(cells.answer_cells(nb)[PATH].source), VARIABLE)


def _refused(error: NotAPath) -> Refused:
    """Return the refusal in words."""
    named = {"what": error.what[:80], "variable": VARIABLE}
    return Refused(t(f"grading.refused-path-{error.why}", **named), t("grading.cure-path", **named))


def _told(case: Case, path: object) -> Iterator[str]:
    """Yield the paragraphs that tell a path; raises NotAPath."""
    for play in plays(case, path):
        yield from _play(case, play)
    yield t("grading.path-ours")


def _play(case: Case, play: Play) -> Iterator[str]:
    """Yield the paragraphs that tell one play: choices, goings-back, how it ended and where the indicators stand."""
    story, now = played(case, play), moments(case, play)[-1]
    modes = {mode.id: mode.title for mode in case.modes}
    views = {view.id: view.title for view in case.viewpoints}
    if play.viewpoint:
        yield f"**{views[play.viewpoint]}**"
    elif play.mode:
        yield t("grading.path-mode", mode=modes[play.mode])
    yield _table(case, play)
    for undone, _ in abandoned(play):
        choices = "\u00a0; ".join(_words(case, choice)[1] for choice in undone)
        yield t("grading.path-back", title=_words(case, undone[0])[0], choices=choices)
    yield t("grading.path-ending", title=next(end.title for end in story.endings if end.id == now.ending))
    if story.budget is not None:
        yield t("grading.path-over" if now.over else "grading.path-kept", spent=now.time, budget=story.budget)
    if shown := [f"{v.name} {now.count(v.id)}" for v in case.variables if v.shown and not play.viewpoint]:
        yield t("grading.path-gauges", gauges=", ".join(shown))
    yield "\n".join(f"- {_flat(sentence.text)}" for _, sentence in sentences(story, now))


def _table(case: Case, play: Play) -> str:
    """Return the choices that count as a table: the moment, what was chosen, the indicators after it."""
    told = indicators(case, play)
    rows = [[t("grading.path-moment"), t("grading.path-choice"), *(one["name"] for one in told)]]
    rows.append(["---", "---", *("---" for _ in told)])
    for step, choice in enumerate(play.choices, start=1):
        title, words = _words(case, choice)
        rows.append([f"{step}. {title}", words, *(_signed(one["id"], one["curve"][step]) for one in told)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _words(case: Case, choice: str) -> tuple[str, str]:
    """Return the title of the moment and the words of the option of a choice."""
    node_id, _, option_id = choice.partition(".")
    node = next(node for _, story in case.stories for node in story.nodes if node.id == node_id)
    return _flat(node.title), _flat(node.option(option_id).text)


def _flat(text: str) -> str:
    """Return a text that fits in the cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def _signed(indicator: str, value: int) -> str:
    """Return the value of an indicator, with its sign unless it is a time."""
    if indicator == "time" or not value:
        return str(value)
    return f"+{value}" if value > 0 else f"−{-value}"
