"""What a scenario says that a session shall have: documents, rows, faults, a clock, the time of a persona."""

from collections.abc import Iterator, Mapping
from typing import Any

from vertrag.control.surface import Surface
from vertrag.errors import Refused
from vertrag.faults.fault import FAULTS, from_dict
from vertrag.serialization import to_json
from vertrag.state.documents import NUMBERS, is_made_row, made_row
from vertrag.state.store import DELETED

_MINUTE_NS = 60 * 10**9


Document = tuple[str, str, bytes]
"""The kind, the key and the content of what is written."""


def documents_in(said: Mapping[str, Any]) -> Iterator[Document]:
    """The documents of a scenario or a snapshot."""
    for document in said.get("documents", ()):
        if "value" in document:
            _check(document["kind"], document["value"])
        yield (
            document["kind"],
            document["key"],
            to_json(document["value"]) if "value" in document else DELETED,
        )


def rows_in(said: Mapping[str, Any], surface: Surface) -> Iterator[Document]:
    """The rows of a scenario; `Refused` where the server could not show one of them."""
    for path, rows in said.get("rows", {}).items():
        kind = path.rstrip("/")
        for key, row in rows.items():
            try:
                kept = surface.row_at(kind, key, row)
            except ValueError as error:
                raise Refused(422, f"The row {key} of {kind} cannot be: {error}.") from None
            yield kind, key, DELETED if kept is None else to_json(made_row(kept, kind))


def _check(kind: str, value: Any) -> None:
    """Refuse what the mock itself could not read again; what handlers keep has any form."""
    try:
        if kind.startswith("/") and not is_made_row(value):
            raise ValueError('a row is {"row": {}, "made": true, "under": "/path"}')
        if kind == NUMBERS and (isinstance(value, bool) or not isinstance(value, int)):
            raise ValueError("the number that comes next is an integer")
        if kind == FAULTS:
            from_dict(value)
    except ValueError as error:
        raise Refused(422, f"No document of the kind {kind}: {error}.") from None


def arrival_of(name: str, world: Any) -> int:
    """The instant, in Unix nanoseconds, just after a persona's own ticket came: it is the newest of all."""
    personas = world.personas() if world is not None else ()
    persona = next((each for each in personas if each.name == name), None)
    if persona is None:
        known = ", ".join(each.name for each in personas) or "nobody"
        raise Refused(422, f"There is no persona {name!r}; there are {known}.")
    arrived: int = world.ticket(persona.ticket_id).created_ns
    return arrived + _MINUTE_NS
