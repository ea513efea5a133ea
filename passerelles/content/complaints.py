"""Turns what pydantic refuses into problems an author can act upon, in French."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from . import case, corpus, course, items, mechanism, tool, track
from .items import Misplaced
from .problems import Problem
from .yaml import Document, Place

_WRONG = "wrong-value"
# error type of pydantic -> code, cause, cure; both are filled with `key`, `value` and the context of the error
_MESSAGES = {
    "missing": ("missing-key", "La clé « {key} » manque.", "Ajoutez « {key}: … »."),
    "extra_forbidden": ("unknown-key", "La clé « {key} » n’existe pas ici.", "Retirez-la ou corrigez-la.{hint}"),
    "string_type": (_WRONG, "« {key} » doit être un texte.", "Mettez la valeur entre guillemets."),
    "string_too_short": (_WRONG, "« {key} » est vide.", "Écrivez au moins {min_length} caractère(s)."),
    "string_too_long": (_WRONG, "« {key} » est trop long.", "Restez sous {max_length} caractères."),
    "string_pattern_mismatch": (
        _WRONG,
        "« {key} » : « {value} » n’a pas la forme attendue.",
        "Lettres minuscules sans accent, chiffres et tirets ; pour un énoncé : C5-010 ou WC-009.",
    ),
    "literal_error": (_WRONG, "« {key} » : « {value} » n’est pas une valeur permise.", "Choisissez : {expected}."),
    "union_tag_invalid": (_WRONG, "Le genre « {tag} » n’existe pas.", "Choisissez `kind` parmi : {expected_tags}."),
    "union_tag_not_found": ("missing-key", "La clé « kind » manque.", "Ajoutez « kind: single », « kind: sort »…"),
    "too_short": (_WRONG, "« {key} » : {actual_length} élément(s), il en faut {min_length}.", "Complétez la liste."),
    "too_long": (_WRONG, "« {key} » : au plus {max_length} éléments.", "Raccourcissez la liste."),
    "greater_than_equal": (_WRONG, "« {key} » est trop petit.", "Donnez au moins {ge}."),
    "less_than_equal": (_WRONG, "« {key} » est trop grand.", "Donnez au plus {le}."),
    "list_type": (_WRONG, "« {key} » doit être une liste.", "Écrivez un tiret par élément, ou [a, b]."),
    "bool_type": (_WRONG, "« {key} » doit être vrai ou faux.", "Écrivez true ou false, sans guillemets."),
    "bool_parsing": (_WRONG, "« {key} » doit être vrai ou faux.", "Écrivez true ou false, sans guillemets."),
    "int_type": (_WRONG, "« {key} » doit être un nombre entier.", "Écrivez par exemple 3, sans guillemets."),
    "int_parsing": (_WRONG, "« {key} » doit être un nombre entier.", "Écrivez par exemple 3, sans guillemets."),
    "value_error": ("inconsistent", "{error}.", "Corrigez cet élément ; les autres clés sont bonnes."),
}
# what some keys need to be told, instead of the above
_OF_KEY = {
    ("string_pattern_mismatch", "chose"): (
        _WRONG,
        "« chose » : « {value} » ne nomme pas un choix.",
        "Écrivez un nœud, un point, une option : {{chose: n1.a}}.",
    ),
    ("string_pattern_mismatch", "cites"): (
        _WRONG,
        "« {value} » n’est pas le numéro d’un énoncé.",
        "Écrivez C5-010 ou WC-009 : deux signes, un tiret, trois chiffres.",
    ),
    ("string_pattern_mismatch", "mechanisms"): (
        _WRONG,
        "« {value} » n’est pas le numéro d’un mécanisme.",
        "Écrivez M01 à M73 : voir corpus/mechanisms.yaml.",
    ),
    ("model_type", "when"): (
        _WRONG,
        "« when » : « {value} » n’est pas une condition.",
        "Écrivez par exemple : when: {{chose: n1.a}}.",
    ),
    ("model_type", "effects"): (
        _WRONG,
        "« effects » : « {value} » ne dit pas ce qui change.",
        "Écrivez par exemple : effects: {{young: 1, trust: -1, mandate: 0, time: 2}}.",
    ),
}
_NEXT = (
    _WRONG,
    "« next » : « {value} » n’est pas une issue.",
    "Écrivez un nœud seul (next: n3), la fin (next: end), ou [{{when: {{chose: n1.a}}, to: n3}}, {{to: end}}].",
)
_EMPTY = (
    _WRONG,
    "« {key} » n’a pas de valeur.",
    "Écrivez-la après les deux-points. Si elle est à la ligne suivante, mettez-la deux espaces plus à droite.",
)
_LOST_COMMA = (
    "unknown-key",
    "« {key} » est lu comme une clé.",
    'Entre accolades, un texte qui contient une virgule s’écrit entre guillemets : {{text: "Oui, demain."}}.',
)
_UNCITED = ("uncited-item", "Rien n’est cité ici.", "Donnez au moins un énoncé : « cites: [C5-010] ».")
_DATE = (_WRONG, "« {key} » : « {value} » n’est pas une date.", "Écrivez par exemple 2027-06-30.")
_OBJECT = (_WRONG, "« {key} » doit contenir des clés (« nom: valeur »).", "Vérifiez le retrait et les tirets.")
_OTHER = (_WRONG, "« {key} » : « {value} » n’est pas accepté.", "Comparez avec un élément voisin qui passe.")


def complaints(error: ValidationError, document: Document, place: Place = ()) -> Iterator[Problem]:
    """Yield one problem per thing refused in the value that stands at `place` of the document."""
    details = [(_locate(document.value, place, detail), detail) for detail in error.errors(include_url=False)]
    deepest = [item for item in details if not any(_is_inside(where, item[0]) for where, _ in details)]
    yield from dict.fromkeys(_complaint(document, where, detail) for where, detail in deepest)


def _is_inside(where: Place, other: Place) -> bool:
    """Say whether a place lies in « next » at another: what may be one thing or a list is refused as both."""
    return other[-1:] == ("next",) and len(where) > len(other) and where[: len(other)] == other


def _complaint(document: Document, where: Place, detail: ErrorDetails) -> Problem:
    """Return what to say of one thing refused."""
    fault = detail.get("ctx", {}).get("error")
    if isinstance(fault, Misplaced):
        code, cause, cure = "inconsistent", f"{str(fault)[0].upper()}{str(fault)[1:]}.", fault.cure
        where = (*where, *fault.place)
    else:
        words = _words(detail, where)
        code, *said = _message(detail["type"], words["key"], detail["input"])
        cause, cure = (sentence.format(**words) for sentence in said)
    return Problem(code, document.file, document.line(where), _within(document.value, where) + cause, cure)


def _within(value: Any, place: Place) -> str:
    """Return which named things a place stands in, in words: « Dans n1, b : »; empty when there are none."""
    names: list[str] = []
    for part in place:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(part, int) and isinstance(value, dict) and isinstance(value.get("id"), str):
            names.append(value["id"])
    return f"Dans {', '.join(names)} : " if names else ""


def _message(kind: str, key: str, given: object) -> tuple[str, str, str]:
    """Return code, cause and cure for an error type met at that key."""
    if key == "cites" and kind in ("missing", "too_short"):
        return _UNCITED
    if given is None and kind != "missing":
        return _LOST_COMMA if kind == "extra_forbidden" else _EMPTY
    if key == "next":
        return _NEXT
    if (kind, key) in _OF_KEY:
        return _OF_KEY[kind, key]
    if kind in _MESSAGES:
        return _MESSAGES[kind]
    if kind.startswith("date"):
        return _DATE
    return _OBJECT if kind.startswith(("model", "dict")) else _OTHER


def _words(detail: ErrorDetails, where: Place) -> dict[str, Any]:
    """Return what the sentences are filled with."""
    key = next((str(part) for part in reversed(where) if isinstance(part, str)), "élément")
    near = get_close_matches(key, _known_keys(), n=1)
    hint = f" Vouliez-vous écrire « {near[0]} » ?" if near else ""
    return {"key": key, "value": str(detail["input"])[:60], "hint": hint, **detail.get("ctx", {})}


def _locate(value: Any, place: Place, detail: ErrorDetails) -> Place:
    """Return the place of the document that pydantic means: union tags are skipped; a key that is missing is added."""
    for part in place:
        value = value[part]
    for part in detail["loc"]:
        known: Any = range(len(value)) if isinstance(value, list) else value if isinstance(value, dict) else ()
        if part in known:
            place, value = (*place, part), value[part]
    return (*place, detail["loc"][-1]) if detail["type"] == "missing" else place


def _known_keys() -> set[str]:
    """Return every key that some content model has."""
    models = (
        thing for module in (items, corpus, course, case, tool, mechanism, track) for thing in vars(module).values()
    )
    return {name for m in models if isinstance(m, type) and issubclass(m, BaseModel) for name in m.model_fields}
