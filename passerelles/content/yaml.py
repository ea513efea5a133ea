"""Strict reader of authored files: plain values, with the line of each of them.

Only the harmless part of YAML is read: no alias, no tag, one document, text in quotes or not. A plain scalar is
`true`, `false`, a decimal number, nothing, or text: `14:30`, `no` and `012` stay text, dates are left to the models.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml as libyaml
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from .problems import CourseError, refuse

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_NODES = 20_000  # keeps the slowest accepted file under a second

Place = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
_ODD_MARGIN = re.compile(r"^ *[\u00a0\u202f]", re.MULTILINE)
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_SYNTAX = {
    "mapping values are not": "un deux-points est de trop dans un texte sans guillemets, ou la ligne est trop à droite",
    "could not find expected ':'": "une clé n’est pas suivie de deux-points et d’une espace",
    "expected <block end>, but found '<scalar>'": "un texte entre guillemets contient un guillemet",
    "expected <block end>": "le retrait (les espaces en début de ligne) ne correspond pas aux lignes voisines",
    "unexpected end of stream": "un guillemet ouvert ici n’est jamais refermé",
    "cannot start any token": "la ligne commence par un caractère réservé (@, `, % ou &)",
    "expected ','": "entre ces accolades ou ces crochets, une virgule, un guillemet ou le signe qui ferme manque",
    "expected a comment or a line break": "après « >- » ou « |- », le texte commence à la ligne suivante",
    "expected the node content": "une valeur manque à cet endroit",
}
_BEGUN = ("could not find expected ':'", "unexpected end of stream", "expected ','")  # noticed after where they are


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds, and the line (from 1) of every key and list element."""

    file: str
    value: Any
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """Return the line of that place, or of the closest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_text(path: Path, file: str) -> str:
    """Return the text of an authored file named `file` in messages.

    Raises CourseError when it is unreadable, too large, not UTF-8, or starts with a byte order mark.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        cure = "Vérifiez que le fichier existe et que vous avez le droit de le lire."
        raise refuse("unreadable-file", file, 1, "Le fichier ne peut pas être lu.", cure) from error
    return decode(raw, file)


def decode(raw: bytes, file: str) -> str:
    """Return bytes as text; raises CourseError as `read_text` does."""
    if len(raw) > MAX_BYTES:
        cause = f"Le fichier pèse {len(raw)} octets ; la limite est de {MAX_BYTES}."
        raise refuse("file-too-large", file, 1, cause, "Répartissez son contenu ou supprimez ce qui est de trop.")
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        cause = "Le fichier commence par une marque d’ordre des octets (BOM)."
        raise refuse("byte-order-mark", file, 1, cause, "Enregistrez-le en « UTF-8 » simple, sans BOM.")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        cause = "Cette ligne contient un octet qui n’est pas de l’UTF-8."
        raise refuse("not-utf8", file, line, cause, "Enregistrez le fichier en UTF-8.") from error


def read_yaml(path: Path, file: str) -> Document:
    """Return the document of a YAML file; raises CourseError at the first thing refused."""
    return parse(read_text(path, file), file)


def parse(text: str, file: str) -> Document:
    """Return the document of a YAML text; raises CourseError, and nothing else, at the first thing refused."""
    if (tab := text.find("\t")) >= 0:
        cure = "Remplacez-la par des espaces (deux par niveau de retrait)."
        raise refuse("tab", file, text.count("\n", 0, tab) + 1, "La ligne contient une tabulation.", cure)
    if odd := _ODD_MARGIN.search(text):
        cure = "Effacez les espaces du début de la ligne et retapez-les."
        cause = "La ligne commence par une espace insécable, qui ne compte pas comme retrait."
        raise refuse("odd-space", file, text.count("\n", 0, odd.start()) + 1, cause, cure)
    try:
        return _Reader(file, _quick_events(text)).document()
    except Exception:  # whatever it is, the slower parser says it better
        return _explained(text, file)


def _quick_events(text: str) -> Iterator[Any]:
    """Yield the events of a text by libyaml, ten times quicker than any parser in Python; by ruamel without libyaml."""
    if not libyaml.__with_libyaml__:
        return _ruamel_events(text)
    return iter(libyaml.parse(text, Loader=libyaml.CSafeLoader))


def _ruamel_events(text: str) -> Iterator[Any]:
    """Yield the events of a text by ruamel."""
    return iter(YAML(typ="safe", pure=True).parse(text))


def _explained(text: str, file: str) -> Document:
    """Return the document by the parser whose complaints we know how to say in French; raises CourseError."""
    try:
        return _Reader(file, _ruamel_events(text)).document()
    except CourseError:
        raise
    except Exception as error:  # the parser raises many kinds on garbage: each one is the author's syntax error
        raise _syntax_error(error, file) from error


