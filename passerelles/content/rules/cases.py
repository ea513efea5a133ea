"""A branching case holds together: what it names exists, what it declares serves, its folder is in order."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from ..case import Case
from ..case_proof import conditions
from ..case_references import Dangling, changes, dangling, repeated
from ..conditions import mentions
from .base import Context, Finding, case_file
from .caution import LEGAL_STATEMENT, speaks_of_law

ALLIANCES = ("C5-067", "C5-068", "C5-069", "C5-070", "C5-071")
MOST_NAMED = 12  # names in one cure; of more, the nearest are told


def unknown_reference(context: Context) -> Iterator[Finding]:
    """Every node, option, variable, mode, document, person, service or sector that a case names exists."""
    for case in context.course.cases.values():
        for place, name, known in [*dangling(case), *_beyond(context, case)]:
            yield Finding(case_file(case), place, f"« {name} » n’existe pas.", _instead(name, known))


def repeated_id(context: Context) -> Iterator[Finding]:
    """No id is given twice where it must name one thing; node ids are unique in the whole case."""
    for case in context.course.cases.values():
        for place, name in repeated(case):
            cause = f"L’identifiant « {name} » est déjà pris."
            yield Finding(case_file(case), place, cause, "Donnez un autre identifiant à l’un des deux.")


def sector_of_actor(context: Context) -> Iterator[Finding]:
    """Somebody who works in a service is of the sector of that service."""
    sectors = {actor.id: actor.sector for actor in context.course.actors}
    for case in context.course.cases.values():
        for member in case.cast:
            wanted = sectors.get(member.actor or "")
            if wanted and member.sector != wanted:
                cause = f"« {member.name} » est du secteur « {member.sector} », et son service « {wanted} »."
                yield Finding(case_file(case), ("cast", member.id), cause, f"Écrivez « sector: {wanted} ».")


def unused_variable(context: Context) -> Iterator[Finding]:
    """Every variable is set somewhere, and used: by a condition, or shown to the learner."""
    for case in context.course.cases.values():
        stories = [story for _, story in case.stories]
        asked = {name for s in stories for _, c in conditions(s) for kind, name in mentions(c) if kind == "variable"}
        changed = {change.variable for story in stories for _, change in changes(story)}
        for variable in case.variables:
            if variable.id not in changed:
                cause = f"Rien ne change la variable « {variable.id} »."
                cure = "Ajoutez « sets » à une option qui la concerne, ou retirez-la."
                yield Finding(case_file(case), ("variables", variable.id), cause, cure)
            elif variable.id not in asked and not variable.shown:
                cause = f"La variable « {variable.id} » ne sert à aucune condition et ne se voit pas."
                cure = "Employez-la dans un « when », ou montrez-la avec « shown: true »."
                yield Finding(case_file(case), ("variables", variable.id), cause, cure)


def unused_document(context: Context) -> Iterator[Finding]:
    """Every document is shown at a node, and the file of its picture exists."""
    for case in context.course.cases.values():
        shown = {node.document for _, story in case.stories for node in story.nodes}
        for document in case.documents:
            if document.id not in shown:
                cause = f"Aucun nœud ne montre le document « {document.id} »."
                cure = f"Ajoutez « document: {document.id} » à un nœud, ou retirez-le."
                yield Finding(case_file(case), ("documents", document.id), cause, cure)


def missing_image(context: Context) -> Iterator[Finding]:
    """The picture of a document is in the folder of the case."""
    for case in context.course.cases.values():
        for document in case.documents:
            if document.image and not (context.root / case_file(case, document.image)).is_file():
                cause = f"L’image {document.image} n’est pas dans le dossier du cas."
                cure = "Ajoutez-la, ou retirez la clé « image » : la vue dessinera les lignes."
                yield Finding(case_file(case), ("documents", document.id, "image"), cause, cure)


def missing_alliance(context: Context) -> Iterator[Finding]:
    """Each type of alliance that the chantier 5 names is met in some case of the course."""
    cases = list(context.course.cases.values())
    met = {option.alliance for case in cases for _, s in case.stories for node in s.nodes for option in node.options}
    for name in [name for name in ALLIANCES if cases and name not in met]:
        cause = f"Aucun cas n’illustre l’alliance {name}."
        cure = f"Ajoutez « alliance: {name} » à une option qui en montre une, dans un des cas."
        yield Finding(case_file(cases[0]), ("nodes",), cause, cure)


def missing_caution(context: Context) -> Iterator[Finding]:
    """A case that speaks of professional secrecy, or cites C5-024, carries the legal caution from start to end."""
    for case in context.course.cases.values():
        text = case.model_dump_json()
        if case.caution != "legal" and (LEGAL_STATEMENT in text or speaks_of_law(text)):
            cause = "Le cas touche au secret professionnel ou au RGPD sans le bandeau juridique."
            yield Finding(case_file(case), ("slug",), cause, "Ajoutez « caution: legal ».")


def _instead(name: str, known: Collection[str]) -> str:
    """Return what to write instead of a name that nothing has."""
    near = get_close_matches(name, known, n=1) if len(known) <= MOST_NAMED else get_close_matches(name, known, 5, 0.5)
    guess = f"Vouliez-vous écrire « {near[0]} » ? " if near else ""
    listed = known if len(known) <= MOST_NAMED else near
    return f"{guess}Existent : {', '.join(listed)}." if listed else "Corrigez ce nom, ou créez ce qu’il désigne."


def _beyond(context: Context, case: Case) -> Iterator[Dangling]:
    """Yield the services and sectors that a case names and the corpus does not have."""
    actors = [actor.id for actor in context.course.actors]
    sectors = [sector.id for sector in context.course.sectors]
    for member in case.cast:
        if member.actor and member.actor not in actors:
            yield Dangling(("cast", member.id, "actor"), member.actor, actors)
        if member.sector and member.sector not in sectors:
            yield Dangling(("cast", member.id, "sector"), member.sector, sectors)
    for name in [name for name in case.reviewed_by if name not in sectors]:
        yield Dangling(("reviewed_by", name), name, sectors)
