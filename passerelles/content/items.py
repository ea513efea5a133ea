"""The eight kinds of item a learner can answer.

Authored in YAML (`modules/<slug>/items.yaml`), validated here. Texts are short Markdown in French.
An *answer* is a JSON literal whose shape depends on the kind; see each class.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
StatementId = Annotated[str, Field(pattern=r"^(C5|WC)-\d{3}$")]
MechanismId = Annotated[str, Field(pattern=r"^M\d{2}$")]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
UNREAD = "non relu"
Answer = str | list[str] | dict[str, str] | None


class Misplaced(ValueError):
    """Something inconsistent in a value: what, where in it, and what to do about it. In French."""

    def __init__(self, place: tuple[str | int, ...], cause: str, cure: str) -> None:
        """`place`: keys and positions, from the value."""
        super().__init__(cause)
        self.place, self.cure = place, cure


class Strict(BaseModel):
    """Base of every content model: an unknown key is an error, instances are read-only."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Explained(Strict):
    """Something a learner can pick, with what we answer when they do."""

    id: Identifier = Field(description="unique inside the item; says nothing about right or wrong")
    feedback: Text = Field(description="why, and what it leads to: at least one sentence")
    cites: list[StatementId] = Field(default=[], description="statements the feedback rests on; empty: the item's")


class Option(Explained):
    """One option of a single or multiple choice."""

    text: Text = Field(description="what the learner reads")
    correct: bool = Field(default=False, description="true when picking it is right")


class Stance(Explained):
    """One stance of a position item: there is no right one."""

    text: Text = Field(description="what the learner reads")


class Element(Explained):
    """One thing to sort, match or order: its own words, or a statement quoted word for word."""

    text: str | None = Field(default=None, description="what the learner reads; leave out when quoting a statement")
    statement: StatementId | None = Field(default=None, description="the statement quoted instead of a text")

    @model_validator(mode="after")
    def _one_wording(self) -> Element:
        """Raise ValueError unless there is one wording."""
        if (self.text is None) == (self.statement is None):
            raise ValueError("donnez soit `text`, soit `statement`, un seul des deux")
        return self


class SortElement(Element):
    """An element with the category it belongs to."""

    category: Identifier = Field(description="id of the right category")
    also: list[Identifier] = Field(default=[], description="other categories that can be defended, full credit")


class MatchElement(Element):
    """An element of the left column with its partner in the right one."""

    partner: Identifier = Field(description="id of the right-hand label")


class Label(Strict):
    """A category, or a label of the right-hand column."""

    id: Identifier
    text: Text


class Expected(Strict):
    """One idea that a short answer must contain."""

    label: Text = Field(description="the wording shown in the feedback")
    accepted: list[Text] = Field(min_length=1, description="equivalents; accents, case and one typo are tolerated")


class Criterion(Strict):
    """One observable line of a rubric."""

    id: Identifier
    text: Text
    points: int = Field(ge=1, le=10)


class ItemBase(Strict):
    """What every item has."""

    id: Identifier = Field(description="unique inside the module")
    focus: Literal["situation", "source", "critical"] = Field(
        description="situation: decide; source: what the text says; critical: what it cannot say"
    )
    prompt: Text = Field(description="Markdown: a situation in two to four sentences, then the question")
    cites: list[StatementId] = Field(min_length=1, description="statements the item rests on")
    attempts: int | None = Field(default=None, ge=1, le=5, description="how many tries; empty: as many as wanted")
    caution: Literal["legal", "memory"] | None = Field(default=None, description="banner shown above the item")
    open_question: bool = Field(
        default=False, description="the sources leave it open: such an item may have no right answer"
    )
    reviewed_by: Text = Field(
        default=UNREAD, description="sector of the person who read it a second time; never claim a reading"
    )


class Scored(ItemBase):
    """An item whose points can be computed."""

    points: int = Field(default=1, ge=1, le=20)


class SingleChoice(Scored):
    """Pick one option. Answer: option id. All or nothing."""

    kind: Literal["single"]
    options: list[Option] = Field(min_length=3, max_length=6)
    spares: list[Option] = Field(default=[], max_length=4, description="other wrong options, for spaced review")

    @model_validator(mode="after")
    def _one_right(self) -> SingleChoice:
        """Raise ValueError unless exactly one option is right."""
        _require_unique([*self.options, *self.spares])
        _require_wrong(self.spares)
        if sum(o.correct for o in self.options) != 1:
            raise ValueError("une option, et une seule, doit avoir `correct: true`")
        return self


