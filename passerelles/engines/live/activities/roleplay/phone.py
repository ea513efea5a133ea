"""What a player or an observer sees on their phone: their own card and deeds, and what the room sees."""

from __future__ import annotations

from passerelles.content.roleplay import PLAYED, StopLine
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
    listing,
    prose,
    words,
)
from passerelles.engines.live.screen import table as grid
from passerelles.engines.roleplay.moves import MARKS, NET
from passerelles.engines.roleplay.state import Said, ballot, phase_of
from passerelles.engines.roleplay.view import IN_ROLE, View, marks_view, own_view
from passerelles.engines.shuffle import shuffled
from passerelles.text import t

from . import pieces
from .pieces import once, role_name
from .table import Room, Table


def phone(room: Room, who: str) -> Screen:
    """Return what somebody sees; made once for each state of their table."""
    table = room.table_of(who)
    if table is None:
        return _without_place(room)
    if who not in table.seen:
        blocks = _waiting(room, table, who) if not table.begun else _playing(table, who)
        table.seen[who] = Screen(table.play.title, [*pieces.caution(table.play), *blocks])
    return table.seen[who]


def _without_place(room: Room) -> Screen:
    """Return what somebody sees who sits nowhere: nothing is asked of them."""
    play = room.play
    if play is None or not room.tables:
        return Screen(t("live.roleplay.title"), [words(t("live.roleplay.wait"))])
    return Screen(play.title, [words(t("live.roleplay.apart")), *pieces.situation(play)])


def _waiting(room: Room, table: Table, who: str) -> list[Block]:
    """Return what somebody reads before the start: where they sit, what they will play, with whom."""
    play, role = table.play, table.role_of(who)
    place = words(t("live.roleplay.seat", name=table.name))
    mine = words(t("live.roleplay.observe"), "strong")
    if role:
        told = play.role(role)
        mine = words(t("live.roleplay.role", name=told.name, function=told.function), "strong")
    others = [f"{role_name(play, one)} : {room.names[person]}" for one, person in table.holds.items()]
    return [place, mine, words(t("live.roleplay.later"), "hint"), *pieces.situation(play),
            listing(others, t("live.roleplay.around")), *once(table, pieces.public_cards)]  # fmt: skip


def _playing(table: Table, who: str) -> list[Block]:
    """Return what somebody sees once the game has begun."""
    role = table.role_of(who)
    own = _role(table, role) if role else _observer(table, who)
    kind = table.kind
    voting = role is not None and table.state.voting  # then the proposals stand on the buttons
    shared = once(table, pieces.votes_on_phone) if kind == "act" and not voting else []
    if kind == "debrief":
        shared = [pieces.questions(table.play)]
    after = once(table, pieces.log_on_phone) if kind in ("act", "debrief", "trace") else []
    cards = once(table, pieces.public_cards) if kind in ("contract", *IN_ROLE) else []
    told = [*once(table, pieces.moment), *own, *shared, *after, *cards]
    return [*told, *_late(table, role or who), *_right(table, role)]


def _role(table: Table, role: str) -> list[Block]:
    """Return what is a player's own."""
    view = own_view(table.play, table.game, table.state, role)
    deeds = {"act": _act, "pause": _pause, "exit": _exit, "debrief": _debrief}.get(table.kind)
    acted = [*table.view["injects"], *view["whispered"]] if table.kind in PLAYED else []
    return [*_card(table, role, view), *pieces.happened(acted), *(deeds(table, role, view) if deeds else [])]


def _card(table: Table, role: str, view: View) -> list[Block]:
    """Return the private card, as long as it is in somebody's hands."""
    told, card = table.play.role(role), view["card"]
    name = words(t("live.roleplay.role", name=told.name, function=told.function), "strong")
    if card is None:
        return [name] if table.kind == "contract" else []
    vocabulary = [[word["word"], word["meaning"]] for word in card["vocabulary"]]
    head = [t("live.roleplay.word"), t("live.roleplay.meaning")]
    inside = [
        prose(f"**{t('live.roleplay.constraint')} :** {card['constraint']}"),
        prose(f"**{t('live.roleplay.objective')} :** {card['objective']}"),
        grid(t("live.roleplay.vocabulary"), head, vocabulary),
    ]
    enters = pieces.enters(table.play, told, table.state.phase)
    later = [words(f"{enters} {t('live.roleplay.until-then')}", "hint")] if enters else []
    return [name, *later, fold("private", t("live.roleplay.private"), inside, opened=table.kind == "reading")]


