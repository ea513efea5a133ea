"""Backup while running, restore when not: the same records, or nothing changed."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys

import pytest

from passerelles.store import Store, restore
from passerelles.store.errors import BackupInvalid, StoreBusy, StoreCorrupt, StoreTooNew, StoreUnwritable
from passerelles.store.migrate import VERSION_TABLE, head
from passerelles.store.rows import NewEvent

WRITE = """
import sys
from pathlib import Path
from passerelles.store import Store
with Store.open(sys.argv[2] or None, Path(sys.argv[1])) as store:
    for n in range(100_000):
        store.records.add_attempt(sys.argv[3], "m", "q", "x" * 500, 1.0, 1.0, "right", f"key-{n}")
        print(n, flush=True)
"""


def fill(store):
    """Record something of everything; return the full codes."""
    codes = [store.learners.create() for _ in range(2)]
    for code in codes:
        for n in range(4):
            store.records.add_attempt(code[:6], "m", f"q{n}", ["é", n / 3, None], 1 / 3, 1.0, "right", f"k{n}")
        store.records.save_work(code[:6], "m", "tool:freins", {"texte": "\x00\ud800« à »"})
        store.records.set_place(code[:6], "m", "situation")
        row = store.handins.add(code[:6], "devoir", {"q": "a"})
        store.handins.set_status(row.id, "graded", results={"score": 0.1 + 0.2})
        play = store.plays.start(code[:6], "cas", level="novice", key="k", after=["é.a"], team=3)
        store.plays.add_move(play.id, 0, "back", "n1", "m", "\x00\ud800« à »")
    live = store.live.create(code="K7M2", title="Journée", agenda=["é"], track=None).id
    store.live.join(live, token_hash="t", learner=codes[0][:6])
    store.live.append(live, [NewEvent("vote", "answer", "p1", "a", ["\x00\ud800« à »"], "k", 1 / 3)])
    store.settings.set("trainer.password", "hash")
    return codes


def digest(store):
    """Return a hash of every learner's export, without the moment it was made."""
    exports = [store.privacy.export(row.public) | {"exported_at": None} for row in store.learners.all()]
    return hashlib.sha256(json.dumps(exports, sort_keys=True).encode()).hexdigest()


@pytest.fixture
def saved(home, tmp_path):
    """Return a backup of filled records, with their codes and hash; the records are closed."""
    with home.open() as store:
        codes = fill(store)
        store.backup(tmp_path / "copy")
        return tmp_path / "copy", codes, digest(store)


def test_a_restored_backup_is_the_same_and_the_former_file_is_kept(home, saved):
    copy, codes, before = saved
    with home.open() as store:
        store.privacy.erase(codes[0][:6])
        extra = store.learners.create()
        latest = store.handins.add(extra[:6], "devoir", {})
    kept = restore(copy, home.data_dir, home.url)
    assert kept.parent == home.data_dir
    with home.open() as store:
        assert digest(store) == before
        assert [store.learners.verify(code) for code in codes] == [code[:6] for code in codes]
        assert store.learners.verify(extra) is None
        assert store.settings.get("trainer.password") == "hash"
        assert store.handins.add(codes[0][:6], "devoir", {}).id <= latest.id
    restore(kept, home.data_dir, home.url)  # a copy kept aside is a backup like any other
    with home.open() as store:
        assert store.learners.verify(extra) == extra[:6]


def test_a_backup_restores_on_a_new_machine(home, saved, tmp_path):
    copy, _, before = saved
    if home.url is None:
        assert restore(copy, tmp_path / "new") is None
        with Store.open(None, tmp_path / "new") as store:
            assert digest(store) == before


def test_a_backup_of_postgresql_restores_into_a_file(postgresql, tmp_path):
    with postgresql.open() as store:
        codes = fill(store)
        store.backup(tmp_path / "copy.jsonl")
        before = digest(store)
    assert restore(tmp_path / "copy.jsonl", tmp_path / "new") is None
    with Store.open(None, tmp_path / "new") as store:
        assert digest(store) == before
        assert store.learners.verify(codes[0]) == codes[0][:6]


