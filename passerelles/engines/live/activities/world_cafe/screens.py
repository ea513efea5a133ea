"""What a World Café shows on the phones and on the projector, and what stays of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from passerelles.engines.live.activity import MAX_TEXT, Trace
from passerelles.engines.live.screen import (
    Block,
    Choice,
    Field,
    Screen,
    buttons,
    cards,
    cloth,
    fold,
    form,
    heading,
    listing,
    timer,
    words,
)
from passerelles.engines.live.screen import table as grid
from passerelles.engines.world_cafe.state import KINDS, table_now, tables_now
from passerelles.engines.world_cafe.view import SMALL, View, cloth_view, names_of, upward_note
from passerelles.text import t

from .deeds import BEYOND as NONE_ASKED
from .state import Salon, shortened

Made = Callable[[Salon], list[Block]]


def phone(salon: Salon, who: str) -> Screen:
    """Return what somebody sees."""
    if who in salon.looking or who not in salon.names:
        return Screen(title(salon), [words(t("live.world-cafe.full")), *once(salon, "harvest", harvest)])
    deeds = {"round": _round, "harvest": _harvest}.get(salon.state.phase, _going)
    late = [one for one in salon.late if one.who == who]
    kept = [listing([" ".join(one.says) or one.what for one in late], t("live.presence.late"))] if late else []
    return Screen(title(salon), [*deeds(salon, who), *kept])


def title(salon: Salon) -> str:
    """Return where the café is."""
    state, of = salon.state, len(salon.state.seating.rounds)
    return t(f"live.world-cafe.phase.{state.phase}", round=state.held, next=min(state.held + 1, of), of=of)


def once(salon: Salon, name: str, make: Made) -> list[Block]:
    """Return blocks that are the same for several people, made once for each state of the café."""
    if name not in salon.parts:
        salon.parts[name] = make(salon)
    return salon.parts[name]


def clock(salon: Salon) -> list[Block]:
    """Return the time of the round."""
    state = salon.state
    if state.phase != "round":
        return []
    seconds = (salon.prepared["minutes"] + salon.longer) * 60
    return [timer(f"round-{state.held}", t("live.world-cafe.round", round=state.held), state.since, seconds)]


def _going(salon: Salon, who: str) -> list[Block]:
    """Return where somebody goes, before a round and between two."""
    table = next((one for one in salon.view["tables"] if who in (one["host"], *one["guests"])), None)
    if table is None or salon.state.held == len(salon.state.seating.rounds):
        return [words(t("live.world-cafe.soon")), *_missed(salon, who)]
    place = words(t("live.world-cafe.go", table=table["name"]), "strong", live=True)
    return [
        place,
        heading(table["question"]),
        *_host(table["host"] == who),
        *_around(salon, table, who),
        *_missed(salon, who),
    ]


def _host(hosts: bool) -> list[Block]:
    """Return the sheet of who hosts a table."""
    if not hosts:
        return []
    sheet = listing(t("live.world-cafe.host.sheet").split("\n"))
    return [words(t("live.world-cafe.host"), "strong"), fold("host", t("live.world-cafe.host.title"), [sheet])]


def _around(salon: Salon, table: View, who: str) -> list[Block]:
    """Return who else sits at a table."""
    host = t("live.world-cafe.hosted", name=salon.named(table["host"]))
    others = [salon.named(name) for name in table["guests"] if name != who]
    return [listing([host, *others] if table["host"] != who else others, t("live.world-cafe.around"))]


def _round(salon: Salon, who: str) -> list[Block]:
    """Return the cloth before somebody while a round goes on, and what they may add to it."""
    here = table_now(salon.state, who)
    if here is None:
        return [words(t("live.world-cafe.soon"))]
    table = next(one for one in salon.view["tables"] if one["name"] == here.name)
    place = words(t("live.world-cafe.here", table=here.name), "strong")
    return [place, heading(table["question"]), *once(salon, "clock", clock), *_host(here.host == who),
            *_writing(salon, here.name, who), *_around(salon, table, who), *_missed(salon, who, here.name)]  # fmt: skip


def _writing(salon: Salon, table: str, who: str, *, reads: bool = False) -> list[Block]:
    """Return the form of a trace, the cloth of a table, and the lines; who `reads` it has the cloth first."""
    field = Field("text", t("live.world-cafe.trace.text"), "text", t("live.world-cafe.trace.hint"), MAX_TEXT)
    send = t("live.world-cafe.trace.send")
    write = form(f"trace-{table}", t("live.world-cafe.trace"), "trace", [field], send,
                 what=table, clears=True, private=True)  # fmt: skip
    told = once(salon, f"cloth-{table}", lambda salon: spread(cloth_view(salon.cafe, table)))
    both = [*told, write] if reads else [write, *told]  # what others add moves no form away
    return [*both, *_lines(salon, table), *_mine(salon, who, table)]


def spread(view: View) -> list[Block]:
    """Return a cloth: what was left by those before, what is left now, and the lines between."""
    traces = [(one["id"], one["words"], _when(one)) for one in (*view["before"], *view["now"])]
    return [cloth(view["table"], t("live.world-cafe.cloth", table=view["table"]), traces, view["lines"])]


def _when(trace: View) -> str:
    """Say in which round a trace was left, and whether it came when that was over."""
    told = t("live.world-cafe.of-round", n=trace["round"])
    return f"{told}, {t('live.world-cafe.late')}" if trace["late"] else told


def _lines(salon: Salon, table: str) -> list[Block]:
    """Return the form that ties two traces, and the buttons that untie them."""
    return once(salon, f"lines-{table}", lambda salon: _tying(salon, table))


def _tying(salon: Salon, table: str) -> list[Block]:
    """Return the same, made anew."""
    standing = salon.standing(table)
    if len(standing) < 2:
        return []
    told = dict(standing)
    tied = [Choice(t("live.world-cafe.unlink", one=told[one], other=told[other]), "unlink", one, [other])
            for one, other in sorted(salon.state.lines) if one in told and other in told]  # fmt: skip
    inside = [tie(table, standing)]
    inside += [buttons(f"unlink-{table}", t("live.world-cafe.unlink.label"), tied, stacked=True)] if tied else []
    return [fold(f"lines-{table}", t("live.world-cafe.link"), inside)]


def tie(name: str, standing: Sequence[tuple[str, str]]) -> Block:
    """Return the form that ties two traces of one cloth."""
    fields = [Field(end, t(f"live.world-cafe.link.{end}"), "choice", options=standing) for end in ("one", "other")]
    send = t("live.world-cafe.link.send")
    return form(f"link-{name}", t("live.world-cafe.link"), "link", fields, send, clears=True)


def _mine(salon: Salon, who: str, table: str = "") -> list[Block]:
    """Return the buttons that take back one's own traces."""
    state = salon.state
    mine = [one for one in state.traces.values()
            if one.who == who and one.id not in state.struck and table in ("", one.table)]  # fmt: skip
    choices = [Choice(t("live.world-cafe.strike", words=shortened(one.words)), "strike", one.id) for one in mine]
    own = buttons(f"mine-{table}", t("live.world-cafe.mine"), choices, stacked=True)
    return [fold(f"mine-{table}", t("live.world-cafe.mine"), [own])] if choices else []


