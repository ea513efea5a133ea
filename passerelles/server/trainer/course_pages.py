"""The trainer's pages about the course itself: tracks, mechanisms, coverage, item bank. All are generated."""

from __future__ import annotations

from markupsafe import Markup
from tornado.web import HTTPError

from passerelles.content.coverage import HEADINGS, USES, coverage
from passerelles.content.mechanism_places import places
from passerelles.content.track_course import reached
from passerelles.text import t

from .agenda import agenda
from .bank import entries, tally
from .base import TrainerHandler
from .coverage import lines


class TracksHandler(TrainerHandler):
    """`/formateur/parcours`."""

    def get(self) -> None:
        """List the tracks."""
        self.page("trainer/tracks.html", section="cours", tracks=self.course.tracks.values())


class TrackHandler(TrainerHandler):
    """`/formateur/parcours/<slug>`."""

    template = "trainer/track.html"

    def get(self, slug: str) -> None:
        """Show a track minute by minute; printed, it is an agenda."""
        track = self.course.tracks.get(slug)
        if track is None:
            raise HTTPError(404)
        found = agenda(self.course, track)
        totals = reached(self.course, track)
        names = self.course.mechanisms
        self.page(self.template, section="cours", track=track, agenda=found, totals=totals, mechanisms=names)


class TrackPairHandler(TrackHandler):
    """`/formateur/parcours/<slug>/a-deux`: to be filled in on paper with somebody from the field."""

    template = "trainer/track_pair.html"


class MechanismsHandler(TrainerHandler):
    """`/formateur/mecanismes`."""

    def get(self) -> None:
        """Show each mechanism with the places where one does it."""
        found = places(self.course)
        self.page(
            "trainer/mechanisms.html",
            section="cours",
            mechanisms=self.course.mechanisms.values(),
            places=found,
            served=sum(bool(some) for some in found.values()),
        )


class CoverageHandler(TrainerHandler):
    """`/formateur/couverture?source=…&nature=…&manque=oui`."""

    def get(self) -> None:
        """Show the picture, then the statements that are asked for."""
        asked = {name: self.get_query_argument(name, "") for name in ("source", "nature", "manque")}
        matrix = coverage(self.course)
        self.page(
            "trainer/coverage.html",
            section="cours",
            asked=asked,
            matrix=matrix,
            picture=Markup(matrix.as_svg()),  # noqa: S704 - escaped by draw
            headings={use: HEADINGS[use] for use in USES},
            kinds=sorted({(t(f"nature.{s.kind}"), s.kind) for s in self.course.statements.values()}),
            lines=lines(
                self.course,
                matrix,
                source=asked["source"],
                kind=asked["nature"],
                lacking=asked["manque"] == "oui",
            ),
        )


class BankHandler(TrainerHandler):
    """`/formateur/banque?module=…&relu=non`."""

    def get(self) -> None:
        """Show the items of all modules, or of one, and who read them a second time."""
        module, unread = self.get_query_argument("module", ""), self.get_query_argument("relu", "") == "non"
        everything = entries(self.course)
        shown = [
            entry
            for entry in everything
            if (not module or entry.path.startswith(f"module/{module}#")) and not (unread and entry.read)
        ]
        self.page(
            "trainer/bank.html",
            section="cours",
            modules=[loaded.module for loaded in self.course.modules.values()],
            chosen=module,
            unread=unread,
            all=everything,
            counts=tally(everything),
            shown=shown,
        )