def _act(table: Table, role: str, view: View) -> list[Block]:
    """Return what a player may do while the meeting goes on."""
    state = table.state
    blocks: list[Block] = []
    if not state.proposals_shown:
        field = Field("text", t("live.roleplay.propose.text"), "text", most=MAX_TEXT, value=view["proposed"] or "")
        blocks.append(form("propose", t("live.roleplay.propose"), "propose", [field],
                           t("live.roleplay.propose.send"), private=True))  # fmt: skip
    if state.voting:
        blocks.append(_ballot(table, role))
    stakes = [_stake(table, role, view, said) for said in state.proposed] if state.proposals_shown else []
    if stakes:
        given = [
            _given(view, one.id, one.text)
            for one in shuffled(table.play.proposals, table.play.slug)
            if one.id in view["stakes"]
        ]
        blocks.append(fold("stakes", t("live.roleplay.stakes"), [*given, *stakes]))
    lines = [_line(table, line) for line in table.play.stop.lines if line.who in (None, role)]
    blocks.append(fold("log", t("live.roleplay.decide"), [prose(table.play.stop.text), *lines]))
    return [*blocks, *_reread(table, role)]


def _ballot(table: Table, role: str) -> Block:
    """Return the covered vote."""
    mine = table.state.votes.get(role)
    choices = [Choice(text, "vote", name, pressed=name == mine)
               for name, text in ballot(table.play, table.state).items()]  # fmt: skip
    return buttons("vote", t("live.roleplay.ballot"), choices, stacked=True)


def _given(view: View, proposal: str, text: str) -> Block:
    """Return what a proposal of the file gives a role and takes from it."""
    gain, pays = view["stakes"][proposal]
    said = t("live.roleplay.stake.given", gain=gain or t("live.roleplay.nothing"), pays=pays)
    return prose(f"{text}\n\n{said}")


def _stake(table: Table, role: str, view: View, said: Said) -> Block:
    """Return the form in which a role says what it has in a proposal of the table."""
    before = next((one.words for one in table.state.stakes if (one.who, one.about) == (role, said.about)), ("", "", ""))
    gain, pays, net = before
    options = [(name, t(f"live.roleplay.stake.{name}")) for name in NET]
    fields = [
        Field("gain", t("live.roleplay.stake.gain"), most=MAX_TEXT, value=gain, required=False),
        Field("pays", t("live.roleplay.stake.pays"), most=MAX_TEXT, value=pays, required=False),
        Field("net", t("live.roleplay.stake.net"), "choice", options=options, value=net),
    ]
    return form(f"stake-{said.about}", said.words[0], "stake", fields, t("live.roleplay.save"), what=said.about)


def _line(table: Table, line: StopLine) -> Block:
    """Return the form of a line of the log."""
    said = table.state.decided.get(line.id)
    values = said.words if said else ("", "", "")
    names = ("what", "who", "when")
    fields = [Field(name, t(f"live.roleplay.log.{name}"), most=MAX_TEXT, value=value,
                    hint=t("live.roleplay.log.who.hint") if name == "who" else "")
              for name, value in zip(names, values, strict=True)]  # fmt: skip
    return form(f"line-{line.id}", line.text, "decide", fields, t("live.roleplay.save"), what=line.id, private=True)


def _reread(table: Table, role: str) -> list[Block]:
    """Return the button of the young person, who alone can say that this is what was decided."""
    if role not in table.play.young_roles or not table.state.decided:
        return []
    choice = Choice(t("live.roleplay.reread.yes"), "reread", pressed=role in table.state.reread, style="main")
    return [buttons("reread", t("live.roleplay.reread.ask"), [choice])]


