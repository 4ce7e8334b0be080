"""Which members of a row say when it was made and when it was last changed."""

from collections.abc import Iterator, Mapping
from typing import Any

from vertrag.contract.inference.naming import joined
from vertrag.contract.inference.positions import Place

_MADE = ("created", "creation", "inserted", "added", "angelegt", "erstellt", "erfasst", "anlage", "erstell")
_CHANGED = (
    *("updated", "modified", "changed", "lastmodified", "lastupdated", "lastchanged"),
    *("geaendert", "aktualisiert", "bearbeitet", "zuletztgeaendert", "aenderungs"),
)
_ENDINGS = ("", "at", "on", "date", "time", "datetime", "timestamp", "am", "um", "datum", "zeit", "zeitpunkt")
MADE = frozenset(start + end for start in _MADE for end in _ENDINGS) | {"createtime", "datecreated"}
CHANGED = frozenset(start + end for start in _CHANGED for end in _ENDINGS) | {"updatetime", "dateupdated"}
_FOLDERS = frozenset({"metadata", "meta", "sys", "attributes"})


def places(row: Mapping[str, Any], names: frozenset[str]) -> Iterator[Place]:
    """Where a row has members of these names: at its top, or in a folder of what is said about it."""
    for name, value in row.items():
        if joined(name) in names:
            yield (name,)
        elif joined(name) in _FOLDERS and isinstance(value, Mapping):
            yield from ((name, inner) for inner in value if joined(inner) in names)
