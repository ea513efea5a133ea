"""What the trainer of a World Café sees and may do: rounds, cloths, what is typed from paper, the harvest."""

from __future__ import annotations

from passerelles.engines.live.activity import MAX_TEXT
from passerelles.engines.live.screen import (
    Block,
    Choice,
    Field,
    Screen,
    buttons,
    fold,
    form,
    heading,
    link,
    listing,
    words,
)
from passerelles.engines.world_cafe.state import NEW
from passerelles.engines.world_cafe.view import View, trainer_view
from passerelles.text import t

from .deeds import MORE
from .screens import clock, cloths, compared, harvest, once, reap, seats, tie, title
from .state import Salon, shortened


def cockpit(salon: Salon) -> Screen:
    """Return what the trainer sees."""
    view = trainer_view(salon.cafe)
    reaping = salon.state.phase == "harvest"
    work = [*_to_do(salon, view), *once(salon, "reap", reap), *_compare(salon), *_entries(salon)] if reaping else []
    return Screen(title(salon), [*_lead(salon), *_people(salon, view), *work, *_paper(salon), *_plan(salon, view)])


def _lead(salon: Salon) -> list[Block]:
    """Return what leads on: rounds, then the harvest."""
    state = salon.state
    deeds = {"round": ["close-round"], "harvest": []}.get(state.phase)
    if deeds is None:
        more = state.held < len(state.seating.rounds)
        deeds = [*(["open-round"] if more else []), *(["open-harvest"] if state.held else [])]
    numbers = {"round": state.held, "next": state.held + 1}
    choices = [Choice(t(f"live.world-cafe.{deed}", **numbers), deed, style="main" if rank == 0 else "plain")
               for rank, deed in enumerate(deeds)]  # fmt: skip
    if state.phase == "round":
        choices += [Choice(t("live.world-cafe.more", n=n), "extend", n) for n in MORE]
    return [*clock(salon), *([buttons("lead", t("live.world-cafe.lead"), choices)] if choices else [])]


def _people(salon: Salon, view: View) -> list[Block]:
    """Return who sits where, whom the café has no room for, and who reads which cloth first."""
    sizes = [words(view["sizes"], "hint")] if view["sizes"] else []
    looking = [words(t("live.world-cafe.looking", n=len(salon.looking)), "hint")] if salon.looking else []
    cross = [t("live.world-cafe.crosses", name=salon.named(who), tables=", ".join(names))
             for who, names in view["cross"].items()]  # fmt: skip
    crossing = [fold("cross", t("live.world-cafe.cross.title"), [listing(cross)])] if cross else []
    late = [words(t("live.world-cafe.late-count", n=len(salon.late)), "hint")] if salon.late else []
    return [*sizes, *looking, *late, *seats(salon, view["tables"]), *crossing]


def _to_do(salon: Salon, view: View) -> list[Block]:
    """Return what the harvest still lacks."""
    asked = [t("live.world-cafe.lacks", question=salon.cafe.questions[int(rank) - 1])
             for rank in view["to_do"]["questions"]]  # fmt: skip
    many = len(view["to_do"]["entries"])
    lacking = [*asked, *([t("live.world-cafe.to-compare", n=many)] if many else [])]
    return [listing(lacking, t("live.world-cafe.to-do"))] if lacking else []


def _compare(salon: Salon) -> list[Block]:
    """Return the form that sets something harvested beside the answers of 2011: one thing at a time."""
    entries = salon.state.entries
    waiting = [entry for entry in entries.values() if not entry.compared]
    entry = entries.get(salon.reading) or next(iter(waiting), None)
    if entry is None:
        return []
    values = ",".join(name for name in entry.compared if name != NEW)
    field = Field("said", t("live.world-cafe.compare.said"), "many", options=salon.answers_to(entry.question),
                  value=values)  # fmt: skip
    new = Choice(t("live.world-cafe.compare.new"), "compare", entry.id, [NEW], pressed=NEW in entry.compared)
    send = t("live.world-cafe.compare.send")
    return [
        heading(t("live.world-cafe.compare")),
        words(entry.words, "said"),
        buttons(f"new-{entry.id}", t("live.world-cafe.compare.new"), [new]),
        form(f"compare-{entry.id}", t("live.world-cafe.compare.said"), "compare", [field], send, what=entry.id),
    ]


def _entries(salon: Salon) -> list[Block]:
    """Return what is harvested, with what may be done to each."""
    found = salon.view["harvest"]
    again = [Choice(shortened(one["words"]), "read", one["id"]) for one in found if compared(salon, one)]
    drop = [Choice(shortened(one["words"]), "drop", one["id"], confirm=t("live.world-cafe.drop.sure"), style="danger")
            for one in found]  # fmt: skip
    folded = []
    for name, choices in (("again", again), ("drop", drop)):
        label = t(f"live.world-cafe.{name}")
        folded += [fold(name, label, [buttons(name, label, choices, stacked=True)])] if choices else []
    return [*once(salon, "harvest", harvest), *folded]


def _paper(salon: Salon) -> list[Block]:
    """Return the forms of what stands on cloths: to copy one of paper, to tie two traces, to take one off."""
    if salon.state.phase == "before":
        return []
    tables = [(name, t("live.world-cafe.cloth", table=name)) for name, _ in sorted(salon.state.seating.tables)]
    copied = [
        Field("table", t("live.world-cafe.head.table"), "choice", options=tables),
        Field("text", t("live.world-cafe.trace.text"), "text", t("live.world-cafe.copy.hint"), MAX_TEXT),
    ]
    send = t("live.world-cafe.copy.send")
    blocks = [form("copy", t("live.world-cafe.copy"), "trace", copied, send, clears=True, private=True)]
    standing = salon.standing()
    if len(standing) > 1:
        blocks.append(tie("all", standing))
    if standing:
        off = [Field("trace", t("live.world-cafe.off.trace"), "choice", options=standing)]
        blocks.append(form("off", t("live.world-cafe.off"), "strike", off, t("live.world-cafe.off.send"), clears=True))
    return [fold("paper", t("live.world-cafe.paper"), blocks), *once(salon, "cloths", cloths)]


def _plan(salon: Salon, view: View) -> list[Block]:
    """Return the seating of every round, the sheet of the hosts, and the way to the cloths of paper."""
    rounds = [block for rank, tables in enumerate(view["plan"], 1)
              for block in seats(salon, tables, t("live.world-cafe.round", round=rank))]  # fmt: skip
    sheet = listing(t("live.world-cafe.host.sheet").split("\n"))
    return [
        fold("plan", t("live.world-cafe.plan"), rounds),
        fold("host", t("live.world-cafe.host.title"), [sheet]),
        link(t("live.world-cafe.paper-link"), "formateur/world-cafe/papier"),
    ]
