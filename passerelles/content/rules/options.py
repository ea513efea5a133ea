"""The wording of options and feedback: nothing in it betrays the right answer (rules 4 to 7 of the quiz guide).

Spare options are held to the same: in a spaced review they stand beside the right one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..items import MultipleChoice, Option, SingleChoice
from .base import Context, Finding, Located
from .jargon import absolutes
from .words import plain, sentences, without_quotes, words

MOST_SPREAD = 0.40  # of the longest option
SMALL_GAP = 12  # characters: below, a difference of length is not seen
SHORTEST_FEEDBACK = 4  # words

Where = tuple[str | int, ...]

_ALL_OR_NONE = re.compile(
    r"\b(toutes (les|ces) (réponses|propositions)|toutes les précédentes|tout ce qui précède|toutes à la fois"
    r"|aucune (des|de ces) (réponses|propositions)|aucune des précédentes|aucune de celles|a et b|les deux réponses)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(?:ne\b|n[’'](?=\w)|sans\b|pas (?:im|in|non)\w+|non pas\b|faux que\b)", re.IGNORECASE)
_NE = re.compile(r"\b(?:ne\b|n[’'](?=\w))", re.IGNORECASE)
_ENDS = tuple(".!?…»)")


def option_length(context: Context) -> Iterator[Finding]:
    """Options of one item have neighbouring lengths: (longest - shortest) / longest stays under 40 %."""
    for place, options in _choices(context):
        sizes = [len(plain(option.text)) for _, option in options]
        gap = max(sizes) - min(sizes)
        if gap > SMALL_GAP and gap / max(sizes) >= MOST_SPREAD:
            where, _ = options[sizes.index(max(sizes))]
            cause = f"Les options vont de {min(sizes)} à {max(sizes)} caractères (écart {gap / max(sizes):.0%})."
            cure = f"Rapprochez les longueurs : moins de {MOST_SPREAD:.0%} d’écart avec la plus longue."
            yield place.finding((*where, "text"), cause, cure)


def all_or_none_option(context: Context) -> Iterator[Finding]:
    """No option speaks of the other options."""
    for place, options in _choices(context):
        for where, option in options:
            if match := _ALL_OR_NONE.search(option.text):
                cause = f"L’option dit « {match.group()} » : elle se devine sans lire les autres."
                cure = "Remplacez-la par une vraie conduite ; pour plusieurs réponses, utilisez « kind: multiple »."
                yield place.finding((*where, "text"), cause, cure)


def absolute_in_wrong_option(context: Context) -> Iterator[Finding]:
    """« Toujours », « jamais »… do not stand in wrong options only."""
    for place, options in _choices(context):
        if any(option.correct and _absolute(option) for _, option in options):
            continue
        for where, option in options:
            if word := _absolute(option):
                cause = f"« {word} » n’apparaît que dans une option fausse : il la trahit."
                yield place.finding((*where, "text"), cause, "Nuancez l’option, ou dites-le autrement.")


def double_negation(context: Context) -> Iterator[Finding]:
    """No option and no question is to be understood through two negations."""
    for place in context.items:
        asked = [text for _, text in sentences(place.item.prompt)][-1]
        if _negated_twice(asked):
            yield place.finding(("prompt",), f"Double négation : « {plain(asked)} »", "Demandez-le à l’affirmative.")
        for where, option in _options(place):
            crossed = bool(_NE.search(without_quotes(asked)) and _NE.search(without_quotes(option.text)))
            if crossed or _negated_twice(option.text):
                cause = f"Double négation : « {plain(option.text)} »"
                cure = "Dites-le à l’affirmative ; une question négative ne se combine pas à une option négative."
                yield place.finding((*where, "text"), cause, cure)


def short_feedback(context: Context) -> Iterator[Finding]:
    """Whatever is picked gets at least one real sentence."""
    for place in context.items:
        for where, text in _feedback(place):
            if len(words(plain(text))) < SHORTEST_FEEDBACK or not text.rstrip("*_ ").endswith(_ENDS):
                cause = f"La rétroaction « {plain(text)[:40]} » n’est pas une phrase."
                cure = "Dites la conséquence et la raison, en une phrase terminée par un point."
                yield place.finding(where, cause, cure)


def _choices(context: Context) -> Iterator[tuple[Located, list[tuple[Where, Option]]]]:
    """Yield the items that have right and wrong options, with these and their places."""
    for place in context.items:
        if isinstance(place.item, SingleChoice | MultipleChoice):
            yield place, list(_options(place))


def _options(place: Located) -> Iterator[tuple[Where, Option]]:
    """Yield the options of an item, then its spare ones, with their places in it."""
    for name in ("options", "spares"):
        for index, option in enumerate(getattr(place.item, name, [])):
            yield (name, index), option


def _absolute(option: Option) -> str | None:
    """Return the absolute word of an option, outside what it quotes."""
    return next((option.text[remark.start : remark.end] for remark in absolutes(option.text)), None)


def _negated_twice(text: str) -> bool:
    """Say whether a text has two negations or more, outside what it quotes."""
    return len(_NEGATION.findall(without_quotes(text))) > 1


def _feedback(place: Located) -> Iterator[tuple[Where, str]]:
    """Yield every feedback of an item, with its place in it."""
    for name in ("options", "spares", "elements"):
        for index, thing in enumerate(getattr(place.item, name, [])):
            yield (name, index, "feedback"), thing.feedback
    for name in ("feedback_right", "feedback_wrong"):
        if text := getattr(place.item, name, None):
            yield (name,), text
