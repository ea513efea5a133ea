"""« À revoir aujourd’hui »: the page, the line by which its questions come, and the reminders for a calendar."""

from __future__ import annotations

from typing import Any, cast

from passerelles.documents.calendar import Reminder, calendar
from passerelles.engines.review import calendar_days, due, next_day
from passerelles.french import day
from passerelles.server.learning.reviews import ReviewDesk, Reviews
from passerelles.server.learning.service import browser_name
from passerelles.server.live import LiveHandler
from passerelles.server.web.security import lesson_policy, protect
from passerelles.text import t
from passerelles.widgets import served
from passerelles.widgets.item_view import ItemView

from .base import Identity, Learner, PageHandler


class ReviewHandler(PageHandler):
    """`/a-revoir`: how many questions wait today, or when the next ones come."""

    active = "a-revoir"

    def set_default_headers(self) -> None:
        """Send the headers of a page that shows views."""
        super().set_default_headers()
        protect(self, lesson_policy(self.request.host))

    def get(self) -> None:
        """Show the page; its questions come by the line."""
        learner, reviews = self.identity.welcome(self), Reviews(self.course, self.store)
        memories = reviews.memories(learner.public)
        after = next_day(memories, reviews.today())
        self.page(
            "review.html",
            learner=learner,
            waiting=len(due(memories, reviews.today(), learner.public)),
            known=len(memories),
            next_day=day(after) if after else None,
            views=f"{self.base_url}vues/{served.version()}/",
        )


class ReviewCalendarHandler(PageHandler):
    """`/a-revoir/rappels.ics`: the days on which something comes back, for one's own calendar."""

    def get(self) -> None:
        """Send the file."""
        learner = self.learner()
        reviews = Reviews(self.course, self.store)
        memories = reviews.memories(learner.public) if learner else []
        where = f"{self.request.protocol}://{self.request.host}{self.base_url}a-revoir"
        reminders = [
            Reminder(f"revoir-{one:%Y%m%d}", one, t("pages.review.reminder"), where)
            for one in calendar_days(memories, reviews.today())
        ]
        self.send_file(calendar(reminders), "passerelles-a-revoir.ics", "text/calendar; charset=utf-8")


class ReviewSocket(LiveHandler):
    """The line of one page: its questions, one at a time."""

    def open(self, *path: str, **query: str) -> None:
        """Show the first question of today."""
        learner = cast(Identity, self.settings["passerelles_identity"]).current(self)
        if learner is None:
            self.close(4403)
            return
        self._start(learner)

    def heard(self, message: dict[str, Any]) -> None:
        """Show the next question."""
        if message.get("next") is True:
            self._next()

    def _start(self, learner: Learner) -> None:
        """Find what waits today."""
        self._learner = learner.public
        self._reviews = Reviews(self.settings["passerelles_course"], self.settings["passerelles_store"])
        self._waiting = self._reviews.due(learner.public)
        self._rank, self._of = 0, len(self._waiting)
        self._next()

    def _next(self) -> None:
        """Show the question after the present one, or say that there is none."""
        if self._rank == self._of:
            self.tell(over=True)
            return
        memory = self._waiting[self._rank]
        self._rank += 1
        desk = ReviewDesk(self._reviews, self._learner, memory)
        item = {**desk.asked(), "rank": self._rank, "of": self._of}
        scope = f"passerelles:{browser_name(self._learner)}:review:{memory.module}:{memory.item.id}:{len(memory.seen)}"
        self.show(ItemView(cast(Any, desk), item, desk.state(), scope=scope))
