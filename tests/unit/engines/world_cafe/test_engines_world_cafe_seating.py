"""For every size: everybody sits once a round, tables are even, everybody passes by every question, sectors mix."""

from collections import Counter
from itertools import combinations, combinations_with_replacement, product
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelles.engines.world_cafe.seating import Person, crossings, layout, reseat, seat, told_sizes
from passerelles.errors import Refusal

MIXES = {
    "even": lambda n: [f"s{i % 6}" for i in range(n)],
    "one": lambda n: ["s0"] * n,
    "half": lambda n: ["s0" if i < n / 2 else f"s{i % 5}" for i in range(n)],
    "2022": lambda n: ["amo" if i % 9 < 3 else "saj" if i % 9 < 5 else f"s{i % 9}" for i in range(n)],
}
RARE = {  # from so many people on, the share of the pairs of all rounds that meet again; two rounds: see `forced`
    (2, 2): [(4, 1.0)],
    (2, 3): [(32, 0.02), (24, 0.08), (13, 0.18), (4, 0.34)],
    (3, 3): [(36, 0.1), (6, 0.23)],
}
SHAPES = list(RARE)
BEYOND = {  # sizes where tables of 4 or 5 cannot be, by number of questions
    2: {*range(4, 8), *range(11, 16), *range(21, 24)},
    3: {*range(6, 12), *range(16, 24), *range(31, 36)},
    4: {*range(8, 16), *range(21, 32), *range(41, 48)},
}


def crowd(many, mix="even"):
    return [Person(f"p{i:02}", sector) for i, sector in enumerate(MIXES[mix](many))]


def pairs_again(seating):
    """Pairs who sit together more than once."""
    met = Counter(frozenset(pair) for tables in seating.rounds for t in tables for pair in combinations(t.people, 2))
    return sum(times > 1 for times in met.values())


def forced(seating):
    """Pairs who must meet again in the second round: who leaves a table finds only so many of the next question."""
    copies = Counter(question for _, question in seating.tables)
    onward = [(len(t.guests), copies[(t.question + 1) % seating.questions]) for t in seating.rounds[0]]
    return sum(comb(len(range(rank, guests, tables)), 2) for guests, tables in onward for rank in range(tables))