def _pause(table: Table, role: str, view: View) -> list[Block]:
    """Return the « temps mort »: what one understood of the constraint of another, for that other alone."""
    play = table.play
    others = [(name, role_name(play, name)) for name in table.game.seats if name != role]
    fields = [
        Field("who", t("live.roleplay.understand.who"), "choice", options=others),
        Field("text", t("live.roleplay.understand.text"), "text", most=MAX_TEXT),
    ]
    noted = [f"{role_name(play, name)} : {said}" for name, said in view["noted"].items()]
    send = t("live.roleplay.understand.send")
    written = [listing(noted, t("live.roleplay.noted"))] if noted else []
    return [form("understand", play.pause.question, "understand", fields, send, clears=True), *written]


def _exit(table: Table, role: str, view: View) -> list[Block]:
    """Return the steps out of a role, which nobody does for another."""
    name = role_name(table.play, role)
    if view["out"]:
        return [words(t("live.roleplay.out", name=name), "good", live=True)]
    done = Choice(t("live.roleplay.out.send", name=name), "out", style="main")
    return [listing(table.play.exit, t("live.roleplay.steps"), ordered=True),
            buttons("out", t("live.roleplay.steps"), [done])]  # fmt: skip


def _debrief(table: Table, role: str, view: View) -> list[Block]:
    """Return what others wrote about the constraint of a role, to who played it."""
    late = [one.says[0] for one in table.late if one.kind == "understand" and one.what == role]
    heard = [*view["heard"], *(t("live.roleplay.heard.late", words=said) for said in late)]
    return [listing(heard, t("live.roleplay.heard"))] if heard else []


def _observer(table: Table, who: str) -> list[Block]:
    """Return the grid of an observer, then what they noted."""
    view = marks_view(table.play, table.state, who)
    seen = pieces.happened(table.view["injects"]) if table.kind in PLAYED else []
    marks = view["marks"]
    if table.kind in PLAYED:
        lines = [_marked(line, marks.get(line["id"], ["", ""])) for line in view["grid"]]
        return [*seen, heading(t("live.roleplay.grid")), words(t("live.roleplay.grid.how"), "hint"), *lines]
    texts = {line["id"]: line["text"] for line in view["grid"]}
    told = [t("live.roleplay.mark", text=texts[name], mark=t(f"live.roleplay.mark.{mark}"), heard=heard)
            for name, (mark, heard) in marks.items()]  # fmt: skip
    return [listing(told, t("live.roleplay.marks"))] if told else [words(t("live.roleplay.observing"))]


def _marked(line: View, marks: list[str]) -> Block:
    """Return the form of a line of the grid."""
    options = [(mark, t(f"live.roleplay.mark.{mark}")) for mark in MARKS]
    fields = [
        Field("mark", t("live.roleplay.mark.ask"), "choice", options=options, value=marks[0]),
        Field("heard", t("live.roleplay.mark.heard"), most=MAX_TEXT, value=marks[1], required=False),
    ]
    name, send = f"grid-{line['id']}", t("live.roleplay.mark.send")
    label = f"{line['text']} ({t(f'live.roleplay.mark.{marks[0]}')})" if marks[0] else line["text"]
    return fold(name, label, [form(name, t("live.roleplay.marking"), "observe", fields, send, what=line["id"])])


def _late(table: Table, who: str) -> list[Block]:
    """Return to somebody what of theirs came late."""
    mine = [" ".join(one.says) or one.what for one in table.late if one.who == who]
    return [listing(mine, t("live.presence.late"))] if mine else []


def _right(table: Table, role: str | None) -> list[Block]:
    """Return the button of who wants to stop, at any time."""
    if role is None or phase_of(table.play, table.state).kind not in ("contract", *IN_ROLE):
        return []
    stop = Choice(t("live.roleplay.stop"), "stop", confirm=t("live.roleplay.stop.sure"), style="danger")
    return [buttons("stop", t("live.roleplay.right"), [stop])]
