"""PostgreSQL: a database that workers on several hosts share; its driver is an extra, imported late."""

from contextlib import suppress
from functools import partial
from hashlib import blake2b
from typing import Any, Final

from vertrag.errors import StoreError, UsageError
from vertrag.state.sql_store import Values

_SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS vertrag_sessions (
        name bytea PRIMARY KEY, version bigint NOT NULL, used double precision NOT NULL
    );
    CREATE TABLE IF NOT EXISTS vertrag_documents (
        place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, session bytea NOT NULL, kind bytea NOT NULL,
        name bytea NOT NULL, content bytea NOT NULL, UNIQUE (session, kind, name)
    )
"""
_PATIENCE: Final[dict[str, Any]] = {"connect_timeout": 5, "options": "-c lock_timeout=10s"}
"""How long a client may wait, in seconds; everything that we do ourselves takes milliseconds."""
_SCHEMA_LOCK = b" the schema"  # no session has a space in its name


class PostgreSQL:
    """A connection to a database, made anew when it broke; `UsageError` where none can be made at first."""

    def __init__(self, address: str) -> None:
        try:
            import psycopg
        except ImportError as error:
            hint = "pip install 'vertrag[postgresql]'"
            raise UsageError("PostgreSQL needs a driver that is not installed", hint=hint) from error
        self._errors = psycopg.Error
        try:
            self._connect: Any = partial(psycopg.connect, address, autocommit=True, **_PATIENCE)
            self._connection = self._connect()
            self.begin_writing(_SCHEMA_LOCK)  # two workers must not make the same table at once
            self.execute(_SCHEMA)
            self.end("COMMIT")
        except (psycopg.Error, StoreError) as error:
            cause = str(error).strip().splitlines()[0]
            hint = "check the address: postgresql://user:password@host:port/database"
            raise UsageError(f"cannot keep the state in PostgreSQL: {cause}", hint=hint) from error

    def mend(self) -> None:
        """Connect again; only between transactions, or half of one would be written."""
        if self._connection.closed:
            try:
                self._connection = self._connect()
            except self._errors as error:
                raise StoreError(f"PostgreSQL: {str(error).strip()}") from error

    def execute(self, statement: str, *values: Any) -> list[Values]:
        """The rows that a statement finds."""
        try:
            cursor = self._connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []
        except self._errors as error:
            raise StoreError(f"PostgreSQL: {str(error).strip()}") from error

    def begin_reading(self) -> None:
        """Begin a transaction that sees one moment."""
        self.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def begin_writing(self, session: bytes) -> None:
        """Begin a transaction, alone in the session."""
        self.execute("BEGIN")
        number = int.from_bytes(blake2b(session, digest_size=8).digest(), signed=True)
        self.execute("SELECT pg_advisory_xact_lock(%s)", number)

    def end(self, deed: str) -> None:
        """COMMIT or ROLLBACK; a connection that broke has rolled back already."""
        if deed == "COMMIT":
            self.execute(deed)
        elif not self._connection.closed:
            with suppress(StoreError):
                self.execute(deed)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
