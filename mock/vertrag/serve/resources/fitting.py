"""Makes a row fit a schema that does not take it as it is: member by member, what is refused is replaced."""

from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from typing import Any

from vertrag.contract.inference.naming import tells_secret
from vertrag.contract.inference.positions import NOWHERE, Place, value_at, with_value
from vertrag.contract.schema.shapes import ANYTHING, Shape

Accepts = Callable[[Any], bool]
InventWith = Callable[[Mapping[str, Any], Place], Any]
"""Invents a body that has these members at a place, NOWHERE where there is none."""

_LONGEST = 310  # letters of a number: the largest whole one that a float can hold has so many, with its sign
_DEEPEST = 3  # objects within a row that are looked into
_MOST_ITEMS = 20  # of a list that are: each is tried with the whole


class Fitting:
    """Fits rows into bodies of one schema."""

    def __init__(self, accepts: Accepts, invent_with: InventWith) -> None:
        self._accepts = accepts
        self._invent_with = invent_with

    def fitted(self, row: Mapping[str, Any], place: Place, pattern: Any) -> Any:
        """A body that satisfies the schema with as much of the row as it takes; NOWHERE where none does.

        `pattern` is a body that was invented: what the row lacks or has wrong comes from there.
        """
        bodies: list[Any] = []
        kept = 0
        if isinstance(value_at(pattern, place), dict) and self._accepts(pattern):
            bodies.append(self._overlaid(pattern, place, row, 0))
            kept = self._kept(bodies[0], place, row)
            if kept == len(row):
                return bodies[0]
        # Branches of a choice cannot be crossed one member at a time.
        for wanted in (dict(row), _without_nulls(row)):
            body = self._invent_with(wanted, place)
            if body is not NOWHERE and (not bodies or self._kept(body, place, row) > kept):
                return body
        return bodies[0] if bodies else NOWHERE

    def _kept(self, body: Any, place: Place, row: Mapping[str, Any]) -> int:
        shown = value_at(body, place)
        return sum(name in shown and shown[name] in _renderings(value) for name, value in row.items())

    def _overlaid(self, body: Any, place: Place, row: Mapping[str, Any], depth: int) -> Any:
        """The body with each member of the row that it takes, and without those that the row lacks."""
        for name, value in row.items():
            trials = (with_value(body, (*place, name), each) for each in _renderings(value))
            trial = next(filter(self._accepts, trials), None)
            if trial is not None:
                body = trial
            elif (
                isinstance(value, dict) and depth < _DEEPEST and isinstance(_member(body, place, name), dict)
            ):
                body = self._overlaid(body, (*place, name), value, depth + 1)
            elif isinstance(value, list) and depth == 0:  # lists within lists would be tried without end
                body = self._with_items(body, (*place, name), value)
        for name in [name for name in value_at(body, place) if name not in row]:
            rest = {each: value for each, value in value_at(body, place).items() if each != name}
            trial = with_value(body, place, rest)
            if self._accepts(trial):
                body = trial
        return body

    def _with_items(self, body: Any, place: Place, rows: list[Any]) -> Any:
        """The body with as much of each object of a list as it takes, as many as there are."""
        pattern = value_at(body, place)
        are_objects = isinstance(pattern, list) and all(isinstance(each, dict) for each in (*pattern, *rows))
        if not are_objects or not pattern or not 0 < len(rows) <= _MOST_ITEMS:
            return body
        items = [pattern[at % len(pattern)] for at in range(len(rows))]
        if not self._accepts(with_value(body, place, items)):
            return body
        for at, row in enumerate(rows):
            items[at] = self._beside(items, at, body, place)._overlaid(items[at], (), row, 1)  # noqa: SLF001 - one of its own
        return with_value(body, place, items)

    def _beside(self, items: list[Any], at: int, body: Any, place: Place) -> "Fitting":
        """Fits one item of a list in a body."""

        def takes(item: Any) -> bool:
            return self._accepts(with_value(body, place, [*items[:at], item, *items[at + 1 :]]))

        return Fitting(takes, self._invent_with)


def with_members(body: Any, place: Place, members: Mapping[str, Any], accepts: Accepts) -> Any:
    """The body whose row has as many of these members as its schema takes: all at once, else half by half."""
    row = value_at(body, place)
    changed = with_value(body, place, {**(row if isinstance(row, dict) else {}), **members})
    if not members or accepts(changed):
        return changed if members else body
    if len(members) == 1:
        return body
    names, half = list(members), len(members) // 2
    for part in (names[:half], names[half:]):
        body = with_members(body, place, {name: members[name] for name in part}, accepts)
    return body


def discreet(value: Any, shape: Shape) -> Any:
    """The value without secrets of which its schema says nothing, at any depth."""
    return _without_secrets(value, shape) if _has_secrets(value) else value


def _has_secrets(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(tells_secret(name, each) or _has_secrets(each) for name, each in value.items())
    return isinstance(value, list) and any(map(_has_secrets, value))


def _without_secrets(value: Any, shape: Shape) -> Any:
    if isinstance(value, Mapping):
        kept = (
            name
            for name in value
            if not shape.members or shape.expects(name) or not tells_secret(name, value[name])
        )
        return {name: _without_secrets(value[name], shape.member(name)) for name in kept}
    if isinstance(value, list):
        return [_without_secrets(each, shape.items or ANYTHING) for each in value]
    return value


def differing(row: Mapping[str, Any], shown: Mapping[str, Any]) -> Iterator[str]:
    """The names of the members that a row and what is shown of it do not have in common."""
    for name in sorted({*row, *shown}):
        if name not in row or name not in shown or shown[name] not in _renderings(row[name]):
            yield name


def _member(body: Any, place: Place, name: str) -> Any:
    return value_at(body, (*place, name))


def _renderings(value: Any) -> tuple[Any, ...]:
    """How views of one row say a value: as it is spelled, a list of texts as one text, one text as a list."""
    if isinstance(value, str):
        return *spellings(value), [value]
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return value, ", ".join(value)
    return spellings(value)


def spellings(value: Any) -> tuple[Any, ...]:
    """The value, and a number as text or the other way round: views of one row differ in how they say it."""
    if isinstance(value, bool):
        return (value,)
    if isinstance(value, int | float):
        return value, str(value)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return (value,)
    return value, *(number for read in (int, float) if (number := _number(value, read)) is not None)


def _number(text: str, read: Callable[[str], float]) -> float | None:
    """The number that is written like this and not otherwise; None where there is none."""
    try:
        number = read(text)
        return number if str(number) == text and isfinite(number) else None
    except (ValueError, OverflowError):  # beyond all floats
        return None


def _without_nulls(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}
