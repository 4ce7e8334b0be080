"""Chooses from rows what the parameters of a list ask for: filters, order and one page, exactly."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from vertrag.contract.inference.naming import joined
from vertrag.contract.inference.positions import NOWHERE, Place, value_at
from vertrag.contract.inference.queries import NO_QUERY, Filter, Paging, Query, Relation, Sorting
from vertrag.exchange import GONE

Row = Mapping[str, Any]
Keyed = tuple[str, Row]
"""A row with the text of its key."""

_ANY = frozenset({"", "all", "any", "*"})  # asked of a member, these ask for nothing
_USUAL_LIMIT = 20  # rows, where pages are asked for by number only
_MOST_AT_LEAST = 20  # rows that a list may have to hold
_DESCENDING = frozenset({"desc", "descending", "-1"})
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d")
_WORDS = re.compile(r"^([+-]?)([^:,\s]+)(?:[:\s]\s*(\w+))?$")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the rows that were found: how many there are in all, and where it begins."""

    rows: Sequence[Keyed]
    total: int
    offset: int = 0
    limit: int | None = None

    @property
    def has_more(self) -> bool:
        """Whether rows follow after this page."""
        return self.offset + len(self.rows) < self.total


def is_asking(wanted: Any) -> bool:
    """Whether the value of a filter asks for anything; `all` does not."""
    return isinstance(wanted, str | int | float) and _text(wanted).lower() not in _ANY


def selected(rows: Iterable[tuple[str, Any]], query: Query, asked: Mapping[str, Any]) -> Page:
    """The page of rows that the arguments ask for; GONE stands where one was."""
    listed = list(rows)
    found = [
        (key, row)
        for key, row in listed
        if row is not GONE and all(_passes(row, each, asked) for each in query.filters)
    ]
    if query.sorting is not None:
        found = _sorted(found, query.sorting, asked)
    if query.paging is None:
        return Page(found, len(found))
    cursor = query.paging.parameters.get("cursor", "")
    if asked.get(cursor) is not None:
        asked = {**asked, cursor: _there(asked[cursor], found, [key for key, _ in listed])}
    return _paged(found, query.paging, asked)


def substitutes(rows: Sequence[tuple[str, Any]], query: Query, asked: Mapping[str, Any]) -> Iterator[Page]:
    """Pages for a list that may not be empty, the shortest first: where none was asked for, the last rows."""
    found = selected(rows, replace(query, paging=None), asked).rows
    there = found or selected(rows, NO_QUERY, {}).rows
    for count in range(1, min(len(there), _MOST_AT_LEAST) + 1):
        yield Page(there[-count:], len(found) or count, len(found or there[:count]) - count)


def _there(cursor: Any, found: list[Keyed], listed: list[str]) -> Any:
    """The cursor, or the last row found before it where the one that it names is not there any more."""
    text, keys = str(cursor), {key for key, _ in found}
    if text in keys or text not in listed:
        return cursor
    before = listed[: listed.index(text)]
    return next((key for key in reversed(before) if key in keys), None)


def _passes(row: Row, condition: Filter, asked: Mapping[str, Any]) -> bool:
    wanted = asked.get(condition.parameter)
    if wanted is None or wanted == condition.unless:
        return True
    if condition.relation == "text":
        return _contains(row, str(wanted).casefold())
    value = value_at(row, condition.member)
    if value is NOWHERE and condition.is_required:  # a row that does not say whose it is belongs to all
        return True
    if isinstance(wanted, Mapping):  # created[gte]=…, as deep objects come
        return all(_holds(value, _BOUNDS.get(name, "equal"), bound) for name, bound in wanted.items())
    return _holds(value, condition.relation, wanted)


_BOUNDS: Mapping[str, Relation] = {"gte": "at least", "gt": "more than", "lte": "at most", "lt": "less than"}


def _holds(value: Any, relation: Relation, wanted: Any) -> bool:
    choices = [each for each in (wanted if isinstance(wanted, list) else [wanted]) if is_asking(each)]
    if not choices:
        return True
    if value is NOWHERE or value is None:
        return False
    if relation in ("equal", "not"):
        values = value if isinstance(value, list) else [value]
        is_among = any(_equal(each, choice) for each in values for choice in choices)
        return is_among is (relation == "equal")
    if relation == "contains":
        return any(_text(choice).casefold() in _text(value).casefold() for choice in choices)
    one, other = _comparable(value, choices[0])
    relations: Mapping[Relation, bool] = {
        "at least": one >= other,
        "at most": one <= other,
        "more than": one > other,
        "less than": one < other,
    }
    return relations[relation]


