from typing import Any

import pytest

from vertrag.contract.inference.positions import Place
from vertrag.contract.inference.queries import Filter, Paging, Query, Relation, Sorting
from vertrag.exchange import GONE
from vertrag.serve.resources.selection import selected

ROWS: Any = [
    ("1", {"id": 1, "name": "Bruno", "age": 7, "tags": ["old"], "created_at": "2024-01-03", "ok": True}),
    ("2", {"id": 2, "name": "ada", "age": 12, "tags": [], "created_at": "2024-01-01", "ok": False}),
    ("3", {"id": 3, "name": "Cora", "age": None, "tags": ["old", "shy"], "owner": {"login": "max"}}),
]


def keys(query: Query, **asked: Any) -> str:
    return "".join(key for key, _ in selected(ROWS, query, asked).rows)


def test_texts_are_compared_as_texts_though_they_look_like_numbers() -> None:
    rows: Any = [("1", {"code": "0"}), ("2", {"code": "00"})]
    query = Query(filters=(Filter("code", "equal", ("code",), ""),))
    assert [key for key, _ in selected(rows, query, {"code": "00"}).rows] == ["2"]


@pytest.mark.parametrize(
    ("relation", "member", "wanted", "found"),
    [
        ("equal", ("name",), "ada", "2"),
        ("equal", ("name",), ["ada", "Cora"], "23"),
        ("equal", ("age",), "7", "1"),
        ("equal", ("age",), "07", "1"),
        ("equal", ("tags",), "old", "13"),
        ("equal", ("ok",), "true", "1"),
        ("equal", ("owner", "login"), "max", "3"),
        ("equal", ("name",), "all", "123"),
        ("equal", ("name",), "", "123"),
        ("equal", ("name",), [], "123"),
        ("equal", ("name",), ["", ""], "123"),
        ("equal", ("name",), ["", "ada"], "2"),
        ("equal", ("name",), None, "123"),
        ("not", ("name",), "ada", "13"),
        ("at least", ("age",), 12, "2"),
        ("at most", ("age",), 7, "1"),
        ("more than", ("age",), 7, "2"),
        ("less than", ("created_at",), "2024-01-02", "2"),
        ("contains", ("name",), "r", "13"),
        ("text", (), "MAX", "3"),
        ("equal", ("age",), {"gte": 7, "lt": 12}, "1"),
    ],
)
def test_rows_pass_what_is_asked_of_them(relation: Relation, member: Place, wanted: Any, found: str) -> None:
    assert keys(Query(filters=(Filter("f", relation, member, ""),)), f=wanted) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"sort": "name"}, "213"),
        ({"sort": "-name"}, "312"),
        ({"sort": "name:desc"}, "312"),
        ({"sort": "name,desc"}, "312"),
        ({"sort": "name desc"}, "312"),
        ({"sort": "age"}, "123"),
        ({"sort": "-age"}, "213"),
        ({"sort": ["ok", "-id"]}, "213"),
        ({"sort": "created"}, "213"),
        ({"sort": "name", "order": "desc"}, "312"),
        ({"sort": "unknown"}, "123"),
        ({}, "123"),
    ],
)
def test_rows_are_in_the_order_that_is_asked_for(asked: dict[str, Any], found: str) -> None:
    assert keys(Query(sorting=Sorting("sort", "order", "")), **asked) == found


MOMENTS: Any = [
    ("1", {"due": "2026-11-02T09:00:00Z"}),
    ("2", {"due": "2026-11-02T09:00:00.500Z"}),
    ("3", {"due": "2026-11-02T11:30:00+03:00"}),
]


def test_moments_are_compared_whatever_zone_they_are_written_in() -> None:
    query = Query(filters=(Filter("since", "at least", ("due",), ""),), sorting=Sorting("sort", None, ""))
    found = selected(MOMENTS, query, {"since": "2026-11-02T10:00:00+01:00", "sort": "-due"})
    assert [key for key, _ in found.rows] == ["2", "1"]
    assert [key for key, _ in selected(MOMENTS, query, {"sort": "due"}).rows] == ["3", "1", "2"]


LIMIT = {"limit": "limit"}


@pytest.mark.parametrize(
    ("parameters", "asked", "found"),
    [
        (LIMIT, {"limit": 2}, "12"),
        (LIMIT, {"limit": 0}, ""),
        (LIMIT, {}, "123"),
        (LIMIT, {"limit": "2"}, "12"),
        (LIMIT | {"offset": "skip"}, {"limit": 2, "skip": 2}, "3"),
        (LIMIT | {"offset": "skip"}, {"skip": 9}, ""),
        (LIMIT | {"page": "page"}, {"limit": 2, "page": 2}, "3"),
        (LIMIT | {"page": "page"}, {"limit": 2, "page": 0}, "12"),
        (LIMIT | {"page": "page", "offset": "skip"}, {"limit": 1, "page": 1, "skip": 1}, "2"),
        (LIMIT | {"cursor": "after"}, {"limit": 1, "after": "1"}, "2"),
        (LIMIT | {"cursor": "after"}, {"after": "nobody"}, "123"),
        (LIMIT | {"back": "before"}, {"limit": 1, "before": "3"}, "2"),
    ],
)
def test_a_page_holds_what_is_asked_for(parameters: Any, asked: dict[str, Any], found: str) -> None:
    assert keys(Query(paging=Paging(parameters)), **asked) == found


@pytest.mark.parametrize(("at", "found"), [("1", "3"), ("2", "3"), ("3", ""), ("0", "13")])
def test_who_pages_by_a_row_that_goes_away_meanwhile_is_led_on_from_where_it_was(at: str, found: str) -> None:
    query = Query(paging=Paging({"cursor": "after"}))
    rows: Any = [("0", GONE), ("1", {}), ("2", GONE), ("3", {})]
    page = selected(rows, query, {"after": at})
    assert ("".join(key for key, _ in page.rows), page.total) == (found, 2)


@pytest.mark.parametrize(("at", "found"), [(0, "12"), (1, "12"), (2, "23"), (4, "")])
def test_an_offset_may_be_the_position_of_a_row(at: int, found: str) -> None:
    paging = Paging({"limit": "limit", "offset": "start"}, first_offset=1)
    assert keys(Query(paging=paging), limit=2, start=at) == found


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_pages_are_disjoint_and_complete(limit: int) -> None:
    query = Query(paging=Paging({"limit": "limit", "offset": "offset"}))
    pages = [selected(ROWS, query, {"limit": limit, "offset": at}) for at in range(0, 3, limit)]
    assert [key for page in pages for key, _ in page.rows] == ["1", "2", "3"]
    assert {page.total for page in pages} == {3}
    assert [page.has_more for page in pages] == [True] * (len(pages) - 1) + [False]


def test_who_has_to_say_whose_rows_are_asked_for_gets_those_of_nobody_too() -> None:
    query = Query(filters=(Filter("login", "equal", ("owner", "login"), "", is_required=True),))
    assert keys(query, login="eva") == "12"
    assert keys(query, login="max") == "123"


def test_a_default_may_ask_for_nothing() -> None:
    query = Query(filters=(Filter("name", "equal", ("name",), "", unless="none"),))
    assert (keys(query, name="none"), keys(query, name="ada")) == ("123", "2")
