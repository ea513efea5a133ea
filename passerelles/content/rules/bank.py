"""The items of all modules together: how many, about what, with the right answers where, ready to be met again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..items import SingleChoice
from .balance import COUNTED_FROM, TARGETS, TOLERANCE, focus_name
from .base import Context, Finding

FILE = "modules"
FEWEST_ITEMS = 180  # of a whole course
WHOLE_FROM = 12  # modules: a smaller course is an extract, whose size says nothing
FEWEST_SPARES = 2
SINGLES_FROM = 30
MOST_ABOVE = 0.10  # share of right answers at one place, above what an even spread would give


def small_bank(context: Context) -> Iterator[Finding]:
    """A whole course asks enough."""
    count = len(context.items)
    if len(context.course.modules) >= WHOLE_FROM and count < FEWEST_ITEMS:
        cause = f"La banque compte {count} questions, pour {len(context.course.modules)} modules."
        yield Finding(FILE, 1, cause, f"Il en faut au moins {FEWEST_ITEMS}.")


def bank_focus(context: Context) -> Iterator[Finding]:
    """Over the bank too, 60 % of situations, 25 % of source, 15 % of critical reading, give or take 10 points."""
    counts = Counter[str](place.item.focus for place in context.items)
    for focus, target in TARGETS.items():
        share = counts[focus] / max(1, len(context.items))
        if len(context.items) >= COUNTED_FROM and abs(share - target) > TOLERANCE:
            cause = f"{focus_name(focus)} : {counts[focus]} questions sur {len(context.items)} ({share:.0%})."
            yield Finding(FILE, 1, cause, f"Visez {target:.0%}, à {TOLERANCE:.0%} près, sur toute la banque.")


def bank_positions(context: Context) -> Iterator[Finding]:
    """Over the bank, no place holds many more right answers of single choices than an even spread would give it."""
    singles = [place.item for place in context.items if isinstance(place.item, SingleChoice)]
    counts = Counter([option.correct for option in item.options].index(True) for item in singles)
    for place, times in sorted(counts.items()):
        even = sum(1 / len(item.options) for item in singles if len(item.options) > place)
        if len(singles) >= SINGLES_FROM and (times - even) / len(singles) > MOST_ABOVE:
            cause = f"La bonne réponse est en position {place + 1} dans {times} choix uniques sur {len(singles)}."
            cure = f"Une répartition égale en mettrait {even:.0f} : déplacez-en quelques-unes."
            yield Finding(FILE, 1, cause, cure)


def few_spares(context: Context) -> Iterator[Finding]:
    """A single choice of a quiz has other wrong options, for the reviews that come later."""
    for _, places in context.assigned():
        for place in places:
            if isinstance(place.item, SingleChoice) and len(place.item.spares) < FEWEST_SPARES:
                cause = f"La question a {len(place.item.spares)} option(s) de réserve."
                cure = f"Écrivez-en {FEWEST_SPARES} dans `spares` : fausses, plausibles, chacune avec sa rétroaction."
                yield place.finding(("spares",), cause, cure)
