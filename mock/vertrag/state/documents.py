"""A session's rows as documents: the state that handlers see (`exchange.State`)."""

from dataclasses import dataclass
from typing import Any, Final

from vertrag.errors import OurError
from vertrag.exchange import GONE
from vertrag.serialization import from_json, to_json
from vertrag.state.store import DELETED, Rows, Transaction

NUMBERS: Final = ".numbers"
"""The kind under which the numbers that come next are kept, by the kind that they are for."""


@dataclass(frozen=True, slots=True)
class ReadDocuments:
    """The documents of a session for a safe operation: JSON values, made anew for whoever asks."""

    rows: Rows

    @property
    def version(self) -> int:
        """The version of the session."""
        return self.rows.version

    def get(self, kind: str, key: str) -> Any:
        """The document; None where none was written, GONE where it was deleted."""
        content = self.rows.get(kind, key)
        return None if content is None else _value(content)

    def items(self, kind: str) -> list[tuple[str, Any]]:
        """The keys of a kind in the order in which they were first written, with what is there."""
        return [(key, _value(content)) for key, content in self.rows.items(kind)]

    def put(self, kind: str, key: str, value: Any) -> None:  # noqa: ARG002 - it is not written
        """A defect of the handler."""
        raise OurError(f"a safe operation may not write {kind} {key}")

    def delete(self, kind: str, key: str) -> None:
        """A defect of the handler."""
        self.put(kind, key, None)

    def next_number(self, kind: str, first: int) -> int:
        """A defect of the handler, unless it may write."""
        number: int = self.get(NUMBERS, kind) or first
        self.put(NUMBERS, kind, number + 1)
        return number


@dataclass(frozen=True, slots=True)
class Documents(ReadDocuments):
    """The documents of a session in a transaction."""

    rows: Transaction

    def put(self, kind: str, key: str, value: Any) -> None:
        """Write a document, new or not."""
        self.rows.put(kind, key, to_json(value))

    def delete(self, kind: str, key: str) -> None:
        """Leave a mark in the document's place."""
        self.rows.put(kind, key, DELETED)


def _value(content: bytes) -> Any:
    return from_json(content) if content else GONE


def made_row(row: Any, path: str, *, is_made: bool = True) -> dict[str, Any]:
    """A row of a resource as a document; `is_made`: the session made it, under that path."""
    return {"row": row, "made": is_made, "under": path}


def is_made_row(value: Any) -> bool:
    """Whether a document is a row of a resource, as `made_row` writes it."""
    match value:
        case {"row": dict(), "made": bool(), "under": str()}:
            return True
    return False
