"""A role play can be led: its table is whole, its times add up, nobody wins at another’s cost, one gets out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from ..roleplay import END, PLAYED, Exchange, RolePlay
from ..yaml import Place
from .base import Context, Finding, roleplay_file
from .caution import LEGAL_STATEMENT, speaks_of_law

FEWEST_BROUGHT = 3  # things that each role can bring
FEWEST_OBSERVED = 6  # lines of the grid
DEBRIEF_SHARE = 0.6  # of the time played
ONCE = ("contract", "reading", "pause", "exit", "debrief", "trace")  # kinds of phase that come once

Named = tuple[Place, str, Collection[str]]


def unknown_reference(context: Context) -> Iterator[Finding]:
    """Every role, phase, turn, service, sector or script that a role play names exists."""
    for play in context.course.roleplays.values():
        for place, name, known in [*_roles_named(play), *_phases_named(play), *_turns(play), *_beyond(context, play)]:
            if name not in known:
                listed = ", ".join(known) if len(known) <= 12 else "ceux du corpus"
                yield _finding(play, place, f"« {name} » n’existe pas ici.", f"Existent : {listed}.")


def repeated_id(context: Context) -> Iterator[Finding]:
    """No id is given twice among what can be named, played, noted or answered."""
    for play in context.course.roleplays.values():
        for group in _groups(play):
            for name in [name for name, times in Counter(name for _, name in group).items() if times > 1]:
                place = [where for where, known in group if known == name][-1]
                yield _finding(play, place, f"L’identifiant « {name} » est déjà pris.", "Donnez-en un autre.")


def no_translator(context: Context) -> Iterator[Finding]:
    """Somebody at the table makes the others understand one another."""
    for play in context.course.roleplays.values():
        if not any(role.translator for role in play.roles):
            cause = "Aucun rôle ne traduit entre les secteurs [C5-087]."
            yield _finding(play, ("roles",), cause, "Ajoutez « translator: true » au rôle qui explique qui fait quoi.")


def no_young(context: Context) -> Iterator[Finding]:
    """The young person has a chair, and a line of the decisions to write."""
    for play in context.course.roleplays.values():
        if not play.young_roles:
            cause = "La jeune personne n’est pas à la table [C5-105]."
            yield _finding(play, ("roles",), cause, "Ajoutez son rôle, avec « young: true ».")


def few_contributions(context: Context) -> Iterator[Finding]:
    """Each role brings at least three things, and no fewer than it has limits, the hidden one included."""
    for play in context.course.roleplays.values():
        for role in play.roles:
            wanted = max(FEWEST_BROUGHT, len(role.public.limits) + 1)
            if (count := len(role.public.brings)) < wanted:
                cause = f"« {role.name} » a {count} apports pour {len(role.public.limits) + 1} limites [C5-102]."
                cure = f"Écrivez au moins {wanted} apports."
                yield _finding(play, ("roles", role.id, "public", "brings"), cause, cure)


def success_at_a_loss(context: Context) -> Iterator[Finding]:
    """A proposal is a good way out only when every role gains by it."""
    for play in context.course.roleplays.values():
        for proposal in [proposal for proposal in play.proposals if proposal.success]:
            winners = {stake.who for stake in proposal.stakes if stake.gain.strip() and stake.net > 0}
            if losers := [role.name for role in play.roles if role.id not in winners]:
                cause = f"Cette issue se dit réussie, et n’apporte rien à : {', '.join(losers)} [C5-072]."
                cure = "Donnez un gain à chaque rôle, ou retirez « success: true »."
                yield _finding(play, ("proposals", proposal.id), cause, cure)


def silent_stake(context: Context) -> Iterator[Finding]:
    """A proposal says of every role what it pays, once."""
    for play in context.course.roleplays.values():
        for proposal in play.proposals:
            told = [stake.who for stake in proposal.stakes]
            if wrong := [role.name for role in play.roles if told.count(role.id) != 1]:
                cause = f"Cette proposition ne dit pas une seule fois ce qui revient à : {', '.join(wrong)}."
                yield _finding(play, ("proposals", proposal.id, "stakes"), cause, "Un seul enjeu par rôle.")


def short_debrief(context: Context) -> Iterator[Finding]:
    """One debriefs long enough after what was lived."""
    for play in context.course.roleplays.values():
        played, debriefed = play.length(*PLAYED), play.length("debrief")
        if debriefed < DEBRIEF_SHARE * played:
            cause = f"Le débriefing dure {debriefed} minutes pour {played} minutes de jeu."
            yield _finding(play, ("phases",), cause, f"Donnez-lui au moins {DEBRIEF_SHARE * played:.0f} minutes.")


def phase_order(context: Context) -> Iterator[Finding]:
    """A contract and the cards first; acts around a pause; then out of the roles, the debriefing, a trace."""
    for play in context.course.roleplays.values():
        kinds: list[str] = [phase.kind for phase in play.phases]
        acts = kinds[2:-3]
        whole = kinds[:2] == ["contract", "reading"] and kinds[-3:] == ["exit", "debrief", "trace"]
        if not whole or "pause" not in acts[1:-1] or any(kinds.count(kind) != 1 for kind in ONCE):
            cause = f"Les phases se suivent ainsi : {', '.join(kinds)}."
            cure = "Attendu : contract, reading, act, pause, act, exit, debrief, trace (d’autres actes sont permis)."
            yield _finding(play, ("phases",), cause, cure)


def time_sum(context: Context) -> Iterator[Finding]:
    """The phases add up to the announced length, and what happens does so while one plays."""
    for play in context.course.roleplays.values():
        if (total := sum(phase.minutes for phase in play.phases)) != play.minutes:
            cause = f"Les phases totalisent {total} minutes, et {play.minutes} sont annoncées."
            yield _finding(play, ("minutes",), cause, f"Écrivez « minutes: {total} » ou changez une phase.")
        acts = {phase.id: phase.minutes for phase in play.phases if phase.kind == "act"}
        for inject in play.injects:
            if inject.minute >= acts.get(inject.at, 0):
                cause = f"« {inject.title} » arrive à la minute {inject.minute} de « {inject.at} », hors d’un acte."
                yield _finding(play, ("injects", inject.id, "minute"), cause, "Choisissez un acte, avant sa fin.")


def small_grid(context: Context) -> Iterator[Finding]:
    """Who does not play has something to look at."""
    for play in context.course.roleplays.values():
        if (count := len(play.grid)) < FEWEST_OBSERVED:
            cause = f"La grille d’observation a {count} lignes."
            yield _finding(play, ("grid",), cause, f"Donnez au moins {FEWEST_OBSERVED} choses à observer.")


def unheard_young(context: Context) -> Iterator[Finding]:
    """The criterion to stop holds a line that the young person alone writes."""
    for play in context.course.roleplays.values():
        if play.young_roles and not play.young_roles & {line.who for line in play.stop.lines}:
            cause = "Aucune ligne des décisions n’est écrite par la jeune personne."
            name = min(play.young_roles)
            yield _finding(play, ("stop", "lines"), cause, f"Ajoutez « who: {name} » à une ligne.")


def lost_turn(context: Context) -> Iterator[Finding]:
    """Every turn of an exchange is reached, and replies only lead further down: it ends."""
    for play in context.course.roleplays.values():
        for exchange in play.exchanges:
            for place, cause in _lost(exchange):
                cure = "Faites mener à ce tour une réponse d’un tour plus haut."
                yield _finding(play, ("exchanges", exchange.id, "turns", *place), cause, cure)


def missing_caution(context: Context) -> Iterator[Finding]:
    """A role play that speaks of professional secrecy, or cites C5-024, carries the legal caution."""
    for play in context.course.roleplays.values():
        text = play.model_dump_json()
        if play.caution != "legal" and (LEGAL_STATEMENT in text or speaks_of_law(text)):
            cause = "Le jeu de rôle touche au secret professionnel ou au RGPD sans le bandeau juridique."
            yield _finding(play, ("slug",), cause, "Ajoutez « caution: legal ».")


def _finding(play: RolePlay, place: Place, cause: str, cure: str) -> Finding:
    """Return a finding about a role play."""
    return Finding(roleplay_file(play), place, cause, cure)


def _roles_named(play: RolePlay) -> Iterator[Named]:
    """Yield the roles named."""
    known = [role.id for role in play.roles]
    for inject in play.injects:
        yield from ((("injects", inject.id, "to", name), name, known) for name in inject.to)
    for proposal in play.proposals:
        places = enumerate(proposal.stakes)
        yield from ((("proposals", proposal.id, "stakes", n, "who"), stake.who, known) for n, stake in places)
    yield from ((("stop", "lines", line.id, "who"), line.who, known) for line in play.stop.lines if line.who)
    for exchange in play.exchanges:
        yield ("exchanges", exchange.id, "who"), exchange.who, known
        yield ("exchanges", exchange.id, "to"), exchange.to, known


def _phases_named(play: RolePlay) -> Iterator[Named]:
    """Yield the phases named."""
    known = [phase.id for phase in play.phases]
    yield from ((("injects", inject.id, "at"), inject.at, known) for inject in play.injects)
    yield from ((("roles", role.id, "at"), role.at, known) for role in play.roles if role.at)


def _turns(play: RolePlay) -> Iterator[Named]:
    """Yield the turns named."""
    for exchange in play.exchanges:
        known = [*(turn.id for turn in exchange.turns), END]
        for turn in exchange.turns:
            place = ("exchanges", exchange.id, "turns", turn.id, "replies")
            yield from (((*place, reply.id, "next"), reply.next, known) for reply in turn.replies)


def _beyond(context: Context, play: RolePlay) -> Iterator[Named]:
    """Yield what a role play names of the corpus."""
    actors = [actor.id for actor in context.course.actors]
    sectors = [sector.id for sector in context.course.sectors]
    for role in play.roles:
        if role.actor:
            yield ("roles", role.id, "actor"), role.actor, actors
        if role.sector:
            yield ("roles", role.id, "sector"), role.sector, sectors
    yield from ((("reviewed_by", name), name, sectors) for name in play.reviewed_by)
    yield ("debrief", "script"), play.debrief.script, [script.id for script in context.course.debriefs]


def _groups(play: RolePlay) -> Iterator[list[tuple[Place, str]]]:
    """Yield groups of ids, each unique in its group, with their places."""
    fields = ("phases", "roles", "injects", "proposals", "grid", "exchanges", "variants")
    parts: list[tuple[Place, str]] = []
    for name in fields:
        parts += [((name, n, "id"), thing.id) for n, thing in enumerate(getattr(play, name))]
    parts += [(("debrief", "questions", n, "id"), q.id) for n, q in enumerate(play.debrief.questions)]
    yield parts
    yield [(("stop", "lines", n, "id"), line.id) for n, line in enumerate(play.stop.lines)]
    for role in play.roles:
        yield [(("roles", role.id, "openings", n, "id"), o.id) for n, o in enumerate(role.openings)]
    for exchange in play.exchanges:
        place = ("exchanges", exchange.id, "turns")
        yield [((*place, n, "id"), turn.id) for n, turn in enumerate(exchange.turns)]
        for turn in exchange.turns:
            yield [((*place, turn.id, "replies", n, "id"), reply.id) for n, reply in enumerate(turn.replies)]


def _lost(exchange: Exchange) -> Iterator[tuple[Place, str]]:
    """Yield the turns that nothing leads to, and the replies that lead back."""
    ranks = {turn.id: n for n, turn in enumerate(exchange.turns)} | {END: len(exchange.turns)}
    reached = {exchange.turns[0].id}
    for n, turn in enumerate(exchange.turns):
        if turn.id not in reached:
            yield (turn.id,), f"Rien ne mène au tour « {turn.id} »."
            continue
        for reply in turn.replies:
            reached.add(reply.next)
            if ranks.get(reply.next, n + 1) <= n:
                yield (turn.id, "replies", reply.id), f"La réponse « {reply.id} » revient en arrière."
