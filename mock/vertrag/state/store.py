"""What a store offers: the rows of sessions, read as they are and written in transactions.

Laws
1. A row is what one session has under one kind and key: the bytes of a JSON value, or none for one deleted.
2. Whoever writes a session is alone in it from the beginning to the end of the transaction.
3. What was committed is there for every reader from then on; what was not has never been there.
4. Every commit that wrote gives the session a version that no session ever had.
"""

import secrets
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Protocol

DELETED: Final = b""
"""The bytes of a deleted document: no JSON value is so short."""
_VERSION_BITS = 62  # so many that none comes twice; a database's integers hold them


@dataclass(frozen=True, slots=True)
class Session:
    """A session that was written to; `used` is when it last was (Unix seconds), `rows` how many it has."""

    name: str
    version: int
    used: float
    rows: int


def new_version() -> int:
    """A version that no session ever had, whoever wrote it: workers need not agree on a counter."""
    return secrets.randbits(_VERSION_BITS) + 1


class Rows(Protocol):
    """The rows of one session."""

    @property
    def version(self) -> int:
        """The version of the session, 0 if it has no rows."""

    def get(self, kind: str, key: str) -> bytes | None:
        """A row's bytes, None where there is no row."""

    def items(self, kind: str) -> Iterable[tuple[str, bytes]]:
        """The rows of a kind in the order in which they were first written."""

    def everything(self) -> Iterable[tuple[str, str, bytes]]:
        """All rows as kind, key and bytes; those of one kind in their order."""


class Transaction(Rows, Protocol):
    """The rows of one session while nobody else writes them."""

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Write a row."""

    def clear(self) -> None:
        """Remove all rows of the session, marks of deleted ones as well."""

    def commit(self) -> None:
        """Make true what was written, as the version is then; without it the end undoes it."""


class Store(Protocol):
    """Where the rows of all sessions are kept."""

    def version(self, session: str) -> int:
        """The version of a session, 0 if it has no rows."""

    def reading(self, session: str) -> AbstractContextManager[Rows]:
        """The rows of a session, all from the same moment."""

    def writing(self, session: str) -> AbstractContextManager[Transaction]:
        """The rows of a session in a transaction."""

    def forget(self, session: str) -> None:
        """Remove everything that a session has."""

    def touch(self, session: str) -> None:
        """Note that a session is in use, if it has rows."""

    def forget_unused(self, since: float, keep: str) -> None:
        """Remove what sessions have that nobody used since then (Unix seconds), but for one."""

    def sessions(self) -> Sequence[Session]:
        """All sessions that have rows, by name."""

    def close(self) -> None:
        """Let go of what is held open."""
