"""Reading of a protocol on one page: without a day to read it again it stops, and each service has a way down."""

from __future__ import annotations

from typing import Any

import pytest
from support.tools import tool_of

from passerelles.engines.tools.protocol_page import READING
from passerelles.engines.tools.reading import Finding, World

TOOL = tool_of("faire-vivre", "protocole")


def found(part: str | None = None, **fields: Any) -> list[Finding]:
    """Return what is said of the example, some fields of a part being changed."""
    value = {name: dict(content) if isinstance(content, dict) else content for name, content in TOOL.example.items()}
    return READING.read(TOOL, value | ({part: {**value[part], **fields}} if part else {}), World({}, {}, {})).findings


@pytest.mark.parametrize(
    ("part", "fields", "level", "words"),
    [
        (None, {}, "good", "L’accord a un premier geste"),
        ("revision", {"revoir": None}, "stop", "C5-110"),
        ("revision", {"debut": "2027-02-01", "revoir": "2027-02-01"}, "stop", "avant le début"),
        ("revision", {"debut": "2027-02-01", "revoir": "2029-12-01"}, "warning", "plus de deux ans"),
        ("revision", {"charge": ""}, "warning", "Personne n’est chargé"),
        ("accord", {"geste": ""}, "warning", "le premier geste"),
        ("accord", {"jeune": ""}, "warning", "ce que le jeune sait"),
    ],
)
def test_what_a_protocol_lacks(part: str | None, fields: dict[str, Any], level: str, words: str) -> None:
    findings = found(part, **fields)
    assert [finding.level for finding in findings] == [level]
    assert words in findings[0].text


def test_services_without_a_function_or_a_channel_are_named() -> None:
    value = TOOL.example | {
        "services": [{"id": "a", "service": "AMO", "fonction": "permanence"}, {"id": "b", "canal": "x"}]
    }
    texts = [finding.text for finding in READING.read(TOOL, value, World({}, {}, {})).findings]
    assert [("Service 2" in text, "AMO" in text) for text in texts] == [(True, False), (False, True)]


def test_an_empty_page_only_says_where_to_begin() -> None:
    assert [finding.level for finding in READING.read(TOOL, {}, World({}, {}, {})).findings] == ["note"]
