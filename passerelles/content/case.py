"""A branching case: a story in which one decides, with indicators, delayed effects and no perfect answer.

Authored in `case_studies/<slug>/case.yaml`, validated here. Texts are Markdown in French. The order of the fields is
the order in which a learner reads. What the fields *mean* when a case is played stands in `case_walk`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from .conditions import Condition
from .debrief import DebriefQuestion, Guide
from .items import Identifier, MechanismId, Misplaced, StatementId, Strict, Text

END = "end"
TO_WRITE = "À ÉCRIRE"  # stands in every text that its author has not written yet
Alliance = Literal["C5-067", "C5-068", "C5-069", "C5-070", "C5-071"]
Shift = Annotated[int, Field(ge=-2, le=2)]


class Effects(Strict):
    """What a choice changes. The young person's gauge is kept apart from those of the services."""

    young: Shift = Field(default=0, description="well-being of the young person (BE)")
    trust: Shift = Field(default=0, description="trust between partners (CO)")
    mandate: Shift = Field(default=0, description="clarity of the mandate (CM)")
    time: int = Field(default=0, ge=-3, le=3, description="time spent (TI); negative only in a delayed effect")


class Change(Strict):
    """A change of a variable: give `add` or `value`."""

    variable: Identifier
    add: int | None = None
    value: int | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Change:
        """Raise ValueError unless there is one way to change it."""
        if (self.add is None) == (self.value is None):
            raise ValueError("donnez soit `add`, soit `value`, un seul des deux")
        return self


class Surfacing(Strict):
    """Something that comes to light on arriving at a node, told as story."""

    text: Text
    effects: Effects = Effects()
    sets: list[Change] = Field(default=[])


class Echo(Surfacing):
    """What surfaces at its node when earlier choices make it true."""

    when: Condition


class Delayed(Surfacing):
    """What an option leaves for later (↺): it surfaces at the node `at`, or at the end."""

    at: Identifier = Field(description="id of a later node, or « end »")
    when: Condition | None = None


class Branch(Strict):
    """A way out of an option; of several, the first that holds is taken."""

    when: Condition | None = None
    to: Identifier = Field(description="id of a node, or « end »")


class CaseOption(Strict):
    """One thing to decide, defensible when chosen."""

    id: Identifier
    when: Condition | None = Field(default=None, description="offered only then")
    text: Text = Field(description="what one does, and why: one sentence")
    consequence: Text = Field(description="what follows, told as story, before any figure")
    effects: Effects
    sets: list[Change] = Field(default=[])
    delayed: list[Delayed] = Field(default=[])
    feedback: Text = Field(description="professional comment: when it is defensible, what it costs")
    cites: list[StatementId] = Field(min_length=1)
    alliance: Alliance | None = Field(default=None, description="type of alliance it illustrates, C5-067 to C5-071")
    next: Identifier | list[Branch] = Field(default=[], description="node id, « end », branches; empty: next node")

    @model_validator(mode="after")
    def _time_is_spent(self) -> CaseOption:
        """Raise ValueError on time given back at once, or on branches without a last resort."""
        if self.effects.time < 0:
            cause = "le temps d’une option se dépense : seul un effet différé peut en rendre"
            raise Misplaced(("effects", "time"), cause, "Donnez 0 ou plus, ou déplacez-le dans « delayed ».")
        if not isinstance(self.next, str):
            _last_without_condition(self.next, ("next",))
        return self


class Node(Strict):
    """A moment of the story where one decides."""

    id: Identifier
    title: Text
    mirrors: Identifier | None = Field(default=None, description="in a viewpoint: the node seen from the other side")
    perfect: bool = Field(default=True, description="false (◆): every option costs something, and it is proved")
    echoes: list[Echo] = Field(default=[], description="what surfaces here from earlier choices, before the scene")
    scene: Text = Field(description="short, with dialogue")
    document: Identifier | None = Field(default=None, description="id of the document shown after the scene")
    knows: list[Text] = Field(default=[], description="what the person played knows here")
    does_not_know: list[Text] = Field(default=[], description="what others know and the person does not")
    question: Text
    cites: list[StatementId] = Field(min_length=1)
    options: list[CaseOption] = Field(min_length=2, max_length=4)

    def option(self, option_id: str) -> CaseOption:
        """Return the option of that id; KeyError when there is none."""
        return {option.id: option for option in self.options}[option_id]


class Ending(Strict):
    """How it ends; the first whose condition holds is told, the last has no condition."""

    id: Identifier
    when: Condition | None = None
    title: Text
    text: Text


class Sentence(Strict):
    """One way to say one of the three sentences of the profile."""

    when: Condition | None = None
    text: Text


class OverBudget(Strict):
    """The price of spending more than the budget: announced from the start, paid once."""

    text: Text = Field(description="the announced price, e.g. « un autre dossier attend »")
    effects: Effects


class Story(Strict):
    """What can be played from start to end by one person."""

    opening: Text = Field(description="the first scene")
    nodes: list[Node] = Field(min_length=2, max_length=9)
    endings: list[Ending] = Field(min_length=2)
    profile: list[list[Sentence]] = Field(
        min_length=3, max_length=3, description="three sentences; for each, the first that holds, the last always"
    )
    budget: int | None = Field(default=None, ge=1, le=30, description="units of time, displayed")
    over_budget: OverBudget | None = None

    @model_validator(mode="after")
    def _closed(self) -> Story:
        """Raise ValueError on a list that could leave a play without an end, or on a budget without its price."""
        _last_without_condition(self.endings, ("endings",))
        for n, line in enumerate(self.profile):
            _last_without_condition(line, ("profile", n))
        if (self.budget is None) != (self.over_budget is None):
            there, missing = ("budget", "over_budget") if self.over_budget is None else ("over_budget", "budget")
            cause = f"« {there} » est là sans « {missing} » : un budget a un prix annoncé"
            raise Misplaced((there,), cause, f"Ajoutez « {missing} », ou retirez « {there} ».")
        return self

    def node(self, node_id: str) -> Node:
        """Return the node of that id; KeyError when there is none."""
        return {node.id: node for node in self.nodes}[node_id]


