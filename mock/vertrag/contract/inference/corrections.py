"""What somebody says about the resources of a document, where it is not what would be inferred.

In the document as `x-vertrag-resource` of an operation or a path item, else in a table by operation or path:

    x-vertrag-resource: false                      no part of any resource
    x-vertrag-resource: {resource: pets, deed: search, rows: /data/found}
    x-vertrag-resource: {key: /metadata/name}
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from vertrag.contract.inference.deeds import KINDS, Deed, Kind
from vertrag.contract.inference.positions import Place
from vertrag.contract.loading.document import Document
from vertrag.contract.loading.pointers import pointer_tokens
from vertrag.contract.operations import Contract, Operation
from vertrag.errors import DocumentError

NAME = "x-vertrag-resource"
_FIELDS = ("resource", "deed", "key", "sent", "row", "rows")
_PLACES = ("key", "sent", "row", "rows")

Table = Mapping[str, Any]
"""Corrections by `METHOD /path`, `/path` or operationId, each false or a table of what is different."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is said about one operation; None where nothing is, and `is_part` False for no part at all."""

    resource: str | None = None
    deed: Kind | None = None
    key: Place | None = None
    sent: Place | None = None
    row: Place | None = None
    rows: Place | None = None
    is_part: bool = True

    def applied(self, deed: Deed) -> Deed:
        """The deed with the places that are said."""
        places = {name: getattr(self, name) for name in ("sent", "row", "rows")}
        said = {name: place for name, place in places.items() if place is not None}
        return replace(deed, **said)


def corrections_of(contract: Contract, table: Table) -> dict[str, Correction]:
    """The corrections by operation key; raises `DocumentError` for what cannot be one."""
    found: dict[str, Correction] = {}
    for operation in contract.operations:
        said: Any = None
        for stated in _stated(contract.document, operation, table):
            said = {**said, **stated} if isinstance(said, dict) and isinstance(stated, dict) else stated
        if said is not None:
            found[operation.key] = _read(said, operation)
    return found


def _stated(document: Document, operation: Operation, table: Table) -> Iterator[Any]:
    """What is said about an operation, the more special later, the table's last."""
    item = document.resolve(document.tree["paths"][operation.path])
    yield from (node[NAME] for node in (item, operation.node) if NAME in node)
    names = dict.fromkeys(_names(operation))
    yield from (table[name] for name in names if name in table)


def idle_in(contracts: Iterable[Contract], table: Table) -> list[str]:
    """The names in a table that no operation of any of these documents has: they correct nothing."""
    known = {name for contract in contracts for each in contract.operations for name in _names(each)}
    return [name for name in table if name not in known]


def _names(operation: Operation) -> tuple[str, ...]:
    return operation.path, operation.label, operation.key


def _read(said: Any, operation: Operation) -> Correction:
    if said is False:
        return Correction(is_part=False)
    if isinstance(said, str):
        return Correction(resource=said)
    if not isinstance(said, Mapping):
        raise DocumentError(f"{NAME} of {operation.label} is {said!r}", hint="it must be false or an object")
    for name in said:
        if name not in _FIELDS:
            known = ", ".join(_FIELDS)
            raise DocumentError(f"{NAME} of {operation.label} has no {name!r}", hint=f"it may have {known}")
    if said.get("deed", "act") not in KINDS:
        known = ", ".join(KINDS)
        raise DocumentError(f"{NAME} of {operation.label}: no deed is called {said['deed']!r}", hint=known)
    key, sent, row, rows = (_place(said[name]) if name in said else None for name in _PLACES)
    deed = cast("Kind | None", said.get("deed"))
    return Correction(said.get("resource"), deed, key, sent, row, rows)


def _place(pointer: Any) -> Place:
    """The place that a JSON pointer names; a bare name is that of a member."""
    text = str(pointer)
    tokens = pointer_tokens(text) if text.startswith("/") else [text] if text else []
    return tuple(int(token) if token.isdecimal() else token for token in tokens)
