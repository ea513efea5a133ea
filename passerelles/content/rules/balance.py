"""A quiz as a whole: which questions, resting on what, with the right answers where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..coverage import rests_on
from ..items import Match, OpenAnswer, Order, Position, SingleChoice
from .base import Context, Finding, Located, module_file
from .words import plain

TARGETS = {"situation": 0.60, "source": 0.25, "critical": 0.15}
TOLERANCE = 0.10  # of the number of items: 14 items allow one or two more or fewer
COUNTED_FROM = 10  # items; below, percentages mean nothing
SINGLES_FROM = 6
MOST_AT_ONE_PLACE = 0.5
LEFT_OPEN = {"C5-033", "C5-034", "C5-035", "WC-128"}

_NAMES = {"situation": "situation", "source": "compréhension de la source", "critical": "lecture critique"}


def focus_balance(context: Context) -> Iterator[Finding]:
    """A quiz of ten items or more is 60 % situations, 25 % source, 15 % critical reading, give or take 10 points."""
    for slug, places in context.assigned():
        counts = Counter[str](place.item.focus for place in places)
        for focus, target in TARGETS.items():
            share = counts[focus] / max(1, len(places))
            if len(places) >= COUNTED_FROM and abs(share - target) > TOLERANCE:
                cause = f"{focus_name(focus)} : {counts[focus]} questions sur {len(places)} ({share:.0%})."
                cure = f"Visez {target:.0%}, à {TOLERANCE:.0%} près."
                yield Finding(f"exercises/{slug}/assignment.yaml", ("items",), cause, cure)


def focus_name(focus: str) -> str:
    """Return what an item is about, in French."""
    return _NAMES[focus].capitalize()


def same_statements(context: Context) -> Iterator[Finding]:
    """No two items of a quiz rest on the very same statements."""
    for _, places in context.assigned():
        seen: dict[frozenset[str], str] = {}
        for place in places:
            basis = frozenset(place.item.cites)
            if basis in seen:
                cause = f"La question « {seen[basis]} » repose exactement sur les mêmes énoncés."
                yield place.finding(("cites",), cause, "Gardez l’une des deux ou précisez ce que chacune cite.")
            seen.setdefault(basis, place.item.id)


def right_positions(context: Context) -> Iterator[Finding]:
    """With six single choices or more in a module, no place holds more than half of the right answers."""
    for module in context.course.modules.values():
        singles = [item for item in module.items if isinstance(item, SingleChoice)]
        if len(singles) < SINGLES_FROM:
            continue
        counts = Counter([option.correct for option in item.options].index(True) + 1 for item in singles)
        place, times = counts.most_common(1)[0]
        if times / len(singles) > MOST_AT_ONE_PLACE:
            cause = f"La bonne réponse est écrite en position {place} dans {times} choix uniques sur {len(singles)}."
            cure = "Déplacez la bonne option dans quelques questions (de préférence de la première à la dernière)."
            yield Finding(module_file(module, "items.yaml"), 1, cause, cure)


def right_is_longest(context: Context) -> Iterator[Finding]:
    """With six single choices or more in a module, the right option is the longest in at most half of them."""
    for module in context.course.modules.values():
        singles = [item for item in module.items if isinstance(item, SingleChoice)]
        betrayed = [item.id for item in singles if _betrayed(item)]
        if len(singles) >= SINGLES_FROM and len(betrayed) / len(singles) > MOST_AT_ONE_PLACE:
            cause = f"La bonne option est la plus longue dans {len(betrayed)} choix uniques sur {len(singles)}."
            cure = f"Allongez une option fausse ou raccourcissez la bonne, par exemple dans : {', '.join(betrayed)}."
            yield Finding(module_file(module, "items.yaml"), 1, cause, cure)


def keyed_open_question(context: Context) -> Iterator[Finding]:
    """What the sources leave open has no right answer here either."""
    for place in context.items:
        if isinstance(place.item, OpenAnswer | Position):
            continue
        open_ones = sorted(LEFT_OPEN.intersection(rests_on(place.item)))
        if open_ones or place.item.open_question:
            cause = (
                f"Les sources laissent ceci ouvert ({', '.join(open_ones) or 'open_question'}) : pas de clé possible."
            )
            cure = "Faites-en une réponse ouverte (open) ou une prise de position (position)."
            yield place.finding(("cites",) if open_ones else ("open_question",), cause, cure)


def attempts_of_quiz(context: Context) -> Iterator[Finding]:
    """A marked question is tried once or twice."""
    for slug, places in context.assigned():
        for place in places:
            if _keyed(place) and place.item.attempts not in (1, 2):
                cause = f"La question compte dans « {slug} » et se laisse essayer sans limite utile."
                yield place.finding(("attempts",), cause, "Écrivez « attempts: 1 » ou « attempts: 2 ».")


def _keyed(place: Located) -> bool:
    """Say whether an item has a right answer."""
    return not isinstance(place.item, OpenAnswer | Position)


def _betrayed(item: SingleChoice) -> bool:
    """Say whether the right option alone is the longest."""
    right = next(len(plain(option.text)) for option in item.options if option.correct)
    return right > max(len(plain(option.text)) for option in item.options if not option.correct)


def telling_ids(context: Context) -> Iterator[Finding]:
    """Ids, which learners can see, do not follow the right order or the right pairs."""
    for place in context.items:
        if isinstance(place.item, Order):
            followed = [element.id for element in place.item.elements]
        elif isinstance(place.item, Match):
            followed = [element.partner for element in sorted(place.item.elements, key=lambda e: e.id)]
        else:
            continue
        if followed == sorted(followed):
            cause = f"Rangés par ordre alphabétique, les identifiants donnent la clé : {', '.join(followed)}."
            cure = "Donnez-leur un autre ordre : ils se voient dans la page et dans le carnet nbgrader."
            yield place.finding(("elements", 0, "id"), cause, cure)