def _equal(value: Any, wanted: Any) -> bool:
    if isinstance(value, str) and isinstance(wanted, str):
        return value == wanted  # "0" and "00" are one number and two texts
    one, other = _comparable(value, wanted)
    return bool(one == other)


def _comparable(value: Any, wanted: Any) -> tuple[Any, Any]:
    """Both as numbers or as moments where both are some, else both as texts."""
    for reading in (_number, _moment):
        try:
            return reading(value), reading(wanted)
        except ValueError:
            continue
    return _text(value), _text(wanted)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(value)
    try:
        return float(value)
    except OverflowError:
        raise ValueError(value) from None


def _moment(value: Any) -> datetime:
    """A date and a time (RFC 3339): one instant has many spellings, and texts are not in its order."""
    if not isinstance(value, str) or not _MOMENT.match(value):
        raise ValueError(value)
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _contains(value: Any, text: str) -> bool:
    if isinstance(value, Mapping):
        return any(_contains(each, text) for each in value.values())
    if isinstance(value, list):
        return any(_contains(each, text) for each in value)
    return isinstance(value, str) and text in value.casefold()


def _sorted(rows: list[Keyed], sorting: Sorting, asked: Mapping[str, Any]) -> list[Keyed]:
    stated = asked.get(sorting.direction) if sorting.direction else None
    descends = _text(stated).lower() in _DESCENDING
    # Stable, so that the last criterion goes first.
    for place, downwards in reversed(list(_criteria(rows, asked.get(sorting.by) if sorting.by else None))):
        known = [row for row in rows if _is_known(row, place)]
        unknown = [row for row in rows if not _is_known(row, place)]
        known.sort(key=lambda row: _rank(value_at(row[1], place)), reverse=downwards is not descends)
        rows = known + unknown
    return rows


def _criteria(rows: list[Keyed], stated: Any) -> Iterator[tuple[Place, bool]]:
    """The places to sort by, each with whether it is sorted downwards."""
    words = [word for each in (stated if isinstance(stated, list) else [stated]) for word in _split(each)]
    for at, word in enumerate(words):
        found = _WORDS.match(word)
        if not found or word.lower() in ("asc", "desc"):
            continue
        following = words[at + 1].lower() if at + 1 < len(words) else ""
        said = (found[3] or (following if following in ("asc", "desc") else "")).lower()
        place = _place(rows, found[2])
        if place is not None:
            yield place, found[1] == "-" or said in _DESCENDING


def _split(stated: Any) -> list[str]:
    return [word.strip() for word in str(stated).split(",") if word.strip()] if stated is not None else []


def _place(rows: list[Keyed], name: str) -> Place | None:
    """The member that a name means: its own, else one that begins with it: `created` is `created_at`."""
    wanted, path = joined(name), tuple(name.split("."))
    for _, row in rows:
        if value_at(row, path) is not NOWHERE:
            return path
        members = [each for each in row if joined(each) == wanted]
        members += [each for each in row if wanted and joined(each).startswith(wanted)]
        if members:
            return (members[0],)
    return None


def _is_known(row: Keyed, place: Place) -> bool:
    return value_at(row[1], place) not in (NOWHERE, None)


def _rank(value: Any) -> tuple[int, Any]:
    if isinstance(value, int | float):
        return (0, value)
    try:
        return (1, _moment(value).timestamp())
    except ValueError:
        return (2, _text(value).casefold())


def _paged(rows: list[Keyed], paging: Paging, asked: Mapping[str, Any]) -> Page:
    given = {role: asked.get(name) for role, name in paging.parameters.items()}
    limit = _whole(given.get("limit"), paging.default_limit)
    if limit is None and given.get("page") is not None:
        limit = _USUAL_LIMIT
    if given.get("back") is not None:
        end = _position(rows, given["back"], len(rows))
        start = max(0, end - limit) if limit is not None else 0
        return Page(rows[start:end], len(rows), start, limit)
    start = max(0, (_whole(given.get("offset"), paging.first_offset) or 0) - paging.first_offset)
    if given.get("cursor") is not None:
        start = _position(rows, given["cursor"], -1) + 1
    elif given.get("page") is not None and limit is not None:  # its default, where rows are skipped
        start += max(0, (_whole(given["page"], paging.first_page) or 0) - paging.first_page) * limit
    end = len(rows) if limit is None else start + limit
    return Page(rows[start:end], len(rows), start, limit)


def _position(rows: list[Keyed], key: Any, default: int) -> int:
    return next((at for at, (each, _) in enumerate(rows) if each == str(key)), default)


def _whole(value: Any, default: int | None) -> int | None:
    if isinstance(value, bool) or value is None:
        return default
    if isinstance(value, int | float):
        return max(int(value), 0)
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else default
