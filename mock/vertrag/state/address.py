"""Where the state is kept, as one text says it: `memory`, `sqlite:///file`, `postgresql://…`."""

from pathlib import Path
from typing import Final

from vertrag.state.memory_store import MemoryStore
from vertrag.state.sql_store import SqlStore
from vertrag.state.store import Store

MEMORY: Final = "memory"
_SQLITE: Final = "sqlite:///"


def store_at(address: str) -> Store:
    """The store at an address; `UsageError` where it cannot be opened."""
    if address == MEMORY:
        return MemoryStore()
    if address.startswith(_SQLITE):
        from vertrag.state.sqlite import SQLite

        return SqlStore(SQLite(Path(address.removeprefix(_SQLITE))))
    from vertrag.state.postgresql import PostgreSQL

    return SqlStore(PostgreSQL(address))
