"""Walks over lists: pages follow each other, filters keep what matches, orders order."""

from collections.abc import Iterator, Mapping
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.positions import NOWHERE, value_at
from vertrag.contract.inference.resources import Resource
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.listings import key_of, matches, rows_of, said
from vertrag.oracles.talk import Talk

OVERLAP = Law("VF601", "pages_overlap", "Two pages share a row", "each row on one page", 1)
MISSING = Law("VF602", "pages_incomplete", "A row is on no page", "every row on one page", 1)
COUNT = Law(
    "VF603", "total_differs", "The total is not the number of rows", "as many rows as the total says", 2
)
DROPS = Law("VF604", "filter_drops", "A filter drops what matches", "every row that matches the filter", 1)
UNSORTED = Law("VF605", "sort_drops", "An order changes which rows come", "the same rows in another order", 2)
LAWS = (OVERLAP, MISSING, COUNT, DROPS, UNSORTED)

_ROWS = 3  # rows that a list needs before pages of one can be told from each other
_PAGES = 12  # pages that a walk turns at most
WHOLE = 50  # rows that one page may show as the whole
_CREATED = 4  # rows that are created for a list that is too short


def pages_follow(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """Pages are disjoint, complete, and as many as the total says."""
    listed, parent = resource.deed("list"), talk.parent(resource)
    paging = listed.query.paging if listed else None
    if listed is None or paging is None or parent is None or "limit" not in paging.parameters:
        return
    if not {"offset", "page"} & paging.parameters.keys():
        return
    whole = _whole(talk, resource, listed, parent)
    if whole is None or len(whole[0]) < _ROWS:
        return
    keys, totals = whole
    for total in totals if len(keys) < WHOLE else ():
        if total != len(keys):
            yield Breach(COUNT, f"{total} in total, {len(keys)} rows")
    turned: list[str] = []
    for index in range(min(_PAGES, len(keys))):
        page = _page(talk, resource, listed, parent, index)
        if page is None:
            return
        twice = next((key for key in page if key in turned), None)
        if twice is not None:
            yield Breach(OVERLAP, f"{twice} on page {index + 1} and before")
            return
        turned += page
    missing = next((key for key in keys[:_PAGES] if key not in turned), None)
    if missing is not None:
        yield Breach(MISSING, f"{missing} is on none of {len(turned)} pages")


def _page(
    talk: Talk, resource: Resource, listed: Deed, parent: tuple[str, ...], index: int
) -> list[str] | None:
    paging = listed.query.paging
    names: Mapping[Any, str] = paging.parameters if paging else {}
    first = paging.first_page if paging else 1
    where = {names["offset"]: index} if "offset" in names else {names["page"]: first + index}
    return _keys(talk, resource, listed, parent, {names["limit"]: 1, **where})


def _whole(
    talk: Talk, resource: Resource, listed: Deed, parent: tuple[str, ...]
) -> tuple[list[str], list[int]] | None:
    """The keys of all rows on one long page, with what it says of the total; rows are created if need be."""
    limit = listed.query.paging.parameters["limit"] if listed.query.paging else ""
    for _ in range(_CREATED):
        answer = talk.ask(listed.operation, parent, {limit: WHOLE})
        rows = rows_of(listed, answer) if answer is not None and answer.succeeded else None
        if answer is None or rows is None:
            return None
        if len(rows) >= _ROWS or talk.make(resource) is None:
            keys = [key for row in rows if (key := key_of(resource, row)) is not None]
            return (keys, said(listed, answer, "total")) if len(keys) == len(rows) else None
    return None


def _keys(
    talk: Talk, resource: Resource, listed: Deed, parent: tuple[str, ...], query: Mapping[str, Any]
) -> list[str] | None:
    answer = talk.ask(listed.operation, parent, query)
    rows = rows_of(listed, answer) if answer is not None and answer.succeeded else None
    return [key for row in rows if (key := key_of(resource, row)) is not None] if rows is not None else None


def filters_keep(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A filter with the value of a row gives that row; the laws on lists look at what else it gives."""
    listed, parent = resource.deed("list"), talk.parent(resource)
    if listed is None or parent is None or not listed.query.filters:
        return
    for _ in range(2):
        talk.make(resource)
    answer = talk.ask(listed.operation, parent, whole_page(listed))
    rows = rows_of(listed, answer) if answer is not None and answer.succeeded else None
    for each in listed.query.filters if rows else ():
        if each.relation != "equal":
            continue
        wanted = next((_plain(value_at(row, each.member)) for row in rows or ()), None)
        if wanted is None:
            continue
        expected = [
            key_of(resource, row) for row in rows or () if matches(each, wanted, value_at(row, each.member))
        ]
        got = _keys(talk, resource, listed, parent, {**whole_page(listed), each.parameter: wanted})
        lost = [key for key in expected if key not in got] if got is not None and len(got) < WHOLE else []
        if lost:
            yield Breach(DROPS, f"{lost[0]} does not come for {each.parameter} {wanted!r}")


def orders_order(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """Every declared order gives the same rows; the laws on lists look at the order itself."""
    listed, parent = resource.deed("list"), talk.parent(resource)
    sorting = listed.query.sorting if listed else None
    if listed is None or parent is None or sorting is None or sorting.by is None:
        return
    parameter = next(
        (each for each in listed.operation.parameters.get("query", ()) if each.name == sorting.by), None
    )
    schema = parameter.schema if parameter and isinstance(parameter.schema, Mapping) else {}
    for _ in range(2):
        talk.make(resource)
    plain = _keys(talk, resource, listed, parent, whole_page(listed))
    for value in schema.get("enum") or ():
        got = _keys(talk, resource, listed, parent, {**whole_page(listed), sorting.by: value})
        if plain is not None and got is not None and len(plain) < WHOLE and set(got) != set(plain):
            yield Breach(UNSORTED, f"{len(got)} rows for {sorting.by} {value}, {len(plain)} without")


def whole_page(listed: Deed) -> dict[str, Any]:
    """The query for the longest page that a walk asks for."""
    paging = listed.query.paging
    return {paging.parameters["limit"]: WHOLE} if paging and "limit" in paging.parameters else {}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float) and value is not NOWHERE and value != "" else None
