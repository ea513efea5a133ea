"""Spaced review: on which day what comes back, and with which wrong options."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from passerelles.content.items import Item, MultipleChoice, Option, SingleChoice
from passerelles.engines.lesson import Attempt
from passerelles.engines.review import A_DAY, Memory, Seen, answered, asked, due, kept, memory_of, next_day, variant

DAY = date(2026, 11, 2)


def option(name: str, correct: bool = False) -> Option:
    return Option(id=name, text=f"Option {name}", feedback="Voici pourquoi.", correct=correct)


def single(name: str = "q", cites: tuple[str, ...] = ("C5-010",), spares: str = "xy") -> SingleChoice:
    return SingleChoice(
        id=name, kind="single", focus="source", prompt="Lequel ?", cites=list(cites), points=3,
        options=[option("a"), option("b", True), option("c")], spares=[option(i) for i in spares],
    )  # fmt: skip


def memory(*seen: Seen, item: Item | None = None) -> Memory:
    return Memory("essai", item or single(), DAY, seen)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def test_who_comes_on_time_reviews_on_days_two_seven_and_twenty_one():
    one, days = memory(), []
    while one.due_on:
        days.append((one.due_on - DAY).days)
        one = memory(*one.seen, Seen(one.due_on, True))
    assert days == [2, 7, 21]
    assert next_day([one], after(21)) is None


def test_what_was_missed_comes_back_two_days_later_and_counts_again():
    assert memory(Seen(after(2), True), Seen(after(7), False)).due_on == after(9)
    assert memory(Seen(after(2), True), Seen(after(7), False), Seen(after(9), True)).due_on == after(23)


def test_five_a_day_the_longest_awaited_first_and_no_two_on_the_same_statements():
    many = [Memory("essai", single(f"q{n}", (f"C5-0{n + 10}",)), after(-n)) for n in range(8)]
    twin = Memory("essai", single("jumelle", ("C5-017",)), after(-20))
    today = due([*many, twin], after(2), "K7M2QP")
    assert [one.item.id for one in today] == ["jumelle", "q6", "q5", "q4", "q3"]
    done = [Memory(m.module, m.item, m.first, (Seen(after(2), True),)) for m in today[:2]]
    assert len(due([*done, *today[2:], *many], after(2), "K7M2QP")) == A_DAY - 2


@given(st.lists(st.integers(0, 40), unique=True, max_size=12), st.integers(0, 60), st.text(max_size=4))
def test_the_same_day_gives_the_same_questions_in_whatever_order_they_are_known(ages, day, seed):
    known = [Memory("essai", single(f"q{age}", (f"C5-{age + 10:03d}",)), after(-age)) for age in ages]
    today = due(known, after(day), seed)
    assert today == due(reversed(known), after(day), seed)
    assert len(today) <= A_DAY
    assert all(one.due_on and one.due_on <= after(day) for one in today)
    assert len(today) == min(A_DAY, sum(age + day >= 2 for age in ages))


@given(st.integers(0, 9))
def test_each_round_has_the_right_option_and_as_many_wrong_ones(round_):
    item = variant(single(), round_)
    assert isinstance(item, SingleChoice)
    assert [o.id for o in item.options if o.correct] == ["b"]
    assert len({o.id for o in item.options}) == 3
    assert item.attempts == 1


def test_the_first_review_shows_other_wrong_options_and_the_next_ones_follow():
    shown = [{o.id for o in variant(single(), n).options} - {"b"} for n in range(3)]
    assert shown == [{"x", "y"}, {"a", "c"}, {"x", "y"}]
    several = MultipleChoice(**single().model_dump(exclude={"kind"}), kind="multiple")
    assert {o.id for o in variant(several, 0).options} == {"b", "x", "y"}


def test_a_question_without_spares_is_asked_as_it_was():
    assert {o.id for o in variant(single(spares=""), 0).options} == {"a", "b", "c"}


def test_nothing_is_marked_and_nothing_is_told_before_the_answer(statements):
    one = memory()
    shown = asked(one, "K7M2QP", statements)
    assert shown["points"] == 0
    assert "feedback" not in str(shown)
    assert answered(one, None, statements)["feedback"] is None
    told = answered(one, Attempt("b", 3.0, "right", "2026-11-04T08:00:00Z"), statements)
    assert told["status"] == "locked"
    assert (told["feedback"]["points"], told["feedback"]["maximum"]) == (0, 0)


def test_what_is_kept_is_read_back_and_what_is_not_ours_is_as_if_nothing_was():
    one = memory(Seen(after(2), True))
    again = memory_of("essai", one.item, DAY, kept(one, Seen(after(7), False)))
    assert again.seen == (Seen(after(2), True), Seen(after(7), False))
    for odd in (None, [], {"seen": 3}, {"seen": [{"on": "hier", "right": True}]}, {"autre": 1}):
        assert memory_of("essai", one.item, DAY, odd).seen == ()