class Viewpoint(Story):
    """The same events lived by somebody else, played after the case, with what this person knew and did not."""

    id: Identifier
    who: Identifier = Field(description="id of a cast member, or « young »")
    title: Text
    role: Text = Field(description="« Vous êtes… »")


class Young(Strict):
    """The young person of the case."""

    name: Text
    age: Text = Field(description="e.g. « 17 ans et 10 mois »")


class CastMember(Strict):
    """A professional or a relative met in the case."""

    id: Identifier
    name: Text
    function: Text
    actor: Identifier | None = Field(default=None, description="id of corpus/actors.yaml")
    sector: Identifier | None = Field(default=None, description="id of corpus/sectors.yaml; empty for a relative")
    gain: Text = Field(description="what this person or service gains by collaborating")
    cost: Text = Field(description="what it costs this person or service")


class DocumentLine(Strict):
    """One line of a document: a message, a date, a person of a network."""

    id: Identifier | None = Field(default=None, description="network only: what links name")
    label: str = Field(default="", max_length=120, description="sender, date or name")
    text: Text
    to: list[Identifier] = Field(default=[], description="network only: ids this one is linked to")


class CaseDocument(Strict):
    """The non-text element: drawn by the view from its lines, always with a transcript."""

    id: Identifier
    kind: Literal["letter", "messages", "network", "timeline", "drawing", "minutes"]
    title: Text
    lines: list[DocumentLine] = Field(min_length=2, max_length=30)
    image: str | None = Field(default=None, pattern=r"^[a-z0-9-]+\.(svg|png|jpg)$", description="file of the folder")
    transcript: str = Field(min_length=40, max_length=4000, description="the same in sentences, for who sees nothing")


class Variable(Strict):
    """A flag or a counter beside the indicators; starts at 0."""

    id: Identifier
    name: Text = Field(description="short label")
    meaning: Text
    shown: bool = Field(default=False, description="shown to the learner as a gauge")
    cites: list[StatementId] = Field(default=[])


class Mode(Strict):
    """A way to play the whole case, chosen at the start."""

    id: Identifier
    title: Text
    text: Text


class Case(Story):
    """A whole case. `caution: legal` puts the legal banner from start to end."""

    slug: Identifier
    rank: int = Field(ge=1, le=99, description="place among the cases")
    title: Text
    place: Text = Field(description="fictional")
    role: Text = Field(description="« Vous êtes… »")
    young: Young
    purpose: Text
    themes: list[Text] = Field(min_length=1)
    mechanisms: list[MechanismId] = Field(default=[], description="mechanisms of the texts that one does here")
    minutes: int = Field(ge=8, le=15, description="announced; proved from the words and the choices")
    caution: Literal["legal"] | None = None
    source: list[Text] = Field(default=[], description="what the context rests on, tagged as in the corpus")
    review_on: date = Field(description="when somebody of the sectors must read it again")
    reviewed_by: list[Identifier] = Field(default=[], description="sectors that have read it; empty: « non relu »")
    cast: list[CastMember] = Field(min_length=1)
    documents: list[CaseDocument] = Field(min_length=1)
    variables: list[Variable] = Field(default=[])
    modes: list[Mode] = Field(default=[])
    viewpoints: list[Viewpoint] = Field(default=[])
    debrief: list[DebriefQuestion] = Field(min_length=1)
    guide: list[Guide] = Field(min_length=1)

    @property
    def stories(self) -> Iterator[tuple[str | None, Story]]:
        """The case itself, under None, then each of its viewpoints by id."""
        yield None, self
        for viewpoint in self.viewpoints:
            yield viewpoint.id, viewpoint

    @cached_property
    def draft(self) -> bool:
        """Whether something of it is still to be written."""
        return TO_WRITE in self.model_dump_json()

    @property
    def marked(self) -> list[DebriefQuestion]:
        """The questions of the debrief that a trainer can mark; the others are asked, and stay the learner's."""
        return [question for question in self.debrief if question.rubric]

    def story(self, viewpoint: str | None) -> Story:
        """Return what a viewpoint plays, the case itself for None; KeyError when there is none."""
        return dict(self.stories)[viewpoint]


def _last_without_condition(things: Sequence[Branch | Ending | Sentence], place: tuple[str | int, ...]) -> None:
    """Raise Misplaced unless the last, and the last alone, has no condition."""
    free = [thing.when is None for thing in things]
    if any(free[:-1]):
        cause = f"cet élément de « {place[0]} » n’a pas de « when » : ceux qui le suivent ne servent jamais"
        raise Misplaced((*place, free.index(True)), cause, "Donnez-lui un « when », ou mettez-le en dernier.")
    if things and not free[-1]:
        cause = f"le dernier élément de « {place[0]} » a un « when » : quand il est faux, il ne reste rien"
        cure = "Retirez ce « when », ou ajoutez à la suite un élément qui n’en a pas."
        raise Misplaced((*place, len(things) - 1, "when"), cause, cure)
