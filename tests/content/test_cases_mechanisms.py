"""Mechanisms that no single case’s own tests point to: levers, given time, bounded overlap, who is absent."""

from passerelles.content.case_proof import prove
from passerelles.content.case_walk import sentences
from passerelles.engines.case.engine import moments, replay


def test_mechanism_07_leeway_is_asked_of_somebody_who_can_give_it(course):
    five, council = course.cases["cinq-semaines"], course.cases["conseil-de-classe"]
    (decides,) = [line for question in five.debrief for line in question.rubric if line.id == "decision"]
    assert all(level in decides.text for level in ("vous", "direction", "conseil", "administration"))
    assert "C5-077" in five.node("n5").option("c").cites
    unasked = council.node("n4").option("c")
    assert "C5-077" in unasked.cites
    assert unasked.effects.mandate == min(option.effects.mandate for option in council.node("n4").options)
    assert any(late.at == "end" and "signait" in late.text for late in unasked.delayed)


def test_mechanism_10_the_hour_given_each_month_is_counted_and_somebody_decided_it(course):
    eight = course.cases["huit-services"]
    together = [path[-1] for path in prove(eight)[0].finished if path[-1].mode == "concerted"]

    def told(state):
        return " ".join(sentence.text for _, sentence in sentences(eight, state))

    within, beyond = [s for s in together if not s.over], [s for s in together if s.over]
    assert within
    assert beyond
    assert all("C5-136" in told(state) for state in within)
    assert all("quelqu’un d’autre a attendu" in told(state) for state in beyond)


def test_mechanism_16_who_translates_for_the_family_lets_it_speak_for_itself(course):
    eight = course.cases["huit-services"]
    translated = moments(eight, replay(eight, ["n1.a", "n2.a", "n3.a"], mode="concerted"))[-1]
    hurried = moments(eight, replay(eight, ["n1.a", "n2.a", "n3.c"], mode="concerted"))[-1]
    assert translated.mandate > hurried.mandate
    assert translated.trust > hurried.trust


def test_mechanism_31_an_overlap_is_clear_while_it_has_an_end_and_roles(course):
    eighteen, eight = course.cases["dix-huit-ans"], course.cases["huit-services"]
    bounded, endless = eighteen.node("n4").option("a"), eighteen.node("n4").option("c")
    assert bounded.effects.mandate > 0 > endless.effects.mandate
    dated, vague = eight.node("n4").option("b"), eight.node("n4").option("c")
    assert dated.effects.mandate > vague.effects.mandate
    assert {change.variable for change in vague.sets} == {"couches", "dilution"}
    assert all("C5-103" in option.cites for option in (bounded, endless, dated, vague))
    (asked,) = [question for question in eighteen.debrief if question.id == "duree"]
    assert {"duree", "roles", "cout"} <= {line.id for line in asked.rubric}  # until when, who does what, who pays


def test_mechanism_40_hearing_who_was_absent_changes_the_plan(course):
    five = course.cases["cinq-semaines"]
    heard = moments(five, replay(five, ["n1.a", "n2.a", "n3.b"]))[-1]
    unheard = moments(five, replay(five, ["n1.a", "n2.a", "n3.a"]))[-1]
    assert "C5-119" in five.node("n3").option("b").cites
    assert heard.count("place") == unheard.count("place") + 2
    assert heard.young > unheard.young
    assert any(
        "C5-119" in question.cites and "Qui n’a pas été entendu" in question.question for question in five.debrief
    )
