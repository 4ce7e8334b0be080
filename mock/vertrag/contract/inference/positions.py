"""Places in a body: how they are written, and what a shape or a value has there."""

from collections.abc import Iterable
from typing import Any

from vertrag.contract.loading.pointers import escape
from vertrag.contract.schema.shapes import ANYTHING, Shape

Place = tuple[str | int, ...]
"""The names of members and the indexes of items that lead to a value; () is the whole body."""

NOWHERE: Any = type("Nowhere", (), {"__repr__": lambda _: "NOWHERE"})()
"""What a value has at a place that it does not have."""


def shown(place: Place) -> str:
    """The place for people: `data.items`; "the body" for the whole of it."""
    return ".".join(map(str, place)) or "the body"


def pointer_of(place: Place) -> str:
    """The place as a JSON pointer (RFC 6901)."""
    return "".join(f"/{escape(str(step))}" for step in place)


def at_place(shape: Shape, place: Place) -> Shape:
    """The shape that stands at a place."""
    for step in place:
        shape = (shape.items or ANYTHING) if isinstance(step, int) else shape.member(step)
    return shape


def value_at(value: Any, place: Place) -> Any:
    """The value that stands at a place, `NOWHERE` where there is none."""
    for step in place:
        if isinstance(step, int):
            if not isinstance(value, list) or not -len(value) <= step < len(value):
                return NOWHERE
        elif not isinstance(value, dict) or step not in value:
            return NOWHERE
        value = value[step]
    return value


def with_value(whole: Any, place: Place, value: Any) -> Any:
    """The whole with a value at a place, in new containers along the way; what is missing there is made."""
    if not place:
        return value
    step, rest = place[0], place[1:]
    if isinstance(step, int):
        items = list(whole) if isinstance(whole, list) else []
        at = step if 0 <= step < len(items) else 0
        return [*items[:at], with_value(items[at] if items else None, rest, value), *items[at + 1 :]]
    members = dict(whole) if isinstance(whole, dict) else {}
    members[step] = with_value(members.get(step), rest, value)
    return members


def with_values(whole: Any, places: Iterable[Place], value: Any) -> Any:
    """The whole with one value at several places that it has, in new containers that are each made once."""
    inner: dict[str | int, list[Place]] = {}
    for place in places:
        if not place:
            return value
        inner.setdefault(place[0], []).append(place[1:])
    changed: Any = (
        list(whole) if isinstance(whole, list) else dict(whole) if isinstance(whole, dict) else whole
    )
    for step, rest in inner.items():
        if value_at(whole, (step,)) is not NOWHERE:
            changed[step] = with_values(whole[step], rest, value)
    return changed
