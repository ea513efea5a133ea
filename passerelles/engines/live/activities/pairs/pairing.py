"""Pairs of different sectors: as many as the room allows, and a trio when the number is odd.

People stand in line sector after sector, the largest first; somebody goes with whoever stands half a line further. Two
of the same sector then meet only when a sector holds more than half of the room, and no other way has fewer of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from passerelles.engines.live.activity import Person
from passerelles.engines.shuffle import shuffled

Group = tuple[str, ...]  # ids of two people, of three when the number is odd; of one who waits for somebody
Groups = tuple[Group, ...]
PAIR = 2
_FIRST = {1: 0, 3: 1, 2: 2}  # where somebody more is best put: with who waits, out of a trio, in a pair


def paired(people: Sequence[Person], seed: str) -> Groups:
    """Return the pairs, the same for the same people and seed; one person alone waits."""
    count = Counter(person.sector for person in people)
    line = sorted(shuffled(people, seed), key=lambda one: (-count[one.sector], one.sector))
    half = len(line) // 2
    groups: Groups = tuple((line[rank].id, line[rank + half].id) for rank in range(half))
    sectors = {person.id: person.sector for person in people}
    return joined(groups, line[-1].id, sectors) if len(line) % 2 else groups


def joined(groups: Groups, who: str, sectors: Mapping[str, str], kept: Collection[Group] = ()) -> Groups:
    """Return the groups with one more person, where sectors mix best; those of `kept` are left as they are."""
    ways = [(group, way) for group in groups if group not in kept for way in _ways(group, who)]
    if not ways:
        return (*groups, (who,))
    old, new = min(ways, key=lambda one: _cost(one[0], one[1], sectors))
    rank = groups.index(old)
    return (*groups[:rank], *new, *groups[rank + 1 :])


def mixed(group: Group, sectors: Mapping[str, str]) -> bool:
    """Say whether two sectors meet in a group."""
    return len({sectors[who] for who in group}) > 1


def avoidable(groups: Iterable[Group], sectors: Mapping[str, str]) -> bool:
    """Say whether the people of these groups could be put together so that sectors mix more often."""
    told = list(groups)
    count = Counter(sectors[who] for group in told for who in group)
    return sum(not mixed(group, sectors) for group in told) > _least(count)


def _least(count: Counter[str]) -> int:
    """Return in how many groups people of one sector meet at best."""
    people = count.total()
    return max(0, max(count.values(), default=0) - people // 2 - people % 2)


def _ways(group: Group, who: str) -> Iterator[Groups]:
    """Yield what a group may become with one more person."""
    if len(group) <= PAIR:
        yield ((*group, who),)
    else:
        for out in reversed(group):
            yield (tuple(one for one in group if one != out), (out, who))


def _cost(old: Group, new: Groups, sectors: Mapping[str, str]) -> tuple[int, int, int]:
    """Return what a way costs: groups of one sector first, then where it is best, then who meets their own."""
    alike = sum(not mixed(group, sectors) for group in new) - (not mixed(old, sectors))
    repeats = sum(len(group) - len({sectors[who] for who in group}) for group in new)
    return alike, _FIRST[len(old)], repeats
