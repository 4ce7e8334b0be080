"""Which member of a row is its key: the one that the last variable of the item's path speaks of."""

from collections.abc import Iterator
from dataclasses import dataclass

from vertrag.contract.naming import joined, singular
from vertrag.contract.positions import Place, shown
from vertrag.contract.shapes import Shape

_USUAL = ("id", "uuid", "guid", "gid", "sid", "key", "identifier", "iid", "name", "number", "code", "slug")
_ONLY_BY_NAME = frozenset({"name", "number", "code", "slug"})  # also what many rows have in common
_FOLDERS = ("metadata", "meta", "sys", "attributes", "properties")
_SCALARS = frozenset({"string", "integer", "number"})


@dataclass(frozen=True, slots=True)
class KeyMember:
    """A member that may be the key, how sure that is (0 to 6), and why."""

    place: Place
    certainty: int
    reason: str


def key_member(variable: str, thing: str, row: Shape) -> KeyMember | None:
    """The member of a row that a path variable speaks of; `thing` is what the collection is called."""
    found = list(_candidates(variable, thing, row))
    return max(found, key=lambda each: each.certainty) if found else None


def _candidates(variable: str, thing: str, row: Shape) -> Iterator[KeyMember]:
    yield from _members(variable, thing, row, ())
    for folder in _FOLDERS:
        inside = _member(row, folder)
        if inside is not None and inside[1].members:
            for each in _members(variable, thing, inside[1], (inside[0],)):
                yield KeyMember(each.place, each.certainty - 1, each.reason)


def _members(variable: str, thing: str, row: Shape, above: Place) -> Iterator[KeyMember]:
    asked, one = joined(variable) or variable, singular(joined(thing) or thing)
    rest = asked.removeprefix(one) if one and asked.startswith(one) else ""
    for name, shape in (row.members or {}).items():
        member = joined(name) or name
        if shape.types and not shape.types & _SCALARS:
            continue
        place = (*above, name)
        if member == asked:
            yield KeyMember(place, 6, f"{{{variable}}} and {shown(place)} have the same name")
        elif rest and member == rest:
            yield KeyMember(place, 5, f"{{{variable}}} is the {name} of a {one}")
        elif member in (f"{one}id", f"{asked}id"):
            yield KeyMember(place, 4, f"{shown(place)} is named after what {{{variable}}} names")
        elif member in _USUAL:
            certainty = _certainty(asked, one, member)
            if certainty:
                yield KeyMember(place, certainty, f"{shown(place)} is the usual name of a key")


def _certainty(asked: str, one: str, member: str) -> int:
    if asked.endswith(member) or (member == "id" and asked == one):
        return 5 if member == "id" else 4
    if member in _ONLY_BY_NAME:
        return 1 if member == "name" else 0
    return 3 if member == "id" else 2


def _member(row: Shape, wanted: str) -> tuple[str, Shape] | None:
    return next(
        ((name, shape) for name, shape in (row.members or {}).items() if joined(name) == wanted), None
    )
