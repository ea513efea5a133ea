"""Steps, items, texts and folders fit together: nothing missing, nothing forgotten, nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from .base import Context, Finding, case_file, module_file, roleplay_file

_KNOWN_SUFFIXES = {".md", ".svg", ".png", ".jpg"}
ROLEPLAY = "roleplay.yaml"
SHORTEST, LONGEST = 25, 45  # minutes of a module


def unknown_item(context: Context) -> Iterator[Finding]:
    """Every item a step or an assignment names exists."""
    for module in context.course.modules.values():
        known = {item.id for item in module.items}
        for step in module.module.steps:
            for name in [name for name in step.items if name not in known]:
                cause = f"L’étape montre la question « {name} », qui n’existe pas."
                cure = f"Ajoutez-la dans {module_file(module, 'items.yaml')} ou retirez-la d’ici."
                yield Finding(module_file(module), ("steps", step.id, "items", name), cause, cure)


def unknown_assigned_item(context: Context) -> Iterator[Finding]:
    """Every item of an assignment exists in its module, and a step shows it."""
    for slug, work in context.course.assignments.items():
        module = context.course.modules.get(work.module or "")
        shown = {name for step in module.module.steps for name in step.items} if module else set()
        for name in [name for name in work.items if name not in shown]:
            cause = f"Aucune étape du module « {work.module} » ne montre la question « {name} »."
            cure = "Ajoutez-la à une étape du module ou retirez-la du travail à remettre."
            yield Finding(f"exercises/{slug}/assignment.yaml", ("items", name), cause, cure)


def repeated_item(context: Context) -> Iterator[Finding]:
    """No item is shown twice in a module nor asked twice in an assignment."""
    cure = "Gardez-la une seule fois."
    for module in context.course.modules.values():
        seen: set[str] = set()
        for step in module.module.steps:
            for index, name in enumerate(step.items):
                if name in seen:
                    cause = f"La question « {name} » est déjà montrée plus haut."
                    yield Finding(module_file(module), ("steps", step.id, "items", index), cause, cure)
                seen.add(name)
    for slug, work in context.course.assignments.items():
        for name in [name for name, times in Counter(work.items).items() if times > 1]:
            cause = f"La question « {name} » figure plusieurs fois dans ce travail."
            place = ("items", len(work.items) - 1 - work.items[::-1].index(name))
            yield Finding(f"exercises/{slug}/assignment.yaml", place, cause, cure)


def unused_item(context: Context) -> Iterator[Finding]:
    """Every item is shown by a step."""
    for place in context.items:
        if not any(place.item.id in step.items for step in place.module.module.steps):
            cause = f"Aucune étape ne montre la question « {place.item.id} »."
            yield place.finding((), cause, "Ajoutez-la à une étape de module.yaml ou supprimez-la.")


def missing_text(context: Context) -> Iterator[Finding]:
    """Every text a step names exists and says something."""
    for module in context.course.modules.values():
        for step in module.module.steps:
            if not module.texts.get(step.text, "").strip():
                cause = f"Le texte « {step.text} » n’existe pas ou est vide."
                cure = f"Écrivez {module_file(module, step.text)}."
                yield Finding(module_file(module), ("steps", step.id, "text"), cause, cure)


def unused_text(context: Context) -> Iterator[Finding]:
    """Every text of a module is shown by exactly one step."""
    for module in context.course.modules.values():
        uses = Counter(step.text for step in module.module.steps)
        for name in [name for name in module.texts if uses[name] != 1]:
            cause = "Aucune étape n’utilise ce texte." if not uses[name] else "Plusieurs étapes utilisent ce texte."
            yield Finding(module_file(module, name), 1, cause, "Donnez à chaque étape son propre texte.")


def repeated_step(context: Context) -> Iterator[Finding]:
    """Step ids are unique in a module."""
    for module in context.course.modules.values():
        ids = [step.id for step in module.module.steps]
        for index, name in enumerate(ids):
            if name in ids[:index]:
                cause = f"Deux étapes s’appellent « {name} »."
                yield Finding(module_file(module), ("steps", index, "id"), cause, "Changez l’un des deux noms.")


def repeated_rank(context: Context) -> Iterator[Finding]:
    """Two modules, two cases, or two role plays never claim the same place in the course."""
    course = context.course
    modules = [(module_file(module), module.module.rank, slug) for slug, module in course.modules.items()]
    cases = [(case_file(case), case.rank, slug) for slug, case in course.cases.items()]
    plays = [(roleplay_file(play), play.rank, slug) for slug, play in course.roleplays.items()]
    for ranked in (modules, cases, plays):
        seen: dict[int, str] = {}
        for file, rank, slug in ranked:
            if rank in seen:
                cause = f"« {seen[rank]} » a déjà le rang {rank}."
                yield Finding(file, ("rank",), cause, "Donnez un rang libre à l’un des deux.")
            seen.setdefault(rank, slug)


def slug_shared(context: Context) -> Iterator[Finding]:
    """A module, a case and a role play never share a name: what a learner does is kept under it."""
    for slug, case in context.course.cases.items():
        if slug in context.course.modules:
            cause = f"Un module s’appelle déjà « {slug} »."
            yield Finding(case_file(case), ("slug",), cause, "Donnez un autre nom au cas : son dossier et son `slug`.")
    for slug, play in context.course.roleplays.items():
        if slug in context.course.modules or slug in context.course.cases:
            cause = f"Un module ou un cas s’appelle déjà « {slug} »."
            cure = "Donnez un autre nom au jeu de rôle : son dossier et son `slug`."
            yield Finding(roleplay_file(play), ("slug",), cause, cure)


def unknown_module(context: Context) -> Iterator[Finding]:
    """Every quiz belongs to a module that exists."""
    for slug, work in context.course.assignments.items():
        if work.module and work.module not in context.course.modules:
            cause = f"Le module « {work.module} » n’existe pas."
            yield Finding(f"exercises/{slug}/assignment.yaml", ("module",), cause, "Corrigez le nom du module.")


def folder_without_description(context: Context) -> Iterator[Finding]:
    """Every folder of modules/, exercises/ and case_studies/ says what it is."""
    for room, name in (("modules", "module.yaml"), ("exercises", "assignment.yaml"), ("case_studies", "case.yaml")):
        for folder in sorted((context.root / room).glob("[!._]*/")):
            if not (folder / name).is_file() and not (name == "case.yaml" and (folder / ROLEPLAY).is_file()):
                cause = f"Le dossier {room}/{folder.name} n’a pas de {name}."
                cure = "Écrivez ce fichier ou supprimez le dossier."
                yield Finding(f"{room}/{folder.name}/{name}", 1, cause, cure)


def orphan_file(context: Context) -> Iterator[Finding]:
    """Nothing lies in the folder of a module or of a case that no one reads."""
    for folder in sorted((context.root / "modules").glob("[!._]*/")):
        yield from _orphans(
            folder, {"module.yaml", "items.yaml", "tools.yaml", f"{folder.name}.ipynb"}, _KNOWN_SUFFIXES
        )
    for folder in sorted((context.root / "case_studies").glob("[!._]*/")):
        case = context.course.cases.get(folder.name)
        images = {str(document.image) for document in case.documents} if case else set()
        notebook = "jeu.ipynb" if folder.name in context.course.roleplays else f"{folder.name}.ipynb"
        yield from _orphans(folder, {"case.yaml", ROLEPLAY, notebook} | images, set())


def _orphans(folder: Path, known: set[str], suffixes: set[str]) -> Iterator[Finding]:
    """Yield the files of a folder that have neither a known name nor a known suffix."""
    for file in sorted(folder.glob("[!.]*")):
        if file.is_file() and file.name not in known and file.suffix not in suffixes:
            cause = "Rien n’utilise ce fichier."
            names = ", ".join([*sorted(known), *(f"*{suffix}" for suffix in sorted(suffixes))])
            cure = f"Supprimez-le ou donnez-lui un des noms attendus : {names}."
            yield Finding(f"{folder.parent.name}/{folder.name}/{file.name}", 1, cause, cure)


def optional_step(context: Context) -> Iterator[Finding]:
    """What is optional comes after all that makes the module, and asks no question of its own."""
    for module in context.course.modules.values():
        steps = module.module.steps
        for index, step in enumerate(steps):
            if step.optional and (step.items or not all(other.optional for other in steps[index:])):
                cause = f"L’étape facultative « {step.id} » pose des questions, ou vient avant la fin du module."
                cure = "Placez-la après les autres, avec un outil et sans questions."
                yield Finding(module_file(module), ("steps", step.id, "optional"), cause, cure)


def module_length(context: Context) -> Iterator[Finding]:
    """A module fits in one sitting."""
    for module in context.course.modules.values():
        if not SHORTEST <= module.module.minutes <= LONGEST:
            cause = f"Les étapes totalisent {module.module.minutes} minutes."
            cure = f"Ajustez les durées : un module dure de {SHORTEST} à {LONGEST} minutes."
            yield Finding(module_file(module), ("steps",), cause, cure)
