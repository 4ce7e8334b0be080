from collections.abc import Callable
from typing import Any

import httpx
import pytest

from vertrag.contract.inference.queries import Paging
from vertrag.contract.inference.totals import Fact, Meaning
from vertrag.serve.resources.page_facts import REMOVED, Telling, headers_told, told
from vertrag.serve.resources.selection import Page

Zoo = Callable[..., list[httpx.Response]]
OFFSET = Paging({"limit": "limit", "offset": "offset"})
SECOND = Page([("c", {}), ("d", {})], 5, offset=2, limit=2)


def first(meaning: Meaning, page: Page = SECOND, paging: Paging = OFFSET) -> Any:
    return next(Telling(page, paging, "/x", {"limit": 2, "q": "a b"}).candidates(meaning))


@pytest.mark.parametrize(
    ("meaning", "value"),
    [
        ("total", 5),
        ("pages", 3),
        ("page", 2),
        ("limit", 2),
        ("offset", 2),
        ("length", 2),
        ("more", True),
        ("last", False),
        ("first", False),
        ("before", True),
        ("next", "/x?limit=2&q=a+b&offset=4"),
        ("previous", "/x?limit=2&q=a+b&offset=0"),
    ],
)
def test_a_page_says_where_it_is(meaning: Meaning, value: Any) -> None:
    assert first(meaning) == value


def test_rows_that_are_counted_from_one_are_told_so() -> None:
    paging = Paging({"limit": "limit", "offset": "offset"}, first_offset=1)
    assert first("offset", paging=paging) == 3
    assert first("next", paging=paging) == "/x?limit=2&q=a+b&offset=5"


def test_the_last_page_has_no_next_one() -> None:
    assert first("next", Page([("e", {})], 5, offset=4, limit=2)) is None


def test_a_cursor_is_the_key_of_the_last_row() -> None:
    assert first("next", paging=Paging({"limit": "limit", "cursor": "after"})) == "d"


def test_only_what_is_accepted_is_said() -> None:
    facts = (Fact("total", ("meta", "total")), Fact("next", ("next",)), Fact("total", header="X-Total"))
    telling = Telling(Page([], 0), None, "/x", {})
    body = {"meta": {"total": 9}, "next": "there"}
    said = told(body, facts, telling, lambda each: each.get("next", "") is not None)
    assert said == {"meta": {"total": 0}}
    assert list(headers_told(facts, telling)) == [("x-total", "0")]
    assert REMOVED in list(telling.candidates("next"))


def test_every_page_of_a_list_leads_to_the_next(zoo: Zoo) -> None:
    (whole,) = zoo(("GET", "/animals?sort=name"))
    path, found = "/animals?sort=name&limit=3", []
    while path:
        (page,) = zoo(("GET", path))
        body = page.json()
        found += body["items"]
        assert body["total"] == int(page.headers["x-total-count"]) == whole.json()["total"]
        assert body["has_more"] is bool(body["next"])
        path = (body["next"] or "").removeprefix("/api")
    assert found == whole.json()["items"]
