"""The words of a case: scenes that stay short, options that weigh the same, comments that are sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..case import Case, CaseOption, Node, Story
from ..markdown import STATEMENT_ID
from ..yaml import Place
from .base import Context, Finding, case_file
from .options import MOST_SPREAD, SMALL_GAP
from .words import case_prose, plain, words

LONGEST = {"opening": 220, "scene": 220, "consequence": 110, "feedback": 90, "text": 40, "ending": 170}  # words
SHORTEST_COMMENT = 12  # words
_ENDS = tuple(".!?…»")
_KEY = re.compile(r"(?<!\w)(?:when|effects|sets|cites|next|feedback|consequence|delayed|alliance|mirrors):(?=\s)")


def long_passage(context: Context) -> Iterator[Finding]:
    """A scene, an option, a consequence, a comment, an ending: each fits on a phone."""
    for case in context.course.cases.values():
        for place, kind, text in _passages(case):
            if (count := len(words(plain(text)))) > LONGEST[kind]:
                cause = f"Ce passage a {count} mots."
                cure = f"Restez sous {LONGEST[kind]} mots : une scène se lit d’un souffle."
                yield Finding(case_file(case), place, cause, cure)


def short_comment(context: Context) -> Iterator[Finding]:
    """Whatever is chosen has a consequence told and a comment: real sentences, both."""
    for case in context.course.cases.values():
        for place, kind, text in _passages(case):
            short = len(words(plain(text))) < SHORTEST_COMMENT or not text.rstrip("*_ ").endswith(_ENDS)
            if kind in ("consequence", "feedback") and short:
                cause = f"« {plain(text)[:40]} » est trop court ou ne finit pas."
                cure = f"Écrivez au moins {SHORTEST_COMMENT} mots, en phrases terminées."
                yield Finding(case_file(case), place, cause, cure)


def swallowed_key(context: Context) -> Iterator[Finding]:
    """No word of the format stands in a text: on the same line as a folded text, YAML takes it for prose."""
    for case in context.course.cases.values():
        for prose in case_prose(case):
            if key := _KEY.search(prose.text):
                cause = f"« {key.group()} » est resté dans le texte : ce qui suit ne compte pas, et se lit."
                yield prose.finding(key.start(), cause, "Allez à la ligne avant ce mot, et alignez-le sous « text ».")


def uncited_statement(context: Context) -> Iterator[Finding]:
    """A statement named in a comment is among those the option cites, which the learner can open."""
    for case in context.course.cases.values():
        for place, node in _nodes(case):
            for option in node.options:
                if missing := sorted(set(STATEMENT_ID.findall(option.feedback)) - set(option.cites)):
                    cause = f"Le commentaire nomme {', '.join(missing)}, absent de « cites »."
                    cure = f"Ajoutez {', '.join(missing)} à « cites » de cette option."
                    yield Finding(case_file(case), (*place, "options", option.id, "cites"), cause, cure)


def cut_sentence(context: Context) -> Iterator[Finding]:
    """What a person knows, or not, is told in whole sentences: a comma between brackets cuts a line in two."""
    for case in context.course.cases.values():
        for place, node in _nodes(case):
            for name, lines in (("knows", node.knows), ("does_not_know", node.does_not_know)):
                for rank, line in enumerate(lines):
                    if not line.rstrip().endswith(_ENDS):
                        cause = f"« {line} » ne finit pas."
                        cure = "Mettez la phrase entière entre guillemets droits, et un point à la fin."
                        yield Finding(case_file(case), (*place, name, rank), cause, cure)


def option_spread(context: Context) -> Iterator[Finding]:
    """Options of one node have neighbouring lengths, as those of a question have."""
    for case in context.course.cases.values():
        for place, node in _nodes(case):
            sizes = [len(plain(option.text)) for option in node.options]
            gap = max(sizes) - min(sizes)
            if gap > SMALL_GAP and gap / max(sizes) >= MOST_SPREAD:
                longest = node.options[sizes.index(max(sizes))].id
                cause = f"Les options vont de {min(sizes)} à {max(sizes)} caractères (écart {gap / max(sizes):.0%})."
                cure = f"Rapprochez les longueurs : moins de {MOST_SPREAD:.0%} d’écart avec la plus longue."
                yield Finding(case_file(case), (*place, "options", longest, "text"), cause, cure)


def _stories(case: Case) -> Iterator[tuple[Place, Story]]:
    """Yield the stories of a case with their place."""
    yield from ((("viewpoints", name) if name else (), story) for name, story in case.stories)


def _nodes(case: Case) -> Iterator[tuple[Place, Node]]:
    """Yield the nodes of all stories of a case with their place."""
    for prefix, story in _stories(case):
        yield from (((*prefix, "nodes", node.id), node) for node in story.nodes)


def _passages(case: Case) -> Iterator[tuple[Place, str, str]]:
    """Yield place, kind and text of the passages whose length is watched."""
    for prefix, story in _stories(case):
        yield (*prefix, "opening"), "opening", story.opening
        yield from (((*prefix, "endings", e.id, "text"), "ending", e.text) for e in story.endings)
    for place, node in _nodes(case):
        yield (*place, "scene"), "scene", node.scene
        for option in node.options:
            yield from _of_option((*place, "options", option.id), option)


def _of_option(place: Place, option: CaseOption) -> Iterator[tuple[Place, str, str]]:
    """Yield the passages of an option."""
    yield (*place, "text"), "text", option.text
    yield (*place, "consequence"), "consequence", option.consequence
    yield (*place, "feedback"), "feedback", option.feedback
