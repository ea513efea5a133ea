"""Models of the corpus: statements, the two sources, actors, glossary, bridges from obstacles to conditions."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from .items import Identifier, StatementId, Strict, Text

StatementKind = Literal[
    "obstacle", "effet", "condition", "recommandation_politique", "conclusion", "frein", "facilitant", "finalite",
    "acteur", "condition_partenaire", "etape", "question", "methode", "contexte",
]  # fmt: skip


class Statement(Strict):
    """One sentence or phrase of a source, word for word. Ids never change."""

    id: StatementId
    section: list[str] = Field(min_length=1, description="headings it stands under, outermost first")
    quote: str = Field(min_length=1, description="verbatim, typing errors included")
    lines: tuple[int, int] = Field(description="first and last line in the source text")
    kind: StatementKind

    @property
    def source(self) -> str:
        """Id of the source: `C5` or `WC`."""
        return self.id.partition("-")[0]


class Source(Strict):
    """One of the two texts, cited as a body, never as persons."""

    id: Literal["C5", "WC"]
    title: Text
    short: Text = Field(description="how a citation names it, e.g. « Chantier 5 (2022) »")
    body: Text = Field(description="the collective author")
    year: int
    status: Text = Field(description="what kind of knowledge it is: opinions shaped by a group, not evidence")
    absent: Text = Field(description="who was not in the room")
    rights: Text


class Entry(Strict):
    """Shared by actors and glossary: where the words come from and how sure they are."""

    source: Text = Field(description="source tag as in the domain pack, e.g. `[vu: UVCW CPAS]`")
    to_check: bool = Field(default=False, description="from memory: shown to learners with a caution")
    review_on: date = Field(description="when somebody of the sector must read it again")
    cites: list[StatementId] = Field(default=[], description="statements it rests on")


class Actor(Entry):
    """A service or function met around young people."""

    id: Identifier
    acronym: str | None = None
    name: Text
    sector: Identifier = Field(description="id of a sector")
    audience: Text | None = None
    mission: Text
    mandate: Text = Field(description="under a mandate or not, and whose")
    can: list[Text] = Field(min_length=1)
    cannot: list[Text] = Field(min_length=1)
    misunderstanding: Text = Field(description="the usual one")
    false_friend: Text | None = Field(default=None, description="another thing of the same name")


class Sector(Strict):
    """A field of work with its own rules and pace."""

    id: Identifier
    name: Text
    summary: Text


class Term(Entry):
    """A glossary entry."""

    id: Identifier
    term: Text = Field(description="the acronym or word as met")
    expansion: Text | None = Field(default=None, description="what the acronym stands for")
    definition: Text
    confusion: Text | None = Field(default=None, description="the false friend to beware of")
    in_texts: bool = Field(
        default=True, description="its first use in a text opens it; false for a word that also has an everyday sense"
    )


class Bridge(Strict):
    """From one obstacle to the conditions the sources call for (mechanism 73)."""

    obstacle: StatementId
    level: Literal["moi", "equipe", "direction", "partenaires", "politique"] = Field(
        description="who can move it first"
    )
    plain: Text = Field(description="the obstacle said in one plain sentence, first person: « Je… » or « Chez nous… »")
    conditions: list[StatementId] = Field(min_length=1, description="conditions or enabling factors that answer it")
    first_step: Text = Field(description="one thing to try this month, to be read with the conditions")
