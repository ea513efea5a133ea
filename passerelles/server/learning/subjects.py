"""What a page with a kernel is about: a module, a case, or a role play. The cells of its notebook make the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from passerelles.content.course import Course
from passerelles.paths import course_root

Kind = Literal["module", "cas", "jeu"]  # how the address of its page begins

FOLDERS: Mapping[Kind, str] = {"module": "modules", "cas": "case_studies", "jeu": "case_studies"}
VIEWS: Mapping[Kind, tuple[str, ...]] = {
    "module": ("item.js",),
    "cas": ("case.js", "case.css"),
    "jeu": ("roleplay.js", "case.css", "roleplay.css"),
}


@dataclass(frozen=True)
class Subject:
    """A module, a case or a role play, as its page presents it."""

    kind: Kind
    slug: str
    title: str
    purpose: str

    @property
    def notebook(self) -> Path:
        """The notebook of the page; it may not be there."""
        return course_root() / FOLDERS[self.kind] / self.slug / f"{'jeu' if self.kind == 'jeu' else self.slug}.ipynb"

    @property
    def views(self) -> tuple[str, ...]:
        """The files of the views that the page needs first, and no other page."""
        return VIEWS[self.kind]


def subject(course: Course, kind: Kind, slug: str) -> Subject | None:
    """Return the module, the case or the role play of that name, None when there is none."""
    loaded = course.modules.get(slug)
    known = {"module": loaded and loaded.module, "cas": course.cases.get(slug), "jeu": course.roleplays.get(slug)}
    found = known[kind]
    return Subject(kind, slug, found.title, found.purpose) if found else None
