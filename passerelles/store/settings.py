"""Settings of this installation that must survive a restart."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete

from passerelles.store.room import Room, names
from passerelles.store.tables import Setting, dumps


class Settings(Room):
    """Named JSON values; names starting with `store.` are the store's own."""

    def get(self, name: str) -> Any:
        """Return the value, None when it was never set."""
        with self._database.transaction() as session:
            setting = session.get(Setting, name)
            return None if setting is None else setting.value

    def set(self, name: str, value: Any) -> None:
        """Keep the value; raises BadValue, StoreFull."""
        names(name=name)
        dumps(value)
        with self._database.transaction() as session:
            session.merge(Setting(name=name, value=value))

    def delete(self, name: str) -> None:
        """Forget the value; nothing happens when there is none."""
        with self._database.transaction() as session:
            session.execute(delete(Setting).where(Setting.name == name))