def _syntax_error(error: Exception, file: str) -> CourseError:
    """Return the parser's complaint as one French sentence with its line."""
    said = str(getattr(error, "problem", None) or "")
    marks = [error.problem_mark, error.context_mark] if isinstance(error, MarkedYAMLError) else []
    if any(start in said for start in _BEGUN):
        marks.reverse()
    mark = next(filter(None, marks), None)
    reason = next((french for start, french in _SYNTAX.items() if start in said), "ceci n’est pas du YAML valide")
    cure = "Comparez avec les lignes voisines ; mettez entre guillemets un texte qui contient « : » ou « # »."
    return refuse("yaml-syntax", file, mark.line + 1 if mark else 1, f"Le fichier est mal formé : {reason}.", cure)


def _is(event: Any, *kinds: str) -> bool:
    """Say whether an event is of one of these kinds: both parsers name theirs alike."""
    return type(event).__name__ in kinds


class _Reader:
    """Builds values out of parser events, refusing as it goes: nothing is expanded before it is checked."""

    def __init__(self, file: str, events: Iterator[Any]) -> None:
        """Start reading the events of a text named `file` in messages."""
        self.file, self.events = file, events
        self.lines: dict[Place, int] = {}
        self.nodes = 0

    def document(self) -> Document:
        """Return the only document of the text."""
        next(self.events)  # start of stream
        if not _is(next(self.events), "DocumentStartEvent"):
            raise refuse("empty-file", self.file, 1, "Le fichier est vide.", "Écrivez son contenu ou supprimez-le.")
        value = self._node(next(self.events), ())
        next(self.events)  # end of document
        if _is(after := next(self.events), "DocumentStartEvent"):
            self._refuse("several-documents", after, "Le fichier contient plusieurs documents.", "Retirez « --- ».")
        return Document(self.file, value, self.lines)

    def _refuse(self, code: str, event: Any, cause: str, cure: str) -> None:
        """Raise CourseError at the line of that event."""
        raise refuse(code, self.file, event.start_mark.line + 1, cause, cure)

    def _node(self, event: Any, place: Place) -> Any:
        """Return the value that starts at that event."""
        self.nodes += 1
        self._allow(event, place)
        if _is(event, "MappingStartEvent"):
            return self._mapping(place)
        if _is(event, "SequenceStartEvent"):
            return self._sequence(place)
        return self._scalar(event)

    def _allow(self, event: Any, place: Place) -> None:
        """Refuse aliases, anchors, tags, and more than the limits."""
        if _is(event, "AliasEvent") or event.anchor:
            cause = "Les ancres et les alias (« & », « * ») ne sont pas acceptés."
            self._refuse("alias", event, cause, "Recopiez la valeur, ou mettez le texte entre guillemets.")
        if event.tag is not None:
            cause = "Les étiquettes de type (« ! ») ne sont pas acceptées."
            self._refuse("tag", event, cause, "Retirez l’étiquette, ou mettez le texte entre guillemets.")
        if len(place) >= MAX_DEPTH and not _is(event, "ScalarEvent"):
            cause = f"Plus de {MAX_DEPTH} niveaux sont emboîtés."
            self._refuse("too-deep", event, cause, "Vérifiez les tirets, crochets et accolades de cette ligne.")
        if self.nodes > MAX_NODES:
            cause = f"Le fichier contient plus de {MAX_NODES} valeurs."
            self._refuse("too-many-values", event, cause, "Répartissez son contenu en plusieurs fichiers.")

    def _mapping(self, place: Place) -> dict[str, Any]:
        """Return a mapping, its start event being consumed."""
        values: dict[str, Any] = {}
        while not _is(event := next(self.events), "MappingEndEvent"):
            self._allow(event, place)
            if not _is(event, "ScalarEvent"):
                self._refuse("odd-key", event, "Une clé doit être un mot.", "Écrivez « clé: valeur ».")
            key = event.value
            if key in values:
                cause = f"La clé « {key} » est écrite deux fois au même endroit."
                cure = "Gardez-en une seule ; s’il s’agit d’un nouvel élément de la liste, commencez-le par un tiret."
                self._refuse("repeated-key", event, cause, cure)
            self.lines[(*place, key)] = event.start_mark.line + 1
            values[key] = self._node(next(self.events), (*place, key))
        return values

    def _sequence(self, place: Place) -> list[Any]:
        """Return a list, its start event being consumed."""
        values: list[Any] = []
        while not _is(event := next(self.events), "SequenceEndEvent"):
            here = (*place, len(values))
            self.lines[here] = event.start_mark.line + 1
            values.append(self._node(event, here))
        return values

    def _scalar(self, event: Any) -> Any:
        """Return the value of a scalar: text when quoted, else what it plainly looks like."""
        text: str = event.value
        if event.style:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
        return float(text) if _DECIMAL.fullmatch(text) else text
