"""Loads the authored files into one validated Course."""

from __future__ import annotations

from functools import cache as once
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from .. import paths
from . import cache
from .case import Case
from .complaints import complaints
from .corpus import Actor, Bridge, Sector, Source, Statement, Term
from .course import Assignment, Course, LoadedModule, Module
from .debrief import DebriefScript, Safeguard
from .items import Item
from .mechanism import Mechanism
from .method import Method
from .problems import CourseError, Problem, refuse
from .roleplay import RolePlay
from .tool import Tool
from .track import Track
from .yaml import Document, Place, read_text, read_yaml

# field of the course: its file in corpus/, what each of its elements is, and the key that may not come twice
CORPUS: dict[str, tuple[str, Any, str]] = {
    "statements": ("statements", Statement, "id"),
    "sources": ("sources", Source, "id"),
    "sectors": ("sectors", Sector, "id"),
    "actors": ("actors", Actor, "id"),
    "terms": ("glossary", Term, "id"),
    "bridges": ("bridges", Bridge, "obstacle"),
    "debriefs": ("debriefs", DebriefScript, "id"),
    "safeguards": ("safeguards", Safeguard, "id"),
    "mechanisms": ("mechanisms", Mechanism, "id"),
    "methods": ("methods", Method, "id"),
}
BY_ID = ("statements", "sources", "mechanisms")

Slugged = TypeVar("Slugged", Module, Assignment, Case, RolePlay, Track)

AUTHORED = (
    "corpus/*.yaml", "corpus/tracks/*.yaml", "modules/*/*.yaml", "modules/*/*.md", "exercises/*/assignment.yaml",
    "case_studies/*/case.yaml", "case_studies/*/roleplay.yaml",
)  # fmt: skip


def load_course(root: Path | None = None) -> Course:
    """Return the course that stands in `root` (by default, the installed one).

    Raises CourseError with every problem found: nothing is loaded by halves. Whether the course is *good* is
    another question: see `rules.check`.
    """
    course, problems = read_course(root)
    if problems:
        raise CourseError(problems)
    return course


def read_course(root: Path | None = None) -> tuple[Course, list[Problem]]:
    """Return what can be read of the course in `root`, and the problems of the rest by file and line: for its authors.

    Raises CourseError when there is no course there.
    """
    root = (root or paths.course_root()).resolve()
    if not (root / "corpus" / "statements.yaml").is_file():
        cure = "Lancez la commande depuis le dossier du cours, ou donnez ce dossier dans PASSERELLES_COURSE."
        raise refuse("no-course", "corpus/statements.yaml", 1, "Ce dossier ne contient pas de cours.", cure)
    digest = cache.key(root, authored(root))
    if kept := cache.read(digest):
        return kept, []
    intake = Intake(root)
    course = intake.course()
    if not intake.problems:
        cache.write(digest, course)
    return course, sorted(intake.problems, key=lambda p: (p.file, p.line))


def read_case(root: Path, slug: str) -> tuple[Case | None, list[Problem]]:
    """Return one case of the course in `root`, read alone, or None and the problems that it is refused for."""
    intake = Intake(root.resolve())
    file = intake.root / "case_studies" / slug / "case.yaml"
    try:
        read_text(file, intake.name(file))
    except CourseError as error:
        return None, error.problems
    case = intake.case(file)
    return (None if intake.problems else case), intake.problems


def authored(root: Path) -> list[Path]:
    """Return the files a course is made of, in a stable order."""
    return sorted(file for pattern in AUTHORED for file in root.glob(pattern) if file.is_file())


@once
def _adapter(model: Any) -> TypeAdapter[Any]:
    """Return the validator of a model, made once."""
    return TypeAdapter(model)


