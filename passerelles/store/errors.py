"""What can go wrong with the records: each error is one French sentence saying what, where and what to do."""

from __future__ import annotations

from typing import ClassVar

from passerelles.text import t


class StoreError(Exception):
    """Base of them all; `code` is stable and may be sent to a browser, `str(error)` is for people."""

    code: ClassVar[str] = "store"

    def __init__(self, **values: object) -> None:
        """Keep the values and write the sentence from them."""
        self.values = values
        super().__init__(t(f"store.{self.code}", **values))


class StoreBusy(StoreError):
    """Another server already writes to these records."""

    code = "busy"

    def __init__(self, pid: int | None, port: int | None, where: object) -> None:
        """Keep who holds the records; an unknown process or port shows as a question mark."""
        self.pid, self.port = pid, port
        super().__init__(pid=pid or "?", port=port or "?", where=where)


class StoreUnwritable(StoreError):
    """The folder or file of the records cannot be written (`where`, `reason`)."""

    code = "unwritable"


class StoreMissing(StoreError):
    """There are no records to read yet (`where`)."""

    code = "missing"


class StoreCorrupt(StoreError):
    """The file of the records is damaged, or is not ours (`where`, `reason`)."""

    code = "corrupt"


class StoreTooNew(StoreError):
    """The records were written by a later version of the product (`where`, `revision`)."""

    code = "too-new"


class StoreFull(StoreError):
    """No room left on the disk (`where`): nothing of this change was saved."""

    code = "full"


class StoreUnavailable(StoreError):
    """The database does not answer now (`where`): nothing was saved, trying again is safe."""

    code = "unavailable"


class StoreAddress(StoreError):
    """The database address cannot be used (`where`, `reason`)."""

    code = "address"


class SQLiteTooOld(StoreError):
    """Python brings an SQLite that is too old (`version`, `needed`)."""

    code = "sqlite-too-old"


class UnknownLearner(StoreError):
    """No learner has this public code (any more)."""

    code = "unknown-learner"

    def __init__(self) -> None:
        """Write the sentence."""
        super().__init__()


class UnknownHandin(StoreError):
    """No hand-in has this number (any more)."""

    code = "unknown-handin"

    def __init__(self) -> None:
        """Write the sentence."""
        super().__init__()


class UnknownSession(StoreError):
    """No live session, or nobody in it, has this id (any more)."""

    code = "unknown-session"

    def __init__(self) -> None:
        """Write the sentence."""
        super().__init__()


class CodeTaken(StoreError):
    """Another session that goes on has this code, or another person of the session this secret: draw one again."""

    code = "code-taken"

    def __init__(self) -> None:
        """Write the sentence."""
        super().__init__()


class UnknownPlay(StoreError):
    """No play has this number (any more)."""

    code = "unknown-play"

    def __init__(self) -> None:
        """Write the sentence."""
        super().__init__()


class Stale(StoreError):
    """The play has moved on since: this move was meant for another moment, and is not recorded."""

    code = "stale"

    def __init__(self) -> None:
        """Write the sentence."""
        super().__init__()


class BadValue(StoreError):
    """A value that no record can hold (`field`, `reason`)."""

    code = "bad-value"


class BackupInvalid(StoreError):
    """The file is not a backup that can be restored (`where`, `reason`)."""

    code = "backup-invalid"


class EraseIncomplete(StoreError):
    """The learner is erased but old bytes may remain in the journal (`where`); erasing again finishes."""

    code = "erase-incomplete"
