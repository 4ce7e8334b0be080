"""A part of a row: the least that a patch can name, and what of the row is beside that."""

from collections.abc import Collection, Iterator
from typing import Any

from vertrag.contract.content.bodies import MediaType
from vertrag.contract.inference.positions import NOWHERE, Place, value_at, with_value

_FOLDER = "attributes"
_AROUND = frozenset({"id", "lid", "type", _FOLDER, "relationships", "links", "meta"})


def least(media_type: MediaType | None, body: Any, sent: Place, keys: Collection[Place | None] = ()) -> Any:
    """The body with one member of the row that is no key, and what stands around it; else NOWHERE."""
    own = {(*sent, *place) for place in keys if place is not None}
    folder = (*sent, _FOLDER) if _is_in_folder(value_at(body, sent)) else sent
    for home in dict.fromkeys((folder, sent, ())):
        row = value_at(body, home)
        for name, value in row.items() if isinstance(row, dict) else ():
            part = with_value(body, home, {name: value})
            is_asked = value is not None and (*home, name) not in own
            if is_asked and media_type is not None and not any(media_type.judge(part)):
                return part
    return NOWHERE


def named(sent: Any, *, merges: bool = False) -> Iterator[str]:
    """The members that are sent, at any depth; an object is named as a whole where none `merges` it."""
    for name, value in sent.items() if isinstance(sent, dict) else ():
        yield from named(value, merges=merges)
        is_open = merges or (name == _FOLDER and _is_in_folder(sent))
        if not (isinstance(value, dict) and is_open):
            yield name


def beside(row: Any, names: Collection[str]) -> Any:
    """What of a row has none of these names, at any depth; lists are taken as a whole."""
    if not isinstance(row, dict):
        return row
    rest = {name: beside(value, names) for name, value in row.items() if name not in names}
    return {name: value for name, value in rest.items() if value != {} or row[name] == {}}


def _is_in_folder(row: Any) -> bool:
    """Whether the members of a row are in a folder of it, beside its type, as JSON:API has it."""
    is_typed = isinstance(row, dict) and "type" in row and isinstance(row.get(_FOLDER), dict)
    return is_typed and row.keys() <= _AROUND
