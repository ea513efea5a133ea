"""What a day proves: hours by the halves where somebody was marked, a register, a report that names nobody."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from support.activities import Echo

from passerelles.documents.session_report import report_paper
from passerelles.engines import attestation
from passerelles.engines.attestation import names, opened, seal
from passerelles.engines.live.activity import TRAINER, Event
from passerelles.engines.live.session import engine
from passerelles.engines.live.session.agenda import Slot
from passerelles.engines.live.session.state import Session
from passerelles.server.sessions.evidence import claim_of, register_of, report_of

DAY = date(2026, 11, 21)
COURSE: Any = SimpleNamespace(tracks={}, modules={})
SLOTS = (Slot("s1", "Matin", 195), Slot("s2", "Repas", 60, apart=True), Slot("s3", "Après-midi", 225))
CROWD = 24


@pytest.fixture
def session() -> Session:
    """A day with everybody in the morning, and one in three gone in the afternoon."""
    kept = json.loads(json.dumps(engine.setup("Une journée", SLOTS, 540, {"ecole": "École", "sante": "Santé"}, {})))
    made = engine.begin("abc", "K7M2PQ", kept, {"gather": Echo()})
    people = [f"p{rank}" for rank in range(1, CROWD + 1)]
    deeds = [(who, "join", "", f"Surnom {who}", ("ecole", "sante")[rank % 2]) for rank, who in enumerate(people)]
    deeds += [(TRAINER, "attend", "h1", who) for who in people] + [(TRAINER, "go", "s1"), (TRAINER, "go", "s3")]
    deeds += [(TRAINER, "attend", "h2", who) for rank, who in enumerate(people) if rank % 3]
    deeds += [(TRAINER, "remove", "p1"), ("p25", "join", "", "Surnom p25", "ecole")]
    for who, kind, what, *says in deeds:
        made = engine.act(made, "", Event(kind, who, made.now + 1, what, tuple(says)))
    return made


def test_each_attestation_verifies_and_its_hours_are_those_of_the_halves(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attestation, "_COST", 2)
    key = Ed25519PrivateKey.generate()
    found = {who: claim_of(session, who, DAY, COURSE, None) for who in session.people}
    assert found.pop("p25") is None
    assert [claim.hours for claim in found.values() if claim] == [
        3.25 if rank % 3 == 0 else 7.0 for rank in range(CROWD)
    ]
    for who, claim in found.items():
        assert claim is not None
        code = seal(claim, f"Prénom {who}", key)
        assert opened(code, key.public_key()) == claim
        assert len(claim.halves) == (1 if claim.hours < 4 else 2)
    assert names(code, "prenom P24")
    assert not names(code, "Prénom p1")


def test_the_register_keeps_who_left_after_being_marked(session: Session) -> None:
    register = register_of(session, DAY)
    assert [half.hours for half in register.halves] == [3.25, 3.75]
    assert [one.label for one in register.people] == [f"Surnom p{rank}" for rank in range(1, CROWD + 2)]
    assert register.people[0].present == [True, False]
    assert [sum(one.present[rank] for one in register.people) for rank in (0, 1)] == [24, 16]


def test_the_report_names_nobody(session: Session) -> None:
    told = json.dumps(asdict(report_paper(report_of(session, DAY, COURSE, None))), ensure_ascii=False)
    assert "Surnom" not in told
    assert "7\u00a0heures" in told
    assert "Secteurs présents\u00a0: 2" in told
