"""Who sits where in a World Café: everybody meets every question, a host stays at each table, sectors mix.

**Tables.** A question gets as many tables as needed, the same number for each, of 4 or 5 people with their host. Who
moves goes from one question to the next at each round, so those of one question must fit the tables of another. With
two questions this cannot be done at 4–7, 11–15 and 21–23 people (three: 6–11, 16–23, 31–35; four: 8–15, 21–31,
41–47). Tables then have 3 to 6 people, and 2 or 3 when there are fewer than three people per question; `told_sizes`
says so in a sentence. At 31, 46 and 47 one question gets a table more than another, and 4 or 5 holds. A third round for
two questions is freer and could do better at 12–15; one rule for all is worth more.

**Hosts.** A host sits at one table in every round. With as many rounds as questions, somebody who sits twice at one
table misses a question: no way of handing over changes that. So who misses a question meets it when the harvest
begins: `crossings` gives the table whose cloth they read first, and the café lets them write there. So everybody
passes by every question although each table keeps its host.

**Mixing.** In the first round no table has more of a sector than its even share: people of the sector over tables,
rounded up. Later no table has more than one above that share: where all questions have as many tables this follows
from the way people are placed (`mixing`) and no swap can undo it; at 31, 46 and 47 it is measured. Pairs who
sit together again are as few as the swaps find. Those who leave one table for two cannot all be parted; with two
questions in two rounds at most two pairs more than these meet again, measured for every size. A third round adds some.

**Coming late, leaving.** `reseat` moves nobody in a round that has begun. Who comes takes the smallest table; for a
host who leaves, somebody of that table stays in their place; a table where nobody is left closes. Tables then follow
from who is there: no new ones open, and the bounds above no longer bind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from passerelles.engines.shuffle import shuffled
from passerelles.errors import Refusal
from passerelles.text import t

from .mixing import Mixing, together

QUESTIONS = (2, 4)
ROUNDS = (2, 3)  # four for four questions
MOST = 60
SIZES = (4, 5)  # of a table, its host among them
LEAST = 2  # people per question: a host, and somebody who moves


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes part, and their sector."""

    id: str
    sector: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table in one round; `question` counts from 0."""

    name: str
    question: int
    host: str
    guests: tuple[str, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who sits there, the host first."""
        return (self.host, *self.guests)


Round = tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Seating:
    """Who sits where, round after round. `people` are those who are there; a past round may hold others."""

    people: tuple[Person, ...]
    tables: tuple[tuple[str, int], ...]  # all there ever were, with their question
    seed: str
    rounds: tuple[Round, ...]

    @property
    def questions(self) -> int:
        """How many questions are asked."""
        return 1 + max(question for _, question in self.tables)

    def table_of(self, who: str, rank: int) -> Table | None:
        """Return the table where somebody sits in a round, counted from 0."""
        return next((table for table in self.rounds[rank] if who in table.people), None)

    def met(self, who: str, held: int) -> list[int]:
        """Return the questions that somebody met in so many rounds, in that order, each time it was met."""
        return [table.question for rank in range(held) if (table := self.table_of(who, rank))]


def seat(people: Iterable[Person], questions: int = 2, rounds: int = 2, seed: str = "") -> Seating:
    """Return the seating of every round, the same for the same people and seed; Refusal on numbers that cannot be."""
    everybody = tuple(people)
    _check(everybody, questions, rounds)
    first = _first(everybody, questions, seed)
    tables = tuple((table.name, table.question) for table in first)
    return _led_on(Seating(everybody, tables, seed, (first,)), first, rounds)