def test_a_backup_of_a_file_restores_into_an_empty_postgresql(sqlite, postgresql, tmp_path, without_tables):
    without_tables(postgresql)
    with sqlite.open() as store:
        fill(store)
        store.backup(tmp_path / "copy.db")
        before = digest(store)
    assert restore(tmp_path / "copy.db", tmp_path / "data", postgresql.url) is None
    with postgresql.open() as store:
        assert digest(store) == before
        someone = store.learners.create()[:6]
        assert store.handins.add(someone, "devoir", {}).id == 3


def test_a_backup_while_another_process_writes_is_a_complete_prefix(home, tmp_path):
    with home.open() as store:
        learner = store.learners.create()[:6]
    command = [sys.executable, "-c", WRITE, str(home.data_dir), home.url or "", learner]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        acknowledged = [int(process.stdout.readline()) for _ in range(20)][-1]
        with home.open(read_only=True) as reader:
            reader.backup(tmp_path / "copy")
        process.kill()
    restore(tmp_path / "copy", tmp_path / "new")
    with Store.open(None, tmp_path / "new") as store:
        keys = [row.key for row in store.records.attempts(learner, "m")["q"]]
    assert keys == [f"key-{n}" for n in range(len(keys))]
    assert len(keys) > acknowledged


def test_a_backup_holds_what_was_written_before_it_and_work_goes_on(store, learner, tmp_path):
    store.records.save_work(learner, "m", "tool:freins", 1)
    before = digest(store)
    store.backup(tmp_path / "copy")
    store.records.save_work(learner, "m", "tool:freins", 2)
    restore(tmp_path / "copy", tmp_path / "new")
    with Store.open(None, tmp_path / "new") as copy:
        assert digest(copy) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".copy")] == []
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600


def test_a_backup_replaces_the_former_one(store, learner, tmp_path):
    (tmp_path / "copy").write_text("former")
    store.backup(tmp_path / "copy")
    restore(tmp_path / "copy", tmp_path / "new")


def test_a_backup_needs_a_folder_and_never_replaces_the_records(sqlite, tmp_path):
    with sqlite.open() as store:
        with pytest.raises(StoreUnwritable, match="nowhere"):
            store.backup(tmp_path / "nowhere" / "copy")
        with pytest.raises(StoreUnwritable, match="la base elle-même"):
            store.backup(sqlite.data_dir / "." / "passerelles.db")


def test_a_restore_is_refused_while_a_server_runs(home, saved):
    copy, codes, _ = saved
    with home.open() as store:
        with pytest.raises(StoreBusy):
            restore(copy, home.data_dir, home.url)
        assert store.learners.verify(codes[0])