class Intake:
    """Reads file after file, collecting problems instead of stopping at the first."""

    def __init__(self, root: Path) -> None:
        """Start with nothing found in that folder."""
        self.root = root
        self.problems: list[Problem] = []

    def course(self) -> Course:
        """Return the whole course, without what is refused."""
        return Course(
            **{field: self.corpus(field) for field in CORPUS},
            modules=self._modules(),
            assignments=self._assignments(),
            cases=self._cases(),
            roleplays=self._roleplays(),
            tracks=self.tracks(),
        )

    def corpus(self, field: str) -> Any:
        """Return what a file of the corpus holds, as that field of the course."""
        name, model, key = CORPUS[field]
        things = self._many(f"corpus/{name}.yaml", model, key)
        return {thing.id: thing for thing in things} if field in BY_ID else things

    def case(self, file: Path) -> Case | None:
        """Return the case of a file; None when it is refused."""
        return self._one(self.name(file), Case, file.parent.name)

    def roleplay(self, file: Path) -> RolePlay | None:
        """Return the role play of a file; None when it is refused."""
        return self._one(self.name(file), RolePlay, file.parent.name)

    def _modules(self) -> dict[str, LoadedModule]:
        """Return the modules by slug, in the order of the course."""
        found = [self.module(file.parent) for file in sorted(self.root.glob("modules/*/module.yaml"))]
        ranked = sorted((loaded for loaded in found if loaded), key=lambda loaded: loaded.module.rank)
        return {loaded.module.slug: loaded for loaded in ranked}

    def module(self, folder: Path) -> LoadedModule | None:
        """Return one module with its items and texts; None when its own file is refused."""
        name = f"modules/{folder.name}"
        module = self._one(f"{name}/module.yaml", Module, folder.name)
        items = self._many(f"{name}/items.yaml", Item)
        texts = {file.name: self._text(file) for file in sorted(folder.glob("*.md"))}
        tools = self._many(f"{name}/tools.yaml", Tool)
        return LoadedModule(module=module, items=items, texts=texts, tools=tools) if module else None

    def _assignments(self) -> dict[str, Assignment]:
        """Return the nbgrader assignments by slug: those of the modules, then those of the cases."""
        files = sorted(self.root.glob("exercises/*/assignment.yaml"))
        found = [self.assignment(file) for file in files]
        ordered = sorted((work for work in found if work), key=lambda work: work.case is not None)
        return {assignment.slug: assignment for assignment in ordered}

    def assignment(self, file: Path) -> Assignment | None:
        """Return the assignment of a file; None when it is refused."""
        return self._one(self.name(file), Assignment, file.parent.name)

    def _cases(self) -> dict[str, Case]:
        """Return the branching cases by slug, in the order of their ranks."""
        files = sorted(self.root.glob("case_studies/*/case.yaml"))
        found = [self.case(file) for file in files]
        return {case.slug: case for case in sorted((c for c in found if c), key=lambda case: case.rank)}

    def _roleplays(self) -> dict[str, RolePlay]:
        """Return the role plays by slug, in the order of their ranks."""
        files = sorted(self.root.glob("case_studies/*/roleplay.yaml"))
        found = [self.roleplay(file) for file in files]
        return {play.slug: play for play in sorted((p for p in found if p), key=lambda play: play.rank)}

    def tracks(self) -> dict[str, Track]:
        """Return the tracks by slug, in the order of their ranks."""
        files = sorted(self.root.glob("corpus/tracks/*.yaml"))
        found = [self._one(self.name(file), Track, file.stem) for file in files]
        return {track.slug: track for track in sorted((t for t in found if t), key=lambda track: track.rank)}

    def name(self, file: Path) -> str:
        """Return how messages name a file."""
        return file.relative_to(self.root).as_posix()

    def _text(self, file: Path) -> str:
        """Return the text of a Markdown file, empty when it is refused."""
        try:
            return read_text(file, self.name(file))
        except CourseError as error:
            self.problems += error.problems
            return ""

    def _document(self, name: str) -> Document | None:
        """Return a parsed YAML file; None when it is absent or refused."""
        if not (self.root / name).is_file():
            return None
        try:
            return read_yaml(self.root / name, name)
        except CourseError as error:
            self.problems += error.problems
            return None

    def _valid(self, model: Any, document: Document, value: Any, place: Place = ()) -> Any:
        """Return the value as an instance of the model; None when it is refused."""
        try:
            return _adapter(model).validate_python(value)
        except ValidationError as error:
            self.problems += complaints(error, document, place)
            return None

    def _one(self, name: str, model: type[Slugged], folder: str) -> Slugged | None:
        """Return the single object of a file, whose `slug` is the name of its folder, or of a track's file."""
        document = self._document(name)
        thing: Slugged | None = self._valid(model, document, document.value) if document else None
        if document and thing and thing.slug != folder:
            cause = f"`slug` vaut « {thing.slug} » alors que le dossier s’appelle « {folder} »."
            self._add("slug-folder", document, ("slug",), cause, "Donnez le même nom aux deux.")
        return thing

    def _many(self, name: str, model: Any, key: str = "id") -> list[Any]:
        """Return the objects of a file that holds a list; the value of `key` may not come twice."""
        document = self._document(name)
        if document is None:
            return []
        if not isinstance(document.value, list):
            cure = "Commencez chaque élément par « - »."
            self._add("not-a-list", document, (), "Le fichier doit être une liste.", cure)
            return []
        things: dict[str, Any] = {}
        for index, value in enumerate(document.value):
            thing = self._valid(model, document, value, (index,))
            if thing and (known := getattr(thing, key)) in things:
                cause = f"« {known} » est déjà défini plus haut dans ce fichier."
                self._add("repeated-id", document, (index, key), cause, "Changez l’un des deux identifiants.")
            elif thing:
                things[known] = thing
        return list(things.values())

    def _add(self, code: str, document: Document, place: Place, cause: str, cure: str) -> None:
        """Record a problem at that place of a document."""
        self.problems.append(Problem(code, document.file, document.line(place), cause, cure))
