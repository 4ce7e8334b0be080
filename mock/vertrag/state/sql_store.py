"""A store in a database: the same few statements for every kind of it, on the driver itself."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import Any, Final, Protocol

from vertrag.state.store import Session, new_version

Values = tuple[Any, ...]

GET: Final = "SELECT content FROM vertrag_documents WHERE session = %s AND kind = %s AND name = %s"
ITEMS: Final = "SELECT name, content FROM vertrag_documents WHERE session = %s AND kind = %s ORDER BY place"
EVERYTHING: Final = "SELECT kind, name, content FROM vertrag_documents WHERE session = %s ORDER BY place"
PUT: Final = (
    "INSERT INTO vertrag_documents (session, kind, name, content) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (session, kind, name) DO UPDATE SET content = excluded.content"
)
CLEAR: Final = "DELETE FROM vertrag_documents WHERE session = %s"
VERSION: Final = "SELECT version FROM vertrag_sessions WHERE name = %s"
MARK: Final = (
    "INSERT INTO vertrag_sessions (name, version, used) VALUES (%s, %s, %s)"
    " ON CONFLICT (name) DO UPDATE SET version = excluded.version, used = excluded.used"
)
FORGET: Final = "DELETE FROM vertrag_sessions WHERE name = %s"
TOUCH: Final = "UPDATE vertrag_sessions SET used = %s WHERE name = %s"
UNUSED: Final = "SELECT name FROM vertrag_sessions WHERE used < %s AND name <> %s"
SESSIONS: Final = (
    "SELECT s.name, s.version, s.used, count(d.place) FROM vertrag_sessions s"
    " LEFT JOIN vertrag_documents d ON d.session = s.name GROUP BY s.name, s.version, s.used ORDER BY s.name"
)


class Database(Protocol):
    """What differs from one database to another; fails with `StoreError` where it cannot do its work."""

    def mend(self) -> None:
        """Make it usable again if it broke; called between transactions."""

    def execute(self, statement: str, *values: Any) -> Sequence[Values]:
        """The rows that a statement finds; its places for values are written %s."""

    def begin_reading(self) -> None:
        """Begin a transaction that sees one moment."""

    def begin_writing(self, session: bytes) -> None:
        """Begin a transaction, alone in the session."""

    def end(self, deed: str) -> None:
        """COMMIT or ROLLBACK; rolling back what is broken never fails."""

    def close(self) -> None:
        """Close what is open."""


class _Rows:
    """The rows of one session. Names are bytes in the database: not every one takes every text."""

    def __init__(self, database: Database, session: bytes) -> None:
        self._database = database
        self._session = session
        self.version = _version(database, session)

    def get(self, kind: str, key: str) -> bytes | None:
        found = self._database.execute(GET, self._session, _bytes(kind), _bytes(key))
        return bytes(found[0][0]) if found else None

    def items(self, kind: str) -> list[tuple[str, bytes]]:
        found = self._database.execute(ITEMS, self._session, _bytes(kind))
        return [(_text(key), bytes(content)) for key, content in found]

    def everything(self) -> list[tuple[str, str, bytes]]:
        found = self._database.execute(EVERYTHING, self._session)
        return [(_text(kind), _text(key), bytes(content)) for kind, key, content in found]


class _Transaction(_Rows):
    """The rows of one session, locked for everybody else by the database."""

    def __init__(self, database: Database, session: bytes, now: float) -> None:
        super().__init__(database, session)
        self._now = now
        self._wrote = False
        self.committed = False

    def put(self, kind: str, key: str, content: bytes) -> None:
        self._wrote = True
        self._database.execute(PUT, self._session, _bytes(kind), _bytes(key), content)

    def clear(self) -> None:
        self._wrote = True
        self._database.execute(CLEAR, self._session)

    def commit(self) -> None:
        if self._wrote:
            self.version = new_version()
            self._database.execute(MARK, self._session, self.version, self._now)
        self._database.end("COMMIT")
        self.committed = True


class SqlStore:
    """Sessions in a database. A lock keeps the threads of this process from sharing a transaction."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now
        self._lock = RLock()

    def version(self, session: str) -> int:
        """The version of a session, 0 if it has no rows."""
        with self._free():
            return _version(self._database, _bytes(session))

    @contextmanager
    def reading(self, session: str) -> Iterator[_Rows]:
        """The rows of a session, all from the same moment."""
        with self._free():
            self._database.begin_reading()
            try:
                yield _Rows(self._database, _bytes(session))
            finally:
                self._database.end("ROLLBACK")

    @contextmanager
    def writing(self, session: str) -> Iterator[_Transaction]:
        """The rows of a session in a transaction."""
        with self._free():
            self._database.begin_writing(_bytes(session))
            committed = False
            try:
                transaction = _Transaction(self._database, _bytes(session), self._now())
                yield transaction
                committed = transaction.committed
            finally:
                if not committed:
                    self._database.end("ROLLBACK")

    def forget(self, session: str) -> None:
        """Remove everything that a session has."""
        with self.writing(session) as transaction:
            self._database.execute(CLEAR, _bytes(session))
            self._database.execute(FORGET, _bytes(session))
            transaction.commit()

    def touch(self, session: str) -> None:
        """Note that a session is in use, if it has rows."""
        with self._free():
            self._database.execute(TOUCH, self._now(), _bytes(session))

    def forget_unused(self, since: float, keep: str) -> None:
        """Remove what sessions have that nobody used since then, but for one."""
        with self._free():
            unused = self._database.execute(UNUSED, since, _bytes(keep))
        for (name,) in unused:
            self.forget(_text(name))

    def sessions(self) -> list[Session]:
        """All sessions that have rows, by name."""
        with self._free():
            found = self._database.execute(SESSIONS)
        return [Session(_text(name), *rest) for name, *rest in found]

    def close(self) -> None:
        """Close what the database holds open."""
        self._database.close()

    @contextmanager
    def _free(self) -> Iterator[None]:
        """The database while no other thread uses it, and usable."""
        with self._lock:
            self._database.mend()
            yield


def _version(database: Database, session: bytes) -> int:
    found = database.execute(VERSION, session)
    return int(found[0][0]) if found else 0


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(content: bytes) -> str:
    return bytes(content).decode("utf-8", "surrogatepass")
