"""The role plays of the course: led to their end, nothing private shown to another, a way out that suits everybody."""

import itertools
import json
from collections.abc import Iterator

from passerelles.content.course import Course
from passerelles.content.roleplay import RolePlay
from passerelles.engines.roleplay.engine import act, start, state_of
from passerelles.engines.roleplay.outcome import to_do, weighed
from passerelles.engines.roleplay.state import TRAINER, Event, Game
from passerelles.engines.roleplay.view import projector_view, role_view


def led(play: RolePlay) -> Iterator[Game]:
    """Yield the game after each deed of a table that does all there is to do."""
    roles = [role.id for role in play.roles]
    young = min(play.young_roles)
    game, now = start(play, roles), 0.0
    deeds: list[tuple[str, str, str, tuple[str, ...]]] = []
    for rank, phase in enumerate(play.phases):
        deeds.append((TRAINER, "next", "", ()))
        if phase.kind == "pause":
            deeds += [(one, "understand", two, ("Il a peur.",)) for one, two in itertools.pairwise(roles)]
        if phase.kind == "act" and rank == max(n for n, p in enumerate(play.phases) if p.kind == "act"):
            good = next(proposal.id for proposal in play.proposals if proposal.success)
            deeds += [(TRAINER, "show-proposals", "", ()), (TRAINER, "open-vote", "", ())]
            deeds += [(one, "vote", good, ()) for one in roles] + [(TRAINER, "show-votes", "", ())]
            deeds += [(line.who or roles[-1], "decide", line.id, ("Un geste", "Une fonction", "Vendredi"))
                      for line in play.stop.lines] + [(young, "reread", "", ())]  # fmt: skip
        if phase.kind == "exit":
            deeds += [(one, "out", "", ()) for one in roles]
    for who, kind, what, says in deeds:
        now += 240
        game = act(play, game, Event(kind, who, now, what, says))
        yield game


def secrets(play: RolePlay, who: str) -> list[str]:
    """Return the private sentences of a role."""
    role = play.role(who)
    whispers = [inject.text for inject in play.injects if inject.to == [who]]
    return [role.private.constraint, role.private.objective, *whispers, *(o.comment for o in role.openings)]


def test_each_is_led_to_its_end_and_private_cards_stay_private(course: Course) -> None:
    assert course.roleplays
    for play in course.roleplays.values():
        for game in led(play):
            state = state_of(play, game)
            room = json.dumps(projector_view(play, game, state), ensure_ascii=False)
            for one in play.roles:
                seen = room + json.dumps(role_view(play, game, state, one.id), ensure_ascii=False)
                others = [text for role in play.roles if role.id != one.id for text in secrets(play, role.id)]
                assert not [text for text in others if text in seen]
                assert one.private.constraint not in room
        assert play.phases[state.phase].kind == "trace"
        assert to_do(play, game, state) == []
        assert next(w.holds for w in weighed(play, game, state)), "the way out that was voted suits everybody"


def test_who_plays_the_administration_holds_what_turns_a_loss_into_a_way_out(course: Course) -> None:
    play = course.roleplays["trois-projets-un-budget"]
    nets = {proposal.id: {stake.who: stake.net for stake in proposal.stakes} for proposal in play.proposals}
    [administration] = [role for role in play.roles if role.actor == "agaj"]
    assert "reliquat" in {word.word for word in administration.private.vocabulary}
    assert [inject for inject in play.injects if inject.to == [administration.id]], "it hears what it may unblock"
    assert min(nets["consolider"].values()) > 0, "asked, everybody gains"
    assert nets["sans-demander"]["clemence"] < 0, "the same shares, unasked: the contract stops"