def _missed(salon: Salon, who: str, here: str = "") -> list[Block]:
    """Return what of somebody's came when they had left a table: kept, and told to be late."""
    late = [one.words for one in salon.state.traces.values() if one.who == who and one.late and one.table != here]
    return [listing(late, t("live.world-cafe.missed"))] if late else []


def _harvest(salon: Salon, who: str) -> list[Block]:
    """Return the cloth that somebody has not met yet, then what is harvested; a host may add to it."""
    blocks: list[Block] = []
    for name in salon.crossed.get(who, ()):
        view = cloth_view(salon.cafe, name)
        blocks += [words(t("live.world-cafe.cross", table=name), "strong"), heading(view["question"]),
                   *_writing(salon, name, who, reads=True)]  # fmt: skip
    if any(table.host == who for table in tables_now(salon.state)):
        blocks += once(salon, "reap", reap)
    return [*blocks, *once(salon, "harvest", harvest), *once(salon, "cloths", cloths), *_mine(salon, who)]


def reap(salon: Salon) -> list[Block]:
    """Return the form in which something is harvested."""
    asked = [(str(rank), question) for rank, question in enumerate(salon.cafe.questions, 1)]
    kinds = [(kind, t(f"engines.world-cafe.kind.{kind}")) for kind in KINDS]
    fields = [
        Field("question", t("live.world-cafe.reap.question"), "choice", t("live.world-cafe.reap.beyond-hint"),
              options=[*asked, (NONE_ASKED, t("live.world-cafe.beyond"))]),
        Field("kind", t("live.world-cafe.reap.kind"), "choice", options=kinds),
        Field("words", t("live.world-cafe.reap.words"), "text", most=MAX_TEXT),
        Field("traces", t("live.world-cafe.reap.traces"), "many", options=salon.standing(), required=False),
    ]  # fmt: skip
    return [form("reap", t("live.world-cafe.reap"), "harvest", fields, t("live.world-cafe.reap.send"), clears=True)]


