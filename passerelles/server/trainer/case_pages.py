"""The trainer's pages about cases: the list, one case after it was played, its debriefing guide."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from markupsafe import Markup
from tornado.web import HTTPError

from passerelles.content.case import Case
from passerelles.content.mechanism_places import places
from passerelles.documents.case_paths import codes, draw_paths
from passerelles.documents.debrief import debrief_guide
from passerelles.text import t

from .base import TrainerHandler
from .cases import PERIODS, RECENT, Scope, case_lines, in_words, period_of, room

SHORTEST, LONGEST = 5, 60  # minutes of a debriefing
READ_AGAIN = "M51"  # the mechanism of reading the stories again, from a sector

Tab = tuple[str, str, bool]  # label, address, chosen


class CasesHandler(TrainerHandler):
    """`/formateur/cas`."""

    def get(self) -> None:
        """Show every case and how often it was played."""
        lines = case_lines(self.course, self.store, datetime.now(UTC))
        workshop = next((one.path for one in places(self.course).get(READ_AGAIN, []) if one.kind == "tool"), None)
        self.page(
            "trainer/cases.html",
            section="cas",
            lines=lines,
            hours=RECENT.seconds // 3600,
            workshop=workshop,
            sectors=self.course.sectors,
        )


class OneCaseHandler(TrainerHandler):
    """A page about one case."""

    def case(self, slug: str) -> Case:
        """Return the case of that name; 404 when there is none."""
        if slug not in self.course.cases:
            raise HTTPError(404)
        return self.course.cases[slug]


class CaseHandler(OneCaseHandler):
    """`/formateur/cas/<slug>?periode=…&regard=…&mode=…&vue=projection`."""

    def get(self, slug: str) -> None:
        """Show what the group chose, where it differs, which ways it took."""
        case, now = self.case(slug), datetime.now(UTC)
        seen = room(case, self.store, self.scope(case, now), now)
        projected = self.get_query_argument("vue", "") == "projection"
        self.page(
            "trainer/case.html",
            section="cas",
            case=case,
            readers=self.course.readers(case),
            room=seen,
            group=seen.group,
            projected=projected,
            picture=Markup(draw_paths(seen.group)) if seen.group.plays else None,  # noqa: S704 - escaped by draw_paths
            codes=codes(seen.group),
            in_words=in_words,
            tabs=self.tabs(case, seen.scope, projected),
            other_look=self.query(seen.scope, projected=not projected),
        )

    def scope(self, case: Case, now: datetime) -> Scope:
        """Return what is asked for; 404 on a period, viewpoint or mode that is none of this case."""
        asked = {name: self.get_query_argument(name, "") or None for name in ("periode", "regard", "mode")}
        scope = Scope(asked["periode"] or period_of(case, self.store, now), asked["regard"], asked["mode"])
        known = scope.viewpoint in {None, *(view.id for view in case.viewpoints)}
        if not known or scope.mode not in {None, *(mode.id for mode in case.modes)} or scope.period not in PERIODS:
            raise HTTPError(404)
        return scope

    def tabs(self, case: Case, scope: Scope, projected: bool) -> dict[str, list[Tab]]:
        """Return what can be chosen, by kind; a kind without a choice is left out."""
        kinds: dict[str, list[tuple[str, Scope]]] = {
            "period": [(t(f"trainer.cases.period.{name}"), replace(scope, period=name)) for name in PERIODS],
            "viewpoint": [
                (t("trainer.cases.main"), replace(scope, viewpoint=None)),
                *((view.title, replace(scope, viewpoint=view.id)) for view in case.viewpoints),
            ],
            "mode": [
                (t("trainer.cases.all-modes"), replace(scope, mode=None)),
                *((mode.title, replace(scope, mode=mode.id)) for mode in case.modes),
            ],
        }
        return {
            kind: [(label, self.query(there, projected=projected), there == scope) for label, there in choices]
            for kind, choices in kinds.items()
            if len(choices) > 1
        }

    def query(self, scope: Scope, *, projected: bool) -> str:
        """Return the end of the address that shows a scope."""
        asked = {"periode": scope.period, "regard": scope.viewpoint, "mode": scope.mode}
        asked |= {"vue": "projection" if projected else None}
        return "?" + urlencode({name: value for name, value in asked.items() if value})


class GuideHandler(OneCaseHandler):
    """`/formateur/cas/<slug>/guide?minutes=…`."""

    def get(self, slug: str) -> None:
        """Show the debriefing guide, cut to the time there is."""
        case, said = self.case(slug), self.get_query_argument("minutes", "")
        asked = int(said) if said.isdecimal() and len(said) < 4 else None
        minutes = min(max(asked, SHORTEST), LONGEST) if asked is not None else None
        guide = debrief_guide(case, self.course, minutes)
        self.page("trainer/case_guide.html", section="cas", case=case, guide=guide, bounds=(SHORTEST, LONGEST))
