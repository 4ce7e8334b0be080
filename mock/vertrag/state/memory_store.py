"""The store of one process: sessions in dictionaries, and what would undo a transaction."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from threading import RLock
from typing import Any

from vertrag.state.store import Session, new_version


class _Rows:
    """The rows of one session: kind → key → content, each in the order of first writing."""

    __slots__ = ("kinds", "used", "version")

    def __init__(self) -> None:
        self.version = 0
        self.used = 0.0
        self.kinds: dict[str, dict[str, bytes]] = {}

    def get(self, kind: str, key: str) -> bytes | None:
        return self._of(kind).get(key)

    def items(self, kind: str) -> Sequence[tuple[str, bytes]]:
        return tuple(self._of(kind).items())

    def everything(self) -> Iterable[tuple[str, str, bytes]]:
        return [(kind, *item) for kind, rows in self.kinds.items() for item in rows.items()]

    def _of(self, kind: str) -> Mapping[str, bytes]:
        return self.kinds.get(kind) or {}


class _Reading:
    """A look at the rows of a session; a class, since a generator takes three times as long to enter."""

    __slots__ = ("_lock", "_session", "_sessions")

    def __init__(self, lock: RLock, sessions: Mapping[str, _Rows], session: str) -> None:
        self._lock, self._sessions, self._session = lock, sessions, session

    def __enter__(self) -> _Rows:
        self._lock.acquire()
        return self._sessions.get(self._session) or _Rows()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


class _Transaction:
    """Writes rows in place, and knows how to take everything back."""

    __slots__ = ("_rows", "_undo", "everything", "get", "items")

    def __init__(self, rows: _Rows) -> None:
        self._rows = rows
        self._undo: list[Callable[[], Any]] = []
        self.get, self.items, self.everything = rows.get, rows.items, rows.everything

    @property
    def version(self) -> int:
        return self._rows.version

    def put(self, kind: str, key: str, content: bytes) -> None:
        rows = self._rows.kinds.setdefault(kind, {})
        before = rows.get(key)
        self._undo.append(
            partial(rows.pop, key) if before is None else partial(rows.__setitem__, key, before)
        )
        # A copy: what orjson wrote holds on to the kilobytes that it wrote into.
        rows[key] = bytes(memoryview(content))

    def clear(self) -> None:
        self._undo.append(partial(setattr, self._rows, "kinds", self._rows.kinds))
        self._rows.kinds = {}

    def commit(self) -> None:
        if self._undo:
            self._rows.version = new_version()
            self._undo.clear()

    def undo(self) -> None:
        while self._undo:
            self._undo.pop()()


class _Writing:
    """A transaction while nobody else has one; what was not committed is undone. Also a class for speed."""

    __slots__ = ("_lock", "_now", "_rows", "_session", "_sessions", "_transaction")

    def __init__(
        self, lock: RLock, sessions: dict[str, _Rows], session: str, now: Callable[[], float]
    ) -> None:
        self._lock, self._sessions, self._session, self._now = lock, sessions, session, now

    def __enter__(self) -> _Transaction:
        self._lock.acquire()
        self._rows = self._sessions.get(self._session) or _Rows()
        self._transaction = _Transaction(self._rows)
        return self._transaction

    def __exit__(self, *_: object) -> None:
        self._transaction.undo()
        if self._rows.version:
            self._rows.used = self._now()
            self._sessions[self._session] = self._rows
        self._lock.release()


class MemoryStore:
    """Sessions that end with the process. One lock is enough: whoever holds it never waits for anything."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._sessions: dict[str, _Rows] = {}
        self._lock = RLock()

    def version(self, session: str) -> int:
        """The version of a session, 0 if it has no rows."""
        rows = self._sessions.get(session)
        return rows.version if rows is not None else 0

    def reading(self, session: str) -> "_Reading":
        """The rows of a session, all from the same moment."""
        return _Reading(self._lock, self._sessions, session)

    def writing(self, session: str) -> "_Writing":
        """The rows of a session in a transaction."""
        return _Writing(self._lock, self._sessions, session, self._now)

    def forget(self, session: str) -> None:
        """Remove everything that a session has."""
        with self._lock:
            self._sessions.pop(session, None)

    def touch(self, session: str) -> None:
        """Note that a session is in use, if it has rows."""
        rows = self._sessions.get(session)
        if rows is not None:
            rows.used = self._now()

    def forget_unused(self, since: float, keep: str) -> None:
        """Remove what sessions have that nobody used since then, but for one."""
        with self._lock:
            for session in [name for name, rows in self._sessions.items() if rows.used < since]:
                if session != keep:
                    del self._sessions[session]

    def sessions(self) -> list[Session]:
        """All sessions that have rows, by name."""
        with self._lock:
            return [
                Session(name, rows.version, rows.used, sum(map(len, rows.kinds.values())))
                for name, rows in sorted(self._sessions.items())
            ]

    def close(self) -> None:
        """Nothing is held open."""
