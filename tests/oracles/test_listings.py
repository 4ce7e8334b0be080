import json
from collections.abc import Callable
from typing import Any

import pytest

from vertrag.contract.inference.queries import Filter
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys import paging
from vertrag.oracles.listings import asks, listings, matches
from vertrag.oracles.seen import seen
from vertrag.serialization import to_json

TEXT = {"type": "string"}
SHOWN = {"slug": TEXT, "title": TEXT}


@pytest.mark.parametrize(
    ("flaw", "way", "code"),
    [
        ("limit ignored", paging.pages_follow, "VF201"),
        ("one row too many", paging.pages_follow, "VF201"),
        ("filter ignored", paging.filters_keep, "VF202"),
        ("sort ignored", paging.orders_order, "VF203"),
        ("descending ignored", paging.orders_order, "VF203"),
        ("limit echoed wrongly", paging.pages_follow, "VF204"),
        ("total is of the page", paging.pages_follow, "VF205"),
        ("a row stands twice", paging.filters_keep, "VF206"),
        ("there is never more", paging.pages_follow, "VF207"),
    ],
)
def test_a_list_that_breaks_one_law_is_found(
    flaw: str, way: Any, code: str, converse: Callable[..., Any]
) -> None:
    assert code in converse(flaw).codes(way, "customers")


@pytest.mark.parametrize(
    ("relation", "wanted", "value", "expected"),
    [
        ("equal", "a", "A ", True),
        ("equal", "a,b", "b", True),
        ("equal", ["a", "b"], "c", False),
        ("equal", "a", ["c", "a"], True),
        ("equal", "a", "b, A", True),
        ("equal", 364.1, "364.10", True),
        ("equal", 364.1, "364.2", False),
        ("equal", "364.1", "364.10", False),
        ("equal", [1234567890123456789], "1234567890123456789", True),
        ("equal", 1234567890123456789, "1234567890123456788", False),
        ("equal", 5, "NaN", False),
        ("not", "a", "a", False),
        ("not", 5, "5.0", False),
        ("at least", 3, 2, False),
        ("at least", 3, 3, True),
        ("more than", 3, 3, False),
        ("at most", 3, 4, False),
        ("less than", 3, 4, True),
        ("at least", "17", "1291", True),
        ("at least", "17", "16", False),
        ("at least", "B", "A", False),
        ("at most", "2026-02-28", "2026-02-28T12:00:00Z", True),
        ("at least", "x", 3, True),
    ],
)
def test_a_filter_is_held_against_a_value(relation: Any, wanted: Any, value: Any, expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert matches(Filter("p", relation, ("m",), ""), wanted, value) is expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("a", True), ("", False), ("ALL", False), (["", "a"], True), (["", ""], False), (None, False)],
)
def test_who_asks_for_all_is_shown_all(wanted: Any, expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert asks(wanted) is expected


def codes_of(rows: list[Any], shown: dict[str, Any], sent: dict[str, Any], above: str = "") -> list[str]:
    """The codes of a list of articles, of which some members are shown and some may be sent."""

    def content(schema: dict[str, Any]) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": schema}}}

    row = {"type": "object", "properties": shown}
    create = {
        "requestBody": content({"type": "object", "properties": sent}),
        "responses": {"201": {"description": "", **content(row)}},
    }
    listed = {"responses": {"200": {"description": "", **content({"type": "array", "items": row})}}}
    read = {"responses": {"200": {"description": "", **content(row)}}}
    paths: dict[str, Any] = {
        "/articles": {"get": listed},
        f"{above}/articles": {"get": listed, "post": create},
        f"{above}/articles/{{slug}}": {"get": read},
    }
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.0.3", "paths": paths})))
    answer = Response(200, (("content-type", "application/json"),), json.dumps(rows).encode())
    exchange = seen(grounds.contract, Request("GET", "/articles"), answer)
    assert exchange is not None
    return [breach.law.code for breach in listings(grounds, exchange)]


ALIKE = [{"slug": "a", "title": "A"}, {"slug": "a", "title": "B"}]


def test_two_rows_may_have_the_key_that_a_client_gave_them() -> None:
    assert codes_of(ALIKE, SHOWN, SHOWN) == []


def test_one_row_stands_twice_whoever_gave_its_key() -> None:
    assert codes_of([*ALIKE, ALIKE[0]], SHOWN, SHOWN) == ["VF206"]


def test_no_two_rows_have_the_key_that_the_server_gives() -> None:
    assert codes_of(ALIKE, SHOWN, {"title": TEXT}) == ["VF206"]
    assert codes_of(ALIKE, {**SHOWN, "slug": {**TEXT, "readOnly": True}}, SHOWN) == ["VF206"]


def test_a_kind_is_no_key() -> None:
    assert codes_of(ALIKE, {**SHOWN, "slug": {**TEXT, "enum": ["a", "b"]}}, {"title": TEXT}) == []


def test_rows_of_many_parents_may_have_one_key() -> None:
    assert codes_of(ALIKE, SHOWN, {"title": TEXT}, above="/blogs/{blog}") == []


def told(
    query: str,
    sizes: tuple[float, float] = (1, 2),
    offset: dict[str, int] | None = None,
    least: int = 0,
    limit: dict[str, str] | None = None,
    **facts: int,
) -> list[str]:
    """The codes of what is told of a page of two rows that says these facts of itself."""
    number = {"type": "integer"}
    row = {"type": "object", "properties": {"id": number, "size": {"type": "number"}}}
    items = {"type": "array", "items": row, "minItems": least}
    body = {"type": "object", "properties": {"items": items, "page": number, "total": number}}
    asked = [{"name": name, "in": "query", "schema": number} for name in ("page", "offset", "limit")]
    asked[1]["schema"] = dict[str, Any](number, **(offset or {}))
    asked[2]["schema"] = limit or number
    asked += [{"name": name, "in": "query", "schema": TEXT} for name in ("sort", "pageToken")]
    asked.append({"name": "size", "in": "query", "schema": {"type": "number"}})
    answer = {"description": "", "content": {"application/json": {"schema": body}}}
    listing = {"parameters": asked, "responses": {"200": answer}}
    reading = {
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": number}],
        "responses": {"200": {"description": "", "content": {"application/json": {"schema": row}}}},
    }
    paths = {"/things": {"get": listing}, "/things/{id}": {"get": reading}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "info": {}, "paths": paths}))
    written = to_json({"items": [{"id": at, "size": size} for at, size in enumerate(sizes)], **facts})
    response = Response(200, (("content-type", "application/json"),), written)
    exchange = seen(contract, Request("GET", "/things", query), response)
    assert exchange is not None
    return [breach.law.code for breach in listings(grounds_of(contract), exchange)]


