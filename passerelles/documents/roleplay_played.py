"""What a learner did alone in a role play, as something to read: the sentences written, the conversations had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from passerelles.content.course import Course
from passerelles.content.roleplay import Exchange, RolePlay
from passerelles.engines.roleplay.alone import WORK, Alone, from_json
from passerelles.store import Store


@dataclass(frozen=True)
class Spoken:
    """Words of somebody; `words` of the course are Markdown."""

    who: str
    words: str


@dataclass(frozen=True)
class Talk:
    """A conversation: the counterpart's lines and one's replies, in turn."""

    title: str
    lines: list[Spoken]


@dataclass(frozen=True)
class RolePlayChapter:
    """One role play of the workbook."""

    slug: str
    title: str
    at: str
    sentences: list[Spoken]  # what the learner wrote for each role
    talks: list[Talk]


def roleplay_chapters(course: Course, store: Store, learner: str) -> list[RolePlayChapter]:
    """Return what the learner of that public code wrote in each role play where they wrote something."""
    found = []
    for slug, play in course.roleplays.items():
        work = store.records.works(learner, slug).get(WORK)
        if work and (alone := from_json(play, work.value)).written:
            talks = [*_talks(play, alone)]
            found.append(RolePlayChapter(slug, play.title, work.saved_at, _sentences(play, alone), talks))
    return found


def _sentences(play: RolePlay, alone: Alone) -> list[Spoken]:
    """Return the first sentences written, in the order of the roles."""
    roles = [role for role in play.roles if role.id in alone.written]
    return [Spoken(f"{role.name}, {role.function}", alone.written[role.id]) for role in roles]


def _talks(play: RolePlay, alone: Alone) -> Iterator[Talk]:
    """Yield the conversations that were begun."""
    for exchange in play.exchanges:
        if lines := [*_lines(play, exchange, alone)]:
            yield Talk(exchange.title, lines)


def _lines(play: RolePlay, exchange: Exchange, alone: Alone) -> Iterator[Spoken]:
    """Yield what was said, each line with who said it."""
    turns = {turn.id: turn for turn in exchange.turns}
    for turn_id, reply_id in alone.said(exchange):
        turn = turns[turn_id]
        yield Spoken(play.role(exchange.to).name, turn.text)
        yield from (Spoken(play.role(exchange.who).name, one.text) for one in turn.replies if one.id == reply_id)