def above_share(seating):
    """For each round, how far the worst table is above the even share of a sector."""
    sector = {person.id: person.sector for person in seating.people}
    many = Counter(sector.values())
    worst = []
    for tables in seating.rounds:
        counts = [Counter(sector[who] for who in table.people) for table in tables]
        worst.append(max(count[s] - -(-many[s] // len(tables)) for count in counts for s in count))
    return worst


def hosts_of(tables):
    return {table.name: table.host for table in tables}


def sits_well(seating):
    """Everybody once a round; each question has a table; nobody is both host and guest."""
    everybody = sorted(person.id for person in seating.people)
    for tables in seating.rounds:
        assert sorted(who for table in tables for who in table.people) == everybody
        assert {table.question for table in tables} == set(range(seating.questions))
        assert len({table.name for table in tables}) == len(tables)


@pytest.mark.parametrize("many", range(4, 61))
def test_every_size_is_seated_as_promised(many: int):
    for (questions, rounds), mix in product(SHAPES, MIXES):
        if many < 2 * questions:
            continue
        seating = seat(crowd(many, mix), questions, rounds, seed="day")
        sits_well(seating)
        sizes = {len(table.people) for tables in seating.rounds for table in tables}
        assert sizes <= {4, 5} or many in BEYOND[questions]
        assert (told_sizes(seating) is None) == (sizes <= {4, 5})
        assert max(sizes) <= 6
        assert min(sizes) >= (3 if many >= 3 * questions else 2)
        hosts = hosts_of(seating.rounds[0])
        assert all(hosts_of(tables) == hosts for tables in seating.rounds)
        for person in seating.people:
            met = set(seating.met(person.id, rounds))
            assert len(met) == (1 if person.id in hosts.values() else questions)
        first, *later = above_share(seating)
        assert first <= 0
        assert max(later) <= 1
        met = sum(comb(len(table.people), 2) for tables in seating.rounds for table in tables)
        rare = next(share for least, share in RARE[questions, rounds] if many >= least)
        assert pairs_again(seating) <= (forced(seating) + 2 if rounds == 2 else rare * met)


@pytest.mark.parametrize("questions", BEYOND)
def test_sizes_said_impossible_are(questions: int):
    """Whatever the tables: over the rounds, each question sees everybody who moves once, three or four at a table."""
    fits = {
        sum(copies) + movers
        for copies in combinations_with_replacement(range(1, 16), questions)
        for movers in range(3 * questions * max(copies), 4 * questions * min(copies) + 1)
    }
    assert set(range(2 * questions, 61)) - fits == BEYOND[questions]


def test_one_question_gets_a_table_more_where_that_keeps_four_or_five():
    assert [many for many in range(4, 61) if len(set(layout(many, 2))) > 1] == [31]
    assert [many for many in range(6, 61) if len(set(layout(many, 3))) > 1] == [46, 47]
    assert all(len(set(layout(many, 4))) == 1 for many in range(8, 61))


def test_the_hosts_meet_the_other_question_at_the_harvest_spread_over_its_tables():
    seating = seat(crowd(24))
    crossed = crossings(seating, 2)
    hosts = hosts_of(seating.rounds[0])
    assert sorted(crossed) == sorted(hosts.values())
    assert sorted(name for names in crossed.values() for name in names) == sorted(hosts)
    assert all(crossed[host][0][0] != name[0] for name, host in hosts.items())
    assert set(crossings(seating, 1)) == {person.id for person in seating.people}, "a round left out is made up for"


def test_hosts_are_not_all_of_one_sector():
    for many in range(16, 61):
        sector = {person.id: person.sector for person in crowd(many)}
        assert len({sector[host] for host in hosts_of(seat(crowd(many)).rounds[0]).values()}) > 1


def test_the_seed_alone_decides():
    people = crowd(24)
    assert seat(people, seed="a").rounds == seat(people[::-1], seed="a").rounds
    assert seat(people, seed="a").rounds != seat(people, seed="b").rounds


@pytest.mark.parametrize("many", [8, 12, 20, 31, 35, 47, 60])
def test_four_questions_take_four_rounds(many: int):
    seating = seat(crowd(many), 4, 4)
    sits_well(seating)
    hosts = hosts_of(seating.rounds[0]).values()
    assert all(len(set(seating.met(p.id, 4))) == (1 if p.id in hosts else 4) for p in seating.people)
    sizes = {len(table.people) for tables in seating.rounds for table in tables}
    assert sizes <= ({4, 5} if many not in BEYOND[4] else {2} if many == 8 else {3, 4, 5, 6})


@pytest.mark.parametrize(
    ("many", "questions", "rounds"),
    [(3, 2, 2), (61, 2, 2), (5, 3, 3), (24, 1, 2), (24, 5, 5), (24, 2, 1), (24, 3, 2), (24, 2, 4), (24, 4, 3)],
)
def test_numbers_that_cannot_be_are_refused_with_a_cure(many: int, questions: int, rounds: int):
    with pytest.raises(Refusal) as refused:
        seat(crowd(many), questions, rounds)
    assert refused.value.what.endswith(".")
    assert refused.value.cure.endswith(".")


def test_nobody_is_seated_twice():
    with pytest.raises(Refusal, match="p00"):
        seat([*crowd(8), Person("p00", "s1")])
    with pytest.raises(Refusal):
        reseat(seat(crowd(8)), 1, [Person("p00", "s1")])
    with pytest.raises(Refusal):
        reseat(seat(crowd(60)), 1, [Person("late", "s1")])


def test_a_host_who_leaves_is_replaced_by_somebody_of_the_table():
    seating = seat(crowd(24))
    table = seating.rounds[0][0]
    after = reseat(seating, 1, left=[table.host])
    assert after.rounds[0][0].host in table.guests
    assert after.rounds[1][0].host == after.rounds[0][0].host
    between = reseat(seating, 1, left=[table.host], sitting=False)
    assert between.rounds[0] == seating.rounds[0], "what has been stays"
    assert between.rounds[1][0].host in table.guests


def test_a_question_whose_table_has_emptied_finds_a_host_again():
    seating = seat(crowd(8))
    emptied = reseat(seating, 1, left=seating.rounds[0][0].people)
    assert len(emptied.rounds[0]) == 1
    assert [len(table.people) for table in emptied.rounds[1]] == [1, 3]
    nobody = reseat(emptied, 1, left=[person.id for person in emptied.people])
    assert nobody.rounds == ((), ())
    back = reseat(nobody, 1, [Person("late", "s1")])
    assert back.rounds[0] == ()
    assert [table.people for table in back.rounds[1]] == [("late",)]


MOVES = st.lists(
    st.tuples(st.sampled_from(["come", "leave", "close", "open"]), st.integers(0, 99)), min_size=1, max_size=25
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(6, 32), st.sampled_from(SHAPES), MOVES)
def test_coming_and_leaving_moves_nobody_who_sits(many: int, shape: tuple[int, int], moves: list[tuple[str, int]]):
    seating, held, sitting, late = seat(crowd(many), *shape), 1, True, set()
    for rank, (move, which) in enumerate(moves):
        before = seating
        if move == "close":
            sitting = False
        elif move == "open" and not sitting and held < shape[1]:
            held, sitting = held + 1, True
        elif move == "come" and len(seating.people) < 60:
            late.add(f"late{rank}")
            seating = reseat(seating, held, [Person(f"late{rank}", f"s{which % 4}")], sitting=sitting)
        elif move == "leave" and len(seating.people) > 2:
            gone = seating.people[which % len(seating.people)].id
            seating = reseat(seating, held, left=[gone], sitting=sitting)
        present = {person.id for person in seating.people}
        for past in range(held):
            now = past == held - 1 and sitting
            for person in before.people:
                was, is_ = before.table_of(person.id, past), seating.table_of(person.id, past)
                same = (was and was.name) == (is_ and is_.name)
                assert same or (now and person.id not in present)
        for tables in seating.rounds[held - sitting :]:
            assert sorted(who for table in tables for who in table.people) == sorted(present)
    ever = {t.host for tables in seating.rounds for t in tables}
    for person in seating.people:
        if person.id not in ever | late:
            assert set(seating.met(person.id, shape[1])) == set(range(shape[0]))
        crossed = crossings(seating, shape[1]).get(person.id, ())
        assert len(crossed) + len(set(seating.met(person.id, shape[1]))) == shape[0]
