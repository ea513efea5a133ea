"""Hand-ins and settings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from passerelles.store.errors import BadValue, UnknownHandin

RESULTS = {"score": 0.1 + 0.2, "max_score": 3.0, "cells": {"q1": {"score": None, "comment": "« bien »"}}}


def test_a_handin_is_received_then_graded(store, learner):
    row = store.handins.add(learner, "devoir", {"q1": ["a"]})
    assert (row.status, row.reason, row.results, row.answers) == ("received", None, None, {"q1": ["a"]})
    graded = store.handins.set_status(row.id, "graded", results=RESULTS)
    assert store.handins.get(row.id) == store.handins.latest(learner, "devoir") == graded
    assert (graded.results, graded.received_at) == (RESULTS, row.received_at)
    assert graded.status_at > row.status_at


def test_the_moment_given_is_kept_in_utc(store, learner):
    brussels = timezone(timedelta(hours=2))
    row = store.handins.add(learner, "devoir", {}, at=datetime(2026, 6, 1, 14, 0, tzinfo=brussels))
    assert datetime.fromisoformat(row.received_at) == datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
    with pytest.raises(ValueError, match="time zone"):
        store.handins.add(learner, "devoir", {}, at=datetime(2026, 6, 1, 14, 0))


def test_each_handin_is_kept_and_the_last_one_found(store, learner):
    rows = [store.handins.add(learner, "devoir", {"q1": n}) for n in range(3)]
    assert store.handins.all("devoir") == rows
    assert store.handins.latest(learner, "devoir") == rows[-1]
    assert store.handins.all("autre") == []
    assert store.handins.latest(learner, "autre") is None
    assert store.handins.of(learner) == {"devoir": rows[-1]}


def test_what_a_killed_server_left_in_grading_is_pending(store, learner):
    rows = [store.handins.add(learner, "devoir", {}) for _ in range(5)]
    for row, status in zip(rows, ("received", "grading", "graded", "refused", "failed"), strict=True):
        store.handins.set_status(row.id, status, reason="raison")
    assert [row.id for row in store.handins.pending()] == [rows[0].id, rows[1].id]


def test_a_new_status_replaces_the_former_reason(store, learner):
    row = store.handins.add(learner, "devoir", {})
    store.handins.set_status(row.id, "failed", reason="panne")
    assert store.handins.set_status(row.id, "graded", results=RESULTS).reason is None


def test_a_reason_may_hold_the_output_of_a_program(store, learner):
    row = store.handins.add(learner, "devoir", {})
    assert store.handins.set_status(row.id, "failed", reason="a\x00b\ud800c\n").reason == "a�b?c\n"


def test_an_unknown_status_or_handin_is_refused(store, learner):
    row = store.handins.add(learner, "devoir", {})
    with pytest.raises(BadValue, match="received, grading"):
        store.handins.set_status(row.id, "done")
    with pytest.raises(UnknownHandin, match="remise"):
        store.handins.set_status(row.id + 1, "graded")
    assert store.handins.get(row.id + 1) is None


def test_the_number_of_an_erased_handin_is_never_given_again(store, learner):
    row = store.handins.add(learner, "devoir", {})
    store.privacy.erase(learner)
    someone = store.learners.create()[:6]
    assert store.handins.add(someone, "devoir", {}).id > row.id
    with pytest.raises(UnknownHandin):
        store.handins.set_status(row.id, "graded", results=RESULTS)


def test_a_setting_is_kept_replaced_and_forgotten(home):
    with home.open() as store:
        assert store.settings.get("trainer.password") is None
        store.settings.set("trainer.password", "a")
        store.settings.set("trainer.password", {"hash": "é"})
    with home.open() as store:
        assert store.settings.get("trainer.password") == {"hash": "é"}
        store.settings.delete("trainer.password")
        assert store.settings.get("trainer.password") is None
        with pytest.raises(BadValue):
            store.settings.set("", 1)
