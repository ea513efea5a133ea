"""The one-time key, the password, the sessions: on a real store, with our own clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from passerelles.server.trainer import Access
from passerelles.server.trainer.access import SESSION, problem
from passerelles.store import Store

PASSWORD = "une petite phrase é"


@pytest.fixture
def now():
    return [datetime(2026, 3, 1, 9, tzinfo=UTC)]


@pytest.fixture
def access(tmp_path, now):
    with Store.open(None, tmp_path) as store:
        yield Access(store, clock=lambda: now[0])


def test_a_key_works_however_it_is_typed_until_a_password_exists(access):
    key = access.new_key()
    assert access.key_fits(key)
    assert access.key_fits(key.lower().replace("-", " "))
    assert not access.key_fits(key[:-1])
    assert not access.key_fits("")
    access.set_password(PASSWORD)
    assert not access.key_fits(key)
    assert access.new_key() is None


def test_a_forgotten_password_closes_the_sessions_and_asks_for_a_new_key(access):
    access.set_password(PASSWORD)
    token = access.open_session()
    access.forget_password()
    assert not access.ready
    assert not access.password_fits(PASSWORD)
    assert not access.is_open(token)
    assert access.key_fits(access.new_key())


def test_a_new_key_replaces_the_former_one(access):
    first, second = access.new_key(), access.new_key()
    assert not access.key_fits(first)
    assert access.key_fits(second)


def test_password_fits_in_either_unicode_form_and_nothing_else_does(access):
    assert not access.password_fits("")
    access.set_password(PASSWORD)
    assert access.password_fits(PASSWORD)
    assert access.password_fits(PASSWORD.replace("é", "e\u0301"))
    assert not access.password_fits(PASSWORD + " ")
    assert not access.password_fits("x" * 10_000)


def test_nothing_kept_is_the_secret_itself(access, tmp_path):
    key = access.new_key()
    assert key not in str(access.settings.get("trainer_setup"))
    access.set_password(PASSWORD)
    token = access.open_session()
    kept = str([access.settings.get(n) for n in ("trainer_password", "trainer_sessions")])
    assert "argon2" in kept
    assert PASSWORD not in kept
    assert token not in kept


def test_a_session_ends_with_time_sign_out_or_a_new_password(access, now):
    access.set_password(PASSWORD)
    assert not access.is_open(None)
    assert not access.is_open("devinette")
    first, second, third = (access.open_session() for _ in range(3))
    access.close(first)
    assert [access.is_open(t) for t in (first, second, third)] == [False, True, True]
    now[0] += SESSION - timedelta(seconds=1)
    assert access.is_open(second)
    now[0] += timedelta(seconds=1)
    assert not access.is_open(second)
    fresh = access.open_session()
    access.set_password("une autre phrase")
    assert not access.is_open(fresh)


@pytest.mark.parametrize(
    ("password", "again", "key"),
    [("x" * 9, "x" * 9, "trainer.password.length"), ("x" * 201, "x" * 201, "trainer.password.length"),
     ("x" * 10, "y" * 10, "trainer.password.differ"), ("x" * 10, "x" * 10, None), ("x" * 200, "x" * 200, None)],
)  # fmt: skip
def test_new_passwords_are_long_enough_and_typed_twice_alike(password, again, key):
    assert problem(password, again) == key
