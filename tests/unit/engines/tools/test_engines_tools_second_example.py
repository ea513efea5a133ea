"""The second example of sharing: nothing leaves while a condition is missing, and silence has a follow-up."""

from __future__ import annotations

from typing import Any

from support.tools import tool_of

from passerelles.engines.tools.reading import Reading, World
from passerelles.engines.tools.second_example import READING

TOOL = tool_of("partager-ou-se-taire", "deuxieme-exemple")
HELD = {row.id: {"etat": "reunie"} for row in TOOL.parts[1].rows}


def levels(value: dict[str, Any], part: str) -> list[str]:
    """Return the levels of what is said about a part."""
    return [f.level for f in read(value).findings if f.where[:1] == (part,)]


def read(value: dict[str, Any]) -> Reading:
    """Return what is said of a value."""
    return READING.read(TOOL, value, World({}, {}, {}))


def test_sharing_stops_while_a_condition_is_missing() -> None:
    """Part of it or all of it: the missing conditions are named; once all are held, the situation is to be reread."""
    lacking = {**HELD, "accord": {"etat": "manque"}, "mission": {"etat": "inconnu"}}
    stop = next(f for f in read({"conditions": lacking, "decision": {"choix": "partie"}}).findings if f.level == "stop")
    assert "« Il est d’accord sur ce qui sera dit » et « Elle œuvre à la même mission »" in stop.text
    assert "stop" not in levels({"conditions": HELD, "decision": {"choix": "tout"}}, "decision")
    assert levels({"conditions": lacking, "decision": {"choix": "rien"}}, "decision") == ["good"]


def test_silence_is_not_the_end() -> None:
    """Keeping silent asks for a follow-up, which begins with the young person."""
    kept = {"decision": {"choix": "rien"}}
    assert levels(kept, "suite") == ["warning"]
    assert levels({**kept, "suite": {"gestes": ["trois"]}}, "suite") == ["warning", "good"]
    assert levels({**kept, "suite": {"gestes": ["parler", "enjeu"]}}, "suite") == []


def test_the_sentence_is_read_again() -> None:
    """What was not ticked about the sentence is said, only once there is a sentence."""
    assert levels({"decision": {"relue": ["neutre"]}}, "decision") == []
    assert levels({"decision": {"phrase": "Je ne parle d’aucun jeune."}}, "decision") == ["warning"]
    ticked = ["neutre", "besoin", "apport", "devant"]
    assert levels({"decision": {"phrase": "Je ne parle d’aucun jeune.", "relue": ticked}}, "decision") == []


def test_the_chain_holds_by_all_its_links() -> None:
    """The picture says what the chain comes to, and the table the same."""
    some = dict(list(HELD.items())[:2])
    for conditions, outcome in ((HELD, "held"), (some, "open"), ({"accord": {"etat": "manque"}}, "broken")):
        reading = read({"conditions": conditions})
        assert reading.figures[0].description.endswith(f"{TOOL.says[f'chain-{outcome}']}.")
        assert len(reading.tables[0].rows) == len(conditions)


def test_reasons_are_told_in_a_table_and_doubts_at_once() -> None:
    """What cannot be argued for is said; when all can, once for the part."""
    right = {"conditions": TOOL.example["conditions"]}
    assert levels(right, "conditions") == ["good"]
    assert read(right).tables[0].rows[1][1:] == ["Non, elle manque", "Personne ne lui a encore posé la question."]
    wrong = {"conditions": {**TOOL.example["conditions"], "accord": {"etat": "reunie"}}}
    assert levels(wrong, "conditions") == ["warning"]


def test_both_examples_stand_side_by_side() -> None:
    """The published steps on one side, the learner's on the other."""
    beside = read(TOOL.example).tables[2]
    assert [row[0][:2] for row in beside.rows] == ["3.", "4.", "5.", "6."]
    assert beside.rows[0][1:] == ["Samia. Elle n’a été ni informée ni consultée.", "Timéo, qui s’est confié"]
    assert not read({}).tables