class MultipleChoice(Scored):
    """Tick every option that applies. Answer: list of option ids."""

    kind: Literal["multiple"]
    options: list[Option] = Field(min_length=3, max_length=8)
    spares: list[Option] = Field(default=[], max_length=4, description="other wrong options, for spaced review")

    @model_validator(mode="after")
    def _some_right(self) -> MultipleChoice:
        """Raise ValueError unless some are right and some wrong."""
        _require_unique([*self.options, *self.spares])
        _require_wrong(self.spares)
        if not 1 <= sum(o.correct for o in self.options) < len(self.options):
            raise ValueError("il faut au moins une option juste et au moins une fausse")
        return self


class Sort(Scored):
    """Put each element in a category. Answer: {element id: category id}."""

    kind: Literal["sort"]
    categories: list[Label] = Field(min_length=2, max_length=5)
    elements: list[SortElement] = Field(min_length=3, max_length=18)

    @model_validator(mode="after")
    def _known_categories(self) -> Sort:
        """Raise ValueError on a category that does not exist."""
        _require_unique(self.elements)
        _require_unique(self.categories)
        known = {c.id for c in self.categories}
        for element in self.elements:
            if unknown := {element.category, *element.also} - known:
                raise ValueError(
                    f"l’élément « {element.id} » vise une catégorie inconnue : {', '.join(sorted(unknown))}"
                )
        return self


class Match(Scored):
    """Give each left-hand element its partner. Answer: {element id: label id}."""

    kind: Literal["match"]
    elements: list[MatchElement] = Field(min_length=3, max_length=10)
    partners: list[Label] = Field(min_length=3, max_length=12, description="may hold intruders")

    @model_validator(mode="after")
    def _known_partners(self) -> Match:
        """Raise ValueError on a partner that does not exist."""
        _require_unique(self.elements)
        _require_unique(self.partners)
        known = {p.id for p in self.partners}
        for element in self.elements:
            if element.partner not in known:
                raise ValueError(f"l’élément « {element.id} » vise un partenaire inconnu : {element.partner}")
        return self


class Order(Scored):
    """Put the elements in order. Answer: list of element ids. Authored in the right order."""

    kind: Literal["order"]
    elements: list[Element] = Field(min_length=3, max_length=8)

    @model_validator(mode="after")
    def _unique(self) -> Order:
        """Raise ValueError when an id comes twice."""
        _require_unique(self.elements)
        return self


class ShortText(Scored):
    """Write a few words. Answer: text. Each expected idea found is worth an equal share."""

    kind: Literal["short"]
    expected: list[Expected] = Field(min_length=1, max_length=4)
    feedback_right: Text
    feedback_wrong: Text


class OpenAnswer(ItemBase):
    """Write freely. Answer: text. Never scored by the machine: rubric, self-assessed and markable by a trainer."""

    kind: Literal["open"]
    rubric: list[Criterion] = Field(min_length=2, max_length=5)
    model: Text = Field(description="a model answer, shown after the learner's own")

    @property
    def points(self) -> int:
        """What a trainer can give at most."""
        return sum(c.points for c in self.rubric)


class Position(ItemBase):
    """Take a stance. Answer: stance id. No right answer, no points."""

    kind: Literal["position"]
    options: list[Stance] = Field(min_length=3, max_length=6)

    @property
    def points(self) -> int:
        """A stance is never marked."""
        return 0


Item = Annotated[
    SingleChoice | MultipleChoice | Sort | Match | Order | ShortText | OpenAnswer | Position,
    Field(discriminator="kind"),
]


def _require_unique(things: Sequence[Explained | Label]) -> None:
    """Raise ValueError when an id comes twice."""
    ids = [thing.id for thing in things]
    if repeated := {i for i in ids if ids.count(i) > 1}:
        raise ValueError(f"identifiant répété : {', '.join(sorted(repeated))}")


def _require_wrong(spares: Sequence[Option]) -> None:
    """Raise ValueError when a spare option is right: it would change what is asked."""
    if any(spare.correct for spare in spares):
        raise ValueError("une option de `spares` ne peut pas être juste")
