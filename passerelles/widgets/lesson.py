"""`lesson(slug)`: what a thin notebook calls. It shows the steps of a module, and never a traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from passerelles.text import t
from passerelles.widgets.desk import Desk, DeskRefused, DeskUnreachable, Json
from passerelles.widgets.desks import desk_from_environment
from passerelles.widgets.display import Show, guarded, html, in_notebook, opened, problem_box
from passerelles.widgets.handin_view import HandinView
from passerelles.widgets.view import View, log_event

NOT_YET = ("new", "draft")


class Lesson:
    """The lesson of one learner. Immutable but for where they stand with each item."""

    def __init__(self, desk: Desk, data: Json, show: Show) -> None:
        """`data` is what `desk.lesson()` returned; `show` displays in the notebook."""
        self._desk, self._data, self._display = desk, data, show
        self._states: dict[str, Json] = dict(data["states"])
        self._steps: dict[str, Json] = {step["id"]: step for step in data["steps"]}
        self._place: str | None = data.get("place")
        self._handins: list[HandinView] = []

    def show(self, step_id: str) -> None:
        """Display a step: its text, its items and its tool. An unknown step is said in words."""
        step = self._steps.get(step_id)
        if step is None:
            known = ", ".join(self._steps)
            self._display(html(problem_box(t("widgets.lesson.unknown_step", step=step_id, known=known))))
            return
        self._display(html(self._section(step)))
        for view in guarded(self._views(step)):
            self._display(view)

    def _section(self, step: Json) -> str:
        """Return the text of a step as a section with its heading."""
        rank, anchor = list(self._steps).index(step["id"]) + 1, f"etape-{escape(step['id'])}"
        required = sum(not other.get("optional") for other in self._steps.values())
        optional = bool(step.get("optional"))
        key = "widgets.lesson.optional" if optional else "widgets.lesson.kicker"
        kicker = t(key, rank=rank, of=required, minutes=step["minutes"])
        here = ' data-place="true"' if step["id"] == self._place else ""
        here += ' data-optional="true"' if optional else ""
        return (
            f'<section class="p-step" id="{anchor}" aria-labelledby="{anchor}-titre"{here}>'
            f'<p class="p-step__kicker">{escape(kicker)}</p>'
            f'<h2 id="{anchor}-titre" tabindex="-1">{escape(step["title"])}</h2>{step["html"]}</section>'
        )

    def _views(self, step: Json) -> Iterator[View]:
        """Yield the views of a step, in order."""
        from passerelles.widgets.item_view import ItemView

        for rank, item_id in enumerate(step["items"], 1):
            item = {**self._data["items"][item_id], "rank": rank, "of": len(step["items"])}
            moved = self._answered(step["id"])
            yield ItemView(self._desk, item, self._states[item_id], scope=self._scope(item_id), moved=moved)
        tool = step.get("tool")
        if tool and tool in self._data["tools"]:
            yield self._tool_view(tool, step["id"])

    def _tool_view(self, name: str, step: str) -> View:
        """Return the view of a tool."""
        tool, scope = self._data["tools"][name], self._scope(f"tool-{name}")

        def here() -> None:
            """The learner did something in this step."""
            self._arrived(step)

        if name == "remise":
            view = HandinView(self._desk, tool, scope=scope, moved=here)
            self._handins.append(view)
            self._tell_handins()
            return view
        if name == "freins":
            from passerelles.widgets.freins_view import FreinsView

            return FreinsView(self._desk, name, tool, scope=scope, moved=here)
        if name == "engagement":
            from passerelles.widgets.commitment_view import CommitmentView

            return CommitmentView(self._desk, name, tool, scope=scope, moved=here)
        from passerelles.widgets.form_view import FormView

        at, module = self._desk.base_url, self._data["module"]["slug"]
        export = None if at is None else f"{at}mon-dossier/{module}/{name}"
        return FormView(self._desk, name, {**tool, "export": export}, scope=scope, moved=here)

    def _scope(self, name: str) -> str:
        """Return the name under which a browser keeps what was not acknowledged."""
        return f"passerelles:{self._data.get('learner') or 'libre'}:{self._data['module']['slug']}:{name}"

    def _answered(self, step: str) -> Callable[[str, Json], None]:
        """Return what to do when the learner has done something with an item of that step."""

        def moved(item: str, state: Json) -> None:
            """Note the item's new state."""
            self._states[item] = state
            self._tell_handins()
            self._arrived(step)

        return moved

    def _arrived(self, step: str) -> None:
        """Remember the step, once; not being able to is no reason to disturb the learner."""
        if step == self._place:
            return
        try:
            self._desk.place(step)
            self._place = step
        except (DeskRefused, DeskUnreachable) as error:
            log_event(error)

    def _tell_handins(self) -> None:
        """Tell the hand-in views which items of their assignment are not answered yet."""
        for view in self._handins:
            ids = view.tool.get("items") or []
            missing = [self._pointer(i) for i in ids if self._states[i]["status"] in NOT_YET]
            if ids:
                view.progressed(missing, len(ids))

    def _pointer(self, item: str) -> Json:
        """Return where an item is: its anchor, and in words."""
        for step in self._steps.values():
            if item in step["items"]:
                where = t("widgets.lesson.pointer", rank=step["items"].index(item) + 1, step=step["title"])
                return {"anchor": f"item-{item}", "label": where}
        return {"anchor": f"item-{item}", "label": item}


class NoLesson:
    """What `lesson` returns when it could not open one: it says so instead of failing."""

    def __init__(self, show: Show) -> None:
        """`show` displays in the notebook."""
        self._display = show

    def show(self, step_id: str) -> None:
        """Say that the step cannot be shown."""
        self._display(html(problem_box(t("widgets.lesson.closed"))))


def lesson(slug: str, *, desk: Desk | None = None, show: Show = in_notebook) -> Lesson | NoLesson:
    """Open the lesson of that module for the current learner.

    `desk` and `show` are for tests; by default the environment says which desk, and IPython displays.
    What goes wrong is displayed as a sentence; nothing is raised.
    """

    def open_lesson() -> Lesson:
        """Ask the desk for the lesson."""
        found = desk or desk_from_environment(slug)
        data = found.lesson()
        if data["module"]["slug"] != slug:
            raise DeskRefused("unknown-module", t("widgets.lesson.unknown", slug=slug))
        return Lesson(found, data, show)

    return opened(open_lesson, show, t("widgets.lesson.unreachable")) or NoLesson(show)
