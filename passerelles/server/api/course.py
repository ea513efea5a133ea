"""The kernel API: what the page of one learner may ask, with its token. And the pulse, for browsers."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from passerelles.server.api.bearer import BearerHandler, JsonHandler, refusal
from passerelles.server.handlers import Guarded
from passerelles.server.learning.cases import Cases
from passerelles.server.learning.lessons import Lessons
from passerelles.server.learning.service import Json
from passerelles.server.voila.admission import waiting
from passerelles.server.voila.kernels import LearnerKernels
from passerelles.server.voila.registry import Grant

DEEDS: dict[str, dict[str, type]] = {  # what is done in a case, and the fields of its request
    "start": {"level": str, "mode": object, "viewpoint": object, "team": object, "key": str},
    "choose": {"play": int, "turn": int, "option": str, "key": str},
    "back": {"play": int, "turn": int, "node": str, "comment": str, "key": str},
    "open": {"play": int},
    "handin": {},
}


class KernelHandler(BearerHandler):
    """Base: the token says which learner, and which module or case."""

    grant: Grant

    @property
    def lessons(self) -> Lessons:
        """The modules and their records."""
        return cast(Lessons, self.settings["passerelles_lessons"])

    @property
    def cases(self) -> Cases:
        """The cases and their plays."""
        return cast(Cases, self.settings["passerelles_cases"])

    @property
    def keeper(self) -> Lessons | Cases:
        """Who keeps what the page is about: a module or a case."""
        return self.cases if self.grant.module in self.cases.course.cases else self.lessons

    @property
    def mine(self) -> tuple[str, str]:
        """The learner and the module, or the case, of the token."""
        return self.grant.learner, self.grant.module

    def admit(self, token: str) -> bool:
        """Accept the token of a living kernel whose learner was not erased."""
        found = cast(LearnerKernels, self.settings["kernel_manager"]).registry.grant(token)
        if found is None or not self.settings["passerelles_store"].learners.exists(found.learner):
            return False
        self.grant = found
        return True


class LessonHandler(KernelHandler):
    """GET lesson."""

    def get(self) -> None:
        """Send the whole lesson as this learner may see it."""
        self.reply(lambda: self.lessons.lesson(*self.mine))


class AnswersHandler(KernelHandler):
    """POST answers {"item", "answer", "key"}."""

    def post(self) -> None:
        """Record an answer and send the item's new state."""

        def work() -> Json:
            """Read the fields and record the answer."""
            item, answer, key = self.fields(item=str, answer=object, key=str)
            return self.lessons.answer(*self.mine, item, answer, key)

        self.reply(work)


class WorksHandler(KernelHandler):
    """POST works {"name", "value", "key"}. The latest version wins: the key is not needed, and ignored."""

    def post(self) -> None:
        """Keep a work."""

        def work() -> Json:
            """Read the fields and keep the work."""
            name, value, _ = self.fields(name=str, value=object, key=str)
            return self.keeper.save(*self.mine, name, value)

        self.reply(work)


class PlaceHandler(KernelHandler):
    """POST place {"step"}."""

    def post(self) -> None:
        """Remember where the learner is."""
        self.reply(lambda: self.lessons.place(*self.mine, *self.fields(step=str)), HTTPStatus.NO_CONTENT)


class HandinHandler(KernelHandler):
    """GET handin?assignment=… and POST handin {"assignment"}."""

    def get(self) -> None:
        """Send where the latest hand-in stands."""
        assignment = self.get_query_argument("assignment", "")
        self.reply(lambda: self.keeper.handin(*self.mine, assignment))

    def post(self) -> None:
        """Hand in; grading follows."""
        self.reply(lambda: self.lessons.hand_in(*self.mine, *self.fields(assignment=str)), HTTPStatus.ACCEPTED)


class CaseHandler(KernelHandler):
    """GET case."""

    def get(self) -> None:
        """Send everything the page of the case shows this learner."""
        self.reply(lambda: self.cases.case(*self.mine))


class DeedHandler(KernelHandler):
    """POST case/<deed>, with the fields of DEEDS."""

    def post(self, deed: str) -> None:
        """Do it, and send the play as it now stands."""
        cases = self.cases
        does: dict[str, Callable[..., Json]] = {
            "start": cases.start,
            "choose": cases.choose,
            "back": cases.back,
            "open": cases.open,
            "handin": cases.hand_in,
        }
        self.reply(lambda: does[deed](*self.mine, *self.fields(**DEEDS[deed])))


class BrowserPlaceHandler(JsonHandler):
    """POST /api/place {"module", "step"}, from the page itself: reading on needs no kernel."""

    def post(self) -> None:
        """Remember where the learner is."""
        self.check_xsrf_cookie()
        learner = self.settings["passerelles_identity"].current(self)
        if learner is None:
            self.send(HTTPStatus.FORBIDDEN, refusal("token"))
            return
        lessons = cast(Lessons, self.settings["passerelles_lessons"])
        self.reply(lambda: lessons.place(learner.public, *self.fields(module=str, step=str)), HTTPStatus.NO_CONTENT)


class PulseHandler(Guarded):
    """GET /api/pouls?kernel=<id>: is the server there, does the page's kernel live, is the learner known."""

    async def get(self) -> None:
        """Send the three answers; a kernel of somebody else is "gone"."""
        learner = self.settings["passerelles_identity"].current(self)
        kernels = cast(LearnerKernels, self.settings["kernel_manager"])
        kernel = self.get_query_argument("kernel", "")
        own = learner is not None and kernels.registry.owner(kernel) == learner.public
        alive = own and await kernels.alive(kernel)
        self.set_header("Cache-Control", "no-store")
        self.finish({"server": True, "kernel": "alive" if alive else "gone", "learner": learner is not None})


class WaitHandler(JsonHandler):
    """GET /api/attente, from a page that waits: its rank, and whether the lesson can be opened now."""

    def get(self) -> None:
        """Send both; asking keeps the rank."""
        learner = self.settings["passerelles_identity"].current(self)
        if learner is None:
            self.send(HTTPStatus.FORBIDDEN, refusal("token"))
        else:
            self.send(HTTPStatus.OK, waiting(self, learner.public))


ROUTES: list[tuple[Any, ...]] = [
    (r"api/kernel/lesson", LessonHandler),
    (r"api/kernel/answers", AnswersHandler),
    (r"api/kernel/works", WorksHandler),
    (r"api/kernel/place", PlaceHandler),
    (r"api/kernel/handin", HandinHandler),
    (r"api/kernel/case", CaseHandler),
    (rf"api/kernel/case/({'|'.join(DEEDS)})", DeedHandler),
    (r"api/place", BrowserPlaceHandler),
    (r"api/pouls", PulseHandler),
    (r"api/attente", WaitHandler),
]
