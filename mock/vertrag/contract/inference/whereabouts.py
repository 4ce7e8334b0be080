"""Where in a body the row or the list of a resource sits.

Each candidate gets points: for the key in it, for the name of its member, for its likeness to rows that are
known already; the best one stands, and of equals the one higher up.
"""

from collections.abc import Iterator
from math import sqrt

from vertrag.contract.inference.keys import Thing, key_member
from vertrag.contract.inference.naming import joined
from vertrag.contract.inference.positions import Place, shown
from vertrag.contract.schema.shapes import ANYTHING, Shape

_WRAPPERS = frozenset({"data", "result", "results", "response", "payload", "content"})
_MAYBE_WRAPPERS = frozenset({"item", "entity", "record", "object", "value", "body", "resource"})
_LISTS = frozenset(
    {"data", "items", "results", "result", "value", "values", "entries", "records", "content", "rows", "list"}
    | {"elements", "hits", "resources", "objects", "entities", "nodes", "docs", "documents", "collection"}
)
_REMARKS = frozenset({"message", "msg", "ok", "success", "status", "code", "error", "errors", "meta"})
"""What an envelope says besides the row, where nothing is said of the row itself."""
_ALIKE = 0.5  # of 1: from here on an object looks like the known row, whatever it is called
_OPEN_OBJECT = Shape(frozenset({"object"}))
_OPEN_LIST = Shape(frozenset({"array"}), ANYTHING)
_DEEPEST = 3  # members: `response.data.items`
_MANY = 6  # members: an envelope in an answer has no more, if it has a key as well
_SURE = 3  # of 6: from here on a member is thought to be a key
_FEW = 3  # members: an envelope in a request has no more
# Points: for exactly the members that are known; for the name of the thing, of a wrapper, of what may be one.
_LIKENESS = 6.0
_OWN_NAME, _KNOWN_NAME, _MAYBE_NAME = 3.0, 2.0, 0.5


def likeness(one: Shape, other: Shape | None) -> float:
    """How alike the members of two objects are, from 0 to 1."""
    mine, others = set(one.members or ()), set((other.members if other else None) or ())
    if not mine or not others:
        return 0.0
    return len(mine & others) / sqrt(len(mine) * len(others))


def row_place(body: Shape, thing: Thing, *, sent: bool = False) -> tuple[Place, str] | None:
    """Where the one row of a body sits, and why; None where the body holds no object.

    A `sent` row often lacks its key, and its envelope is a small one.
    """
    found = [
        (_row_points(place, shape, thing, sent=sent), place)
        for place, shape in _objects(body, thing)
        if not (sent and place and len(body.members or ()) > _FEW)
    ]
    if not found:
        return None
    _, place = max(found, key=lambda each: (each[0], -len(each[1])))
    return place, _reason("row", place, thing)


def list_place(body: Shape, thing: Thing) -> tuple[Place, str] | None:
    """Where the list of rows sits in a body, and why; None where the body holds no list of objects."""
    found = [(_list_points(place, shape, thing), place) for place, shape in _lists(body)]
    if not found:
        return None
    points, place = max(found, key=lambda each: (each[0], -len(each[1])))
    return (place, _reason("list", place, thing)) if points >= 0 else None


def _objects(body: Shape, thing: Thing, place: Place = ()) -> Iterator[tuple[Place, Shape]]:
    if body.is_array and not place and body.items is not None and body.items.members:
        yield (0,), body.items
        return
    enclosed = _enclosed(body, thing)
    if enclosed is not None:
        yield (*place, *enclosed[0]), enclosed[1]
        return
    if body.members or "object" in body.types:
        yield place, body
    if len(place) >= _DEEPEST - 1 or _stands_alone(body, thing):
        return
    for name, member in (body.members or {}).items():
        is_envelope = joined(name) in _WRAPPERS | _MAYBE_WRAPPERS or len(body.members or ()) == 1
        if not thing.is_named(name) and not is_envelope and likeness(member, thing.row) < _ALIKE:
            continue
        if member.members:
            yield from _objects(member, thing, (*place, name))
        elif member.is_array and member.items is not None and member.items.members:
            yield (*place, name, 0), member.items


def _enclosed(body: Shape, thing: Thing) -> tuple[Place, Shape] | None:
    """The one member of a body that is left open, where all else in it are remarks; None if there is none."""
    names = [name for name in body.members or () if joined(name) not in _REMARKS]
    if len(names) != 1 or not (thing.is_named(names[0]) or joined(names[0]) in _WRAPPERS):
        return None
    member = body.member(names[0])
    if member == _OPEN_LIST:
        return (names[0], 0), ANYTHING
    return ((names[0],), member) if member == _OPEN_OBJECT else None


def _stands_alone(body: Shape, thing: Thing) -> bool:
    """Whether an object has too much of its own to be an envelope: what it holds is related to it."""
    found = key_member(thing, body) if len(body.members or ()) > _MANY else None
    return found is not None and found.certainty >= _SURE


def _lists(body: Shape, place: Place = ()) -> Iterator[tuple[Place, Shape]]:
    if body.is_array:
        yield place, body
    if len(place) < _DEEPEST:
        for name, member in (body.members or {}).items():
            yield from _lists(member, (*place, name))


def _row_points(place: Place, row: Shape, thing: Thing, *, sent: bool) -> float:
    points = -1.0 * len(place) + _LIKENESS * likeness(row, thing.row)
    named = next((step for step in reversed(place) if isinstance(step, str)), None)
    if named is not None:
        points += _OWN_NAME if thing.is_named(named) else _name_points(named)
    if place and place[-1] == 0:
        points -= _KNOWN_NAME
    key = key_member(thing, row) if thing.variable and not sent else None
    return points + (key.certainty if key else 0)


def _name_points(name: str) -> float:
    return _KNOWN_NAME if joined(name) in _WRAPPERS else _MAYBE_NAME


def _list_points(place: Place, found: Shape, thing: Thing) -> float:
    rows = found.items or ANYTHING
    if rows.types and "object" not in rows.types:
        return -1.0
    points = -0.5 * len(place) + _LIKENESS * likeness(rows, thing.row)
    if place and thing.is_named(place[-1]):
        points += _OWN_NAME
    elif not place or joined(str(place[-1])) in _LISTS:
        points += _KNOWN_NAME
    key = key_member(thing, rows) if thing.variable else None
    return points + (key.certainty if key else 0) + (1 if rows.members else 0)


def _reason(what: str, place: Place, thing: Thing) -> str:
    if not place:
        return f"the {what} is the whole body"
    named = ", which is named after it" if thing.is_named(place[-1]) else ""
    return f"the {what} sits in {shown(place)}{named}"
