"""The only writer of learner data.

One server process opens the store and calls it from one thread; everyone else asks that server. Nothing here knows
what a module or an item means.
"""

from passerelles.store.backup import restore
from passerelles.store.clock import utcnow
from passerelles.store.errors import StoreError
from passerelles.store.facade import Store
from passerelles.store.sqlite import sqlite_warning

__all__ = ["Store", "StoreError", "restore", "sqlite_warning", "utcnow"]
