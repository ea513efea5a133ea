"""What a phone, the projector and the trainer see of a quiz; nothing tells what is right before its moment."""

from __future__ import annotations

from string import ascii_uppercase

from passerelles.engines.live.activity import SMALL, Trace
from passerelles.engines.live.answers import late, received, shortened
from passerelles.engines.live.bank import (
    VERDICTS,
    Asked,
    bare,
    covered,
    division,
    prompt,
    share,
    solution,
    unanswered,
    uncovered,
)
from passerelles.engines.live.screen import Block, Choice, Screen, bars, buttons, fold, listing, table, timer, words
from passerelles.french import share as percent
from passerelles.text import t

from .moves import Quiz, seen


def person(state: Quiz, who: str) -> Screen:
    """Return the question somebody is at, their team, then how the room did."""
    team = state.teams.get(who)
    blocks = [words(t("live.quiz.my-team", team=_team(team)), "hint")] if team is not None else []
    blocks += _together(state, who) if state.together else _alone(state, who)
    return Screen(t("live.quiz.title"), [*blocks, *(_scores(state) if state.results else [])])


def room(state: Quiz) -> Screen:
    """Return the question all are at and, once shown, what was right; at their own pace, how many are done."""
    if state.results:
        return Screen(t("live.quiz.title"), [_table(state), *_scores(state)])
    if state.together:
        return Screen(t("live.quiz.title"), _open(state))
    return Screen(t("live.quiz.title"), [_done(state), *_members(state)])


def trainer(state: Quiz) -> Screen:
    """Return what the room sees, what is right, and the way on."""
    blocks: list[Block] = [*room(state).blocks]
    if one := state.open:
        blocks += late(state.answers[one.id])
        if one.id not in state.shown:
            blocks.append(fold(f"key-{one.id}", t("live.quiz.key"), [solution(one, t("live.quiz.solution"))]))
    return Screen(t("live.quiz.title"), [buttons("lead", t("live.quiz.lead"), _deeds(state)), *blocks])


def trace(state: Quiz) -> Trace:
    """Return how the room did, question by question and team by team."""
    given = [answer for one in state.asked for answer in state.answers[one.id].given.values()]
    facts = {"questions": float(len(state.asked)), "answers": float(len(given)),
             "late": float(sum(len(found.late) for found in state.answers.values()))}  # fmt: skip
    whole = share(given) if _done_by(state) >= SMALL else None
    if whole is not None:
        facts["right"] = round(whole, 3)
    blocks = [_table(state, state.asked), *_scores(state)] if given else [words(t("live.answers.nothing"))]
    return Trace(t("live.quiz.title"), blocks, facts, empty=not given)


def _together(state: Quiz, who: str) -> list[Block]:
    """Return to somebody the question that is open, covered or not."""
    one = state.open
    if one is None:
        return [words(t("live.quiz.soon"), live=True)]
    answers = state.answers[one.id]
    mine = answers.given.get(who) or answers.late.get(who)
    told = [words(t("live.answers.late-mine"), "caution")] if who in answers.late else []
    if one.id not in state.shown:
        return [*_timer(state), covered(one, mine), words(t("live.answers.covered"), "hint")]
    if mine is None:
        return unanswered(one, t("live.quiz.unanswered"), t("live.quiz.solution"))
    return [*told, uncovered(one, mine)]


def _alone(state: Quiz, who: str) -> list[Block]:
    """Return to somebody the question they are at, with the reasons once they answered."""
    one = state.at(who)
    if one is None:
        found = [told.outcome.verdict for told in state.given(who)]
        return [words(t("live.quiz.end", n=found.count("right"), of=len(state.asked)), "strong")]
    mine = state.answers[one.id].of(who)
    if mine is None:
        return [covered(one, None)]
    last = one is state.asked[-1]
    on = Choice(t("live.quiz.finish" if last else "live.quiz.on"), "on", one.id, style="main")
    told = [words(t("live.answers.late-mine"), "caution")] if who in state.answers[one.id].late else []
    return [*told, uncovered(one, mine), buttons(f"on-{one.id}", on.label, [on])]


def _open(state: Quiz) -> list[Block]:
    """Return to the room the question that is open."""
    one = state.open
    if one is None:
        return [words(t("live.quiz.soon"), live=True), *_members(state)]
    answers = state.answers[one.id]
    rank = words(t("live.quiz.rank", n=state.rank + 1, of=len(state.asked)), "hint")
    blocks = [rank, *prompt(one), *_timer(state), received(state.presence, answers)]
    if one.id not in state.shown:
        return blocks
    labels = {verdict: t(f"live.quiz.{verdict}") for verdict in VERDICTS}
    divided = division(one, t("live.quiz.division"), answers.given.values(), labels)
    return [*blocks, solution(one, t("live.quiz.solution")), divided]


def _timer(state: Quiz) -> list[Block]:
    """Return the countdown of the question that is open, when it has one."""
    seconds, one = state.prepared["seconds"], state.open
    covered_ = one is not None and one.id not in state.shown
    return [timer("question", t("live.quiz.timer"), state.since, seconds)] if seconds and covered_ else []


def _deeds(state: Quiz) -> list[Choice]:
    """Return what the trainer may do now."""
    found: list[Choice] = []
    one = state.open
    if one and one.id not in state.shown:
        found.append(Choice(t("live.quiz.show"), "show", one.id, style="main"))
    elif state.together and state.rank + 1 < len(state.asked):
        label = t("live.quiz.next" if one else "live.quiz.start")
        found.append(Choice(label, "next", style="main"))
    if not state.results:
        found.append(Choice(t("live.quiz.results"), "results"))
    return found


def _done_by(state: Quiz) -> int:
    """Return how many people answered a question or more."""
    return len({who for answers in state.answers.values() for who in answers.given})


def _done(state: Quiz) -> Block:
    """Return how many are at the end, and how far the room is."""
    people, length = len(state.presence.here | state.passed.keys()), len(state.asked)
    told = t("live.quiz.done", n=sum(rank == length for rank in state.passed.values()), of=people)
    given = sum(len(answers.given) for answers in state.answers.values())
    return words(f"{told} {t('live.quiz.given', n=given, of=people * length)}")


def _table(state: Quiz, questions: tuple[Asked, ...] | None = None) -> Block:
    """Return how the room did, question by question; of fewer than five answers, only how many."""
    rows = []
    for one in seen(state) if questions is None else questions:
        given = state.answers[one.id].given
        part = share(given.values())
        rows.append([shortened(bare(one.shown["html"])), str(len(given)), "—" if part is None else percent(part, 1)])
    head = [t(f"live.quiz.head-{name}") for name in ("question", "answers", "right")]
    return table(t("live.quiz.table"), head, rows)


def _scores(state: Quiz) -> list[Block]:
    """Return the score of each team of which enough people answered."""
    found = [(_team(team), round(100 * part)) for team, part in state.team_shares.items() if part is not None]
    return [bars(t("live.quiz.scores"), found, most=100, unit="%")] if found else []


def _members(state: Quiz) -> list[Block]:
    """Return who is in which team, by the names they go by here: they have to find each other."""
    rows = []
    for team in sorted(set(state.teams.values())):
        names = [one.name for one in state.presence.present() if state.teams.get(one.id) == team]
        rows.append(t("live.quiz.members", team=_team(team), names=", ".join(names)))
    return [listing(rows, t("live.quiz.teams"))] if rows else []


def _team(team: int) -> str:
    """Return the name of a team."""
    return t("live.quiz.team", letter=ascii_uppercase[team])
