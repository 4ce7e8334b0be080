"""SQLite: one file that all workers of a machine share, and that survives them.

Write-ahead logging with synchronous=NORMAL: a commit is in the hands of the operating system before it is
acknowledged, so a process can be killed at any moment; only a machine that loses its power can lose the last.
"""

import sqlite3
from pathlib import Path
from typing import Any, Final

from vertrag.errors import StoreError, UsageError
from vertrag.state.sql_store import Values

_PATIENCE = 10.0  # seconds to wait for another worker's transaction, which takes milliseconds

_SCHEMA: Final = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS vertrag_sessions (
        name BLOB PRIMARY KEY, version INTEGER NOT NULL, used REAL NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS vertrag_documents (
        place INTEGER PRIMARY KEY, session BLOB NOT NULL, kind BLOB NOT NULL, name BLOB NOT NULL,
        content BLOB NOT NULL, UNIQUE (session, kind, name)
    );
"""


class SQLite:
    """A connection to a file; `UsageError` where it cannot be one."""

    def __init__(self, path: Path) -> None:
        try:
            self._connection = _opened(path)
        except sqlite3.Error as error:
            hint = "name a file that SQLite made, or a new one in a folder that exists"
            raise UsageError(f"cannot keep the state in {path}: {error}", hint=hint) from error

    def execute(self, statement: str, *values: Any) -> list[Values]:
        """The rows that a statement finds."""
        try:
            return self._connection.execute(statement.replace("%s", "?"), values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"SQLite: {error}") from error

    def mend(self) -> None:
        """Nothing to do: files do not break off."""

    def begin_reading(self) -> None:
        """Begin a transaction that sees one moment."""
        self.execute("BEGIN")

    def begin_writing(self, _: bytes) -> None:
        """Begin a transaction, alone in the whole file."""
        self.execute("BEGIN IMMEDIATE")

    def end(self, deed: str) -> None:
        """COMMIT or ROLLBACK; there may be nothing left to roll back."""
        if self._connection.in_transaction or deed == "COMMIT":
            self.execute(deed)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        connection.executescript(_SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
