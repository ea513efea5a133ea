"""The trainer's pages about role plays and the World Café: the list, a role play whole, both on paper."""

from __future__ import annotations

from http import HTTPStatus

from tornado.web import HTTPError

from passerelles.content.roleplay import RolePlay
from passerelles.documents import roleplay_paper as paper
from passerelles.documents.world_cafe_paper import LARGE, questions_of_2011, world_cafe_html
from passerelles.engines.roleplay.state import MAX_TEXT
from passerelles.errors import Refusal

from .base import TrainerHandler
from .printed import PrintedHandler

PEOPLE = 24  # of the training day, unless somebody says otherwise
MOST_QUESTIONS = 4


class RolePlaysHandler(TrainerHandler):
    """`/formateur/jeux`."""

    def get(self) -> None:
        """List the role plays, and offer the World Café on paper."""
        _show_list(self)


class RolePlayHandler(TrainerHandler):
    """`/formateur/jeux/<slug>`."""

    def get(self, slug: str) -> None:
        """Show everything of a role play, private cards and stakes included."""
        play = _find(self, slug)
        self.page(
            "trainer/roleplay.html",
            section="jeux",
            play=play,
            seats=paper.seats(play, self.course),
            beats=paper.beats(play),
            ballots=paper.ballots(play),
            script=paper.script(play, self.course),
            safeguards=self.course.safeguards,
            cited=paper.cited(play, self.course),
            readers=self.course.readers(play),
            mark=play.content_hash[: paper.MARK],
        )


class RolePlayPaperHandler(PrintedHandler):
    """`/formateur/jeux/<slug>/papier`."""

    def get(self, slug: str) -> None:
        """Show what to print."""
        self.print(paper.roleplay_html(_find(self, slug), self.course))


class CafePaperHandler(PrintedHandler):
    """`/formateur/world-cafe/papier?personnes=…&question=…&question=…&format=a3`."""

    def get(self) -> None:
        """Show what to print; on numbers that cannot be seated, the form again with the reason."""
        asked = [question.strip()[:MAX_TEXT] for question in self.get_query_arguments("question")]
        questions = [question for question in asked if question] or questions_of_2011(self.course.statements)
        said = self.get_query_argument("personnes", str(PEOPLE))
        people = int(said) if said.isdecimal() and len(said) < 4 else 0
        try:
            self.print(
                world_cafe_html(self.course.statements, questions, people, self.get_query_argument("format", ""))
            )
        except Refusal as why:
            self.set_status(HTTPStatus.UNPROCESSABLE_ENTITY)
            _show_list(self, questions, people, why)


def _show_list(
    handler: TrainerHandler, questions: list[str] | None = None, people: int = PEOPLE, problem: Refusal | None = None
) -> None:
    """Show the list of role plays with the form of the World Café, filled in."""
    course = handler.course
    sectors = {sector.id: sector.name for sector in course.sectors}
    asked = questions or questions_of_2011(course.statements)
    handler.page(
        "trainer/roleplays.html",
        section="jeux",
        plays=[(play, _sectors(play, sectors), course.readers(play)) for play in course.roleplays.values()],
        questions=[*asked, *[""] * MOST_QUESTIONS][:MOST_QUESTIONS],
        people=people,
        large=LARGE,
        problem=problem,
    )


def _find(handler: TrainerHandler, slug: str) -> RolePlay:
    """Return the role play of that name; 404 when there is none."""
    if slug not in handler.course.roleplays:
        raise HTTPError(404)
    return handler.course.roleplays[slug]


def _sectors(play: RolePlay, names: dict[str, str]) -> list[str]:
    """Return the sectors at its table, in the order of the course."""
    return [name for key, name in names.items() if key in {role.sector for role in play.roles}]