def test_a_page_that_nobody_can_have_may_be_another() -> None:
    assert told("page=3", page=1) == ["VF204"]
    assert told("page=0", page=1) == []
    assert told("page=3&limit=-1", page=1) == []
    assert told(f"page={2**31}", page=1) == []
    assert told("page=3&limit=0.5", page=1, limit={"type": "number"}) == []


def test_a_token_leads_to_its_page_whatever_number_stands_beside_it() -> None:
    assert told("page=3&pageToken=x", page=1) == []


def test_an_offset_leads_to_another_page_than_the_first() -> None:
    assert told("page=1&offset=2&limit=2", page=2) == []
    assert told("page=1&offset=0&limit=2", page=2) == ["VF204"]


def test_nobody_says_what_a_page_is_that_begins_after_an_offset() -> None:
    assert told("page=3&offset=5&limit=2", page=1, total=9) == []
    assert told("page=3&offset=0&limit=9", page=3, total=20) == []
    assert told("page=3&offset=0&limit=9", page=1, total=36) == ["VF204", "VF205"]


def test_an_offset_below_nothing_is_none() -> None:
    assert told("offset=5&limit=9", total=36) == ["VF205"]
    assert told("offset=-1&limit=9", total=36) == []


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("limit=9&offset=40", ["VF205"]),
        ("size=7", ["VF202"]),
        ("limit=9&offset=0&page=5", ["VF204", "VF205"]),
    ],
)
def test_a_list_that_may_not_be_empty_shows_rows_that_nobody_asked_for(query: str, codes: list[str]) -> None:
    assert told(query, total=36, page=1) == codes
    assert told(query, least=1, total=36, page=1) == []


def test_a_list_that_may_not_be_empty_mixes_no_rows() -> None:
    assert told("size=2", least=1) == ["VF202"]


@pytest.mark.parametrize("first", [{"default": 1}, {"minimum": 1}])
def test_an_offset_may_be_the_position_of_a_row(first: dict[str, int]) -> None:
    assert told("offset=35&limit=9", offset=first, total=36) == []
    assert told("offset=35&limit=9", total=36) == ["VF205"]


def test_numbers_have_one_order_whether_whole_or_not() -> None:
    assert told("sort=size", (7, 12.5)) == told("sort=-size", (100, 12.5)) == []
    assert told("sort=-size", (7, 12.5)) == ["VF203"]
