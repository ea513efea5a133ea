"""What crossed presentations show: the sheet before each, the pair that is called, the map of the group."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from passerelles.engines.live.activity import Trace
from passerelles.engines.live.presence import grouped, sector_name
from passerelles.engines.live.screen import (
    Block,
    Choice,
    Field,
    Screen,
    buttons,
    cards,
    fold,
    form,
    listing,
    prose,
    table,
    words,
)
from passerelles.french import listed
from passerelles.text import t

from .pairing import Group
from .state import Sheet, State, counted, free, group_of, is_alike, is_locked, of_group, partner, public, score


def person_screen(state: State, who: str) -> Screen:
    """Return what somebody sees: whom they present, their sheet; later who presents, and the check."""
    if state.asked is not None:
        return Screen(t("live.pairs.title"), _questions(state, who))
    about = partner(state, who)
    mine = [words(t("live.pairs.alone"), "hint", live=True)] if about is None else _with(state, who, about)
    if state.called:
        turn = [words(t("live.pairs.turn"), "strong", live=True)] if who in state.called else []
        return Screen(t("live.pairs.title"), [*turn, *_called(state), fold("mine", t("live.pairs.mine"), mine)])
    return Screen(t("live.pairs.title"), [prose(t("live.pairs.how")), *mine])


def room_screen(state: State) -> Screen:
    """Return what the projector shows: who goes with whom, then the pair that is called, then the map of the group."""
    if state.called:
        return Screen(t("live.pairs.title"), _called(state))
    if state.presented:
        return Screen(t("live.pairs.map"), [*_map(state), *_score(state)])
    groups = listing((_people(state, group) for group in state.groups), t("live.pairs.groups"))
    return Screen(t("live.pairs.title"), [prose(t("live.pairs.how")), groups, words(_progress(state), live=True)])


def trainer_screen(state: State) -> Screen:
    """Return what the trainer sees: how far each pair is, never what is not presented yet."""
    authors = {who for who, _ in state.sheets}
    rows = [(_names(state, group), _written(authors, group), _stage(state, group)) for group in state.groups]
    head = [t(f"live.pairs.column.{name}") for name in ("group", "written", "stage")]
    blocks = [words(_progress(state)), _lead(state), table(t("live.pairs.groups"), head, rows)]
    choices = [Choice(_names(state, group), "call", group[0]) for group in state.groups]
    blocks.append(buttons("call", t("live.pairs.call"), choices))
    blocks += _presented(state)
    late = [sheet for sheet in state.sheets.values() if sheet.late]
    if late:
        blocks.append(words(t("live.pairs.late", count=len(late)), "caution"))
    return Screen(t("live.pairs.title"), [*blocks, *_score(state)])


def trace(state: State) -> Trace:
    """Return the map of the group, by sectors of five people at least, and how many sheets and guesses there were."""
    told = counted(state)
    got = score(state)
    facts = {"groups": len(state.groups), "mixed": sum(not is_alike(state, group) for group in state.groups),
             "sheets": len(told)}  # fmt: skip
    facts |= {"right": got[0], "guesses": got[1]} if got else {}
    named = {t(f"live.pairs.fact.{name}"): float(value) for name, value in facts.items()}
    return Trace(t("live.pairs.map"), _kept_map(state, told), named, empty=not told)


def _with(state: State, who: str, about: str) -> list[Block]:
    """Return whom somebody presents, and the sheet: what they bring first, their limits once that is kept."""
    group = group_of(state, who)
    blocks = [words(t("live.pairs.present", name=state.person(about).name, sector=state.sector(about)), live=True)]
    if len(group) > 2:
        blocks.append(words(t("live.pairs.trio", people=_people(state, group)), "hint"))
    if is_locked(state, group):
        return [*blocks, words(t("live.pairs.locked"), "caution", live=True)]
    if is_alike(state, group):
        blocks.append(words(t("live.pairs.alike"), "caution"))
    sheet = state.sheets.get((who, about))
    blocks.append(_form("brings", about, state.person(about).name, sheet.brings if sheet else ""))
    if sheet:
        blocks.append(_form("limits", about, state.person(about).name, sheet.limits))
    return blocks


def _form(deed: str, about: str, name: str, value: str) -> Block:
    """Return one of the two forms of a sheet."""
    asked = Field(deed, t(f"live.pairs.{deed}", name=name), "text", t(f"live.pairs.{deed}.hint"), value=value)
    submit = t("live.pairs.again" if value else "live.pairs.keep")
    return form(f"{deed}-{about}", t(f"live.pairs.{deed}.form"), deed, [asked], submit, what=about, private=True)


def _people(state: State, group: Group) -> str:
    """Return who is in a group, with their sectors."""
    told = (t("live.pairs.person", name=state.person(who).name, sector=state.sector(who)) for who in group)
    return t("live.pairs.and").join(told)


def _names(state: State, group: Group) -> str:
    """Return the names alone."""
    return listed([state.person(who).name for who in group])


def _called(state: State) -> list[Block]:
    """Return the group that presents: what each brings before their limits, under their sector."""
    found = [_card(state, sheet) for sheet in of_group(state, state.called)]
    who = words(_names(state, state.called), "strong", live=True)
    return [who, cards(t("live.pairs.brought"), found) if found else words(t("live.pairs.unwritten"), "hint")]


def _card(state: State, sheet: Sheet) -> dict[str, str]:
    """Return a sheet that is presented, as a card."""
    card = {"title": state.sector(sheet.about), "words": sheet.brings}
    if sheet.limits:
        card["note"] = t("live.pairs.limits.told", limits=sheet.limits)
    return card


def _map(state: State) -> list[Block]:
    """Return the map of the group: under each sector, what its people bring."""
    by_sector: dict[str, list[str]] = {}
    for sheet in public(state):
        by_sector.setdefault(state.sector(sheet.about), []).append(sheet.brings)
    told = (
        {"title": title, "words": "\n".join(f"– {one}" for one in found)} for title, found in sorted(by_sector.items())
    )
    return [cards(t("live.pairs.brought"), told)]


def _kept_map(state: State, told: Iterable[Sheet]) -> list[Block]:
    """Return the map that is kept: no sector of fewer than five people is told apart."""
    people = state.presence.people
    groups = grouped(person.sector for person in people.values())
    by_group: dict[str, list[str]] = {}
    for sheet in told:
        by_group.setdefault(groups[people[sheet.about].sector], []).append(sheet.brings)
    if len(by_group) == 1:
        return [listing(found, t("live.pairs.brought")) for found in by_group.values()]
    return [listing(found, sector_name(group, state.names)) for group, found in sorted(by_group.items())]


def _questions(state: State, who: str) -> list[Block]:
    """Return the check: where does each contribution come from? Told as soon as it is answered."""
    asked = (state.asked or {}).get(who, ())
    if not asked:
        return [words(t("live.pairs.check.none"), "hint")]
    options = _options(state)
    blocks = [words(t("live.pairs.check.how"), live=True)]
    for sheet in asked:
        guess = state.guesses.get((who, sheet.id))
        blocks.append(words(sheet.brings, "said"))
        if guess:
            told = t(f"live.pairs.check.{'right' if guess.right else 'wrong'}", sector=state.sector(sheet.about))
            blocks.append(words(told, "good" if guess.right else "hint", live=True))
        else:
            choices = [Choice(name, "guess", sheet.id, (sector,)) for sector, name in options]
            blocks.append(buttons(f"guess-{sheet.id}", t("live.pairs.check.asked"), choices, stacked=True))
    return blocks


def _options(state: State) -> list[tuple[str, str]]:
    """Return the sectors to choose from: those of the people who were there."""
    present = dict.fromkeys(person.sector for person in state.presence.people.values() if person.sector)
    return sorted(((sector, sector_name(sector, state.names)) for sector in present), key=lambda told: told[1])


def _progress(state: State) -> str:
    """Return how many sheets are written, of how many."""
    expected = sum(len(group) for group in state.groups if len(group) > 1)
    return t("live.pairs.progress", written=len({who for who, _ in state.sheets}), expected=expected)


def _score(state: State) -> list[Block]:
    """Return what the check gives, when five people answered."""
    got = score(state)
    return [words(t("live.pairs.score", right=got[0], guesses=got[1]), "strong")] if got else []


def _lead(state: State) -> Block:
    """Return what the trainer may do."""
    waiting = [group for group in state.groups if not state.presented.intersection(group)]
    choices = [Choice(t("live.pairs.next"), "next", style="main")] if waiting else []
    if state.called:
        choices.append(Choice(t("live.pairs.rest"), "rest"))
    if len(free(state)) > 1 and not state.called:
        choices.append(Choice(t("live.pairs.mix"), "mix", confirm=t("live.pairs.mix.confirm")))
    if state.presented and state.asked is None:
        choices.append(Choice(t("live.pairs.check"), "check"))
    return buttons("lead", t("live.pairs.lead"), choices)


def _written(authors: Collection[str], group: Group) -> str:
    """Return how many of a group have written."""
    return t("live.pairs.of", written=sum(who in authors for who in group), expected=len(group))


def _stage(state: State, group: Group) -> str:
    """Return where a group is."""
    if len(group) == 1 or is_locked(state, group):
        return t("live.pairs.stage.alone" if len(group) == 1 else "live.pairs.stage.locked")
    if state.presented.intersection(group):
        return t("live.pairs.stage.now" if group == state.called else "live.pairs.stage.done")
    return t("live.pairs.stage.writing")


def _presented(state: State) -> list[Block]:
    """Return what was presented, and the means to take one away from every screen."""
    found = public(state)
    if not found:
        return []
    choices = [Choice(t("live.pairs.strike", brings=sheet.brings[:60]), "strike", sheet.id,
                      confirm=t("live.pairs.strike.confirm"), style="danger") for sheet in found]  # fmt: skip
    strikes = buttons("strike", t("live.pairs.strikes"), choices, stacked=True)
    shown = cards(t("live.pairs.brought"), [_card(state, sheet) for sheet in found])
    return [shown, fold("strike", t("live.pairs.strikes"), [strikes])]
