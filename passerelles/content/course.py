"""Models of a course: modules, their steps, nbgrader assignments, and the whole with its cases."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field, model_validator

from .case import Case
from .corpus import Actor, Bridge, Sector, Source, Statement, Term
from .debrief import DebriefQuestion, DebriefScript, Safeguard
from .items import Identifier, Item, MechanismId, StatementId, Strict, Text
from .mechanism import Mechanism
from .method import Method
from .roleplay import RolePlay
from .tool import Tool
from .track import Track


class Step(Strict):
    """One step of a module: a text to read, then something to do."""

    id: Identifier
    title: Text
    minutes: int = Field(ge=1, le=60)
    text: str = Field(pattern=r"^[a-z0-9-]+\.md$", description="Markdown file of the module folder")
    teaches: list[StatementId] = Field(default=[], description="statements that the text explains")
    items: list[Identifier] = Field(default=[], description="items shown after the text, in this order")
    tool: Identifier | None = Field(
        default=None, description="shown at the end of the step: freins, engagement, remise, or a tool of tools.yaml"
    )
    mechanisms: list[MechanismId] = Field(default=[], description="mechanisms of the texts that one does here")
    optional: bool = Field(default=False, description="a workshop to go further, after the module and outside its time")


class Module(Strict):
    """A lesson of 25 to 45 minutes."""

    slug: Identifier
    rank: int = Field(ge=1, le=99, description="place in the course")
    title: Text
    purpose: Text = Field(description="what it is for, one sentence")
    takeaways: list[Text] = Field(min_length=1, description="what the learner leaves with")
    steps: list[Step] = Field(min_length=1, max_length=11)

    @property
    def minutes(self) -> int:
        """Announced length, in minutes, without what is optional."""
        return sum(step.minutes for step in self.required)

    @property
    def required(self) -> list[Step]:
        """The steps that make the module."""
        return [step for step in self.steps if not step.optional]


class Assignment(Strict):
    """An nbgrader assignment: items of one module, or the debrief of one case. Give `module` and `items`, or `case`."""

    slug: Identifier
    module: Identifier | None = None
    case: Identifier | None = Field(default=None, description="its debrief: the questions that have a rubric")
    title: Text
    items: list[Identifier] = Field(default=[], description="of the module, in the order they are asked")
    due: datetime | None = Field(default=None, description="with time zone; later submissions are flagged, not refused")

    @model_validator(mode="after")
    def _one_kind(self) -> Assignment:
        """Raise ValueError unless it is about a module or a case, one of the two."""
        if (self.module is None) == (self.case is None) or (self.module is None) != (not self.items):
            raise ValueError("donnez soit `module` avec `items`, soit `case` seul")
        return self

    @model_validator(mode="after")
    def _aware(self) -> Assignment:
        """Raise ValueError on a time that could be read in two ways."""
        if self.due and self.due.tzinfo is None:
            raise ValueError("`due` demande un fuseau horaire, par exemple 2026-12-18T23:59:00+01:00")
        return self


class LoadedModule(Strict):
    """A module with its items, its tools and the Markdown of its texts (file name -> text)."""

    module: Module
    items: list[Item]
    texts: dict[str, str]
    tools: list[Tool] = []

    def item(self, item_id: str) -> Item:
        """Return the item of that id; KeyError when there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def tool(self, tool_id: str) -> Tool | None:
        """Return the tool of that id; None when there is none here, as for those that every module may show."""
        return next((tool for tool in self.tools if tool.id == tool_id), None)


class Course(Strict):
    """Everything that is authored, loaded and cross-readable."""

    statements: dict[str, Statement]
    sources: dict[str, Source]
    sectors: list[Sector]
    actors: list[Actor]
    terms: list[Term]
    bridges: list[Bridge]
    modules: dict[str, LoadedModule]
    assignments: dict[str, Assignment]
    cases: dict[str, Case] = Field(default={}, description="by slug, in the order of their ranks")
    roleplays: dict[str, RolePlay] = Field(default={}, description="by slug, in the order of their ranks")
    debriefs: list[DebriefScript] = []
    safeguards: list[Safeguard] = []
    mechanisms: dict[str, Mechanism] = Field(default={}, description="what the texts describe, by id, in order")
    methods: list[Method] = Field(default=[], description="sheets for a meeting, in the order they are shown")
    tracks: dict[str, Track] = Field(default={}, description="ways through the course, by slug, in order")

    @property
    def stories(self) -> dict[str, Case | RolePlay]:
        """The cases and the role plays that learners meet, by slug, in the order of their ranks."""
        return {slug: case for slug, case in self.cases.items() if not case.draft} | self.roleplays

    def readers(self, story: Case | RolePlay) -> list[str]:
        """Return the names of the sectors that have read a case or a role play."""
        return [sector.name for sector in self.sectors if sector.id in story.reviewed_by]

    def asked(self, assignment: Assignment) -> list[Item | DebriefQuestion]:
        """Return what an assignment asks, in order; KeyError when it names something that is not in the course."""
        if assignment.case:
            return [*self.cases[assignment.case].marked]
        module = self.modules[str(assignment.module)]
        return [module.item(name) for name in assignment.items]