def harvest(salon: Salon) -> list[Block]:
    """Return what is harvested, question after question, beside what was said in 2011."""
    found = salon.view["harvest"]
    blocks: list[Block] = []
    for question in (*salon.cafe.questions, None):
        under = [entry for entry in found if entry["question"] == question]
        if under:
            asked = question or t("live.world-cafe.beyond")
            blocks += [heading(asked), cards(asked, [_entry(salon, entry) for entry in under])]
    return blocks


def _entry(salon: Salon, entry: View) -> dict[str, str]:
    """Return something harvested as a card."""
    return {"title": entry["label"], "words": entry["words"], "note": compared(salon, entry),
            "tone": "good" if entry["new"] else "normal"}  # fmt: skip


def compared(salon: Salon, entry: View) -> str:
    """Say what something harvested is beside the answers of 2011."""
    if entry["new"] is None:
        return ""
    if entry["new"]:
        return t("live.world-cafe.new")
    said = " ; ".join(f"{salon.answers.get(name, '')} [{name}]" for name in entry["statements"])
    return t("live.world-cafe.said-2011", said=said)


def cloths(salon: Salon) -> list[Block]:
    """Return every cloth, folded."""
    views = [cloth_view(salon.cafe, name) for name in names_of(salon.state)]
    return [fold(f"cloth-of-{view['table']}", t("live.world-cafe.cloth", table=view["table"]),
                 [words(view["question"], "hint"), *spread(view)]) for view in views]  # fmt: skip


def projector(salon: Salon) -> Screen:
    """Return what the whole room sees: who goes where, then the cloths, until something is harvested from them."""
    if salon.state.phase == "harvest":
        found = once(salon, "harvest", harvest)
        laid = [] if found else [block for name in names_of(salon.state) for block in _shown(salon, name)]
        return Screen(title(salon), [*found, *laid])
    return Screen(title(salon), [*clock(salon), *seats(salon, salon.view["tables"])])


def _shown(salon: Salon, name: str) -> list[Block]:
    """Return a cloth on the projector, unless nothing stands on it."""
    view = cloth_view(salon.cafe, name)
    return spread(view) if view["before"] or view["now"] else []


def seats(salon: Salon, tables: Sequence[View], caption: str = "") -> list[Block]:
    """Return who sits where: a line for each table."""
    head = [t(f"live.world-cafe.head.{name}") for name in ("table", "question", "host", "guests")]
    rows = [[one["name"], one["question"], salon.named(one["host"]), ", ".join(map(salon.named, one["guests"]))]
            for one in sorted(tables, key=lambda one: one["name"])]  # fmt: skip
    return [grid(caption or t("live.world-cafe.seats"), head, rows)]


def trace(salon: Salon) -> Trace:
    """Return what stays: the harvest with where it comes from, and the cloths; nobody is named."""
    note = upward_note(salon.cafe)
    head = [t(f"live.world-cafe.head.{name}") for name in ("kind", "words", "tables", "then")]
    blocks: list[Block] = []
    for question in (*note["questions"], None):
        rows = [[one["label"], one["words"], ", ".join(one["tables"]), compared(salon, one)]
                for one in note["findings"] if one["question"] == question]  # fmt: skip
        blocks += [grid(question or t("live.world-cafe.beyond"), head, rows)] if rows else []
    left = [block for name in names_of(salon.state) for block in _shown(salon, name)]
    empty = not note["findings"] and not left
    return Trace(t("live.world-cafe.title"), [*blocks, *left], _facts(salon, note), empty=empty)


def _facts(salon: Salon, note: View) -> dict[str, float]:
    """Return the figures of the report; sectors are counted when the group is not too small."""
    standing = len(salon.standing())
    told = {"people": note["people"], "rounds": note["rounds"], "traces": standing, "entries": len(note["findings"]),
            "new": sum(one["new"] is True for one in note["findings"]),
            "empty": len(note["to_do"]["questions"])}  # fmt: skip
    told |= {"sectors": len(note["sectors"])} if note["people"] >= SMALL else {}
    return {t(f"live.world-cafe.fact.{name}"): value for name, value in told.items()}