def spoil(copy, how):
    data = bytearray(copy.read_bytes())
    if how == "cut":
        del data[len(data) * 2 // 3 :]
    elif how == "changed":
        start = data.rfind(b"k3") if data[:1] == b"{" else 4096
        data[start : start + 2] = b"k9" if data[:1] == b"{" else b"\xff\xff"
    elif how == "empty":
        data.clear()
    else:
        data[:] = b"PK\x03\x04 something else\n"
    copy.write_bytes(data)


@pytest.mark.parametrize("how", ["cut", "changed", "empty", "else"])
def test_a_spoilt_backup_changes_nothing(home, saved, how):
    copy, _, before = saved
    spoil(copy, how)
    with pytest.raises(BackupInvalid, match=r"copy n’est pas une sauvegarde utilisable .*Rien n’a été changé"):
        restore(copy, home.data_dir, home.url)
    unchanged(home, before)


def test_a_missing_backup_changes_nothing(home, saved, tmp_path):
    with pytest.raises(BackupInvalid, match="n’existe pas"):
        restore(tmp_path / "none", home.data_dir, home.url)
    unchanged(home, saved[2])


def test_a_backup_of_a_later_version_changes_nothing(home, saved):
    copy, _, before = saved
    if home.url is None:
        connection = sqlite3.connect(copy)
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
        connection.commit()
        connection.close()
    else:
        rewrite(copy, f'"{head()}"', '"9999"')
    with pytest.raises(StoreTooNew, match="9999"):
        restore(copy, home.data_dir, home.url)
    unchanged(home, before)


WRONG = [('["place"', '["diary"'), ('"step"', '"stop"'), ('"rank": 1', '"rank": null')]


def test_a_dump_with_rows_that_fit_no_table_changes_nothing(postgresql, tmp_path):
    with postgresql.open() as store:
        fill(store)
        store.backup(tmp_path / "copy")
        before = digest(store)
    for wrong in WRONG:
        shutil.copy(tmp_path / "copy", tmp_path / "wrong")
        rewrite(tmp_path / "wrong", *wrong)
        for folder, url in ((postgresql.data_dir, postgresql.url), (tmp_path / "new", None)):
            with pytest.raises(BackupInvalid, match="ni une base SQLite ni une sauvegarde"):
                restore(tmp_path / "wrong", folder, url)
    unchanged(postgresql, before)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["passerelles.lock"]


def rewrite(copy, old, new):
    """Change a dump and close it again with the right count and hash."""
    *lines, _ = copy.read_text().splitlines(keepends=True)
    body = "".join(lines).replace(old, new)
    end = {"rows": len(lines) - 1, "sha256": hashlib.sha256(body.encode()).hexdigest()}
    copy.write_text(body + json.dumps(end) + "\n")


def unchanged(home, before):
    """Check that a refused restore left the records as they were, and no half-made file."""
    assert [path.name for path in home.data_dir.iterdir() if "restauration" in path.name] == []
    with home.open() as store:
        assert digest(store) == before


def test_a_damaged_file_is_kept_aside_as_it_was(sqlite, tmp_path):
    with sqlite.open() as store:
        fill(store)
        store.backup(tmp_path / "copy")
        before = digest(store)
    spoil(sqlite.file, "cut")
    damaged = sqlite.file.read_bytes()
    with pytest.raises(StoreCorrupt):
        sqlite.open()
    kept = restore(tmp_path / "copy", sqlite.data_dir)
    assert kept.read_bytes() == damaged
    with sqlite.open() as store:
        assert digest(store) == before


def test_a_plain_copy_of_a_running_file_with_its_journal_restores(sqlite, tmp_path):
    with sqlite.open() as store:
        fill(store)
        before = digest(store)
        for suffix in ("", "-wal"):
            shutil.copy(f"{sqlite.file}{suffix}", tmp_path / f"plain{suffix}")
    assert (tmp_path / "plain-wal").stat().st_size > 0
    restore(tmp_path / "plain", tmp_path / "new")
    with Store.open(None, tmp_path / "new") as store:
        assert digest(store) == before


@pytest.mark.parametrize("damaged", [False, True])
def test_the_journal_of_a_killed_server_stays_with_its_file(sqlite, tmp_path, damaged):
    with sqlite.open() as store:
        fill(store)
        store.backup(tmp_path / "copy")
        before = digest(store)
        late = store.learners.create()
        shutil.copytree(sqlite.data_dir, tmp_path / "killed")
    if damaged:
        spoil(tmp_path / "killed" / "passerelles.db", "else")
    former = [(tmp_path / "killed" / f"passerelles.db{suffix}").read_bytes() for suffix in ("", "-wal")]
    kept = restore(tmp_path / "copy", tmp_path / "killed")
    assert [kept.with_name(kept.name + suffix).read_bytes() for suffix in ("", "-wal")] == former
    with Store.open(None, tmp_path / "killed") as store:
        assert digest(store) == before
        assert store.learners.verify(late) is None
    if not damaged:
        restore(kept, tmp_path / "killed")
        with Store.open(None, tmp_path / "killed") as store:
            assert store.learners.verify(late) == late[:6]