def reseat(
    seating: Seating, held: int, come: Sequence[Person] = (), left: Collection[str] = (), *, sitting: bool = True
) -> Seating:
    """Return the seating once people have come or left; `held` rounds have begun, `sitting`: the last one is not over.

    Nobody else moves in a round that has begun; the rounds to come are made again.
    """
    everybody = (*(one for one in seating.people if one.id not in left), *come)
    rounds = len(seating.rounds)
    if not held:
        return seat(everybody, seating.questions, rounds, seating.seed)
    _check_names(everybody)
    *past, last = seating.rounds[:held]
    changed = replace(seating, people=everybody)
    standing = _stripped(changed, last, held)
    if sitting:
        last = standing = _joined(standing, come, {one.id: one.sector for one in everybody})
    return _led_on(replace(changed, rounds=(*past, last)), standing, rounds)


def layout(people: int, questions: int) -> tuple[int, ...]:
    """Return how many tables each question gets: nearest to tables of 4 or 5, then as many for each, then fewest."""
    ways = [_shared(tables, questions) for tables in range(questions, people // LEAST + 1)]
    return min(ways, key=lambda copies: (_beyond(people, copies), len(set(copies)), sum(copies)))


def crossings(seating: Seating, held: int) -> dict[str, tuple[str, ...]]:
    """Return for each person the tables of the questions not met in the rounds held, spread over the tables.

    There they go first when the harvest begins: the hosts, and who came late.
    """
    given: Counter[int] = Counter()
    found: dict[str, tuple[str, ...]] = {}
    for person in seating.people:
        missed = [question for question in range(seating.questions) if question not in seating.met(person.id, held)]
        names = []
        for question in missed:
            tables = [name for name, asked in seating.tables if asked == question]
            names.append(tables[given[question] % len(tables)])
            given[question] += 1
        if names:
            found[person.id] = tuple(names)
    return found


def told_sizes(seating: Seating) -> str | None:
    """Return a sentence when some table has neither 4 nor 5 people, None when all do."""
    sizes = {len(table.people) for tables in seating.rounds for table in tables}
    if sizes <= set(SIZES):
        return None
    told = _span(min(sizes), max(sizes))
    return t("engines.world-cafe.sizes", people=len(seating.people), questions=seating.questions, sizes=told)


def _span(least: int, most: int) -> str:
    """Return a number, or from which to which."""
    return str(least) if least == most else t("engines.world-cafe.between", least=least, most=most)


def _shared(many: int, parts: int) -> tuple[int, ...]:
    """Return a number shared out as evenly as can be, the larger shares first."""
    return tuple(many // parts + (rank < many % parts) for rank in range(parts))


def _beyond(people: int, copies: tuple[int, ...]) -> int:
    """Return how far the worst table is from 4 or 5 people, as every group passes by every question."""
    groups = set(_shared(people - sum(copies), len(copies)))
    sizes = {1 + share for group in groups for tables in copies for share in _shared(group, tables)}
    return max(0, SIZES[0] - min(sizes), max(sizes) - SIZES[1])


def _check(people: Sequence[Person], questions: int, rounds: int) -> None:
    """Refuse, with a sentence and its cure, what cannot be seated."""
    least, most = LEAST * questions, max(ROUNDS[1], questions)
    if not QUESTIONS[0] <= questions <= QUESTIONS[1]:
        raise _refusal("questions", questions=questions)
    if not questions <= rounds <= most:
        raise _refusal("rounds", questions=questions, rounds=rounds, needed=_span(questions, most))
    if len(people) < least:
        raise _refusal("too_few", people=len(people), questions=questions, least=least)
    _check_names(people)


def _check_names(people: Sequence[Person]) -> None:
    """Refuse too many people, and one who is there twice."""
    if len(people) > MOST:
        raise _refusal("too_many", people=len(people), most=MOST)
    twice = [name for name, times in Counter(one.id for one in people).items() if times > 1 or not name]
    if twice:
        raise _refusal("twice", who=twice[0])


def _refusal(key: str, **places: object) -> Refusal:
    """Return a refusal and its cure."""
    return Refusal(t(f"engines.world-cafe.{key}", **places), t(f"engines.world-cafe.{key}.cure", **places))


def _in_order(people: Sequence[Person], seed: str) -> list[Person]:
    """Return people sector after sector, the largest first, in an order of the seed."""
    many = Counter(one.sector for one in people)
    return sorted(shuffled(people, seed), key=lambda one: (-many[one.sector], one.sector))


def _first(people: Sequence[Person], questions: int, seed: str) -> Round:
    """Return the first round: everybody placed, and a host at each table.

    Tables stand copy after copy, so that a sector spreads over questions too, those of the question with fewest copies
    first: they take the larger groups. Hosts of one copy come from one place in the order, another for each copy: so
    questions have hosts of the same sectors, and these are not all of one sector.
    """
    copies = layout(len(people), questions)
    spots = sorted((copies[q], copy, q) for q in range(questions) for copy in range(copies[q]))
    sectors = {one.id: one.sector for one in people}
    wants: dict[str, int | None] = {one.id: None for one in _in_order(people, seed)}
    mixing = Mixing([q for *_, q in spots], [""] * len(spots), wants, sectors, {})
    mixing.place()
    tables = []
    for (_, copy, question), sitting in zip(spots, mixing.sitting, strict=True):
        host = sitting[copy % len(sitting)]
        guests = tuple(who for who in sitting if who != host)
        tables.append(Table(f"{question + 1}{chr(ord('A') + copy)}", question, host, guests))
    return tuple(tables)


def _led_on(seating: Seating, standing: Round, rounds: int) -> Seating:
    """Return the seating with the rounds to come; `standing`: the last round as it would go on."""
    while len(seating.rounds) < rounds:
        standing = _next(seating, standing)
        seating = replace(seating, rounds=(*seating.rounds, standing))
    return seating


def _next(seating: Seating, standing: Round) -> Round:
    """Return the round after: hosts stay, the others go on."""
    known = {table.question for table in standing}
    again = {question: name for name, question in reversed(seating.tables) if question not in known}
    tables = (*standing, *(Table(name, question, "", ()) for question, name in again.items()))
    hosts = [table.host for table in tables]
    wants = {one.id: _wanted(seating, one.id) for one in _in_order(seating.people, seating.seed) if one.id not in hosts}
    met = together(table.people for past in seating.rounds for table in past)
    mixing = Mixing([t.question for t in tables], hosts, wants, {one.id: one.sector for one in seating.people}, met)
    mixing.place()
    mixing.improve()
    return tuple(
        Table(table.name, table.question, sitting[0], tuple(sitting[1:]))
        for table, sitting in zip(tables, mixing.sitting, strict=True)
        if sitting
    )


def _wanted(seating: Seating, who: str) -> int | None:
    """Return the question where somebody goes: the next one not met yet; None: any."""
    met = seating.met(who, len(seating.rounds))
    after = [(met[-1] + step) % seating.questions for step in range(1, seating.questions)] if met else []
    return next((question for question in after if question not in met), None)


def _stripped(seating: Seating, last: Round, held: int) -> Round:
    """Return a round without who has left; for a host, who of the table has met most questions stays there."""
    present = {one.id for one in seating.people}
    tables = []
    for table in last:
        here = [who for who in table.people if who in present]
        if here:
            host = here[0] if here[0] == table.host else max(here, key=lambda who: len(set(seating.met(who, held))))
            tables.append(replace(table, host=host, guests=tuple(who for who in here if who != host)))
    return tuple(tables)


def _joined(tables: Round, come: Sequence[Person], sectors: Mapping[str, str]) -> Round:
    """Return a round with who has come, each at the smallest table, of these where their sector is rarest."""
    sitting = list(tables)
    for person in come if sitting else ():
        best = min(sitting, key=lambda t: (len(t.people), sum(sectors[who] == person.sector for who in t.people)))
        sitting[sitting.index(best)] = replace(best, guests=(*best.guests, person.id))
    return tuple(sitting)
